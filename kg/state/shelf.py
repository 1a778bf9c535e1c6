"""Records by key that are bytes until one is asked for: a hundred thousand load in an instant.

A record is made of plain values only: tuples, lists, numbers, text.
"""

import marshal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload  # Any: whatever marshal takes

Key = TypeVar("Key")
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


class Shelf(Generic[Key]):
    """Records by key; what is not asked for is neither read nor written anew."""

    def __init__(self, kept: dict[Key, bytes] | None = None) -> None:
        self._kept = {} if kept is None else kept

    def get(self, key: Key) -> Any:  # noqa: ANN401
        """Return a record, None where there is none."""
        found = self._kept.get(key)
        return None if found is None else marshal.loads(found)

    def put(self, key: Key, record: Any) -> None:  # noqa: ANN401
        """Keep a record."""
        self._kept[key] = marshal.dumps(record)

    def drop(self, key: Key) -> None:
        """Forget a record, if there is one."""
        self._kept.pop(key, None)

    def encode(self) -> dict[Key, bytes]:
        """Return all as bytes."""
        return self._kept

    def __contains__(self, key: object) -> bool:
        return key in self._kept
