"""Parts of a graph's files, and what was found out, from one build for the next.

    .state/merged   a checksum and the form of the file, and on the next line, as Python's marshal
                    writes them: the engine, findings by key, of each file its size, when it was
                    written and the names and lengths of its parts, what was merged, and what
                    the files were made of

The parts themselves stand where they were written: in the files of the graph; a file that is no
longer the one that was written has none.
"""

import errno
import io
import marshal
import mmap
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias  # Any: plain values

from kg.errors import OutputError
from kg.outputs import current_files
from kg.state.layout import Layout

PLACE = Path(".state", "merged")
# Its number goes up when the form of the file changes; a file of another form is begun anew.
FORM = f"6 {sys.implementation.cache_tag}"
# Bytes that are copied at one time: they stay near the processor. A file of 100 MB that is read
# as a whole takes five times as long.
CHUNK = 1 << 20

# What makes the parts of some names; None where there is no such part any more.
Parts: TypeAlias = Mapping[str, Callable[[], bytes] | None]


@dataclass(frozen=True, slots=True)
class _Written:
    """A file of the last build: sections, each of which has parts in order of their names."""

    path: Path
    size: int
    sections: Sequence[Layout]

    def open(self) -> BinaryIO:
        """Open it to be read in stretches."""
        return self.path.open("rb") if self.size else io.BytesIO()

    def map(self) -> mmap.mmap | bytes:
        """Return it as bytes of which only those are read that are asked for."""
        if not self.size:
            return b""
        with self.path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class PartStore:
    """What the last build made, and what this one makes."""

    def __init__(self, out: Path | None = None, engine: str = "") -> None:
        self._out = out
        self._engine = engine
        self._known: dict[bytes, Any] = {}
        self._known_files: dict[str, dict[str, Any]] = {}
        self._found: dict[bytes, Any] = {}
        self._files: dict[str, dict[str, object]] = {}
        self._written: dict[str, _Written | None] = {}
        # What was merged, and what the files are made of, as plain values.
        self.merged: tuple[Any, ...] | None = None
        self.basis: tuple[Any, ...] | None = None

    def load(self, on_fault: Callable[[str], None]) -> None:
        """Read what the last build left; damage is told, and nothing is known."""
        if self._out is None or not (self._out / PLACE).exists():
            return
        try:
            with (self._out / PLACE).open("rb") as file:
                head = file.readline()
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[len(head) :]
            checksum, form = head.decode().split(" ", 1)
            if int(checksum) != zlib.crc32(data):
                raise ValueError("the checksum differs")
            # What another version of Python has written may mean something else.
            if form.rstrip() != FORM:
                return
            engine, found, files, merged, basis = marshal.loads(data)
        except (OSError, ValueError, EOFError, TypeError):
            on_fault(f"{self._out / PLACE}: is damaged; all is merged and written anew")
            return
        if engine == self._engine:
            self._known, self._known_files = found, files
            self.merged, self.basis = merged, basis

    def find(self, key: bytes) -> Any:  # noqa: ANN401
        """Return what the last build found under a key, None where nothing; it is kept."""
        found = self._known.get(key)
        if found is not None:
            self._found[key] = found
        return found

    def keep(self, key: bytes, found: Any) -> None:  # noqa: ANN401
        """Keep what was found for the next build: plain values, and not None."""
        self._known[key] = self._found[key] = found

    def sections(self, name: str) -> Sequence[Layout] | None:
        """Return where the parts of a file of the last build stand, section by section.

        Without that file, or where another wrote to it, there are none.
        """
        written = self._find_file(name)
        return None if written is None else written.sections

    def open(self, name: str) -> Callable[[str], bytes] | None:
        """Return what returns a part of a file of one section by its name.

        Without that file, or where another wrote to it, there is none.
        """
        written = self._find_file(name)
        if written is None:
            return None
        data, (section,) = written.map(), written.sections

        def fetch(part: str) -> bytes:
            place = section.find(part)
            if place is None:
                raise ValueError(f"{name} has no part {part!r}")
            return data[slice(*place)]

        return fetch

    def assemble(self, name: str, sections: Sequence[Parts]) -> Iterator[bytes]:
        """Yield a file of the graph, piece by piece, from the last build's where it can.

        It is known to the next build once all of it has been taken.

        Args:
            name: Of the file in the output folder.
            sections: Of each the parts that are other ones than in the file of the last build, if
                that has `sections`, and all parts otherwise.
        """
        made: list[Layout] = []
        yield from self._assemble(self._find_file(name), sections, made)
        self._files[name] = {
            "size": sum(layout.size for layout in made),
            "sections": [layout.encode() for layout in made],
        }

    def _assemble(
        self, written: _Written | None, sections: Sequence[Parts], made: list[Layout]
    ) -> Iterator[bytes]:
        written = written or _Written(Path(), 0, [Layout() for _ in sections])
        begin = 0
        with written.open() as file:
            for before, changes in zip(written.sections, sections, strict=True):
                lengths: dict[str, int | None] = {}
                yield from _renew(file, begin, before, changes, lengths)
                made.append(before.renew(lengths))
                begin += before.size

    def save(self, folder: Path) -> None:
        """Write down what this build has made.

        Args:
            folder: Where the files have been written.

        Raises:
            OutputError: It cannot be written.
        """
        if self._out is None:
            return
        for name, made in self._files.items():
            made["written"] = (folder / name).stat().st_mtime_ns
        path = self._out / PLACE
        aside = path.with_name(f"{path.name}.part")
        kept = (self._engine, self._found, self._files, self.merged, self.basis)
        data = marshal.dumps(kept)
        try:
            path.parent.mkdir(exist_ok=True)
            # What is written past a buffer that is not full yet goes out in many small pieces.
            with aside.open("wb", buffering=0) as file:
                file.write(f"{zlib.crc32(data)} {FORM}\n".encode())
                file.write(data)
            aside.replace(path)
        except OSError as error:
            with suppress(OSError):
                aside.unlink()
            raise OutputError(f"{path}: cannot be written to: {error.strerror}") from error

    def _find_file(self, name: str) -> _Written | None:
        """Return a file of the last build, None where another has written to it since.

        It is looked at once: what is made anew and what is copied rest on one answer.
        """
        if name not in self._written:
            self._written[name] = self._check_file(name)
        return self._written[name]

    def _check_file(self, name: str) -> _Written | None:
        known = self._known_files.get(name)
        if known is None or self._out is None:
            return None
        path = current_files(self._out) / name
        try:
            found = path.stat()
        except OSError:
            return None
        if (found.st_size, found.st_mtime_ns) != (known["size"], known["written"]):
            return None
        sections = [Layout(*section) for section in known["sections"]]
        return _Written(path, found.st_size, sections)


def _renew(
    file: BinaryIO, begin: int, before: Layout, changes: Parts, lengths: dict[str, int | None]
) -> Iterator[bytes]:
    """Yield a section with its changes; what is between these is copied as it is.

    Args:
        begin: Where the section begins in the file.
        lengths: Is told how long the new parts are, and which are gone.
    """
    for stay, name in before.steps(changes):
        start, end = before.stretch(stay)
        yield from _read(file, begin + start, begin + end)
        if name is not None:
            make = changes[name]
            lengths[name] = None
            if make is not None:
                yield (part := make())
                lengths[name] = len(part)


def _read(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield a stretch of a file in pieces.

    Raises:
        OSError: It has become shorter.
    """
    file.seek(start)
    for place in range(start, end, CHUNK):
        size = min(CHUNK, end - place)
        piece = file.read(size)
        if len(piece) != size:
            raise OSError(errno.EIO, "a file of the last build was cut short")
        yield piece
