"""Where names stand."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.annotate.name_spans import spread_names, whole_names


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
