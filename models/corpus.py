"""Read the annotated news passages: text with inline mentions, and facts line by line.

The form is described in corpus/README.md.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from models.labels import (
    ATTRIBUTION,
    NAME_OF_LETTER,
    QUALIFIERS,
    REFERENCE_LETTER,
    RELATIONS,
    STATUSES,
    VALUE_OF_LETTER,
)

Part = Literal["train", "dev", "test"]
ARTICLE = 0  # the id that stands for the article itself
_MENTION = re.compile(r"\[([^\[\]|]+)\|([POLWDETM%YNR])(\d+)\]")
_FACT = re.compile(
    r"(\w+)\((\d+),\s*(\d+)(?:;([^)]*))?\)(?:\s+(planned|rumoured|denied|former)\b)?"
)
_CITATION = re.compile(r"\[\d[\d,; –-]*\]")  # of a text itself
HEADER = "# id:"
PIECE = "#"  # parts a document from the number of its passage's first sentence
ARROW = " >> "


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of a line: code points from 0, half-open; `key` is its thing's number."""

    start: int
    end: int
    letter: str
    key: int

    @property
    def label(self) -> str:
        """Type of the mention as the pipeline names it."""
        return NAME_OF_LETTER.get(self.letter) or VALUE_OF_LETTER.get(self.letter) or "REF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A relation that a line states; qualifier values are ids or the word `lead`."""

    relation: str
    subject: int
    object: int
    qualifiers: tuple[tuple[str, str], ...]
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, headline, bullet or caption with its mentions and facts."""

    text: str
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Consecutive lines of one article."""

    name: str
    style: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Fault:
    """Why a line cannot be taken; `line` counts from 1."""

    line: int
    reason: str


@dataclass(slots=True)
class _Open:
    """The passage being read."""

    name: str
    style: str
    number: int
    lines: list[Line] = field(default_factory=list)
    letters: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def part_of(name: str) -> Part:
    """Assign a passage to a part by a hash of its id: 84 % train, 8 % dev, 8 % test.

    Passages of one document (`models.standoff`) are in one part.
    """
    share = int(hashlib.sha256(name.partition(PIECE)[0].encode()).hexdigest(), 16) % 100
    return "train" if share < 84 else "dev" if share < 92 else "test"


def read_corpus(folders: Iterable[Path]) -> tuple[list[Passage], list[str]]:
    """Read all sound passages of the folders' text files, and tell what was left out.

    A passage with a fault is left out whole; so is a second passage of the same id.
    """
    passages: list[Passage] = []
    complaints: list[str] = []
    seen: set[str] = set()
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        for passage, faults in parse_passages(path.read_text(encoding="utf-8")):
            complaints += [f"{path}:{fault.line}: {fault.reason}" for fault in faults]
            if passage.name in seen:
                complaints.append(f"{path}: passage {passage.name} twice")
            elif not faults:
                passages.append(passage)
            seen.add(passage.name)
    return passages, complaints


def parse_passages(text: str) -> Iterator[tuple[Passage, list[Fault]]]:
    """Parse the passages of a file, each with its faults."""
    current: _Open | None = None
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith(HEADER):
            if current:
                yield _close(current)
            name, _, style = row.removeprefix(HEADER).partition("|")
            current = _Open(name.strip(), style.strip().removeprefix("style:").strip(), number)
        elif not row.strip():
            if current:
                yield _close(current)
            current = None
        elif current:
            _read_line(row, number, current)
    if current:
        yield _close(current)


def _close(current: _Open) -> tuple[Passage, list[Fault]]:
    if not current.lines:
        current.faults.append(Fault(line=current.number, reason="a passage without lines"))
    passage = Passage(name=current.name, style=current.style, lines=tuple(current.lines))
    return passage, current.faults


def _read_line(row: str, number: int, current: _Open) -> None:
    marked, _, said = row.partition(ARROW)
    text, mentions = _read_mentions(marked.rstrip())
    reasons: list[str] = []
    if re.search(r"[\[\]]", _CITATION.sub("", text)):
        reasons.append("broken bracket")
    for mention in mentions:
        known = current.letters.setdefault(mention.key, mention.letter)
        if known == REFERENCE_LETTER:
            current.letters[mention.key] = mention.letter
        elif mention.letter not in (REFERENCE_LETTER, known):
            reasons.append(f"id {mention.key} is {known} and {mention.letter}")
    if rest := _FACT.sub("", said).strip():
        reasons.append(f"not understood: {rest}")
    facts = tuple(_read_fact(match) for match in _FACT.finditer(said))
    for fact in facts:
        reasons += _fact_faults(fact, current.letters)
    current.faults += [Fault(line=number, reason=reason) for reason in reasons]
    current.lines.append(Line(text=text, mentions=tuple(mentions), facts=facts))


def _read_mentions(marked: str) -> tuple[str, list[Mention]]:
    """Part a line into its text and the mentions marked in it."""
    text, last = "", 0
    mentions: list[Mention] = []
    for match in _MENTION.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match.group(1)
        mentions.append(
            Mention(start=start, end=len(text), letter=match.group(2), key=int(match.group(3)))
        )
        last = match.end()
    return text + marked[last:], mentions


def _read_fact(match: re.Match[str]) -> Fact:
    pairs = [pair.strip() for pair in (match.group(4) or "").split(",") if pair.strip()]
    qualifiers = tuple(
        (key.strip(), value.strip()) for key, _, value in (pair.partition("=") for pair in pairs)
    )
    return Fact(
        relation=match.group(1),
        subject=int(match.group(2)),
        object=int(match.group(3)),
        qualifiers=qualifiers,
        status=match.group(5) or STATUSES[0],
    )


def _fact_faults(fact: Fact, letters: dict[int, str]) -> Iterator[str]:
    if fact.relation not in (*RELATIONS, ATTRIBUTION):
        yield f"relation {fact.relation}"
    values = [value for _, value in fact.qualifiers if value.isdigit()]
    for key in (fact.subject, fact.object, *map(int, values)):
        if key not in letters and not (fact.relation == ATTRIBUTION and key == ARTICLE):
            yield f"id {key} not in the passage so far"
    for name, _ in fact.qualifiers:
        if name not in QUALIFIERS:
            yield f"key {name}"
