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

import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
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
# Comes before every other sign, so that text sorts as its fields would.
_BETWEEN = "\0"
# Of the number of a unit of one name: so many that text sorts as the numbers would.
_FIGURES = 8


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

    def __init__(self, kept: tuple[Any, ...] | None = None) -> None:
        shelves, known = kept or ((None, None, None), ({}, {}, (), {}, {}))
        names, blocking, clusters = shelves
        iris, wanted, aliased, least, missed = known
        self._names = Shelf(names)
        self._blocking = Shelf(blocking)
        self._clusters = Shelf(clusters)
        self._iris: dict[str, str] = iris
        self._wanted: dict[str, tuple[str, ...]] = wanted
        self._aliased = set(aliased)
        self._least: dict[str, float] = least
        self._missed: dict[str, list[tuple[Any, ...]]] = missed
        self._rows: dict[NameId, NameRow] = {}
        self._changed: set[NameId] = set()
        self._homes: dict[NameId, dict[Bearer, Cluster]] = {}
        self._entities: dict[Cluster, Entity] = {}
        self._by_iri: dict[str, str] | None = None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, NameId) and (name in self._rows or write_name(name) in self._names)

    def row(self, name: NameId) -> NameRow:
        """Return what is known of a name, to be looked at."""
        found = self._rows.get(name)
        if found is None:
            kept = self._names.find(write_name(name))
            plain = None if kept is None else marshal.loads(kept)
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
        self._blocking.put(write_name(name), b"".join(keys))

    def find_sharing(self, keys: Iterable[bytes]) -> set[NameId]:
        """Return the names that can be found by any of some keys."""
        wanted = np.unique(_numbers(b"".join(keys)))
        layout, joined = self._blocking.join()
        have = _numbers(joined)
        if not len(wanted) or not len(have):
            return set()
        # Few have the last digits of any that is wanted, and only these are looked for.
        digits = np.zeros(_DIGITS + 1, dtype=bool)
        digits[wanted & _DIGITS] = True
        (near,) = np.nonzero(digits[have & _DIGITS])
        near = near[np.isin(have[near], wanted)]
        ends = np.array(layout.ends[1:]) // _SIZE
        found = np.unique(np.searchsorted(ends, near, side="right"))
        return {read_name(layout.names[number]) for number in found}

    def units_of(self, cluster: Cluster) -> list[UnitId]:
        """Return the units of a cluster."""
        return [(NameId(*name), number) for name, number in self._read_cluster(cluster)[0]]

    def _read_cluster(self, cluster: Cluster) -> Any:  # noqa: ANN401
        kept = self._clusters.find(_write_cluster(cluster))
        if kept is None:
            raise KeyError(cluster)
        return marshal.loads(kept)

    def put_cluster(self, units: Sequence[UnitId], entity: Entity, wanted: tuple[str, ...]) -> None:
        """Note a cluster by its first unit; it is yet to be given an IRI."""
        merges = [encode_merge(merge) for merge in entity.merges]
        plain = [(tuple(name), number) for name, number in units]
        key = _write_cluster(units[0])
        record = plain, entity.label, entity.type, entity.aliases, merges
        self._clusters.put(key, marshal.dumps(record))
        self._iris[key], self._wanted[key] = "", wanted
        if entity.aliases:
            self._aliased.add(key)
        if entity.merges:
            self._least[key] = min(merge.score for merge in entity.merges)
        self._entities[units[0]] = entity

    def drop_cluster(self, cluster: Cluster) -> None:
        """Forget a cluster."""
        key = _write_cluster(cluster)
        self._clusters.drop(key)
        self._aliased.discard(key)
        for known in (self._iris, self._wanted, self._least):
            known.pop(key, None)
        self._entities.pop(cluster, None)

    def give_iris(self, given: Mapping[Cluster, str]) -> dict[Cluster, str]:
        """Give each cluster the first IRI that it would like to have and no cluster before it has.

        Args:
            given: Those that some clusters have whatever they would like.

        Returns:
            The clusters that have another now, with the one that they had, "" for none.
        """
        taken = set(given.values())
        fixed = {_write_cluster(cluster): iri for cluster, iri in given.items()}
        renamed: dict[Cluster, str] = {}
        self._by_iri = None
        for key in sorted(self._iris):
            before = self._iris[key]
            wanted = self._wanted.get(key, (before,))
            iri = wanted[0]
            if key in fixed:
                iri = fixed[key]
            elif iri in taken:
                iri = free_iri(wanted, _read_cluster_key(key)[0].kind, taken)
            taken.add(iri)
            if iri != before:
                renamed[_read_cluster_key(key)] = before
                self._iris[key] = iri
            if wanted == (iri,):
                self._wanted.pop(key, None)
            else:
                self._wanted[key] = wanted
        return renamed

    def cluster(self, iri: str) -> Cluster:
        """Return the cluster that has an IRI."""
        return _read_cluster_key(self._index()[iri])

    def _index(self) -> Mapping[str, str]:
        if self._by_iri is None:
            self._by_iri = {iri: key for key, iri in self._iris.items()}
        return self._by_iri

    def articles_of(self, iri: str) -> set[str]:
        """Return the articles that name the cluster of an IRI, none where there is none."""
        key = self._index().get(iri)
        units = self.units_of(_read_cluster_key(key)) if key else ()
        bearers = (one for name, number in units for one in self.row(name).units[number])
        return {article for article, _ in bearers}

    def iri(self, cluster: Cluster) -> str:
        """Return the IRI of a cluster."""
        return self._iris[_write_cluster(cluster)]

    def entity(self, cluster: Cluster) -> Entity:
        """Return the entity of a cluster."""
        found, iri = self._entities.get(cluster), self.iri(cluster)
        if found is None:
            _, label, kind, aliases, merges = self._read_cluster(cluster)
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
        return [_read_cluster_key(key) for key in self._aliased]

    def with_merges(self, below: float) -> list[Cluster]:
        """Return the clusters of which it is told why they are one, by IRI.

        Args:
            below: The least score of that is below this.
        """
        found = [(self._iris[key], key) for key, least in self._least.items() if least < below]
        return [_read_cluster_key(key) for _, key in sorted(found)]

    def set_missed(self, name: NameId, merges: Iterable[NameMerge]) -> None:
        """Note what a name is nearly one with."""
        self._missed.pop(write_name(name), None)
        if plain := [encode_merge(merge) for merge in merges]:
            self._missed[write_name(name)] = plain

    def missed(self) -> Iterator[NameMerge]:
        """Yield names that may be one thing, and are not likely enough."""
        return (decode_merge(one) for _, plain in sorted(self._missed.items()) for one in plain)

    def encode(self) -> tuple[Any, ...]:
        """Return all as plain values for the next build."""
        for name in self._changed:
            row, key = self._rows[name], write_name(name)
            if row.units or row.related:
                self._names.put(key, marshal.dumps(row.encode()))
            else:
                self._names.drop(key)
            if not row.units:
                self._blocking.drop(key)
        # What has been written is read again when it is asked for.
        self._changed.clear()
        self._rows.clear()
        self._homes.clear()
        shelves = (self._names.encode(), self._blocking.encode(), self._clusters.encode())
        known = (self._iris, self._wanted, list(self._aliased), self._least, self._missed)
        return shelves, known


def write_name(name: NameId) -> str:
    """Write a name as text, which sorts as the name does."""
    return f"{name.key}{_BETWEEN}{name.kind}"


def read_name(text: str) -> NameId:
    """Read a name."""
    key, _, kind = text.partition(_BETWEEN)
    return NameId(key, kind)


def _write_cluster(cluster: Cluster) -> str:
    name, number = cluster
    return f"{name.key}{_BETWEEN}{name.kind}{_BETWEEN}{number:0{_FIGURES}}"


def _read_cluster_key(text: str) -> Cluster:
    key, kind, number = text.split(_BETWEEN)
    return NameId(key, kind), int(number)


def encode_merge(merge: NameMerge) -> tuple[Any, ...]:
    """Return a merge as plain values."""
    return merge.name, merge.into, merge.reason, merge.score, merge.article


def decode_merge(plain: tuple[Any, ...]) -> NameMerge:
    """Return a merge of plain values."""
    name, into, reason, score, article = plain
    return NameMerge(name=name, into=into, reason=reason, score=score, article=article)


_SIZE = array("I").itemsize
_DIGITS = 0xFFFF


def _numbers(keys: bytes) -> Any:  # noqa: ANN401
    return np.frombuffer(keys, dtype=np.uint32)
