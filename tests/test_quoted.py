"""Names in quotation marks are told from what somebody says."""

import pytest
import spacy

from kg.annotate.quoted import find_quoted_names


@pytest.fixture(scope="module")
def find(lexicon):
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")

    def find_names(text, proper=()):
        doc = blank(text)
        for token in doc:
            token.pos_ = "PROPN" if token.text in proper else "NOUN"
        small, definite = (lexicon.words(name) for name in ("smallWord", "definite"))
        found = find_quoted_names(doc, lexicon.name_marks, small, definite)
        return [(doc[start:end].text, name) for start, end, name in found]

    return find_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('She wrote "The Salt Tax" in May', "The Salt Tax", id="straight marks"),
        pytest.param("She wrote “The Salt Tax” in May", "The Salt Tax", id="curly marks"),
        pytest.param("She wrote ‘The Salt Tax’ in May", "The Salt Tax", id="single marks"),
        pytest.param('She wrote "Backrooms" in May', "Backrooms", id="one word"),
        pytest.param('She wrote "Backrooms," a film', "Backrooms", id="a comma inside"),
        pytest.param('"A House of Salt" opens in May', "A House of Salt", id="small words"),
        pytest.param('She wrote "Area 51 and 7 Sins" in May', "Area 51 and 7 Sins", id="digits"),
    ],
)
def test_find_quoted_names_finds(find, text, expected):
    assert find(text) == [(expected, "CreativeWork")]


def test_find_quoted_names_finds_one_after_another(find):
    found = find('the publisher of "Mother of Pearl" and "Backrooms," said so')
    assert [text for text, _ in found] == ["Mother of Pearl", "Backrooms"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('It "aims to empower" artists', id="words quoted for their wording"),
        pytest.param('She said: "We Will Win."', id="a sentence"),
        pytest.param('"Trousers," says Hollis with feeling', id="one word somebody says"),
        pytest.param('Acme Partners ("Acme") grew fast', id="a short form"),
        pytest.param('Acme ("Acme" or the "Company") grew fast', id="what it is called below"),
        pytest.param('He said "The plan was good" to us', id="a clause"),
        pytest.param('A 6" Pipe and an 8" Valve burst', id="inches"),
        pytest.param('She wrote "The Salt Tax in May', id="no second mark"),
        pytest.param('She wrote "One Two Three Four Five Six Seven Eight Nine" once', id="long"),
        pytest.param('""', id="nothing inside"),
        pytest.param('"', id="a mark alone"),
    ],
)
def test_find_quoted_names_leaves(find, text):
    assert find(text) == []


def test_find_quoted_names_leaves_a_nickname(find):
    names = ("Rosalind", "Roz", "Petrakis")
    assert find('the owner Rosalind "Roz" Petrakis left', names) == []
