import pytest

from kg.annotate import make_pipeline
from kg.annotate.antecedents import FEATURES, NOTHING
from models.corpus import parse_passages
from models.fit_references import Case, fit, read_cases

PASSAGE = """\
# id: acme
[Acme Corp|O1] grew in [London|L2].
[It|R1] bought [Globex Inc|O3]. >> acquires(1,3)
It rained on Monday.
"""

# Aurora and Aurora Innovation are one, by what the model says of them
JOINED = """\
# id: aurora
[Globex|O1] fell on Monday.
Shares of the chip maker [Aurora|O2] rose by a tenth.
[Aurora Innovation|O2], based in Austin, makes chips.
Investors like [Aurora Innovation|O2].
[The chip maker|R2] said so.
"""


def case(right, *scores):
    """Make a case of things that differ in their scores only."""
    rest = (0.0,) * (len(FEATURES) - 1)
    things = {number: (score, *rest) for number, score in enumerate(scores)}
    nothing = (1.0, *(0.0,) * (len(NOTHING) - 1))
    return Case(passage="a", things=things, nothing=nothing, right=right)


def test_fit_learns_what_tells():
    cases = [case(0, 2.0, -2.0), case(1, -2.0, 2.0), case(None, -2.0)] * 20
    weights = fit(cases)
    assert weights["score"] > 0.5
    assert abs(weights["nearest"]) < 0.001


def test_case_has_nothing_last():
    table = case(None, 2.0, -2.0).matrix()
    assert table.shape == (3, len(FEATURES) + len(NOTHING))
    assert case(None, 2.0, -2.0).target() == 2
    assert case(1, 2.0, -2.0).target() == 1
    # what is right and was not among them
    assert case(7, 2.0, -2.0).target() == 2


@pytest.fixture(scope="module")
def passage():
    ((found, faults),) = parse_passages(PASSAGE)
    assert not faults
    return found


@pytest.mark.model
@pytest.mark.parametrize("without", [[], ["kg_relations"]], ids=["both", "alone"])
def test_read_cases_knows_what_the_annotation_means(passage, ontology, without):
    nlp, _ = make_pipeline(None, ontology.folder)
    with nlp.select_pipes(disable=without):
        cases = list(read_cases([passage], nlp, ontology))
    assert cases
    assert {len(features) for found in cases for features in found.things.values()} == {
        len(FEATURES)
    }
    # Acme Corp is named first
    assert [found.right for found in cases if found.right is not None] == [0]


@pytest.mark.model
def test_read_cases_numbers_things_as_they_are_when_joined(ontology, monkeypatch):
    ((found, faults),) = parse_passages(JOINED)
    assert not faults
    monkeypatch.setattr("kg.annotate.judged.LEAST_TO_JOIN", 0.5)
    nlp, _ = make_pipeline(None, ontology.folder)
    cases = list(read_cases([found], nlp, ontology))
    assert [case.right for case in cases] == [1]
    assert set(cases[0].things) >= {1}
