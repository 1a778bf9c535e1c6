import pytest

from kg.extract.candidates import Candidate, Judged
from kg.extract.deaths import end_with_life
from kg.extract.readers import HEAD

CHIEF = "Roe/PROPN/{0}/nsubj/PERSON ,/PUNCT/3/punct chief/NOUN/1/appos of/ADP/5/case"
CHIEF += " Acme/PROPN/3/nmod/ORG ,/PUNCT/1/punct"


@pytest.fixture
def status_of(make_doc, schema, lexicon):
    """Return the status of what is said of Roe and Acme."""

    def run(rows, relation="hasRole", status="asserted"):
        doc = make_doc(rows)
        by_text = {doc[a.start : a.end].text: a for a in doc.user_data["arguments"]}
        best = Candidate(
            reader=HEAD,
            subject=by_text["Roe"],
            relation=relation,
            object=by_text["Acme"],
            sentence=doc[:],
            status=status,
            score=0.9,
        )
        (found,) = end_with_life(doc, [Judged(best, 0.9, None)], schema, lexicon)
        return found.best.status

    return run


@pytest.mark.parametrize(
    ("rows", "dead"),
    [
        pytest.param(f"{CHIEF.format(7)} died=die/VERB/0/root", True, id="died"),
        pytest.param(
            f"{CHIEF.format(8)} has=have/AUX/8/aux died/ADJ/0/root aged/ADJ/8/advcl", True, id="has"
        ),
        pytest.param(
            f"{CHIEF.format(7)} passed=pass/VERB/0/root away/ADP/7/compound:prt", True, id="phrase"
        ),
        pytest.param(f"{CHIEF.format(7)} passed=pass/VERB/0/root", False, id="half of a phrase"),
        pytest.param(
            "Roe/PROPN/0/root/PERSON ,/PUNCT/3/punct chief/NOUN/1/appos of/ADP/5/case"
            " Acme/PROPN/3/nmod/ORG ,/PUNCT/8/punct who/PRON/8/nsubj died=die/VERB/1/acl:relcl",
            True,
            id="in a relative clause",
        ),
        pytest.param(
            "magnate/NOUN/7/nsubj Roe/PROPN/1/appos/PERSON ,/PUNCT/4/punct chief/NOUN/2/appos"
            " of/ADP/6/case Acme/PROPN/4/nmod/ORG died=die/VERB/0/root",
            True,
            id="with a noun",
        ),
        pytest.param(
            "Roe/PROPN/8/nsubj:pass/PERSON ,/PUNCT/3/punct chief/NOUN/1/appos of/ADP/5/case"
            " Acme/PROPN/3/nmod/ORG ,/PUNCT/1/punct was=be/AUX/8/aux:pass killed=kill/VERB/0/root",
            True,
            id="was killed",
        ),
        pytest.param(f"{CHIEF.format(7)} killed=kill/VERB/0/root it/PRON/7/obj", False, id="kills"),
        pytest.param(
            f"{CHIEF.format(8)} nearly/ADV/8/advmod died=die/VERB/0/root", False, id="nearly"
        ),
        pytest.param(f"{CHIEF.format(8)} may/AUX/8/aux die/VERB/0/root", False, id="may"),
        pytest.param(
            f"{CHIEF.format(7)} wants=want/VERB/0/root to/PART/9/mark die/VERB/7/xcomp",
            False,
            id="wants to",
        ),
        pytest.param(
            f"If/SCONJ/9/mark {CHIEF.format(9).replace('/3/', '/4/').replace('/1/', '/2/')}"
            " ,/PUNCT/2/punct died=die/VERB/0/root",
            False,
            id="a condition",
        ),
        pytest.param(
            "death/NOUN/0/root of/ADP/3/case Roe/PROPN/1/nmod/PERSON chief/NOUN/3/appos"
            " of/ADP/6/case Acme/PROPN/4/nmod/ORG",
            True,
            id="the death of",
        ),
        pytest.param(
            "deaths=death/NOUN/0/root by/ADP/3/case Roe/PROPN/1/nmod/PERSON chief/NOUN/3/appos"
            " of/ADP/6/case Acme/PROPN/4/nmod/ORG",
            False,
            id="deaths by",
        ),
    ],
)
def test_end_with_life_makes_past_what_lasted(status_of, rows, dead):
    assert status_of(rows) == ("former" if dead else "asserted")


@pytest.mark.parametrize(
    ("relation", "status", "expected"),
    [
        ("hasRole", "denied", "denied"),
        ("owns", "asserted", "former"),
        ("founded", "asserted", "asserted"),
        ("leaves", "asserted", "asserted"),
    ],
)
def test_end_with_life_leaves_what_does_not_last(status_of, relation, status, expected):
    assert status_of(f"{CHIEF.format(7)} died=die/VERB/0/root", relation, status) == expected
