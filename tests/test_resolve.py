import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve import mention_key, resolve_mentions


@pytest.fixture(scope="session")
def resolve(schema, lexicon):
    """Return the entity of each mention, in the order of the mentions."""

    def run(*mentions):
        entities = resolve_mentions(mentions, schema, lexicon)
        return [entities[mention_key(mention, schema)] for mention in mentions]

    return run


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"name": "Acme"}, {"name": "Acme"}, id="same name"),
        pytest.param({"name": "Acme Inc."}, {"name": "Acme"}, id="legal form"),
        pytest.param({"name": "ACME"}, {"name": "Acme"}, id="capitals"),
        pytest.param(
            {"name": "Acme Labs", "aliases": ("Acme",)}, {"name": "Acme"}, id="short form elsewhere"
        ),
        pytest.param({"name": "Acme", "kind": "FilmStudio"}, {"name": "Acme"}, id="narrower class"),
    ],
)
def test_resolve_mentions_finds_one_thing_in_two_articles(resolve, make_mention, one, other):
    first, second = resolve(make_mention(**one, article="a"), make_mention(**other, article="b"))
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"name": "Acme"}, {"name": "Globex"}, id="two names"),
        pytest.param({"name": "Google"}, {"name": "Google DeepMind"}, id="parent and lab"),
        pytest.param({"name": "Ford"}, {"name": "Ford", "kind": "Person"}, id="company and person"),
        pytest.param(
            {"name": "Oslo", "kind": "Place"}, {"name": "Oslo", "kind": "Film"}, id="place and film"
        ),
    ],
)
def test_resolve_mentions_keeps_two_things_apart(resolve, make_mention, one, other):
    first, second = resolve(make_mention(**one, article="a"), make_mention(**other, article="b"))
    assert first.iri != second.iri


def test_resolve_mentions_joins_no_short_form_of_two_things(resolve, make_mention):
    found = resolve(
        make_mention("Acme Labs", article="a", aliases=("Acme",)),
        make_mention("Acme Games", article="b", aliases=("Acme",)),
        make_mention("Acme", article="c"),
    )
    assert len({entity.iri for entity in found}) == 3


def test_resolve_mentions_corrects_a_label_that_is_outvoted(resolve, make_mention):
    found = resolve(
        *(make_mention("Acme", article=article) for article in "abc"),
        make_mention("Acme", "Product", article="d"),
    )
    assert len({entity.iri for entity in found}) == 1


def test_resolve_mentions_never_merges_people_with_other_things(resolve, make_mention):
    found = resolve(
        *(make_mention("Ford", article=article) for article in "abc"),
        make_mention("Ford", "Person", article="d"),
    )
    assert found[3].type == "Person"
    assert found[3].iri != found[0].iri


def test_resolve_mentions_gives_two_things_of_one_slug_one_iri_each(resolve, make_mention):
    found = resolve(*(make_mention(name) for name in ("A-B", "A B", "A.B")))
    assert len({entity.iri for entity in found}) == 3


def test_resolve_mentions_names_an_entity_by_its_commonest_name(resolve, make_mention):
    found = resolve(
        make_mention("Acme Labs", article="a", aliases=("Acme",)),
        make_mention("Acme Labs", article="b"),
        make_mention("Acme", article="c"),
    )
    assert (found[2].label, found[2].aliases) == ("Acme Labs", ("Acme",))


def test_resolve_mentions_tells_why_it_merged(resolve, make_mention):
    found = resolve(
        make_mention("Acme Labs", article="a", aliases=("Acme",)), make_mention("Acme", article="b")
    )
    assert found[0].reasons == ('"Acme" merged: used as a short form elsewhere',)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param((("Organization", 1.0),), "Organization", id="only one"),
        pytest.param((("Organization", 0.7), ("FilmStudio", 0.3)), "FilmStudio", id="narrower"),
        pytest.param((("Organization", 0.9), ("FilmStudio", 0.1)), "Organization", id="hardly"),
        pytest.param((("Organization", 0.6), ("Person", 0.4)), "Organization", id="no subclass"),
        pytest.param((), "Agent", id="nothing known"),
    ],
)
def test_resolve_mentions_types_an_entity(resolve, make_mention, types, expected):
    assert resolve(make_mention("Acme", types=types))[0].type == expected


MENTIONS = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "Acme Labs", "Acme Inc.", "ACME", "Globex", "A-B", "A B"]),
        st.sampled_from(["Organization", "FilmStudio", "Person", "Product"]),
        st.sampled_from("abcd"),
        st.sampled_from([(), ("Acme",), ("Globex", "A.B")]),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: (row[2], row[4]),
)


@given(rows=MENTIONS, data=st.data())
def test_resolve_mentions_does_not_depend_on_the_order(resolve, make_mention, rows, data):
    mentions = [
        make_mention(name, kind, article=article, aliases=aliases, start=start)
        for name, kind, article, aliases, start in rows
    ]
    shuffled = data.draw(st.permutations(mentions))
    expected = dict(zip(mentions, resolve(*mentions), strict=True))
    assert dict(zip(shuffled, resolve(*shuffled), strict=True)) == expected


@given(MENTIONS)
def test_resolve_mentions_gives_each_entity_an_iri_of_its_own(resolve, make_mention, rows):
    found = resolve(
        *(
            make_mention(name, kind, article=article, aliases=aliases, start=start)
            for name, kind, article, aliases, start in rows
        )
    )
    assert len({entity.iri for entity in found}) == len(set(found))
