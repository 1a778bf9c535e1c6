"""Statements as triples: the merged view in the default graph, each article in its own.

Both come in parts, so that a part that was written before need not be described again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol

from oxrdflib import OxigraphStore
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
from rdflib import Dataset

from kg.datamodel import (
    ArticleHeader,
    Development,
    Disagreement,
    Entity,
    Run,
    Statement,
)
from kg.merge.digests import Digests, digest
from kg.merge.ledger import Ledger, StatementRow
from kg.merge.nodes import (
    Said,
    Triple,
    article_node,
    article_triples,
    entity_triples,
    evidence_iri,
    evidence_triples,
    make_node,
    run_iri,
    run_triples,
    source_triples,
    statement_triples,
)
from kg.merge.terms import KG, PROV, RDF
from kg.vocab import INFERRED, PREFIXES


class Inferred(Protocol):
    """What follows of an entity; `rests_on` is all that it follows from, as plain values."""

    @property
    def subject(self) -> str:
        """Return the IRI of the entity."""

    @property
    def rests_on(self) -> tuple[object, ...]:
        """Return what it follows from."""

    def triples(self) -> Sequence[tuple[str, str, str]]:
        """Return what follows, as IRIs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphContents:
    """All that a graph is made of.

    Statements are sorted; `headers` holds the articles by id, in order. `developments` tell
    which statement came of which, `preferred` are those, by IRI, that rank before all that they
    disagree with, and `inferred` is what follows from the schema, entity by entity.
    """

    statements: Ledger
    disagreements: Sequence[Disagreement]
    headers: Mapping[str, ArticleHeader]
    run: Run
    developments: Sequence[Development] = ()
    preferred: Collection[str] = ()
    inferred: Sequence[Inferred] = ()


class Part(NamedTuple):
    """Some nodes of one graph that stand together; no other part describes them.

    `key` is the digest of all that `describe` makes the triples of; `graph` is None in the
    merged view.
    """

    key: str
    describe: Callable[[], Iterable[Triple]]
    graph: NamedNode | None = None

    def quads(self) -> Iterator[Quad]:
        """Yield the triples with the name of their graph."""
        graph = self.graph or DefaultGraph()
        return (Quad(*triple, graph) for triple in self.describe())


def make_dataset(contents: GraphContents) -> Dataset:
    """Write statements as RDF.

    Returns:
        A Dataset whose default graph is the merged view, and whose named graphs, one an
        article, hold what that article alone says, with its provenance; one more holds what
        is inferred.
    """
    digests = Digests()
    store = Store()
    for part in chain(
        merged_parts(contents, digests), article_parts(contents, digests), inferred_parts(contents)
    ):
        store.bulk_extend(part.quads())
    dataset = Dataset(store=OxigraphStore(store=store), default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def merged_parts(contents: GraphContents, digests: Digests) -> Iterator[Part]:
    """Yield the merged view: the run, the articles, the entities, the statements."""
    run, headers, ledger = contents.run, contents.headers, contents.statements
    key = digest("run", run_iri(run).value, tuple(headers))
    yield Part(key, partial(run_triples, run, headers))
    for header in headers.values():
        key = digest("article", digests.of_header(header))
        yield Part(key, partial(article_triples, header))
    known = {iri: found for row in ledger.rows for iri, found, _ in row.entities}
    plain: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for subject, relation, other in ledger.facts():
        plain[subject][relation, other] = None
    for iri, found in sorted(known.items()):
        relations = tuple(plain.get(iri, ()))
        yield Part(
            digest("entity", found, relations), partial(_describe_known, ledger, iri, relations)
        )
    described: set[str] = set()
    across = _Across(contents)
    for row in ledger.rows:
        fresh, beyond = _fresh_evidence(row.evidence, described), across.find(row.iri)
        # Most have their evidence to themselves, and nothing to do with others.
        plain_one = beyond == NOTHING_BEYOND and len(fresh) == len(row.evidence)
        key = row.digest if plain_one else digest("statement", row.digest, fresh, beyond)
        yield Part(key, partial(_describe_merged, ledger, row, fresh, beyond))


def article_parts(contents: GraphContents, digests: Digests) -> Iterator[Part]:
    """Yield the named graphs, article by article: each has what that article alone says."""
    ledger = contents.statements
    said: dict[str, list[tuple[str, StatementRow]]] = defaultdict(list)
    for row in ledger.rows:
        for article, found in row.by_article:
            said[article].append((found, row))
    activity = run_iri(contents.run)
    for article, header in contents.headers.items():
        here = said.get(article, ())
        told = tuple([found for found, _ in here])
        key = digest("graph", digests.of_header(header), activity.value, told)
        rows = [row for _, row in here]
        describe = partial(_describe_article, article, header, activity, ledger, rows)
        yield Part(key, describe, article_node(article))


def inferred_parts(contents: GraphContents) -> Iterator[Part]:
    """Yield the graph of inferred triples, which says first what it is; without any, none."""
    graph = make_node(INFERRED)
    if any(one.triples() for one in contents.inferred):
        yield Part("inferred", _describe_inferred, graph)
        for one in contents.inferred:
            yield Part(digest("inferred", one.rests_on), partial(_describe_inference, one), graph)


def describe_statement(
    statement: Statement, headers: Mapping[str, ArticleHeader]
) -> Iterator[Triple]:
    """Yield what the merged view says of a statement, its evidence, articles and entities.

    The plain triple is not among it: that is the statement once more. Nor is what comes of
    other statements, such as its rank.
    """
    said = _merged(statement)
    for entity, _ in _entities_of([said]):
        yield from entity_triples(entity)
    yield from _describe_said(said, source_triples(statement))
    for article in dict.fromkeys(found.evidence.article for found in statement.evidence):
        yield from article_triples(headers[article])


def _merged(statement: Statement) -> Said:
    return Said(statement, statement.qualifiers, statement.confidence, statement.evidence)


def _describe_known(
    ledger: Ledger, iri: str, relations: Iterable[tuple[str, str]]
) -> Iterator[Triple]:
    return _describe_entity(ledger.entity(iri), relations)


def _entities_of(said: Iterable[Said]) -> list[tuple[Entity, tuple[tuple[str, str], ...]]]:
    """Return entities, each with relation and object of its plain triples."""
    entities: dict[str, Entity] = {}
    plain: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for one in said:
        statement = one.statement
        sources = (found.attributed_to for found in one.evidence if found.attributed_to)
        for entity in (statement.subject, statement.object, *sources):
            entities[entity.iri] = entity
        if statement.status == "asserted":
            plain[statement.subject.iri][statement.relation, statement.object.iri] = None
    return [(entity, tuple(plain.get(iri, ()))) for iri, entity in sorted(entities.items())]


def _describe_entity(entity: Entity, relations: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    yield from entity_triples(entity)
    node = make_node(entity.iri)
    yield from ((node, KG[relation], make_node(other)) for relation, other in relations)


def _fresh_evidence(evidence: Iterable[str], described: set[str]) -> tuple[int, ...]:
    """Return, by number, the evidence that no statement before rests on, and note it."""
    fresh = []
    for number, iri in enumerate(evidence):
        if iri not in described:
            described.add(iri)
            fresh.append(number)
    return tuple(fresh)


def _describe_said(
    one: Said, more: Iterable[Triple], fresh: Collection[int] | None = None
) -> Iterator[Triple]:
    """Yield a statement and its evidence, all or what is `fresh` of it, by number."""
    evidence = {evidence_iri(found): found for found in one.evidence}
    yield from statement_triples(one, evidence)
    yield from more
    for number, (node, found) in enumerate(evidence.items()):
        if fresh is None or number in fresh:
            yield from evidence_triples(node, found)


# Whether it is preferred, which statements disagree, and which follow, by IRI.
Beyond = tuple[bool, tuple[str, ...], tuple[str, ...]]
NOTHING_BEYOND: Beyond = (False, (), ())


class _Across:
    """What only all articles together tell of a statement."""

    def __init__(self, contents: GraphContents) -> None:
        self._preferred = contents.preferred
        self._disputed: dict[str, set[str]] = defaultdict(set)
        for found in contents.disagreements:
            self._disputed[found.one.iri].add(found.other.iri)
            self._disputed[found.other.iri].add(found.one.iri)
        self._following: dict[str, set[str]] = defaultdict(set)
        for step in contents.developments:
            self._following[step.earlier.iri].add(step.later.iri)
        self._known = {*self._preferred, *self._disputed, *self._following}

    def find(self, iri: str) -> Beyond:
        if iri not in self._known:
            return NOTHING_BEYOND
        disputed, following = self._disputed.get(iri, ()), self._following.get(iri, ())
        return iri in self._preferred, tuple(sorted(disputed)), tuple(sorted(following))


def _describe_merged(
    ledger: Ledger, row: StatementRow, fresh: Collection[int], beyond: Beyond
) -> Iterator[Triple]:
    one = _merged(ledger.read(row))
    node = make_node(row.iri)
    preferred, disputed, following = beyond
    more = [
        *source_triples(one.statement),
        (node, KG["rank"], KG.preferred if preferred else KG.normal),
        *((node, KG.disagreesWith, make_node(other)) for other in disputed),
        *((node, KG.followedBy, make_node(later)) for later in following),
    ]
    yield from _describe_said(one, more, fresh)


def _describe_article(
    article: str,
    header: ArticleHeader,
    activity: NamedNode,
    ledger: Ledger,
    rows: Iterable[StatementRow],
) -> Iterator[Triple]:
    yield from article_triples(header)
    yield article_node(header.id), PROV.wasGeneratedBy, activity
    said = [_said_by(article, ledger.read(row)) for row in rows]
    for entity, relations in _entities_of(said):
        yield from _describe_entity(entity, relations)
    described: set[str] = set()
    for one in said:
        evidence = [evidence_iri(found).value for found in one.evidence]
        yield from _describe_said(one, (), _fresh_evidence(evidence, described))


def _said_by(article: str, statement: Statement) -> Said:
    """Return a statement as one article has it."""
    ((qualifiers, confidence),) = (
        (qualifiers, confidence)
        for name, qualifiers, confidence in statement.by_article
        if name == article
    )
    evidence = [found for found in statement.evidence if found.evidence.article == article]
    return Said(statement, qualifiers, confidence, evidence)


def _describe_inferred() -> Iterator[Triple]:
    graph = make_node(INFERRED)
    yield graph, RDF.type, KG.Inferred
    yield graph, RDF.type, PROV.Entity


def _describe_inference(found: Inferred) -> Iterator[Triple]:
    for subject, predicate, value in found.triples():
        yield make_node(subject), make_node(predicate), make_node(value)
