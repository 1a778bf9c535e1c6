import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.annotate.tree import decode_trees, spanning_tree

squares = st.integers(2, 9).flatmap(
    lambda size: arrays.arrays(
        np.float32, (size, size), elements=st.floats(-20, 20, width=32, allow_nan=False)
    )
)


def is_tree(heads):
    """Tell whether the heads form one tree in which a single word hangs from the root."""
    if sum(head == 0 for head in heads) != 1:
        return False
    reached = {0}
    for number in range(1, len(heads) + 1):
        path = []
        while number not in reached:
            if number in path:
                return False
            path.append(number)
            number = heads[number - 1]
        reached.update(path)
    return True


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


def _decode(scores):
    heads = decode_trees(scores[None], np.array([len(scores) - 1]))
    assert heads[0, 0] == 0
    return tuple(heads[0, 1:].tolist())


def test_decode_trees_takes_the_best_heads():
    scores = np.full((4, 4), -5.0, np.float32)
    for word, head in enumerate([2, 0, 2], 1):
        scores[word, head] = 5.0
    assert _decode(scores) == (2, 0, 2)


def test_decode_trees_breaks_a_cycle():
    scores = np.full((3, 3), -5.0, np.float32)
    scores[1, 2], scores[2, 1] = 5.0, 5.0
    scores[1, 0] = 1.0
    assert _decode(scores) == (0, 1)


@given(squares)
def test_decode_trees_gives_a_tree(scores):
    assert is_tree(_decode(scores))


@given(st.lists(squares, min_size=1, max_size=4))
def test_decode_trees_gives_each_sentence_what_it_gets_alone(sentences):
    width = max(len(scores) for scores in sentences)
    padded = np.full((len(sentences), width, width), -1e4, np.float32)
    for row, scores in enumerate(sentences):
        padded[row, : len(scores), : len(scores)] = scores
    sizes = [len(scores) - 1 for scores in sentences]
    heads = decode_trees(padded, np.array(sizes))
    for row, (size, scores) in enumerate(zip(sizes, sentences, strict=True)):
        assert tuple(heads[row, 1 : size + 1].tolist()) == _decode(scores)
        assert not heads[row, size + 1 :].any()


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
