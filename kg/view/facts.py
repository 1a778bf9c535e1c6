"""Read entities, statements, evidence and articles out of the merged graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.schema import Schema
from kg.view.wording import Qualifiers
from kg.vocab import KG, OA


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that statements are about; `kind` is a local name of the schema, or ""."""

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Where sentences come from; what is not known is ""."""

    iri: str
    identifier: str
    title: str
    outlet: str
    date: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence of an article; `speakers` are those it quotes, by label."""

    article: str
    start: int
    quote: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement over two entities; `relation` and `status` are local names."""

    iri: str
    subject: str
    relation: str
    object: str
    status: str
    confidence: float
    sources: int
    qualifiers: Qualifiers
    speakers: tuple[str, ...]
    disagrees: tuple[str, ...]
    preferred: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a page may show, by IRI, in order of the IRIs."""

    entities: Mapping[str, Entity]
    statements: Mapping[str, Statement]
    articles: Mapping[str, Article]


Index: TypeAlias = dict[Node, dict[Node, list[Node]]]


def read_facts(dataset: Dataset, schema: Schema) -> Facts:
    """Read the default graph; an entity without a statement is left out."""
    index = _index(dataset.graph(DATASET_DEFAULT_GRAPH_ID))
    statements = {
        str(node): _read_statement(index, node)
        for node in _of_type(index, KG.Statement)
        if _first(index, node, RDF.subject) in index and _first(index, node, RDF.object) in index
    }
    named = {iri for s in statements.values() for iri in (s.subject, s.object)}
    entities = {iri: _read_entity(index, URIRef(iri), schema) for iri in sorted(named)}
    articles = {str(node): _read_article(index, node) for node in _of_type(index, KG.Article)}
    return Facts(entities=entities, statements=statements, articles=articles)


def _index(graph: Graph) -> Index:
    """Index once what would otherwise be asked of the store ten times a statement."""
    index: Index = {}
    for subject, predicate, value in graph:
        index.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for properties in index.values():
        for values in properties.values():
            values.sort(key=str)
    return index


def _of_type(index: Index, kind: URIRef) -> list[Node]:
    found = [node for node, properties in index.items() if kind in properties.get(RDF.type, ())]
    return sorted(found, key=str)


def _all(index: Index, node: Node, predicate: URIRef) -> list[Node]:
    return index.get(node, {}).get(predicate, [])


def _first(index: Index, node: Node, predicate: URIRef) -> Node | None:
    return next(iter(_all(index, node, predicate)), None)


def _text(index: Index, node: Node, predicate: URIRef) -> str:
    found = _first(index, node, predicate)
    return "" if found is None else str(found)


def _local(node: Node | None) -> str:
    return "" if node is None else str(node).removeprefix(str(KG))


def _label(index: Index, node: Node) -> str:
    return _text(index, node, RDFS.label) or str(node).rstrip("/").rpartition("/")[2]


def _labels(index: Index, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted({_label(index, found) for found in _all(index, node, predicate)}))


def _read_entity(index: Index, node: Node, schema: Schema) -> Entity:
    kinds = [_local(kind) for kind in _all(index, node, RDF.type)]
    known = [kind for kind in kinds if kind in schema.classes]
    # The most particular kind has the most kinds above it.
    known.sort(key=lambda kind: (-len(schema.classes[kind].ancestors), kind))
    aliases = sorted({str(alias) for alias in _all(index, node, SKOS.altLabel)})
    return Entity(
        iri=str(node),
        label=_label(index, node),
        kind=known[0] if known else "",
        aliases=tuple(aliases),
    )


def _read_article(index: Index, node: Node) -> Article:
    return Article(
        iri=str(node),
        identifier=_text(index, node, DCTERMS.identifier),
        title=_text(index, node, DCTERMS.title),
        outlet=_text(index, node, DCTERMS.publisher),
        date=_text(index, node, DCTERMS.issued),
        url=_safe_url(_text(index, node, DCTERMS.source)),
    )


def _safe_url(url: str) -> str:
    """Let through what leads to a web page; `javascript:` and the like become ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _read_evidence(index: Index, node: Node) -> Evidence:
    quote, start = "", 0
    for selector in _all(index, node, OA.hasSelector):
        quote = _text(index, selector, OA.exact) or quote
        start = int(_text(index, selector, OA.start) or start)
    return Evidence(
        article=_text(index, node, OA.hasSource),
        start=start,
        quote=quote,
        speakers=_labels(index, node, KG.attributedTo),
    )


def _read_statement(index: Index, node: Node) -> Statement:
    evidence = [_read_evidence(index, found) for found in _all(index, node, PROV.wasDerivedFrom)]
    evidence.sort(key=lambda found: (found.article, found.start, found.quote))
    return Statement(
        iri=str(node),
        subject=_text(index, node, RDF.subject),
        relation=_local(_first(index, node, RDF.predicate)),
        object=_text(index, node, RDF.object),
        status=_local(_first(index, node, KG.status)) or "asserted",
        confidence=float(_text(index, node, KG.confidence) or 0),
        sources=int(_text(index, node, KG.sources) or 0),
        qualifiers=_read_qualifiers(index, node),
        speakers=_labels(index, node, KG.attributedTo),
        disagrees=tuple(str(other) for other in _all(index, node, KG.disagreesWith)),
        preferred=_first(index, node, KG["rank"]) == KG.preferred,
        evidence=tuple(evidence),
    )


def _read_qualifiers(index: Index, node: Node) -> Qualifiers:
    def number(predicate: URIRef) -> float | None:
        found = _first(index, node, predicate)
        return float(str(found)) if isinstance(found, Literal) else None

    return Qualifiers(
        amount=number(KG.amount),
        amount_up_to=number(KG.amountUpTo),
        amount_precision=_local(_first(index, node, KG.amountPrecision)),
        currency=_text(index, node, KG.currency),
        valuation=number(KG.valuation),
        valuation_currency=_text(index, node, KG.valuationCurrency),
        date=_text(index, node, KG.date),
        date_precision=_local(_first(index, node, KG.datePrecision)),
        role=_text(index, node, KG.role),
        role_wording=_text(index, node, KG.roleWording),
        stake=number(KG.stake),
        funding_round=_text(index, node, KG["round"]),
        lead=_text(index, node, KG.lead) == "true",
    )
