import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.annotate.tree import decode_tree, is_tree, spanning_tree

squares = st.integers(2, 9).flatmap(
    lambda size: arrays.arrays(
        np.float32, (size, size), elements=st.floats(-20, 20, width=32, allow_nan=False)
    )
)


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        pytest.param([0], True, id="one word"),
        pytest.param([2, 0, 2], True, id="tree"),
        pytest.param([0, 0], False, id="two roots"),
        pytest.param([2, 1], False, id="no root"),
        pytest.param([0, 3, 2], False, id="cycle beside the root"),
    ],
)
def test_is_tree_tells(heads, expected):
    assert is_tree(heads) is expected


def test_decode_tree_takes_the_best_heads():
    scores = np.full((4, 4), -5.0, np.float32)
    for word, head in enumerate([2, 0, 2], 1):
        scores[word, head] = 5.0
    assert decode_tree(scores) == (2, 0, 2)


def test_decode_tree_breaks_a_cycle():
    scores = np.full((3, 3), -5.0, np.float32)
    scores[1, 2], scores[2, 1] = 5.0, 5.0
    scores[1, 0] = 1.0
    assert decode_tree(scores) == (0, 1)


@given(squares)
def test_decode_tree_gives_a_tree(scores):
    assert is_tree(decode_tree(scores))


def _best_total(scores):
    size = len(scores)
    totals = []
    for number in range(size ** (size - 1)):
        heads = [number // size**place % size for place in range(size - 1)]
        if is_tree(heads):
            totals.append(sum(scores[word, head] for word, head in enumerate(heads, 1)))
    return max(totals)


@given(st.integers(2, 4).flatmap(
    lambda size: arrays.arrays(np.int8, (size, size), elements=st.integers(-9, 9))
))  # fmt: skip
def test_spanning_tree_is_the_best_one(table):
    scores = table.astype(np.float32)
    heads = spanning_tree(scores)
    assert sum(scores[word, head] for word, head in enumerate(heads, 1)) == _best_total(scores)
