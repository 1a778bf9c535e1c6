"""Decode the arcs of sentences: each word's best head, as one tree with one root."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
_NEVER = -1e9


def decode_trees(scores: Floats, sizes: Numbers) -> Numbers:
    """Choose the heads of the words of a batch.

    Greedy choice; only where it is no tree with a single root, the best such tree.

    Args:
        scores: Batch by word by head, both with the root first; padding scores least as a head.
        sizes: Words of each sentence.

    Returns:
        The head of each word, counted from 1; 0 is the root. Batch by word, with a 0 for the
        root and for padding.
    """
    width = scores.shape[1]
    greedy = np.where(np.eye(width, dtype=bool), _NEVER, scores).argmax(-1)
    places = np.arange(width)
    heads: Numbers = np.where((places > 0) & (places <= sizes[:, None]), greedy, 0)
    single = (heads == 0).sum(1) == width - sizes + 1
    for row in np.flatnonzero(~(single & _reach_root(heads)) & (sizes > 0)):
        size = sizes[row]
        heads[row, 1 : size + 1] = spanning_tree(scores[row, : size + 1, : size + 1])
    return heads


def _reach_root(heads: Numbers) -> NDArray[np.bool_]:
    """Tell of each row whether the way up from all words ends at the root."""
    above = heads
    for _ in range(heads.shape[1].bit_length()):  # each time twice as far up
        above = np.take_along_axis(above, above, axis=1)
    found: NDArray[np.bool_] = (above == 0).all(1)
    return found


def spanning_tree(scores: Floats) -> tuple[int, ...]:
    """Find the best tree with a single root: Chu-Liu-Edmonds, once for each likely root.

    The method is that of McDonald et al. (2005); the root is the word for which the tree scores
    best among those that lose least by hanging from the root.
    """
    size = len(scores)
    best: tuple[float, tuple[int, ...]] | None = None
    inner = scores.astype(np.float64)
    np.fill_diagonal(inner, _NEVER)
    rest = inner[1:, 1:].max(1) if size > 2 else np.zeros(1)
    loss = rest - inner[1:, 0]
    for root in np.argsort(loss, kind="stable")[:3] + 1:
        trial = inner.copy()
        trial[:, 0] = _NEVER
        trial[root, :] = _NEVER
        trial[root, 0] = inner[root, 0]
        heads = _edmonds(trial)
        total = float(sum(inner[word, heads[word]] for word in range(1, size)))
        if best is None or total > best[0]:
            best = (total, tuple(heads[1:]))
    if best is None:
        raise ValueError("a tree needs at least one word")
    return best[1]


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Return the heads of the maximum spanning arborescence from node 0."""
    size = len(scores)
    heads = [0, *(int(head) for head in scores[1:].argmax(1))]
    found = _find_cycle(heads)
    if not found:
        return heads
    cycle = np.array(found)
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)  # node 0 comes first
    new = len(outside)
    small = np.full((new + 1, new + 1), _NEVER)
    small[:new, :new] = scores[np.ix_(outside, outside)]
    # An arc into the cycle replaces one of its arcs, an arc out starts at its best node.
    gain = scores[np.ix_(cycle, outside)] - scores[cycle, [heads[node] for node in found]][:, None]
    enter = gain.argmax(0)
    small[new, :new] = gain.max(0)
    leave = scores[np.ix_(outside, cycle)].argmax(1)
    small[:new, new] = scores[np.ix_(outside, cycle)].max(1)
    chosen = _edmonds(small)
    for number in range(1, new):
        head = chosen[number]
        heads[outside[number]] = found[leave[number]] if head == new else int(outside[head])
    broken = found[enter[chosen[new]]]
    heads[broken] = int(outside[chosen[new]])
    return heads


def _find_cycle(heads: Sequence[int]) -> list[int]:
    """Return the nodes of a cycle, or nothing; node 0 has no head."""
    state = [0] * len(heads)  # the walk that reached the node
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = heads[node]
        if state[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(heads[cycle[-1]])
            return cycle
    return []
