"""Pairs of names that may be one thing, found by what they have in common.

Every way for two names to be one has an index of its own, so that the cost grows with the
names and not with their pairs.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from kg.resolve.keys import NameId, NameReader, acronym_letters, spell_out
from kg.resolve.people import find_people, people_keys
from kg.resolve.spelling import find_misspelt, spelling_codes
from kg.resolve.units import Unit
from kg.resolve.ways import PRIORS, Candidate, How


def find_candidates(units: Sequence[Unit], names: NameReader) -> list[Candidate]:
    """Find the pairs of units that may be one thing, each once, in order.

    A new way of being alike needs a key in `_keys`: otherwise names are not compared with those
    that are known from an earlier build.
    """
    found: dict[tuple[int, int], Candidate] = {}
    pairs = (
        *_same_letters(units, names),
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


def blocking_keys(unit: Unit, names: NameReader) -> tuple[bytes, bytes]:
    """Return what a unit can be found by, and what it is to look for, as numbers of 32 bits.

    Two candidates always share such a key; two that share one need not be candidates.
    """
    have, seek = (array("I"), array("I"))
    for mine, other, *key in _keys(unit, names):
        for side, keys in ((mine, have), (other, seek)):
            keys.append(zlib.crc32("\t".join((side, *key, unit.name.kind)).encode()))
    same = spelling_codes(unit.name)
    return have.tobytes() + same, seek.tobytes() + same


def _keys(unit: Unit, names: NameReader) -> Iterator[tuple[str, ...]]:
    """Yield what a name is, what another would have to be, and the words that they share."""
    for letters in sorted(_letters_of(unit, names)):
        yield "letters", "letters", letters
    yield "name", "short name", unit.name.key
    for name in sorted(_short_names(unit, names)):
        yield "short name", "name", name.key
    if names.is_person(unit.name.kind):
        yield from people_keys(unit, names)
        return
    words = unit.name.key.split()
    short = names.without_generic(words)
    if len(short) < len(words):
        yield "short name", "name", " ".join(short)
    for letters in sorted(_acronyms_of(unit, names)):
        yield "acronym", "initials", letters
    for letters in sorted(_initials(unit, names)):
        yield "initials", "acronym", letters


def _by_name(units: Sequence[Unit]) -> dict[tuple[str, str], list[int]]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        index[unit.name.key, unit.name.kind].append(number)
    return index


def _same_letters(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for letters in _letters_of(unit, names):
            index[letters, unit.name.kind].append(number)
    for block in index.values():
        for one, other in combinations(block, 2):
            a, b = units[one].name, units[other].name
            # Newhaven and New Haven are two towns, Glaxo SmithKline is one company.
            towns = a.kind == names.place and a.letters == b.letters
            if a != b:
                yield Candidate(other, one, "spelling" if towns else "letters")


def _letters_of(unit: Unit, names: NameReader) -> set[str]:
    """Return the letters of a name: "wurth" and "wuerth" of "Würth", those of "Paris, Texas"."""
    others = {spell_out(name) for name in unit.written if not name.isascii()}
    if unit.name.kind == names.place:
        others |= {name.replace(",", "") for name in unit.written if "," in name}
    return {unit.name.letters} | {names.read(name, unit.name.kind).letters for name in others}


def _acronyms(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    short: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for acronym in sorted(_acronyms_of(unit, names)):
            short[acronym, unit.name.kind].append(number)
    for number, unit in enumerate(units):
        for found in sorted(_initials(unit, names)):
            for one in short.get((found, unit.name.kind), ()):
                # "P&G" says more than "PG".
                plain = len(found) == 2 and units[one].name.letters == found
                yield Candidate(one, number, "two letters" if plain else "acronym")


def _acronyms_of(unit: Unit, names: NameReader) -> set[str]:
    if names.is_person(unit.name.kind):
        return set()
    return {acronym_letters(name) for name in unit.written} - {""}


def _initials(unit: Unit, names: NameReader) -> set[str]:
    if " " not in unit.name.key and not any(" " in name for name in unit.written):
        return set()
    return {found for name in unit.written for found in names.initials(name)}


def _short_forms(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    """Yield what one article calls a thing by its full name, and another by a short one."""
    index = _by_name(units)
    for number, unit in enumerate(units):
        kind = unit.name.kind
        for name in sorted(_short_names(unit, names)):
            how: How = "short form"
            if names.is_person(kind) and " " not in name.key:
                how = "family name"
            for one in index.get((name.key, kind), ()):
                yield Candidate(one, number, how)


def _short_names(unit: Unit, names: NameReader) -> set[NameId]:
    short = {names.read(a, unit.name.kind) for m in unit.things.values() for a in m.aliases}
    return short - {unit.name}


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
