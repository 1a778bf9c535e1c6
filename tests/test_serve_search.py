import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.search import Names, fold

LABELS = ["Google", "Google DeepMind", "Alpha Google", "Hotgoogles", "Mara Quíll", "A\nB"]


def names_of(pairs, counts=None):
    bindings = (
        {
            "entity": {"value": f"http://e/{label}"},
            "label": {"value": label},
            "kind": {"value": "https://newskg.example/ontology#Company"},
            "name": {"value": name},
        }
        for label, name in pairs
    )
    return Names.from_results(bindings, counts or {})


@pytest.fixture(scope="module")
def names():
    return names_of([*((label, label) for label in LABELS), ("Google DeepMind", "DM Labs")])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            "google", ["Google", "Google DeepMind", "Alpha Google", "Hotgoogles"], id="by rank"
        ),
        pytest.param("dm", ["Google DeepMind"], id="alias"),
        pytest.param("QUILL", ["Mara Quíll"], id="folded"),
        pytest.param("a b", ["A\nB"], id="a gap is a gap"),
        pytest.param("e\nm", [], id="no match across names"),
        pytest.param(" ", [], id="no words"),
    ],
)
def test_names_find(names, words, expected):
    assert [named.label for named in names.find(words, 10)] == expected


def test_names_find_the_whole_name_first_and_then_what_most_is_said_of():
    pairs = [(label, label) for label in ("Acme", "Acme Films", "Acme Foods Group")]
    names = names_of(pairs, {"http://e/Acme Foods Group": 9, "http://e/Acme Films": 2})
    found = [named.label for named in names.find("acme", 10)]
    assert found == ["Acme", "Acme Foods Group", "Acme Films"]


def test_names_find_as_many_as_asked(names):
    assert len(names.find("o", 2)) == 2


@given(labels=st.lists(st.text(min_size=1, max_size=12), max_size=12), words=st.text(max_size=4))
def test_names_find_all_that_hold_the_words(labels, words):
    found = names_of([(label, label) for label in labels]).find(words, 100)
    expected = {label for label in labels if fold(words) and fold(words) in fold(label)}
    assert {named.label for named in found} == expected


def test_names_know_entities_by_label(names):
    assert names.labelled(["Google", "nobody"]) == ["http://e/Google"]
