"""Read entities, statements, evidence and articles out of the merged graph."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from typing import Any, TypeAlias  # Any: plain values
from urllib.parse import urlsplit

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Dataset, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

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


# What is said of a statement in turn; of its qualifiers and evidence likewise.
_FIELDS, _VALUES, _ANCHOR = (
    tuple(field.name for field in fields(one)) for one in (Statement, Qualifiers, Evidence)
)


def write_plain(statement: Statement) -> tuple[Any, ...]:
    """Write a statement as plain values."""
    return astuple(statement)


def read_plain(plain: tuple[Any, ...]) -> Statement:
    """Read a statement."""
    values = dict(zip(_FIELDS, plain, strict=True))
    values["qualifiers"] = _read_plain_qualifiers(values["qualifiers"])
    values["evidence"] = tuple(
        [Evidence(**dict(zip(_ANCHOR, found, strict=True))) for found in values["evidence"]]
    )
    return Statement(**values)


@lru_cache(maxsize=4096)
def _read_plain_qualifiers(plain: tuple[Any, ...]) -> Qualifiers:
    return Qualifiers(**dict(zip(_VALUES, plain, strict=True)))


# Subject -> predicate -> values, all as plain text.
Index: TypeAlias = dict[str, dict[str, list[str]]]
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def read_facts(dataset: Dataset, schema: Schema) -> Facts:
    """Read the default graph; an entity without a statement is left out."""
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    # rdflib's own terms cost ten times as much.
    lines = graph.serialize(format="ox-nt", encoding="utf-8")
    found = ox.parse(lines, ox.RdfFormat.N_TRIPLES)
    return make_facts(((q.subject, q.predicate, q.object) for q in found), schema)


def make_facts(triples: Iterable[tuple[Term, Term, Term]], schema: Schema) -> Facts:
    """Read triples of a merged graph; an entity without a statement is left out."""
    index = _index(triples)
    statements = {
        node: _read_statement(index, node)
        for node in _of_type(index, KG.Statement)
        if _text(index, node, RDF.subject) in index and _text(index, node, RDF.object) in index
    }
    named = {iri for s in statements.values() for iri in (s.subject, s.object)}
    entities = {iri: _read_entity(index, iri, schema) for iri in sorted(named)}
    articles = {node: _read_article(index, node) for node in _of_type(index, KG.Article)}
    return Facts(entities=entities, statements=statements, articles=articles)


def _index(triples: Iterable[tuple[Term, Term, Term]]) -> Index:
    """Index once what would otherwise be asked of the store ten times a statement."""
    index: Index = {}
    for subject, predicate, value in triples:
        properties = index.setdefault(_plain(subject), {})
        properties.setdefault(_plain(predicate), []).append(_plain(value))
    for properties in index.values():
        for values in properties.values():
            values.sort()
    return index


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _of_type(index: Index, kind: URIRef) -> list[str]:
    of_kind, wanted = str(RDF.type), str(kind)
    return sorted(n for n, properties in index.items() if wanted in properties.get(of_kind, ()))


def _all(index: Index, node: str, predicate: URIRef) -> list[str]:
    return index.get(node, {}).get(str(predicate), [])


def _text(index: Index, node: str, predicate: URIRef) -> str:
    return next(iter(_all(index, node, predicate)), "")


def _local(node: str) -> str:
    return node.removeprefix(str(KG))


def _label(index: Index, node: str) -> str:
    return _text(index, node, RDFS.label) or node.rstrip("/").rpartition("/")[2]


def _labels(index: Index, node: str, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted({_label(index, found) for found in _all(index, node, predicate)}))


def _read_entity(index: Index, node: str, schema: Schema) -> Entity:
    kinds = [_local(kind) for kind in _all(index, node, RDF.type)]
    known = [kind for kind in kinds if kind in schema.classes]
    # The most particular kind has the most kinds above it.
    known.sort(key=lambda kind: (-len(schema.classes[kind].ancestors), kind))
    aliases = sorted(set(_all(index, node, SKOS.altLabel)))
    return Entity(
        iri=node,
        label=_label(index, node),
        kind=known[0] if known else "",
        aliases=tuple(aliases),
    )


def _read_article(index: Index, node: str) -> Article:
    return Article(
        iri=node,
        identifier=_text(index, node, DCTERMS.identifier),
        title=_text(index, node, DCTERMS.title),
        outlet=_text(index, node, DCTERMS.publisher),
        date=_text(index, node, DCTERMS.issued),
        url=safe_url(_text(index, node, DCTERMS.source)),
    )


def safe_url(url: str) -> str:
    """Let through what leads to a web page; `javascript:` and the like become ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _read_evidence(index: Index, node: str) -> Evidence:
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


def _read_statement(index: Index, node: str) -> Statement:
    evidence = [_read_evidence(index, found) for found in _all(index, node, PROV.wasDerivedFrom)]
    evidence.sort(key=lambda found: (found.article, found.start, found.quote))
    return Statement(
        iri=node,
        subject=_text(index, node, RDF.subject),
        relation=_local(_text(index, node, RDF.predicate)),
        object=_text(index, node, RDF.object),
        status=_local(_text(index, node, KG.status)) or "asserted",
        confidence=float(_text(index, node, KG.confidence) or 0),
        sources=int(_text(index, node, KG.sources) or 0),
        qualifiers=_read_qualifiers(index, node),
        speakers=_labels(index, node, KG.attributedTo),
        disagrees=tuple(_all(index, node, KG.disagreesWith)),
        preferred=_text(index, node, KG["rank"]) == str(KG.preferred),
        evidence=tuple(evidence),
    )


def _read_qualifiers(index: Index, node: str) -> Qualifiers:
    def number(predicate: URIRef) -> float | None:
        found = _text(index, node, predicate)
        return float(found) if found else None

    return Qualifiers(
        amount=number(KG.amount),
        amount_up_to=number(KG.amountUpTo),
        amount_precision=_local(_text(index, node, KG.amountPrecision)),
        currency=_text(index, node, KG.currency),
        valuation=number(KG.valuation),
        valuation_up_to=number(KG.valuationUpTo),
        valuation_precision=_local(_text(index, node, KG.valuationPrecision)),
        valuation_currency=_text(index, node, KG.valuationCurrency),
        date=_text(index, node, KG.date),
        date_precision=_local(_text(index, node, KG.datePrecision)),
        role=_text(index, node, KG.role),
        role_wording=_text(index, node, KG.roleWording),
        stake=number(KG.stake),
        funding_round=_text(index, node, KG["round"]),
        lead=_text(index, node, KG.lead) == "true",
    )
