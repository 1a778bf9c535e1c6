"""Parts of a graph's files, and what was found out, from one build for the next.

    .state/merged   a checksum and the form of the file, and on the next line, as Python's marshal
                    writes them: the engine, findings by key, of each file its size, its checksum,
                    the keys and lengths of its parts, and all that was merged

A key is the digest of all that a part or a finding was made of, so that what has its key is
what would be made again. The parts themselves stand where they were written: in the files of
the graph; a file that is no longer the one that was written has none.
"""

import marshal
import sys
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any  # plain values

from kg.errors import OutputError
from kg.outputs import current_files

PLACE = Path(".state", "merged")
# Its number goes up when the form of the file changes; a file of another form is begun anew.
FORM = f"3 {sys.implementation.cache_tag}"


class PartStore:
    """What the last build made, and what this one makes."""

    def __init__(self, out: Path | None = None, engine: str = "") -> None:
        self._out = out
        self._engine = engine
        self._known: dict[str, Any] = {}
        self._known_files: dict[str, dict[str, Any]] = {}
        self._found: dict[str, Any] = {}
        self._files: dict[str, dict[str, object]] = {}
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

    def open(self, name: str) -> Callable[[str], memoryview] | None:
        """Return what returns a part of a file of the last build by its key.

        Without that file, or where another wrote to it, there is none.
        """
        data, places = self._read_file(name)
        if name not in self._known_files or (not places and self._known_files[name]["keys"]):
            return None
        return lambda key: data[slice(*places[key])]

    def assemble(self, name: str, parts: Iterable[tuple[str, Callable[[], bytes]]]) -> bytes:
        """Put a file of the graph together, from what the last build wrote of it where it can.

        Args:
            name: Of the file in the output folder.
            parts: The keys of its parts, in order, and what makes them.
        """
        data, places = self._read_file(name)
        keys: list[str] = []
        lengths: list[int] = []
        made: list[bytes | memoryview] = []
        # What stood side by side is copied as one stretch.
        start = end = 0
        for key, make in parts:
            place = places.get(key)
            if place is None:
                made += (data[start:end], part := make())
                start = end = 0
                lengths.append(len(part))
            else:
                if place[0] != end:
                    made.append(data[start:end])
                    start = place[0]
                end = place[1]
                lengths.append(end - place[0])
            keys.append(key)
        whole = b"".join([*made, data[start:end]])
        self._files[name] = {
            "size": len(whole),
            "checksum": zlib.crc32(whole),
            "keys": keys,
            "lengths": lengths,
        }
        return whole

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

    def _read_file(self, name: str) -> tuple[memoryview, dict[str, tuple[int, int]]]:
        """Return a file of the last build, and where in it its parts stand."""
        known = self._known_files.get(name)
        if known is None or self._out is None:
            return memoryview(b""), {}
        try:
            data = (current_files(self._out) / name).read_bytes()
        except OSError:
            return memoryview(b""), {}
        if (len(data), zlib.crc32(data)) != (known["size"], known["checksum"]):
            return memoryview(b""), {}
        places = pairwise(accumulate(known["lengths"], initial=0))
        return memoryview(data), dict(zip(known["keys"], places, strict=True))
