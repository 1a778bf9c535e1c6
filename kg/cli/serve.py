"""kg serve."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Ontology, app
from kg.cli.progress import print_line
from kg.lexicon.ontology import find_ontology


@app.command()
def serve(
    out: Annotated[Path, typer.Argument(help="Folder that kg build wrote.")] = Path("out"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("-p", "--port", min=0, max=65535, help="0 takes any free port.")
    ] = 8080,
    cors: Annotated[
        list[str] | None, typer.Option(help="Origin whose pages may ask (* for all).")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds a query may take.")] = 10.0,
    row_limit: Annotated[
        int, typer.Option(min=1, help="Rows or triples an answer may have.")
    ] = 100_000,
    workers: Annotated[int, typer.Option(min=1, help="Queries answered at a time.")] = 4,
    ontology: Ontology = None,
) -> None:
    """Serve the graph: its page, a SPARQL endpoint, a query page, linked data."""
    from kg.query import read_queries
    from kg.serve.limits import Limits
    from kg.serve.listen import Address, serve_graph

    folder = ontology or find_ontology()

    def tell(url: str) -> None:
        print_line(f"{out}: {url}  {url}query  {url}sparql", flush=True)

    serve_graph(
        out,
        Address(host=host, port=port, origins=tuple(cors or ())),
        queries=read_queries(folder / "queries"),
        schema=folder / "schema.ttl",
        limits=Limits(seconds=time_limit, rows=row_limit, workers=workers),
        on_ready=tell,
    )
