"""What has been sent to a store, noted beside the graph that it was sent from."""

import json
import os
from pathlib import Path

from kg.errors import OutputError
from kg.vocab import fingerprint

FOLDER = ".push"


class Record:
    """The digest of each graph that a store has taken; none of one that is under way.

    A file of one line for each change, the last of which counts: a push that is killed
    leaves at most one line in pieces, and that graph is sent again.
    """

    def __init__(self, out: Path, url: str) -> None:
        self._path = out / FOLDER / f"{fingerprint(url)}.jsonl"
        self._digests: dict[str, str | None] = {}
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be read: {error.strerror}") from error
        for line in text.splitlines():
            self._take(line)

    @property
    def names(self) -> set[str]:
        """Name the graphs of which the store has something."""
        return set(self._digests)

    def digest(self, name: str) -> str | None:
        """Tell what the store has taken under a name."""
        return self._digests.get(name)

    def note(self, name: str, digest: str | None) -> None:
        """Note what the store has taken, or (None) that it has begun to take something."""
        self._digests[name] = digest
        self._append({"graph": name, "digest": digest})

    def forget(self, name: str) -> None:
        """Note that the store has nothing under a name."""
        del self._digests[name]
        self._append({"graph": name, "gone": True})

    def _take(self, line: str) -> None:
        try:
            row = json.loads(line)
            name = row["graph"]
        except (ValueError, TypeError, KeyError):
            return
        if row.get("gone"):
            self._digests.pop(name, None)
        else:
            self._digests[name] = row.get("digest")

    def _append(self, row: dict[str, object]) -> None:
        try:
            self._path.parent.mkdir(exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                # A line of its own, whatever a killed push has left before it.
                file.write(f"\n{json.dumps(row, sort_keys=True)}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written: {error.strerror}") from error
