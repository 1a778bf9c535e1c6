from hypothesis import given
from hypothesis import strategies as st

from kg.build.sources import Place, Source, join_sources, name_sources


def source(id_, text, *names):
    places = tuple(Place(shown=name, path=f"/{name}") for name in sorted(names or (id_,)))
    return Source(id=id_, digest=text * 64, content=text * 8, places=places)


def ids(sources):
    return [(one.id, one.source.digest[0]) for one in name_sources(sources)[0]]


def told(sources):
    return [str(fault) for fault in name_sources(sources)[1]]


def test_name_sources_keeps_ids_that_are_unique():
    assert ids([source("b", "1"), source("a", "2")]) == [("a", "2"), ("b", "1")]


def test_name_sources_gives_a_suffix_to_another_text_of_one_id():
    found = [source("a", "2", "x.txt"), source("a", "1", "y.txt")]
    assert ids(found) == [("a", "1"), ("a-22222222", "2")]
    assert told(found) == ['x.txt: the id "a" is taken by y.txt; as "a-22222222" it is kept']


def test_name_sources_takes_no_id_that_another_bears():
    found = [source("a", "2"), source("a", "1"), source("a-22222222", "3")]
    assert ids(found) == [("a", "1"), ("a-22222222", "3"), ("a-222222222", "2")]


def test_name_sources_leaves_out_copies_and_tells_each():
    found = [source("a", "1", "x.txt", "y.txt", "z.txt")]
    assert ids(found) == [("a", "1")]
    assert told(found) == [
        f'{name}.txt: "a" is left out: x.txt holds an article of this id and text'
        for name in ("y", "z")
    ]


def test_join_sources_replaces_what_came_from_the_same_path():
    kept = [source("a", "1", "x.txt"), source("b", "2", "y.txt")]
    assert join_sources(kept, [source("a", "3", "x.txt")]) == [
        source("a", "3", "x.txt"),
        source("b", "2", "y.txt"),
    ]


def test_join_sources_keeps_a_text_that_another_path_still_holds():
    kept = [source("a", "1", "x.txt", "y.txt")]
    joined = join_sources(kept, [source("a", "2", "x.txt")])
    assert joined == [source("a", "1", "y.txt"), source("a", "2", "x.txt")]


SOURCES = st.lists(
    st.builds(
        source,
        st.sampled_from(["a", "b", "a-11111111"]),
        st.sampled_from("0123"),
        st.sampled_from(["x", "y", "z"]),
    ),
    max_size=8,
)


@given(found=SOURCES, chance=st.randoms(use_true_random=False))
def test_name_sources_does_not_depend_on_the_order(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert ids(join_sources([], found)) == ids(join_sources([], shuffled))
    assert told(join_sources([], found)) == told(join_sources([], shuffled))


@given(found=SOURCES)
def test_name_sources_gives_each_text_of_an_id_one_id_of_its_own(found):
    named = ids(join_sources([], found))
    assert len({name for name, _ in named}) == len(named)
    assert len(named) == len({(one.id, one.digest) for one in found})
