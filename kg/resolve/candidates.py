"""Pairs of names that may be one thing, found by what they have in common.

Every way for two names to be one has an index of its own, so that the cost grows with the
names and not with their pairs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.resolve.keys import NameReader, acronym_letters
from kg.resolve.people import find_people
from kg.resolve.spelling import find_misspelt
from kg.resolve.units import Unit
from kg.resolve.ways import PRIORS, Candidate, How


def find_candidates(units: Sequence[Unit], names: NameReader) -> list[Candidate]:
    """Find the pairs of units that may be one thing, each once, in order."""
    found: dict[tuple[int, int], Candidate] = {}
    pairs = (
        *_same_letters(units, names.place),
        *find_misspelt(units),
        *_acronyms(units, names),
        *_short_forms(units, names),
        *_generic_parts(units, names),
        *find_people(units, names),
    )
    for candidate in pairs:
        pair = (min(candidate.one, candidate.other), max(candidate.one, candidate.other))
        known = found.get(pair)
        if candidate.one != candidate.other and (
            known is None or PRIORS[known.how] < PRIORS[candidate.how]
        ):
            found[pair] = candidate
    return sorted(found.values())


def _by_name(units: Sequence[Unit]) -> dict[tuple[str, str], list[int]]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        index[unit.name.key, unit.name.kind].append(number)
    return index


def _same_letters(units: Sequence[Unit], place: str | None) -> Iterator[Candidate]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        index[unit.name.letters, unit.name.kind].append(number)
    for block in index.values():
        first = units[block[0]].name
        # Newhaven and New Haven are two towns, Glaxo SmithKline is one company.
        how: How = "spelling" if first.kind == place else "letters"
        for number in block[1:]:
            if units[number].name != first:
                yield Candidate(number, block[0], how)


def _acronyms(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    short: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if not names.is_person(unit.name.kind):
            for acronym in sorted({acronym_letters(name) for name in unit.written} - {""}):
                short[acronym, unit.name.kind].append(number)
    for number, unit in enumerate(units):
        if " " not in unit.name.key and not any(" " in name for name in unit.written):
            continue
        letters = {found for name in unit.written for found in names.initials(name)}
        for found in sorted(letters):
            for one in short.get((found, unit.name.kind), ()):
                # "P&G" says more than "PG".
                plain = len(found) == 2 and units[one].name.letters == found
                yield Candidate(one, number, "two letters" if plain else "acronym")


def _short_forms(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    """Yield what one article calls a thing by its full name, and another by a short one."""
    index = _by_name(units)
    for number, unit in enumerate(units):
        kind = unit.name.kind
        short = {names.read(a, kind) for m in unit.things.values() for a in m.aliases}
        for name in sorted(short - {unit.name}):
            how: How = "short form"
            if names.is_person(kind) and " " not in name.key:
                how = "family name"
            for one in index.get((name.key, kind), ()):
                yield Candidate(one, number, how)


def _generic_parts(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    index = _by_name(units)
    for number, unit in enumerate(units):
        words = unit.name.key.split()
        if names.is_person(unit.name.kind) or len(words) < 2:
            continue
        short = names.without_generic(words)
        if len(short) < len(words):
            for one in index.get((" ".join(short), unit.name.kind), ()):
                yield Candidate(one, number, "generic part")
