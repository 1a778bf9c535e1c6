import errno
import os
import shutil

import pytest
from conftest import ROOT
from rdflib import RDF, Graph, Literal

from kg import __version__
from kg.cli.progress import print_line
from kg.errors import OutputError
from kg.lexicon.frames import LEX
from kg.vocab import KG

SAMPLE = ROOT / "tests" / "data" / "sample.ttl"


@pytest.fixture
def out(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "graph.ttl")
    return tmp_path


def assert_one_line(done, *words):
    assert done.returncode == 1
    assert done.stderr.startswith("kg: ")
    assert done.stderr.count("\n") == 1
    assert [word for word in words if word not in done.stderr] == []


@pytest.mark.parametrize(
    "command",
    [
        *("build", "add", "remove", "trace", "query", "view", "export", "ontology", "serve"),
        *("push", "eval", "lexicon"),
    ],
)
def test_help_lists_the_command(run_kg, command):
    done = run_kg("--help")
    assert done.returncode == 0
    assert f" {command} " in done.stdout


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("build", ["--out", "--ontology", "--model", "--jobs", "--min-confidence"]),
        ("add", ["--ontology", "--model", "--jobs"]),
        ("remove", ["--ontology", "--model", "--jobs"]),
        ("query", ["--graph", "--format", "--param"]),
        ("view", ["--graph", "--focus"]),
        ("serve", ["--host", "--port", "--cors", "--time-limit", "--row-limit"]),
        ("push", ["--update", "--merged", "--check", "--user"]),
    ],
)
def test_help_of_a_command_lists_its_options(run_kg, command, options):
    shown = run_kg(command, "--help").stdout
    assert [option for option in options if option not in shown] == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["biuld"], id="unknown command"),
        pytest.param(["build"], id="no paths"),
        pytest.param(["build", "x", "--jobs", "0"], id="no processes"),
        pytest.param(["build", "x", "--min-confidence", "1.5"], id="no such confidence"),
        pytest.param(["build", "x", "--nonsense"], id="unknown option"),
        pytest.param(["query", "deals", "--format", "pdf"], id="unknown format"),
        pytest.param(["query", "entity", "--param", "entity"], id="parameter without a value"),
        pytest.param(["serve", "x", "--port", "99999"], id="no such port"),
        pytest.param(["push", "x"], id="no address"),
        pytest.param(["lexicon", "chekc"], id="unknown command below"),
    ],
)
def test_a_command_typed_wrongly_exits_with_two(run_kg, arguments):
    done = run_kg(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_without_a_command_help_is_shown(run_kg):
    assert "Usage" in (run_kg().stdout + run_kg().stderr)


def test_version_is_told(run_kg):
    done = run_kg("--version")
    assert (done.returncode, done.stdout.split()[-1]) == (0, __version__)


def test_query_without_a_name_lists_the_queries(run_kg):
    shown = run_kg("query").stdout.splitlines()
    names = sorted(path.stem for path in (ROOT / "ontology" / "queries").glob("*.rq"))
    assert [line.split()[0] for line in shown] == names


def test_query_answers(run_kg, out):
    done = run_kg("query", "deals", "-g", out, "--format", "csv")
    assert done.returncode == 0
    assert "75000000" in done.stdout


def test_query_looks_into_the_graph_of_an_article_where_it_is_asked_to(run_kg, out):
    said = "<a:s> <a:p> <a:o> ."
    (out / "graph.trig").write_text(f"<a:article> {{ {said} }}", encoding="utf-8")
    done = run_kg("query", "SELECT ?g { GRAPH ?g { <a:s> ?p ?o } }", "-g", out, "--format", "csv")
    assert done.stdout.split() == ["g", "a:article"]


class FullDisk:
    def write(self, text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_print_line_says_that_nothing_can_be_written(monkeypatch):
    monkeypatch.setattr("sys.stdout", FullDisk())
    with pytest.raises(OutputError, match="standard output: cannot be written to: No space"):
        print_line("what was asked")


def test_query_of_a_name_nobody_bears_is_one_line(run_kg, out):
    assert_one_line(run_kg("query", "daels", "-g", out), "daels", "deals")


def test_query_that_is_no_sparql_is_one_line(run_kg, out):
    assert_one_line(run_kg("query", "SELECT ?x WHERE {", "-g", out))


def test_query_without_a_graph_is_one_line(run_kg, tmp_path):
    assert_one_line(run_kg("query", "deals", "-g", tmp_path / "none"), "none")


@pytest.mark.parametrize(
    "arguments",
    [("add", "none", "x.txt"), ("remove", "none", "x"), ("trace", "none")],
    ids=["add", "remove", "trace"],
)
def test_a_command_on_a_folder_that_is_not_there_is_one_line(run_kg, tmp_path, arguments):
    done = run_kg(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert_one_line(done, "none", "kg build")
    assert not (tmp_path / "none").exists()


def test_view_writes_the_page(run_kg, out):
    done = run_kg("view", "-g", out, "--no-open")
    assert (done.returncode, done.stdout.strip()) == (0, str(out / "graph.html"))


def test_view_of_a_name_nobody_bears_is_one_line(run_kg, out):
    assert_one_line(run_kg("view", "-g", out, "--focus", "Nobody", "--no-open"), "Nobody")


@pytest.mark.model
def test_build_with_an_unknown_model_is_one_line(run_kg, tmp_path):
    (tmp_path / "a.txt").write_text("Acme bought Globex.", encoding="utf-8")
    done = run_kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", "no_such_model")
    assert_one_line(done, "no_such_model")


@pytest.mark.model
def test_build_with_another_pipeline_that_lacks_a_parser_is_one_line(run_kg, tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    (tmp_path / "a.txt").write_text("Acme bought Globex.", encoding="utf-8")
    done = run_kg(
        "build", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", tmp_path / "blank"
    )
    assert_one_line(done, "blank")


@pytest.mark.model
def test_lexicon_check_names_an_example_that_goes_wrong(run_kg, ontology, tmp_path):
    folder = tmp_path / "ontology"
    shutil.copytree(ontology.folder, folder)
    lexicon = Graph().parse(folder / "lexicon.ttl")
    for frame in list(lexicon.subjects(RDF.type, LEX.Frame))[3:]:  # those of a few are enough
        lexicon.remove((frame, None, None))
    lexicon.add((LEX.odd, RDF.type, LEX.Frame))
    lexicon.add((LEX.odd, LEX.expresses, KG.acquires))
    lexicon.add((LEX.odd, LEX.example, Literal("[Acme]{subject}. Rain fell. [Globex]{object}.")))
    lexicon.serialize(folder / "lexicon.ttl")
    done = run_kg("lexicon", "check", "--ontology", folder)
    assert done.returncode == 1
    assert "lex:odd" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.model
def test_build_without_a_terminal_prints_plain_lines(run_kg, tmp_path):
    (tmp_path / "a.txt").write_text("Acme bought Globex for $5 million.", encoding="utf-8")
    done = run_kg("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stdout.startswith("1 article, 7 words\n")


@pytest.mark.model
def test_build_prints_names_as_they_are(run_kg, tmp_path):
    (tmp_path / "a.txt").write_text(
        "Acme bought Globex for $5 million. [bold]Hi[/bold]", encoding="utf-8"
    )
    assert run_kg("build", tmp_path / "a.txt", "-o", tmp_path / "[red]out").returncode == 0


def test_query_warns_of_a_term_that_is_not_there_and_answers(run_kg, out):
    done = run_kg("query", "SELECT ?a { ?a kg:investIn ?b }", "-g", out)
    assert done.returncode == 0
    assert done.stdout == "no rows\n"
    assert done.stderr == (
        "kg: kg:investIn is no term of the schema, and nothing has it; near: kg:investsIn\n"
    )
