"""What the relation head's scores become."""

import pytest

from kg.extract.normalise import build_clauses
from kg.extract.readers import read_with_frames
from kg.extract.reliability import load_reliability


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        pytest.param([("role", "chair", 0.6), ("role", "boss", 0.9)], {"role": "boss"}, id="best"),
        pytest.param([("role", "boss", 0.9), ("role", "chair", 0.6)], {"role": "boss"}, id="order"),
        pytest.param([("role", "boss", 0.4)], {}, id="too low"),
        pytest.param([("date", "2019", 0.6)], {}, id="too low for a date"),
        pytest.param([("date", "2019", 0.8)], {"date": "2019"}, id="date"),
        pytest.param([("date", "2019", 0.99), ("date", "2024", 0.9)], {}, id="which date"),
    ],
)
def test_read_with_head_binds_the_surest_values(read_pair, qualifiers, expected):
    rows = (
        "Roe/PROPN/2/nsubj/PERSON founded/VERB/0/root Acme/PROPN/2/obj/ORG in/ADP/5/case"
        " 2019/NUM/2/obl/DATE was/AUX/7/cop boss/NOUN/2/conj/TITLE then/ADV/9/advmod"
        " chair/NOUN/2/conj/TITLE left=leave/VERB/2/conj in/ADP/12/case 2024/NUM/10/obl/DATE"
    )
    dates = {"2019": "2019", "2024": "2024"}
    candidate = read_pair(rows, "joins", qualifiers=qualifiers, values=dates)
    found = {k: candidate.sentence.doc[a.start].text for k, a in candidate.values.items()}
    assert found == expected


NOUNS = {
    "competesWith": [
        (
            "[Acme]{subject}'s rival is [Globex]{object}.",
            "Acme/PROPN/3/nmod:poss/ORG 's/PART/1/case rival/NOUN/0/root is=be/AUX/3/cop"
            " Globex/PROPN/3/nsubj/ORG ./PUNCT/3/punct",
        )
    ],
    "acquires": [
        (
            "[Acme]{subject} bought [Globex]{object}.",
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ./PUNCT/2/punct",
        )
    ],
    "owns": [
        (
            "[Acme]{subject}-owned [Globex]{object} grew.",
            "Acme/PROPN/3/obl/ORG -/PUNCT/3/punct owned=own/VERB/4/amod Globex/PROPN/5/nsubj/ORG"
            " grew=grow/VERB/0/root ./PUNCT/5/punct",
        )
    ],
}


@pytest.mark.parametrize(
    ("relation", "noun"), [("competesWith", "rival"), ("acquires", None), ("owns", "Globex")]
)
def test_read_with_frames_tells_the_noun_that_says_it(
    compile_frames, make_doc, schema, lexicon, relation, noun
):
    ((_, rows),) = NOUNS[relation]
    frames = compile_frames(NOUNS)[0]
    doc = make_doc(rows)
    clauses = build_clauses(doc[:], doc.user_data["arguments"], lexicon)
    found = list(read_with_frames(clauses, frames, load_reliability(), lexicon, schema))
    assert {one.noun and one.noun.text for one in found} == {noun}
