"""Statements as triples: the merged view in the default graph, each article in its own.

Both come in parts, so that a part that was written before need not be described again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

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
    StatementEvidence,
)
from kg.merge.ledger import Ledger, Order, order_of, read_order
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

# Of a statement whether it is preferred, which others disagree, and which follow, by IRI.
Beyond: TypeAlias = tuple[bool, tuple[str, ...], tuple[str, ...]]
NOTHING_BEYOND: Beyond = (False, (), ())
# Statements that are kept parted by article: what thousands of articles say is not parted anew
# for each of them.
PARTED = 1000
# What follows of an entity: from its IRI, its class, relation and object of what is asserted of
# it as a subject, and relation and subject of what is asserted of it as an object.
Infer: TypeAlias = Callable[
    [str, str, Sequence[tuple[str, str]], Sequence[tuple[str, str]]], Sequence[tuple[str, str, str]]
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphContents:
    """All that a graph is made of.

    Statements are sorted; `headers` holds the articles by id, in order. `developments` tell
    which statement came of which, `preferred` are those, by IRI, that rank before all that they
    disagree with, `beyond` is what comes of all this for each, if it is known already, and `infer`
    tells what follows from the schema; without it, nothing.
    """

    statements: Ledger
    disagreements: Sequence[Disagreement]
    headers: Mapping[str, ArticleHeader]
    run: Run
    developments: Sequence[Development] = ()
    preferred: Collection[str] = ()
    beyond: Mapping[Order, Beyond] | None = None
    infer: Infer | None = None


def run_digest(run: Run) -> str:
    """Name a run by all that is said of it, but for its articles."""
    return run_iri(run).value


def make_dataset(contents: GraphContents) -> Dataset:
    """Write statements as RDF.

    Returns:
        A Dataset whose default graph is the merged view, and whose named graphs, one an
        article, hold what that article alone says, with its provenance; one more holds what
        is inferred.
    """
    nodes, ledger = GraphNodes(contents), contents.statements
    store = Store()

    def add(triples: Iterable[Triple], graph: NamedNode | DefaultGraph) -> None:
        store.bulk_extend(Quad(*triple, graph) for triple in triples)

    add(nodes.merged(), DefaultGraph())
    for article in contents.headers:
        add(nodes.graph(article), article_node(article))
    inferred = [triple for iri in ledger.entities() for triple in nodes.inferred(iri)]
    if inferred:
        add([*describe_inferred(), *inferred], make_node(INFERRED))
    dataset = Dataset(store=OxigraphStore(store=store), default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def find_beyond(contents: GraphContents) -> Mapping[Order, Beyond]:
    """Find what only all articles together tell of a statement, where that is anything."""
    if contents.beyond is not None:
        return contents.beyond
    disputed: dict[Order, set[str]] = defaultdict(set)
    for found in contents.disagreements:
        disputed[order_of(found.one)].add(found.other.iri)
        disputed[order_of(found.other)].add(found.one.iri)
    following: dict[Order, set[str]] = defaultdict(set)
    for step in contents.developments:
        following[order_of(step.earlier)].add(step.later.iri)
    return {
        order: (
            read_order(order).iri in contents.preferred,
            tuple(sorted(disputed.get(order, ()))),
            tuple(sorted(following.get(order, ()))),
        )
        for order in (disputed.keys() | following.keys())
    }


class GraphNodes:
    """The nodes of a graph as triples, by what they are of."""

    def __init__(self, contents: GraphContents) -> None:
        self._contents = contents
        self._ledger = contents.statements
        self._beyond = find_beyond(contents)
        self._owners = cache(self._find_owners)
        self._sentences = lru_cache(PARTED)(self._part_sentences)
        self._said = lru_cache(PARTED)(self._part_statement)

    def merged(self) -> Iterator[Triple]:
        """Yield the merged view: the run, the articles, the entities, the statements."""
        yield from self.run()
        for article in self._contents.headers:
            yield from self.article(article)
        for iri in self._ledger.entities():
            yield from self.entity(iri)
        for order in self._ledger.rows:
            yield from self.statement(order)

    def run(self) -> Iterator[Triple]:
        """Yield the run and the program."""
        return run_triples(self._contents.run, self._contents.headers)

    def article(self, article: str) -> Iterator[Triple]:
        """Yield what is known of an article."""
        return article_triples(self._contents.headers[article])

    def entity(self, iri: str) -> Iterator[Triple]:
        """Yield what the merged view says of an entity."""
        return _describe_entity(self._ledger.entity(iri), self._facts(iri))

    def statement(self, order: Order) -> Iterator[Triple]:
        """Yield what the merged view says of a statement.

        Of sentences that several rest on, the first of these has them.
        """
        one = _merged(self._ledger.read(order))
        node = make_node(one.statement.iri)
        preferred = one.statement.iri in self._contents.preferred
        _, disputed, following = self._beyond.get(order, NOTHING_BEYOND)
        more = [
            *source_triples(one.statement),
            (node, KG["rank"], KG.preferred if preferred else KG.normal),
            *((node, KG.disagreesWith, make_node(other)) for other in disputed),
            *((node, KG.followedBy, make_node(later)) for later in following),
        ]
        evidence = self._ledger.table.row(order).evidence
        fresh = {n for n, (name, of) in enumerate(evidence) if self._owners(of)[name] == order}
        return _describe_said(one, more, fresh)

    def _find_owners(self, article: str) -> dict[str, Order]:
        """Return of each sentence of an article the first statement that rests on it."""
        found: dict[str, Order] = {}
        for order in self._ledger.said_by(article):
            for name in self._sentences(order)[article]:
                found.setdefault(name, order)
        return found

    def _part_sentences(self, order: Order) -> Mapping[str, Sequence[str]]:
        """Return the sentences that a statement rests on, by article."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, article in self._ledger.table.row(order).evidence:
            found[article].append(name)
        return found

    def _part_statement(self, order: Order) -> Mapping[str, Said]:
        """Return a statement as each article has it."""
        statement = self._ledger.read(order)
        evidence: dict[str, list[StatementEvidence]] = defaultdict(list)
        for found in statement.evidence:
            evidence[found.evidence.article].append(found)
        return {
            article: Said(statement, qualifiers, confidence, evidence[article])
            for article, qualifiers, confidence in statement.by_article
        }

    def graph(self, article: str) -> Iterator[Triple]:
        """Yield what an article alone says, with its provenance."""
        header = self._contents.headers[article]
        yield from article_triples(header)
        yield article_node(article), PROV.wasGeneratedBy, run_iri(self._contents.run)
        orders = self._ledger.said_by(article)
        said = [self._said(order)[article] for order in orders]
        for entity, relations in _entities_of(said):
            yield from _describe_entity(entity, relations)
        described: set[str] = set()
        for one in said:
            evidence = [evidence_iri(found).value for found in one.evidence]
            yield from _describe_said(one, (), _fresh_evidence(evidence, described))

    def inferred(self, iri: str) -> Iterator[Triple]:
        """Yield what follows of an entity."""
        infer = self._contents.infer
        if infer is None:
            return
        kind, into = self._ledger.entity(iri).type, tuple(self._pointing_to(iri))
        for subject, predicate, value in infer(iri, kind, self._facts(iri), into):
            yield make_node(subject), make_node(predicate), make_node(value)

    def _facts(self, iri: str) -> tuple[tuple[str, str], ...]:
        """Return relation and object of what is asserted of an entity."""
        keys = map(read_order, self._ledger.starting(iri))
        told = ((key.relation, key.object) for key in keys if key.status == "asserted")
        return tuple(dict.fromkeys(told))

    def _pointing_to(self, iri: str) -> Iterable[tuple[str, str]]:
        """Return relation and subject of what is asserted of an entity as an object."""
        keys = (key for key in map(read_order, self._ledger.naming(iri)) if key.object == iri)
        return dict.fromkeys((k.relation, k.subject) for k in keys if k.status == "asserted")


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


def describe_inferred() -> Iterator[Triple]:
    """Yield what the graph of inferred triples is."""
    graph = make_node(INFERRED)
    yield graph, RDF.type, KG.Inferred
    yield graph, RDF.type, PROV.Entity
