"""Parts of a graph's files, and verdicts on statements, from one build for the next.

    .state/parts.json   a checksum, and on the next line as JSON: the engine, verdicts by key,
                        and of each file its size, its checksum, the keys and lengths of its parts

A key is the digest of all that a part or a verdict was made of, so that what has its key is
what would be made again. The parts themselves stand where they were written: in the files of
the graph; a file that is no longer the one that was written has none.
"""

import json
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any  # parsed JSON

from kg.errors import OutputError
from kg.outputs import current_files

PLACE = Path(".state", "parts.json")
# Goes up when the form of the file changes; a file of another form is begun anew.
FORM = 1

# What is wrong with a statement: a reason, and whether it is only a warning.
Verdict = list[tuple[str, bool]]


class PartStore:
    """What the last build made, and what this one makes."""

    def __init__(self, out: Path | None = None, engine: str = "") -> None:
        self._out = out
        self._engine = engine
        self._known_verdicts: dict[str, Verdict] = {}
        self._known_files: dict[str, dict[str, Any]] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._files: dict[str, dict[str, object]] = {}

    def load(self, on_fault: Callable[[str], None]) -> None:
        """Read what the last build left; damage is told, and all is made anew."""
        if self._out is None or not (self._out / PLACE).exists():
            return
        try:
            checksum, text = (self._out / PLACE).read_bytes().split(b"\n", 1)
            if int(checksum) != zlib.crc32(text):
                raise ValueError("the checksum differs")
            form, engine, verdicts, files = json.loads(text)
        except (OSError, ValueError):
            on_fault(f"{self._out / PLACE}: is damaged; the files of the graph are made anew")
            return
        if (form, engine) == (FORM, self._engine):
            self._known_verdicts, self._known_files = verdicts, files

    def find_verdict(self, key: str) -> Verdict | None:
        """Return a verdict of the last build, None where it gave none, and keep it."""
        found = self._known_verdicts.get(key)
        if found is not None:
            self._verdicts[key] = found
        return found

    def keep_verdict(self, key: str, verdict: Verdict) -> None:
        """Keep a verdict for the next build."""
        self._verdicts[key] = verdict

    def assemble(self, name: str, parts: Iterable[tuple[str, Callable[[], bytes]]]) -> bytes:
        """Put a file of the graph together, from what the last build wrote of it where it can.

        Args:
            name: Of the file in the output folder.
            parts: The keys of its parts, in order, and what makes them.
        """
        data, places = self._read_file(name)
        keys: list[str] = []
        made: list[bytes | memoryview] = []
        for key, make in parts:
            place = places.get(key)
            made.append(data[place[0] : place[1]] if place else make())
            keys.append(key)
        whole = b"".join(made)
        self._files[name] = {
            "size": len(whole),
            "checksum": zlib.crc32(whole),
            "keys": keys,
            "lengths": list(map(len, made)),
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
        kept = (FORM, self._engine, self._verdicts, self._files)
        text = json.dumps(kept, separators=(",", ":")).encode()
        try:
            path.parent.mkdir(exist_ok=True)
            aside.write_bytes(b"%d\n%s" % (zlib.crc32(text), text))
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
