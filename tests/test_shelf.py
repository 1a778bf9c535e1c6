"""What is kept by key, and in order: it must be what was put, whatever was there before."""

import marshal

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.merge.index import StatementIndex
from kg.state import Layout, Shelf

NAMES = st.sampled_from(["", "a", "ab", "b", "b\0", "c"])
RECORDS = st.none() | st.sampled_from([b"", b"1", b"22"])
STEPS = st.lists(st.dictionaries(NAMES, RECORDS), max_size=4)


def through_a_file(plain):
    return marshal.loads(marshal.dumps(plain))


@given(steps=STEPS)
def test_a_layout_tells_where_each_part_stands(steps):
    held, layout = {}, Layout()
    for step in steps:
        lengths = {name: None if part is None else len(part) for name, part in step.items()}
        layout = Layout(*through_a_file(layout.renew(lengths).encode()))
        held = {name: part for name, part in {**held, **step}.items() if part is not None}
    joined = b"".join(part for _, part in sorted(held.items()))
    assert layout.size == len(joined)
    assert {name: joined[slice(*layout.find(name))] for name in layout.names} == held
    assert layout.find("none") is None


@settings(max_examples=200)
@given(steps=STEPS, after=st.dictionaries(NAMES, RECORDS))
def test_a_shelf_has_what_was_put_last(steps, after):
    held, shelf = {}, Shelf()
    for step in [*steps, after]:
        before = shelf.copy() if step is after else shelf
        for key, record in step.items():
            if record is None:
                shelf.drop(key)
            else:
                shelf.put(key, record)
        was, held = held, {k: r for k, r in {**held, **step}.items() if r is not None}
        assert shelf.names() == sorted(held)
        assert {key: shelf.find(key) for key in shelf.names()} == held
        if step is after:
            changed = {key for key in {*was, *held} if was.get(key) != held.get(key)}
            other = Shelf(through_a_file(before.encode()))
            assert shelf.differing(before) == shelf.differing(other) == changed
            assert {key: before.find(key) for key in before.names()} == was
        else:
            shelf = Shelf(through_a_file(shelf.encode()))


@given(st.lists(st.dictionaries(st.sampled_from("pqrstu"), st.sets(NAMES)), max_size=4))
def test_an_index_has_the_statements_of_a_name(steps):
    held, orders, kept = {}, [], None
    for step in steps:
        index = StatementIndex(orders, through_a_file(kept))
        for order, names in step.items():
            for name in held.get(order, ()):
                index.remove(name, order)
            for name in names:
                index.add(name, order)
        held = {order: names for order, names in {**held, **step}.items() if names}
        expected = {}
        for order, names in sorted(held.items()):
            for name in names:
                expected.setdefault(name, []).append(order)
        assert {name: sorted(index.find(name)) for name in index.names()} == expected
        assert index.find("none") == []
        orders = sorted(held)
        kept = index.encode(orders, {order: place for place, order in enumerate(orders)})
    index = StatementIndex(orders, kept)
    assert {o for name in index.names() for o in index.find(name)} == set(orders)
