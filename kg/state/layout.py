"""Where parts stand that follow one another in order of their names."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import accumulate


class Layout:
    """The names of parts, in order, and how long each is; it does not change."""

    def __init__(self, names: list[str] | None = None, lengths: bytes = b"") -> None:
        self.names = [] if names is None else names
        self.lengths = array("q", lengths)

    @cached_property
    def ends(self) -> list[int]:
        """Return where each part ends, and before these where the first begins."""
        return list(accumulate(self.lengths, initial=0))

    @property
    def size(self) -> int:
        """Return how long all parts are together."""
        return self.ends[-1]

    def find(self, name: str) -> tuple[int, int] | None:
        """Return where a part begins and ends, None where there is none of the name."""
        place = bisect_left(self.names, name)
        if place == len(self.names) or self.names[place] != name:
            return None
        return self.ends[place], self.ends[place + 1]

    def steps(self, changed: Collection[str]) -> Iterator[tuple[slice, str | None]]:
        """Yield some names in order, and with each the numbers of the parts that stay before it.

        The last step has the parts after all of them, and None.
        """
        done = 0
        for name in sorted(changed):
            place = bisect_left(self.names, name, done)
            yield slice(done, place), name
            done = place + (place < len(self.names) and self.names[place] == name)
        yield slice(done, len(self.names)), None

    def stretch(self, parts: slice) -> tuple[int, int]:
        """Return where some parts that follow one another begin and end."""
        return self.ends[parts.start], self.ends[parts.stop]

    def renew(self, changed: Mapping[str, int | None]) -> "Layout":
        """Return it with some parts of other lengths; None is a part that is gone."""
        if not changed:
            return self
        found = Layout()
        for stay, name in self.steps(changed):
            found.names += self.names[stay]
            found.lengths += self.lengths[stay]
            length = None if name is None else changed[name]
            if name is not None and length is not None:
                found.names.append(name)
                found.lengths.append(length)
        return found

    def encode(self) -> tuple[list[str], bytes]:
        """Return it as plain values."""
        return self.names, self.lengths.tobytes()
