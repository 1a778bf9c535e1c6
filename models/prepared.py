"""The prepared training data, as one file in the work folder."""

import pickle
from dataclasses import dataclass
from pathlib import Path

from models.examples import Example, TokenLine
from models.vocabulary import Vocabulary

_FILE = "prepared.pkl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What training reads.

    `own` holds the copies of each annotated training passage; `examples` is by name: treebank,
    other, and for measuring dev-ewt, dev-gum, test-ewt, test-gum, test-news, test-uner, dev-own,
    test-own, dev-open, test-open; `passages` are the held-out annotated passages, by the last four.
    """

    vocabulary: Vocabulary
    own: tuple[tuple[tuple[TokenLine, ...], ...], ...]
    passages: dict[str, tuple[tuple[TokenLine, ...], ...]]
    examples: dict[str, list[Example]]


def write_prepared(prepared: Prepared, work: Path) -> None:
    """Write the data to the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / _FILE).open("wb") as file:
        pickle.dump(prepared, file)


def read_prepared(work: Path) -> Prepared:
    """Read the data from the work folder."""
    with (work / _FILE).open("rb") as file:
        prepared: Prepared = pickle.load(file)
    return prepared
