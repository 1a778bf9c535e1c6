"""Decode spans from scores of begin, inside and outside tags."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEVER = -1e9


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """A stretch of words, half-open, with its label."""

    start: int
    end: int
    label: str


def decode_spans(scores: NDArray[np.float32], tags: Sequence[str]) -> list[TaggedSpan]:
    """Return the spans of the best sequence of tags in which I-X follows only B-X or I-X.

    Args:
        scores: Word by tag.
        tags: "O", then "B-X" and "I-X" of each label in turn.
    """
    best = [int(tag) for tag in scores.argmax(1)]
    if not _is_sound(best):
        best = _viterbi(scores)
    spans: list[TaggedSpan] = []
    for number, tag in enumerate(best):
        if tag % 2 == 1:
            spans.append(TaggedSpan(number, number + 1, tags[tag][2:]))
        elif tag:
            spans[-1] = TaggedSpan(spans[-1].start, number + 1, spans[-1].label)
    return spans


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
