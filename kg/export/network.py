"""The graph as graph tools see it: entities are nodes, statements edges with properties."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf

from rdflib import PROV, RDF, RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node as Term

from kg.vocab import INFERRED, KG, OA

Value = str | int | float | bool | tuple[str, ...]
Kind = OneOf["string", "strings", "date", "boolean", "long", "double"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity; `classes` are its own and those above it, names of the schema."""

    iri: str
    label: str
    classes: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A statement; `properties` hold its qualifiers and all else that is known of it."""

    iri: str
    source: str
    target: str
    relation: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes and edges, sorted by IRI; `kinds` are the properties of edges with their types."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    kinds: Mapping[str, Kind]


def read_network(dataset: Dataset) -> Network:
    """Read entities and statements of the merged graph."""
    graph, inferred = dataset.default_context, dataset.graph(INFERRED)
    statements = sorted(graph.subjects(RDF.type, KG.Statement), key=str)
    found = [{**_values(graph, s), **_origin(graph, s)} for s in statements]
    kinds = _find_kinds(found)
    edges = (
        _make_edge(graph, statement, values, kinds)
        for statement, values in zip(statements, found, strict=True)
    )
    named = sorted(set(graph.subjects(RDFS.label, None)), key=str)
    return Network(
        nodes=tuple(_make_node(graph, inferred, node) for node in named),
        edges=tuple(edges),
        kinds=kinds,
    )


def _make_node(graph: Graph, inferred: Graph, node: Term) -> Node:
    own = sorted(_local(kind) for kind in graph.objects(node, RDF.type))
    # Those of other vocabularies keep their whole IRI.
    above = sorted(map(_local, inferred.objects(node, RDF.type)))
    return Node(
        iri=str(node),
        label=str(graph.value(node, RDFS.label)),
        classes=(*own, *(name for name in above if ":" not in name)),
        aliases=tuple(sorted(str(o) for o in graph.objects(node, SKOS.altLabel))),
    )


def _make_edge(
    graph: Graph, node: Term, values: Mapping[str, tuple[object, ...]], kinds: Mapping[str, Kind]
) -> Edge:
    return Edge(
        iri=str(node),
        source=str(graph.value(node, RDF.subject)),
        target=str(graph.value(node, RDF.object)),
        relation=_local(graph.value(node, RDF.predicate)),
        properties={name: _convert(values[name], kinds[name]) for name in sorted(values)},
    )


def _values(graph: Graph, node: Term) -> dict[str, tuple[object, ...]]:
    """Return what a statement holds of the schema's properties; of entities the labels."""
    found: dict[str, list[object]] = {}
    for predicate, value in graph.predicate_objects(node):
        if isinstance(predicate, URIRef) and predicate in KG:
            label = graph.value(value, RDFS.label) if isinstance(value, URIRef) else None
            plain = value.toPython() if isinstance(value, Literal) else str(label or _local(value))
            found.setdefault(_local(predicate), []).append(plain)
    return {name: tuple(sorted(values, key=str)) for name, values in found.items()}


def _origin(graph: Graph, node: Term) -> dict[str, tuple[object, ...]]:
    """Return the articles that say so, and the sentence of the first."""
    told = sorted(_sentences(graph, node))
    articles = tuple(dict.fromkeys(article for article, _, _ in told))
    return {"articles": articles, "sentence": (told[0][2],)} if told else {}


def _sentences(graph: Graph, node: Term) -> Iterator[tuple[str, int, str]]:
    for evidence in graph.objects(node, PROV.wasDerivedFrom):
        article = graph.value(graph.value(evidence, OA.hasSource), DCTERMS.identifier)
        selectors = list(graph.objects(evidence, OA.hasSelector))
        start = next((int(str(o)) for s in selectors for o in graph.objects(s, OA.start)), 0)
        quote = next((str(o) for s in selectors for o in graph.objects(s, OA.exact)), "")
        yield str(article), start, " ".join(quote.split())


def _find_kinds(found: Iterable[Mapping[str, tuple[object, ...]]]) -> dict[str, Kind]:
    """Find a type for each property that all its values have."""
    values: dict[str, list[tuple[object, ...]]] = {}
    for one in found:
        for name, here in one.items():
            values.setdefault(name, []).append(here)
    return {name: _find_kind(name, values[name]) for name in sorted(values)}


def _find_kind(name: str, values: list[tuple[object, ...]]) -> Kind:
    types = {type(value) for here in values for value in here}
    if name == "articles" or any(len(here) > 1 for here in values):
        return "strings"
    if types == {bool}:
        return "boolean"
    if types == {int}:
        return "long"
    if types <= {int, Decimal, float}:
        return "double"
    return "date" if {t.__name__ for t in types} == {"date"} else "string"


def _convert(values: tuple[object, ...], kind: Kind) -> Value:
    if kind == "strings":
        return tuple(str(value) for value in values)
    (value,) = values
    if kind == "double":
        return float(str(value))
    if kind in ("long", "boolean") and isinstance(value, int):
        return value
    return str(value)


def _local(term: object) -> str:
    return str(term).removeprefix(str(KG))
