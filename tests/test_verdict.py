from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.candidates import Candidate
from kg.extract.readers import FRAMES, HEAD
from kg.extract.verdict import (
    UNSEEN,
    Rivals,
    corroborate,
    find_type_clash,
    group_candidates,
    load_verdict,
)


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
        given = {
            "relation": "acquires",
            "status": "asserted",
            "subject": subject,
            "object": object_,
        }
        place = first if sentence == 1 else second
        return Candidate(reader=reader, sentence=place, score=score, **{**given, **more})

    return make


@pytest.fixture(scope="module")
def judge(schema):
    verdict = load_verdict()

    def judge_alone(group, *, has_head=True):
        rivals = Rivals([group], schema)
        best, confidence, reason = verdict.judge(group, schema, rivals, has_head=has_head)
        return best, confidence, reason or verdict.doubt(confidence)

    return judge_alone


@pytest.mark.parametrize(
    ("readings", "believed"),
    [
        pytest.param([(FRAMES, 0.95), (HEAD, 0.9)], True, id="both are sure"),
        pytest.param([(FRAMES, 0.8), (HEAD, 0.8)], True, id="both"),
        pytest.param([(HEAD, 0.99)], True, id="a sure head"),
        pytest.param([(HEAD, 0.3)], False, id="a head in doubt"),
        pytest.param([(FRAMES, 0.05)], False, id="a frame that is seldom right"),
    ],
)
def test_judge_believes_what_is_likely(judge, candidate, readings, believed):
    _, _, reason = judge([candidate(reader, score) for reader, score in readings])
    assert (reason is None) is believed


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param([(HEAD, 0.5)], [(HEAD, 0.9)], id="a surer head"),
        pytest.param([(FRAMES, 0.5)], [(FRAMES, 0.9)], id="a surer frame"),
        pytest.param([(FRAMES, 0.9)], [(FRAMES, 0.9), (HEAD, 0.8)], id="a head that agrees"),
        pytest.param([(HEAD, 0.8)], [(FRAMES, 0.9), (HEAD, 0.8)], id="a frame that agrees"),
        pytest.param(
            [(FRAMES, 0.9), (HEAD, 0.3)], [(FRAMES, 0.9), (HEAD, 0.9)], id="a head that agrees more"
        ),
    ],
)
def test_judge_is_surer_of_more(judge, candidate, less, more):
    low, high = (
        judge([candidate(reader, score) for reader, score in readings])[1]
        for readings in (less, more)
    )
    assert 0 < low < high < 1


def test_judge_without_a_head_is_surer_of_a_surer_frame(judge, candidate):
    low, high = (judge([candidate(FRAMES, s)], has_head=False)[1] for s in (0.5, 0.95))
    assert low < high


def test_judge_without_a_head_believes_a_sure_frame(judge, candidate):
    assert judge([candidate(FRAMES, 0.95)], has_head=False)[2] is None


def test_judge_doubts_a_pair_of_which_the_head_gives_a_side_to_another(
    judge, candidate, doc, schema
):
    other = replace(doc.user_data["arguments"][2], entity=7)
    group = [candidate(HEAD, 0.9)]
    rivals = Rivals([group, [candidate(HEAD, 0.95, subject=other)]], schema)
    assert rivals.scored_elsewhere(group) == (UNSEEN, 0.95)
    doubted = load_verdict().judge(group, schema, rivals, has_head=True)[1]
    assert doubted < judge(group)[1]


def test_rivals_pass_over_what_a_frame_says_of_kinds_that_the_relation_does_not_take(
    candidate, doc, schema
):
    _, _, jane, again = doc.user_data["arguments"]
    group = [candidate(HEAD, 0.9)]
    fitting = [candidate(FRAMES, 0.9, object=replace(again, entity=8))]
    clashing = [candidate(FRAMES, 0.9, object=replace(jane, entity=9))]
    assert Rivals([group, fitting], schema).framed_elsewhere(group) == (True, False)
    assert Rivals([group, clashing], schema).framed_elsewhere(group) == (False, False)


def test_judge_gives_its_reason_for_low_confidence(judge, candidate):
    assert "confidence" in judge([candidate(HEAD, 0.2)])[2]


def test_judge_believes_no_question(judge, candidate):
    reason = judge([candidate(status=None, reasons=("a question",))])[2]
    assert reason == "states nothing: a question"


@pytest.mark.parametrize(
    ("frame", "head", "told"),
    [
        ("asserted", "former", "former"),
        ("denied", "asserted", "asserted"),
        ("planned", None, "planned"),
        (None, "asserted", None),
    ],
)
def test_judge_takes_the_status_of_the_head_where_frames_state_something(
    judge, candidate, frame, head, told
):
    best, _, _ = judge([candidate(status=frame), candidate(HEAD, 0.9, status=head)])
    assert best.status == told
    assert (f"{told}: relation head" in best.reasons) is (told not in (frame, None))


@pytest.mark.parametrize(("head", "told"), [("asserted", "rumoured"), ("denied", "denied")])
def test_judge_asserts_nothing_that_is_only_said_so(judge, candidate, head, told):
    hearsay = candidate(status="rumoured", hearsay=True)
    assert judge([hearsay, candidate(HEAD, 0.9, status=head)])[0].status == told


@pytest.mark.parametrize(
    ("framed", "denying", "told"),
    [("asserted", False, "asserted"), ("asserted", True, "denied"), ("planned", False, "denied")],
)
def test_judge_denies_nothing_without_a_word_for_it(judge, candidate, framed, denying, told):
    found = candidate(status=framed, denying=denying)
    assert judge([found, candidate(HEAD, 0.9, status="denied")])[0].status == told


def test_judge_takes_the_candidate_that_tells_most(judge, candidate, doc):
    value = replace(doc.user_data["arguments"][0], label="MONEY", mention=None)
    rich = candidate(FRAMES, 0.7, values={"amount": value})
    best, _, _ = judge([candidate(FRAMES, 0.9), rich])
    assert (best.score, best.values) == (rich.score, rich.values)


def test_judge_tells_what_each_feature_adds(judge, candidate):
    best, _, _ = judge([candidate(FRAMES, 0.9)])
    *_, weighed = best.reasons
    assert weighed.startswith("weighed: bias -")
    assert "frame +" in weighed


def test_judge_rejects_a_clash_however_sure(judge, candidate):
    both = [candidate(r, 0.99, relation="leaves") for r in (FRAMES, HEAD)]
    assert judge(both)[2].startswith("type clash")


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


@pytest.mark.parametrize(
    ("relation", "name", "expected"),
    [
        pytest.param("partnersWith", "Acme Labs", "namesakes: Acme and Acme Labs", id="part"),
        pytest.param("partnersWith", "acme", "namesakes: Acme and acme", id="the same name"),
        pytest.param("partnersWith", "Acmeon", None, id="only letters"),
        pytest.param("partnersWith", "New Acme", None, id="another beginning"),
        pytest.param("acquires", "Acme Labs", None, id="one way"),
    ],
)
def test_judge_believes_no_symmetric_relation_of_namesakes(
    judge, candidate, doc, relation, name, expected
):
    globex = doc.user_data["arguments"][1]
    object_ = replace(globex, mention=replace(globex.mention, name=name))
    both = [candidate(r, 0.99, relation=relation, object=object_) for r in (FRAMES, HEAD)]
    assert judge(both)[2] == expected


def test_group_candidates_joins_readers_of_one_pair(candidate, schema):
    groups = list(group_candidates([candidate(FRAMES), candidate(HEAD)], schema))
    assert [[c.reader for c in group] for group in groups] == [[FRAMES, HEAD]]


@pytest.mark.parametrize(
    ("relation", "readers", "expected"),
    [
        pytest.param("acquires", [HEAD], [[FRAMES, HEAD]], id="the head alone"),
        pytest.param("acquires", [FRAMES, HEAD], [[FRAMES], [FRAMES, HEAD]], id="both readers"),
        pytest.param("launches", [HEAD], [[FRAMES], [HEAD]], id="a relation that holds both ways"),
    ],
)
def test_group_candidates_takes_the_direction_from_a_frame(
    candidate, doc, schema, relation, readers, expected
):
    acme, globex = doc.user_data["arguments"][:2]
    turned = [
        candidate(reader, relation=relation, subject=globex, object=acme) for reader in readers
    ]
    groups = list(group_candidates([candidate(FRAMES, relation=relation), *turned], schema))
    assert [[c.reader for c in group] for group in groups] == expected
    assert {(c.subject, c.object) for c in groups[0]} == {(acme, globex)}


def test_group_candidates_keeps_sentences_relations_and_directions_apart(candidate, doc, schema):
    acme, globex = doc.user_data["arguments"][:2]
    groups = list(
        group_candidates(
            [
                candidate(sentence=2, relation="leaves"),
                candidate(subject=globex, object=acme),
                candidate(relation="owns"),
                candidate(),
            ],
            schema,
        )
    )
    assert [(g[0].relation, g[0].subject.mention.name) for g in groups] == [
        ("acquires", "Acme"),
        ("owns", "Acme"),
        ("acquires", "Globex"),
        ("leaves", "Jane"),
    ]


def test_corroborate_of_one_sentence_is_its_confidence():
    assert corroborate([0.6]) == 0.6


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6), st.floats(0.0, 1.0))
def test_corroborate_never_falls_with_a_further_sentence(confidences, other):
    assert corroborate([*confidences, other]) >= corroborate(confidences)


def test_corroborate_trusts_repetition_less_than_independent_witnesses():
    assert 0.6 < corroborate([0.6, 0.6]) < 1.0 - 0.4 * 0.4


@pytest.mark.parametrize(
    ("status", "against"),
    [pytest.param("asserted", True, id="what is"), pytest.param("former", False, id="what was")],
)
def test_frames_speak_for_others_with_what_is(candidate, doc, schema, status, against):
    other = replace(doc.user_data["arguments"][2], entity=7)
    group = [candidate(HEAD, 0.9)]
    framed = [candidate(FRAMES, subject=other, status=status)]
    assert Rivals([group, framed], schema).framed_elsewhere(group) == (False, against)


def test_a_frame_of_the_pair_itself_speaks_for_it_in_every_tense(candidate, doc, schema):
    other = replace(doc.user_data["arguments"][2], entity=7)
    planned = [candidate(HEAD, 0.9, status="planned")]
    framed = [
        [candidate(FRAMES, status="former")],
        [candidate(FRAMES, subject=other)],
        [candidate(FRAMES, object=other)],
    ]
    assert Rivals([planned, *framed], schema).framed_elsewhere(planned) == (False, False)
