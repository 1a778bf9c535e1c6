"""Group sequences of similar length, so that they run together with little padding."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

# What one run costs besides its pieces, in pieces: measured on one thread, flat between 20 and 45.
_RUN = 30


def group_by_length(lengths: Sequence[int], *, most: int) -> Iterator[list[int]]:
    """Yield groups of places in `lengths`, shortest sequences first; each place is in one.

    The groups are those that cost least, where a run costs all its pieces with padding, and
    something for itself.

    Args:
        lengths: Of the sequences.
        most: Pieces of a run, with padding; a longer sequence is a group of its own.

    >>> list(group_by_length([60, 9, 10, 61], most=512))
    [[1, 2], [0, 3]]
    """
    order = sorted(range(len(lengths)), key=lambda place: lengths[place])
    cost, start = [0], [0]  # of the best groups of the first sequences; where the last one starts
    for end, place in enumerate(order, 1):
        longest = lengths[place]
        first = min(end - 1, max(0, end - most // max(1, longest)))
        options = ((cost[k] + longest * (end - k), k) for k in range(first, end))
        best, begin = min(options)
        cost.append(best + _RUN)
        start.append(begin)
    bounds = [len(order)]
    while bounds[-1]:
        bounds.append(start[bounds[-1]])
    for end, begin in reversed(list(pairwise(bounds))):
        yield order[begin:end]
