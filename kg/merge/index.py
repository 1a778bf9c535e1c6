"""Which statements name an entity, or are said by an article: lists of them, by what they share."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from kg.state import Layout

# Names in order, how many statements each has, and the places of these among all.
Packed: TypeAlias = tuple[list[str], bytes, bytes]
_NUMBER = "I"


class StatementIndex:
    """Of each name its statements; a list is made of their places when it is asked for."""

    def __init__(self, orders: Sequence[str], kept: Packed | None = None) -> None:
        """Take what was kept.

        Args:
            orders: All statements as they were then, in order.
        """
        names, lengths, places = kept or ([], b"", b"")
        self._orders = orders
        self._layout = Layout(names, lengths)
        self._places = array(_NUMBER, places)
        self._changed: dict[str, list[str]] = {}

    def find(self, name: str) -> Sequence[str]:
        """Return the statements of a name."""
        found = self._changed.get(name)
        return self._read(name) if found is None else found

    def add(self, name: str, order: str) -> None:
        """Note one more statement."""
        self._edit(name).append(order)

    def remove(self, name: str, order: str) -> None:
        """Forget a statement that was noted."""
        self._edit(name).remove(order)

    def names(self) -> Iterator[str]:
        """Yield the names that have any statement."""
        yield from (name for name in self._layout.names if name not in self._changed)
        yield from (name for name, found in self._changed.items() if found)

    def encode(self, orders: Sequence[str], places: Mapping[str, int]) -> Packed:
        """Return all as plain values.

        Args:
            orders: All statements as they are now, in order.
            places: Of each its number among them.
        """
        moved = self._places if orders is self._orders else self._move(places)
        found = array(_NUMBER)
        for stay, name in self._layout.steps(self._changed):
            found += moved[slice(*self._layout.stretch(stay))]
            found.extend(() if name is None else map(places.__getitem__, self._changed[name]))
        lengths = {name: len(found) or None for name, found in self._changed.items()}
        return *self._layout.renew(lengths).encode(), found.tobytes()

    def _move(self, places: Mapping[str, int]) -> "array[int]":
        """Return the places as they are now; of what is gone, they are not asked for."""
        now = np.array([places.get(order, 0) for order in self._orders], dtype=np.uint32)
        return array(_NUMBER, now[np.frombuffer(self._places, dtype=np.uint32)].tobytes())

    def _read(self, name: str) -> list[str]:
        place = self._layout.find(name)
        numbers = self._places[slice(*place)] if place else ()
        return [self._orders[number] for number in numbers]

    def _edit(self, name: str) -> list[str]:
        if name not in self._changed:
            self._changed[name] = self._read(name)
        return self._changed[name]
