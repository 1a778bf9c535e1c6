"""Decode the arcs of a sentence: each word's best head, as one tree with one root."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_NEVER = -1e9


def decode_tree(scores: Floats) -> tuple[int, ...]:
    """Choose the heads of the words.

    Greedy choice; only where it is no tree with a single root, the best such tree.

    Args:
        scores: Word by head, both with the root first: n + 1 by n + 1.

    Returns:
        The head of each of the n words, counted from 1; 0 is the root.
    """
    if len(scores) == 1:
        return ()
    greedy = scores.copy()
    np.fill_diagonal(greedy, _NEVER)
    heads = tuple(int(head) for head in greedy[1:].argmax(1))
    return heads if is_tree(heads) else spanning_tree(scores)


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether the heads form one tree in which a single word hangs from the root."""
    if sum(head == 0 for head in heads) != 1:
        return False
    reached = {0}
    for number in range(1, len(heads) + 1):
        path: list[int] = []
        while number not in reached:
            if number in path:
                return False
            path.append(number)
            number = heads[number - 1]
        reached.update(path)
    return True


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
