"""Send a graph to a SPARQL store that somebody else runs, one article's graph after the other.

graphs    what is sent: named graphs as sorted triples, in batches
endpoint  how it is sent: SPARQL 1.1 Graph Store Protocol, or SPARQL Update
record    what has been sent, so that an interrupted push goes on
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.push.endpoint import BrokenOffError, Endpoint
from kg.push.graphs import NamedGraph, read_graphs
from kg.push.record import Record

__all__ = ["Endpoint", "NamedGraph", "Pushed", "push_graphs"]

# A graph is begun this often when the store breaks off in the middle of it.
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """How many graphs were sent, with how many triples, were there already, were removed."""

    sent: int
    triples: int
    kept: int
    removed: int


def push_graphs(
    out: Path,
    endpoint: Endpoint,
    *,
    merged: str,
    check: bool = False,
    on_graph: Callable[[NamedGraph], None] = lambda graph: None,
) -> Pushed:
    """Make a store hold what a build's output folder holds.

    Each graph replaces the one of its name; what was sent before and is the same stays,
    what is no longer in the folder is removed, and graphs of others are left alone.

    Args:
        merged: Names the graph that the merged view becomes; empty, the default graph.
        check: Ask the store whether it still has what was sent before.
        on_graph: Called after each graph that was sent.

    Raises:
        OutputError: The folder holds no graph, or what was sent cannot be noted down.
        NetworkError: The store refuses, cannot be reached at all, or does not answer for long.
    """
    record = Record(out, endpoint.url)
    sent = triples = kept = 0
    names = set()
    for graph in read_graphs(out, merged):
        names.add(graph.name)
        if record.digest(graph.name) == graph.digest and not (
            check and endpoint.count(graph.name) != len(graph.lines)
        ):
            kept += 1
            continue
        record.note(graph.name, None)
        _send(endpoint, graph)
        record.note(graph.name, graph.digest)
        sent, triples = sent + 1, triples + len(graph.lines)
        on_graph(graph)
    gone = sorted(record.names - names)
    for name in gone:
        endpoint.remove(name)
        record.forget(name)
    return Pushed(sent=sent, triples=triples, kept=kept, removed=len(gone))


def _send(endpoint: Endpoint, graph: NamedGraph) -> None:
    """Send a graph from its first batch, again when the store breaks off meanwhile.

    What a store has taken it may lose when it breaks off, and there are no blank nodes that
    would come to be twice.
    """
    first, *rest = graph.batches()
    for tried in range(TRIES):
        try:
            endpoint.replace(graph.name, first)
            for batch in rest:
                endpoint.add(graph.name, batch)
        except BrokenOffError as error:
            if tried + 1 == TRIES:
                raise
            endpoint.on_again(f"{error}; beginning {graph.name or 'the default graph'} again")
        else:
            return
