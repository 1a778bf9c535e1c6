"""A graph as Turtle and as TriG: with prefixes, a paragraph a node.

The library writes what it is given, in the order in which it is given; rdflib's serializers
sort as well, and take twenty times as long.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.merge import Digests, GraphContents, Part, article_parts, inferred_parts, merged_parts
from kg.state import PartStore
from kg.vocab import INFERRED, PREFIXES, shorten

_PREFIXES = {name: str(namespace) for name, namespace in PREFIXES.items()}
# As the library writes them they come in the order of a hash table.
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(_PREFIXES.items())).encode()
# No line of a literal begins a line of the file: its line ends are escaped.
_PARAGRAPH = re.compile(rb"^(?=[^\t}\n])", re.MULTILINE)


def write_turtle(contents: GraphContents, digests: Digests, kept: PartStore) -> Iterator[bytes]:
    """Write the merged view."""
    return _assemble("graph.ttl", merged_parts(contents, digests), kept)


def write_trig(contents: GraphContents, digests: Digests, kept: PartStore) -> Iterator[bytes]:
    """Write the named graphs only: the merged view has a file of its own."""
    parts = ((part.key, partial(_write_part, part)) for part in article_parts(contents, digests))
    inferred = [(part.key, partial(_write_inside, part)) for part in inferred_parts(contents)]
    # One graph is one block, whatever parts it has.
    begin = [("{", lambda: f"\n{shorten(str(INFERRED))} {{\n".encode())] if inferred else []
    end = [("}", lambda: b"}\n")] if inferred else []
    head = [("prefixes", lambda: _HEAD)]
    return kept.assemble("graph.trig", chain(head, parts, begin, inferred, end))


def _assemble(name: str, parts: Iterable[Part], kept: PartStore) -> Iterator[bytes]:
    written = ((part.key, partial(_write_part, part)) for part in parts)
    return kept.assemble(name, chain([("prefixes", lambda: _HEAD)], written))


def _write_part(part: Part) -> bytes:
    """Write the nodes of a part, each with a blank line before it."""
    if part.graph is None:
        triples = (Triple(*triple) for triple in part.describe())
        data = _serialize(triples, RdfFormat.TURTLE)
    else:
        data = _serialize(part.quads(), RdfFormat.TRIG)
    return _PARAGRAPH.sub(b"\n", data[len(_HEAD) :])


def _write_inside(part: Part) -> bytes:
    """Write the nodes of a part as they stand in the block of its graph."""
    data = _serialize(part.quads(), RdfFormat.TRIG)[len(_HEAD) :]
    return data[data.find(b"{\n") + 2 : data.rfind(b"}")]


def _serialize(found: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    return serialize(found, format=form, prefixes=_PREFIXES) or b""
