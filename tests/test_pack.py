import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.pack import PART_GAP, Part, pack_parts
from kg.view.separate import Boxes


def make_part(name, centres, halves, ends=()):
    return Part(
        nodes=[f"{name}{n}" for n in range(len(centres))],
        boxes=Boxes(
            nodes=np.array(halves, dtype=np.float64).reshape(-1, 2),
            labels=np.full((len(ends), 2), 10.0),
            ends=np.array(ends, dtype=np.int64).reshape(-1, 2),
            ranks=np.zeros(len(ends)),
            steps=np.zeros((len(ends), 2)),
        ),
        centres=np.array(centres, dtype=np.float64).reshape(-1, 2),
    )


def frames(parts, places):
    """Give the left, top, right and bottom of every node, with its part."""
    for number, part in enumerate(parts):
        for node, (width, height) in zip(part.nodes, part.boxes.nodes, strict=True):
            x, y = places[node]
            yield number, x - width, y - height, x + width, y + height


SIZE = st.floats(10, 120)
POINT = st.tuples(st.floats(-400, 400), st.floats(-400, 400))


@settings(max_examples=50)
@given(
    st.lists(
        st.lists(st.tuples(POINT, st.tuples(SIZE, SIZE)), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_pack_parts_covers_no_part_with_another(given):
    parts = [
        make_part(f"p{n}-", [point for point, _ in nodes], [size for _, size in nodes])
        for n, nodes in enumerate(given)
    ]
    places = pack_parts(parts, 1.6)
    boxes = list(frames(parts, places))
    for one, *a in boxes:
        for other, *b in boxes:
            apart = a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
            assert one == other or apart


@settings(max_examples=20)
@given(st.lists(POINT, min_size=2, max_size=5))
def test_pack_parts_moves_a_part_as_a_whole(points):
    other = make_part("o", [(0, 0)], [(300, 200)])
    part = make_part("p", points, [(20, 10)] * len(points))
    places = pack_parts([other, part], 1.6)
    moved = np.array([places[node] for node in part.nodes]) - np.array(points)
    assert np.ptp(moved, axis=0).max() <= 1.0


def test_pack_parts_sets_a_small_part_where_a_large_one_leaves_room():
    # Two nodes in opposite corners, with nothing between them and the other corners.
    large = make_part("l", [(0, 0), (800, 500)], [(60, 20)] * 2, [(0, 1)])
    small = make_part("s", [(0, 0)], [(60, 20)])
    places = np.array(list(pack_parts([large, small], 1.6).values()))
    assert np.ptp(places[:, 0]) == pytest.approx(800, abs=1)
    assert np.ptp(places[:, 1]) == pytest.approx(500, abs=1)


def test_pack_parts_keeps_off_the_lines_of_another_part():
    large = make_part("l", [(0, 0), (800, 0)], [(60, 20)] * 2, [(0, 1)])
    small = make_part("s", [(0, 0)], [(60, 20)])
    places = pack_parts([large, small], 1.6)
    assert abs(places["s0"][1] - places["l0"][1]) >= 20 + PART_GAP / 2


def test_pack_parts_takes_none():
    assert pack_parts([], 1.6) == {}
