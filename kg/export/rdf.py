"""A graph as RDF, sorted; and its statements as the reifiers of RDF 1.2."""

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rdflib import RDF, Dataset

from kg.vocab import PREFIXES

SUBJECT, PREDICATE, OBJECT = (NamedNode(str(n)) for n in (RDF.subject, RDF.predicate, RDF.object))
# RDF 1.2, which the vocabularies that come with rdflib do not know yet.
REIFIES = NamedNode(f"{RDF}reifies")


def write_turtle(dataset: Dataset) -> str:
    """Write the merged graph as Turtle."""
    return _serialize(_merged(dataset), RdfFormat.TURTLE)


def write_trig(dataset: Dataset) -> str:
    """Write all as TriG: the merged graph first, then each article's, then what is inferred."""
    return _serialize(_quads(dataset), RdfFormat.TRIG)


def write_nquads(dataset: Dataset) -> str:
    """Write all as N-Quads."""
    return _serialize(_quads(dataset), RdfFormat.N_QUADS)


def write_rdf12(dataset: Dataset) -> str:
    """Write the merged graph as Turtle of RDF 1.2: a statement reifies a triple term.

    `statement rdf:reifies <<( subject relation object )>>` stands for the three triples that
    tell its subject, predicate and object; a triple term is not asserted by being there.
    """
    return _serialize(_reify(_merged(dataset)), RdfFormat.TURTLE)


def _quads(dataset: Dataset) -> list[Quad]:
    """Return all quads, sorted by graph, of which the merged one is the first."""
    quads = parse(dataset.serialize(format="ox-nquads"), RdfFormat.N_QUADS)
    return sorted(quads, key=lambda q: (*_graph_order(q), str(q)))


def _graph_order(quad: Quad) -> tuple[bool, str]:
    return not isinstance(quad.graph_name, DefaultGraph), str(quad.graph_name)


def _merged(dataset: Dataset) -> list[Triple]:
    return [q.triple for q in _quads(dataset) if isinstance(q.graph_name, DefaultGraph)]


def _reify(triples: Iterable[Triple]) -> Iterator[Triple]:
    ends: dict[object, dict[object, object]] = {}
    for triple in triples:
        if triple.predicate in (SUBJECT, PREDICATE, OBJECT):
            ends.setdefault(triple.subject, {})[triple.predicate] = triple.object
            # All three come together: they are sorted by subject.
            if len(ends[triple.subject]) == 3:
                found = ends.pop(triple.subject)
                told = Triple(found[SUBJECT], found[PREDICATE], found[OBJECT])  # type: ignore[arg-type]  # a statement's ends are IRIs
                yield Triple(triple.subject, REIFIES, told)
        else:
            yield triple


def _serialize(quads: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat) -> str:
    named = syntax in (RdfFormat.TURTLE, RdfFormat.TRIG)
    prefixes = {name: str(namespace) for name, namespace in PREFIXES.items()} if named else None
    written = serialize(quads, format=syntax, prefixes=prefixes) or b""
    lines = written.decode("utf-8").splitlines(keepends=True)
    # The prefixes come in the order of a hash table.
    first = next((n for n, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    return "".join([*sorted(lines[:first]), *lines[first:]])
