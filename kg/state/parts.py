"""Parts of a graph's files, and what was found out, from one build for the next.

    .state/merged   a checksum and the form of the file, and on the next line, as Python's marshal
                    writes them: the engine, findings by key, of each file its size, its checksum,
                    the keys and lengths of its parts, and all that was merged

A key is the digest of all that a part or a finding was made of, so that what has its key is
what would be made again. The parts themselves stand where they were written: in the files of
the graph; a file that is no longer the one that was written has none.
"""

import errno
import io
import marshal
import mmap
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple  # Any: plain values

from kg.errors import OutputError
from kg.outputs import current_files

PLACE = Path(".state", "merged")
# Its number goes up when the form of the file changes; a file of another form is begun anew.
FORM = f"3 {sys.implementation.cache_tag}"
# Bytes that are copied at one time: they stay near the processor. A file of 100 MB that is read
# as a whole takes five times as long.
CHUNK = 1 << 20


class _Written(NamedTuple):
    """A file of the last build, and where in it its parts stand."""

    path: Path
    size: int
    places: dict[str, tuple[int, int]]

    def open(self) -> BinaryIO:
        """Open it to be read in stretches."""
        return self.path.open("rb") if self.places else io.BytesIO()

    def map(self) -> mmap.mmap | bytes:
        """Return it as bytes of which only those are read that are asked for."""
        if not self.size:
            return b""
        with self.path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


# Where nothing was written.
_NOTHING = _Written(Path(), 0, {})


class PartStore:
    """What the last build made, and what this one makes."""

    def __init__(self, out: Path | None = None, engine: str = "") -> None:
        self._out = out
        self._engine = engine
        self._known: dict[str, Any] = {}
        self._known_files: dict[str, dict[str, Any]] = {}
        self._found: dict[str, Any] = {}
        self._files: dict[str, dict[str, object]] = {}
        self._written: dict[str, _Written | None] = {}
        # All that was merged, as plain values.
        self.merged: tuple[Any, ...] | None = None

    def load(self, on_fault: Callable[[str], None]) -> None:
        """Read what the last build left; damage is told, and nothing is known."""
        if self._out is None or not (self._out / PLACE).exists():
            return
        try:
            with (self._out / PLACE).open("rb") as file:
                checksum, form = file.readline().decode().split(" ", 1)
                data = file.read()
            if int(checksum) != zlib.crc32(data):
                raise ValueError("the checksum differs")
            # What another version of Python has written may mean something else.
            if form.rstrip() != FORM:
                return
            engine, found, files, merged = marshal.loads(data)
        except (OSError, ValueError, EOFError, TypeError):
            on_fault(f"{self._out / PLACE}: is damaged; all is merged and written anew")
            return
        if engine == self._engine:
            self._known, self._known_files, self.merged = found, files, merged

    def find(self, key: str) -> Any:  # noqa: ANN401
        """Return what the last build found under a key, None where nothing; it is kept."""
        found = self._known.get(key)
        if found is not None:
            self._found[key] = found
        return found

    def keep(self, key: str, found: Any) -> None:  # noqa: ANN401
        """Keep what was found for the next build: plain values, and not None."""
        self._known[key] = self._found[key] = found

    def open(self, name: str) -> Callable[[str], bytes] | None:
        """Return what returns a part of a file of the last build by its key.

        Without that file, or where another wrote to it, there is none.
        """
        written = self._find_file(name)
        if written is None:
            return None
        data, places = written.map(), written.places
        return lambda key: data[slice(*places[key])]

    def assemble(
        self, name: str, parts: Iterable[tuple[str, Callable[[], bytes]]]
    ) -> Iterator[bytes]:
        """Yield a file of the graph, piece by piece, from the last build's where it can.

        It is known to the next build once all of it has been taken.

        Args:
            name: Of the file in the output folder.
            parts: The keys of its parts, in order, and what makes them.
        """
        made = _Made()
        checksum = 0
        for piece in self._assemble(name, parts, made):
            checksum = zlib.crc32(piece, checksum)
            yield piece
        self._files[name] = {
            "size": sum(made.lengths),
            "checksum": checksum,
            "keys": made.keys,
            "lengths": made.lengths,
        }

    def _assemble(
        self, name: str, parts: Iterable[tuple[str, Callable[[], bytes]]], made: "_Made"
    ) -> Iterator[bytes]:
        written = self._find_file(name) or _NOTHING
        # What stood side by side is copied as one stretch.
        start = end = 0
        with written.open() as file:
            for key, make in parts:
                place = written.places.get(key)
                if place is None:
                    yield from _read(file, start, end)
                    start = end = 0
                    yield (part := make())
                    made.lengths.append(len(part))
                else:
                    if place[0] != end:
                        yield from _read(file, start, end)
                        start = place[0]
                    end = place[1]
                    made.lengths.append(end - place[0])
                made.keys.append(key)
            yield from _read(file, start, end)

    def save(self) -> None:
        """Write down what this build has made.

        Raises:
            OutputError: It cannot be written.
        """
        if self._out is None:
            return
        path = self._out / PLACE
        aside = path.with_name(f"{path.name}.part")
        kept = (self._engine, self._found, self._files, self.merged)
        data = marshal.dumps(kept)
        try:
            path.parent.mkdir(exist_ok=True)
            with aside.open("wb") as file:
                file.write(f"{zlib.crc32(data)} {FORM}\n".encode())
                file.write(data)
            aside.replace(path)
        except OSError as error:
            with suppress(OSError):
                aside.unlink()
            raise OutputError(f"{path}: cannot be written to: {error.strerror}") from error

    def _find_file(self, name: str) -> _Written | None:
        """Return a file of the last build, None where it is no longer what was written.

        It is looked through once.
        """
        if name not in self._written:
            self._written[name] = self._check_file(name)
        return self._written[name]

    def _check_file(self, name: str) -> _Written | None:
        known = self._known_files.get(name)
        if known is None or self._out is None:
            return None
        path = current_files(self._out) / name
        size = checksum = 0
        try:
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    size += len(piece)
                    checksum = zlib.crc32(piece, checksum)
        except OSError:
            return None
        if (size, checksum) != (known["size"], known["checksum"]):
            return None
        places = pairwise(accumulate(known["lengths"], initial=0))
        return _Written(path, size, dict(zip(known["keys"], places, strict=True)))


@dataclass(frozen=True, slots=True)
class _Made:
    """The parts of a file that is put together."""

    keys: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


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
