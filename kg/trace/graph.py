"""The triples of a graph, by subject and predicate, as plain text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import OutputError
from kg.vocab import PREFIXES

_TYPE = f"{PREFIXES['rdf']}type"


class Triples:
    """The triples of one graph; terms are their text, IRIs and literals alike."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, list[str]]] = defaultdict(dict)

    def add(self, quad: Quad) -> None:
        """Add a triple."""
        predicates = self._nodes[_text(quad.subject)]
        predicates.setdefault(quad.predicate.value, []).append(_text(quad.object))

    def all(self, node: str, predicate: object) -> list[str]:
        """Return the values of a property."""
        return self._nodes.get(node, {}).get(str(predicate), [])

    def one(self, node: str, predicate: object) -> str:
        """Return the value of a property that has one; nothing where it has none or several."""
        found = self.all(node, predicate)
        return found[0] if len(found) == 1 else ""

    def of_type(self, kind: object) -> list[str]:
        """Return the nodes of a class, sorted."""
        return sorted(n for n, p in self._nodes.items() if str(kind) in p.get(_TYPE, ()))

    def items(self) -> Iterator[tuple[str, str, str]]:
        """Yield all triples."""
        for node, predicates in self._nodes.items():
            for predicate, values in predicates.items():
                for value in values:
                    yield node, predicate, value


def read_turtle(path: Path) -> Triples:
    """Read a Turtle file.

    Raises:
        OutputError: It is missing or broken.
    """
    triples = Triples()
    for quad in _parse(path, RdfFormat.TURTLE):
        triples.add(quad)
    return triples


def read_trig(path: Path) -> dict[str, Triples]:
    """Read the named graphs of a TriG file, by name.

    Raises:
        OutputError: It is missing or broken.
    """
    graphs: dict[str, Triples] = defaultdict(Triples)
    for quad in _parse(path, RdfFormat.TRIG):
        if not isinstance(quad.graph_name, DefaultGraph):
            graphs[quad.graph_name.value].add(quad)
    return dict(graphs)


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value


def _parse(path: Path, form: RdfFormat) -> Iterable[Quad]:
    try:
        yield from parse(path=str(path), format=form)
    except (OSError, SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise OutputError(f"{path}: cannot be read: {reason}") from error
