""" "The round" is the one round that the article has named."""

import pytest

from kg.extract.rounds import find_told_round

NOUNS, DEFINITE = frozenset({"round", "financing"}), frozenset({"the", "this"})
RAISED = "Acme/PROPN/2/nsubj/ORG raised=raise/VERB/0/root Seed/NOUN/2/obj/ROUND"
OTHER = "Globex/PROPN/2/nsubj/ORG raised=raise/VERB/0/root Seed/NOUN/2/obj/ROUND"
AGAIN = "Acme/PROPN/2/nsubj/ORG raised=raise/VERB/0/root B/NOUN/2/obj/ROUND"
LED = "{} round/NOUN/{}/nsubj ended=end/VERB/0/root"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([RAISED, LED.format("The/DET/2/det", 3)], "Seed", id="the round"),
        pytest.param([RAISED, LED.format("A/DET/2/det", 3)], None, id="a round"),
        pytest.param(
            [RAISED, LED.format("The/DET/3/det earlier/ADJ/3/amod", 4)], None, id="another one"
        ),
        pytest.param([OTHER, LED.format("The/DET/2/det", 3)], None, id="another's"),
        pytest.param([RAISED, AGAIN, LED.format("The/DET/2/det", 3)], None, id="one of two"),
        pytest.param([LED.format("The/DET/2/det", 3), RAISED], None, id="named later"),
        pytest.param([LED.format("The/DET/2/det", 3)], None, id="never named"),
        pytest.param([RAISED, "He/PRON/2/nsubj left=leave/VERB/0/root"], None, id="no round"),
    ],
)
def test_find_told_round(make_doc, rows, expected):
    doc = make_doc("\n".join(rows), values={"Seed": "seed", "B": "Series B"})
    sentence = [s for s in doc.sents if "raised" not in s.text][-1]
    arguments = doc.user_data["arguments"]
    thing = next((a.entity for a in arguments if doc[a.start].text == "Acme"), -2)
    found = find_told_round(sentence, thing, nouns=NOUNS, definite=DEFINITE)
    assert (doc[found.start : found.end].text if found else None) == expected
