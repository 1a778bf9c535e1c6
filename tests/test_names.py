from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.names import NameMention, link_names


def make_mentions(*names):
    """Make mentions of "name" or ("name", label), each in a sentence of its own."""
    mentions, start = [], 0
    for sentence, given_name in enumerate(names):
        name, label = given_name if isinstance(given_name, tuple) else (given_name, "ORG")
        end = start + len(name.split())
        mentions.append(
            NameMention(start=start, end=end, text=name, label=label, sentence=sentence)
        )
        start = end + 1
    return mentions


@pytest.fixture(scope="session")
def link(lexicon, gazetteer):
    return lambda mentions: link_names(mentions, lexicon, gazetteer)


def people(*names):
    return [(name, "PERSON") for name in names]


def grouped(things):
    return [[mention.text for mention in thing.mentions] for thing in things]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["Acme", "Acme"], id="same name"),
        pytest.param(["Acme", "Acme's"], id="possessive"),
        pytest.param(["Acme", "ACME"], id="capitals"),
        pytest.param(["Acme Inc.", "Acme"], id="legal form"),
        pytest.param(["Acme", "Acme, Inc."], id="legal form behind a comma, later"),
        pytest.param(["The Guardian", "Guardian"], id="the"),
        pytest.param(["Acme Studios", "Acme"], id="generic part left out"),
        pytest.param(["Acme", "Acme Studios"], id="generic part added"),
        pytest.param(["Faber", "Faber & Faber"], id="its own word again"),
        pytest.param(["Acme Ventures", "Acme"], id="a fund, and its short name"),
        pytest.param([("Pad Mini", "PRODUCT"), ("Pad", "PRODUCT")], id="product"),
        pytest.param([("Acme Pad 4", "PRODUCT"), ("Pad 4", "PRODUCT")], id="model"),
        pytest.param(["Acme", "Acme Audio"], id="headline"),
        pytest.param(["Acme", "Acme Audio", "Acme"], id="headline, and again below"),
        pytest.param(["Oslo Stock Exchange", "OSE"], id="acronym"),
        pytest.param(["OSE", "Oslo Stock Exchange", "OSE"], id="acronym, before it and behind"),
        pytest.param(
            ["New York Stock Exchange", "NYSE"], id="two names that are known of one thing"
        ),
        pytest.param(
            ["Hon Hai Precision Industry Co., Ltd.", "Foxconn"], id="known without its form"
        ),
        pytest.param(["Bank of Oslo", "BO"], id="acronym without small words"),
        pytest.param(["BigLakeMills", "BLM"], id="acronym of a name in one word"),
        pytest.param(["Acme and Globex", "A&G", "A and G"], id="acronym with its and"),
        pytest.param(people("Jane Roe", "Roe"), id="surname"),
        pytest.param(people("Jane Roe", "Jane"), id="first name"),
        pytest.param(people("Roe", "Jane Roe"), id="surname first"),
        pytest.param([("Jane Roe", "PERSON"), ("Roe", "PRODUCT")], id="surname as a product"),
        pytest.param(people("Jane van Roe", "van Roe"), id="surname of two words"),
        pytest.param(people("Dr. Jane Roe", "Jane Roe", "Ms Roe"), id="honorifics"),
        pytest.param(
            people("Jane Mary Roe", "Jane Roe", "Roe")[::2], id="three names and a surname"
        ),
    ],
)
def test_link_names_joins(link, names):
    assert len(link(make_mentions(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["Acme", "Globex"], id="two names"),
        pytest.param(["Google", "Google DeepMind"], id="a parent and its lab"),
        pytest.param(["Google DeepMind", "Google"], id="a lab and its parent"),
        pytest.param(["Sony Pictures Classics", "Sony"], id="a label and its parent"),
        pytest.param(["Amazon", "Amazon Studios", "Amazon Games"], id="two units of one parent"),
        pytest.param(["Hooli", "Acme", "Acme Audio"], id="short before long, below the headline"),
        pytest.param(["Hooli", "Acme", "Acme Ventures"], id="a firm and its fund"),
        pytest.param([("Pad 4", "PRODUCT"), ("Pad", "PRODUCT")], id="a model and its series"),
        pytest.param([("Blue River II", "WORK"), ("Blue River", "WORK")], id="a sequel"),
        pytest.param(["Acme", ("Acme Pad", "PRODUCT")], id="headline, and a product"),
        pytest.param(["Acme", "Hooli", "Yara", "Umbra", "Acme Audio"], id="far below the headline"),
        pytest.param(["Bank of Oslo", "Bank of Rome"], id="only generic words in common"),
        pytest.param(people("Jane Roe", "John Roe"), id="two people of one surname"),
        pytest.param([*people("Jane Ford"), "Ford"], id="a person and a company"),
        pytest.param(["Oslo Dockyard", ("Oslo", "LOC")], id="a company and its town"),
        pytest.param(
            [("Oslo Skarpnes Airport", "LOC"), ("Oslo", "LOC")], id="an airport and its town"
        ),
        pytest.param(["Acme Ohio", "Ohio"], id="a company and its state"),
        pytest.param(
            ["OSE", "Oslo Stock Exchange"], id="capitals before what they might stand for"
        ),
        pytest.param(["AI", "Acme Inc"], id="acronym of a legal form"),
    ],
)
def test_link_names_keeps_apart(link, names):
    assert len(link(make_mentions(*names))) == len(names)


def test_link_names_joins_no_surname_that_two_people_bear(link):
    things = link(make_mentions(*people("Jane Roe", "John Roe", "Roe")))
    assert grouped(things) == [["Jane Roe"], ["John Roe"], ["Roe"]]


def test_link_names_tells_who_bears_a_surname_by_the_title_before_it(link):
    things = link(make_mentions(*people("Henrik Roe", "Sofie Roe", "Mr. Roe", "Roe")))
    assert grouped(things) == [["Henrik Roe", "Mr. Roe", "Roe"], ["Sofie Roe"]]


def test_link_names_numbers_things_by_their_first_mention(link):
    things = link(make_mentions("Globex", "Acme", "Globex"))
    assert [(t.number, t.name, len(t.mentions)) for t in things] == [
        (0, "Globex", 2),
        (1, "Acme", 1),
    ]


def test_link_names_calls_a_thing_by_its_fullest_name(link):
    (thing,) = link(make_mentions(*people("Roe", "Jane Roe", "Roe")))
    assert (thing.name, thing.aliases) == ("Jane Roe", ("Roe",))


def test_link_names_prefers_mixed_case_to_capitals(link):
    (thing,) = link(make_mentions("GLOBEX TOWERS", "GLOBEX TOWERS", "Globex Towers"))
    assert thing.name == "Globex Towers"


def test_link_names_prefers_a_title_to_what_it_is_taken_from(link):
    (thing,) = link(make_mentions(("Man From Oslo", "WORK"), ("man from Oslo", "WORK")))
    assert thing.name == "Man From Oslo"


def test_link_names_gives_a_thing_the_label_of_most_mentions(link):
    things = link(make_mentions("Acme", ("Acme", "PRODUCT"), "Acme"))
    assert [t.label for t in things] == ["ORG"]


PARTS = st.sampled_from(
    [
        "Acme",
        "Globex",
        "Google",
        "DeepMind",
        "Jane",
        "Roe",
        "Inc.",
        "The",
        "Studios",
        "AG",
        "G",
        "Dr.",
        "&",
        "AGI",
    ]
)
NAMES = st.tuples(
    st.lists(PARTS, min_size=1, max_size=4).map(" ".join), st.sampled_from(["ORG", "PERSON", "LOC"])
)


@given(st.lists(NAMES, max_size=8))
def test_link_names_puts_each_mention_into_one_thing(link, names):
    mentions = make_mentions(*names)
    things = link(mentions)
    linked = sorted((m for t in things for m in t.mentions), key=lambda m: m.place)
    assert [replace(m, label="", shares=()) for m in linked] == [
        replace(m, label="", shares=()) for m in mentions
    ]
    # a surname may stand for a person where a label said otherwise, and for nothing else
    assert all(m.label in {"PERSON", n.label} for m, n in zip(linked, mentions, strict=True))


@given(st.lists(NAMES, max_size=8))
def test_link_names_gives_each_thing_a_name_that_it_bears(link, names):
    for thing in link(make_mentions(*names)):
        assert thing.name not in thing.aliases
        assert any(thing.name in mention.text for mention in thing.mentions)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        pytest.param((("ORG", 0.7), ("PERSON", 0.3)), [["Jane Roe", "Roe"]], id="in doubt"),
        pytest.param((("ORG", 0.98),), [["Jane Roe"], ["Roe"]], id="a company of that name"),
    ],
)
def test_link_names_asks_whether_a_short_name_may_be_a_persons(link, shares, expected):
    full = NameMention(start=0, end=2, text="Jane Roe", label="PERSON", sentence=0)
    short = NameMention(start=5, end=6, text="Roe", label="ORG", sentence=1, shares=shares)
    assert grouped(link([full, short])) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(people("Dr. Jane Roe"), "Jane Roe", id="title before"),
        pytest.param(people("Jane Roe, M.D."), "Jane Roe", id="degree behind"),
        pytest.param(people("Sir Jon Roe", "Sir Jon Roe", "Jon Roe"), "Jon Roe", id="both"),
        pytest.param(people("Lord Byron"), "Lord Byron", id="one word would be left"),
        pytest.param(["Dr. Martens Ltd"], "Dr. Martens Ltd", id="no person"),
    ],
)
def test_link_names_calls_people_by_their_plain_name(link, names, expected):
    mentions = make_mentions(*names)
    (thing,) = link(mentions)
    assert thing.name == expected
    assert set(thing.aliases) == {mention.text for mention in mentions} - {expected}


def test_link_names_reads_headings_between(lexicon, gazetteer):
    mentions = make_mentions("Hooli", "Acme", "Acme Audio", "Acme")
    together = [["Hooli"], ["Acme", "Acme Audio", "Acme"]]
    assert grouped(link_names(mentions, lexicon, gazetteer, headings=[1])) == together
    assert grouped(link_names(mentions, lexicon, gazetteer)) != together


@pytest.mark.parametrize(
    ("headings", "expected"), [([1], [["Roe", "Jane Roe"]]), ([2], [["Roe"], ["Jane Roe"]])]
)
def test_link_names_takes_a_surname_in_a_heading_for_the_person(
    headings, expected, lexicon, gazetteer
):
    before, heading, person = make_mentions("Hooli", "Roe", ("Jane Roe", "PERSON"))
    things = link_names([before, heading, person], lexicon, gazetteer, headings=headings)
    assert grouped(things)[1:] == expected
    labels = {m.label for m in things[-1].mentions}
    assert labels == {"PERSON"}
