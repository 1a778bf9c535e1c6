""" "The round" is the one round that the article has named, and has the date told of it."""

import pytest

from kg.extract.rounds import find_round_date, find_told_round

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


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            f"{RAISED} Monday/PROPN/2/obl/DATE",
            "Monday",
            id="of its clause",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG said=say/VERB/0/root Monday/PROPN/2/obl/DATE"
            " it/PRON/5/nsubj raised=raise/VERB/2/ccomp Seed/NOUN/5/obj/ROUND",
            None,
            id="of what is said",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG raised=raise/VERB/5/ccomp Seed/NOUN/2/obj/ROUND it/PRON/5/nsubj"
            " said=say/VERB/0/root on/ADP/7/case Monday/PROPN/2/obl/DATE",
            None,
            id="behind who says it",
        ),
        pytest.param(
            f"{RAISED} Monday/PROPN/2/obl/DATE May/PROPN/2/obl/DATE",
            None,
            id="one of two",
        ),
    ],
)
def test_find_round_date(make_doc, row, expected):
    doc = make_doc(row, values={"Seed": "seed", "Monday": "2026-11-16", "May": "2026-05"})
    told = next(a for a in doc.user_data["arguments"] if doc[a.start].text == "Seed")
    found = find_round_date(doc, told)
    assert (doc[found.start : found.end].text if found else None) == expected
