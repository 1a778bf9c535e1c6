"""Some entities of a large graph as a page of the viewer, drawn in a process of its own."""

import sys
from pathlib import Path
from typing import Any

import pyoxigraph
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.schema import load_schema
from kg.serve.answer import Reply
from kg.serve.worker import answer_lines
from kg.view import render_graph


def main() -> None:
    """Draw what comes as N-Triples: `python -m kg.serve.draw SCHEMA`."""
    schema = load_schema(Path(sys.argv[1]))

    def draw(task: dict[str, Any]) -> Reply:
        store = pyoxigraph.Store()
        store.bulk_load(task["triples"], pyoxigraph.RdfFormat.N_TRIPLES)
        dataset = Dataset(store=OxigraphStore(store=store))
        page = render_graph(dataset, schema=schema, focus=task["focus"])
        return Reply(status=200, type="text/html; charset=utf-8", body=page.encode())

    answer_lines(draw)


if __name__ == "__main__":
    main()
