"""Paths -> the files to read, in an order that does not depend on the file system."""

import errno
import os
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.read.decode import shown


def find_files(
    paths: Iterable[Path],
    *,
    suffixes: Collection[str],
    besides: Collection[Path] = (),
    on_fault: Callable[[InputError], None],
) -> Iterator[Path]:
    """Find the files of `paths` that have one of `suffixes` (lower case, with the dot).

    Symbolic links are followed; a folder or file reached twice counts once. What is
    `besides` is passed over.

    Yields:
        Files in the order of `paths`, inside a folder sorted by name.
    """
    search = _Search(suffixes, on_fault)
    search.pass_over(besides)
    for path in paths:
        yield from search.visit(path)


class _Search:
    """Remembers the real paths already seen; each method returns how many files it met."""

    def __init__(self, suffixes: Collection[str], on_fault: Callable[[InputError], None]) -> None:
        self._suffixes = suffixes
        self._on_fault = on_fault
        self._seen: set[Path] = set()
        self._passed: set[Path] = set()

    def pass_over(self, paths: Iterable[Path]) -> None:
        """Count paths as seen."""
        self._passed.update(path.resolve() for path in paths)
        self._seen |= self._passed

    def visit(self, path: Path, above: tuple[Path, ...] = ()) -> Generator[Path, None, int]:
        """Yield the files of a path that is reached through the real folders `above`."""
        try:
            if path.is_dir():
                return (yield from self._folder(path, above))
            if path.suffix.lower() in self._suffixes:
                yield from self._file(path)
                return 1
            if above:
                return 0
            path.stat()
            self._fault(path, f"is not {self._wanted()}")
        except (OSError, RuntimeError) as error:
            # before Python 3.13 pathlib raises RuntimeError for a link that leads to itself
            reason = error.strerror if isinstance(error, OSError) else os.strerror(errno.ELOOP)
            self._fault(path, f"cannot be read: {reason}")
        return 1

    def _file(self, path: Path) -> Iterator[Path]:
        real = path.resolve(strict=True)
        if not real.is_file():
            # a pipe or a device would block or never end
            self._fault(path, "is not a regular file")
        elif real not in self._seen:
            self._seen.add(real)
            yield path

    def _folder(self, path: Path, above: tuple[Path, ...]) -> Generator[Path, None, int]:
        real = path.resolve(strict=True)
        if real in self._seen:
            if real in above:
                self._fault(path, "is a link back to a folder that holds it")
            elif not above and real in self._passed:
                self._fault(path, "is passed over: the graph is written to it")
            return 1
        self._seen.add(real)
        found = 0
        for entry in sorted(path.iterdir()):
            if not entry.name.startswith("."):
                found += yield from self.visit(entry, (*above, real))
        if not found and (not above or path.suffix.lower() in self._suffixes):
            self._fault(path, f"is a folder with no articles ({self._wanted()})")
        return found

    def _fault(self, path: Path, reason: str) -> None:
        self._on_fault(InputError(shown(path), reason))

    def _wanted(self) -> str:
        *most, last = sorted(self._suffixes)
        return f"{', '.join(most)} or {last}" if most else last
