"""Stories of a round-up, told apart by the names that they share."""

import itertools
from dataclasses import replace

import pytest
import spacy

from kg.annotate.items import Items, number_items
from kg.annotate.names import NamedThing, NameMention
from kg.annotate.stories import find_stories


def read_lines(text):
    """Return the lines of a text, and its capitalised words as things: one for each name."""
    doc = spacy.blank("en")(text)
    places = {}
    for token in doc:
        if token.text.istitle() and token.text not in ("She", "The"):
            places.setdefault(token.text, []).append(token.i)
    things = [
        NamedThing(
            number=number,
            name=name,
            label="ORG",
            mentions=[
                NameMention(start=n, end=n + 1, text=name, label="ORG", sentence=0) for n in found
            ],
        )
        for number, (name, found) in enumerate(places.items())
    ]
    breaks = [-1, *(token.i for token in doc if "\n" in token.text), len(doc)]
    lines = [doc[a + 1 : b] for a, b in itertools.pairwise(breaks)]
    references = [doc[t.i : t.i + 1] for t in doc if t.text in ("She", "The")]
    return lines, things, references


def starts_of(text):
    return [story[0].text for story in find_stories(*read_lines(text))]


def test_find_stories_yields_all_but_the_first():
    text = "Acme met Globex\nInitech met Hooli\nInitech grew\nUmbra met Vandelay\nWonka met Zorg"
    text += "\nbye"
    stories = list(find_stories(*read_lines(text)))
    told = [story.text for story in stories]
    assert told == ["Initech met Hooli\nInitech grew", "Umbra met Vandelay", "Wonka met Zorg\nbye"]


def test_find_stories_begins_one_with_each_dateline():
    text = "Briefs\nACME TOWN \u2014 Acme met Globex.\nAcme grew\nInitech grows\n"
    text += "OSLO, Norway (Wire) - Initech met Acme.\nBERN -- Acme met Umbra."
    stories = [story.text for story in find_stories(*read_lines(text))]
    assert [story.split("\n")[0].split()[0] for story in stories] == ["ACME", "Initech", "BERN"]
    assert stories[0].endswith("Acme grew")


def test_find_stories_takes_a_single_dateline_for_an_article():
    text = "Acme met Globex\nOSLO \u2014 Acme met Globex.\nInitech grew - and fell."
    assert list(find_stories(*read_lines(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Acme met Globex\nInitech met Hooli\nUmbra met Vandelay", id="two stories"),
        pytest.param(
            "Acme met Globex\nInitech met Hooli\nUmbra met Vandelay\nAcme grew\nWonka met Zorg"
            "\nGlobex fell",
            id="comes back to its subject",
        ),
        pytest.param(
            "Acme met Globex\nInitech grew\nUmbra grew\nWonka grew\nZorg grew", id="one name each"
        ),
        pytest.param(
            "Acme met Globex\nShe left Initech for Hooli\nThe firm bought Umbra and Vandelay"
            "\nShe told Wonka and Zorg",
            id="goes on about one",
        ),
        pytest.param(
            "rain\nAcme met Globex\nInitech met Hooli\nUmbra met Vandelay",
            id="the first is the first with names",
        ),
        pytest.param("", id="nothing"),
    ],
)
def test_find_stories_leaves_articles(text):
    assert starts_of(text) == []


def test_find_stories_passes_over_names_of_places():
    lines, things, references = read_lines(
        "Acme met Globex\nInitech met Hooli\nUmbra met Vandelay\nWonka met Zorg"
    )
    places = [
        replace(thing, label="LOC", mentions=[replace(m, label="LOC") for m in thing.mentions])
        for thing in things
    ]
    assert list(find_stories(lines, places, references)) == []


def test_find_stories_passes_over_names_of_sources():
    text = "Acme met Globex [Zorg]\nInitech met Hooli [Zorg]\nUmbra met Vandelay [Zorg]"
    assert starts_of(f"{text}\nWonka met Yoyodyne [Zorg]") == ["Initech", "Umbra", "Wonka"]


def test_number_items_counts_the_stories_first():
    text = "Acme met Globex\nInitech met Hooli\nUmbra met Vandelay\nWonka met Zorg\n* It rained"
    _, things, references = read_lines(text)
    items = number_items(spacy.blank("en")(text), things, references)
    assert items.stories == 3
    assert sorted(set(items.numbers)) == [0, 1, 2, 3, 4]


ITEMS = Items([0, 0, 1, 2, 2, 3, 2], starts=[2, 3, 5], stories=2)


@pytest.mark.parametrize(
    ("place", "before", "above"),
    [
        pytest.param(4, [3], [0, 1], id="a story may speak of what stands above"),
        pytest.param(6, [3, 4], [0, 1], id="a story around an item of a list"),
        pytest.param(5, [], [], id="an item of a list speaks of itself"),
    ],
)
def test_items_tell_what_a_place_may_speak_of(place, before, above):
    assert list(ITEMS.before(place)) == before
    assert list(ITEMS.above(place)) == above


@pytest.mark.parametrize(
    ("place", "other", "expected"),
    [
        pytest.param(3, 2, True, id="two stories"),
        pytest.param(3, 4, False, id="one story"),
        pytest.param(3, 0, False, id="a story and what stands above"),
        pytest.param(5, 2, False, id="an item of a list"),
    ],
)
def test_items_tell_stories_apart(place, other, expected):
    assert ITEMS.tells_apart(place, other) is expected
