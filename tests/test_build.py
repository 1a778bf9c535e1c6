import json
import shutil
import subprocess

import pytest
from conftest import SEEDS
from rdflib import RDFS, Graph, Literal
from rdflib.namespace import DCTERMS

from kg.errors import KgError
from kg.read import read_articles

pytestmark = pytest.mark.model

ONE = SEEDS / "01-deepmind-invests-in-a24.txt"
FILES = (
    "graph.ttl",
    "graph.trig",
    "graph.html",
    "statements.jsonl",
    "rejected.jsonl",
    "report.md",
)


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


def different(one, other, names=FILES):
    return [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]


def contents(folder, names=FILES):
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


# --- what is written -------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_build_writes(out, name):
    assert (out / name).stat().st_size > 0


def test_what_is_believed_is_as_sure_as_was_asked(run_kg, read_rows, rows, out, tmp_path):
    done = run_kg("build", SEEDS, "-o", tmp_path, "--min-confidence", "0.9")
    assert done.returncode == 0, done.stderr
    sure = {row["id"] for row in read_rows(tmp_path)}
    assert sure < {row["id"] for row in rows}
    assert all(row["confidence"] >= 0.9 for row in rows if row["id"] in sure)
    reasons = (tmp_path / "rejected.jsonl").read_text(encoding="utf-8")
    assert "is below 0.90" in reasons
    assert "minConfidence=0.9" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "minConfidence" not in (out / "graph.ttl").read_text(encoding="utf-8")


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
    assert "**Google DeepMind** invests in **A24**, 75,000,000 USD (2 sources" in section
    assert "**Google** invests in **A24**, 75,000,000 USD (1 source" in section


# --- the gate ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gated(build, ontology, tmp_path_factory):
    """Build the seeds with shapes that refuse whatever money is paid for."""
    folder = tmp_path_factory.mktemp("gated")
    shutil.copytree(ontology.folder, folder / "ontology")
    shapes = folder / "ontology" / "shapes.ttl"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("sh:minExclusive 0", "sh:maxExclusive 0"), encoding="utf-8")
    build([SEEDS], folder / "out", ontology=folder / "ontology")
    return folder / "out"


def test_gate_keeps_what_is_out_of_shape_from_every_file(gated, rows, read_rows):
    refused = {row["id"] for row in rows if "amount" in row["qualifiers"]}
    kept = {row["id"] for row in read_rows(gated)}
    assert kept == {row["id"] for row in rows} - refused
    graphs = [(gated / name).read_text(encoding="utf-8") for name in ("graph.ttl", "graph.trig")]
    names = [iri.rpartition("/")[2] for iri in refused]
    assert refused
    assert not [name for name in names for graph in graphs if name in graph]


def test_gate_lists_what_it_keeps_out_with_its_sentences(gated, rows, texts):
    lines = (gated / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    refused = [row for row in map(json.loads, lines) if row["stage"] == "validate"]
    assert {row["statement"] for row in refused} == {
        row["id"] for row in rows if "amount" in row["qualifiers"]
    }
    assert {row["reason"].partition(".")[0] for row in refused} == {
        "An amount is one number above 0"
    }
    assert all(texts[r["article"]][r["start"] : r["end"]] == r["sentence"] for r in refused)


def test_rejections_are_those_that_the_report_counts(out):
    lines = (out / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    report = (out / "report.md").read_text(encoding="utf-8")
    section = report.partition("## Not believed")[2].partition("## Not read")[0]
    assert len(lines) == section.count("\n- ")
    assert lines


# --- the same bytes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "options", "env"),
    [
        pytest.param([SEEDS], [], {"PYTHONHASHSEED": "7"}, id="another hash seed"),
        pytest.param([SEEDS], ["--jobs", "2"], {}, id="two processes"),
        pytest.param(sorted(SEEDS.iterdir(), reverse=True), [], {}, id="files in another order"),
    ],
)
def test_build_gives_the_same_bytes(run_kg, out, tmp_path, paths, options, env):
    done = run_kg("build", *paths, "-o", tmp_path, *options, env=env)
    assert done.returncode == 0, done.stderr
    assert different(tmp_path, out) == []


def test_build_gives_the_same_bytes_from_another_place_over_an_old_graph(run_kg, out, tmp_path):
    shutil.copytree(SEEDS, tmp_path / "articles")
    shutil.copytree(out, tmp_path / "graph")
    (tmp_path / "graph" / "graph.ttl").write_text("old", encoding="utf-8")
    run_kg("build", "articles", "-o", "graph", cwd=tmp_path)
    assert different(tmp_path / "graph", out) == []


def test_build_gives_the_same_bytes_without_compiled_frames(build, out, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))  # nothing can be kept there
    build([SEEDS], tmp_path)
    assert different(tmp_path, out, [name for name in FILES if name != "graph.html"]) == []


def test_build_reads_an_article_the_same_in_any_company(build, tmp_path):
    (alone,) = build([ONE], tmp_path).readings
    assert alone in build([SEEDS], tmp_path).readings


def test_build_reads_no_output_of_its_own(run_kg, out, tmp_path):
    shutil.copytree(SEEDS, tmp_path / "articles")
    shutil.copytree(out, tmp_path / "articles" / "out")
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


def test_build_keeps_nothing_of_articles_that_are_gone(build, old, read_rows):
    build([ONE], old)
    assert {e["article"] for row in read_rows(old) for e in row["evidence"]} == {ONE.stem}


# --- odd articles ------------------------------------------------------------------------

TITLES = {
    "quotes": 'say "hi" \\ {x} <y>',
    "half-pair": "one half a pair \ud800",
    "control": "nought \x00 and bell \x07",
    "direction": "\u202e right to left \ufeff",
}
WIDE = "🎬🎬 ünï.\n\nAcme bought Globex for $5 million."
HEADLINE = "Acme to acquire Globex for $5 million"
STATUS = {
    "bought": ("Acme bought Globex for $5 million.", "asserted"),
    "will-buy": ("Acme will buy Globex for $5 million.", "planned"),
    "plans-to-buy": ("Acme plans to buy Globex for $5 million.", "planned"),
    "agreed-to-buy": ("Acme has agreed to buy Globex for $5 million.", "planned"),
    "in-talks": ("Acme is in talks to buy Globex for $5 million.", "rumoured"),
    "reportedly": ("Acme has reportedly bought Globex for $5 million.", "rumoured"),
    "allegedly": ("Acme allegedly acquired Globex in May.", "rumoured"),
    "not": ("Acme did not buy Globex.", "denied"),
    "denied": ("Acme denied that it had bought Globex.", "denied"),
}
UNSAID = {
    "condition": ("Acme will grow if it buys Globex.", set()),
    "question": ("Will Acme buy Globex?", set()),
    "question-quoted": ("“Would Acme ever buy Globex?” he asked. “Who knows?”", set()),
    "opinion": ("A thing I keep hearing is that Acme ought to buy Globex.", set()),
    "advice": ("Acme should buy Globex, the analyst wrote.", set()),
    "regulator": ("The FTC blocked the acquisition of Globex.", set()),
    "adviser": (
        "Acme advised Globex on its acquisition of Initech.",
        {("Globex", "Initech", "asserted")},
    ),
    "rejection": (
        "Globex rejected a takeover bid from Acme.",
        {("Acme", "Globex", "denied"), ("Acme", "Globex", "planned")},
    ),
    "not-disclosed": (
        "Acme did not disclose the terms of its acquisition of Globex.",
        {("Acme", "Globex", "asserted")},
    ),
    "no-comment": (
        "Acme declined to comment on its acquisition of Globex.",
        {("Acme", "Globex", "asserted")},
    ),
}
DONE = {
    "closed": "Acme closed its acquisition of Globex on Monday.",
    "then": "Acme then bought Globex for $5 million.",
    "late": "Acme bought Globex late on Monday.",
    "having": "Having bought Globex, Acme plans to expand.",
    "another-plan": "Acme plans layoffs and bought Globex for $5 million.",
    "another-denial": "Acme denied wrongdoing and bought Globex for $5 million.",
}


@pytest.fixture(scope="module")
def odd(build, tmp_path_factory):
    """Build the graph of all the texts above, each an article of its own."""
    folder = tmp_path_factory.mktemp("odd")
    texts = {
        **{name: f"Acme bought Globex. {title}" for name, title in TITLES.items()},
        "wide": WIDE,
        "headline": HEADLINE,
        **{name: text for name, (text, _) in STATUS.items()},
        **{name: text for name, (text, _) in UNSAID.items()},
        **DONE,
    }
    lines = [
        json.dumps({"id": name, "text": text, "title": TITLES.get(name, name)})
        for name, text in texts.items()
    ]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([folder / "news.jsonl"], folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def said(odd, read_rows):
    """Return {(subject, object, status)} of all acquisitions that an article states."""
    rows = read_rows(odd)

    def of(article):
        return {
            (row["subject"]["label"], row["object"]["label"], row["status"])
            for row in rows
            if row["relation"] == "acquires"
            and any(e["article"] == article for e in row["evidence"])
        }

    return of


@pytest.mark.parametrize("name", TITLES)
def test_build_writes_titles_with_odd_characters(odd, name):
    graph = Graph().parse(odd / "graph.ttl", format="turtle")
    titles = {str(title) for title in graph.objects(None, DCTERMS.title)}
    assert any(title.startswith(TITLES[name].split()[0]) for title in titles)


def test_build_keeps_offsets_behind_wide_characters(odd, read_rows):
    found = [e for row in read_rows(odd) for e in row["evidence"] if e["article"] == "wide"]
    assert [WIDE[e["start"] : e["end"]] for e in found] == [e["quote"] for e in found] != []


@pytest.mark.parametrize(
    ("name", "status"), [(name, status) for name, (_, status) in STATUS.items()]
)
def test_build_tells_the_status(said, name, status):
    assert said(name) == {("Acme", "Globex", status)}


def test_build_takes_the_infinitive_of_a_headline_for_a_plan(said):
    assert said("headline") == {("Acme", "Globex", "planned")}


@pytest.mark.parametrize("name", sorted(UNSAID))
def test_build_states_nothing_that_is_not_said(said, name):
    assert said(name) <= UNSAID[name][1]


@pytest.mark.parametrize("name", DONE)
def test_build_takes_what_is_done_for_done(said, name):
    assert said(name) == {("Acme", "Globex", "asserted")}


def test_build_of_copies_counts_them_as_one_source(build, read_rows, tmp_path):
    text = "Acme bought Globex for $5 million. The deal was announced on Monday in Oslo."
    lines = [json.dumps({"id": name, "text": text, "publisher": name}) for name in ("A", "B")]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([tmp_path / "news.jsonl"], tmp_path / "out")
    assert {row["sources"] for row in read_rows(tmp_path / "out")} == {1}


# --- corrections -----------------------------------------------------------------------

APART = """\
@prefix entity: <https://newskg.example/id/entity/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
entity:google-deepmind owl:differentFrom entity:deepmind .
"""
FIFTH = SEEDS / "05-google-stake-in-a24.txt"


def test_build_undoes_a_merge_and_takes_the_undoing_back(run_kg, tmp_path):
    out = tmp_path / "out"
    run_kg("build", ONE, FIFTH, "-o", out)
    before = contents(out)
    (out / "corrections.ttl").write_text(APART, encoding="utf-8")
    for _ in range(2):  # the file survives a build
        assert run_kg("build", ONE, FIFTH, "-o", out).returncode == 0
        labels = {str(o) for o in Graph().parse(out / "graph.ttl").objects(None, RDFS.label)}
        assert {"DeepMind", "Google DeepMind"} <= labels
    (out / "corrections.ttl").unlink()
    run_kg("build", ONE, FIFTH, "-o", out)
    assert contents(out) == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("nonsense", "mine.ttl:1: is not Turtle", id="no Turtle"),
        pytest.param(None, "mine.ttl: cannot be read", id="no file"),
    ],
)
def test_build_with_faulty_corrections_is_one_line(run_kg, tmp_path, text, fault):
    path = tmp_path / "mine.ttl"
    if text:
        path.write_text(text, encoding="utf-8")
    done = run_kg("build", ONE, "-o", tmp_path / "out", "--corrections", path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert fault in done.stderr


def test_build_warns_of_a_correction_of_nothing(run_kg, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(APART.replace("deepmind", "nobody"), encoding="utf-8")
    assert run_kg("build", ONE, "-o", tmp_path, "--corrections", path).returncode == 0
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "mine.ttl:3: nothing is named" in report
