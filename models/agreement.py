"""How far two annotators agree: `python -m models.agreement FIRST SECOND`.

FIRST and SECOND hold annotated passages; those of SECOND that FIRST has as well, by id, are
compared line by line. Mentions agree in their stretch and letter, facts in relation and in
the stretches of the last mentions of their two things. Ids may differ.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.corpus import Fact, Passage, parse_passages
from models.labels import SYMMETRIC

# A thing is told by where the passage first names it: line, start, end.
Place = tuple[int, int, int]
ARTICLE: Place = (-1, 0, 0)  # stands for the article itself, which is nowhere named


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What an annotator marked in a passage."""

    mentions: frozenset[tuple[Place, str]]
    links: frozenset[tuple[Place, Place]]  # a reference, and the thing that it stands for
    facts: frozenset[tuple[int, str, Place, Place]]
    statuses: frozenset[tuple[int, str, Place, Place, str]]


def main(paths: Sequence[str]) -> None:
    """Print F1 of the second annotation against the first, which is symmetric."""
    first, second = (dict(_read(Path(path))) for path in paths)
    shared = sorted(first.keys() & second.keys())
    lines = sum(len(first[name].lines) for name in shared)
    print(f"{len(shared)} passages, {lines} lines")
    both: dict[str, Counter[str]] = {}
    for name in shared:
        one, other = read_marks(first[name]), read_marks(second[name])
        for kind in ("mentions", "links", "facts", "statuses"):
            a, b = getattr(one, kind), getattr(other, kind)
            both.setdefault(kind, Counter()).update(agreed=len(a & b), first=len(a), second=len(b))
    for kind, count in both.items():
        f1 = 2 * count["agreed"] / max(1, count["first"] + count["second"])
        print(f"{kind}: F1 {f1:.3f} ({count['agreed']} of {count['first']} and {count['second']})")


def read_marks(passage: Passage) -> Marks:
    """Collect mentions, references and facts, things by the place of their first mention."""
    homes: dict[int, Place] = {}
    mentions: set[tuple[Place, str]] = set()
    links: set[tuple[Place, Place]] = set()
    for number, line in enumerate(passage.lines):
        for mention in line.mentions:
            place = (number, mention.start, mention.end)
            mentions.add((place, mention.letter))
            if mention.letter == "R" and mention.key in homes:
                links.add((place, homes[mention.key]))
            homes.setdefault(mention.key, place)
    statuses = {
        (number, fact.relation, *_ends(fact, homes), fact.status)
        for number, line in enumerate(passage.lines)
        for fact in line.facts
    }
    return Marks(
        mentions=frozenset(mentions),
        links=frozenset(links),
        facts=frozenset(fact[:4] for fact in statuses),
        statuses=frozenset(statuses),
    )


def _ends(fact: Fact, homes: Mapping[int, Place]) -> tuple[Place, Place]:
    """Return the places of subject and object, of symmetric relations the first one first."""
    ends = homes.get(fact.subject, ARTICLE), homes.get(fact.object, ARTICLE)
    return (min(ends), max(ends)) if fact.relation in SYMMETRIC else ends


def _read(path: Path) -> Iterator[tuple[str, Passage]]:
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    for file in files:
        for passage, _ in parse_passages(file.read_text(encoding="utf-8")):
            yield passage.name, passage


if __name__ == "__main__":
    main(sys.argv[1:])
