"""Merged statements as rows: what files and comparisons need of all, and the rest when asked for.

Of a large graph few statements are looked at when articles come or go; of the others a row
tells what they are, what they rest on, and whether they have changed.
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from kg.datamodel import Entity, Statement
from kg.merge.digests import Digests
from kg.merge.nodes import evidence_iri
from kg.state import Lazy, decode_statement, encode_statement

# What was written under a digest.
Fetch: TypeAlias = Callable[[str], bytes | memoryview]
# Subject, relation, object, status, role and IRI, by which statements are sorted.
Order: TypeAlias = tuple[str, str, str, str, str, str]


class StatementRow(NamedTuple):
    """A statement.

    Attributes:
        digest: Of all that is in it.
        entities: IRI, digest and class of subject, object and those that are quoted.
        by_article: Of each article that says it a digest of what it says.
        evidence: IRIs of its sentences.
        judged: Key of its verdict at the gate: a digest of the statement and the headers of
            its articles; empty until it is first judged.
    """

    order: Order
    digest: str
    entities: tuple[tuple[str, str, str], ...]
    by_article: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    sources: int
    confidence: float
    judged: str = ""

    @property
    def iri(self) -> str:
        """Return the IRI of the statement."""
        return self.order[5]

    @property
    def triple(self) -> tuple[str, str, str]:
        """Return subject, relation and object."""
        return self.order[:3]

    @property
    def status(self) -> str:
        """Return the status of the statement."""
        return self.order[3]

    @property
    def pair(self) -> tuple[str, str]:
        """Return the IRIs of both ends, the first by letters first."""
        one, other = self.order[0], self.order[2]
        return (one, other) if one < other else (other, one)


def order_of(s: Statement) -> Order:
    """Return what statements are sorted by."""
    return (s.subject.iri, s.relation, s.object.iri, s.status, s.qualifiers.role or "", s.iri)


def make_row(statement: Statement, digests: Digests) -> StatementRow:
    """Write a statement as a row."""
    sources = {e.attributed_to.iri: e.attributed_to for e in statement.evidence if e.attributed_to}
    ends = (statement.subject, statement.object, *sources.values())
    return StatementRow(
        order=order_of(statement),
        digest=digests.of_statement(statement),
        entities=tuple([(one.iri, digests.of_entity(one), one.type) for one in ends]),
        by_article=digests.by_article(statement),
        evidence=tuple([evidence_iri(found).value for found in statement.evidence]),
        sources=statement.sources,
        confidence=statement.confidence,
    )


class Ledger(Lazy[StatementRow, Statement]):
    """Statements in order, each read when it is asked for."""

    def __init__(
        self,
        rows: Sequence[StatementRow],
        entity: Callable[[str], Entity],
        known: dict[str, Statement],
        fetch: Fetch,
    ) -> None:
        """Take statements as rows.

        Args:
            entity: Returns the entity of an IRI.
            known: Statements that need not be read, by IRI; what is read is among them then.
            fetch: Returns what `encode` wrote of another, by the digest of the row.
        """
        super().__init__(rows, self.read)
        self.entity = entity
        self._known = known
        self._fetch = fetch

    def choose(self, rows: Sequence[StatementRow]) -> "Ledger":
        """Return some of the statements."""
        return Ledger(rows, self.entity, self._known, self._fetch)

    def encode(self, row: StatementRow) -> bytes:
        """Write all of a statement but for what its entities are."""
        return marshal.dumps(encode_statement(self.read(row)))

    def facts(self) -> Iterator[tuple[str, str, str]]:
        """Yield the plain triples: subject, relation, object of what is asserted."""
        return (row.triple for row in self.rows if row.status == "asserted")

    def kinds(self) -> dict[str, str]:
        """Return the class of each entity, by IRI."""
        return {iri: kind for row in self.rows for iri, _, kind in row.entities}

    def read(self, row: StatementRow) -> Statement:
        """Return the statement of a row."""
        found = self._known.get(row.iri)
        if found is None:
            found = decode_statement(marshal.loads(self._fetch(row.digest)), self.entity)
            self._known[row.iri] = found
        return found

    def pick(self, numbers: Iterable[int]) -> list[Statement]:
        """Return some statements by their numbers."""
        return [self.read(self.rows[number]) for number in numbers]


def make_ledger(statements: Sequence[Statement]) -> Ledger:
    """Return statements as a ledger."""
    entities = {
        entity.iri: entity
        for s in statements
        for entity in (s.subject, s.object, *(e.attributed_to for e in s.evidence))
        if entity
    }
    digests = Digests()
    rows = [make_row(s, digests) for s in statements]
    return Ledger(rows, entities.__getitem__, {s.iri: s for s in statements}, fetch_none)


def fetch_none(digest: str) -> bytes:
    """Return nothing: there is nothing that was written before."""
    raise ValueError(f"{digest} was not written")
