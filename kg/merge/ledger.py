"""Merged statements as rows: what files and comparisons need of all, and the rest when asked for.

Of a large graph few statements are looked at when articles come or go; of the others a row
tells what they rest on, and whether they have changed. A row is bytes until it is asked for.
"""

import marshal
import struct
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from typing import Any, NamedTuple, TypeAlias  # Any: plain values

from kg.datamodel import ArticleHeader, Entity, Statement
from kg.merge.digests import Digests, digest
from kg.merge.index import StatementIndex
from kg.merge.nodes import name_evidence
from kg.state import Lazy, Shelf, decode_statement, encode_statement

# What statements are sorted by, and known by: all of `Key`, as text.
Order: TypeAlias = str
# What was written of a statement.
Fetch: TypeAlias = Callable[[Order], bytes | memoryview]

# Comes before every other sign, so that text sorts as its fields would.
_BETWEEN = "\0"
_SUPPORT = struct.Struct(">Id")


class Key(NamedTuple):
    """What an order tells of a statement: its ends are IRIs, its relation a local name."""

    subject: str
    relation: str
    object: str
    status: str
    role: str
    iri: str

    @property
    def pair(self) -> tuple[str, str]:
        """Return the IRIs of both ends, the first by letters first."""
        one, other = self.subject, self.object
        return (one, other) if one < other else (other, one)


class StatementRow(NamedTuple):
    """What of a statement decides about what is written of it.

    Attributes:
        digest: Of all that is in it.
        ends: Digests of subject and object.
        quoted: IRIs and digests of those that are quoted.
        by_article: Of each article that says it a digest of what it says.
        evidence: Of each of its sentences the name and the article.
        judged: A digest of the statement and the headers of its articles, on which its verdict
            at the gate rests.
    """

    digest: bytes
    ends: tuple[bytes, bytes]
    quoted: tuple[tuple[str, bytes], ...]
    by_article: tuple[tuple[str, bytes], ...]
    evidence: tuple[tuple[str, str], ...]
    judged: bytes


def order_of(s: Statement) -> Order:
    """Return what statements are sorted by."""
    role = (s.qualifiers.role or "").replace(_BETWEEN, " ")
    return _BETWEEN.join((s.subject.iri, s.relation, s.object.iri, s.status, role, s.iri))


def read_order(order: Order) -> Key:
    """Return what an order tells."""
    return Key(*order.split(_BETWEEN))


def iri_of(order: Order) -> str:
    """Return the IRI of a statement."""
    return order.rpartition(_BETWEEN)[2]


def make_row(
    statement: Statement, digests: Digests, headers: Mapping[str, ArticleHeader]
) -> StatementRow:
    """Write a statement as a row."""
    quoted = {e.attributed_to.iri: e.attributed_to for e in statement.evidence if e.attributed_to}
    whole, by_article = digests.of_statement(statement), digests.by_article(statement)
    known = [digests.of_header(headers[name]) for name, _ in by_article if name in headers]
    return StatementRow(
        digest=whole,
        ends=(digests.of_entity(statement.subject), digests.of_entity(statement.object)),
        quoted=tuple([(iri, digests.of_entity(one)) for iri, one in quoted.items()]),
        by_article=by_article,
        evidence=tuple([(name_evidence(e), e.evidence.article) for e in statement.evidence]),
        judged=digest(whole, known),
    )


def entities_of(order: Order, row: StatementRow) -> set[tuple[str, bytes]]:
    """Return all that a statement names: IRI and digest."""
    key = read_order(order)
    return {(key.subject, row.ends[0]), (key.object, row.ends[1]), *row.quoted}


class StatementTable:
    """The rows of all statements by their orders; which name an entity, which an article says."""

    def __init__(self, kept: tuple[Any, ...] = (None, None, None)) -> None:
        rows, naming, said = kept
        self._rows = Shelf(rows)
        self._naming = StatementIndex(self.orders(), naming)
        self._said = StatementIndex(self.orders(), said)

    def orders(self) -> list[Order]:
        """Return all statements, in order."""
        return self._rows.names()

    def __contains__(self, order: object) -> bool:
        return order in self._rows

    def row(self, order: Order) -> StatementRow:
        """Return the row of a statement."""
        return StatementRow(*marshal.loads(memoryview(self._find(order))[_SUPPORT.size :]))

    def rank(self, order: Order) -> tuple[int, float]:
        """Return what is smaller the more sources, then the more confidence, a statement has."""
        sources, confidence = _SUPPORT.unpack_from(self._find(order))
        return -sources, -confidence

    def _find(self, order: Order) -> bytes:
        found = self._rows.find(order)
        if found is None:
            raise KeyError(order)
        return found

    def naming(self, iri: str) -> Sequence[Order]:
        """Return the statements that name an entity."""
        return self._naming.find(iri)

    def said_by(self, article: str) -> Sequence[Order]:
        """Return the statements that an article says."""
        return self._said.find(article)

    def named(self) -> Iterator[str]:
        """Yield all entities, by IRI."""
        return self._naming.names()

    def put(self, statement: Statement, row: StatementRow) -> None:
        """Note a statement."""
        order = order_of(statement)
        self.drop(order)
        support = _SUPPORT.pack(statement.sources, statement.confidence)
        # The second form of marshal writes equal rows alike.
        self._rows.put(order, support + marshal.dumps(tuple(row), 2))
        for index, name in self._places(order, row):
            index.add(name, order)

    def drop(self, order: Order) -> None:
        """Forget a statement, if there is one."""
        if order in self:
            for index, name in self._places(order, self.row(order)):
                index.remove(name, order)
            self._rows.drop(order)

    def _places(self, order: Order, row: StatementRow) -> Iterator[tuple[StatementIndex, str]]:
        yield from ((self._naming, iri) for iri, _ in sorted(entities_of(order, row)))
        yield from ((self._said, article) for article, _ in row.by_article)

    def differing(self, other: "StatementTable") -> set[Order]:
        """Return the statements that only one of two tables has, or that differ."""
        return self._rows.differing(other._rows)

    def copy(self) -> "StatementTable":
        """Return the rows as they are now; what they name is not known of a copy."""
        found = StatementTable()
        found._rows = self._rows.copy()
        return found

    def encode(self) -> tuple[Any, ...]:
        """Return all as plain values for the next build."""
        rows, orders = self._rows.encode(), self.orders()
        places = {order: place for place, order in enumerate(orders)}
        return rows, self._naming.encode(orders, places), self._said.encode(orders, places)


class Ledger(Lazy[Order, Statement]):
    """Statements in order, each read when it is asked for; `rows` are their orders."""

    def __init__(
        self,
        table: StatementTable,
        entity: Callable[[str], Entity],
        known: dict[Order, Statement],
        fetch: Fetch,
        without: Collection[Order] = (),
    ) -> None:
        """Take statements as rows.

        Args:
            table: Has the rows.
            entity: Returns the entity of an IRI.
            known: Statements that need not be read; what is read is among them then.
            fetch: Returns what `encode` wrote of another.
            without: Those of the table that are left out.
        """
        rows = table.orders()
        if without:
            rows = [order for order in rows if order not in without]
        super().__init__(rows, self.read)
        self.table = table
        self.entity = entity
        self.without = without
        self._known = known
        self._fetch = fetch

    def leave_out(self, orders: Collection[Order]) -> "Ledger":
        """Return all statements but some."""
        return Ledger(self.table, self.entity, self._known, self._fetch, orders)

    def encode(self, order: Order) -> bytes:
        """Write all of a statement but for what its entities are."""
        return marshal.dumps(encode_statement(self.read(order)))

    def read(self, order: Order) -> Statement:
        """Return the statement of an order."""
        found = self._known.get(order)
        if found is None:
            found = decode_statement(marshal.loads(self._fetch(order)), self.entity)
            self._known[order] = found
        return found

    @cached_property
    def ends(self) -> Sequence[tuple[str, str]]:
        """Return subject and object of each statement."""
        # Of a hundred thousand, records would take as long as all else that is done with them.
        parts = [order.split(_BETWEEN, 3) for order in self.rows]
        return [(subject, object_) for subject, _, object_, _ in parts]

    def count_statuses(self) -> Counter[str]:
        """Count the statements by status."""
        return Counter([order.split(_BETWEEN, 4)[3] for order in self.rows])

    def firmest(self, number: int) -> list[Statement]:
        """Return so many statements, those with the most sources, then confidence, first."""
        rank = self.table.rank
        firmest = nsmallest(number, self.rows, key=lambda order: (*rank(order), iri_of(order)))
        return list(map(self.read, firmest))

    def naming(self, iri: str) -> list[Order]:
        """Return the statements that name an entity, in order."""
        return sorted(o for o in self.table.naming(iri) if o not in self.without)

    def said_by(self, article: str) -> list[Order]:
        """Return the statements that an article says, in order."""
        return sorted(o for o in self.table.said_by(article) if o not in self.without)

    def starting(self, *key: str) -> Sequence[Order]:
        """Return the statements of a subject, or of a subject and a relation, ..."""
        begin = _BETWEEN.join((*key, ""))
        start = bisect_left(self.rows, begin)
        # The sign that comes after the one between.
        return self.rows[start : bisect_left(self.rows, f"{begin[:-1]}\x01", start)]

    def entities(self) -> list[str]:
        """Return all entities, by IRI, in order."""
        return sorted(iri for iri in self.table.named() if self.names(iri))

    def names(self, iri: str) -> bool:
        """Tell whether any statement names an entity."""
        return any(order not in self.without for order in self.table.naming(iri))


def make_ledger(statements: Sequence[Statement]) -> Ledger:
    """Return statements as a ledger."""
    entities = {
        entity.iri: entity
        for s in statements
        for entity in (s.subject, s.object, *(e.attributed_to for e in s.evidence))
        if entity
    }
    digests, table = Digests(), StatementTable()
    for s in statements:
        table.put(s, make_row(s, digests, {}))
    return Ledger(table, entities.__getitem__, {order_of(s): s for s in statements}, fetch_none)


def fetch_none(order: Order) -> bytes:
    """Return nothing: there is nothing that was written before."""
    raise ValueError(f"{order!r} was not written")
