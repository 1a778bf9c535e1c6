"""The ways in which two names may be one thing, and how likely each is."""

from dataclasses import dataclass
from typing import Literal

How = Literal[
    "letters",
    "spelling",
    "likely spelling",
    "acronym",
    "two letters",
    "short form",
    "generic part",
    "family name",
    "middle name",
    "initial",
    "order",
    "pet name",
    "common pet name",
    "title",
    "longer name",
]
# How likely two names of one kind are one thing by how they differ, before anything else is
# known. Set on the development half of tests/gold/names.
PRIORS: dict[How, float] = {
    "letters": 0.92,
    "likely spelling": 0.8,
    "spelling": 0.35,
    "acronym": 0.7,
    "two letters": 0.3,
    "short form": 0.85,
    "generic part": 0.2,
    "family name": 0.3,
    "middle name": 0.85,
    "initial": 0.4,
    "order": 0.85,
    "pet name": 0.7,
    "common pet name": 0.45,
    "title": 0.85,
    "longer name": 0.25,
}
REASONS: dict[How, str] = {
    "letters": "the same letters",
    "likely spelling": "one letter more or less",
    "spelling": "one letter differs",
    "acronym": "its first letters",
    "two letters": "its first two letters",
    "short form": "used as a short form elsewhere",
    "generic part": "without what kind of thing it is",
    "family name": "the family name",
    "middle name": "without the middle name, or with its initial",
    "initial": "an initial for the given name",
    "order": "the family name first",
    "pet name": "a short form of the given name",
    "common pet name": "a short form of the given name, which many have",
    "title": "without what stands before the name",
    "longer name": "the name goes on",
}


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two units, by number, that may be one thing; `one` has the shorter name."""

    one: int
    other: int
    how: How
