"""Every format is read back by a tool that did not write it."""

import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal

import networkx
import pyoxigraph
import pytest
from pyld import jsonld
from rdflib import XSD

from kg.build.changes import Basis, Renewal
from kg.build.output import write_outputs
from kg.cli.export import Format
from kg.datamodel import ArticleHeader, Date, Disagreement, Money, Run
from kg.errors import OutputError
from kg.export import FORMATS, export_graph
from kg.infer import Rules
from kg.merge import Digests, GraphContents, find_beyond, make_ledger, merge_statements
from kg.query import load_dataset
from kg.state import PartStore

ODD = 'say "hi";\n<b>&amp; \\ünï 🎬</b>, it\'s\ttab'
FACTS = (
    (
        "Acme investsIn Globex",
        {
            "amount": Money(amount=Decimal("5.5"), currency="USD", precision="about"),
            "date": Date(day=datetime.date(2026, 11, 1), precision="month"),
            "lead": True,
            "by": "Reuters",
            "quote": ODD,
        },
    ),
    ("Acme investsIn Globex", {"article": "b"}),
    ("Acme investsIn Globex", {"status": "denied", "start": 99, "by": "Hooli"}),
    ("Acme partnersWith Hooli", {"start": 200}),
    ("Globex headquarteredIn Paris", {"article": "b", "start": 99, "kinds": {"Paris": "Place"}}),
)


@pytest.fixture(scope="module")
def out(make_found, entity_of, schema, tmp_path_factory):
    """Write the graph of FACTS the way a build does."""
    folder = tmp_path_factory.mktemp("out")
    statements = merge_statements(
        [make_found(fact, **options) for fact, options in FACTS], entity_of, schema
    )
    headers = {
        a: ArticleHeader(
            id=a, path=f"{a}.txt", digest="0" * 64, title=ODD, url="https://x.org/?a=b"
        )
        for a in "ab"
    }
    pairs = [Disagreement(one=statements[0], other=statements[1], reason="x")]
    ledger = make_ledger(statements)
    contents = GraphContents(
        statements=ledger,
        disagreements=pairs,
        headers=headers,
        run=Run(version="1", model="m", ontology="o"),
        infer=Rules(schema).infer,
    )
    digests, kept = Digests(), PartStore()
    now = Basis(
        table=ledger.table,
        beyond=find_beyond(contents),
        headers={name: digests.of_header(header) for name, header in headers.items()},
    )
    write_outputs(
        folder,
        contents,
        (),
        report="",
        rejected=(),
        page=None,
        statements=ledger,
        renewal=Renewal(Basis(), now, ledger, kept),
        kept=kept,
    )
    return folder


@pytest.fixture(scope="module")
def dataset(out):
    return load_dataset(out)


@pytest.fixture(scope="module")
def files(dataset, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    export_graph(dataset, FORMATS, folder)
    return folder


def nquads(lines):
    """Return N-Quads as a set; strings with and without their datatype are one."""
    return {line.replace(f"^^<{XSD.string}>", "").strip() for line in lines if line.strip()}


@pytest.fixture(scope="module")
def merged(dataset):
    quads = pyoxigraph.parse(dataset.serialize(format="ox-nquads"), pyoxigraph.RdfFormat.N_QUADS)
    default = [q.triple for q in quads if isinstance(q.graph_name, pyoxigraph.DefaultGraph)]
    return nquads(f"{triple} ." for triple in default)


@pytest.fixture(scope="module")
def everything(dataset):
    return nquads(dataset.serialize(format="ox-nquads").splitlines())


def rapper(syntax, path):
    found = shutil.which("rapper")
    assert found, "rapper is missing: apt-get install raptor2-utils"
    command = [found, "-q", "-i", syntax, "-o", "nquads", path]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- RDF -------------------------------------------------------------------------------


def canonical(lines):
    """Parse and write again, so that escapes are written one way."""
    quads = pyoxigraph.parse("\n".join(lines), pyoxigraph.RdfFormat.N_QUADS)
    return nquads(f"{quad} ." for quad in quads)


@pytest.mark.parametrize(
    ("name", "syntax", "whole"),
    [
        ("graph.ttl", "turtle", False),
        ("graph.nq", "nquads", True),
        ("graph.trig", "trig", True),
    ],
)
def test_rapper_reads_all(files, merged, everything, name, syntax, whole):
    done = rapper(syntax, files / name)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    expected = canonical(everything if whole else merged)
    assert canonical(done.stdout.splitlines()) == expected


def test_oxigraph_reads_trig(files, everything):
    quads = pyoxigraph.parse(path=str(files / "graph.trig"), format=pyoxigraph.RdfFormat.TRIG)
    assert nquads(f"{quad} ." for quad in quads) == canonical(everything)


def test_trig_has_one_block_a_graph(files):
    text = (files / "graph.trig").read_text(encoding="utf-8")
    assert text.count("graph:inferred {") == text.count("article:a {") == 1


def test_oxigraph_reads_statements_of_rdf12(files, dataset):
    path = files / "graph-rdf12.ttl"
    triples = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    told = {
        (t.subject.value, t.object.subject.value, t.object.predicate.value, t.object.object.value)
        for t in triples
        if isinstance(t.object, pyoxigraph.Triple)
    }
    query = "SELECT * { ?x a kg:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    assert told == {tuple(map(str, (r.x, r.s, r.p, r.o))) for r in dataset.query(query)}
    predicates = {t.predicate.value.rpartition("#")[2] for t in triples}
    assert "reifies" in predicates
    assert not predicates & {"subject", "predicate", "object"}


def test_rdf12_keeps_the_other_triples(files, merged):
    path = files / "graph-rdf12.ttl"
    triples = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    plain = {f"{t} ." for t in triples if not isinstance(t.object, pyoxigraph.Triple)}
    ends = {
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{n}>"
        for n in ("subject", "predicate", "object")
    }
    assert nquads(plain) == {line for line in merged if line.split(" ")[1] not in ends}


def test_a_json_ld_processor_reads_all(files, merged):
    document = json.loads((files / "graph.jsonld").read_text(encoding="utf-8"))
    found = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(found.splitlines()) == canonical(merged)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_ld_holds_few_nodes_as_well(tmp_path, count):
    lines = [f'<https://example.org/{n}> <https://example.org/is> "{n}" .' for n in range(count)]
    (tmp_path / "graph.ttl").write_text("\n".join(lines), encoding="utf-8")
    (path,) = export_graph(load_dataset(tmp_path), ["jsonld"], tmp_path / "export")
    document = json.loads(path.read_text(encoding="utf-8"))
    found = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(found.splitlines()) == nquads(lines)


def test_json_ld_is_compact(files):
    document = json.loads((files / "graph.jsonld").read_text(encoding="utf-8"))
    (entity,) = [n for n in document["@graph"] if n["id"] == "entity:acme"]
    assert (entity["type"], entity["label"]) == ("kg:Organization", "Acme")
    assert set(entity["investsIn"].split()) == {"entity:globex"}
    assert not [key for node in document["@graph"] for key in node if ":" in key]


# --- graph tools -----------------------------------------------------------------------


def test_networkx_reads_graphml(files, dataset):
    graph = networkx.read_graphml(files / "graph.graphml", force_multigraph=True)
    labels = networkx.get_node_attributes(graph, "label")
    assert set(labels.values()) == {"Acme", "Globex", "Hooli", "Paris", "Reuters"}
    edges = {
        (labels[a], data["relation"], labels[b], data["status"])
        for a, b, data in graph.edges(data=True)
    }
    assert edges == {
        ("Acme", "investsIn", "Globex", "asserted"),
        ("Acme", "investsIn", "Globex", "denied"),
        ("Acme", "partnersWith", "Hooli", "asserted"),
        ("Globex", "headquarteredIn", "Paris", "asserted"),
    }


def test_graphml_types_properties(files):
    graph = networkx.read_graphml(files / "graph.graphml", force_multigraph=True)
    (data,) = [d for *_, d in graph.edges(data=True) if "amount" in d]
    assert (data["amount"], data["lead"], data["sources"]) == (5.5, True, 2)
    assert data["date"] == "2026-11-01"
    assert data["sentence"] == " ".join(ODD.split())


@pytest.mark.parametrize(
    ("nodes", "edges", "key", "ends"),
    [
        ("neo4j-nodes.csv", "neo4j-relationships.csv", "iri:ID", (":START_ID", ":END_ID")),
        ("gephi-nodes.csv", "gephi-edges.csv", "Id", ("Source", "Target")),
    ],
    ids=["neo4j", "gephi"],
)
def test_tables_refer_to_nodes_that_are_there(files, nodes, edges, key, ends):
    ids = [row[key] for row in rows(files / nodes)]
    found = rows(files / edges)
    assert len(ids) == len(set(ids)) == 5
    assert len(found) == 4
    assert {row[end] for row in found for end in ends} <= set(ids)


def test_neo4j_types_its_columns(files):
    (row,) = [r for r in rows(files / "neo4j-relationships.csv") if r["amount:double"]]
    assert row[":TYPE"] == "investsIn"
    assert (row["amount:double"], row["date:date"]) == ("5.5", "2026-11-01")
    assert (row["lead:boolean"], row["sources:long"]) == ("true", "2")
    assert row["articles:string[]"] == "a;b"


def test_neo4j_labels_a_node_with_all_its_classes(files):
    (row,) = [r for r in rows(files / "neo4j-nodes.csv") if r["name"] == "Acme"]
    assert row[":LABEL"] == "Organization;Agent"


def test_gephi_weighs_edges(files):
    assert {row["Weight"] for row in rows(files / "gephi-edges.csv")} == {"0.99"}


@pytest.mark.parametrize("name", ["neo4j-relationships.csv", "gephi-edges.csv"])
def test_tables_keep_a_row_on_a_line(files, name):
    lines = (files / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(rows(files / name))


# --- the files -------------------------------------------------------------------------


def test_export_graph_gives_the_same_bytes_in_another_process(out, files, tmp_path):
    code = (
        "import sys; from pathlib import Path; from kg.query import load_dataset;"
        "from kg.export import FORMATS, export_graph;"
        "export_graph(load_dataset(Path(sys.argv[1])), FORMATS, Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, out, tmp_path], check=True, env=environment)
    names = sorted(path.name for path in files.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [n for n in names if (tmp_path / n).read_bytes() != (files / n).read_bytes()] == []


@pytest.mark.parametrize("name", FORMATS)
def test_export_graph_writes_an_empty_graph(tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (out / "graph.ttl").write_text("", encoding="utf-8")
    assert all(p.is_file() for p in export_graph(load_dataset(out), [name], tmp_path / "export"))


def test_export_graph_says_where_it_cannot_write(dataset, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file, and a folder is needed"):
        export_graph(dataset, ["turtle"], tmp_path / "file")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["pdf"], 2, "'pdf' is not one of 'turtle'", id="unknown format"),
        pytest.param([], 2, "Missing argument", id="no format"),
        pytest.param(["turtle", "-g", "nowhere"], 1, "nowhere: no such folder", id="no graph"),
        pytest.param(["turtle", "-o", "OUT"], 1, "holds the graph itself", id="into the graph"),
    ],
)
def test_export_command_says_what_is_wrong(run_kg, out, arguments, code, message):
    given = [str(out) if one == "OUT" else one for one in arguments]
    given += [] if "-g" in given else ["-g", str(out)]
    done = run_kg("export", *given)
    assert done.returncode == code
    assert message in " ".join(done.stderr.replace("│", " ").split())


def test_export_command_offers_every_format():
    assert [one.value for one in Format] == list(FORMATS)


def test_export_command_names_what_it_wrote(run_kg, out, tmp_path):
    done = run_kg("export", "neo4j", "jsonld", "-g", out, "-o", tmp_path)
    names = ["neo4j-nodes.csv", "neo4j-relationships.csv", "graph.jsonld"]
    assert done.stdout.split() == [str(tmp_path / name) for name in names]
