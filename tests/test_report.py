"""report.md is read by people, as it is and as a page."""

from types import SimpleNamespace

import pytest
from handmade import build_by_rule
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.build.report import escape
from kg.cli.progress import Progress


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    out = build_by_rule(tmp_path_factory.mktemp("articles"), {"a": "Acme acquires Globex.\n"})
    return (out / "report.md").read_text(encoding="utf-8")


def test_report_counts_one_of_each(report):
    assert "\n1 article, 3 words; 1 statement (1 asserted) about 2 entities.\n" in report
    assert "- `a`: 1 sentence, 0 of them page furniture" in report
    assert ", 1 source\n" in report


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (
            1,
            [
                "1 article, 1 word",
                "1 statement (1 asserted); 1 not believed",
                "1 disagreement between sources: see report.md",
                "1 statement kept out of the graph: see report.md",
            ],
        ),
        (
            2,
            [
                "2 articles, 2 words",
                "2 statements (2 asserted); 2 not believed",
                "2 disagreements between sources: see report.md",
                "2 statements kept out of the graph: see report.md",
            ],
        ),
    ],
)
def test_summary_counts_in_words(capsys, monkeypatch, tmp_path, number, lines):
    monkeypatch.setattr("kg.build.report.describe_statement", str)
    rows = [(str(n), "why", False) for n in range(number)]
    statements = SimpleNamespace(
        rows=rows,
        count_statuses=lambda: {"asserted": number} if number else {},
        firmest=lambda most: ["a fact"] * min(most, number),
    )
    result = SimpleNamespace(
        readings=rows,
        words=number,
        rejected=number,
        statements=statements,
        disagreements=rows,
        violations=SimpleNamespace(rows=rows),
    )
    Progress().summarise(result, tmp_path)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line not in said] == []


def test_escape_shows_an_address_in_brackets_as_code():
    assert escape("see <https://example.org/a_b?c&d#e>!") == "see `https://example.org/a_b?c&d#e`!"
    assert escape("<https://example.org/<b>>") == "&lt;https://example.org/&lt;b>>"
    assert escape("<javascript:alert(1)>") == "&lt;javascript:alert(1)>"


PIECES = [*"<>`\\[]()!*_&;#|:/ \n", "a", "<https://e/", "https://e/>", "<https://e/x_y>", "<b>"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("`<https://e/`>`<https://e/>`")
@example("\\`<https://e/[a](b)>`<b>`")
def test_escaped_text_is_text_on_the_page_as_well(text):
    (inline,) = MarkdownIt("commonmark").parseInline(escape(text))
    shown = inline.children
    assert {token.type for token in shown} <= {"text", "text_special", "code_inline"}
    plain = " ".join(text.split())
    assert (
        "".join(
            f"<{token.content}>" if token.type == "code_inline" else token.content
            for token in shown
        )
        == plain
    )
