from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datamodel import NameMerge
from kg.resolve import resolve_mentions
from kg.resolve.entities import order_merges


@pytest.fixture(scope="session")
def resolve(schema, lexicon):
    """Return the entity of each mention, in the order of the mentions."""

    def run(*mentions):
        found = resolve_mentions(mentions, schema, lexicon)
        return [found.entity_of(mention) for mention in mentions]

    return run


def named(kind, one, other):
    things = ({"name": name, "kind": kind} for name in (one, other))
    return pytest.param(*things, id=f"{one} / {other}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"name": "Acme"}, {"name": "Acme"}, id="same name"),
        pytest.param({"name": "Acme Inc."}, {"name": "Acme"}, id="legal form"),
        pytest.param({"name": "PT Acme Tbk"}, {"name": "Acme"}, id="legal forms around it"),
        pytest.param({"name": "Acme, S.A. de C.V."}, {"name": "Acme"}, id="of several words"),
        pytest.param({"name": "Acme Private Limited"}, {"name": "Acme"}, id="of two words"),
        pytest.param({"name": "ACME"}, {"name": "Acme"}, id="capitals"),
        pytest.param({"name": "Kværn & Mjød"}, {"name": "Kvaern og Mjod"}, id="letters"),
        pytest.param({"name": "Höfler"}, {"name": "Hoefler"}, id="two letters for one"),
        pytest.param({"name": "Harbour Seven"}, {"name": "Harbor 7"}, id="spelling, number"),
        named("Film", "Blue River II", "Blue River 2"),
        named("Place", "Köln", "Koeln"),
        named("Place", "Ohlau, Ohio", "Ohlau"),
        named("Place", "Hill, D.C.", "Hill DC"),
        named("Person", "Jane Q. Tarn", "Jane Quill Tarn"),
        named("Person", "Jonas P. Tarn Jr.", "Jonas Tarn, Jr."),
        named("Person", "President Jane Tarn", "Jane Tarn"),
        named("Person", "Alexey Tarnov", "Aleksei Tarnov"),
        named("Person", "Tarnai Viktor", "Viktor Tarnai"),
        named("Person", "Tarn Eui-sun", "Euisun Tarn"),
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
        named("Film", "Blue River II", "Blue River 3"),
        named("Place", "Ohlau, Ohio", "Ohlau, Iowa"),
        named("Person", "Jane Q. Tarn", "Jane Rill Tarn"),
        named("Person", "Jane P. Tarn", "Jane Q. Tarn"),
        named("Person", "James Thomas", "Thomas James"),
        named("Person", "Jonas Tarn Jr.", "Jonas P. Tarn Sr."),
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
    found = resolve(*(make_mention(name) for name in ("R&D", "R D")))
    assert len({entity.iri for entity in found}) == 2


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
    (merge,) = found[0].merges
    assert (merge.name, merge.into, merge.article) == ("Acme", "Acme Labs", "b")
    assert merge.reason == "used as a short form elsewhere"
    assert 0.5 <= merge.score <= 1


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


# --- what articles say of them -------------------------------------------------------


@pytest.fixture(scope="session")
def resolve_said(schema, lexicon):
    """Return the entity of each subject of some relation mentions, or of the mentions `of`."""

    def run(*said, of=None):
        mentions = [end for one in said for end in (one.subject, one.object)]
        found = resolve_mentions(mentions, schema, lexicon, said=said)
        return [found.entity_of(one) for one in of or [one.subject for one in said]]

    return run


KINDS = {"Oslo": "Place", "Lisbon": "Place", "Jane": "Person"}


def homonyms(make_found, *, one="a", other="b"):
    """Atlas of Oslo and Atlas of Lisbon, each with a founder, a seat and a field of its own."""
    return [
        make_found("Atlas headquarteredIn Oslo", article=one, kinds=KINDS),
        make_found("Atlas subsidiaryOf Nordlys", article=one),
        make_found("Atlas headquarteredIn Lisbon", article=other, kinds=KINDS),
        make_found("Atlas subsidiaryOf Tejo", article=other),
    ]


def test_resolve_mentions_keeps_homonyms_apart(resolve_said, make_found):
    a, _, b, _ = resolve_said(*homonyms(make_found))
    assert a.iri != b.iri


def test_resolve_mentions_keeps_products_of_two_developers_apart(resolve_said, make_found):
    said = [
        make_found(f"{maker} develops Glowbox", article=article, kinds={"Glowbox": "Product"})
        for article, maker in zip("abc", ("Acme", "Globex", "Acme"), strict=True)
    ]
    one, other, again = resolve_said(*said, of=[found.object for found in said])
    assert one == again != other


@pytest.mark.parametrize(
    ("kind", "seats", "things"),
    [
        pytest.param("Company", ("Oslo", "Lisbon"), 1, id="a firm that moved"),
        pytest.param("PublicBody", ("Oslo", "Lisbon"), 2, id="a ministry of each country"),
        pytest.param("PublicBody", ("Oslo", "Oslo"), 1, id="a ministry and its next head"),
    ],
)
def test_resolve_mentions_parts_what_often_shares_a_name(
    resolve_said, make_found, kind, seats, things
):
    said = []
    for article, seat, person in zip("ab", seats, ("Jane", "John"), strict=True):
        kinds = {"House_of_Tolls": kind, seat: "Place", person: "Person"}
        made = {"article": article, "kinds": kinds}
        said.append(make_found(f"House_of_Tolls headquarteredIn {seat}", **made))
        said.append(make_found(f"{person} hasRole House_of_Tolls", role="head", **made))
    found = resolve_said(*said, of=[one.subject for one in said[::2]])
    assert len({entity.iri for entity in found}) == things


def test_resolve_mentions_names_a_homonym_by_what_tells_it_apart(resolve_said, make_found):
    found = resolve_said(*homonyms(make_found))
    assert [e.iri.rpartition("/")[2] for e in found[1:3]] == ["atlas", "atlas-tejo"]


def test_resolve_mentions_gives_the_plain_iri_to_the_first_article(resolve_said, make_found):
    found = resolve_said(*homonyms(make_found, one="z"))
    assert found[2].iri.endswith("/atlas")


def test_resolve_mentions_prefers_mixed_case_to_capitals(resolve, make_mention):
    names = ("GLOBEX TOWERS", "GLOBEX TOWERS", "Globex Towers")
    found = resolve(*(make_mention(n, article=str(k)) for k, n in enumerate(names)))
    assert {entity.label for entity in found} == {"Globex Towers"}


@pytest.mark.parametrize(
    ("one", "other", "things"),
    [("Vista+", "Vista", 2), ("Vista+", "Vista Plus", 1), ("Yahoo!", "Yahoo", 1)],
)
def test_resolve_mentions_reads_a_plus_as_a_word(resolve, make_mention, one, other, things):
    found = resolve(make_mention(one, article="a"), make_mention(other, article="b"))
    assert len({entity.iri for entity in found}) == things


ENGLAND, BRITAIN = ("England", "United Kingdom"), ("United Kingdom",)
MAINE, OHIO = ("Maine", "United States"), ("Ohio", "United States")


@pytest.mark.parametrize(
    ("regions", "things"),
    [
        pytest.param([ENGLAND, MAINE], 2, id="two countries"),
        pytest.param([OHIO, MAINE], 2, id="two states"),
        pytest.param([ENGLAND, BRITAIN], 1, id="one within the other"),
        pytest.param([MAINE, ()], 1, id="told once"),
        pytest.param([ENGLAND, MAINE, ENGLAND], 2, id="three articles"),
    ],
)
def test_resolve_mentions_parts_towns_by_region(resolve, make_mention, regions, things):
    mentions = [
        replace(make_mention("Newport", "Place", article=str(number)), region=region)
        for number, region in enumerate(regions)
    ]
    iris = [entity.iri.rpartition("/")[2] for entity in resolve(*mentions)]
    assert len(set(iris)) == things
    assert iris[0] == "newport"


def test_resolve_mentions_names_a_town_by_its_region(resolve, make_mention):
    towns = [make_mention("Newport", "Place", article=name) for name in "ab"]
    found = resolve(replace(towns[0], region=OHIO), replace(towns[1], region=ENGLAND))
    assert [e.iri.rpartition("/")[2] for e in found] == ["newport", "newport-england"]


def test_resolve_mentions_keeps_one_name_one_thing_without_a_sign(resolve_said, make_found):
    said = [make_found(f"Acme acquires {n}", article=n) for n in ("Globex", "Hooli", "Initech")]
    assert len(set(resolve_said(*said))) == 1


def test_resolve_mentions_keeps_one_what_is_told_of_in_ever_new_company(resolve_said, make_found):
    """A common name, and people that no two articles share."""
    kinds = {f"P{n}": "Person" for n in range(30)}
    said = [make_found(f"P{n} joins Mercury", article=f"{n:02}", kinds=kinds) for n in range(30)]
    mentions = [one.object for one in said]
    assert len({e.iri for e in resolve_said(*said, of=mentions)}) == 1


def test_resolve_mentions_tells_a_homonym_from_a_crowd(resolve_said, make_found):
    kinds = {**KINDS, **{f"P{n}": "Person" for n in range(30)}}
    crowd = [make_found(f"P{n} joins Atlas", article=f"m{n:02}", kinds=kinds) for n in range(30)]
    mentions = [one.object for one in crowd]
    a, _, b, _ = resolve_said(*homonyms(make_found), *crowd)[:4]
    found = {e.iri for e in resolve_said(*homonyms(make_found), *crowd, of=mentions)}
    assert a.iri != b.iri
    assert len(found) == 1


def test_resolve_mentions_never_joins_what_is_related(resolve_said, make_found):
    said = [
        make_found("A24_Films acquires Backrooms_Rights", article="a"),
        make_found("A24 acquires Backrooms_Rights", article="b"),
    ]
    assert len({e.iri for e in resolve_said(*said)}) == 1
    parent = make_found("A24_Films subsidiaryOf A24", article="c")
    assert len({e.iri for e in resolve_said(*said, parent)}) == 2


@pytest.mark.parametrize(
    ("names", "neighbours", "count"),
    [
        pytest.param(
            ("World_Health_Organization", "WHO"), ("Hooli", "Globex"), 1, id="three letters"
        ),
        pytest.param(("General_Electric", "GE"), ("Globex", "Globex"), 1, id="two and a neighbour"),
        pytest.param(("General_Electric", "GE"), ("Globex", "Hooli"), 2, id="two letters"),
        pytest.param(
            ("Johnson_&_Johnson", "J&J"), ("Globex", "Hooli"), 1, id="two and an ampersand"
        ),
        pytest.param(
            ("Australian_Broadcasting_Corp", "American_Broadcasting_Company", "ABC"),
            ("Globex", "Hooli", "Initech"),
            3,
            id="could be either",
        ),
    ],
)
def test_resolve_mentions_joins_acronyms(resolve_said, make_found, names, neighbours, count):
    said = [
        make_found(f"{name} partnersWith {other}", article=article)
        for name, other, article in zip(names, neighbours, "abc", strict=False)
    ]
    mentions = [one.subject for one in said]
    assert len({e.iri for e in resolve_said(*said, of=mentions)}) == count


@pytest.mark.parametrize(
    ("names", "count"),
    [
        pytest.param(("Robert Iger", "Bob Iger"), 1, id="short form"),
        pytest.param(("Robert (Skip) Iger", "Robert Iger"), 1, id="in brackets"),
        pytest.param(("Timothy D. Iverson", "Tim Iverson"), 1, id="and without the middle name"),
        pytest.param(("Timothy D. Iverson", "Tim B. Iverson"), 2, id="another middle name"),
        pytest.param(("Robert Smith", "Bob Smith"), 2, id="common name"),
    ],
)
def test_resolve_mentions_joins_pet_names(resolve, make_mention, names, count):
    people = [
        make_mention(name, "Person", article=article)
        for name, article in zip(names, "ab", strict=True)
    ]
    assert len({e.iri for e in resolve(*people)}) == count


def test_resolve_mentions_tells_what_it_nearly_joined(make_found, schema, lexicon):
    said = [
        make_found("Northrup acquires Globex", article="a"),
        make_found("Northrop acquires Hooli", article="b"),
        make_found("Globex subsidiaryOf Hooli", article="c"),
    ]
    mentions = [end for one in said for end in (one.subject, one.object)]
    joined = resolve_mentions(mentions, schema, lexicon, said=said)
    assert joined.entity_of(mentions[0]) == joined.entity_of(mentions[2])
    alone = resolve_mentions(mentions, schema, lexicon)
    assert [(m.name, m.into) for m in alone.missed] == [("Northrop", "Northrup")]


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


FACTS = st.lists(
    st.tuples(
        st.sampled_from(["Atlas", "Atlas_Labs", "WHO", "World_Health_Organization", "J._Smith"]),
        st.sampled_from(["headquarteredIn", "subsidiaryOf", "partnersWith", "acquires"]),
        st.sampled_from(["Oslo", "Lisbon", "Globex", "Hooli", "Atlas"]),
        st.sampled_from("abcd"),
    ).filter(lambda row: row[0] != row[2]),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(rows=FACTS, data=st.data())
def test_resolve_mentions_weighs_facts_in_any_order(make_found, schema, lexicon, rows, data):
    said = [make_found(f"{s} {r} {o}", article=a, kinds=KINDS) for s, r, o, a in rows]
    shuffled = data.draw(st.permutations(said))

    def entities(found):
        mentions = [end for one in found for end in (one.subject, one.object)]
        resolved = resolve_mentions(mentions, schema, lexicon, said=found)
        return {m: resolved.entity_of(m) for m in mentions}, resolved.missed

    assert entities(shuffled) == entities(said)


@given(order=st.permutations(range(4)))
def test_merges_are_told_in_one_order(order):
    """Equal in score, name and article: one name may go to two things that are one later."""
    merges = [
        NameMerge(name="Acme", into=into, reason=reason, score=0.99, article="b")
        for into in ("Acme A", "Acme B")
        for reason in ("both related to x", "both related to y")
    ]
    told = sorted((merges[number] for number in order), key=order_merges)
    assert told == merges
