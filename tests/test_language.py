"""What is not English is told, and not turned into facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read import read_articles
from kg.read.language import find_language

GERMAN = (
    "Das Unternehmen hat am Montag mitgeteilt, dass es den Konkurrenten für fünf Millionen "
    "Euro kaufen will. Die Behörden müssen dem Geschäft noch zustimmen."
)
ENGLISH = (
    "The company said on Monday that it would buy its rival for five million euros. The deal "
    "is still to be cleared by the authorities."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ENGLISH, "en", id="English"),
        pytest.param(GERMAN, "de", id="German"),
        pytest.param("谷歌周一宣布将向独立电影公司投资七千五百万美元。" * 3, "zh", id="Chinese"),
        pytest.param("Acme buys Globex", "en", id="a headline"),
        pytest.param("A24, $75m, 16 Nov. 2026", "en", id="too little to tell"),
        pytest.param("😀😀😀", "en", id="no words"),
        pytest.param("", "en", id="nothing"),
        pytest.param(f"{ENGLISH} „{GERMAN}“", "en", id="an English article that quotes"),
    ],
)
def test_find_language(text, expected):
    assert find_language(text) == expected


@given(st.text(max_size=200))
def test_find_language_survives_any_text(text):
    assert 2 <= len(find_language(text)) <= 3


def test_read_articles_leaves_out_other_languages(tmp_path):
    (tmp_path / "deutsch.txt").write_text(GERMAN, encoding="utf-8")
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    faults = []
    found = list(read_articles([tmp_path], on_fault=faults.append))
    assert [article.header.id for article in found] == ["en"]
    assert [str(fault).partition(": ")[2] for fault in faults] == [
        '"deutsch" is left out: not English, but "de"'
    ]


def test_read_articles_reads_any_language_when_asked(tmp_path):
    (tmp_path / "deutsch.txt").write_text(GERMAN, encoding="utf-8")
    found = list(read_articles([tmp_path], any_language=True, on_fault=pytest.fail))
    assert [article.header.id for article in found] == ["deutsch"]
