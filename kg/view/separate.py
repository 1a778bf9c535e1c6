"""Push labels apart until none covers another, or time is up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Pixels that stay free around a label.
GAP = 8.0
# Pixels that stay free between a node and an edge that passes it.
PASSING = 10.0
STEPS = 160
STEPS_IN_HASTE = 100
# How far an edge may leave the straight line, as a share of its length: at most a half is drawn.
MOST_BENT = 0.4
# A label under an edge can still be read: it weighs less than one under a label.
STRUCK = 0.3
# Steps without an improvement after which there will be none.
PATIENCE = 40
# Edges longer than this pull their ends together, lest pushing swells the graph.
LONG = 220.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """What takes up room: half widths and heights of nodes and of edge labels.

    `ends` holds the two nodes of each edge, by position in `nodes`; `ranks` how many steps
    the middle of each edge leaves the straight line by, and `steps` the width and height that
    one step must clear.
    """

    nodes: Floats
    labels: Floats
    ends: NDArray[np.int64]
    ranks: Floats
    steps: Floats


def separate(start: Floats, boxes: Boxes, *, careful: bool = True) -> Floats:
    """Move nodes, as little as it takes, until nothing overlaps or it gets no better.

    Without `careful`, labels of edges may be covered, and edges may pass over nodes.
    """
    centres = best = start.astype(np.float64)
    fewest, since = np.inf, 0
    for _ in range(STEPS if careful else STEPS_IN_HASTE):
        push, faults = _push_boxes(centres, boxes, careful=careful)
        passing, passed = _push_passers(centres, boxes) if careful else (np.zeros_like(push), 0)
        off, struck = _push_struck(centres, boxes) if careful else (np.zeros_like(push), 0)
        since += 1
        weight = faults + passed + STRUCK * struck
        if weight < fewest:
            best, fewest, since = centres, weight, 0
        if fewest == 0 or since > PATIENCE:
            break
        centres = centres + push + passing + off
        if careful:
            centres = centres + _pull_long(centres, boxes)
    return best


def count_faults(centres: Floats, boxes: Boxes) -> float:
    """Count overlaps and edges over nodes, then edges over labels, then crossings."""
    _, faults = _push_boxes(centres, boxes)
    _, passed = _push_passers(centres, boxes)
    _, struck = _push_struck(centres, boxes)
    return faults + passed + STRUCK * struck + 0.1 * _count_crossings(centres, boxes)


def label_centres(centres: Floats, boxes: Boxes) -> Floats:
    """Find the middle of each edge, where its label stands."""
    source, target = centres[boxes.ends[:, 0]], centres[boxes.ends[:, 1]]
    way = target - source
    length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    right = np.stack([-way[:, 1], way[:, 0]], axis=1) / length
    middle: Floats = (source + target) / 2 + right * find_bends(centres, boxes)[:, None]
    return middle


def find_bends(centres: Floats, boxes: Boxes) -> Floats:
    """Find how far the middle of each edge leaves the straight line, to its right.

    Labels of parallel edges stand above one another where the edges run level, and side by
    side where they are steep: a step is as long as one of the two takes.
    """
    way = np.abs(centres[boxes.ends[:, 1]] - centres[boxes.ends[:, 0]])
    length = np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    # What a step moves a label by, sideways and down, goes with the other side of the way.
    clear = boxes.steps * length[:, None] / np.maximum(way[:, ::-1], 1e-6)
    bends: Floats = np.where(way.any(axis=1), boxes.ranks * clear.min(axis=1), 0.0)
    return bends


def _push_boxes(centres: Floats, boxes: Boxes, *, careful: bool = True) -> tuple[Floats, int]:
    """Push overlapping boxes apart along the way that is shorter."""
    count = len(centres)
    places, halves = centres, boxes.nodes + GAP / 2
    if careful:
        places = np.concatenate([centres, label_centres(centres, boxes)])
        halves = np.concatenate([boxes.nodes, boxes.labels]) + GAP / 2
    apart = places[:, None, :] - places[None, :, :]
    over = halves[:, None, :] + halves[None, :, :] - np.abs(apart)
    hit = (over > 0.5).all(axis=2) & ~np.eye(len(places), dtype=bool)
    along = over.argmin(axis=2)
    # Two at one place part by their order.
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    shove = np.zeros_like(apart)
    for axis in (0, 1):
        chosen = hit & (along == axis)
        sign = np.sign(apart[:, :, axis])
        sign = np.where(sign == 0, order, sign)
        shove[:, :, axis] = np.where(chosen, sign * over[:, :, axis] * 0.4, 0.0)
    push = shove[:count].sum(axis=1)
    labels = shove[count:]
    edges = np.arange(len(labels))
    for mine, other in ((0, 1), (1, 0)) if len(labels) else ():
        # A label moves with both ends, and one that covers an end sends both apart: along the
        # edge, lest labels above and below the same two nodes push them both ways.
        own = labels[edges, boxes.ends[:, mine]]
        way = centres[boxes.ends[:, other]] - centres[boxes.ends[:, mine]]
        length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
        off = way / length * np.linalg.norm(own, axis=1, keepdims=True)
        np.add.at(push, boxes.ends[:, other], off)
        np.add.at(push, boxes.ends[:, mine], -off)
        np.add.at(push, boxes.ends[:, mine], (labels.sum(axis=1) - own) * 0.5)
    limit = np.maximum(np.abs(push).max(axis=1, keepdims=True) / 40.0, 1.0)
    bent = np.zeros_like(centres)
    faults = int(hit.sum()) // 2
    if careful and len(boxes.ends):
        bent, bad = _turn_bent(centres, boxes)
        faults += bad
    return push / limit + bent, faults


def _turn_bent(centres: Floats, boxes: Boxes) -> tuple[Floats, int]:
    """Lay level, and draw out, edges that would have to bend too far for their length."""
    way = centres[boxes.ends[:, 1]] - centres[boxes.ends[:, 0]]
    bad = np.abs(find_bends(centres, boxes)) > MOST_BENT * np.linalg.norm(way, axis=1)
    sign = np.where(way[bad, 0] < 0, -1.0, 1.0)
    change = np.stack([sign * 2.0, -way[bad, 1] * 0.04], axis=1)
    moved = np.zeros_like(centres)
    np.add.at(moved, boxes.ends[bad, 1], change)
    np.add.at(moved, boxes.ends[bad, 0], -change)
    return moved, int(bad.sum())


def _parallel(boxes: Boxes) -> NDArray[np.bool_]:
    """Tell for each two edges whether they join the same two nodes."""
    pairs = np.sort(boxes.ends, axis=1)
    same: NDArray[np.bool_] = (pairs[:, None, :] == pairs[None, :, :]).all(axis=2)
    return same


def _push_passers(centres: Floats, boxes: Boxes) -> tuple[Floats, int]:
    """Push nodes off the edges that pass over them."""
    source = centres[boxes.ends[:, 0]][:, None, :]
    way = centres[boxes.ends[:, 1]][:, None, :] - source
    square = np.maximum((way**2).sum(axis=2), 1e-6)
    share = ((centres[None, :, :] - source) * way).sum(axis=2) / square
    foot = source + np.clip(share, 0.0, 1.0)[:, :, None] * way
    off = centres[None, :, :] - foot
    distance = np.linalg.norm(off, axis=2)
    normal = np.stack([-way[:, :, 1], way[:, :, 0]], axis=2) / np.sqrt(square)[:, :, None]
    reach = (np.abs(normal) * boxes.nodes[None, :, :]).sum(axis=2) + PASSING
    over = np.where((share > 0.0) & (share < 1.0), reach - distance, 0.0)
    edges = np.arange(len(boxes.ends))
    over[edges, boxes.ends[:, 0]] = over[edges, boxes.ends[:, 1]] = 0.0
    over = np.where(over > 0.5, over, 0.0)
    side = np.sign((off * normal).sum(axis=2))
    side = np.where(side == 0, 1.0, side)
    push = (normal * (side * over * 0.15)[:, :, None]).sum(axis=0)
    return push, int((over > 0).sum())


def _pull_long(centres: Floats, boxes: Boxes) -> Floats:
    way = centres[boxes.ends[:, 1]] - centres[boxes.ends[:, 0]]
    length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    pull = way / length * np.maximum(length - LONG, 0.0) * 0.01
    moved = np.zeros_like(centres)
    np.add.at(moved, boxes.ends[:, 0], pull)
    np.add.at(moved, boxes.ends[:, 1], -pull)
    return moved


def _push_struck(centres: Floats, boxes: Boxes) -> tuple[Floats, int]:
    """Push labels, with the ends of their edges, off other edges that run through them."""
    middles = label_centres(centres, boxes)
    push = np.zeros_like(centres)
    struck = np.zeros(len(middles), dtype=bool)
    other = ~_parallel(boxes)
    for end in (0, 1):
        # A bent edge is, nearly, its two halves.
        source = centres[boxes.ends[:, end]][:, None, :]
        way = middles[:, None, :] - source
        square = np.maximum((way**2).sum(axis=2), 1e-6)
        share = ((middles[None, :, :] - source) * way).sum(axis=2) / square
        off = middles[None, :, :] - (source + share[:, :, None] * way)
        normal = np.stack([-way[:, :, 1], way[:, :, 0]], axis=2) / np.sqrt(square)[:, :, None]
        reach = (np.abs(normal) * boxes.labels[None, :, :]).sum(axis=2)
        over = np.where(
            other & (share > 0.0) & (share < 1.0), reach - np.linalg.norm(off, axis=2), 0.0
        )
        over = np.maximum(over, 0.0)
        side = np.sign((off * normal).sum(axis=2))
        side = np.where(side == 0, 1.0, side)
        shove = normal * (side * over * 0.04)[:, :, None]
        struck |= (over > 1.0).any(axis=0)
        for mine in (0, 1):
            np.add.at(push, boxes.ends[:, mine], shove.sum(axis=0))
            np.add.at(push, boxes.ends[:, mine], -shove.sum(axis=1))
    limit = np.maximum(np.abs(push).max(axis=1, keepdims=True) / 12.0, 1.0)
    return push / limit, int(struck.sum())


def _count_crossings(centres: Floats, boxes: Boxes) -> int:
    a, b = centres[boxes.ends[:, 0]], centres[boxes.ends[:, 1]]

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        turn: Floats = np.sign(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
            - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )
        return turn

    a1, b1, a2, b2 = a[:, None], b[:, None], a[None], b[None]
    crossing = (side(a1, b1, a2) * side(a1, b1, b2) < 0) & (side(a2, b2, a1) * side(a2, b2, b1) < 0)
    return int(crossing.sum()) // 2
