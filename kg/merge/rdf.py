"""Statements as triples: the merged view in the default graph, each article in its own.

No blank nodes: every node is named by what it holds, so that equal input gives equal bytes.
The triples of a node stand together, in an order that a person would read them in.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from oxrdflib import OxigraphStore
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import Dataset

from kg.datamodel import (
    ArticleHeader,
    Date,
    Development,
    Disagreement,
    Entity,
    Evidence,
    Money,
    Qualifiers,
    Run,
    Statement,
    StatementEvidence,
)
from kg.merge.terms import DCTERMS, FOAF, KG, OA, PROV, RDF, RDFS, SKOS, XSD
from kg.vocab import ID, INFERRED, PREFIXES, article_iri, fingerprint, slug

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as a graph has it: the merged one, or that of an article."""

    statement: Statement
    qualifiers: Qualifiers
    confidence: float
    evidence: Sequence[StatementEvidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphContents:
    """All that a graph is made of.

    Statements are sorted; `headers` holds the articles by id, in order. `developments` tell
    which statement came of which, `preferred` are those, by IRI, that rank before all that they
    disagree with, and `inferred` is what follows from the schema, as triples of IRIs.
    """

    statements: Sequence[Statement]
    disagreements: Sequence[Disagreement]
    headers: Mapping[str, ArticleHeader]
    run: Run
    developments: Sequence[Development] = ()
    preferred: Collection[str] = ()
    inferred: Sequence[tuple[str, str, str]] = ()


def make_dataset(contents: GraphContents) -> Dataset:
    """Write statements as RDF.

    Returns:
        A Dataset whose default graph is the merged view, and whose named graphs, one an
        article, hold what that article alone says, with its provenance; one more holds what
        is inferred.
    """
    store = Store()
    store.bulk_extend(Quad(*triple, DefaultGraph()) for triple in describe_merged(contents))
    store.bulk_extend(chain(describe_articles(contents), describe_inferred(contents)))
    dataset = Dataset(store=OxigraphStore(store=store), default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def describe_merged(contents: GraphContents) -> Iterator[Triple]:
    """Yield the merged view: the run, the articles, the entities, the statements."""
    yield from _run_triples(contents.run, contents.headers)
    for header in contents.headers.values():
        yield from _article_triples(header)
    disputed: dict[str, set[str]] = defaultdict(set)
    for found in contents.disagreements:
        disputed[found.one.iri].add(found.other.iri)
        disputed[found.other.iri].add(found.one.iri)
    following: dict[str, set[str]] = defaultdict(set)
    for step in contents.developments:
        following[step.earlier.iri].add(step.later.iri)

    def across(statement: Statement) -> Iterator[Triple]:
        """Yield what only all articles together tell."""
        yield from _source_triples(statement)
        node = NamedNode(statement.iri)
        yield node, KG.rank, KG.preferred if statement.iri in contents.preferred else KG.normal
        for other in sorted(disputed.get(statement.iri, ())):
            yield node, KG.disagreesWith, NamedNode(other)
        for later in sorted(following.get(statement.iri, ())):
            yield node, KG.followedBy, NamedNode(later)

    yield from _describe([_merged(s) for s in contents.statements], across)


def describe_statement(
    statement: Statement, headers: Mapping[str, ArticleHeader]
) -> Iterator[Triple]:
    """Yield what the merged view says of a statement, its evidence, articles and entities.

    The plain triple is not among it: that is the statement once more. Nor is what comes of
    other statements, such as its rank.
    """
    plain = KG[statement.relation]
    told = _describe([_merged(statement)], _source_triples)
    yield from (triple for triple in told if triple[1] != plain)
    for article in dict.fromkeys(found.evidence.article for found in statement.evidence):
        yield from _article_triples(headers[article])


def describe_articles(contents: GraphContents) -> Iterator[Quad]:
    """Yield the named graphs, article by article: each has what that article alone says."""
    said: dict[str, list[_Said]] = defaultdict(list)
    for statement in contents.statements:
        evidence: dict[str, list[StatementEvidence]] = defaultdict(list)
        for found in statement.evidence:
            evidence[found.evidence.article].append(found)
        for article, qualifiers, confidence in statement.by_article:
            said[article].append(_Said(statement, qualifiers, confidence, evidence[article]))
    activity = run_iri(contents.run)
    for article, header in contents.headers.items():
        graph = _article_node(article)
        yield from (Quad(*triple, graph) for triple in _article_triples(header))
        yield Quad(graph, PROV.wasGeneratedBy, activity, graph)
        here = _describe(said.get(article, ()), lambda statement: ())
        yield from (Quad(*triple, graph) for triple in here)


def describe_inferred(contents: GraphContents) -> Iterator[Quad]:
    """Yield the graph of inferred triples; where nothing is inferred, there is none."""
    if contents.inferred:
        graph = NamedNode(INFERRED)
        yield Quad(graph, RDF.type, KG.Inferred, graph)
        yield Quad(graph, RDF.type, PROV.Entity, graph)
        for subject, predicate, value in contents.inferred:
            yield Quad(_node(subject), _node(predicate), _node(value), graph)


def run_iri(run: Run) -> NamedNode:
    """Return the IRI of a run: one for each way of reading, whatever was read."""
    settings = (f"{name}={value}" for name, value in run.settings)
    return NamedNode(f"{ID}run/{fingerprint(run.version, run.model, run.ontology, *settings)}")


def _merged(statement: Statement) -> _Said:
    return _Said(statement, statement.qualifiers, statement.confidence, statement.evidence)


def _source_triples(statement: Statement) -> Iterator[Triple]:
    yield NamedNode(statement.iri), KG.sources, Literal(statement.sources)


def _describe(
    said: Sequence[_Said], more: Callable[[Statement], Iterable[Triple]]
) -> Iterator[Triple]:
    """Yield entities with their plain triples, then statements, each with its evidence."""
    entities: dict[str, Entity] = {}
    plain: dict[str, dict[Triple, None]] = defaultdict(dict)
    for one in said:
        statement = one.statement
        sources = (found.attributed_to for found in one.evidence if found.attributed_to)
        for entity in (statement.subject, statement.object, *sources):
            entities[entity.iri] = entity
        if statement.status == "asserted":
            ends = NamedNode(statement.subject.iri), NamedNode(statement.object.iri)
            plain[statement.subject.iri][ends[0], KG[statement.relation], ends[1]] = None
    for iri, entity in sorted(entities.items()):
        yield from _entity_triples(entity)
        yield from plain.get(iri, ())
    anchored: set[NamedNode] = set()
    for one in said:
        evidence = {_evidence_iri(found): found for found in one.evidence}
        yield from _statement_triples(one, evidence)
        yield from more(one.statement)
        for node, found in evidence.items():
            if node not in anchored:
                anchored.add(node)
                yield from _evidence_triples(node, found)


def _run_triples(run: Run, articles: Iterable[str]) -> Iterator[Triple]:
    activity = run_iri(run)
    agent = NamedNode(f"{ID}agent/newskg-{slug(run.version)}")
    yield activity, RDF.type, KG.Run
    yield activity, RDF.type, PROV.Activity
    yield activity, KG.version, Literal(run.version)
    yield activity, KG.modelDigest, Literal(run.model)
    yield activity, KG.ontologyDigest, Literal(run.ontology)
    for name, value in run.settings:
        yield activity, KG.setting, Literal(f"{name}={value}")
    yield activity, PROV.wasAssociatedWith, agent
    for article in articles:
        yield activity, PROV.used, _article_node(article)
    yield agent, RDF.type, PROV.SoftwareAgent
    # No rdfs:label: what has one is an entity.
    yield agent, FOAF.name, Literal(f"newskg {run.version}")


@lru_cache(maxsize=1 << 16)
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


@lru_cache(maxsize=1 << 16)
def _article_node(article: str) -> NamedNode:
    return NamedNode(article_iri(article))


def _article_triples(header: ArticleHeader) -> Iterator[Triple]:
    node = _article_node(header.id)
    yield node, RDF.type, KG.Article
    yield node, RDF.type, PROV.Entity
    yield node, DCTERMS.identifier, Literal(header.id)
    yield node, KG.digest, Literal(header.digest)
    if header.title:
        yield node, DCTERMS.title, Literal(header.title)
    if header.date:
        yield node, DCTERMS.issued, Literal(header.date.isoformat(), datatype=XSD.date)
    if header.publisher:
        yield node, DCTERMS.publisher, Literal(header.publisher)
    if header.author:
        yield node, DCTERMS.creator, Literal(header.author)
    if header.url:
        yield node, DCTERMS.source, Literal(header.url, datatype=XSD.anyURI)


def _entity_triples(entity: Entity) -> Iterator[Triple]:
    node = NamedNode(entity.iri)
    yield node, RDF.type, KG[entity.type]
    yield node, RDFS.label, Literal(entity.label)
    for alias in entity.aliases:
        yield node, SKOS.altLabel, Literal(alias)


def _statement_triples(
    said: _Said, evidence: Mapping[NamedNode, StatementEvidence]
) -> Iterator[Triple]:
    statement = said.statement
    node = NamedNode(statement.iri)
    yield node, RDF.type, KG.Statement
    yield node, RDF.subject, NamedNode(statement.subject.iri)
    yield node, RDF.predicate, KG[statement.relation]
    yield node, RDF.object, NamedNode(statement.object.iri)
    yield node, KG.status, KG[statement.status]
    yield from _qualifier_triples(node, said.qualifiers)
    yield node, KG.confidence, _number(Decimal(str(said.confidence)))
    for source in sorted({f.attributed_to.iri for f in evidence.values() if f.attributed_to}):
        yield node, KG.attributedTo, NamedNode(source)
    for anchor in evidence:
        yield node, PROV.wasDerivedFrom, anchor


def _qualifier_triples(node: NamedNode, qualifiers: Qualifiers) -> Iterator[Triple]:
    if qualifiers.amount:
        yield from _amount_triples(node, qualifiers.amount)
    if qualifiers.valuation:
        yield node, KG.valuation, _number(qualifiers.valuation.amount)
        yield node, KG.valuationCurrency, Literal(qualifiers.valuation.currency)
    if qualifiers.date:
        yield from _date_triples(node, qualifiers.date)
    if qualifiers.role:
        yield node, KG.role, Literal(qualifiers.role)
    if qualifiers.role_wording:
        yield node, KG.roleWording, Literal(qualifiers.role_wording)
    if qualifiers.stake is not None:
        yield node, KG.stake, _number(qualifiers.stake)
    if qualifiers.round:
        yield node, KG["round"], Literal(qualifiers.round)
    if qualifiers.lead:
        yield node, KG.lead, Literal(True)


def _amount_triples(node: NamedNode, amount: Money) -> Iterator[Triple]:
    yield node, KG.amount, _number(amount.amount)
    yield node, KG.currency, Literal(amount.currency)
    yield node, KG.amountPrecision, KG[amount.precision]
    if amount.upper is not None:
        yield node, KG.amountUpTo, _number(amount.upper)


def _date_triples(node: NamedNode, date: Date) -> Iterator[Triple]:
    yield node, KG.date, Literal(date.day.isoformat(), datatype=XSD.date)
    yield node, KG.datePrecision, KG[date.precision]


def _evidence_iri(found: StatementEvidence) -> NamedNode:
    anchor, source = found.evidence, found.attributed_to
    place = str(anchor.span.start), str(anchor.span.end)
    return NamedNode(
        f"{ID}evidence/{fingerprint(anchor.article, *place, source.iri if source else '')}"
    )


def _evidence_triples(node: NamedNode, found: StatementEvidence) -> Iterator[Triple]:
    position, quote = NamedNode(f"{node.value}-position"), NamedNode(f"{node.value}-quote")
    yield node, RDF.type, KG.Evidence
    yield node, RDF.type, OA.SpecificResource
    yield node, OA.hasSource, _article_node(found.evidence.article)
    if found.attributed_to:
        yield node, KG.attributedTo, NamedNode(found.attributed_to.iri)
    yield node, OA.hasSelector, position
    yield node, OA.hasSelector, quote
    yield from _selector_triples(position, quote, found.evidence)


def _selector_triples(position: NamedNode, quote: NamedNode, anchor: Evidence) -> Iterator[Triple]:
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(anchor.span.start)
    yield position, OA.end, Literal(anchor.span.end)
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.prefix, Literal(anchor.prefix)
    yield quote, OA.exact, Literal(anchor.quote)
    yield quote, OA.suffix, Literal(anchor.suffix)


def _number(value: Decimal) -> Literal:
    """Write whole numbers as xsd:integer, others as a canonical xsd:decimal."""
    if value == value.to_integral_value():
        return Literal(int(value))
    return Literal(f"{value.normalize():f}", datatype=XSD.decimal)
