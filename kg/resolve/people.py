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
    yield from _turned_names(units, people, names)
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
    yield "straight", "turned", unit.name.letters
    for turned in sorted(_turn(words)):
        yield "turned", "straight", turned
    if len(words) == 2:
        yield "whole", "part", unit.name.key
    else:
        yield from (("part", "whole", " ".join(part)) for part in (words[-2:], words[:2]))


def _same_ends(
    units: Sequence[Unit], block: Sequence[int], start: str, names: NameReader
) -> Iterator[Candidate]:
    """Yield people of one family name whose given names agree as far as they are written."""
    simple = [n for n in block if _is_simple(units[n], start, names)]
    for one in simple:
        for other in block:
            if one == other:
                continue
            how = _compare_given(units[one], units[other], start, names)
            if how == "pet name" and names.is_common(units[other].name):
                how = "common pet name"
            if how:
                yield Candidate(one, other, how)


def _is_simple(unit: Unit, start: str, names: NameReader) -> bool:
    """Tell whether a name is one that others of its block are a longer form of."""
    given, *middle = _given_and_middle(unit, names)
    if len(start) == 1:
        return len(given) <= 2
    return given != start or all(len(word) == 1 for word in middle)


def _given_and_middle(unit: Unit, names: NameReader) -> list[str]:
    """Return the words of a full name before the family name."""
    words = unit.name.key.split()
    return words[: len(words) - 1 - bool(names.suffix(words))] or words[:1]


def _compare_given(one: Unit, other: Unit, start: str, names: NameReader) -> How | None:
    """Tell how two who share family name and suffix may be one by their other names."""
    (a, *middle), (b, *middles) = (_given_and_middle(unit, names) for unit in (one, other))
    if len(start) == 1:
        written = a + "".join(w[0] for w in middle if len(a) == 1)
        full = "".join(w[0] for w in (b, *middles))
        fits = len(b) > 2 and full.startswith(written)
        return "initial" if fits else None
    if a == b:
        return "middle name" if middle != middles and _shortens(middle, middles) else None
    agree = middle == middles or not (middle and middles)
    return "pet name" if b == start and agree else None


def _shortens(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether middle names are left out, or all written as initials."""
    initials = len(short) == len(long) and all(len(word) == 1 for word in short)
    return not short or (initials and all(map(str.startswith, long, short)))


def _turn(words: Sequence[str]) -> set[str]:
    """Return the letters of a name with its last word first, and with its first word last."""
    return {"".join((*words[-1:], *words[:-1])), "".join((*words[1:], *words[:1]))}


def _turned_names(
    units: Sequence[Unit], people: Iterable[int], names: NameReader
) -> Iterator[Candidate]:
    """Yield names with the family name first and last; "James Thomas" is not "Thomas James"."""
    straight: dict[str, list[int]] = defaultdict(list)
    full = [n for n in people if " " in units[n].name.key]
    for number in full:
        straight[units[number].name.letters].append(number)
    for number in full:
        words = units[number].name.key.split()
        if all(map(names.is_common_given, (words[0], words[-1]))):
            continue
        for turned in sorted(_turn(words)):
            for other in straight.get(turned, ()):
                if other != number:
                    yield Candidate(min(number, other), max(number, other), "order")


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
