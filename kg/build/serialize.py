"""A graph as Turtle and as TriG: with prefixes, a paragraph a node.

The library writes what it is given, in the order in which it is given; rdflib's serializers
sort as well, and take twenty times as long.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.merge import GraphContents, describe_articles, describe_inferred, describe_merged
from kg.vocab import PREFIXES


def write_turtle(contents: GraphContents) -> str:
    """Write the merged view."""
    triples = (Triple(*triple) for triple in describe_merged(contents))
    return _serialize(triples, RdfFormat.TURTLE)


def write_trig(contents: GraphContents) -> str:
    """Write the named graphs only: the merged view has a file of its own."""
    quads = chain(describe_articles(contents), describe_inferred(contents))
    return _serialize(quads, RdfFormat.TRIG)


def _serialize(found: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> str:
    prefixes = {name: str(namespace) for name, namespace in PREFIXES.items()}
    data = serialize(found, format=form, prefixes=prefixes) or b""
    return "".join(_set_apart(data.decode().split("\n")))


def _set_apart(lines: list[str]) -> Iterator[str]:
    """Sort the prefixes, and put a blank line before each paragraph.

    No line of a literal begins a line of the file: its line ends are escaped.
    """
    # The prefixes come in the order of a hash table.
    yield from (f"{line}\n" for line in sorted(lines) if line.startswith("@prefix"))
    for line in lines:
        if line and not line.startswith("@prefix"):
            yield line + "\n" if line.startswith(("\t", "}")) else f"\n{line}\n"
