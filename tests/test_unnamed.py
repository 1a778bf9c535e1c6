import pytest

from kg.extract.candidates import Candidate
from kg.extract.normalise import build_clauses
from kg.extract.readers import HEAD
from kg.extract.unnamed import UnnamedThings

OPENED = "River/PROPN/2/nsubj/WORK opened=open/VERB/0/root ./PUNCT/2/punct"
STARRED = "Roe/PROPN/2/nsubj/PERSON starred=star/VERB/0/root in/ADP/{noun}/case"
WORDINGS = {
    "starsIn": [
        (
            "[Roe]{subject} starred in [River]{object}.",
            STARRED.format(noun=4) + " River/PROPN/2/obl/WORK ./PUNCT/2/punct",
        )
    ]
}


@pytest.fixture(scope="module")
def judge(compile_frames, make_doc, schema, lexicon):
    """Return what of a candidate is left that joins Roe of the last sentence to the work."""
    things = UnnamedThings(schema, lexicon, compile_frames(WORDINGS)[0])

    def run(rows, relation="starsIn"):
        doc = make_doc(rows)
        *_, last = doc.sents
        named = doc.user_data["arguments"]
        work = next(a for a in named if a.label == "WORK")
        roe = next(a for a in named if a.mention and a.mention.name == "Roe")
        inside = [a for a in named if a.start >= last.start]
        one = Candidate(
            reader=HEAD,
            subject=roe,
            relation=relation,
            object=work,
            sentence=last,
            status="asserted",
            score=0.9,
        )
        (found,) = things.rule_out([one], [build_clauses(last, inside, lexicon)])
        return found

    return run


@pytest.mark.parametrize(
    ("rest", "noun"),
    [
        pytest.param(
            STARRED.format(noun=4) + " films=film/NOUN/2/obl",
            "films",
            id="several",
        ),
        pytest.param(
            STARRED.format(noun=5) + " two/NUM/5/nummod series/NOUN/2/obl",
            "series",
            id="counted",
        ),
        pytest.param(
            STARRED.format(noun=5) + " both/DET/5/det films=film/NOUN/2/obl",
            None,
            id="known ones",
        ),
        pytest.param(
            STARRED.format(noun=5) + " its/PRON/5/nmod:poss films=film/NOUN/2/obl",
            None,
            id="its own",
        ),
        pytest.param(
            STARRED.format(noun=4) + " scenes=scene/NOUN/2/obl",
            None,
            id="parts of one",
        ),
        pytest.param(
            STARRED.format(noun=5) + " a/DET/5/det film/NOUN/2/obl",
            None,
            id="one that may be it",
        ),
    ],
)
def test_unnamed_things_are_no_named_one(judge, rest, noun):
    found = judge(f"{OPENED}\n{rest}")
    assert found.status == (None if noun else "asserted")
    assert found.reasons == ((f'"{noun}" has no name',) if noun else ())


def test_unnamed_things_rule_out_what_is_said_of_them_only(judge):
    rows = STARRED.format(noun=4) + " films=film/NOUN/2/obl"
    assert judge(f"{OPENED}\n{rows}", relation="directs").status == "asserted"


def test_unnamed_things_rule_out_no_work_of_the_sentence(judge):
    rows = STARRED.format(noun=4) + " films=film/NOUN/2/obl like/ADP/6/case River/PROPN/4/nmod/WORK"
    assert judge(rows).status == "asserted"
