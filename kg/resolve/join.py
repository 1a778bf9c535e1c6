"""Units of different names -> those that are one thing, each with its reason and score."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.datamodel import NameMerge
from kg.resolve.context import Context
from kg.resolve.units import ENOUGH, Unit
from kg.resolve.ways import PRIORS, REASONS, Candidate, How

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


@dataclass(frozen=True, slots=True)
class Join:
    """Two units, how likely they are one thing, and why."""

    one: int
    other: int
    how: How
    score: float
    reasons: tuple[str, ...]


class Joined:
    """Units, and which of them are one thing."""

    def __init__(
        self, units: Sequence[Unit], context: Context, apart: Collection[tuple[int, int]] = ()
    ) -> None:
        self.units = units
        self.context = context
        self.merges: dict[int, list[NameMerge]] = defaultdict(list)
        self.missed: list[NameMerge] = []
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
        one, other = sorted((self.find(wanted.one), self.find(wanted.other)))
        if one == other or not self._may_join(one, other, forced=forced):
            return False
        self._root[other] = one
        self._members[one] += self._members.pop(other)
        self.merges[one] += [*self.merges.pop(other, ()), self._describe(wanted)]
        return True

    def force(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Make one thing of what the user says is one."""
        for one, other in pairs:
            self.join(Join(one, other, "letters", 1.0, ("corrected by hand",)), forced=True)

    def miss(self, wanted: Join) -> None:
        """Note two that are not likely enough to be one."""
        if self.find(wanted.one) != self.find(wanted.other):
            self.missed.append(self._describe(wanted))

    def _may_join(self, one: int, other: int, *, forced: bool) -> bool:
        few, many = sorted((self._members[one], self._members[other]), key=len)
        if any(not self._apart[n].isdisjoint(many) for n in few if n in self._apart):
            return False
        names = {self.units[n].name for n in many}
        related = self.context.related
        return forced or all(names.isdisjoint(related.get(self.units[n].name, ())) for n in few)

    def _describe(self, join: Join) -> NameMerge:
        one, other = self.units[join.one], self.units[join.other]
        return NameMerge(
            name=one.things[one.first].name,
            into=other.things[other.first].name,
            reason="; ".join(join.reasons),
            score=round(join.score, 2),
            article=one.first.article,
        )


def join_units(joined: Joined, candidates: Iterable[Candidate]) -> None:
    """Join units that are likely one thing, the likeliest first."""
    chosen, missed = _choose(joined.units, candidates, joined.context)
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
                joined.join(Join(other, best, "letters", score, (reason,)))


def _choose(
    units: Sequence[Unit], candidates: Iterable[Candidate], context: Context
) -> tuple[list[Join], list[Join]]:
    """Choose for each name the one that it stands for, if that is clear."""
    by_one: dict[int, list[Join]] = defaultdict(list)
    for candidate in candidates:
        by_one[candidate.one].append(_weigh(units, candidate, context))
    chosen: list[Join] = []
    missed: list[Join] = []
    for one in sorted(by_one):
        plain = [j for j in by_one[one] if j.how in _PLAIN and j.score >= ENOUGH]
        chosen += plain
        ranked = sorted(set(by_one[one]).difference(plain), key=lambda j: (-j.score, j.other))
        clear = len(ranked) < 2 or _odds(ranked[0]) >= CLEARLY * _odds(ranked[1])
        for best in ranked[:1]:
            if best.score >= ENOUGH and clear:
                chosen.append(best)
            elif best.score >= WORTH_A_LOOK:
                missed.append(best)
    return chosen, missed


def _odds(join: Join) -> float:
    return join.score / (1.0 - min(join.score, 0.999))


def _weigh(units: Sequence[Unit], candidate: Candidate, context: Context) -> Join:
    one, other = units[candidate.one], units[candidate.other]
    if _are_related(one, other, context):
        return Join(candidate.one, candidate.other, candidate.how, 0.0, ("related to each other",))
    verdict = context.weigh(
        one.profile, other.profile, PRIORS[candidate.how], {one.name, other.name}
    )
    odds = verdict.score / (1.0 - verdict.score)
    reasons = [REASONS[candidate.how], *verdict.reasons]
    for factor, reason in _by_use(one, other, candidate.how):
        odds *= factor
        reasons.append(reason)
    return Join(candidate.one, candidate.other, candidate.how, odds / (1.0 + odds), tuple(reasons))


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
    return other.name in context.related.get(one.name, ())
