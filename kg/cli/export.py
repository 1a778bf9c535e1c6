"""kg export."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, app
from kg.cli.progress import print_line
from kg.errors import OutputError


class Format(StrEnum):
    """What a graph can be exported to."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDF12 = "rdf12"
    GRAPHML = "graphml"
    NEO4J = "neo4j"
    GEPHI = "gephi"


@app.command()
def export(
    formats: Annotated[list[Format], typer.Argument(help="One or several of these formats.")],
    graph: Graph = Path("out"),
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where the files go; default: GRAPH/export.")
    ] = None,
) -> None:
    """Write the graph in formats of other tools."""
    from kg.export import export_graph
    from kg.outputs import current_files
    from kg.query import load_dataset

    dataset = load_dataset(graph)
    folder = out or graph / "export"
    if folder.resolve() in (graph.resolve(), current_files(graph).resolve()):
        raise OutputError(f"{folder}: holds the graph itself: give another folder for the export")
    for path in export_graph(dataset, [one.value for one in formats], folder):
        print_line(str(path))
