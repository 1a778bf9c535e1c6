"""A finished graph in the formats of other tools, byte for byte the same each time.

rdf       Turtle, TriG, N-Quads, and RDF 1.2 with triple terms
jsonld    JSON-LD with a compact context
network   entities as nodes, statements as edges
graphml   that network for graph tools
tables    that network as CSV, the way Neo4j and Gephi import it
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rdflib import Dataset

from kg.errors import OutputError
from kg.export.graphml import write_graphml
from kg.export.jsonld import write_jsonld
from kg.export.network import read_network
from kg.export.rdf import write_nquads, write_rdf12, write_trig, write_turtle
from kg.export.tables import write_gephi, write_neo4j
from kg.outputs import unwritable

__all__ = ["FORMATS", "export_graph"]

# Format -> what writes its files: by name, their text.
FORMATS: Mapping[str, Callable[[Dataset], Mapping[str, str]]] = {
    "turtle": lambda dataset: {"graph.ttl": write_turtle(dataset)},
    "trig": lambda dataset: {"graph.trig": write_trig(dataset)},
    "nquads": lambda dataset: {"graph.nq": write_nquads(dataset)},
    "jsonld": lambda dataset: {"graph.jsonld": write_jsonld(dataset)},
    "rdf12": lambda dataset: {"graph-rdf12.ttl": write_rdf12(dataset)},
    "graphml": lambda dataset: {"graph.graphml": write_graphml(read_network(dataset))},
    "neo4j": lambda dataset: write_neo4j(read_network(dataset)),
    "gephi": lambda dataset: write_gephi(read_network(dataset)),
}


def export_graph(dataset: Dataset, formats: Iterable[str], folder: Path) -> list[Path]:
    """Write a graph in some of FORMATS.

    Args:
        dataset: On an Oxigraph store, as from `load_dataset`.

    Returns:
        The files, in order of the formats.

    Raises:
        OutputError: A file cannot be written.
    """
    written: list[Path] = []
    for name in dict.fromkeys(formats):
        for file, text in FORMATS[name](dataset).items():
            written.append(folder / file)
            _write(folder, file, text)
    return written


def _write(folder: Path, name: str, text: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(folder / name)
    except OSError as error:
        if folder.is_file():
            raise unwritable(folder, error) from error
        raise OutputError(f"{folder / name}: cannot be written: {error.strerror}") from error
