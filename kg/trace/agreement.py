"""Whether the files of a graph say the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any  # parsed JSON

from rdflib import PROV, RDF

from kg.trace.checks import Check
from kg.trace.files import GraphFiles
from kg.trace.graph import Triples
from kg.vocab import KG, OA, article_iri, shorten


def check_graphs(files: GraphFiles) -> Check:
    """Check that articles say what is merged, and nothing else is merged."""
    said: dict[str, set[str]] = defaultdict(set)
    for name, graph in sorted(files.graphs.items()):
        for node in graph.of_type(KG.Statement):
            evidence = set(graph.all(node, PROV.wasDerivedFrom))
            said[node] |= evidence
            place = f"{shorten(node)} in {shorten(name)}"
            parts = (RDF.subject, RDF.predicate, RDF.object, KG.status)
            if not evidence:
                yield f"{place}: rests on no evidence"
            elif any(graph.one(e, OA.hasSource) != name for e in evidence):
                yield f"{place}: rests on evidence that is not of this article"
            elif any(graph.one(node, p) != files.merged.one(node, p) for p in parts):
                yield f"{place}: is not what is merged"
            else:
                yield None
    for node in files.merged.of_type(KG.Statement):
        if said[node] != set(files.merged.all(node, PROV.wasDerivedFrom)):
            yield f"{shorten(node)}: its evidence is not that of the named graphs"


def check_rows(files: GraphFiles) -> Check:
    """Check that statements.jsonl tells what the graph tells."""
    merged = files.merged
    for node in sorted(set(merged.of_type(KG.Statement)) | files.rows.keys()):
        row = files.rows.get(node)
        name = shorten(node)
        if row is None:
            yield f"{name}: is not in statements.jsonl"
        elif str(KG.Statement) not in merged.all(node, RDF.type):
            yield f"{name}: is in statements.jsonl, and not in the graph"
        elif fault := _find_difference(merged, node, row):
            yield f"{name}: statements.jsonl has another {fault}"
        else:
            yield None


def _find_difference(merged: Triples, node: str, row: Mapping[str, Any]) -> str:
    told = {
        "subject": (row["subject"]["iri"], merged.one(node, RDF.subject)),
        "relation": (str(KG[row["relation"]]), merged.one(node, RDF.predicate)),
        "object": (row["object"]["iri"], merged.one(node, RDF.object)),
        "status": (str(KG[row["status"]]), merged.one(node, KG.status)),
        "confidence": (row["confidence"], float(merged.one(node, KG.confidence) or -1)),
        "number of sources": (str(row["sources"]), merged.one(node, KG.sources)),
        "evidence": (
            sorted(
                (str(article_iri(e["article"])), e["start"], e["quote"]) for e in row["evidence"]
            ),
            sorted(_anchors(merged, node)),
        ),
    }
    return next((what for what, (one, other) in told.items() if one != other), "")


def _anchors(merged: Triples, node: str) -> Iterator[tuple[str, int, str]]:
    for evidence in merged.all(node, PROV.wasDerivedFrom):
        selectors = merged.all(evidence, OA.hasSelector)
        quote = "".join(merged.one(s, OA.exact) for s in selectors)
        start = "".join(merged.one(s, OA.start) for s in selectors)
        yield merged.one(evidence, OA.hasSource), int(start or -1), quote
