"""Load what a build has written into an Oxigraph store."""

from pathlib import Path

import pyoxigraph
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.errors import OutputError
from kg.outputs import read_current
from kg.vocab import PREFIXES

MERGED = "graph.ttl"
BY_ARTICLE = "graph.trig"


def load_dataset(out: Path, *, by_article: bool = True) -> Dataset:
    """Read a build's output folder into memory, behind rdflib's interface.

    Args:
        by_article: Whether the named graphs are wanted too: they cost as much again, and
            slow down what is asked of the merged graph alone.

    Raises:
        OutputError: The folder or a file is missing or broken.
    """
    dataset = Dataset(store=OxigraphStore(store=load_store(out, by_article=by_article)))
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def load_store(
    out: Path, folder: Path | None = None, *, by_article: bool = True
) -> pyoxigraph.Store:
    """Read a build's output folder into memory, or into a database in `folder`.

    `graph.ttl` becomes the default graph, and `graph.trig`, where there is one and it is
    wanted (`by_article`), the named graphs; a default graph inside `graph.trig` is left
    out, for its facts are in `graph.ttl` already.

    Raises:
        OutputError: The folder or a file is missing or broken.
    """
    if not out.is_dir():
        raise OutputError(f"{out}: no such folder; run `kg build` first")
    if not (out / MERGED).is_file():
        raise OutputError(f"{out}: holds no {MERGED}; run `kg build` first")
    store = pyoxigraph.Store(folder)

    def load(current: Path) -> pyoxigraph.Store:
        store.clear()
        if by_article and (current / BY_ARTICLE).is_file():
            _load_file(store, current / BY_ARTICLE, pyoxigraph.RdfFormat.TRIG)
            store.clear_graph(pyoxigraph.DefaultGraph())
        _load_file(store, current / MERGED, pyoxigraph.RdfFormat.TURTLE)
        return store

    return read_current(out, load)


def _load_file(store: pyoxigraph.Store, path: Path, syntax: pyoxigraph.RdfFormat) -> None:
    try:
        store.bulk_load(path=str(path), format=syntax)
    except (OSError, SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise OutputError(f"{path}: cannot be read: {reason}") from error
