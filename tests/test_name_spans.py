"""Where names stand."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.annotate.name_spans import drop_spelled, split_pairs, spread_names, whole_names


def test_spread_names_finds_a_name_whatever_stands_between_its_words():
    words = ["Yahoo", "!", "grew", ",", "so", "Yahoo", "!", "left"]
    spaces = [False, True, False, True, True, True, True, False]
    doc = Doc(Vocab(), words=words, spaces=spaces, sent_starts=[True] + [False] * 7)
    found = spread_names(doc, [Span(doc, 0, 2, label="ORG")], [])
    assert [(span.text, span.label_) for span in found] == [("Yahoo!", "ORG"), ("Yahoo !", "ORG")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "the/DET/4/det research/NOUN/3/compound/TITLE group/NOUN/4/compound head/NOUN/0/root",
            "research group head",
            id="nouns that it belongs to",
        ),
        pytest.param(
            "a/DET/3/det technical/ADJ/3/amod/TITLE lead/NOUN/0/root", "technical lead", id="noun"
        ),
        pytest.param(
            "chief/NOUN/2/compound/TITLE Roe/PROPN/0/root", "chief", id="a name is not of it"
        ),
        pytest.param("the/DET/2/det boss/NOUN/0/root/TITLE left/VERB/2/acl", "boss", id="whole"),
        pytest.param(
            "head/NOUN/0/root/TITLE of/ADP/4/case/+ the/DET/4/det/+ family/NOUN/1/nmod",
            "head",
            id="small words at its end",
        ),
        pytest.param("news/NOUN/1/compound/TITLE", "news", id="end of the text"),
    ],
)
def test_whole_names_mends_the_ends_of_titles(make_doc, lexicon, rows, expected):
    (title,) = whole_names(make_doc(rows), lexicon)
    assert (title.text, title.label_) == (expected, "TITLE")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "S/PROPN/4/nsubj/ORG and/CCONJ/3/cc N/PROPN/1/conj/ORG grew/VERB/0/root",
            ["S and N"],
            id="letters",
        ),
        pytest.param(
            "Q/PROPN/4/nsubj/ORG and/CCONJ/3/cc Acme/PROPN/1/conj/ORG grew/VERB/0/root",
            ["Q", "Acme"],
            id="a letter and a word",
        ),
    ],
)
def test_whole_names_joins_letters(make_doc, lexicon, rows, expected):
    assert [span.text for span in whole_names(make_doc(rows), lexicon)] == expected


ACME_AND_GLOBEX = "Acme/PROPN/4/nsubj/ORG and/CCONJ/3/cc/+ Globex/PROPN/1/conj/+ grew/VERB/0/root"


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        pytest.param(
            "Globex/PROPN/4/obj/ORG and/CCONJ/7/cc Acme/PROPN/5/conj/ORG",
            ["Acme", "Globex", "Globex", "Acme"],
            id="both by themselves",
        ),
        pytest.param("Acme/PROPN/4/obj/ORG", ["Acme and Globex", "Acme"], id="one by itself"),
        pytest.param(
            "Globex/PROPN/4/obj/ORG and/CCONJ/7/cc Acme/PROPN/5/conj/PERSON",
            ["Acme and Globex", "Globex", "Acme"],
            id="one of another kind",
        ),
    ],
)
def test_split_pairs_takes_apart_two_names(make_doc, behind, expected):
    doc = make_doc(f"{ACME_AND_GLOBEX} {behind}")
    assert [span.text for span in split_pairs(doc.ents)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "federal/ADJ/3/amod/ORG Export/PROPN/3/compound/+ Acme/PROPN/0/root/+",
            "Export Acme",
            id="an adjective written small",
        ),
        pytest.param("de/ADP/2/case/ORG Acme/PROPN/0/root/+", "de Acme", id="another small word"),
        pytest.param("Old/ADJ/2/amod/ORG Acme/PROPN/0/root/+", "Old Acme", id="with a capital"),
    ],
)
def test_whole_names_begins_names_with_a_capital(make_doc, lexicon, rows, expected):
    (name,) = whole_names(make_doc(rows), lexicon)
    assert name.text == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("gene/NOUN/2/compound sequencing/NOUN/4/nmod", [], id="common words"),
        pytest.param(
            "gene/NOUN/2/compound testing/NOUN/4/nmod", ["GS", "GS"], id="with other letters"
        ),
        pytest.param("Gene/NOUN/2/compound Sequencing/NOUN/4/nmod", ["GS", "GS"], id="capitals"),
    ],
)
def test_drop_spelled_drops_what_brackets_put_short(make_doc, before, expected):
    rows = f"{before} (/PUNCT/4/punct GS/PROPN/0/root/ORG )/PUNCT/4/punct so/ADV/7/advmod"
    doc = make_doc(f"{rows} GS/PROPN/4/parataxis/ORG")
    assert [span.text for span in drop_spelled(doc, doc.ents)] == expected
