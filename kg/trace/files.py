"""The files that are checked: those of one generation, and the texts that are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # parsed JSON

from kg.errors import OutputError
from kg.outputs import read_current, read_rows
from kg.state import read_texts
from kg.trace.graph import Triples, read_trig, read_turtle


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFiles:
    """What the files hold: `graphs` by name, `rows` by statement, `texts` by digest."""

    merged: Triples
    graphs: Mapping[str, Triples]
    rows: Mapping[str, dict[str, Any]]
    texts: Mapping[str, str]


def read_files(out: Path) -> GraphFiles:
    """Read a build's output folder.

    Raises:
        OutputError: The folder or a file is missing or broken.
    """
    if not out.is_dir():
        raise OutputError(f"{out}: no such folder; run `kg build` first")
    return read_current(out, lambda folder: _read(folder, out))


def _read(folder: Path, out: Path) -> GraphFiles:
    return GraphFiles(
        merged=read_turtle(folder / "graph.ttl"),
        graphs=read_trig(folder / "graph.trig"),
        rows=_read_rows(folder / "statements.jsonl"),
        texts=dict(read_texts(out)),
    )


def _read_rows(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return {row["id"]: row for row in read_rows(path)}
    except (KeyError, TypeError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from error
