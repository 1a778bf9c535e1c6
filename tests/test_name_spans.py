"""Where names stand."""

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.annotate.name_spans import spread_names


def test_spread_names_finds_a_name_whatever_stands_between_its_words():
    words = ["Yahoo", "!", "grew", ",", "so", "Yahoo", "!", "left"]
    spaces = [False, True, False, True, True, True, True, False]
    doc = Doc(Vocab(), words=words, spaces=spaces, sent_starts=[True] + [False] * 7)
    found = spread_names(doc, [Span(doc, 0, 2, label="ORG")], [])
    assert [(span.text, span.label_) for span in found] == [("Yahoo!", "ORG"), ("Yahoo !", "ORG")]
