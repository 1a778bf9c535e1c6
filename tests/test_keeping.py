"""Adding and removing articles, with readings made by hand: no model is needed."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from handmade import read_by_rule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.build
from kg.build import (
    Listener,
    Settings,
    add_articles,
    build_graph,
    gathering,
    merging,
    remove_articles,
    serialize,
)
from kg.build.incremental import STATEMENTS
from kg.errors import InputError, OutputError
from kg.lexicon.ontology import find_ontology
from kg.state import ReadingStore
from kg.state.parts import PLACE as PARTS
from kg.state.store import PLACE
from kg.trace import trace_graph

FILES = ("graph.ttl", "graph.trig", "statements.jsonl", "rejected.jsonl", "report.md")
SETTINGS = Settings(ontology=find_ontology(), any_language=True)
CORRECTION = """
@prefix entity: <https://newskg.example/id/entity/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
entity:hooli owl:sameAs entity:globex .
"""
COPIED = "Acme acquires Globex for 7.\nHooli acquires Initech (Reuters).\n~Hooli acquires Umbrella."
TEXTS = {
    # Copies of one text, of which the first comes before and the other after what they confirm.
    "0": COPIED,
    "i": COPIED,
    "a": "Acme acquires Globex for 5.\nAcme competesWith Hooli.",
    "b": "Acme acquires Globex for 7.\nHooli acquires Initech (Reuters).",
    "c": "Globex competesWith Acme.\n~Hooli acquires Umbrella.",
    "d": "~Hooli acquires Umbrella.\nNothing else is said here.",
    "e": "Nothing is said here.",
    "f": "World_Health_Organization acquires Globex.\nWHO acquires Hooli (Reuters).\n"
    "~Northrup acquires Initech.",
    "g": "WHO acquires Globex.\nNorthrop acquires Initech.\nNorthrup competesWith Acme.",
    "h": "Acme_Inc acquires Initech for 9.\nGlobex competesWith Hooli (Acme_Inc).",
    "sub/a": "Initech competesWith Umbrella.",
    "sub2/a": "Acme acquires Globex for 5.\nAcme competesWith Hooli.",
}


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    """Read by rule, and count the articles that are read."""
    read = []

    def count(articles, *others):
        for reading in read_by_rule(articles):
            read.append(reading.header)
            yield reading

    monkeypatch.setattr(gathering, "_read", count)
    return read


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Write the articles, each a file."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def paths(folder):
    return {name: folder / f"{name}.txt" for name in TEXTS}


@pytest.fixture
def told():
    return []


@pytest.fixture
def listener(told):
    return Listener(on_fault=lambda f: told.append(str(f)), on_warning=told.append)


def contents(out):
    return {name: (out / name).read_bytes() for name in FILES}


def articles_of(out):
    rows = json.loads((out / ".articles.json").read_text(encoding="utf-8"))["articles"]
    return sorted(row["id"] for row in rows)


# --- the same graph in any order -----------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "build"]), st.sets(st.sampled_from(sorted(TEXTS)))),
    max_size=5,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.permutations(sorted(TEXTS)), count=st.integers(1, len(TEXTS)), steps=STEPS)
def test_graph_is_that_of_its_articles_in_whatever_order_they_came(
    tmp_path_factory, folder, first, count, steps
):
    out = tmp_path_factory.mktemp("out")
    held = {name: folder / f"{name}.txt" for name in first[:count]}
    build_graph(list(held.values()), out / "grown", SETTINGS)
    for what, names in steps:
        chosen = {name: folder / f"{name}.txt" for name in sorted(names)}
        if what == "build" and chosen:
            held = chosen
            build_graph(list(chosen.values()), out / "grown", SETTINGS)
        elif what == "add" and chosen:
            held |= chosen
            add_articles(list(chosen.values()), out / "grown", SETTINGS)
        elif what == "remove" and held:
            held = _remove(out / "grown", held, names)
    if held:
        build_graph(sorted(held.values()), out / "anew", SETTINGS)
        assert contents(out / "grown") == contents(out / "anew")


def _remove(out, held, names):
    """Remove what has an id of its own."""
    gone = sorted(names & set("0bcdefghi") & set(held))
    if gone:
        remove_articles(gone, out, SETTINGS)
    return {name: path for name, path in held.items() if name not in gone}


# --- what is read ------------------------------------------------------------------------


def test_build_again_reads_nothing(folder, tmp_path, reader):
    build_graph([folder], tmp_path / "out", SETTINGS)
    before = contents(tmp_path / "out")
    reader.clear()
    build_graph([folder], tmp_path / "out", SETTINGS)
    assert reader == []
    assert contents(tmp_path / "out") == before


def test_build_again_loads_no_library_of_the_model(paths, tmp_path):
    code = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path;"
        "from handmade import read_by_rule; from kg.build import gathering, build_graph, Settings;"
        "from kg.lexicon.ontology import find_ontology; kept = gathering._read;"
        "settings = Settings(ontology=find_ontology(), any_language=True);"
        "paths, out = [Path(sys.argv[1])], Path(sys.argv[2]);"
        "gathering._read = read_by_rule; build_graph(paths, out, settings);"
        "gathering._read = kept; build_graph(paths, out, settings);"
        "print(sorted({'spacy', 'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, paths["a"], tmp_path / "out"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_build_reads_an_article_whose_text_has_changed(tmp_path, reader):
    (tmp_path / "a.txt").write_text("Acme acquires Globex.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Hooli acquires Globex.", encoding="utf-8")
    build_graph([tmp_path], tmp_path / "out", SETTINGS)
    (tmp_path / "b.txt").write_text("Hooli acquires Initech.", encoding="utf-8")
    reader.clear()
    build_graph([tmp_path], tmp_path / "out", SETTINGS)
    assert len(reader) == 1
    assert b"Hooli acquires Globex" not in contents(tmp_path / "out")["statements.jsonl"]


def test_build_reads_anew_with_another_ontology(paths, tmp_path, reader, ontology):
    shutil.copytree(ontology.folder, tmp_path / "ontology")
    with (tmp_path / "ontology" / "gazetteer.ttl").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    build_graph([paths["a"]], tmp_path / "out", SETTINGS)
    build_graph(
        [paths["a"]], tmp_path / "out", Settings(ontology=tmp_path / "ontology", any_language=True)
    )
    assert len(reader) == 2


def test_build_reads_anew_with_another_program(paths, tmp_path, reader, monkeypatch):
    build_graph([paths["a"]], tmp_path / "out", SETTINGS)
    monkeypatch.setattr(kg.build.settings, "digest_program", lambda: "another")
    build_graph([paths["a"]], tmp_path / "out", SETTINGS)
    assert len(reader) == 2


def test_build_reads_nothing_anew_with_other_shapes(paths, tmp_path, reader, ontology):
    shutil.copytree(ontology.folder, tmp_path / "ontology")
    other = Settings(ontology=tmp_path / "ontology", any_language=True)
    build_graph([paths["a"]], tmp_path / "out", other)
    (tmp_path / "ontology" / "shapes.ttl").unlink()
    build_graph([paths["a"]], tmp_path / "out", other)
    assert len(reader) == 1
    assert "no shapes.ttl" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_correction_that_names_nothing_is_told(paths, tmp_path, listener, told):
    (tmp_path / "corrections.ttl").write_text(
        "@prefix entity: <https://newskg.example/id/entity/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "entity:nobody owl:sameAs entity:acme .\n",
        encoding="utf-8",
    )
    build_graph([paths["a"]], tmp_path, SETTINGS, listener)
    assert [line for line in told if "nobody" in line] == [
        "corrections.ttl:3: nothing is named <https://newskg.example/id/entity/nobody>"
    ]


@pytest.mark.parametrize("beside", [True, False], ids=["beside the graph", "named"])
def test_add_and_remove_go_by_corrections_and_read_nothing_anew(paths, tmp_path, reader, beside):
    out = tmp_path / "out"
    build_graph([paths["a"], paths["c"]], out, SETTINGS)
    correct = (out if beside else tmp_path) / "corrections.ttl"
    correct.write_text(CORRECTION, encoding="utf-8")
    known = SETTINGS if beside else replace(SETTINGS, corrections=correct)
    reader.clear()
    add_articles([paths["b"]], out, known)
    remove_articles(["c"], out, known)
    assert len(reader) == 1
    assert b"entity/globex" not in contents(out)["statements.jsonl"]
    build_graph([paths["a"], paths["b"]], tmp_path / "anew", replace(SETTINGS, corrections=correct))
    assert contents(out) == contents(tmp_path / "anew")


def test_build_tells_what_a_correction_makes_of_one_thing(paths, tmp_path, reader):
    correct = tmp_path / "corrections.ttl"
    correct.write_text(CORRECTION, encoding="utf-8")
    out = tmp_path / "out"
    result = build_graph([paths["h"]], out, replace(SETTINGS, corrections=correct))
    rows = map(json.loads, contents(out)["rejected.jsonl"].splitlines())
    told = [(row["relation"], row["reason"], row["sentence"]) for row in rows]
    reason = "subject and object are one thing: Globex"
    assert told == [("competesWith", reason, "Globex competesWith Hooli (Acme_Inc).")]
    assert len(result.statements) == 1
    assert reason in contents(out)["report.md"].decode()


def test_build_means_exactly_these_articles(paths, tmp_path):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    build_graph([paths["b"]], tmp_path, SETTINGS)
    assert articles_of(tmp_path) == ["b"]


def test_add_reads_only_what_is_new(paths, tmp_path, reader):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    reader.clear()
    add_articles([paths["b"], paths["c"]], tmp_path, SETTINGS)
    assert len(reader) == 1
    assert articles_of(tmp_path) == ["a", "b", "c"]


def test_add_replaces_what_was_read_from_the_same_file(tmp_path):
    (tmp_path / "a.txt").write_text("Acme acquires Globex.", encoding="utf-8")
    build_graph([tmp_path / "a.txt"], tmp_path / "out", SETTINGS)
    (tmp_path / "a.txt").write_text("Acme acquires Initech.", encoding="utf-8")
    add_articles([tmp_path / "a.txt"], tmp_path / "out", SETTINGS)
    assert articles_of(tmp_path / "out") == ["a"]
    assert b"Globex" not in contents(tmp_path / "out")["graph.ttl"]


def test_add_needs_a_graph(paths, tmp_path):
    with pytest.raises(OutputError, match="run `kg build` first"):
        add_articles([paths["a"]], tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_add_reads_again_what_another_ontology_reads_otherwise(tmp_path, reader, ontology):
    (tmp_path / "a.txt").write_text("Acme acquires Globex.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Hooli acquires Globex.", encoding="utf-8")
    build_graph([tmp_path / "a.txt"], tmp_path / "out", SETTINGS)
    (tmp_path / "a.txt").unlink()
    shutil.copytree(ontology.folder, tmp_path / "ontology")
    with (tmp_path / "ontology" / "gazetteer.ttl").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    reader.clear()
    other = Settings(ontology=tmp_path / "ontology", any_language=True)
    add_articles([tmp_path / "b.txt"], tmp_path / "out", other)
    assert len(reader) == 2
    assert articles_of(tmp_path / "out") == ["a", "b"]


# --- remove ------------------------------------------------------------------------------


def test_remove_takes_out_what_only_that_article_says(paths, tmp_path):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    remove_articles(["b"], tmp_path, SETTINGS)
    assert b"Initech" not in b"".join(contents(tmp_path).values())
    assert articles_of(tmp_path) == ["a"]


def test_remove_of_an_article_that_is_not_there_changes_nothing(paths, tmp_path):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    before = contents(tmp_path)
    with pytest.raises(InputError, match=r'"bb": is no article of this graph; is "b" meant\?'):
        remove_articles(["a", "bb"], tmp_path, SETTINGS)
    assert contents(tmp_path) == before


def test_remove_of_all_leaves_an_empty_graph(paths, tmp_path):
    build_graph([paths["a"]], tmp_path, SETTINGS)
    remove_articles(["a"], tmp_path, SETTINGS)
    assert (tmp_path / "statements.jsonl").read_text() == ""
    assert trace_graph(tmp_path).faults == ()


# --- one id, two articles ----------------------------------------------------------------


def test_add_of_another_text_under_a_known_id_keeps_and_tells_both(paths, tmp_path, listener, told):
    build_graph([paths["a"]], tmp_path, SETTINGS)
    add_articles([paths["sub/a"]], tmp_path, SETTINGS, listener)
    (line,) = told
    assert 'the id "a" is taken by' in line
    assert trace_graph(tmp_path).counts["articles"] == 2


def test_add_of_the_same_text_under_a_known_id_is_told(paths, tmp_path, listener, told):
    build_graph([paths["a"]], tmp_path, SETTINGS)
    add_articles([paths["sub2/a"]], tmp_path, SETTINGS, listener)
    (line,) = told
    assert line.endswith("holds an article of this id and text")
    assert trace_graph(tmp_path).counts["articles"] == 1


def test_add_tells_a_clash_once(paths, tmp_path, listener, told):
    build_graph([paths["a"], paths["sub/a"]], tmp_path, SETTINGS)
    add_articles([paths["b"]], tmp_path, SETTINGS, listener)
    assert told == []


# --- the state ---------------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path):
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(random.Random(1).randbytes(len(data) - 4096))
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(cut, id="cut short"),
        pytest.param(scribble, id="pages overwritten"),
        pytest.param(lambda path: path.write_text("no database"), id="not a database"),
    ],
)
def test_a_damaged_state_is_told_in_one_line_and_built_from_anew(
    folder, tmp_path, listener, told, damage
):
    build_graph([folder], tmp_path, SETTINGS)
    before = contents(tmp_path)
    damage(tmp_path / PLACE)
    add_articles([folder / "a.txt"], tmp_path, SETTINGS, listener)
    assert [line for line in told if "damaged" in line] == [
        f"{tmp_path / PLACE}: is damaged or of another version; the articles are read again"
    ]
    assert contents(tmp_path) == before


def test_a_damaged_reading_is_read_again(paths, tmp_path, reader):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    before = contents(tmp_path)
    with sqlite3.connect(tmp_path / PLACE) as connection:
        connection.execute("UPDATE readings SET reading = replace(reading, 'Acme', 'Acne')")
    connection.close()
    reader.clear()
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    assert len(reader) == 2
    assert contents(tmp_path) == before


def test_damage_that_the_files_time_does_not_tell_is_mended_by_the_next_command(
    paths, tmp_path, reader
):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    expected, place = contents(tmp_path), tmp_path / PLACE
    remove_articles(["b"], tmp_path, SETTINGS)
    found = place.stat()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE readings SET reading = replace(reading, 'Acme', 'Acne')")
    connection.close()
    os.utime(place, ns=(found.st_atime_ns, found.st_mtime_ns))
    (tmp_path / PARTS).unlink()
    reader.clear()
    with pytest.raises(OutputError, match="is damaged; with the next command it is mended"):
        add_articles([paths["b"]], tmp_path, SETTINGS)
    add_articles([paths["b"]], tmp_path, SETTINGS)
    assert len(reader) == 2
    assert contents(tmp_path) == expected


def test_the_state_can_be_deleted(folder, tmp_path):
    build_graph([folder], tmp_path, SETTINGS)
    shutil.rmtree(tmp_path / ".state")
    remove_articles(["b"], tmp_path, SETTINGS)
    add_articles([folder / "b.txt"], tmp_path, SETTINGS)
    build_graph([folder], tmp_path / "anew", SETTINGS)
    assert contents(tmp_path) == contents(tmp_path / "anew")


def test_add_without_state_and_sources_names_what_is_gone(paths, tmp_path):
    (tmp_path / "x.txt").write_text("Acme acquires Globex.", encoding="utf-8")
    build_graph([tmp_path / "x.txt"], tmp_path / "out", SETTINGS)
    before = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".state")
    (tmp_path / "x.txt").unlink()
    with pytest.raises(OutputError, match=r'x\.txt: no longer holds the article "x"'):
        add_articles([paths["a"]], tmp_path / "out", SETTINGS)
    assert contents(tmp_path / "out") == before


def test_the_state_keeps_nothing_of_articles_that_are_gone(paths, tmp_path):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    remove_articles(["a"], tmp_path, SETTINGS)
    connection = sqlite3.connect(tmp_path / PLACE)
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("articles", "readings")
    ]
    connection.close()
    assert counts == [1, 1]


def test_what_has_not_changed_is_not_judged_or_described_again(paths, tmp_path, monkeypatch):
    build_graph([paths["a"], paths["b"], paths["c"]], tmp_path, SETTINGS)
    judged, described = [], []

    def judge(statements, *others):
        judged.extend(s.iri for s in statements)
        return check_statements(statements, *others)

    def describe(found, form):
        described.append(form)
        return write_triples(found, form)

    check_statements, write_triples = merging.check_statements, serialize._serialize
    monkeypatch.setattr(merging, "check_statements", judge)
    monkeypatch.setattr(serialize, "_serialize", describe)
    build_graph([paths["a"], paths["b"], paths["c"]], tmp_path, SETTINGS)
    assert (judged, described) == ([], [])
    (tmp_path / "new.txt").write_text("Soylent competesWith Wonka.", encoding="utf-8")
    add_articles([tmp_path / "new.txt"], tmp_path, SETTINGS)
    assert len(judged) == 1
    # The run, the article, two entities, the statement; the article's graph, what follows of two.
    assert len(described) == 8


def test_add_looks_at_no_article_that_has_nothing_to_do_with_it(paths, tmp_path, monkeypatch):
    build_graph([paths["a"], paths["b"], paths["g"]], tmp_path, SETTINGS)
    looked_at = []
    get_reading = ReadingStore.get_reading

    def look(store, content, **named):
        looked_at.append(named["article"])
        return get_reading(store, content, **named)

    monkeypatch.setattr(ReadingStore, "get_reading", look)
    (tmp_path / "new.txt").write_text("Soylent competesWith Hooli.", encoding="utf-8")
    add_articles([tmp_path / "new.txt"], tmp_path, SETTINGS)
    assert sorted(set(looked_at)) == ["a", "b", "new"]


def test_files_are_made_anew_where_their_parts_are_damaged(paths, tmp_path, listener, told):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    before = contents(tmp_path)
    (tmp_path / PARTS).write_text("nothing")
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS, listener)
    assert contents(tmp_path) == before
    (line,) = told
    assert line == f"{tmp_path / PARTS}: is damaged; all is merged and written anew"


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "statements.jsonl", STATEMENTS])
def test_what_another_wrote_into_a_file_does_not_stay(paths, tmp_path, name):
    build_graph([paths["a"], paths["b"]], tmp_path, SETTINGS)
    before = contents(tmp_path)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data.replace(b"Acme", b"Acne"))
    add_articles([paths["a"]], tmp_path, SETTINGS)
    assert contents(tmp_path) == before


# --- killed ------------------------------------------------------------------------------


def test_a_build_killed_at_any_moment_leaves_a_whole_graph_and_a_right_next_build(tmp_path):
    script = Path(__file__).parent / "kill_builds.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path, "30"],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=500,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    killed, faults = json.loads(done.stdout)
    assert killed == 30
    assert faults == []
