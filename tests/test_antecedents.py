import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.antecedents import FEATURES, NOTHING, Antecedents, load_antecedents

NONE = (1.0, 0.0, 0.0)


def thing(**told):
    """Return the features of a thing, 0 where nothing is told."""
    return tuple(told.get(name.replace(" ", "_"), 0.0) for name in FEATURES)


def weigh(**told):
    """Return weights by name, 0 where nothing is told."""
    return {name: told.get(name, 0.0) for name in (*FEATURES, *NOTHING)}


def make(least=0.4, **weights):
    """Make both sets of weights alike."""
    found = weigh(**weights)
    return Antecedents({"both": found, "alone": found}, {"both": least, "alone": least})


def test_choose_takes_the_likeliest():
    chooser = make(nearest=2.0)
    things = {"Acme": thing(nearest=1.0), "Globex": thing()}
    name, likelihood = chooser.choose(things, NONE, has_head=True)
    assert name == "Acme"
    # e^2 against one for Globex and one for nothing
    assert likelihood == pytest.approx(7.389 / 9.389, abs=0.001)


@pytest.mark.parametrize(
    ("things", "nothing"),
    [
        pytest.param({"Acme": thing(), "Globex": thing()}, 0.0, id="two as likely"),
        pytest.param({"Acme": thing(nearest=1.0)}, 5.0, id="more likely nothing"),
        pytest.param({}, 0.0, id="nothing named"),
    ],
)
def test_choose_leaves_open_what_is_in_doubt(things, nothing):
    assert make(nothing=nothing, nearest=2.0).choose(things, NONE, has_head=True) is None


def test_a_pipeline_without_the_head_has_weights_of_its_own():
    chooser = Antecedents(
        {"both": weigh(), "alone": weigh(nearest=5.0)}, {"both": 0.6, "alone": 0.6}
    )
    things = {"Acme": thing(nearest=1.0)}
    assert chooser.choose(things, NONE, has_head=True) is None
    assert chooser.choose(things, NONE, has_head=False)


@given(
    st.dictionaries(
        st.integers(0, 9),
        st.lists(st.floats(-1e3, 1e3), min_size=len(FEATURES), max_size=len(FEATURES)).map(tuple),
        max_size=5,
    ),
    st.booleans(),
)
def test_choose_gives_a_likelihood(things, has_head):
    found = load_antecedents().choose(things, NONE, has_head=has_head)
    if found is not None:
        assert found[0] in things
        assert 0.0 < found[1] <= 1.0


def test_the_shipped_weights_are_those_of_the_features():
    text = files("kg.annotate").joinpath("antecedents.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["least"].keys() == found["weights"].keys() == {"both", "alone"}
    for weights in found["weights"].values():
        assert tuple(weights) == (*FEATURES, *NOTHING)


def test_a_weight_that_is_missing_is_no_nought():
    weights = weigh()
    del weights["score"]
    with pytest.raises(KeyError):
        Antecedents({"both": weights, "alone": weigh()}, {"both": 0.5, "alone": 0.5})
