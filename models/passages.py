"""Whole passages as training input: encoder and relation head learn from them together."""

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from spacy.language import Language
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from kg.annotate.pieces import PieceCutter
from kg.annotate.windows import lay_out_windows
from models.batches import Batch, Encoded, collate, encode, make_chunks
from models.examples import Example, TokenLine, from_line
from models.network import Network, Scores
from models.relation_data import Task, passage_tasks, plain_tasks
from models.relation_network import PairScores, RelationNetwork

_PIECES = 1300  # of a step


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageInput:
    """The lines of a passage in pieces, and its relation tasks."""

    lines: tuple[Encoded, ...]
    tasks: tuple[Task, ...]


def annotated_input(
    lines: Sequence[TokenLine], cutter: PieceCutter, rng: random.Random
) -> PassageInput | None:
    """Make the input of an annotated passage; None where a line is too long."""
    lines = [line for line in lines if line.words]
    encoded = [encode(from_line(line, ""), cutter, ()) for line in lines]
    tasks = tuple(passage_tasks(lines, None, rng))
    return _input(encoded, tasks)


def plain_input(
    lines: Sequence[Sequence[str]], cutter: PieceCutter, nlp: Language
) -> PassageInput | None:
    """Make the input of ordinary text; None where it has no two mentions, and nothing is learnt."""
    encoded = [encode(Example(source="plain", words=tuple(line)), cutter, ()) for line in lines]
    tasks = []
    for task in plain_tasks(lines, nlp):
        bare = dataclasses.replace(task.window, vectors=task.window.vectors[:, :1])
        tasks.append(dataclasses.replace(task, window=bare))
    return _input(encoded, tuple(tasks)) if tasks else None


def _input(encoded: Sequence[Encoded | None], tasks: tuple[Task, ...]) -> PassageInput | None:
    lines = tuple(line for line in encoded if line)
    return PassageInput(lines=lines, tasks=tasks) if len(lines) == len(encoded) else None


def passage_batches(
    passages: Sequence[PassageInput], rng: random.Random
) -> Iterator[list[PassageInput]]:
    """Yield shuffled passages, about so many pieces together."""
    order = list(passages)
    rng.shuffle(order)
    batch: list[PassageInput] = []
    size = 0
    for passage in order:
        batch.append(passage)
        size += sum(len(line.pieces) for line in passage.lines)
        if size >= _PIECES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def score_passages(
    network: Network,
    relations: RelationNetwork,
    passages: Sequence[PassageInput],
    rng: random.Random,
) -> tuple[list[tuple[Batch, Scores]], PairScores | None, list[Task]]:
    """Run both networks on passages; short and long chunks are encoded apart.

    The scores of pairs are None where no line has any.
    """
    chunks = [chunk for passage in passages for chunk in make_chunks(passage.lines, rng)]
    order = sorted(range(len(chunks)), key=lambda number: len(chunks[number].pieces))
    half = (len(order) + 1) // 2
    scored: list[tuple[Batch, Scores]] = []
    states: list[Tensor | None] = [None] * len(chunks)
    for chosen in (order[:half], order[half:]):
        if not chosen:
            continue
        batch = collate([chunks[number] for number in chosen])
        scores = network(batch.pieces, batch.mask, batch.shapes, batch.first, batch.words)
        scored.append((batch, scores))
        for row, number in enumerate(chosen):
            states[number] = scores.states[row, 1 : len(chunks[number].first) + 1]
    flat = torch.cat([state for state in states if state is not None]).float()
    sums = torch.cat([torch.zeros_like(flat[:1]), flat.cumsum(0)])
    tasks: list[Task] = []
    vectors: list[Tensor] = []
    shift = 0
    for passage in passages:
        for task in passage.tasks:
            places = torch.from_numpy(task.places + shift)
            total = sums[places[:, 1]] - sums[places[:, 0]]
            vectors.append(total / (places[:, 1:] - places[:, :1]))
            tasks.append(task)
        shift += sum(len(line.first) for line in passage.lines)
    if not tasks:
        return scored, None, tasks
    arrays = lay_out_windows([task.window for task in tasks])
    tensors = {name: torch.from_numpy(np.asarray(value)) for name, value in arrays.items()}
    tensors["vectors"] = pad_sequence(vectors, batch_first=True)
    return scored, relations(**tensors), tasks
