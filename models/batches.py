"""Batches for the encoder: examples cut into pieces, padded, with their targets."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import torch
from torch import Tensor

from kg.annotate.pieces import LONGEST, PieceCutter, Pieces, join, pack
from models.examples import UNKNOWN, Example
from models.labels import NAME_TAGS, UPOS, all_allowed

_POOL = 1024  # examples sorted by length together
_LOWER, _TITLE, _UPPER = 1, 2, 3
HIDDEN = 0.03  # share of the words that are hidden
MASK = 4  # the piece for a hidden word
ALONE = 0.15  # share of the passages whose sentences are read one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Sentences in pieces; `first` is the place of each word's first piece after [CLS].

    `sentences` is the number of each word's sentence, from 1. What is not known is empty.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]
    sentences: tuple[int, ...]
    heads: tuple[int, ...]
    relations: tuple[int, ...]
    upos: tuple[int, ...]
    names: tuple[int, ...]
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded tensors; targets that are not known are UNKNOWN, and all tags are allowed."""

    pieces: Tensor
    mask: Tensor
    shapes: Tensor
    first: Tensor
    words: Tensor
    heads: Tensor
    relations: Tensor
    upos: Tensor
    names: Tensor
    references: Tensor


def encode(example: Example, cutter: PieceCutter, relations: Sequence[str]) -> Encoded | None:
    """Cut an example into pieces; None where it is too long."""
    framed = cutter.frame(example.words)
    if len(framed.numbers) > LONGEST or not framed.first:
        return None
    numbers = {relation: number for number, relation in enumerate(relations)}
    return Encoded(
        pieces=framed.numbers,
        shapes=framed.shapes,
        first=framed.first,
        sentences=framed.sentences,
        heads=example.heads,
        relations=tuple(numbers.get(relation, UNKNOWN) for relation in example.relations),
        upos=tuple(UPOS.index(tag) for tag in example.upos),
        names=example.names,
        references=example.references,
    )


def join_examples(examples: Sequence[Encoded]) -> Encoded:
    """Put sentences after each other to one chunk; what one does not know stays open."""
    framed = join(
        [
            Pieces(numbers=e.pieces, shapes=e.shapes, first=e.first, sentences=e.sentences)
            for e in examples
        ]
    )
    sizes = [len(example.first) for example in examples]
    heads: list[int] = []
    for example, size in zip(examples, sizes, strict=True):
        shift = len(heads)
        known = example.heads or (UNKNOWN,) * size
        heads += [head + shift if head > 0 else head for head in known]

    def fill(name: str, value: int) -> tuple[int, ...]:
        parts = (
            getattr(e, name) or (value,) * size for e, size in zip(examples, sizes, strict=True)
        )
        return tuple(chain.from_iterable(parts))

    return Encoded(
        pieces=framed.numbers,
        shapes=framed.shapes,
        first=framed.first,
        sentences=framed.sentences,
        heads=tuple(heads),
        relations=fill("relations", UNKNOWN),
        upos=fill("upos", UNKNOWN),
        names=fill("names", all_allowed()),
        references=fill("references", UNKNOWN),
    )


def make_chunks(sentences: Sequence[Encoded], rng: random.Random) -> Iterator[Encoded]:
    """Put sentences that follow each other into chunks; now and then each into its own.

    Some are written otherwise (`vary_case`), and some of their words hidden (`hide_words`).
    """
    varied = [hide_words(vary_case(sentence, rng), rng) for sentence in sentences]
    longest = 1 if rng.random() < ALONE else LONGEST
    for chunk in pack([len(sentence.pieces) for sentence in varied], longest):
        yield join_examples([varied[number] for number in chunk])


def hide_words(example: Encoded, rng: random.Random) -> Encoded:
    """Hide a word now and then, so that what stands around it has to tell."""
    pieces = list(example.pieces)
    bounds = [*example.first, len(pieces) - 1]
    for start, end in pairwise(bounds):
        if rng.random() < HIDDEN:
            pieces[start:end] = [MASK] * (end - start)
    return replace(example, pieces=tuple(pieces))


def vary_case(example: Encoded, rng: random.Random) -> Encoded:
    """Now and then write a sentence as a headline, in capitals or in lower case.

    The pieces know no case, so that only the shapes change.
    """
    chance = rng.random()
    if chance > 0.13:
        return example
    shapes = list(example.shapes)
    bounds = [*example.first, len(shapes) - 1]
    for number, start in enumerate(example.first):
        end = bounds[number + 1]
        shape = shapes[start]
        if shape == 0:
            continue
        if chance < 0.07:
            longer = end - start > 1 or number == 0 or rng.random() < 0.75
            shape = _TITLE if shape == _LOWER and longer else shape
        elif chance < 0.09:
            shape = _UPPER
        else:
            shape = _LOWER
        shapes[start:end] = [shape] * (end - start)
    return replace(example, shapes=tuple(shapes))


def collate(examples: Sequence[Encoded]) -> Batch:
    """Pad examples to one batch."""
    time = max(len(example.pieces) for example in examples)
    width = max(len(example.first) for example in examples) + 1

    def full(columns: int, value: int) -> Tensor:
        return torch.full((len(examples), columns), value)

    batch = Batch(
        pieces=full(time, 0),
        mask=full(time, 0),
        shapes=full(time, 0),
        first=full(width, 0),
        words=full(width, 0),
        heads=full(width, UNKNOWN),
        relations=full(width, UNKNOWN),
        upos=full(width, UNKNOWN),
        names=full(width, all_allowed()),
        references=full(width, UNKNOWN),
    )
    for row, example in enumerate(examples):
        for name in ("pieces", "shapes"):
            values = getattr(example, name)
            getattr(batch, name)[row, : len(values)] = torch.tensor(values)
        batch.mask[row, : len(example.pieces)] = 1
        batch.words[row, : len(example.first) + 1] = torch.tensor([1, *example.sentences])
        for name in ("first", "heads", "relations", "upos", "names", "references"):
            values = getattr(example, name)
            if values:
                getattr(batch, name)[row, 1 : len(values) + 1] = torch.tensor(values)
    return batch


def make_batches(
    examples: Sequence[Encoded], pieces: int, rng: random.Random
) -> list[list[Encoded]]:
    """Group examples of similar length into batches of about so many pieces."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    batches: list[list[Encoded]] = []
    for start in range(0, len(shuffled), _POOL):
        current: list[Encoded] = []
        for example in sorted(shuffled[start : start + _POOL], key=lambda e: len(e.pieces)):
            if current and len(example.pieces) * (len(current) + 1) > pieces:
                batches.append(current)
                current = []
            current.append(example)
        batches.append(current)
    rng.shuffle(batches)
    return batches


def name_targets(masks: Tensor) -> Tensor:
    """Expand bit masks (batch, words) to what tag is allowed (batch, words, tags)."""
    bits = torch.arange(len(NAME_TAGS))
    return (masks.unsqueeze(-1) >> bits & 1).bool()
