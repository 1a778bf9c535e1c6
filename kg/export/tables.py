"""The network as CSV: one table of nodes, one of edges.

Neo4j names and types columns in the header (`:ID`, `:START_ID`, `amount:double`), Gephi by
fixed names (`Id`, `Source`, `Target`), so that no one table does for both.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from kg.export.network import Network, Value

# What Neo4j puts between the values of a list, unless it is told otherwise.
SEPARATOR = ";"


def write_neo4j(network: Network) -> dict[str, str]:
    """Write tables for `neo4j-admin database import`: labels are classes, types relations."""
    nodes = ((n.iri, n.label, _cell(n.aliases), _cell(n.classes)) for n in network.nodes)
    edges = (
        (
            e.source,
            e.target,
            e.relation,
            e.iri,
            *(_cell(e.properties.get(k)) for k in network.kinds),
        )
        for e in network.edges
    )
    typed = [
        f"{name}:{'string[]' if kind == 'strings' else kind}"
        for name, kind in network.kinds.items()
    ]
    return {
        "neo4j-nodes.csv": _write(("iri:ID", "name", "aliases:string[]", ":LABEL"), nodes),
        "neo4j-relationships.csv": _write(
            (":START_ID", ":END_ID", ":TYPE", "statement", *typed), edges
        ),
    }


def write_gephi(network: Network) -> dict[str, str]:
    """Write tables for Gephi's import of spreadsheets; an edge weighs what it is believed."""
    nodes = (
        (n.iri, n.label, n.classes[0] if n.classes else "", _cell(n.aliases)) for n in network.nodes
    )
    edges = (
        (
            e.source,
            e.target,
            "Directed",
            e.iri,
            e.relation,
            _cell(e.properties.get("confidence")),
            *(_cell(e.properties.get(k)) for k in network.kinds),
        )
        for e in network.edges
    )
    return {
        "gephi-nodes.csv": _write(("Id", "Label", "Class", "Aliases"), nodes),
        "gephi-edges.csv": _write(
            ("Source", "Target", "Type", "Id", "Label", "Weight", *network.kinds), edges
        ),
    }


def _cell(value: Value | None) -> str:
    if isinstance(value, tuple):
        return SEPARATOR.join(part.replace(SEPARATOR, ",") for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
