import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.signature import sign_text
from kg.merge import Signed, confirm_doubtful, find_sources, group_copies, merge_statements, pack

ARTICLES = Path(__file__).parent / "gold" / "news" / "development-articles.jsonl"
TEXTS = [json.loads(row)["text"] for row in ARTICLES.read_text(encoding="utf-8").splitlines()]
RELEASE, OTHER = TEXTS[0], TEXTS[1]


def sign(article, text):
    return Signed(article, str(hash(text)), pack(sign_text(text)))


def reprint(text, share, seed):
    """Print a text as another paper does: a byline, a last line, some words changed."""
    chance = random.Random(seed)
    words = ["edited" if chance.random() < share else word for word in text.split()]
    return f"By Jane Roe of the Courier\n{' '.join(words)}\nMore on our site"


def sources(*texts):
    found = find_sources([sign(f"{n:03}", text) for n, text in enumerate(texts)])
    return [int(found[article]) for article in sorted(found)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([RELEASE, RELEASE], [0, 0], id="one text twice"),
        pytest.param([RELEASE, reprint(RELEASE, 0.0, 1)], [0, 0], id="another byline"),
        pytest.param([RELEASE, reprint(RELEASE, 0.05, 2)], [0, 0], id="a word in twenty changed"),
        pytest.param([RELEASE, RELEASE.upper()], [0, 0], id="capitals"),
        pytest.param([RELEASE, OTHER], [0, 1], id="two texts"),
        pytest.param([RELEASE, reprint(RELEASE, 0.4, 3)], [0, 1], id="written anew"),
        pytest.param(["Acme bought Globex.", "Acme bought Hooli."], [0, 1], id="short texts"),
        pytest.param(["Acme bought Globex."] * 2, [0, 0], id="one short text twice"),
        pytest.param([OTHER, RELEASE, RELEASE], [0, 1, 1], id="the first names the source"),
        pytest.param(["", "x"], [0, 1], id="no words"),
    ],
)
def test_find_sources(texts, expected):
    assert sources(*texts) == expected


def test_find_sources_finds_copies_among_many():
    reprints = [reprint(text, 0.03, seed) for seed, text in enumerate(TEXTS)]
    assert sources(*TEXTS, *reprints) == [*range(len(TEXTS))] * 2


@given(order=st.permutations(range(12)))
def test_find_sources_does_not_depend_on_the_order(order):
    texts = [reprint(text, 0.05, n) for n in range(3) for text in TEXTS[:4]]
    signed = [sign(f"{n:03}", text) for n, text in enumerate(texts)]
    assert find_sources([signed[n] for n in order]) == find_sources(signed)


def test_group_copies_names_the_articles_of_one_source():
    assert group_copies({"a": "a", "b": "a", "c": "c"}) == [("a", "b")]


def test_merge_statements_counts_copies_once(make_found, entity_of, schema):
    found = [make_found("Acme owns Globex", article=a, confidence=0.6) for a in "abc"]
    (statement,) = merge_statements(
        found, entity_of, schema, source_of={"a": "a", "b": "a", "c": "c"}.__getitem__
    )
    assert (statement.sources, statement.confidence) == (2, 0.84)
    assert len(statement.evidence) == 3


def test_confirm_doubtful_hears_no_copy(make_found, entity_of, schema):
    doubtful = [make_found("Acme owns Globex", article=a, confidence=0.6) for a in "ab"]
    said = []
    assert confirm_doubtful(said, doubtful, entity_of, schema) == doubtful
    assert confirm_doubtful(said, doubtful, entity_of, schema, lambda article: "one") == []
