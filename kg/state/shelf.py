"""Records by key that are bytes until one is asked for: a hundred thousand load in an instant."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar, overload

from kg.state.layout import Layout

# Keys in order, the lengths of their records, and the records.
Packed: TypeAlias = tuple[list[str], bytes, bytes]
Item = TypeVar("Item")
Row = TypeVar("Row")


class Lazy(Sequence[Item], Generic[Row, Item]):
    """Items that are made of their rows when they are asked for."""

    def __init__(self, rows: Sequence[Row], make: Callable[[Row], Item]) -> None:
        self.rows = rows
        self.make = make

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        if isinstance(index, slice):
            return list(map(self.make, self.rows[index]))
        return self.make(self.rows[index])

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Item]:
        return map(self.make, self.rows)


class Shelf:
    """Records by key, one after another in order of the keys; what has changed stands beside them.

    What is not asked for is neither read nor written anew.
    """

    def __init__(self, kept: Packed | None = None) -> None:
        names, lengths, data = kept or ([], b"", b"")
        self._layout = Layout(names, lengths)
        self._data = data
        # None is a record that is gone.
        self._changed: dict[str, bytes | None] = {}
        self._names: list[str] | None = self._layout.names

    def find(self, key: str) -> bytes | None:
        """Return a record as it was put, None where there is none."""
        if key in self._changed:
            return self._changed[key]
        place = self._layout.find(key)
        return None if place is None else self._data[slice(*place)]

    def put(self, key: str, record: bytes) -> None:
        """Keep a record."""
        self._changed[key] = record
        self._names = None

    def drop(self, key: str) -> None:
        """Forget a record, if there is one."""
        self._changed[key] = None
        self._names = None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) is not None

    def names(self) -> list[str]:
        """Return all keys, in order."""
        if self._names is None:
            changed = {key: None if record is None else 0 for key, record in self._changed.items()}
            self._names = self._layout.renew(changed).names
        return self._names

    def differing(self, other: "Shelf") -> set[str]:
        """Return the keys under which another shelf has something else, or only one of them."""
        if self._layout is other._layout:
            keys = self._changed.keys() | other._changed
        else:
            keys = {*self.names(), *other.names()}
        return {key for key in keys if self.find(key) != other.find(key)}

    def copy(self) -> "Shelf":
        """Return what there is now."""
        found = Shelf()
        found._layout, found._data, found._names = self._layout, self._data, self._names
        found._changed = dict(self._changed)
        return found

    def join(self) -> tuple[Layout, bytes]:
        """Put what has changed in its place; return where the records stand, and all of them."""
        if self._changed:
            pieces: list[memoryview | bytes] = []
            data = memoryview(self._data)
            for stay, key in self._layout.steps(self._changed):
                pieces.append(data[slice(*self._layout.stretch(stay))])
                pieces.append(b"" if key is None else self._changed[key] or b"")
            lengths = {k: None if r is None else len(r) for k, r in self._changed.items()}
            self._layout = self._layout.renew(lengths)
            self._data = b"".join(pieces)
            self._changed = {}
            self._names = self._layout.names
        return self._layout, self._data

    def encode(self) -> Packed:
        """Return all as plain values."""
        layout, data = self.join()
        return *layout.encode(), data
