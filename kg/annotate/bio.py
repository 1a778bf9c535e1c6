"""Decode spans from scores of begin, inside and outside tags."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A label with less of the score is not heard of again.
LEAST_SHARE = 0.05
_NEVER = -1e9


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """A stretch of words, half-open, with its label and the share that each label has."""

    start: int
    end: int
    label: str
    shares: tuple[tuple[str, float], ...] = ()


def decode_spans(scores: NDArray[np.float32], tags: Sequence[str]) -> list[TaggedSpan]:
    """Return the spans of the best sequence of tags in which I-X follows only B-X or I-X.

    Args:
        scores: Word by tag.
        tags: "O", then "B-X" and "I-X" of each label in turn.
    """
    best: list[int] = scores.argmax(1).tolist()
    if not any(best):
        return []
    if not _is_sound(best):
        best = _viterbi(scores)
    ends: list[tuple[int, int]] = []
    for number, tag in enumerate(best):
        if tag % 2 == 1:
            ends.append((number, number + 1))
        elif tag:
            ends[-1] = (ends[-1][0], number + 1)
    return [
        TaggedSpan(start, end, tags[best[start]][2:], _share(scores[start:end], tags))
        for start, end in ends
    ]


def _share(scores: NDArray[np.float32], tags: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Return the labels that have some share, by the mean of their tags' scores."""
    means = (scores[0, 1::2] + scores[1:, 2::2].sum(0)) / len(scores)
    weights = np.exp(means - means.max())
    shares = (weights / weights.sum()).tolist()
    found = zip(tags[1::2], shares, strict=True)
    return tuple((tag[2:], round(share, 3)) for tag, share in found if share >= LEAST_SHARE)


def _is_sound(tags: Sequence[int]) -> bool:
    previous = 0
    for tag in tags:
        if tag and tag % 2 == 0 and previous not in (tag, tag - 1):
            return False
        previous = tag
    return True


def _viterbi(scores: NDArray[np.float32]) -> list[int]:
    count = scores.shape[1]
    step = np.zeros((count, count))  # from, to
    for tag in range(2, count, 2):
        step[:, tag] = _NEVER
        step[[tag - 1, tag], tag] = 0
    first = scores[0].astype(np.float64)
    first[2::2] = _NEVER
    total = first
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        options = total[:, None] + step
        back.append(options.argmax(0))
        total = options.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
