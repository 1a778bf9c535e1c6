import pytest

from kg.annotate.names import NameMention, link_names
from kg.annotate.regions import ends_region, find_region


@pytest.mark.parametrize(
    ("words", "region", "end"),
    [
        ("Paris , Texas", ("Texas", "United States"), 3),
        ("Durham , N.C. , where", ("North Carolina", "United States"), 3),
        ("Durham , North Carolina , and Ghent", ("North Carolina", "United States"), 4),
        ("Cambridge , England", ("England", "United Kingdom"), 3),
        ("Ghent , Belgium .", ("Belgium",), 3),
        ("Rochester , New York .", ("New York", "United States"), 4),
        ("Portland , OR", (), 1),
        ("Paris", (), 1),
        ("Paris , Lyon", (), 1),
        ("Paris Texas", (), 1),
        ("Germany , France", (), 1),
        ("Lyon , Belgium and", (), 1),
        ("London , New York and Tokyo", (), 1),
        ("London , New York , and Tokyo", (), 1),
        ("London , New York , Tokyo", (), 1),
        ("CARY , NC", (), 1),
    ],
)
def test_find_region_reads_what_follows_the_comma(words, region, end, make_doc, gazetteer):
    doc = make_doc(" ".join(f"{word}/{_tag(word)}/0/root" for word in words.split()))
    assert find_region(doc[:1], gazetteer) == (end, region)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Akron , Ohio , a", True),
        ("Akron , Ohio - based", True),
        ("Acme , Ohio 's", False),
        ("Acme , Ohio firms", False),
        ("Akron , Ohio", False),
    ],
)
def test_ends_region_looks_at_what_follows(words, expected, make_doc):
    doc = make_doc(" ".join(f"{word}/PROPN/0/root" for word in words.split()))
    assert ends_region(doc, 3) is expected


def _place(start, region, long):
    return NameMention(
        start=start, end=start + 1, text="Paris", label="LOC", sentence=0, region=region, long=long
    )


TEXAS = _place(0, ("Texas", "United States"), "Paris, Texas")
FRANCE = _place(4, ("France",), "Paris, France")
BARE = _place(8, (), "Paris")


@pytest.mark.parametrize(
    ("mentions", "aliases", "region"),
    [
        pytest.param([TEXAS, BARE], ("Paris, Texas",), ("Texas", "United States"), id="told"),
        pytest.param([TEXAS, FRANCE], (), (), id="told to be in two"),
        pytest.param([BARE], (), (), id="not told"),
    ],
)
def test_a_place_is_also_known_by_its_region(mentions, aliases, region, lexicon, gazetteer):
    (thing,) = link_names(mentions, lexicon, gazetteer)
    assert (thing.name, thing.aliases, thing.region) == ("Paris", aliases, region)


def _tag(word):
    return {",": "PUNCT", ".": "PUNCT", "and": "CCONJ", "where": "ADV"}.get(word, "PROPN")
