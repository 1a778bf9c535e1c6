"""kg push."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.progress import print_line
from kg.counting import count


@app.command()
def push(
    out: Annotated[Path, typer.Argument(help="Folder that kg build wrote.")],
    url: Annotated[str, typer.Argument(help="SPARQL 1.1 Graph Store of the store to fill.")],
    update: Annotated[bool, typer.Option(help="The URL takes SPARQL Update only.")] = False,
    merged: Annotated[
        str, typer.Option(help="IRI of the graph for the merged view; default: the default graph.")
    ] = "",
    check: Annotated[
        bool, typer.Option(help="Ask whether the store still has what was sent before.")
    ] = False,
    user: Annotated[str, typer.Option(help="Name to give where the store asks for one.")] = "",
    password: Annotated[
        str, typer.Option(envvar="KG_PUSH_PASSWORD", help="Better given by the environment.")
    ] = "",
) -> None:
    """Send the graph to a SPARQL store, one article's graph after the other."""
    from kg.push import Endpoint, push_graphs

    known = (user, password) if user else None

    def tell(line: str) -> None:
        print_line(f"kg: {line}", error=True, flush=True)

    with Endpoint(url, update=update, user=known, on_again=tell) as endpoint:
        done = push_graphs(out, endpoint, merged=merged, check=check)
    print_line(
        f"{count(done.sent, 'graph')} sent ({count(done.triples, 'triple')}), "
        f"{done.kept} as they were, {done.removed} removed"
    )
