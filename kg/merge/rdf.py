"""Statements as triples: the merged view in the default graph, each article in its own.

No blank nodes: every node is named by what it holds, so that equal input gives equal bytes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from kg.datamodel import (
    ArticleHeader,
    Date,
    Development,
    Disagreement,
    Entity,
    Money,
    Qualifiers,
    Run,
    Statement,
    StatementEvidence,
)
from kg.vocab import ID, KG, OA, PREFIXES, article_iri, fingerprint

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def make_dataset(
    statements: Iterable[Statement],
    disagreements: Iterable[Disagreement],
    headers: Mapping[str, ArticleHeader],
    run: Run,
    *,
    developments: Iterable[Development] = (),
    preferred: Collection[str] = (),
) -> Dataset:
    """Write statements as RDF.

    Args:
        developments: Which statement came of which.
        preferred: The statements, by IRI, that rank before those they disagree with.

    Returns:
        A Dataset whose default graph is the merged view, and whose named graphs, one an
        article, hold what that article alone says, with its provenance.
    """
    dataset = Dataset(store="Oxigraph", default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    merged = dataset.default_context
    ordered = list(statements)
    activity = ID[
        f"run/{fingerprint(run.version, run.model, run.ontology, *map(str, run.settings))}"
    ]
    _add(merged, _run_triples(activity, run))
    for header in headers.values():
        graph = dataset.graph(article_iri(header.id))
        for target in (merged, graph):
            _add(target, _article_triples(header))
        _add(graph, [(article_iri(header.id), PROV.wasGeneratedBy, activity)])
    for statement in ordered:
        _add(merged, _statement_triples(statement, statement.qualifiers, statement.confidence))
        _add(merged, [(URIRef(statement.iri), KG.sources, Literal(statement.sources))])
        rank = KG.preferred if statement.iri in preferred else KG.normal
        _add(merged, [(URIRef(statement.iri), KG["rank"], rank)])
        _add(merged, _evidence_triples(statement, statement.evidence))
        for article, qualifiers, confidence in statement.by_article:
            graph = dataset.graph(article_iri(article))
            here = [e for e in statement.evidence if e.evidence.article == article]
            _add(graph, _statement_triples(statement, qualifiers, confidence))
            _add(graph, _evidence_triples(statement, here))
    for found in disagreements:
        one, other = URIRef(found.one.iri), URIRef(found.other.iri)
        _add(merged, [(one, KG.disagreesWith, other), (other, KG.disagreesWith, one)])
    for step in developments:
        _add(merged, [(URIRef(step.earlier.iri), KG.followedBy, URIRef(step.later.iri))])
    return dataset


def describe_statement(
    statement: Statement, headers: Mapping[str, ArticleHeader]
) -> Iterator[Triple]:
    """Yield all that the merged graph says of a statement, its evidence, articles and entities.

    The plain triple is not among it: that is the statement once more.
    """
    plain = KG[statement.relation]
    told = _statement_triples(statement, statement.qualifiers, statement.confidence)
    yield from (triple for triple in told if triple[1] != plain)
    yield URIRef(statement.iri), KG.sources, Literal(statement.sources)
    yield from _evidence_triples(statement, statement.evidence)
    for article in dict.fromkeys(found.evidence.article for found in statement.evidence):
        yield from _article_triples(headers[article])


def _add(graph: Graph, triples: Iterable[Triple]) -> None:
    for triple in triples:
        graph.add(triple)


def _run_triples(activity: URIRef, run: Run) -> Iterator[Triple]:
    yield activity, RDF.type, KG.Run
    yield activity, RDF.type, PROV.Activity
    yield activity, KG.version, Literal(run.version)
    yield activity, KG.modelDigest, Literal(run.model)
    yield activity, KG.ontologyDigest, Literal(run.ontology)
    for name, value in run.settings:
        yield activity, KG.setting, Literal(f"{name}={value}")


def _article_triples(header: ArticleHeader) -> Iterator[Triple]:
    node = article_iri(header.id)
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
    node = URIRef(entity.iri)
    yield node, RDF.type, KG[entity.type]
    yield node, RDFS.label, Literal(entity.label)
    for alias in entity.aliases:
        yield node, SKOS.altLabel, Literal(alias)


def _statement_triples(
    statement: Statement, qualifiers: Qualifiers, confidence: float
) -> Iterator[Triple]:
    node, relation = URIRef(statement.iri), KG[statement.relation]
    subject, object_ = URIRef(statement.subject.iri), URIRef(statement.object.iri)
    for entity in (statement.subject, statement.object):
        yield from _entity_triples(entity)
    if statement.status == "asserted":
        yield subject, relation, object_
    yield node, RDF.type, KG.Statement
    yield node, RDF.subject, subject
    yield node, RDF.predicate, relation
    yield node, RDF.object, object_
    yield node, KG.status, KG[statement.status]
    yield node, KG.confidence, _number(Decimal(str(confidence)))
    yield from _qualifier_triples(node, qualifiers)


def _qualifier_triples(node: URIRef, qualifiers: Qualifiers) -> Iterator[Triple]:
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


def _amount_triples(node: URIRef, amount: Money) -> Iterator[Triple]:
    yield node, KG.amount, _number(amount.amount)
    yield node, KG.currency, Literal(amount.currency)
    yield node, KG.amountPrecision, KG[amount.precision]
    if amount.upper is not None:
        yield node, KG.amountUpTo, _number(amount.upper)


def _date_triples(node: URIRef, date: Date) -> Iterator[Triple]:
    yield node, KG.date, Literal(date.day.isoformat(), datatype=XSD.date)
    yield node, KG.datePrecision, KG[date.precision]


def _evidence_triples(
    statement: Statement, evidence: Iterable[StatementEvidence]
) -> Iterator[Triple]:
    for found in evidence:
        anchor, source = found.evidence, found.attributed_to
        key = fingerprint(
            anchor.article,
            str(anchor.span.start),
            str(anchor.span.end),
            source.iri if source else "",
        )
        node = ID[f"evidence/{key}"]
        position, quote = ID[f"evidence/{key}-position"], ID[f"evidence/{key}-quote"]
        yield URIRef(statement.iri), PROV.wasDerivedFrom, node
        yield node, RDF.type, KG.Evidence
        yield node, RDF.type, OA.SpecificResource
        yield node, OA.hasSource, article_iri(anchor.article)
        yield node, OA.hasSelector, position
        yield node, OA.hasSelector, quote
        yield position, RDF.type, OA.TextPositionSelector
        yield position, OA.start, Literal(anchor.span.start)
        yield position, OA.end, Literal(anchor.span.end)
        yield quote, RDF.type, OA.TextQuoteSelector
        yield quote, OA.exact, Literal(anchor.quote)
        yield quote, OA.prefix, Literal(anchor.prefix)
        yield quote, OA.suffix, Literal(anchor.suffix)
        if source:
            yield from _entity_triples(source)
            yield node, KG.attributedTo, URIRef(source.iri)
            yield URIRef(statement.iri), KG.attributedTo, URIRef(source.iri)


def _number(value: Decimal) -> Literal:
    """Write whole numbers as xsd:integer, others as a canonical xsd:decimal."""
    if value == value.to_integral_value():
        return Literal(int(value))
    return Literal(f"{value.normalize():f}", datatype=XSD.decimal)
