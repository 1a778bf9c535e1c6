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
