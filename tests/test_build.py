import json
import shutil
import subprocess

import pytest
from conftest import SEEDS
from rdflib import RDFS, Graph, Literal

from kg.build import output
from kg.errors import KgError, OutputError
from kg.read import read_articles

pytestmark = pytest.mark.model

FILES = ("graph.ttl", "graph.trig", "graph.html", "statements.jsonl", "report.md")


@pytest.fixture(scope="module")
def out(run_kg, tmp_path_factory):
    """Build the graph of seeds/ by the command line."""
    folder = tmp_path_factory.mktemp("out")
    done = run_kg("build", SEEDS, "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def rows(out, read_rows):
    return read_rows(out)


@pytest.fixture(scope="module")
def texts():
    return {a.header.id: a.text for a in read_articles([SEEDS], on_fault=pytest.fail)}


def contents(folder, names=FILES):
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


# --- what is written -------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_build_writes(out, name):
    assert (out / name).stat().st_size > 0


def test_build_leaves_no_part_behind(out):
    assert sorted(p.name for p in out.iterdir() if not p.name.startswith(".")) == sorted(FILES)
    assert not list(out.glob(".*.part"))


def test_build_finds_statements(rows):
    assert len(rows) >= 10


def test_every_quote_is_the_text_at_its_place(rows, texts):
    wrong = [
        (row["id"], found["article"], found["start"])
        for row in rows
        for found in row["evidence"]
        if texts[found["article"]][found["start"] : found["end"]] != found["quote"]
    ]
    assert wrong == []


def test_every_statement_has_evidence(rows):
    assert [row["id"] for row in rows if not row["evidence"]] == []


def test_every_statement_counts_its_articles(rows):
    wrong = [r["id"] for r in rows if r["sources"] != len({e["article"] for e in r["evidence"]})]
    assert wrong == []


def test_every_statement_is_confident_between_nought_and_one(rows):
    assert [row["id"] for row in rows if not 0 < row["confidence"] < 1] == []


def test_every_statement_fits_the_schema(rows, schema):
    wrong = [
        (row["subject"]["label"], row["relation"], row["object"]["label"])
        for row in rows
        if not schema.fits(row["subject"]["type"], schema.relations[row["relation"]].domain)
        or not schema.fits(row["object"]["type"], schema.relations[row["relation"]].range)
    ]
    assert wrong == []


def test_statements_are_sorted_and_named_once(rows):
    keys = [(r["subject"]["iri"], r["relation"], r["object"]["iri"], r["status"]) for r in rows]
    assert keys == sorted(keys)
    assert len({row["id"] for row in rows}) == len(rows)


def test_statements_are_all_in_the_graph(rows, out):
    graph = Graph().parse(out / "graph.ttl", format="turtle")
    assert [r["id"] for r in rows if not any(str(s) == r["id"] for s in graph.subjects())] == []


def test_graph_finds_a_label_as_rdflib_writes_it(out):
    graph = Graph().parse(out / "graph.ttl", format="turtle")
    assert list(graph.subjects(RDFS.label, Literal("A24")))


@pytest.mark.parametrize(("name", "syntax"), [("graph.ttl", "turtle"), ("graph.trig", "trig")])
def test_graph_is_read_by_an_independent_parser(out, name, syntax):
    rapper = shutil.which("rapper")
    assert rapper, "rapper is missing: apt-get install raptor2-utils"
    done = subprocess.run(
        [rapper, "-q", "-i", syntax, "-c", out / name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_report_names_every_article(out, texts):
    report = (out / "report.md").read_text(encoding="utf-8")
    assert [article for article in texts if f"`{article}`" not in report] == []


def test_report_shows_that_sources_disagree_on_who_invested(out):
    report = (out / "report.md").read_text(encoding="utf-8")
    section = report.partition("## Sources that disagree")[2].partition("##")[0]
    assert "Google DeepMind — investsIn — A24" in section
    assert "Google — investsIn — A24" in section


# --- the same bytes ----------------------------------------------------------------------


def test_build_gives_the_same_bytes_again(run_kg, out, tmp_path):
    run_kg("build", SEEDS, "-o", tmp_path)
    assert contents(tmp_path) == contents(out)


def test_build_gives_the_same_bytes_over_an_old_graph(run_kg, out, tmp_path):
    for _ in range(2):
        run_kg("build", SEEDS, "-o", tmp_path)
    assert contents(tmp_path) == contents(out)


def test_build_gives_the_same_bytes_with_two_processes(run_kg, out, tmp_path):
    done = run_kg("build", SEEDS, "-o", tmp_path, "--jobs", "2")
    assert (done.returncode, contents(tmp_path)) == (0, contents(out))


def test_build_gives_the_same_bytes_for_files_in_another_order(run_kg, out, tmp_path):
    files = sorted(SEEDS.iterdir(), reverse=True)
    run_kg("build", *files, "-o", tmp_path)
    assert contents(tmp_path) == contents(out)


def test_build_gives_the_same_bytes_from_another_place(run_kg, out, tmp_path):
    shutil.copytree(SEEDS, tmp_path / "articles")
    run_kg("build", "articles", "-o", "graph", cwd=tmp_path)
    assert contents(tmp_path / "graph") == contents(out)


def test_build_gives_the_same_bytes_under_another_hash_seed(run_kg, out, tmp_path):
    run_kg("build", SEEDS, "-o", tmp_path, env={"PYTHONHASHSEED": "7"})
    assert contents(tmp_path) == contents(out)


def test_build_reads_no_output_of_its_own(run_kg, tmp_path):
    shutil.copytree(SEEDS, tmp_path / "articles")
    for _ in range(2):
        done = run_kg("build", "articles", "-o", "articles/out", cwd=tmp_path)
    assert done.stdout.startswith("5 articles")


# --- the previous output stays -----------------------------------------------------------


@pytest.fixture
def old(out, tmp_path):
    """Copy a finished output, to build over."""
    folder = tmp_path / "old"
    shutil.copytree(out, folder)
    return folder


def test_build_that_finds_nothing_leaves_the_old_output(build, old, tmp_path):
    before = contents(old)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(KgError):
        build([tmp_path / "empty.txt"], old)
    assert contents(old) == before


def test_build_with_a_broken_ontology_leaves_the_old_output(build, old, tmp_path, ontology):
    before = contents(old)
    shutil.copytree(ontology.folder, tmp_path / "ontology")
    (tmp_path / "ontology" / "lexicon.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(KgError):
        build([SEEDS], old, ontology=tmp_path / "ontology")
    assert contents(old) == before


def test_build_killed_between_files_leaves_the_old_output(build, old, monkeypatch):
    before = contents(old)
    written = []
    write = output.Path.write_text if hasattr(output, "Path") else None

    def write_once(path, *arguments, **options):
        if written:
            raise KeyboardInterrupt
        written.append(path)
        return write(path, *arguments, **options)

    monkeypatch.setattr(output.Path, "write_text", write_once)
    with pytest.raises(KeyboardInterrupt):
        build([SEEDS / "01-deepmind-invests-in-a24.txt"], old)
    assert contents(old) == before


def test_build_that_cannot_write_leaves_the_old_output(build, old):
    before = contents(old)
    (old / ".report.md.part").mkdir()
    with pytest.raises(OutputError, match=r"old: cannot be written to"):
        build([SEEDS / "01-deepmind-invests-in-a24.txt"], old)
    assert contents(old) == before


def test_build_takes_no_article_that_is_gone(build, read_rows, tmp_path):
    shutil.copytree(SEEDS, tmp_path / "articles")
    build([tmp_path / "articles"], tmp_path / "out")
    gone = tmp_path / "articles" / "05-google-stake-in-a24.txt"
    gone.unlink()
    build([tmp_path / "articles"], tmp_path / "out")
    rows = read_rows(tmp_path / "out")
    assert gone.stem not in {e["article"] for row in rows for e in row["evidence"]}


# --- odd articles ------------------------------------------------------------------------


@pytest.fixture
def build_lines(build, read_rows, tmp_path):
    """Build the graph of articles given as objects of a jsonl file."""

    def run(*articles):
        lines = [json.dumps({"id": f"n{n}", **article}) for n, article in enumerate(articles)]
        (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
        build([tmp_path / "news.jsonl"], tmp_path / "out")
        return read_rows(tmp_path / "out")

    return run


@pytest.mark.parametrize(
    "title",
    [
        pytest.param('say "hi" \\ {x} <y>', id="quotes"),
        pytest.param("half a pair \ud800", id="half of a surrogate pair"),
        pytest.param("nought \x00 and bell \x07", id="control characters"),
        pytest.param("‮ right to left \ufeff", id="direction marks"),
    ],
)
def test_build_writes_titles_with_odd_characters(build_lines, tmp_path, title):
    build_lines({"title": title, "text": f"Acme bought Globex for $5 million. {title}"})
    Graph().parse(tmp_path / "out" / "graph.ttl", format="turtle")
    assert (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_build_keeps_offsets_behind_wide_characters(build_lines):
    text = "🎬🎬 ünï.\n\nAcme bought Globex for $5 million."
    rows = build_lines({"text": text})
    assert rows
    assert all(text[e["start"] : e["end"]] == e["quote"] for r in rows for e in r["evidence"])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Acme bought Globex for $5 million.", "asserted", id="bought"),
        pytest.param("Acme will buy Globex for $5 million.", "planned", id="will buy"),
        pytest.param("Acme plans to buy Globex for $5 million.", "planned", id="plans to buy"),
        pytest.param("Acme is in talks to buy Globex for $5 million.", "rumoured", id="in talks"),
        pytest.param("Acme has reportedly bought Globex for $5 million.", "rumoured", id="reportedly"),
        pytest.param("Acme did not buy Globex for $5 million.", "denied", id="not"),
        pytest.param("Acme denied that it had bought Globex.", "denied", id="denied"),
    ],
)
def test_build_tells_the_status(build_lines, text, status):
    rows = build_lines({"text": text})
    assert [r["status"] for r in rows if r["relation"] == "acquires"] == [status]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Acme will grow if it buys Globex.", id="condition"),
        pytest.param("Will Acme buy Globex?", id="question"),
        pytest.param("The FTC blocked the acquisition of Globex.", id="who blocks"),
        pytest.param("Acme advised Globex on its acquisition of Initech.", id="adviser"),
    ],
)
def test_build_states_nothing_that_is_not_said(build_lines, text):
    wrong = [
        (r["subject"]["label"], r["object"]["label"])
        for r in build_lines({"text": text})
        if r["relation"] == "acquires"
        and (r["subject"]["label"], r["object"]["label"]) != ("Globex", "Initech")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Acme did not disclose the terms of its acquisition of Globex.", id="not disclosed"),
        pytest.param("Acme declined to comment on its acquisition of Globex.", id="no comment"),
        pytest.param("Acme closed its acquisition of Globex on Monday.", id="closed"),
        pytest.param("Acme then bought Globex for $5 million.", id="then"),
        pytest.param("Having bought Globex, Acme plans to expand.", id="plan that follows"),
        pytest.param("Acme plans layoffs and bought Globex for $5 million.", id="another plan"),
    ],
)
def test_build_asserts_what_is_done(build_lines, text):
    status = {r["status"] for r in build_lines({"text": text}) if r["relation"] == "acquires"}
    assert status <= {"asserted"}


def test_build_of_copies_counts_them_as_one_source(build_lines):
    text = "Acme bought Globex for $5 million. The deal was announced on Monday in Oslo."
    rows = build_lines(*({"text": text, "publisher": name} for name in ("A Daily", "B Daily")))
    assert [r["sources"] for r in rows if r["relation"] == "acquires"] == [1]
