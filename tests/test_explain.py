"""An explanation leads from a statement back to its sentences, readers and names."""

import pytest
from handmade import build_by_rule

from kg.errors import OutputError, QueryError
from kg.explain import explain
from kg.vocab import ID

TEXTS = {
    "a": "Acme acquires Globex for 5 (Reuters).\nAcme competesWith Hooli.",
    "c": "Lantern_Light_Pictures acquires Vandelay.\n~Lantern_Light_Pictures acquires Pied_Piper.",
    "b": "Acme acquires Globex.\n~Hooli acquires Initech.",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return build_by_rule(tmp_path_factory.mktemp("articles"), TEXTS)


def test_explain_shows_each_sentence_with_its_reasons(out):
    lines = list(explain(out, ["acme", "ACQUIRES", "globex"]))
    assert lines[0] == "Acme — acquires — Globex"
    assert "  asserted, confidence 0.99, 2 independent" in lines
    assert "    “[Acme] acquires [Globex] for 5 (Reuters).”" in lines
    assert "    “[Acme] acquires [Globex].”" in lines
    assert lines.count("    by hand") == 2
    assert "    as said by Reuters" in lines
    assert "  subject: Acme (Organization)" in lines


def test_explain_finds_a_statement_by_the_end_of_its_iri(out):
    lines = list(explain(out, ["acme", "competesWith"]))
    (iri,) = (line.strip() for line in lines if "/statement/" in line)
    assert list(explain(out, [iri[-12:]])) == lines


@pytest.mark.parametrize(
    "wanted",
    [
        ["lantern-light-pictures", "acquires"],
        ["lantern-light-pictures acquires"],
        ["entity:lantern-light-pictures"],
        [str(ID["entity/lantern-light-pictures"]), "acquires"],
    ],
)
def test_explain_finds_a_statement_by_the_ends_of_its_entities_iris(out, wanted):
    lines = list(explain(out, wanted))
    assert lines[0] == "Lantern Light Pictures — acquires — Vandelay"
    assert "not believed: Lantern Light Pictures — acquires — Pied Piper" in lines


def test_explain_tells_why_something_is_not_believed(out):
    assert list(explain(out, ["hooli", "initech"])) == [
        "not believed: Hooli — acquires — Initech",
        "  asserted, doubt",
        "  in b, at 22: “~Hooli acquires Initech.”",
        "    by hand",
        "",
    ]


@pytest.mark.parametrize("wanted", [["hooli", "globex"], [""]])
def test_explain_says_that_nothing_fits(out, wanted):
    with pytest.raises(QueryError, match=f"nothing was read that fits '{' '.join(wanted)}'"):
        list(explain(out, wanted))


def test_explain_says_that_there_is_no_graph(tmp_path):
    with pytest.raises(OutputError, match="run `kg build` first"):
        list(explain(tmp_path, ["a"]))
