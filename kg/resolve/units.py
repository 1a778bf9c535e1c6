"""Mentions of one name and kind, parted into the things that bear it.

One name is one thing unless what articles say of it speaks against: two companies of different
places, founders and fields, two people of a common name at firms that have nothing to do with
each other. What nothing is said of stays with the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.datamodel import Mention, NameMerge
from kg.resolve.context import Context, MentionKey, Profile, Verdict
from kg.resolve.keys import NameId, NameReader, is_acronym

# How likely one name in two articles is one thing, where nothing else is known: a common name,
# one of a class whose members share names, a name of one word, any other.
COMMON, SHARED, ONE_WORD, OTHER = 0.75, 0.85, 0.95, 0.98
# Below this, two are taken for two.
ENOUGH = 0.5
# One name is taken for one thing without a word from here on.
SURE = 0.9
# A thing is compared with so many others of its name, so that the cost does not grow with
# their pairs.
MOST_HOMONYMS = 20


# A unit by its name, and its number among those of that name.
UnitId = tuple[NameId, int]
# Units that are one entity, named by the first of them.
Cluster = UnitId


@dataclass(slots=True)
class Unit:
    """The mentions that are one thing by their common name; a homonym is not the only one."""

    name: NameId
    things: dict[MentionKey, Mention]
    profile: Profile
    merges: list[NameMerge] = field(default_factory=list)
    number: int = 0
    homonym: bool = False

    @property
    def id(self) -> UnitId:
        """Return what tells it from all others."""
        return self.name, self.number

    @property
    def written(self) -> list[str]:
        """Return the names that articles write, each once, sorted."""
        return sorted({mention.name for mention in self.things.values()})

    @property
    def first(self) -> MentionKey:
        """Return the first of its mentions, by article."""
        return min(self.things)


def make_units(
    things: Mapping[MentionKey, Mention],
    context: Context,
    names: NameReader,
    apart: Iterable[Collection[MentionKey]] = (),
) -> list[Unit]:
    """Part things by name, and each name into homonyms.

    Args:
        apart: Things that are a unit of their own, whatever speaks against it.

    Returns:
        Units in order of their names; of one name, that of the first article first.
    """
    by_name: dict[NameId, dict[MentionKey, Mention]] = defaultdict(dict)
    for key in sorted(things):
        by_name[names.read(key.name, key.kind)][key] = things[key]
    own: dict[NameId, list[Unit]] = defaultdict(list)
    for keys in apart:
        for name in sorted({names.read(key.name, key.kind) for key in keys}):
            here = by_name.get(name, {})
            taken = {key: here.pop(key) for key in list(here) if key in keys}
            if taken:
                own[name].append(_unit(name, taken, context))
    units: list[Unit] = []
    for name in sorted(by_name):
        found = [*_part(name, by_name[name], context, names), *own[name]]
        if len(found) > 1:
            found.sort(key=lambda u: u.first)
        for number, unit in enumerate(found):
            unit.number, unit.homonym = number, len(found) > 1
        units += found
    return units


def _unit(name: NameId, things: dict[MentionKey, Mention], context: Context) -> Unit:
    return Unit(name=name, things=things, profile=context.profile(things))


def _prior(name: NameId, one: Unit, other: Unit, names: NameReader) -> float:
    """Return how likely a name in two articles is one thing; WHO may not be the Who."""
    capitals = {is_acronym(next(iter(unit.things.values())).name) for unit in (one, other)}
    if names.is_common(name) or len(capitals) > 1:
        return COMMON
    if names.may_share(one.profile.classes | other.profile.classes):
        return SHARED
    return OTHER if " " in name.key else ONE_WORD


def _part(
    name: NameId, things: dict[MentionKey, Mention], context: Context, names: NameReader
) -> Iterator[Unit]:
    parts = [_unit(name, part, context) for part in _join_by_neighbours(things, context)]
    # Of what little is said is compared last, with all that is known by then.
    if len(parts) > 1:
        parts.sort(
            key=lambda u: (-len(u.profile.facets), -len(u.things), u.first.article, u.written)
        )
    homonyms: list[Unit] = []
    for part in parts:
        rivals = homonyms[:MOST_HOMONYMS]
        verdicts = [
            context.weigh(
                part.profile,
                homonym.profile,
                _prior(name, part, homonym, names),
                {name},
                crowd=len(parts),
            )
            for homonym in rivals
        ]
        likely = [n for n, verdict in enumerate(verdicts) if verdict.score >= ENOUGH]
        if likely:
            # Of two that it may be, the one that is oftener in the news is the likelier.
            best = max(likely, key=lambda n: (_odds(verdicts[n]) * len(rivals[n].things), -n))
            _absorb(homonyms[best], part, verdicts, best)
        else:
            homonyms.append(part)
    yield from homonyms


def _odds(verdict: Verdict) -> float:
    return verdict.score / (1.0 - min(verdict.score, 0.999))


def _absorb(unit: Unit, part: Unit, verdicts: Sequence[Verdict], best: int) -> None:
    """Take a part into a unit; the more homonyms it could be, the less sure that is."""
    odds = [_odds(verdict) for verdict in verdicts]
    score = odds[best] / (1.0 + sum(odds))
    label = next(iter(part.things.values())).name
    if score < SURE:
        merge = NameMerge(
            name=label,
            into=next(iter(unit.things.values())).name,
            reason="; ".join(("same name", *verdicts[best].reasons)),
            score=round(score, 2),
            article=part.first.article,
        )
        unit.merges.append(merge)
    unit.things |= part.things
    unit.profile.add(part.profile)


def _join_by_neighbours(
    things: Mapping[MentionKey, Mention], context: Context
) -> Iterator[dict[MentionKey, Mention]]:
    """Yield the things that hang together by what articles relate them to."""
    if len(things) == 1:
        yield dict(things)
        return
    order = list(things)
    root = list(range(len(order)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    seen: dict[NameId, int] = {}
    for number, key in enumerate(order):
        for neighbour in context.neighbours(key):
            other = seen.setdefault(neighbour, number)
            one, two = sorted((find(number), find(other)))
            root[two] = one
    parts: dict[int, dict[MentionKey, Mention]] = defaultdict(dict)
    for number, key in enumerate(order):
        parts[find(number)][key] = things[key]
    yield from parts.values()
