"""The merged graph as JSON-LD: one flat list of nodes under a compact context."""

import json
from collections import defaultdict

from rdflib import RDF, XSD, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.vocab import PREFIXES, shorten

# What JSON has a notation of its own for, or none is needed.
NATIVE = frozenset({XSD.string, XSD.integer, XSD.boolean})


def write_jsonld(dataset: Dataset) -> str:
    """Write the merged graph; nodes, keys and values are sorted."""
    graph = Graph()
    for triple in dataset.default_context:
        graph.add(triple)
    document = json.loads(graph.serialize(format="json-ld", context=_make_context(graph)))
    context = document.pop("@context")
    # A single node is written without a list around it.
    nodes = document.get("@graph", [document] if document else [])
    for node in nodes:
        for key, value in node.items():
            if isinstance(value, list):
                node[key] = sorted(value, key=_order)
    whole = {"@context": context, "@graph": sorted(nodes, key=_order)}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _order(value: object) -> str:
    if isinstance(value, dict) and "id" in value:
        return str(value["id"])
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _make_context(graph: Graph) -> dict[str, object]:
    """Give each property its local name, and its type where all its values are of one."""
    kinds: dict[URIRef, set[Node | None]] = defaultdict(set)
    for _, predicate, value in graph:
        if isinstance(predicate, URIRef) and predicate != RDF.type:
            kinds[predicate].add(value.datatype if isinstance(value, Literal) else RDF.object)
    context: dict[str, object] = {name: str(namespace) for name, namespace in PREFIXES.items()}
    context |= {"id": "@id", "type": "@type"}
    for predicate in sorted(kinds):
        short = shorten(str(predicate))
        name = short.rpartition(":")[2]
        # A property of another vocabulary keeps its IRI for a name.
        if short != str(predicate):
            context[name if name not in context else short] = _describe(short, kinds[predicate])
    return context


def _describe(short: str, kinds: set[Node | None]) -> dict[str, str]:
    described = {"@id": short}
    if kinds == {RDF.object}:
        described["@type"] = "@id"
    elif len(kinds) == 1 and not kinds & {None, *NATIVE}:
        described["@type"] = shorten(str(next(iter(kinds))))
    return described
