import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.vocab import fingerprint, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Google DeepMind", "google-deepmind", id="words"),
        pytest.param("Café Müller", "cafe-muller", id="accents"),
        pytest.param("L’Oréal", "loreal", id="apostrophe"),
        pytest.param("AT&T Inc.", "at-t-inc", id="signs"),
        pytest.param("東京電力", "東京電力", id="no ASCII for it"),
        pytest.param("  _x_ ", "x", id="edges"),
    ],
)
def test_slug_writes_a_name(text, expected):
    assert slug(text) == expected


def test_slug_tells_names_of_signs_apart():
    assert slug("!!!") != slug("???")


@given(st.text())
def test_slug_is_fit_for_the_end_of_an_iri(text):
    assert re.fullmatch(r"[\w-]+", slug(text))


@given(st.text())
def test_slug_of_a_slug_is_the_same(text):
    assert slug(slug(text)) == slug(text)


def test_fingerprint_parts_do_not_run_together():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
