"""kg explain."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, app
from kg.cli.progress import print_line


@app.command()
def explain(
    statement: Annotated[
        list[str],
        typer.Argument(help="The end of its IRI, or words of its names, their IRIs and relation."),
    ],
    graph: Graph = Path("out"),
) -> None:
    """Tell why a statement is believed or not: sentences, readers, references, names."""
    from kg.explain import explain as explain_statement

    for line in explain_statement(graph, statement):
        print_line(line)
