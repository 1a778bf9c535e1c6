from dataclasses import replace

import pytest

from kg.extract.candidates import Candidate
from kg.extract.readers import FRAMES, HEAD
from kg.extract.verdict import find_type_clash, group_candidates, judge


@pytest.fixture(scope="module")
def doc(make_doc):
    return make_doc(
        "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG\n"
        "Jane/PROPN/2/nsubj/PERSON left=leave/VERB/0/root Acme/PROPN/2/obj/ORG"
    )


@pytest.fixture(scope="module")
def candidate(doc):
    first, second = doc.sents
    acme, globex, jane, again = doc.user_data["arguments"]

    def make(reader=FRAMES, score=0.9, *, sentence=1, **more):
        subject, object_ = (acme, globex) if sentence == 1 else (jane, again)
        given = {"relation": "acquires", "status": "asserted", "subject": subject, "object": object_}
        place = first if sentence == 1 else second
        return Candidate(reader=reader, sentence=place, score=score, **{**given, **more})

    return make


@pytest.mark.parametrize(
    ("readings", "believed"),
    [
        pytest.param([(FRAMES, 0.9)], True, id="a frame"),
        pytest.param([(FRAMES, 0.5)], False, id="a weak frame"),
        pytest.param([(HEAD, 0.95)], True, id="a sure head"),
        pytest.param([(HEAD, 0.6)], False, id="a head in doubt"),
        pytest.param([(FRAMES, 0.5), (HEAD, 0.6)], True, id="both, neither enough alone"),
        pytest.param([(FRAMES, 0.5), (FRAMES, 0.5)], False, id="two weak frames are one reader"),
    ],
)
def test_judge_believes_agreement_sooner(candidate, schema, readings, believed):
    _, _, reason = judge([candidate(reader, score) for reader, score in readings], schema)
    assert (reason is None) is believed


def test_judge_is_surer_of_two_readers_than_of_either(candidate, schema):
    _, alone, _ = judge([candidate(FRAMES, 0.7)], schema)
    _, both, _ = judge([candidate(FRAMES, 0.7), candidate(HEAD, 0.6)], schema)
    assert alone < both <= 1.0


def test_judge_gives_its_reason_for_low_confidence(candidate, schema):
    assert "too low" in judge([candidate(HEAD, 0.2)], schema)[2]


def test_judge_believes_no_question(candidate, schema):
    reason = judge([candidate(status=None, reasons=("a question",))], schema)[2]
    assert reason == "states nothing: a question"


def test_judge_takes_the_candidate_that_tells_most(candidate, doc, schema):
    value = replace(doc.user_data["arguments"][0], label="MONEY", mention=None)
    rich = candidate(FRAMES, 0.7, values={"amount": value})
    best, _, _ = judge([candidate(FRAMES, 0.9), rich], schema)
    assert best is rich


@pytest.mark.parametrize(
    ("relation", "sentence", "expected"),
    [
        pytest.param("acquires", 1, None, id="fits"),
        pytest.param("leaves", 2, None, id="person fits"),
        pytest.param("leaves", 1, "Acme (organization) as subject of leaves", id="subject"),
        pytest.param("directs", 2, "Acme (organization) as object of directs", id="object"),
    ],
)
def test_find_type_clash_names_who_does_not_fit(candidate, schema, relation, sentence, expected):
    clash = find_type_clash(candidate(relation=relation, sentence=sentence), schema)
    assert (clash is None) if expected is None else (expected in clash)


@pytest.mark.parametrize(
    ("types", "clashes"),
    [
        pytest.param((("Person", 0.6), ("Organization", 0.4)), False, id="second kind has support"),
        pytest.param((("Person", 0.9), ("Organization", 0.1)), True, id="second kind has little"),
        pytest.param((("Agent", 1.0),), False, id="a class above fits"),
        pytest.param((), True, id="nothing known"),
    ],
)
def test_find_type_clash_weighs_the_kinds(candidate, doc, schema, types, clashes):
    globex = doc.user_data["arguments"][1]
    object_ = replace(globex, mention=replace(globex.mention, types=types))
    assert (find_type_clash(candidate(object=object_), schema) is not None) is clashes


def test_group_candidates_joins_readers_of_one_pair(candidate):
    groups = list(group_candidates([candidate(FRAMES), candidate(HEAD)]))
    assert [[c.reader for c in group] for group in groups] == [[FRAMES, HEAD]]


def test_group_candidates_keeps_sentences_relations_and_directions_apart(candidate, doc):
    acme, globex = doc.user_data["arguments"][:2]
    groups = list(
        group_candidates(
            [
                candidate(sentence=2, relation="leaves"),
                candidate(subject=globex, object=acme),
                candidate(relation="owns"),
                candidate(),
            ]
        )
    )
    assert [(g[0].relation, g[0].subject.mention.name) for g in groups] == [
        ("acquires", "Acme"),
        ("owns", "Acme"),
        ("acquires", "Globex"),
        ("leaves", "Jane"),
    ]
