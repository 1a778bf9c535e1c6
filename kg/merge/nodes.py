"""The nodes of a graph, each as triples in an order that a person would read them in.

No blank nodes: every node is named by what it holds, so that equal input gives equal bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.datamodel import (
    ArticleHeader,
    Date,
    Entity,
    Evidence,
    Money,
    Qualifiers,
    Run,
    Statement,
    StatementEvidence,
)
from kg.merge.terms import DCTERMS, FOAF, KG, OA, PROV, RDF, RDFS, SKOS, XSD
from kg.vocab import ID, article_iri, fingerprint, slug

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a graph has it: the merged one, or that of an article."""

    statement: Statement
    qualifiers: Qualifiers
    confidence: float
    evidence: Sequence[StatementEvidence]


def run_iri(run: Run) -> NamedNode:
    """Return the IRI of a run: one for each way of reading, whatever was read."""
    settings = (f"{name}={value}" for name, value in run.settings)
    return NamedNode(f"{ID}run/{fingerprint(run.version, run.model, run.ontology, *settings)}")


def run_triples(run: Run, articles: Iterable[str]) -> Iterator[Triple]:
    """Yield a run, the articles it used and the program."""
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
        yield activity, PROV.used, article_node(article)
    yield agent, RDF.type, PROV.SoftwareAgent
    # No rdfs:label: what has one is an entity.
    yield agent, FOAF.name, Literal(f"newskg {run.version}")


@lru_cache(maxsize=1 << 16)
def make_node(iri: str) -> NamedNode:
    """Return the node of an IRI, made once while it is in use."""
    return NamedNode(iri)


@lru_cache(maxsize=1 << 16)
def article_node(article: str) -> NamedNode:
    """Return the node of an article, which names its graph as well."""
    return NamedNode(article_iri(article))


def article_triples(header: ArticleHeader) -> Iterator[Triple]:
    """Yield what is known of an article besides its text."""
    node = article_node(header.id)
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


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """Yield class, label and other names of an entity."""
    node = NamedNode(entity.iri)
    yield node, RDF.type, KG[entity.type]
    yield node, RDFS.label, Literal(entity.label)
    for alias in entity.aliases:
        yield node, SKOS.altLabel, Literal(alias)


def statement_triples(
    said: Said, evidence: Mapping[NamedNode, StatementEvidence]
) -> Iterator[Triple]:
    """Yield a statement, with its qualifiers and the nodes of its evidence."""
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


def source_triples(statement: Statement) -> Iterator[Triple]:
    """Yield how many independent sources a statement has."""
    yield NamedNode(statement.iri), KG.sources, Literal(statement.sources)


def _qualifier_triples(node: NamedNode, qualifiers: Qualifiers) -> Iterator[Triple]:
    if qualifiers.amount:
        yield node, KG.currency, Literal(qualifiers.amount.currency)
        yield from _money_triples(node, "amount", qualifiers.amount)
    if qualifiers.valuation:
        yield node, KG.valuationCurrency, Literal(qualifiers.valuation.currency)
        yield from _money_triples(node, "valuation", qualifiers.valuation)
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


def _money_triples(node: NamedNode, name: str, money: Money) -> Iterator[Triple]:
    yield node, KG[name], _number(money.amount)
    yield node, KG[f"{name}Precision"], KG[money.precision]
    if money.upper is not None:
        yield node, KG[f"{name}UpTo"], _number(money.upper)


def _date_triples(node: NamedNode, date: Date) -> Iterator[Triple]:
    yield node, KG.date, Literal(date.day.isoformat(), datatype=XSD.date)
    yield node, KG.datePrecision, KG[date.precision]


def evidence_iri(found: StatementEvidence) -> NamedNode:
    """Return the IRI of a sentence, and of whom it quotes there."""
    return NamedNode(f"{ID}evidence/{name_evidence(found)}")


def name_evidence(found: StatementEvidence) -> str:
    """Return the last part of that IRI."""
    anchor, source = found.evidence, found.attributed_to
    place = str(anchor.span.start), str(anchor.span.end)
    return fingerprint(anchor.article, *place, source.iri if source else "")


def evidence_triples(node: NamedNode, found: StatementEvidence) -> Iterator[Triple]:
    """Yield a sentence, with its place and its wording."""
    position, quote = NamedNode(f"{node.value}-position"), NamedNode(f"{node.value}-quote")
    yield node, RDF.type, KG.Evidence
    yield node, RDF.type, OA.SpecificResource
    yield node, OA.hasSource, article_node(found.evidence.article)
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
