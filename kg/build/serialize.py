"""A graph as Turtle and as TriG: with prefixes, a paragraph a node.

The library writes what it is given, in the order in which it is given; rdflib's serializers
sort as well, and take twenty times as long.
"""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.build.changes import Renewal
from kg.merge import GraphNodes, Triple, article_node, describe_inferred, make_node
from kg.state import Layout, Parts
from kg.vocab import INFERRED, PREFIXES, shorten

_PREFIXES = {name: str(namespace) for name, namespace in PREFIXES.items()}
# As the library writes them they come in the order of a hash table.
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(_PREFIXES.items())).encode()
# No line of a literal begins a line of the file: its line ends are escaped.
_PARAGRAPH = re.compile(rb"^(?=[^\t}\n])", re.MULTILINE)


def write_turtle(nodes: GraphNodes, renewal: Renewal) -> Iterator[bytes]:
    """Write the merged view."""
    changes = renewal.changes("graph.ttl")
    return renewal.assemble(
        "graph.ttl",
        [
            {"": lambda: _HEAD} if changes.anew else {},
            {"": lambda: _write(nodes.run())} if changes.run else {},
            renewal.articles(changes.articles, lambda one: _write(nodes.article(one))),
            renewal.entities(changes.entities, lambda one: _write(nodes.entity(one))),
            renewal.statements(changes.described, lambda one: _write(nodes.statement(one))),
        ],
    )


def write_trig(nodes: GraphNodes, renewal: Renewal) -> Iterator[bytes]:
    """Write the named graphs only: the merged view has a file of its own."""
    changes = renewal.changes("graph.trig")

    def write(article: str) -> bytes:
        return _write(nodes.graph(article), article_node(article))

    head: Parts = {"": lambda: _HEAD} if changes.anew else {}
    graphs = renewal.articles(changes.graphs, write)
    inferred = renewal.entities(changes.entities, lambda one: _write_inside(nodes.inferred(one)))
    begin, end = _frame(inferred, renewal.layout("graph.trig", 3))
    return renewal.assemble("graph.trig", [head, graphs, begin, inferred, end])


def _frame(inferred: Parts, before: Layout) -> tuple[Parts, Parts]:
    """Return what begins and ends the graph of what is inferred, which is one block, if any.

    Args:
        inferred: What is in it, and was not in the last build's.
        before: Where the parts stand that were in that.
    """
    kept = zip(before.names, before.lengths, strict=True)
    is_there = any(length for iri, length in kept if iri not in inferred)
    is_there = is_there or any(make and make() for make in inferred.values())
    if is_there == any(before.lengths):
        return {}, {}
    if not is_there:
        return {"": None}, {"": None}
    begin = f"\n{shorten(str(INFERRED))} {{\n".encode()
    return {"": lambda: begin + _write_inside(describe_inferred())}, {"": lambda: b"}\n"}


def _write(triples: Iterable[Triple], graph: NamedNode | None = None) -> bytes:
    """Write the nodes of a part, each with a blank line before it."""
    if graph is None:
        data = _serialize((ox.Triple(*triple) for triple in triples), RdfFormat.TURTLE)
    else:
        data = _serialize((Quad(*triple, graph) for triple in triples), RdfFormat.TRIG)
    return _PARAGRAPH.sub(b"\n", data[len(_HEAD) :])


def _write_inside(triples: Iterable[Triple]) -> bytes:
    """Write the nodes of a part as they stand in the block of what is inferred."""
    graph = make_node(INFERRED)
    data = _serialize((Quad(*triple, graph) for triple in triples), RdfFormat.TRIG)[len(_HEAD) :]
    return data[data.find(b"{\n") + 2 : data.rfind(b"}")]


def _serialize(found: Iterable[ox.Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    return serialize(found, format=form, prefixes=_PREFIXES) or b""
