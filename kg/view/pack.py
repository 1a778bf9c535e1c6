"""Set the parts of a graph beside one another, the small ones where the large ones leave room."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.view.separate import Boxes, Floats, label_centres

# Side of the squares in which room is looked for, in pixels.
CELL = 16
# Free pixels around a part.
PART_GAP = 44.0
Cells = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Nodes that are joined, and the places of their centres among themselves."""

    nodes: Sequence[str]
    boxes: Boxes
    centres: Floats


def pack_parts(parts: Sequence[Part], shape: float) -> dict[str, tuple[int, int]]:
    """Give each node its place, in pixels.

    Args:
        parts: In the order in which they look for room: the largest first.
        shape: Width by height of the room there is on the screen.
    """
    covers = [_cover(part) for part in parts]
    places: dict[str, tuple[int, int]] = {}
    taken = np.zeros((0, 0), dtype=bool)
    origin = np.zeros(2, dtype=np.int64)
    for part, (cover, corner) in zip(parts, covers, strict=True):
        taken, origin, at = _place(taken, origin, cover, shape)
        offset = (at * CELL).astype(np.float64) - corner
        for node, centre in zip(part.nodes, part.centres + offset, strict=True):
            places[node] = (round(float(centre[0])), round(float(centre[1])))
    return places


def _place(
    taken: Cells, origin: NDArray[np.int64], cover: Cells, shape: float
) -> tuple[Cells, NDArray[np.int64], NDArray[np.int64]]:
    """Find the free place of a part that makes the whole grow least, then the most central one.

    Args:
        taken: Cells (rows, columns) that are covered, `origin` being the first one's place.

    Returns:
        Both as they are afterwards, and the place (x, y) of the part's first cell.
    """
    if not taken.size:
        return cover, origin, origin
    rows, columns = cover.shape
    # Room on all sides for the part to be set beside what there is.
    wide = np.pad(taken, ((rows, rows), (columns, columns)))
    # How many covered cells are above and to the left: any rectangle's are four of these.
    sums = np.pad(wide.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    under = (
        sums[rows:, columns:]
        - sums[:-rows, columns:]
        - sums[rows:, :-columns]
        + sums[:-rows, :-columns]
    )
    y, x = np.nonzero(under == 0)
    high, broad = taken.shape
    width = np.maximum(x + columns, columns + broad) - np.minimum(x, columns)
    height = np.maximum(y + rows, rows + high) - np.minimum(y, rows)
    reach = np.maximum(width / shape, height)
    off = np.hypot((x - columns / 2 - broad / 2) / shape, y - rows / 2 - high / 2)
    best = np.lexsort((x, y, off, reach))[0]
    wide[y[best] : y[best] + rows, x[best] : x[best] + columns] |= cover
    filled = np.nonzero(wide)
    top, left = filled[0].min(), filled[1].min()
    place = origin + np.array([x[best] - columns, y[best] - rows])
    cut = wide[top : filled[0].max() + 1, left : filled[1].max() + 1]
    return cut, origin + np.array([left - columns, top - rows]), place


def _cover(part: Part) -> tuple[Cells, Floats]:
    """Mark the cells that a part covers, with its gap, and tell where the first one begins."""
    boxes = part.boxes
    middles = label_centres(part.centres, boxes) if len(boxes.ends) else np.zeros((0, 2))
    ends = part.centres[boxes.ends].reshape(-1, 2, 2)
    steps = np.linspace(0.0, 1.0, 24)[:, None, None]
    # A bent edge is, nearly, its two halves.
    halves = [
        (ends[:, side][None] * (1 - steps) + middles[None] * steps).reshape(-1, 2)
        for side in (0, 1)
    ]
    centres = np.concatenate([part.centres, middles, *halves])
    sizes = np.concatenate([boxes.nodes, boxes.labels, np.zeros((sum(map(len, halves)), 2))])
    low = centres - sizes - PART_GAP / 2
    high = centres + sizes + PART_GAP / 2
    corner: Floats = low.min(axis=0)
    first = np.floor((low - corner) / CELL).astype(np.int64)
    last = np.ceil((high - corner) / CELL).astype(np.int64)
    cells = np.zeros((last[:, 1].max(), last[:, 0].max()), dtype=bool)
    for (left, top), (right, bottom) in zip(first, last, strict=True):
        cells[top:bottom, left:right] = True
    return cells, corner
