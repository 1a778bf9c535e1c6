"""Names in brackets, and what they are short for."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span as SpacySpan

from kg.annotate.introduced import find_introduced, find_renamed
from kg.annotate.names import NameMention, link_names

NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Works (AW) grew", {"AW": "Acme Works"}),
        ('Acme Works ("AW") grew', {"AW": "Acme Works"}),
        ('Acme Works (NYSE: X) (the) ("AW") grew', {"AW": "Acme Works"}),
        ("Acme Works (formerly AW) grew", {}),
        ("Acme Works (AW, or Aw) grew", {}),
        ("Acme Works grew (AW)", {}),
        ("(AW) Acme Works", {}),
        (f"Acme Works ({'word ' * 20}) (AW) grew", {}),
        ('"AW"', {}),
        (") (AW)", {}),
    ],
)
def test_find_introduced_tells_what_a_bracket_stands_behind(text, expected):
    assert _introduced(text, ["Acme Works", "AW"], "ORG") == expected


def _introduced(text, wanted, label):
    """Return the names that are introduced, each with the name that it stands behind."""
    doc = NLP(text)
    places = [(text.find(name), name) for name in wanted]
    spans = [doc.char_span(at, at + len(name), label=label) for at, name in places if at >= 0]
    assert all(isinstance(span, SpacySpan) for span in spans)
    found = find_introduced(doc, spans)
    return {doc[start:end].text: doc[slice(*before)].text for (start, end), before in found.items()}


@pytest.mark.parametrize(
    ("long", "short", "label", "is_one"),
    [
        ("Acme Audio Ltd.", "Acme", "ORG", True),
        ("Acme AudioWorks Ltd.", "AAW", "ORG", True),
        ("Acme Audio Ltd.", "Acme", "LOC", True),
        ("Acme Audio Ltd.", "ZAW", "ORG", False),
        ("Acme Audio Ltd.", "Aal", "ORG", False),
        ("Acme Audio Ltd.", "Globex", "ORG", False),
    ],
)
def test_link_names_joins_what_a_bracket_introduces(lexicon, gazetteer, long, short, label, is_one):
    mentions = [
        NameMention(start=0, end=3, text=long, label="ORG", sentence=0),
        NameMention(start=4, end=5, text=short, label=label, sentence=0),
    ]
    assert len(link_names(mentions, lexicon, gazetteer)) == 2
    things = link_names(mentions, lexicon, gazetteer, introduced={(4, 5): (0, 3)})
    assert len(things) == 2 - is_one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sestri / Sisters won", {"Sisters": "Sestri"}),
        ("Sestri (Sisters) won", {"Sisters": "Sestri"}),
        ("Sestri , Sisters won", {}),
        ("/ Sestri , Sisters", {}),
    ],
)
def test_find_introduced_tells_another_title_of_a_work(text, expected):
    assert _introduced(text, ["Sestri", "Sisters"], "WORK") == expected


@pytest.mark.parametrize(
    ("first", "second", "label", "is_one"),
    [
        ("Sestri", "Sisters", "WORK", True),
        ("Hex", "Hex Two", "WORK", False),
        ("Sestri", "Sisters", "PERSON", False),
    ],
)
def test_link_names_joins_two_titles(lexicon, gazetteer, first, second, label, is_one):
    mentions = [
        NameMention(start=0, end=1, text=first, label="WORK", sentence=0),
        NameMention(start=2, end=3, text=second, label=label, sentence=0),
    ]
    apart = len(link_names(mentions, lexicon, gazetteer))
    joined = link_names(mentions, lexicon, gazetteer, introduced={(2, 3): (0, 1)})
    assert apart - len(joined) == is_one
    assert joined[0].name == first or not is_one


def test_link_names_joins_no_person_with_a_work(lexicon, gazetteer):
    mentions = [
        NameMention(start=0, end=2, text="Mia Berg", label="PERSON", sentence=0),
        NameMention(start=3, end=4, text="Mia", label="WORK", sentence=0),
    ]
    assert len(link_names(mentions, lexicon, gazetteer, introduced={(3, 4): (0, 2)})) == 2


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Acme, formerly known as Globex, grew", True),
        ("Acme (formerly Globex) grew", True),
        ("Acme, now called \u201cGlobex\u201d, grew", True),
        ("Acme, formerly Globex's rival, grew", False),
        ("Acme, formerly owned by Globex, grew", False),
        ("Acme left Globex", False),
    ],
)
def test_find_renamed_tells_another_name(lexicon, text, is_told):
    doc = spacy.blank("en")(text)
    starts = {name: text.index(name) for name in ("Acme", "Globex")}
    names = [doc.char_span(at, at + len(name), label="ORG") for name, at in starts.items()]
    found = find_renamed(doc, names, lexicon.phrase("renamed"))
    assert [doc[start:end].text for start, end in found] == (["Globex"] if is_told else [])


@pytest.mark.parametrize(("label", "is_one"), [("ORG", True), ("PERSON", False)])
def test_link_names_joins_what_an_article_calls_another_name(lexicon, gazetteer, label, is_one):
    mentions = [
        NameMention(start=0, end=1, text="Hooligan Works", label="ORG", sentence=0),
        NameMention(start=2, end=3, text="Bright Path", label=label, sentence=0),
    ]
    things = link_names(mentions, lexicon, gazetteer, renamed={(2, 3): (0, 1)})
    assert [thing.name for thing in things][: 2 - is_one] == ["Hooligan Works", "Bright Path"][
        : 2 - is_one
    ]
    assert len(things) == 2 - is_one


NAMES = st.sampled_from(
    ["A", "AB", "A B", "ABC", "Ab", "Ab Inc.", "A B Ltd.", "B A", "IBM", "Abc Abc", "a b c"]
)


@given(
    label=st.sampled_from(["ORG", "WORK"]),
    texts=st.lists(NAMES, min_size=2, max_size=7),
    data=st.data(),
)
def test_link_names_ends_whatever_brackets_introduce(lexicon, gazetteer, label, texts, data):
    mentions = [
        NameMention(start=2 * n, end=2 * n + 1, text=text, label=label, sentence=n % 2)
        for n, text in enumerate(texts)
    ]
    places = st.sampled_from([mention.place for mention in mentions])
    introduced = data.draw(st.dictionaries(places, places))
    things = link_names(mentions, lexicon, gazetteer, introduced=introduced)
    assert sorted(m.start for t in things for m in t.mentions) == [m.start for m in mentions]
