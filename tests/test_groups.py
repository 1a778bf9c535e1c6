from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.groups import group_by_length

LENGTHS = st.lists(st.integers(1, 300), max_size=40)


@given(LENGTHS, st.integers(1, 600))
def test_group_by_length_keeps_each_place_once_and_in_order(lengths, most):
    places = [place for group in group_by_length(lengths, most=most) for place in group]
    assert sorted(places) == list(range(len(lengths)))
    assert [lengths[place] for place in places] == sorted(lengths)


@given(LENGTHS, st.integers(1, 600))
def test_group_by_length_keeps_groups_small(lengths, most):
    for group in group_by_length(lengths, most=most):
        assert group
        assert len(group) == 1 or len(group) * max(lengths[k] for k in group) <= most


def test_group_by_length_pads_little():
    lengths = [5, 6, 5, 6, 40, 42, 41, 43]
    assert list(group_by_length(lengths, most=512)) == [[0, 2, 1, 3], [4, 6, 5, 7]]


def test_group_by_length_runs_few_short_ones_together():
    assert list(group_by_length([3, 5, 7], most=512)) == [[0, 1, 2]]
