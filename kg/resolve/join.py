"""Units of different names -> those that are one thing, each with its reason and score."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from kg.datamodel import NameMerge
from kg.resolve.context import Context
from kg.resolve.keys import NameId
from kg.resolve.units import ENOUGH, Unit, UnitId
from kg.resolve.ways import PRIORS, REASONS, How

# A name that could be several things is the one that is so many times likelier than the next.
CLEARLY = 4.0
# An article that uses an acronym and a name with its letters introduces it; one that uses two
# other names means two things.
INTRODUCED, USED_AS_TWO = 4.0, 0.1
# A name used so many times more often alone than as a short form has a meaning of its own.
ALONE, OWN_MEANING = 3, 0.15
# These say so much of themselves that a name may have several.
_PLAIN: frozenset[How] = frozenset({"letters", "likely spelling", "title"})
# The same name as two kinds of thing is one thing mislabelled when one kind has less than
# this share of the other's support.
MISLABELLED_SHARE = 0.5
# What is less likely than this is not worth a person's look.
WORTH_A_LOOK = 0.25

# Whether two that may be one thing are, or nearly; "" where neither, or not yet known.
Outcome = Literal["", "chosen", "missed"]


class Join(NamedTuple):
    """Two units, how likely they are one thing, and why; and what has become of that."""

    one: UnitId
    other: UnitId
    how: How
    score: float
    reasons: tuple[str, ...]
    outcome: Outcome = ""

    @property
    def other_name(self) -> NameId:
        """Return the name of the other unit."""
        return self.other[0]


class Joined:
    """Units, and which of them are one thing."""

    def __init__(
        self, units: Sequence[Unit], context: Context, apart: Collection[tuple[int, int]] = ()
    ) -> None:
        self.units = units
        self.context = context
        self._number = {unit.id: number for number, unit in enumerate(units)}
        self.merges: dict[int, list[NameMerge]] = defaultdict(list)
        self.missed: list[tuple[UnitId, NameMerge]] = []
        self._root = list(range(len(units)))
        self._members = {number: [number] for number in self._root}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def find(self, number: int) -> int:
        """Return the number that stands for a unit and all that it is one with."""
        while self._root[number] != number:
            number = self._root[number]
        return number

    def join(self, wanted: Join, *, forced: bool = False) -> bool:
        """Make one thing of two units and all that each is one with, unless that is forbidden."""
        one, other = sorted(map(self.find, self._ends(wanted)))
        if one == other or not self._may_join(one, other, forced=forced):
            return False
        self._root[other] = one
        self._members[one] += self._members.pop(other)
        self.merges[one] += [*self.merges.pop(other, ()), self._describe(wanted)]
        return True

    def force(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Make one thing of what the user says is one."""
        for one, other in pairs:
            ends = self.units[one].id, self.units[other].id
            self.join(Join(*ends, "letters", 1.0, ("corrected by hand",)), forced=True)

    def miss(self, wanted: Join) -> None:
        """Note two that are not likely enough to be one."""
        one, other = map(self.find, self._ends(wanted))
        if one != other:
            self.missed.append((wanted.one, self._describe(wanted)))

    def _ends(self, join: Join) -> tuple[int, int]:
        return self._number[join.one], self._number[join.other]

    def _may_join(self, one: int, other: int, *, forced: bool) -> bool:
        few, many = sorted((self._members[one], self._members[other]), key=len)
        if any(not self._apart[n].isdisjoint(many) for n in few if n in self._apart):
            return False
        names = {self.units[n].name for n in many}
        related = self.context.related
        return forced or all(names.isdisjoint(related(self.units[n].name)) for n in few)

    def _describe(self, join: Join) -> NameMerge:
        one, other = (self.units[number] for number in self._ends(join))
        return NameMerge(
            name=one.things[one.first].name,
            into=other.things[other.first].name,
            reason="; ".join(join.reasons),
            score=round(join.score, 2),
            article=one.first.article,
        )


def join_units(joined: Joined, chosen: Iterable[Join], missed: Iterable[Join]) -> None:
    """Join units that are likely one thing, the likeliest first; note the others."""
    for join in sorted(chosen, key=lambda j: (-j.score, j.one, j.other)):
        joined.join(join)
    for join in missed:
        joined.miss(join)


def join_mislabelled(joined: Joined, person: str | None) -> None:
    """Join one name of two kinds where one kind is outvoted; people are only people."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(joined.units):
        if unit.name.kind != person:
            by_key[unit.name.key].append(number)
    for numbers in by_key.values():
        strength = {n: len(joined.units[n].things) for n in numbers}
        best, *others = sorted(numbers, key=lambda n: (-strength[n], n))
        for other in others:
            same_kind = joined.units[best].name.kind == joined.units[other].name.kind
            if not same_kind and strength[other] < MISLABELLED_SHARE * strength[best]:
                score = strength[best] / (strength[best] + strength[other])
                reason = "the same name as another kind of thing, outvoted"
                ends = joined.units[other].id, joined.units[best].id
                joined.join(Join(*ends, "letters", score, (reason,)))


def choose_joins(joins: Iterable[Join]) -> tuple[list[Join], list[Join]]:
    """Choose for one unit what it stands for, if that is clear.

    Args:
        joins: All that it may be.

    Returns:
        What it is one with, and what is not likely enough.
    """
    joins = list(joins)
    chosen = [j for j in joins if j.how in _PLAIN and j.score >= ENOUGH]
    ranked = sorted(set(joins).difference(chosen), key=lambda j: (-j.score, j.other))
    clear = len(ranked) < 2 or _odds(ranked[0]) >= CLEARLY * _odds(ranked[1])
    missed: list[Join] = []
    for best in ranked[:1]:
        if best.score >= ENOUGH and clear:
            chosen.append(best)
        elif best.score >= WORTH_A_LOOK:
            missed.append(best)
    return chosen, missed


def _odds(join: Join) -> float:
    return join.score / (1.0 - min(join.score, 0.999))


def weigh_candidate(one: Unit, other: Unit, how: How, context: Context) -> Join:
    """Weigh how likely two units are one thing."""
    if _are_related(one, other, context):
        return Join(one.id, other.id, how, 0.0, ("related to each other",))
    verdict = context.weigh(one.profile, other.profile, PRIORS[how], {one.name, other.name})
    odds = verdict.score / (1.0 - verdict.score)
    reasons = [REASONS[how], *verdict.reasons]
    for factor, reason in _by_use(one, other, how):
        odds *= factor
        reasons.append(reason)
    return Join(one.id, other.id, how, odds / (1.0 + odds), tuple(reasons))


def _by_use(one: Unit, other: Unit, how: How) -> Iterable[tuple[float, str]]:
    """Weigh in which articles the two names are used."""
    if one.profile.articles & other.profile.articles:
        if how in ("acronym", "two letters"):
            yield INTRODUCED, "one article has both"
        else:
            yield USED_AS_TWO, "one article has both"
    if how == "short form" and one.profile.neighbours.isdisjoint(other.profile.neighbours):
        alone = len(one.profile.articles - other.profile.articles)
        if alone > ALONE * len(other.profile.articles):
            yield OWN_MEANING, "mostly used alone"


def _are_related(one: Unit, other: Unit, context: Context) -> bool:
    """Tell whether an article states a relation between the two: then they are two."""
    return other.name in context.related(one.name)
