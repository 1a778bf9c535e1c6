"""What is sent: the graphs of an output folder as sorted triples, in batches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from kg.query import load_store
from kg.vocab import fingerprint

# What one request holds at most: stores bound the size of a request, or of a transaction.
BATCH = 2000
BATCH_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGraph:
    """A graph under its name (empty: the default graph), as sorted lines of N-Triples."""

    name: str
    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Name its content."""
        return fingerprint(*self.lines)

    def batches(self) -> list[str]:
        """Cut it into requests; there is at least one, if an empty one."""
        batches: list[list[str]] = [[]]
        size = 0
        for line in self.lines:
            if len(batches[-1]) == BATCH or (batches[-1] and size + len(line) > BATCH_CHARACTERS):
                batches.append([])
                size = 0
            batches[-1].append(line)
            size += len(line)
        return ["".join(batch) for batch in batches]


def read_graphs(out: Path, merged: str) -> Iterator[NamedGraph]:
    """Read the graphs of the articles in order, then the merged view under its name.

    Raises:
        OutputError: The folder holds no graph.
    """
    store = load_store(out)
    named = [name for name in store.named_graphs() if isinstance(name, NamedNode)]
    for graph in sorted(named, key=lambda name: name.value):
        yield NamedGraph(name=graph.value, lines=_lines(store, [graph]))
    yield NamedGraph(name=merged, lines=_lines(store, [DefaultGraph()]))


def _lines(store: Store, graphs: Iterable[NamedNode | BlankNode | DefaultGraph]) -> tuple[str, ...]:
    quads = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    return tuple(sorted(f"{quad.triple} .\n" for quad in quads))
