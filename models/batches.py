"""Batches for the encoder: examples cut into pieces, padded, with their targets."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.annotate.pieces import LONGEST, PieceCutter
from models.examples import UNKNOWN, Example
from models.labels import NAME_TAGS, UPOS, all_allowed

_POOL = 1024  # examples sorted by length together
_LOWER, _TITLE, _UPPER = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """An example in pieces; `first` is the place of each word's first piece after [CLS]."""

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]
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
        heads=example.heads,
        relations=tuple(numbers.get(relation, UNKNOWN) for relation in example.relations),
        upos=tuple(UPOS.index(tag) for tag in example.upos),
        names=example.names,
        references=example.references,
    )


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
    return Encoded(
        pieces=example.pieces,
        shapes=tuple(shapes),
        first=example.first,
        heads=example.heads,
        relations=example.relations,
        upos=example.upos,
        names=example.names,
        references=example.references,
    )


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
        batch.words[row, : len(example.first) + 1] = 1
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
