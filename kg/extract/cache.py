"""Compiled frames on disk, so that a second build does not parse the examples again."""

import json
from dataclasses import asdict
from pathlib import Path

from kg.extract.frames import Edge, Frame, FrameIndex


def read_frames(path: Path) -> FrameIndex | None:
    """Read compiled frames; None where there are none, or none of this form."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return FrameIndex(_frame(row) for row in rows) if rows else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_frames(index: FrameIndex, path: Path) -> None:
    """Write compiled frames; a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    rows = [asdict(frame) for frame in index.frames]
    aside.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    aside.replace(path)


def _frame(row: dict[str, object]) -> Frame:
    edges = tuple(Edge(**edge) for edge in row.pop("edges"))  # type: ignore[attr-defined]  # a list of objects
    words = tuple((node, lemma) for node, lemma in row.pop("words"))  # type: ignore[attr-defined]  # pairs
    kinds = tuple((slot, kind) for slot, kind in row.pop("kinds"))  # type: ignore[attr-defined]  # pairs
    sequence: tuple[str, ...] = tuple(row.pop("sequence"))  # type: ignore[arg-type]  # a list of strings
    return Frame(edges=edges, words=words, kinds=kinds, sequence=sequence, **row)  # type: ignore[arg-type]  # as written
