"""The folder of a graph: who may write to it, and how all its files change at one moment.

The files of one build stand in a folder of their own, a generation. The names that people
use are links that lead through `.current`, so that one rename changes all of them:

    out/graph.ttl   -> .current/graph.ttl
    out/.current    -> .generations/000007
    out/.generations/000007/graph.ttl

Where links cannot be made, the files themselves are renamed into place, one by one.
"""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar  # Any: parsed JSON

from filelock import FileLock, Timeout

from kg.errors import OutputError

CURRENT = ".current"
GENERATIONS = ".generations"
_LOCK = ".lock"
# A full disk is no reason to do without links.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})

# Bytes that are written at one time: 600 MB in pieces of no whole pages take a second more.
BUFFER = 1 << 20

Read = TypeVar("Read")
# Of a file: the whole of it, or pieces.
Content: TypeAlias = str | bytes | Iterable[bytes]


@contextmanager
def lock_folder(out: Path) -> Iterator[None]:
    """Make the folder and keep other commands from writing to it.

    The lock ends with the process that holds it, however that ends.

    Raises:
        OutputError: Another command writes to it, or it cannot be made or written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / _LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError(f"{out}: another command is writing to it; wait until it ends") from error
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        yield
    finally:
        lock.release()


def current_files(out: Path) -> Path:
    """Return the folder that holds the files of the current generation, and no others.

    It is `out` itself where the files are no links.
    """
    link = out / CURRENT
    return out / link.readlink() if link.is_symlink() and link.is_dir() else out


def read_current(out: Path, read: Callable[[Path], Read]) -> Read:
    """Read files that belong together, and anew when a build replaces them meanwhile."""
    folder = current_files(out)
    try:
        return read(folder)
    except (OSError, OutputError):
        if current_files(out) == folder:
            raise
    return read_current(out, read)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a file that holds one JSON object a line.

    Raises:
        OutputError: It is missing, or no such file.
    """
    try:
        rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from error
    for row in rows:
        if not isinstance(row, dict):
            raise OutputError(f"{path}: cannot be read: {row!r} is no object")
    return rows


def publish(
    out: Path,
    contents: Mapping[str, Content],
    *,
    written: Callable[[Path], None] = lambda folder: None,
) -> None:
    """Replace all files of the folder; a reader finds either the old ones or the new ones.

    What a generation does not have is no longer there afterwards. The folder must be locked.

    Args:
        contents: Of each file, whole or in pieces.
        written: Called with their folder when all are written, before they take the place of the
            old ones.

    Raises:
        OutputError: A file cannot be written; the old ones stay.
    """
    generations = out / GENERATIONS
    try:
        new = _write_generation(generations, contents)
        written(new)
        try:
            _make_links(out, contents)
        except OSError as error:
            if error.errno in _FULL:
                raise
            _move_files(new, out, contents)
        else:
            _switch(out, new)
        _sweep(out)
    except (OSError, OutputError) as error:
        with suppress(OSError):
            _sweep(out)
        raise (unwritable(out, error) if isinstance(error, OSError) else error) from error


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, also where a link leads to it; whole, or not at all.

    Raises:
        OutputError: It cannot be written; what was there stays.
    """
    place = path.resolve()
    aside = place.with_name(f".{place.name}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(place)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def unwritable(out: Path, error: OSError) -> OutputError:
    """Say why nothing can be written to a folder."""
    if out.is_file():
        return OutputError(f"{out}: is a file, and a folder is needed")
    return OutputError(f"{out}: cannot be written to: {error.strerror or error}")


def _write_generation(generations: Path, contents: Mapping[str, Content]) -> Path:
    generations.mkdir(exist_ok=True)
    numbers = [int(old.name) for old in generations.iterdir() if old.name.isdecimal()]
    new = generations / f"{max(numbers, default=0) + 1:06}"
    new.mkdir()
    for name, content in contents.items():
        text = content.encode() if isinstance(content, str) else content
        with (new / name).open("wb", buffering=BUFFER) as file:
            file.writelines([text] if isinstance(text, bytes) else text)
            file.flush()
            os.fsync(file.fileno())
    _sync(new)
    _sync(generations)
    return new


def _make_links(out: Path, names: Iterable[str]) -> None:
    """Let every name lead through `.current`, without a change of what it shows."""
    missing = [out / name for name in names if not (out / name).is_symlink()]
    plain = [path for path in missing if path.is_file()]
    if plain or not (out / CURRENT).is_symlink():
        _adopt(out, plain)
    for path in missing:
        _link(path, f"{CURRENT}/{path.name}")


def _adopt(out: Path, plain: Iterable[Path]) -> None:
    """Make a generation of what is there already: files of a copied folder, or of a person."""
    old = out / GENERATIONS / "adopted"
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    linked = [path for path in _links(out) if path.is_file()]
    for path in (*linked, *plain):
        os.link(path.resolve(), old / path.name)
    if (out / CURRENT).is_dir() and not (out / CURRENT).is_symlink():
        shutil.rmtree(out / CURRENT)
    _switch(out, old)


def _links(out: Path) -> list[Path]:
    """Return the names that lead through `.current`."""
    return [
        path
        for path in sorted(out.iterdir())
        if path.is_symlink() and path.readlink().parent == Path(CURRENT)
    ]


def _switch(out: Path, generation: Path) -> None:
    _link(out / CURRENT, f"{GENERATIONS}/{generation.name}")
    _sync(out)


def _link(path: Path, target: str) -> None:
    """Make a link in the place of what is there."""
    aside = path.with_name(f".{path.name.lstrip('.')}.part")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(path)


def _move_files(new: Path, out: Path, names: Iterable[str]) -> None:
    for name in names:
        (new / name).replace(out / name)


def _sweep(out: Path) -> None:
    """Remove other generations, links half made, and names that lead nowhere any more."""
    current = current_files(out)
    for old in (out / GENERATIONS).iterdir():
        if old != current:
            shutil.rmtree(old)
    for link in _links(out):
        if link.suffix == ".part" or not link.exists():
            link.unlink()


def _sync(folder: Path) -> None:
    """Make sure that names survive a loss of power, where the system lets folders be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
