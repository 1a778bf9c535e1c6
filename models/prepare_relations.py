"""Encode the windows of the relation head: `python -m models.prepare_relations --work DIR`.

Needs `prepared.pkl` and the exported encoder in the model folder; writes `windows.pkl`.
"""

import dataclasses
import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from kg.annotate.model import load_model
from models.examples import TokenLine
from models.options import read_options
from models.prepared import read_prepared
from models.relation_data import Task, encode_lines, passage_tasks, plain_tasks
from models.treebank import read_treebank

SEED = 3
VARIANTS = 5  # of each training passage
# Genres of the treebanks that state hardly any fact between two names.
_ORDINARY = ("GUM_conversation", "GUM_vlog", "answers", "reviews", "email")
_TOGETHER = 12  # sentences of ordinary text to one passage


def main() -> None:
    """Encode all passages."""
    options = read_options(__doc__)
    prepared = read_prepared(options.work)
    nlp = load_model(str(options.output))
    variants = [
        _tasks([copies[number] for copies in prepared.own], nlp, SEED + number)
        for number in range(VARIANTS)
    ]
    windows = {
        "variants": variants,
        "plain": [_small(task) for task in _plain(options.data, nlp)],
        "dev": _tasks(list(prepared.passages["dev-own"]), nlp, None),
    }
    with (options.work / "windows.pkl").open("wb") as file:
        pickle.dump(windows, file, protocol=5)
    sizes = [len(tasks) for tasks in variants]
    print(sizes, "windows;", len(windows["plain"]), "plain;", len(windows["dev"]), "dev")


def _tasks(
    passages: Sequence[tuple[TokenLine, ...]], nlp: Language, seed: int | None
) -> list[Task]:
    rng = random.Random(seed) if seed is not None else None
    tasks: list[Task] = []
    for passage in passages:
        lines = [line for line in passage if line.words]
        doc = encode_lines([line.words for line in lines], nlp)
        states = np.asarray(doc.tensor, np.float32)
        tasks += [_small(task) for task in passage_tasks(lines, states, rng)]
    return tasks


def _plain(data: Path, nlp: Language) -> Iterator[Task]:
    for lines in ordinary_passages(data):
        yield from plain_tasks(lines, nlp)


def ordinary_passages(data: Path) -> Iterator[list[list[str]]]:
    """Yield ordinary text of the treebanks: sentences that follow each other, as words."""
    for path in (data / "gum" / "train.conllu", data / "ewt" / "train.conllu"):
        lines: list[list[str]] = []
        document = ""
        for sentence in read_treebank(path):
            if lines and (sentence.document != document or len(lines) >= _TOGETHER):
                yield lines
                lines = []
            document = sentence.document
            if document.startswith(_ORDINARY):
                lines.append([word.form for word in sentence.words])


def _small(task: Task) -> Task:
    """Store the vectors in half precision: some gigabytes less."""
    vectors = task.window.vectors.astype(np.float16)
    return dataclasses.replace(task, window=dataclasses.replace(task.window, vectors=vectors))


if __name__ == "__main__":
    main()
