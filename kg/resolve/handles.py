"""What the IRIs of a user's corrections mean: mentions of the graph as built without them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.datamodel import Entity
from kg.resolve.context import MentionKey
from kg.resolve.corrections import Correction, Corrections
from kg.resolve.entities import entity_iri, kind_iri
from kg.resolve.units import Unit
from kg.vocab import article_iri, slug

Things = frozenset[MentionKey]
Sides = tuple[Things, Things]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Corrections as sets of mentions.

    Attributes:
        same: Pairs that are one thing, whose entity gets the IRI of the first.
        different: Pairs that stay apart.
        apart: Mentions that are taken out of their units, to be units of their own.
        named: The IRI that the entity of a mention gets.
    """

    same: tuple[Sides, ...] = ()
    different: tuple[Sides, ...] = ()
    apart: tuple[Things, ...] = ()
    named: Mapping[MentionKey, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Handles:
    """Finds the mentions that an IRI stands for.

    An entity's IRI stands for its mentions; of an entity that is made of several names, the IRI
    that one of the names has alone stands for the mentions of that name.
    """

    def __init__(
        self, units: Sequence[Unit], clusters: Sequence[Sequence[int]], entities: Sequence[Entity]
    ) -> None:
        self._by_iri: dict[str, Things] = {}
        self._by_name: dict[str, set[MentionKey]] = defaultdict(set)
        self._by_article: dict[str, set[MentionKey]] = defaultdict(set)
        for members, entity in zip(clusters, entities, strict=True):
            self._by_iri[entity.iri] = frozenset(key for n in members for key in units[n].things)
        self._units = [frozenset(unit.things) for unit in units]
        for unit in units:
            for key, mention in unit.things.items():
                for iri in (entity_iri(key.name), kind_iri(key.name, key.kind)):
                    self._by_name[iri].add(key)
                for name in (key.name, *mention.aliases):
                    self._by_article[f"{article_iri(key.article)}#{slug(name)}"].add(key)

    def find(self, iri: str) -> Things:
        """Return the mentions of an entity, of a name, or of a name in one article."""
        if "#" in iri:
            return frozenset(self._by_article.get(iri, ()))
        return self._by_iri.get(iri) or frozenset(self._by_name.get(iri, ()))

    def is_part(self, side: Things) -> bool:
        """Tell whether some unit holds mentions of a side and others as well."""
        return any(not unit.isdisjoint(side) and not unit <= side for unit in self._units)

    def sides(self, one: str, other: str) -> Sides:
        """Return the mentions of two IRIs that are to stay apart.

        Where the program made one thing of both, an IRI stands for the name that it spells.
        """
        a, b = self.find(one), self.find(other)
        if b < a:
            return (frozenset(self._by_name.get(one, ())) & a) - b or a - b, b
        if a < b:
            return a, (frozenset(self._by_name.get(other, ())) & b) - a or b - a
        return a - b, b - a


def read_orders(corrections: Corrections, handles: Handles) -> Orders:
    """Turn corrections into sets of mentions; what names nothing is a warning."""
    name = corrections.name
    warnings = list(_find_unknown(corrections, handles))
    different: list[Sides] = []
    parted: dict[str, Things] = defaultdict(frozenset)
    for c in _known(corrections.different, handles):
        one, other = handles.sides(c.subject, c.value)
        if one and other:
            different.append((one, other))
            parted[c.subject] |= other
            parted[c.value] |= one
        else:
            warnings.append(f"{name}:{c.line}: both sides name the same mentions")

    def find(iri: str) -> Things:
        """Return what an IRI stands for, without what the user says that it is not."""
        return handles.find(iri) - parted[iri]

    same = _known(corrections.same, handles)
    objects = {c.value for c in corrections.same}
    pairs = tuple([(find(c.subject), find(c.value)) for c in same])
    wanted = [c.subject for c in same if c.subject not in objects and "#" not in c.subject]
    return Orders(
        same=pairs,
        different=tuple(different),
        apart=_take_out(corrections, handles, different),
        named={key: iri for iri in wanted for key in find(iri)},
        warnings=(*warnings, *_contradictions(pairs, different, corrections)),
    )


def _known(lines: Iterable[Correction], handles: Handles) -> list[Correction]:
    """Return the lines of which both sides name something."""
    return [c for c in lines if handles.find(c.subject) and handles.find(c.value)]


def _find_unknown(corrections: Corrections, handles: Handles) -> Iterator[str]:
    """Yield a warning for each IRI that names nothing."""
    pairs = ((c, iri) for c in (*corrections.same, *corrections.different) for iri in _ends(c))
    single = ((c, c.subject) for c in (*corrections.labels, *corrections.types))
    for c, iri in (*pairs, *single):
        if not handles.find(iri):
            yield f"{corrections.name}:{c.line}: nothing is named <{iri}>"


def _ends(line: Correction) -> tuple[str, str]:
    return line.subject, line.value


def _take_out(
    corrections: Corrections, handles: Handles, different: Iterable[Sides]
) -> tuple[Things, ...]:
    """Return the mentions that are taken out of their units: what single articles call so.

    And one side of what stays apart, if it is part of a unit: the other stays there with all
    the rest.
    """
    lines = (*corrections.same, *corrections.different)
    apart = {handles.find(iri) for c in lines for iri in _ends(c) if "#" in iri}
    for pair in different:
        parts = [side for side in pair if handles.is_part(side)]
        if parts and apart.isdisjoint(pair):
            apart.add(min(parts, key=_size))
    return tuple(sorted(apart - {frozenset()}, key=_size))


def _size(side: Things) -> tuple[int, list[str]]:
    """Return what sorts the smaller side first, of two as large always the same one."""
    return len(side), sorted(map(str, side))


def _contradictions(
    same: Iterable[Sides], different: Collection[Sides], corrections: Corrections
) -> Iterator[str]:
    for one, other in same:
        if any((one & a and other & b) or (one & b and other & a) for a, b in different):
            names = " and ".join(sorted({min(one, key=str).name, min(other, key=str).name}))
            yield f"{corrections.name}: {names} are said to be the same and different"


def pairs_of(orders: Collection[Sides], units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Return the units that hold both sides of each order, every one with every other."""
    home = {key: number for number, unit in enumerate(units) for key in unit.things}
    pairs: set[tuple[int, int]] = set()
    for one, other in orders:
        ones, others = ({home[key] for key in side} for side in (one, other))
        pairs |= {(min(a, b), max(a, b)) for a in ones for b in others if a != b}
    return sorted(pairs)


def correct_entities(
    entities: Mapping[MentionKey, Entity], corrections: Corrections, handles: Handles
) -> dict[str, Entity]:
    """Return, by IRI, the entities that the user gives labels and classes."""
    labels = {key: c.value for c in corrections.labels for key in handles.find(c.subject)}
    types = {key: c.value for c in corrections.types for key in handles.find(c.subject)}
    corrected: dict[str, Entity] = {}
    for key in sorted({*labels, *types} & entities.keys(), key=str):
        entity = corrected.get(entities[key].iri, entities[key])
        corrected[entity.iri] = _correct(entity, labels.get(key), types.get(key))
    return corrected


def _correct(entity: Entity, label: str | None, type_: str | None) -> Entity:
    if label and label != entity.label:
        aliases = tuple(sorted({*entity.aliases, entity.label} - {label}))
        entity = replace(entity, label=label, aliases=aliases)
    return replace(entity, type=type_) if type_ else entity
