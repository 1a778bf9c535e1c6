"""What is known of all names, from one build for the next.

    names     of each the things that bear it, parted into units; the names that articles relate
              it to; what it may be one with
    blocking  of each name what it can be found by
    clusters  of each its units, its label, class, other names, and why they are its
    iris      of each cluster its IRI, those that it would like to have, whether it has other
              names, and the least score of its merges
    missed    of each name what it is nearly one with

All is held as plain values, so that of a large graph little is looked at.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any  # Any: what is kept

import numpy as np

from kg.datamodel import Entity, NameMerge
from kg.resolve.entities import free_iri
from kg.resolve.join import Join
from kg.resolve.keys import NameId
from kg.resolve.units import Cluster, UnitId
from kg.state import Shelf

# A thing of a name: the article, and how it writes the name.
Bearer = tuple[str, str]
# A name or a unit as a plain tuple, which equals it.
Key = tuple[Any, ...]


@dataclass(slots=True)
class NameRow:
    """What is known of a name.

    Attributes:
        units: Its things, parted.
        clusters: Of each unit the cluster that it is in.
        related: The names that articles relate it to, and how many do.
        sought_by: The names that may be one with it, and have that in their `joins`.
    """

    units: list[list[Bearer]] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    related: dict[NameId, int] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    sought_by: set[NameId] = field(default_factory=set)

    @property
    def articles(self) -> set[str]:
        """Return the articles that use the name."""
        return {article for unit in self.units for article, _ in unit}

    def bearers(self) -> Iterator[Bearer]:
        """Yield all things that bear the name."""
        for unit in self.units:
            yield from unit

    def encode(self) -> tuple[Any, ...]:
        """Return it as plain values."""
        return (
            self.units,
            [(tuple(name), number) for name, number in self.clusters],
            [(tuple(name), count) for name, count in self.related.items()],
            [(j.one[1], tuple(j.other_name), j.other[1], *j[2:]) for j in self.joins],
            [tuple(name) for name in sorted(self.sought_by)],
        )


def _decode_row(name: NameId, plain: tuple[Any, ...]) -> NameRow:
    units, clusters, related, joins, sought_by = plain
    return NameRow(
        units=units,
        clusters=[(NameId(*first), number) for first, number in clusters],
        related={NameId(*other): count for other, count in related},
        joins=[
            Join((name, unit), (NameId(*other), number), *rest)
            for unit, other, number, *rest in joins
        ],
        sought_by={NameId(*other) for other in sought_by},
    )


class Register:
    """All names of a graph; what is not asked for stays as it is."""

    def __init__(self, kept: Iterable[dict[Any, Any]] = ()) -> None:
        names, blocking, clusters, iris, missed = kept or ({}, {}, {}, {}, {})
        self._names: Shelf[Key] = Shelf(names)
        self._blocking: dict[Key, bytes] = blocking
        self._clusters: Shelf[Key] = Shelf(clusters)
        self._iris: dict[Key, tuple[str, tuple[str, ...], bool, float]] = iris
        self._missed: dict[Key, list[tuple[Any, ...]]] = missed
        self._rows: dict[NameId, NameRow] = {}
        self._changed: set[NameId] = set()
        self._homes: dict[NameId, dict[Bearer, Cluster]] = {}
        self._entities: dict[Cluster, Entity] = {}
        self._by_iri: dict[str, Cluster] | None = None

    def __contains__(self, name: object) -> bool:
        return name in self._rows or name in self._names

    def row(self, name: NameId) -> NameRow:
        """Return what is known of a name, to be looked at."""
        found = self._rows.get(name)
        if found is None:
            plain = self._names.get(name)
            found = self._rows[name] = NameRow() if plain is None else _decode_row(name, plain)
        return found

    def edit(self, name: NameId) -> NameRow:
        """Return what is known of a name, to be changed."""
        self._changed.add(name)
        self._homes.pop(name, None)
        return self.row(name)

    def related(self, name: NameId) -> Set[NameId]:
        """Return the names that articles relate a name to."""
        return self.row(name).related.keys()

    def home(self, name: NameId) -> Mapping[Bearer, Cluster]:
        """Return of each that bears a name the cluster that it is in."""
        found = self._homes.get(name)
        if found is None:
            row = self.row(name)
            pairs = zip(row.units, row.clusters, strict=True)
            found = self._homes[name] = {one: cluster for unit, cluster in pairs for one in unit}
        return found

    def set_blocking_keys(self, name: NameId, keys: Iterable[bytes]) -> None:
        """Note what the units of a name can be found by."""
        self._blocking[tuple(name)] = b"".join(keys)

    def find_sharing(self, keys: Iterable[bytes]) -> set[NameId]:
        """Return the names that can be found by any of some keys."""
        wanted, had = np.unique(_numbers(keys)), self._blocking.values()
        others = list(self._blocking)
        have = _numbers(had)
        if not len(wanted) or not len(have):
            return set()
        # Few have the last digits of any that is wanted, and only these are looked for.
        digits = np.zeros(_DIGITS + 1, dtype=bool)
        digits[wanted & _DIGITS] = True
        (near,) = np.nonzero(digits[have & _DIGITS])
        near = near[np.isin(have[near], wanted)]
        ends = np.cumsum([len(found) // _SIZE for found in had])
        return {NameId(*others[n]) for n in np.unique(np.searchsorted(ends, near, side="right"))}

    def units_of(self, cluster: Cluster) -> list[UnitId]:
        """Return the units of a cluster."""
        return [(NameId(*name), number) for name, number in self._clusters.get(cluster)[0]]

    def put_cluster(self, units: Sequence[UnitId], entity: Entity, wanted: tuple[str, ...]) -> None:
        """Note a cluster by its first unit; it is yet to be given an IRI."""
        merges = [encode_merge(merge) for merge in entity.merges]
        key, *_ = plain = [(tuple(name), number) for name, number in units]
        self._clusters.put(key, (plain, entity.label, entity.type, entity.aliases, merges))
        least = min((merge.score for merge in entity.merges), default=inf)
        self._iris[key] = ("", wanted, bool(entity.aliases), least)
        self._entities[units[0]] = entity

    def drop_cluster(self, cluster: Cluster) -> None:
        """Forget a cluster."""
        self._clusters.drop(cluster)
        self._iris.pop(cluster, None)
        self._entities.pop(cluster, None)

    def give_iris(self, given: Mapping[Cluster, str]) -> dict[Cluster, str]:
        """Give each cluster the first IRI that it would like to have and no cluster before it has.

        Args:
            given: Those that some clusters have whatever they would like.

        Returns:
            The clusters that have another now, with the one that they had, "" for none.
        """
        taken = set(given.values())
        renamed: dict[Cluster, str] = {}
        self._by_iri = None
        for cluster in sorted(self._iris):
            before, wanted, aliased, least = self._iris[cluster]
            iri = wanted[0]
            if cluster in given:
                iri = given[cluster]
            elif iri in taken:
                iri = free_iri(wanted, cluster[0][1], taken)
            taken.add(iri)
            if iri != before:
                renamed[cluster] = before
                self._iris[cluster] = (iri, wanted, aliased, least)
        return renamed

    def cluster(self, iri: str) -> Cluster:
        """Return the cluster that has an IRI."""
        return self._index()[iri]

    def _index(self) -> Mapping[str, Cluster]:
        if self._by_iri is None:
            self._by_iri = {known[0]: cluster for cluster, known in self._iris.items()}
        return self._by_iri

    def articles_of(self, iri: str) -> set[str]:
        """Return the articles that name the cluster of an IRI, none where there is none."""
        cluster = self._index().get(iri)
        units = self.units_of(cluster) if cluster else ()
        bearers = (one for name, number in units for one in self.row(name).units[number])
        return {article for article, _ in bearers}

    def iri(self, cluster: Cluster) -> str:
        """Return the IRI of a cluster."""
        return self._iris[cluster][0]

    def entity(self, cluster: Cluster) -> Entity:
        """Return the entity of a cluster."""
        found, iri = self._entities.get(cluster), self.iri(cluster)
        if found is None:
            _, label, kind, aliases, merges = self._clusters.get(cluster)
            found = Entity(
                iri=iri,
                label=label,
                type=kind,
                aliases=tuple(aliases),
                merges=tuple([decode_merge(merge) for merge in merges]),
            )
        elif found.iri == iri:
            return found
        else:
            found = replace(found, iri=iri)
        self._entities[cluster] = found
        return found

    def with_aliases(self) -> list[Cluster]:
        """Return the clusters that have other names."""
        return [cluster for cluster, (_, _, aliased, _) in self._iris.items() if aliased]

    def with_merges(self, below: float) -> list[Cluster]:
        """Return the clusters of which it is told why they are one, by IRI.

        Args:
            below: The least score of that is below this.
        """
        known = self._iris.items()
        found = [(iri, cluster) for cluster, (iri, _, _, least) in known if least < below]
        return [cluster for _, cluster in sorted(found)]

    def set_missed(self, name: NameId, merges: Iterable[NameMerge]) -> None:
        """Note what a name is nearly one with."""
        self._missed.pop(tuple(name), None)
        if plain := [encode_merge(merge) for merge in merges]:
            self._missed[tuple(name)] = plain

    def missed(self) -> Iterator[NameMerge]:
        """Yield names that may be one thing, and are not likely enough."""
        return (decode_merge(one) for _, plain in sorted(self._missed.items()) for one in plain)

    def encode(self) -> tuple[dict[Any, Any], ...]:
        """Return all as plain values for the next build."""
        for name in self._changed:
            row, key = self._rows[name], tuple(name)
            if row.units or row.related:
                self._names.put(key, row.encode())
            else:
                self._names.drop(key)
            if not row.units:
                self._blocking.pop(key, None)
        # What has been written is read again when it is asked for.
        self._changed.clear()
        self._rows.clear()
        self._homes.clear()
        names, clusters = self._names.encode(), self._clusters.encode()
        return names, self._blocking, clusters, self._iris, self._missed


def encode_merge(merge: NameMerge) -> tuple[Any, ...]:
    """Return a merge as plain values."""
    return merge.name, merge.into, merge.reason, merge.score, merge.article


def decode_merge(plain: tuple[Any, ...]) -> NameMerge:
    """Return a merge of plain values."""
    name, into, reason, score, article = plain
    return NameMerge(name=name, into=into, reason=reason, score=score, article=article)


_SIZE = array("I").itemsize
_DIGITS = 0xFFFF


def _numbers(keys: Iterable[bytes]) -> Any:  # noqa: ANN401
    return np.frombuffer(b"".join(keys), dtype=np.uint32)
