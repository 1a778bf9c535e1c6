"""Names of people that may be one person's: initials, middle names, pet names, family names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.resolve.keys import NameReader
from kg.resolve.units import Unit
from kg.resolve.ways import Candidate, How


def find_people(units: Sequence[Unit], names: NameReader) -> Iterator[Candidate]:
    """Yield pairs of people, the shorter name first."""
    people = [n for n, unit in enumerate(units) if names.is_person(unit.name.kind)]
    yield from _family_names(units, people, names)
    blocks: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number in people:
        words = units[number].name.key.split()
        if len(words) < 2:
            continue
        ends = names.family(words), names.suffix(words)
        given = words[0]
        for start in {*names.given_names(given), given[0]}:
            blocks[(start, *ends)].append(number)
    for (start, *_), block in sorted(blocks.items()):
        yield from _same_ends(units, block, start, names)
    yield from _parts_of_names(units, people, names)


def people_keys(unit: Unit, names: NameReader) -> Iterator[tuple[str, ...]]:
    """Yield what a name is, what another would have to be, and the words that they share."""
    words = unit.name.key.split()
    family = names.family(words)
    bare = len(words) == 1
    for neighbour in sorted(unit.profile.neighbours):
        sides = ("bare", "full") if bare else ("full", "bare")
        yield *sides, family, *neighbour
    if bare:
        return
    for start in sorted({*names.given_names(words[0]), words[0][0]}):
        yield "given", "given", start, family, names.suffix(words)
    if len(words) == 2:
        yield "whole", "part", unit.name.key
    else:
        yield from (("part", "whole", " ".join(part)) for part in (words[-2:], words[:2]))


def _same_ends(
    units: Sequence[Unit], block: Sequence[int], start: str, names: NameReader
) -> Iterator[Candidate]:
    """Yield people of one family name whose given names agree as far as they are written."""
    simple = [n for n in block if _is_simple(units[n], start)]
    for one in simple:
        for other in block:
            if one == other:
                continue
            how = _compare_given(units[one], units[other], start)
            if how == "pet name" and names.is_common(units[other].name):
                how = "common pet name"
            if how:
                yield Candidate(one, other, how)


def _is_simple(unit: Unit, start: str) -> bool:
    """Tell whether a name is one that others of its block are a longer form of."""
    words = unit.name.key.split()
    if len(start) == 1:
        return len(words[0]) <= 2
    return words[0] != start or len(words) == 2


def _compare_given(one: Unit, other: Unit, start: str) -> How | None:
    a, b = one.name.key.split(), other.name.key.split()
    if len(start) == 1:
        written = a[0] + "".join(w[0] for w in a[1:-1] if len(a[0]) == 1)
        full = "".join(w[0] for w in b[:-1])
        fits = len(b[0]) > 2 and full.startswith(written)
        return "initial" if fits else None
    if a[0] == b[0]:
        return "middle name" if len(a) == 2 < len(b) else None
    middles = a[1:-1], b[1:-1]
    agree = a[-1] == b[-1] and (middles[0] == middles[1] or not all(middles))
    return "pet name" if b[0] == start and agree else None


def _family_names(
    units: Sequence[Unit], people: Iterable[int], names: NameReader
) -> Iterator[Candidate]:
    """Yield bare family names with those who bear them and share a neighbour."""
    bare: dict[str, list[int]] = defaultdict(list)
    full: list[tuple[str, int]] = []
    for number in people:
        words = units[number].name.key.split()
        if len(words) == 1:
            bare[words[0]].append(number)
        else:
            full.append((names.family(words), number))
    bearers: dict[tuple[str, object], list[int]] = defaultdict(list)
    for family, number in full:
        if family in bare:
            for neighbour in units[number].profile.neighbours:
                bearers[family, neighbour].append(number)
    for family, numbers in sorted(bare.items()):
        for one in numbers:
            near = units[one].profile.neighbours
            for other in sorted({b for n in near for b in bearers.get((family, n), ())}):
                yield Candidate(one, other, "family name")


def _parts_of_names(
    units: Sequence[Unit], people: Iterable[int], names: NameReader
) -> Iterator[Candidate]:
    """Yield full names with longer ones that begin or end with them."""
    numbers = list(people)
    index: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        if units[number].name.key.count(" ") == 1:
            index[units[number].name.key].append(number)
    for number in numbers:
        words = units[number].name.key.split()
        if len(words) < 3:
            continue
        titled = any(word[:1].islower() for n in units[number].written for word in n.split()[:-2])
        for one in index.get(" ".join(words[-2:]), ()):
            if titled:
                yield Candidate(one, number, "title")
        for one in index.get(" ".join(words[:2]), ()) if not names.suffix(words) else ():
            yield Candidate(one, number, "longer name")
