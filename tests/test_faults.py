"""Faulty input through the real command line: one clear line each, the rest unharmed."""

import json
import os
import re
import shutil

import pytest

pytestmark = pytest.mark.model

GOOD = "Acme bought Globex for $5 million."


def lines_about(done, name):
    return [line for line in done.stderr.splitlines() if name in line]


def write_long_line(path):
    with path.open("w", encoding="utf-8") as file:
        for _ in range(50):
            file.write("word " * 200_000)


def write_jsonl(path):
    row = json.dumps({"id": "right", "text": "Hooli bought Initech for $7 million."})
    path.write_text(f"{row}\n{{broken\n", encoding="utf-8")


FAULTS = {
    "empty.txt": lambda path: path.write_bytes(b""),
    "binary.txt": lambda path: path.write_bytes(bytes(range(256)) * 50),
    "encoding.txt": lambda path: path.write_bytes(
        "caf\u00e9 \u0142 \U0001f3ac".encode("utf-32") + b"\xff\xfe\xfd"
    ),
    "long.txt": write_long_line,
    "malformed.jsonl": write_jsonl,
    "textless.html": lambda path: path.write_text(
        "<html><body><script>1</script></body></html>", "utf-8"
    ),
    "dangling.txt": lambda path: path.symlink_to("nowhere.txt"),
    "folder.txt": lambda path: path.mkdir(),
}


@pytest.fixture(scope="module")
def all_faults(run_kg, tmp_path_factory):
    """Build a folder with every faulty input and one good article."""
    folder = tmp_path_factory.mktemp("faults")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text(GOOD, encoding="utf-8")
    for name, make in FAULTS.items():
        make(articles / name)
    return run_kg("build", articles, folder / "nothing-here", "-o", folder / "out"), folder / "out"


def test_build_of_faulty_and_good_input_succeeds(all_faults):
    done, _ = all_faults
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize("name", [*sorted(FAULTS), "nothing-here"])
def test_build_tells_a_fault_in_one_line(all_faults, name):
    done, _ = all_faults
    (line,) = lines_about(done, name)
    assert re.fullmatch(rf"kg: \S*{name}(:\d+)?: \S.{{5,150}}", line)


def test_build_names_the_line_of_a_malformed_line(all_faults):
    assert "malformed.jsonl:2:" in all_faults[0].stderr


def test_build_tells_nothing_but_the_faults(all_faults):
    assert len(all_faults[0].stderr.splitlines()) == len(FAULTS) + 1


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(("Acme", "acquires", "Globex"), id="another file"),
        pytest.param(("Hooli", "acquires", "Initech"), id="another line of a faulty file"),
    ],
)
def test_build_keeps_what_is_not_at_fault(all_faults, read_rows, fact):
    rows = read_rows(all_faults[1])
    assert fact in {(r["subject"]["label"], r["relation"], r["object"]["label"]) for r in rows}


@pytest.mark.parametrize("name", [*sorted(FAULTS), "nothing-here"])
def test_report_names_the_fault(all_faults, name):
    report = (all_faults[1] / "report.md").read_text(encoding="utf-8").replace("\\", "")
    assert name in report.partition("## Not read")[2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads files of any permission")
def test_build_tells_of_a_file_without_permission(run_kg, tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    done = run_kg("build", tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, len(lines_about(done, "secret.txt"))) == (0, 1)


# --- nothing can be built ----------------------------------------------------------------


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def assert_fails(done, name, *words):
    """Check for exit code 1 and one line that names the fault."""
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line for line in lines if not line.startswith("kg: ")] == []
    (line,) = (line for line in lines if name in line)
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"long.txt", "malformed.jsonl"}))
def test_build_of_nothing_but_a_fault_fails(run_kg, tmp_path, out, name):
    FAULTS[name](tmp_path / name)
    assert_fails(run_kg("build", tmp_path / name, "-o", out), name)


def test_build_of_a_folder_with_no_articles_fails(run_kg, tmp_path, out):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "picture.png").write_bytes(b"x")
    assert_fails(run_kg("build", tmp_path / "articles", "-o", out), "no articles", "articles")


def test_build_of_nothing_but_faults_tells_each(run_kg, tmp_path, out):
    for name in ("empty.txt", "binary.txt"):
        FAULTS[name](tmp_path / name)
    done = run_kg("build", tmp_path / "empty.txt", tmp_path / "binary.txt", "-o", out)
    assert done.returncode == 1
    assert [len(lines_about(done, name)) for name in ("empty.txt", "binary.txt")] == [1, 1]


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("schema.ttl", "kg:A a a a .", True, id="schema"),
        pytest.param("lexicon.ttl", "lex:x a lex:Frame", True, id="no full stop at the end"),
        pytest.param("lexicon.ttl", 'lex:x lex:word "open .', True, id="open string"),
        pytest.param("gazetteer.ttl", "<<< .", True, id="gazetteer"),
        pytest.param("values.ttl", "}", True, id="values"),
        pytest.param("furniture.ttl", "@prefix .", True, id="furniture"),
        pytest.param("shapes.ttl", "shape:Statement a", True, id="shapes"),
        pytest.param(
            "lexicon.ttl",
            'lex:x a lex:Frame ; lex:expresses kg:acquires ; lex:example "[A]{subject} grew." .',
            False,
            id="example without an object",
        ),
        pytest.param(
            "gazetteer.ttl",
            "<https://newskg.example/id/entity/x> a kg:Banana ;"
            ' <http://www.w3.org/2000/01/rdf-schema#label> "Globex" .',
            False,
            id="known name of an unknown class",
        ),
    ],
)
def test_build_with_a_broken_ontology_names_file_and_line(
    run_kg, good, ontology, tmp_path, name, text, line
):
    folder = tmp_path / "ontology"
    shutil.copytree(ontology.folder, folder)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    done = run_kg("build", good, "-o", tmp_path / "out", "--ontology", folder)
    assert_fails(done, name)
    assert not line or re.search(rf"{name}:\d+: ", done.stderr)


def test_build_without_an_ontology_fails(run_kg, good, tmp_path):
    done = run_kg("build", good, "-o", tmp_path / "out", "--ontology", tmp_path / "none")
    assert_fails(done, "none")


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        pytest.param("good.txt/out", "cannot be written", id="below a file"),
        pytest.param("good.txt", "a folder is needed", id="a file"),
    ],
)
def test_build_into_a_folder_that_cannot_be_fails(run_kg, good, tmp_path, place, fault):
    assert_fails(run_kg("build", good, "-o", tmp_path / place), "good.txt", fault)
    assert good.read_text(encoding="utf-8") == GOOD


# --- text that would like to be code -------------------------------------------------------

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "]]>",
]


@pytest.fixture(scope="module")
def hostile(run_kg, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {
            "id": f"n{n}`<b title={n}>",
            "title": f"News {text}",
            "publisher": text,
            "text": f"Acme bought Globex for $5 million ({text}).",
        }
        for n, text in enumerate(HOSTILE)
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / "news.jsonl").write_text(text, encoding="utf-8")
    done = run_kg("build", folder / "news.jsonl", "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.mark.parametrize("text", HOSTILE[:2])
def test_statements_keep_hostile_text(hostile, read_rows, text):
    quotes = [e["quote"] for row in read_rows(hostile) for e in row["evidence"]]
    assert any(text in quote for quote in quotes)


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_page_holds_no_hostile_text_as_markup(hostile, text):
    assert text not in (hostile / "graph.html").read_text(encoding="utf-8")


def test_page_has_as_many_scripts_as_without_hostile_text(hostile, run_kg, good, tmp_path):
    run_kg("build", good, "-o", tmp_path / "out")
    pages = [
        (folder / "graph.html").read_text(encoding="utf-8")
        for folder in (hostile, tmp_path / "out")
    ]
    counts = [len(re.findall(r"</?script", page, re.IGNORECASE)) for page in pages]
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("script|img|!--", id="text and titles"),
        pytest.param("b", id="ids"),
    ],
)
def test_report_holds_no_hostile_text_as_markup(hostile, tag):
    report = (hostile / "report.md").read_text(encoding="utf-8")
    assert not re.search(rf"<({tag})", report)
