"""Compiled frames in the user's cache, so that a second build does not parse the examples again.

They can be deleted at no loss but time; a folder that cannot be written to costs no more.
"""

import contextlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from platformdirs import user_cache_path

from kg.extract.frames import Edge, Frame, FrameIndex

# Files that are kept: of a few ontologies, models and versions of the program.
KEPT = 8


def find_cached(digest: str) -> Path:
    """Return where the frames compiled from what has this digest are, or will be."""
    return user_cache_path("newskg", appauthor=False) / f"frames-{digest}.json"


def read_frames(path: Path) -> FrameIndex | None:
    """Read compiled frames; None where there are none, or none of this form."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return FrameIndex(_frame(row) for row in rows) if rows else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_frames(index: FrameIndex, path: Path) -> None:
    """Write compiled frames, where that is possible; a reader never sees half a file."""
    aside = path.with_suffix(f".{os.getpid()}.part")
    rows = [asdict(frame) for frame in index.frames]
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        aside.replace(path)
        _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("frames-*"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT]:
        path.unlink(missing_ok=True)


def _frame(row: dict[str, object]) -> Frame:
    edges = tuple(Edge(**edge) for edge in row.pop("edges"))  # type: ignore[attr-defined]  # a list of objects
    words = tuple((node, lemma) for node, lemma in row.pop("words"))  # type: ignore[attr-defined]  # pairs
    kinds = tuple((slot, kind) for slot, kind in row.pop("kinds"))  # type: ignore[attr-defined]  # pairs
    sequence: tuple[str, ...] = tuple(row.pop("sequence"))  # type: ignore[arg-type]  # a list of strings
    return Frame(edges=edges, words=words, kinds=kinds, sequence=sequence, **row)  # type: ignore[arg-type]  # as written
