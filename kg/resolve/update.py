"""What articles that come and go change about names; the articles of other names are not read.

What a name is parted into rests on the articles that use it, and on whether articles relate
the names around it. What two names have to do with each other rests on the two, and what is
one thing on the names that hang together by what is likely. So a name is parted anew when an
article that uses it comes or goes, or relates its neighbours; it is compared with those that
share a key with it; and what hangs together with it is joined anew. Of all names together only
the keys and the IRIs are looked through.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.datamodel import Entity, Mention, NameMerge, RelationMention
from kg.resolve.candidates import blocking_keys, find_candidates
from kg.resolve.context import Context, KeyReader, MentionKey
from kg.resolve.entities import make_entity, wanted_iris
from kg.resolve.handles import Orders, pairs_of
from kg.resolve.join import (
    Join,
    Joined,
    Outcome,
    choose_joins,
    join_mislabelled,
    join_units,
    weigh_candidate,
)
from kg.resolve.keys import NameId, NameReader
from kg.resolve.register import Bearer, Register
from kg.resolve.units import Cluster, Unit, UnitId, make_units
from kg.schema import Schema

Names = set[NameId]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleNames:
    """What an article says, as far as names go."""

    article: str
    mentions: Sequence[Mention]
    found: Sequence[RelationMention]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What names are read with."""

    schema: Schema
    names: NameReader
    keys: KeyReader
    is_wide: Callable[[str], bool]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds that a thing may be of, "" where nothing is known."""
        return frozenset({"", *map(self.schema.kind_of, self.schema.classes)})

    def read(self, mention: Mention) -> tuple[NameId, Bearer]:
        """Return the name of a mention, and the thing that bears it."""
        key = self.keys.read(mention)
        return self.names.read(key.name, key.kind), (key.article, key.name)


@dataclass(slots=True)
class RegisterChange:
    """What has changed.

    Attributes:
        moved: What had another IRI before, with that; "" for none.
        changed: IRIs of entities of which something else is known, or nothing any more.
        units: All of the names that were joined anew, and of those that are nearly one with
            them; in order of their names.
        clusters: Which of the units are one entity, by their numbers among `units`.
    """

    moved: dict[MentionKey, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    units: list[Unit] = field(default_factory=list)
    clusters: list[list[int]] = field(default_factory=list)


def update_register(
    register: Register,
    gone: Iterable[ArticleNames],
    new: Iterable[ArticleNames],
    load: Callable[[str], ArticleNames],
    reader: Reader,
    orders: Orders,
) -> RegisterChange:
    """Bring a register up to date.

    Args:
        gone: Articles that are no longer there.
        new: Articles that are, and were not.
        load: Returns any other article that is there, by its id.
        orders: What the user knows better; with any, all articles must be new.
    """
    return _Update(register, load, reader, orders).run(gone, new)


class _Update:
    def __init__(
        self,
        register: Register,
        load: Callable[[str], ArticleNames],
        reader: Reader,
        orders: Orders,
    ) -> None:
        self._register = register
        self._load = load
        self._reader = reader
        self._orders = orders
        self._context = Context(
            reader.schema, reader.names, reader.is_wide, reader.keys, register.related
        )
        self._known: set[str] = set()
        self._things: dict[NameId, dict[MentionKey, Mention]] = defaultdict(dict)
        self._units: dict[NameId, list[Unit]] = {}
        # Of each name that is looked at, the IRI of what bore it.
        self._before: dict[NameId, dict[Bearer, str]] = {}
        self._entities_before: dict[str, Entity] = {}

    def run(self, gone: Iterable[ArticleNames], new: Iterable[ArticleNames]) -> RegisterChange:
        touched, flipped = self._note(list(gone), list(new))
        dirty = touched | self._near(flipped, touched)
        self._part(dirty)
        asked = self._compare(dirty)
        return self._join(self._spread(asked))

    def _note(
        self, gone: Sequence[ArticleNames], new: Sequence[ArticleNames]
    ) -> tuple[Names, list[tuple[NameId, NameId]]]:
        """Note who bears which name, and which names are related.

        Returns:
            The names whose bearers have changed, and pairs that are now related or no longer.
        """
        reader = self._reader
        leaving, coming = (
            {reader.read(mention) for told in side for mention in told.mentions}
            for side in (gone, new)
        )
        counts: Counter[tuple[NameId, NameId]] = Counter()
        for side, by in ((gone, -1), (new, 1)):
            for told in side:
                for pair in self._context.pairs(told.found):
                    counts[pair] += by
        for told in new:
            self._take_in(told)
        bearers: dict[NameId, tuple[set[Bearer], set[Bearer]]] = defaultdict(lambda: (set(), set()))
        for number, named in enumerate((leaving, coming)):
            for name, bearer in named:
                bearers[name][number].add(bearer)
        for name, (old, fresh) in bearers.items():
            self._remember(name)
            row = self._register.edit(name)
            left = sorted({*row.bearers()} - old | fresh)
            row.units = [left] if left else []
        return set(bearers), list(self._relate(counts))

    def _relate(
        self, counts: Mapping[tuple[NameId, NameId], int]
    ) -> Iterator[tuple[NameId, NameId]]:
        for (one, other), by in counts.items():
            if by:
                related = self._register.edit(one).related
                was = related.get(other, 0)
                related[other] = was + by
                if not related[other]:
                    del related[other]
                if not was or other not in related:
                    yield one, other

    def _near(self, flipped: Iterable[tuple[NameId, NameId]], touched: Names) -> Names:
        """Return other names that pairs of names weigh with.

        They are related to one of a pair, and they, or what they may be one with, to the other.

        Args:
            flipped: Pairs that articles relate and did not before, or no longer relate.
        """
        row = self._register.row
        found: Names = set()
        for pair in flipped:
            few, many = sorted((self._register.related(name) for name in pair), key=len)
            for name in few - touched:
                partners = {name, *row(name).sought_by, *(j.other_name for j in row(name).joins)}
                if not partners.isdisjoint(many):
                    found.add(name)
        return {name for name in found if row(name).units}

    def _take_in(self, told: ArticleNames) -> None:
        if told.article in self._known:
            return
        self._known.add(told.article)
        self._context.add(told.found)
        for mention in told.mentions:
            key = self._reader.keys.read(mention)
            things = self._things[self._reader.names.read(key.name, key.kind)]
            known = things.get(key)
            if known is None or mention.span < known.span:
                things[key] = mention

    def _part(self, names: Iterable[NameId]) -> None:
        """Make the units of some names, of all that articles say of them."""
        wanted = sorted(name for name in names if name not in self._units)
        articles = {article for name in wanted for article in self._register.row(name).articles}
        for article in sorted(articles - self._known):
            self._take_in(self._load(article))
        things = {key: m for name in wanted for key, m in self._things[name].items()}
        self._units |= {name: [] for name in wanted}
        for unit in make_units(things, self._context, self._reader.names, self._orders.apart):
            self._units[unit.name].append(unit)

    def _compare(self, dirty: Names) -> Names:
        """Find what names that are parted anew may be one with.

        Returns:
            These names, and others that may be one with them, or might have been.
        """
        row = self._register.row
        sought: list[bytes] = []
        for name in dirty:
            keys = [blocking_keys(unit, self._reader.names) for unit in self._units[name]]
            self._register.set_blocking_keys(name, [have for have, _ in keys])
            sought += [seek for _, seek in keys]
        near = dirty | self._register.find_sharing(sought)
        self._part(near)
        units = [unit for name in sorted(near) for unit in self._units[name]]
        found: dict[NameId, list[Join]] = defaultdict(list)
        for candidate in find_candidates(units, self._reader.names):
            short, long = units[candidate.one], units[candidate.other]
            if short.name in dirty or long.name in dirty:
                join = weigh_candidate(short, long, candidate.how, self._context)
                found[short.name].append(join)
        asked = dirty.union(found, *(row(name).sought_by for name in dirty))
        for name in asked:
            kept = [] if name in dirty else row(name).joins
            kept = [join for join in kept if join.other_name not in dirty]
            self._set_joins(name, [*kept, *found[name]])
        return asked

    def _set_joins(self, name: NameId, joins: Iterable[Join]) -> None:
        row = self._register.edit(name)
        before = {join.other_name for join in row.joins}
        row.joins = list(_judge(joins))
        now = {join.other_name for join in row.joins}
        for other in before - now:
            self._register.edit(other).sought_by.discard(name)
        for other in now - before:
            self._register.edit(other).sought_by.add(name)

    def _spread(self, asked: Names) -> Names:
        """Return the names that hang together with some names, now or before."""
        found: Names = set()
        waiting = set(asked)
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting |= self._partners(name) - found
        return found

    def _partners(self, name: NameId) -> Names:
        register, row = self._register, self._register.row(name)
        found = {unit[0] for cluster in row.clusters for unit in register.units_of(cluster)}
        found |= {join.other_name for join in row.joins if join.outcome == "chosen"}
        found |= {seeker for seeker in row.sought_by if self._has_chosen(seeker, name)}
        if name.kind != self._reader.names.person:
            others = (NameId(name.key, kind) for kind in self._reader.kinds)
            found |= {other for other in others if other in register}
        return found

    def _has_chosen(self, seeker: NameId, name: NameId) -> bool:
        joins = self._register.row(seeker).joins
        return any(j.other_name == name and j.outcome == "chosen" for j in joins)

    def _join(self, names: Names) -> RegisterChange:
        """Join anew what hangs together, and make entities of it."""
        register = self._register
        for name in names:
            self._remember(name)
        joins = [join for name in sorted(names) for join in register.row(name).joins]
        chosen = [join for join in joins if join.outcome == "chosen"]
        missed = [join for join in joins if join.outcome == "missed"]
        # What is nearly one with a name is told with it, but joined to nothing.
        beside = {join.other_name for join in missed}
        self._part(names | beside)
        units = [unit for name in sorted(names | beside) for unit in self._units[name]]
        joined = Joined(units, self._context, frozenset(pairs_of(self._orders.different, units)))
        joined.force(pairs_of(self._orders.same, units))
        join_mislabelled(joined, self._reader.names.person)
        join_units(joined, chosen, missed)
        near: dict[NameId, list[NameMerge]] = defaultdict(list)
        for (name, _), merge in joined.missed:
            near[name].append(merge)
        for name in names:
            register.set_missed(name, near[name])
        clusters = self._gather(joined, names)
        self._make_clusters(joined, clusters)
        renamed = register.give_iris(self._given(joined.units, clusters))
        return self._tell(names, renamed, RegisterChange(units=units, clusters=clusters))

    def _remember(self, name: NameId) -> None:
        """Note what a name has been."""
        if name in self._before:
            return
        register = self._register
        self._before[name] = {}
        for bearer, cluster in register.home(name).items():
            entity = register.entity(cluster)
            self._before[name][bearer] = entity.iri
            self._entities_before[entity.iri] = entity

    def _gather(self, joined: Joined, names: Names) -> list[list[int]]:
        """Return the numbers of the units that are one thing, in order of the first."""
        members: dict[int, list[int]] = defaultdict(list)
        for number, unit in enumerate(joined.units):
            if unit.name in names:
                members[joined.find(number)].append(number)
        return [members[root] for root in sorted(members)]

    def _make_clusters(self, joined: Joined, clusters: Iterable[Sequence[int]]) -> None:
        register = self._register
        for name in self._before:
            for cluster in register.row(name).clusters:
                register.drop_cluster(cluster)
            row = register.edit(name)
            row.units = [[(key.article, key.name) for key in u.things] for u in self._units[name]]
            row.clusters = [unit.id for unit in self._units[name]]
        for members in clusters:
            units = [joined.units[number] for number in members]
            entity = make_entity(units, joined.merges[joined.find(members[0])], self._reader.schema)
            ids = [unit.id for unit in units]
            register.put_cluster(ids, entity, wanted_iris(entity.label, units))
            for name, number in ids:
                register.row(name).clusters[number] = ids[0]

    def _given(
        self, units: Sequence[Unit], clusters: Iterable[Sequence[int]]
    ) -> dict[Cluster, str]:
        """Return the IRIs that the user gives to clusters."""
        named = self._orders.named
        if not named:
            return {}
        given: dict[Cluster, str] = {}
        for members in clusters:
            iris = {named[k] for n in members for k in units[n].things if k in named}
            free = sorted(iris.difference(given.values()))
            if free:
                given[units[members[0]].id] = free[0]
        return given

    def _tell(
        self, names: Names, renamed: Mapping[Cluster, str], found: RegisterChange
    ) -> RegisterChange:
        register = self._register
        for cluster, iri in renamed.items():
            if iri:
                entity = register.entity(cluster)
                self._entities_before[iri] = replace(entity, iri=iri)
            for name, _ in register.units_of(cluster) if iri else ():
                if name not in self._before:
                    homes = register.home(name).items()
                    self._before[name] = {b: renamed.get(c) or register.iri(c) for b, c in homes}
        now: dict[str, Entity] = {}
        for name, before in self._before.items():
            for bearer, cluster in register.home(name).items():
                entity = register.entity(cluster)
                now[entity.iri] = entity
                if before.get(bearer) != entity.iri:
                    found.moved[MentionKey(*bearer, name.kind)] = before.get(bearer, "")
        known = self._entities_before
        found.changed = {iri for iri in {*known, *now} if known.get(iri) != now.get(iri)}
        return found


def _judge(joins: Iterable[Join]) -> Iterator[Join]:
    """Yield what the units of a name may be one with, and whether they are, or nearly."""
    by_unit: dict[UnitId, list[Join]] = defaultdict(list)
    for join in joins:
        by_unit[join.one].append(join)
    for _, found in sorted(by_unit.items()):
        chosen, missed = choose_joins(found)
        for join in sorted(found):
            outcome: Outcome = "chosen" if join in chosen else "missed" if join in missed else ""
            yield join._replace(outcome=outcome)
