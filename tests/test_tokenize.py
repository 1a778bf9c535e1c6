import pytest

from kg.annotate.tokenize import make_blank, read_words
from kg.embedded import EMBEDDED


@pytest.fixture(scope="module")
def nlp():
    return make_blank(read_words(EMBEDDED / "words.json"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("co-founder", ["co-founder"], id="prefix stays"),
        pytest.param("Jony Ive wed Im", ["Jony", "Ive", "wed", "Im"], id="no contractions"),
        pytest.param("I've", ["I", "'ve"], id="a contraction"),
        pytest.param("ex-wife", ["ex-wife"], id="what somebody was stays"),
        pytest.param("ex-S4C", ["ex", "-", "S4C"], id="where somebody was stands by itself"),
        pytest.param("Ex-chairman", ["Ex-chairman"], id="prefix in title case"),
        pytest.param("re-elected", ["re-elected"], id="re-"),
        pytest.param("non-executive", ["non-executive"], id="non-"),
        pytest.param("15-year", ["15", "-", "year"], id="number and unit"),
        pytest.param("Oslo-based", ["Oslo", "-", "based"], id="name and participle"),
        pytest.param("A24-backed", ["A24", "-", "backed"], id="name that ends in a digit"),
        pytest.param("U.S.-based", ["U.S.", "-", "based"], id="abbreviation and participle"),
        pytest.param("55%-owned", ["55%", "-", "owned"], id="per cent"),
        pytest.param("COVID-19", ["COVID-19"], id="name with a number"),
        pytest.param("deal\u2014worth", ["deal", "\u2014", "worth"], id="dash between words"),
        pytest.param("Acme Inc.", ["Acme", "Inc."], id="abbreviation keeps its stop"),
        pytest.param("Acme's", ["Acme", "'s"], id="possessive"),
        pytest.param("Inc.(NYSE", ["Inc.", "(", "NYSE"], id="brackets behind an abbreviation"),
        pytest.param("Roe‘s", ["Roe", "‘s"], id="possessive with a mark that opens a quotation"),
        pytest.param("‘so’", ["‘", "so", "’"], id="such a mark"),
        pytest.param("SpaceX.", ["SpaceX", "."], id="a name that ends with a capital"),
        pytest.param("AT&T.", ["AT&T", "."], id="the same behind an ampersand"),
        pytest.param("Ph.D. U.S. J.", ["Ph.D.", "U.S.", "J."], id="abbreviations"),
        pytest.param("=====", ["====="], id="separator is one token"),
        pytest.param("<b>Acme</b>, so", ["<b>", "Acme", "</b>", ",", "so"], id="a tag is a token"),
        pytest.param("Acme<br/>Globex", ["Acme", "<br/>", "Globex"], id="a tag between words"),
        pytest.param('rel="x">Acme</a>', ['rel="x">', "Acme", "</a>"], id="end of a long tag"),
        pytest.param("3<b 5>4", ["3", "<", "b", "5>4"], id="no tag"),
    ],
)
def test_make_blank_cuts_words(nlp, text, expected):
    assert [token.text for token in nlp(text)] == expected
