"""A graph that was made whole passes; broken in any one way, it does not."""

import json
import re
import shutil
import sqlite3

import pytest
from handmade import build_by_rule

from kg.errors import OutputError
from kg.state.store import PLACE
from kg.trace import trace_graph

TEXTS = {
    "a": "Acme acquires Globex for 5 (Reuters).\nAcme competesWith Hooli.",
    "b": "Acme acquires Globex.\nHooli acquires Initech.",
    "c": "Nothing is said here.",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return build_by_rule(tmp_path_factory.mktemp("articles"), TEXTS)


@pytest.fixture
def out(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def change(out, name, pattern, new):
    """Replace the first match in a file."""
    path = out / name
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    path.write_text(changed, encoding="utf-8")


def test_trace_counts_what_it_checked(whole):
    found = trace_graph(whole)
    assert found.faults == ()
    assert found.counts == {
        "runs": 1,
        "articles": 3,
        "statements": 3,
        "plain triples": 3,
        "ties between statements": 3,
        "inferred triples": 27,
        "evidence": 4,
        "entities": 5,
        "statements in named graphs": 4,
        "rows of statements.jsonl": 3,
    }


STATEMENT = r"^statement:\w+ a kg:Statement .*?\.\n\n"
EVIDENCE = r"^evidence:\w+ a kg:Evidence .*?\.\n\n"


@pytest.mark.parametrize(
    ("name", "pattern", "new", "fault"),
    [
        pytest.param(
            "graph.ttl",
            r"\tprov:wasDerivedFrom [^\n]*\n",
            "",
            "rests on no evidence",
            id="statement without evidence",
        ),
        pytest.param(
            "graph.ttl", EVIDENCE, "", "rests on evidence that is not there", id="evidence gone"
        ),
        pytest.param(
            "graph.ttl", r"rdf:object [^\n]*\n", "\n", "has not one rdf:object", id="no object"
        ),
        pytest.param(
            "graph.ttl", r"kg:confidence [^\n]*\n", "\n", "kg:confidence", id="no confidence"
        ),
        pytest.param(
            "graph.ttl", r"kg:acquires entity:initech", "kg:owns entity:initech",
            "is asserted, and has no plain triple", id="another plain triple",
        ),
        pytest.param(
            "graph.ttl", r"kg:acquires entity:initech", "kg:acquires entity:initech, entity:acme",
            "no statement asserts it", id="plain triple without a statement",
        ),
        pytest.param(
            "graph.ttl", r'oa:exact "Hooli', 'oa:exact "Holli', "its quote does not stand at",
            id="quote that the article does not say",
        ),
        pytest.param(
            "graph.ttl", r"oa:start 22", "oa:start 21", "its quote does not stand at 21",
            id="quote at another place",
        ),
        pytest.param(
            "graph.ttl", r'oa:prefix "[^"\n]+"', 'oa:prefix "x"', "preceded and followed",
            id="other words before it",
        ),
        pytest.param(
            "graph.ttl", r"oa:end \d+ ", "rdfs:comment 1 ", "has not one quote", id="no end"
        ),
        pytest.param(
            "graph.ttl", STATEMENT, "", "no statement rests on it", id="evidence without statement"
        ),
        pytest.param(
            "graph.ttl", r"\Z", '\nentity:x a kg:Company ; rdfs:label "X" .\n',
            "takes part in no statement", id="orphan entity",
        ),
        pytest.param(
            "graph.ttl", r'rdfs:label "Initech"', "rdfs:comment 1",
            "has not one type and one label", id="entity without a name",
        ),
        pytest.param(
            "graph.ttl", r'kg:digest "\w', 'kg:digest "x', "its text is not kept",
            id="digest of another text",
        ),
        pytest.param(
            "graph.ttl", r'dcterms:identifier "a"', 'dcterms:identifier "z"',
            "is not named by its identifier", id="another identifier",
        ),
        pytest.param(
            "graph.ttl", r"article:a , ", "", "no run tells that it was read", id="not used"
        ),
        pytest.param(
            "graph.ttl", r"kg:modelDigest [^\n]*\n", "\n", "does not tell kg:modelDigest",
            id="run without a model",
        ),
        pytest.param(
            "graph.ttl", r"a kg:Run , prov:Activity", "a prov:Activity", "no run", id="no run"
        ),
        pytest.param(
            "graph.ttl", r"kg:rank kg:normal", "kg:rank kg:preferred",
            "is preferred, and disagrees with none", id="rank for nothing",
        ),
        pytest.param(
            "graph.ttl", r"kg:rank kg:normal", "rdfs:comment 1", "has not one rank", id="no rank"
        ),
        pytest.param(
            "graph.ttl", r"kg:rank kg:normal", "kg:rank kg:normal ; kg:followedBy statement:x",
            "is tied to a statement that is not there", id="followed by nothing",
        ),
        pytest.param(
            "graph.ttl",
            r"kg:rank kg:normal(.*?)^(statement:\w+) a",
            r"kg:rank kg:normal ; kg:disagreesWith \2\1\2 a",
            "a statement that does not disagree with it", id="one side of a disagreement",
        ),
        pytest.param(
            "graph.trig", r"kg:acquiredBy entity:hooli", "kg:acquiredBy entity:x",
            "is inferred about what is not in the graph", id="inferred about nothing",
        ),
        pytest.param(
            "graph.trig", r"(^graph:inferred \{.*?entity:hooli a [^\n]*) ;\n",
            r"\1 ; kg:acquires entity:initech ;\n",
            "is inferred, and stated", id="inferred and stated",
        ),
        pytest.param(
            "graph.trig", r"^article:c \{.*?^\}\n", "", "its named graph does not tell its digest",
            id="named graph gone",
        ),
        pytest.param(
            "graph.trig", r"^article:c \{", "article:d {", "is a named graph of no article",
            id="named graph of nothing",
        ),
        pytest.param(
            "graph.trig", r"rdf:object entity:globex", "rdf:object entity:initech",
            "is not what is merged", id="article that says something else",
        ),
        pytest.param(
            "graph.trig", r" ;\n\t\tprov:wasDerivedFrom [^\n]*\.", " .",
            "rests on no evidence", id="article that does not say it",
        ),
        pytest.param(
            "graph.trig", r"oa:hasSource article:a", "oa:hasSource article:b",
            "is not of this article", id="evidence of another article",
        ),
        pytest.param(
            "statements.jsonl", r"\A[^\n]*\n", "", "is not in statements.jsonl", id="row gone"
        ),
        pytest.param(
            "statements.jsonl", r'"id": "[^"]*"', '"id": "x"', "and not in the graph",
            id="row of nothing",
        ),
        *(
            pytest.param("statements.jsonl", pattern, new, f"has another {what}", id=f"row: {what}")
            for what, pattern, new in [
                ("confidence", r'"confidence": [\d.]+', '"confidence": 0.1'),
                ("number of sources", r'"sources": \d', '"sources": 7'),
                ("status", r'"status": "asserted"', '"status": "denied"'),
                ("relation", r'"relation": "acquires"', '"relation": "owns"'),
                ("evidence", r'"start": \d+', '"start": 99'),
            ]
        ),
    ],
)  # fmt: skip
def test_trace_finds(out, name, pattern, new, fault):
    change(out, name, pattern, new)
    faults = trace_graph(out).faults
    assert any(fault in line for line in faults), faults
    assert not any("\n" in line for line in faults)


def test_trace_finds_a_text_that_was_changed(out):
    connection = sqlite3.connect(out / PLACE)
    connection.execute("UPDATE articles SET text = replace(text, 'is said', 'was said')")
    connection.commit()
    connection.close()
    (fault,) = trace_graph(out).faults
    assert fault == "article:c: the text that is kept is not the one that its digest names"


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda path: path.unlink(), id="deleted"),
        pytest.param(lambda path: path.write_bytes(b"x" * 5000), id="damaged"),
    ],
)
def test_trace_says_once_that_no_text_is_kept(out, lose):
    lose(out / PLACE)
    (fault,) = trace_graph(out).faults
    assert "no text of an article is kept" in fault


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "statements.jsonl"])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.resolve().unlink(), id="missing"),
        pytest.param(lambda path: path.write_text("{"), id="broken"),
    ],
)
def test_trace_names_a_file_that_cannot_be_read(out, name, spoil):
    spoil(out / name)
    with pytest.raises(OutputError, match=re.escape(name)):
        trace_graph(out)


def test_trace_command_fails_with_a_line_a_fault(out, run_kg):
    change(out, "graph.ttl", r'oa:exact "Hooli', 'oa:exact "Holli')
    done = run_kg("trace", out)
    assert done.returncode == 1
    assert all(line.startswith("kg: ") for line in done.stderr.splitlines())
    assert json.loads(done.stdout.split()[-2]) == len(done.stderr.splitlines())


def test_trace_command_passes(out, run_kg):
    done = run_kg("trace", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "        3 statements\n" in done.stdout
