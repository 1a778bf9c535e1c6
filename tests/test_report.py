"""report.md is read by people, as it is and as a page."""

from types import SimpleNamespace

import pytest
from handmade import build_by_rule

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
    rows = [
        SimpleNamespace(iri=str(n), status="asserted", sources=1, confidence=0.5)
        for n in range(number)
    ]
    result = SimpleNamespace(
        readings=rows,
        words=number,
        rejected=number,
        statements=SimpleNamespace(rows=rows, read=lambda row: "a fact"),
        disagreements=rows,
        violations=[SimpleNamespace(statement=row, warning=False) for row in rows],
    )
    Progress().summarise(result, tmp_path)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line not in said] == []
