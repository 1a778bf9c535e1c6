import csv
import io
import json
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from rdflib import Dataset, Literal, URIRef

from kg.errors import OntologyError, OutputError, QueryError
from kg.query import (
    Answer,
    bind_parameters,
    find_entity,
    find_unknown_terms,
    format_answer,
    load_dataset,
    names_graphs,
    read_queries,
    run_query,
    select_query,
)
from kg.vocab import KG

ROOT = Path(__file__).parents[1]
QUERIES = read_queries(ROOT / "ontology" / "queries")
SAMPLE = ROOT / "tests" / "data" / "sample.ttl"
DEEPMIND = URIRef("https://newskg.example/id/entity/google-deepmind")
A24 = URIRef("https://newskg.example/id/entity/a24")
IN_ARTICLE = """
@prefix kg: <https://newskg.example/ontology#> .
@prefix id: <https://newskg.example/id/> .
<https://newskg.example/id/article/000-d0a2> {
    <https://newskg.example/id/entity/google-deepmind> kg:investsIn
        <https://newskg.example/id/entity/a24> .
}
id:run kg:digest "only in the default graph of the TriG file" .
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    shutil.copy(SAMPLE, folder / "graph.ttl")
    (folder / "graph.trig").write_text(IN_ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dataset(out):
    return load_dataset(out)


def rows(answer):
    return [tuple("" if term is None else str(term) for term in row) for row in answer.rows]


# --- load_dataset ----------------------------------------------------------------


def test_load_dataset_takes_the_articles_as_named_graphs(dataset):
    answer = run_query(dataset, "SELECT ?g ?s { GRAPH ?g { ?s kg:investsIn ?o } }")
    assert rows(answer) == [
        (
            "https://newskg.example/id/article/000-d0a2",
            "https://newskg.example/id/entity/google-deepmind",
        )
    ]


def test_load_dataset_takes_the_default_graph_from_turtle_alone(dataset):
    assert run_query(dataset, "ASK { id:run ?p ?o }").truth is False
    assert run_query(dataset, "ASK { id:entity\\/a24 a kg:FilmStudio }").truth is True


def test_load_dataset_leaves_the_articles_out_where_none_is_asked_of(out, dataset):
    merged = load_dataset(out, by_article=False)
    assert len(list(merged.graphs())) == 1 < len(list(dataset.graphs()))
    assert len(merged.default_graph) == len(dataset.default_graph)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <https://newskg.example/id/article/000-d0a2> { ?s ?p ?o }",
        "SELECT * { graph:a {} }",
        "SELECT * from named <a:a> { ?s ?p ?o }",
    ],
)
def test_names_graphs_sees_that_a_query_looks_into_one(query):
    assert names_graphs(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?graph { ?graph rdfs:label "from a graph" } # GRAPH',
        "SELECT ?s { ?s a kg:GRAPH }",
    ],
)
def test_names_graphs_takes_mere_words_for_none(query):
    assert not names_graphs(query)


def test_load_dataset_needs_no_trig(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "graph.ttl")
    assert len(load_dataset(tmp_path)) > 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param(None, "no such folder", id="no folder"),
        pytest.param({}, "holds no graph.ttl", id="no graph"),
        pytest.param({"graph.ttl": b"<a:a> <a:b> ,"}, "graph.ttl: cannot be read", id="broken"),
        pytest.param({"graph.ttl": b"\xff\xfe\x00"}, "graph.ttl: cannot be read", id="binary"),
        pytest.param(
            {"graph.ttl": b"", "graph.trig": b"{"}, "graph.trig: cannot be read", id="trig"
        ),
    ],
)
def test_load_dataset_says_in_one_line_what_is_wrong(tmp_path, files, message):
    folder = tmp_path / "out"
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
    with pytest.raises(OutputError) as caught:
        load_dataset(folder)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# --- run_query -------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?s WHERE { ?s ?p", id="cut off"),
        pytest.param("", id="empty"),
        pytest.param("SELECT ?s { ?s nosuch:thing ?o }", id="unknown prefix"),
        pytest.param("INSERT DATA { <a:a> <a:b> <a:c> }", id="insert"),
        pytest.param("DROP ALL", id="drop"),
        pytest.param("LOAD <http://127.0.0.1/x>", id="load"),
        pytest.param("SELECT * { ?s ?p ?o } ; CLEAR ALL", id="second request"),
    ],
)
def test_run_query_refuses_what_is_no_query_in_one_line(dataset, query):
    size = len(dataset)
    with pytest.raises(QueryError, match="malformed query") as caught:
        run_query(dataset, query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 260
    assert len(dataset) == size


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<URL>{ ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "SELECT * { ?s kg:a\\#b ?o . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\'' . SERVICE <URL> { ?s ?p '' } }",
    "SELECT * { ?s ?p '''a''\\''''. SERVICE <URL> { ?s ?p '' } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <URL> { ?s ?p ?o FILTER(?s>?o) } }",
    "SELECT * { ?s ?p ?o # '\n SERVICE <URL> { ?s ?p ?o } # '\n }",
    "ASK { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
]


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server


def assert_not_asked(listener):
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize("query", SERVICES)
def test_run_query_asks_no_other_machine(dataset, listener, query):
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(QueryError):
        run_query(dataset, query.replace("URL", url))
    assert_not_asked(listener)


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_run_query_opens_no_graph_that_is_not_loaded(dataset, listener, tmp_path, clause):
    (tmp_path / "x.ttl").write_text("<a:a> <a:b> <a:c> .")
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.ttl"
    for place in (url, (tmp_path / "x.ttl").as_uri()):
        answer = run_query(dataset, f"SELECT * {clause} <{place}> {{ ?s ?p ?o }}")
        assert answer.rows == ()
    assert_not_asked(listener)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('SELECT ?s { ?s rdfs:label "SERVICE" }', id="string"),
        pytest.param("SELECT ?service { ?service a kg:Film } # SERVICE", id="variable, comment"),
        pytest.param("SELECT ?s { ?s a <http://x.example/SERVICE> }", id="IRI"),
        pytest.param("SELECT ?s { ?s a kg:SERVICE }", id="local name"),
    ],
)
def test_run_query_takes_service_as_a_mere_word(dataset, query):
    assert run_query(dataset, query).columns


def test_run_query_refuses_a_store_that_would_load_graphs():
    with pytest.raises(ValueError, match="Oxigraph"):
        run_query(Dataset(), "ASK {}")


def test_run_query_takes_a_loaded_graph_by_from(dataset):
    graph = "<https://newskg.example/id/article/000-d0a2>"
    assert len(run_query(dataset, f"SELECT * FROM {graph} {{ ?s ?p ?o }}").rows) == 1


def test_run_query_refuses_a_parameter_that_is_not_selected(dataset):
    with pytest.raises(QueryError, match="SELECT projection"):
        run_query(dataset, "SELECT ?s { ?s rdfs:label ?n }", parameters={"n": Literal("A24")})


def test_run_query_sorts_rows_where_the_query_asks_for_no_order(dataset):
    answer = run_query(dataset, "SELECT ?name { ?e a kg:Company ; rdfs:label ?name }")
    assert rows(answer) == sorted(rows(answer))


# --- named queries and parameters ------------------------------------------------


def test_read_queries_finds_the_projects_own():
    assert {"deals", "people", "partners", "entity", "statements"} <= set(QUERIES)
    assert {"disagreements", "outlets", "timeline"} <= set(QUERIES)
    assert list(QUERIES) == sorted(QUERIES)
    assert all(query.description for query in QUERIES.values())


def test_read_queries_names_the_file_without_a_comment(tmp_path):
    (tmp_path / "bare.rq").write_text("SELECT * { ?s ?p ?o }")
    with pytest.raises(OntologyError, match=r"bare\.rq:1: "):
        read_queries(tmp_path)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "SELEC ?x",
            "error at 1:1: SELEC begins no SPARQL query; "
            "expected SELECT, ASK, CONSTRUCT or DESCRIBE",
        ),
        ("PREFIX a: <http://e/>\n  selekt ?x { ?x a:b ?y }", "error at 2:3: selekt begins no"),
        ("DELETE WHERE { ?s ?p ?o }", "error at 1:1: DELETE begins no SPARQL query"),
        ("# nothing", "error at 1:10: expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT ?x { ?x foo:bar ?y }", "error at 1:16: the prefix foo: is not declared"),
        ("SELECT ?x {\n ?x :bar 'foo:' }", "error at 2:5: the prefix : is not declared"),
        ("PREFIX a: <http://e/> ASK { _:b a:p kg:q ; b:p 1 }", "error at 1:44: the prefix b: is"),
        ("SELECT ?x WHERE { ?x ?y ?z } LIMT 4", "error at 1:36: expected one of HAVING, OFFSET"),
    ],
)
def test_run_query_says_what_is_malformed_and_where(dataset, query, reason):
    with pytest.raises(QueryError) as caught:
        run_query(dataset, query)
    assert reason in str(caught.value)


SCHEMA = ROOT / "ontology" / "schema.ttl"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("SELECT * { ?a kg:investsIn ?b ; a kg:Company . ?s kg:round ?r. }", []),
        (
            "SELECT * { ?a kg:investIn ?b . ?b kg:investIn ?c }",
            ["kg:investIn … near: kg:investsIn"],
        ),
        (
            "SELECT * { ?a kg:aquires/kg:Compny ?b }",
            ["kg:aquires … near: kg:acquires", "kg:Compny … near: kg:Company"],
        ),
        (f"PREFIX k: <{KG}> SELECT * {{ ?a k:investIn ?b }}", ["kg:investIn … near: kg:investsIn"]),
        (f"SELECT * {{ ?a <{KG}zzzzzz> ?b }} # kg:zz", ["kg:zzzzzz …"]),
        ("PREFIX kg: <http://e/> SELECT * { ?a kg:investIn 'kg:investIn' }", []),
        ("SELECT * { ?a ?b entity:a24, entity:a25 }", ["entity:a25 is not in the graph"]),
    ],
)
def test_find_unknown_terms_names_the_nearest(dataset, query, lines):
    told = [
        line.replace(" is no term of the schema, and nothing has it", " …").replace("…;", "…")
        for line in find_unknown_terms(dataset, query, SCHEMA)
    ]
    assert told == lines


@pytest.mark.parametrize("query", list(QUERIES.values()), ids=list(QUERIES))
def test_a_named_query_has_no_unknown_terms(dataset, query):
    assert list(find_unknown_terms(dataset, query.text, SCHEMA)) == []


def test_find_unknown_terms_believes_what_only_a_graph_has(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "graph.ttl")
    (tmp_path / "graph.trig").write_text(f"<http://e/g> {{ <http://e/a> <{KG}own> 1 }}")
    dataset = load_dataset(tmp_path)
    assert list(find_unknown_terms(dataset, "SELECT * { ?a kg:own ?b }", SCHEMA)) == []


def test_select_query_takes_a_name_a_file_and_sparql(tmp_path):
    (tmp_path / "own.rq").write_text("ASK {}")
    assert select_query("deals", QUERIES) is QUERIES["deals"]
    assert select_query(str(tmp_path / "own.rq"), QUERIES).text == "ASK {}"
    assert select_query("ASK { ?s ?p 'x.rq' }", QUERIES).text.startswith("ASK")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param("deal", "near: deals", id="near"),
        pytest.param("zzz", "there are: deals, ", id="far"),
        pytest.param("nowhere/own.rq", "no such file", id="file"),
    ],
)
def test_select_query_says_what_is_near(given, message):
    with pytest.raises(QueryError, match=message):
        select_query(given, QUERIES)


@pytest.mark.parametrize(
    "name",
    ["A24", "a24", "id:entity/a24", "entity:a24", f"<{A24}>", str(A24)],
)
def test_find_entity_takes_names_and_iris(dataset, name):
    assert find_entity(dataset, name) == A24


def test_find_entity_takes_aliases_after_labels(dataset):
    assert find_entity(dataset, "deepmind").endswith("/google-deepmind")
    assert find_entity(dataset, "Google").endswith("/google")


def test_find_entity_suggests_near_names(dataset):
    with pytest.raises(QueryError, match=r"no entity is named 'Gogle'; near: Google"):
        find_entity(dataset, "Gogle")


def test_bind_parameters_restricts_a_query_to_one_entity(dataset):
    query = QUERIES["entity"]
    terms = bind_parameters(dataset, query, {"entity": "Ben Affleck"})
    found = run_query(dataset, query.text, parameters=terms)
    everything = run_query(dataset, query.text)
    assert found.columns == everything.columns
    assert rows(found) == [row for row in rows(everything) if row[0].endswith("/ben-affleck")]
    assert len(found.rows) == 2


def test_bind_parameters_pastes_nothing(dataset):
    evil = '" } ; DROP ALL # '
    query = select_query("SELECT ?e ?name { ?e rdfs:label ?name }", QUERIES)
    terms = bind_parameters(dataset, query, {"name": evil})
    assert terms == {"name": Literal(evil)}
    assert run_query(dataset, query.text, parameters=terms).rows == ()
    assert len(run_query(dataset, query.text, parameters={"name": Literal("A24")}).rows) == 1
    assert bind_parameters(dataset, query, {"e": f"<{A24}>"}) == {"e": A24}


@pytest.mark.parametrize("variable", ["name", "entity x", "", "?entity"])
def test_bind_parameters_refuses_unknown_variables(dataset, variable):
    with pytest.raises(QueryError):
        bind_parameters(dataset, QUERIES["entity"], {variable: "A24"})


# --- formats ---------------------------------------------------------------------

ODD = 'one, "two"\nthree — ß </script>'


@pytest.fixture
def odd():
    return Answer(columns=("a", "b"), rows=((Literal(ODD), None), (A24, Literal(5))))


def test_format_answer_writes_csv_that_reads_back(odd):
    text = format_answer(odd, "csv")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], [ODD, ""], [str(A24), "5"]]


def test_format_answer_writes_the_w3c_json(odd):
    written = json.loads(format_answer(odd, "json"))
    assert written["head"] == {"vars": ["a", "b"]}
    assert written["results"]["bindings"][0] == {"a": {"type": "literal", "value": ODD}}
    assert written["results"]["bindings"][1] == {
        "a": {"type": "uri", "value": str(A24)},
        "b": {
            "type": "literal",
            "value": "5",
            "datatype": "http://www.w3.org/2001/XMLSchema#integer",
        },
    }


def test_format_answer_shows_a_table_without_long_iris(dataset):
    table = format_answer(run_query(dataset, QUERIES["deals"].text), "table")
    assert "kg:investsIn" in table
    assert "https://" not in table
    assert "75,000,000" in table


def test_format_answer_takes_labels_and_keeps_a_row_on_a_line(odd):
    table = format_answer(odd, "table", labels={str(A24): "A24!"})
    assert len(table.splitlines()) == 4
    assert "A24!" in table


@pytest.mark.parametrize(
    ("style", "expected"), [("table", "yes\n"), ("csv", "true\r\n"), ("json", '"boolean": true')]
)
def test_format_answer_writes_the_truth(dataset, style, expected):
    assert expected in format_answer(run_query(dataset, "ASK { ?s ?p ?o }"), style)


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s kg:investsIn ?o }", "DESCRIBE <{A24}>"])
def test_format_answer_writes_turtle_for_triples(dataset, query):
    answer = run_query(dataset, query.replace("{A24}", str(A24)))
    assert "@prefix kg:" in format_answer(answer, "ttl")
    assert format_answer(answer, "csv").startswith("subject,predicate,object\r\n")


def test_format_answer_has_no_turtle_for_rows(dataset):
    with pytest.raises(QueryError, match="ttl is for CONSTRUCT and DESCRIBE"):
        format_answer(run_query(dataset, QUERIES["deals"].text), "ttl")


# --- the named queries themselves ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        pytest.param(
            "deals",
            ("buyer", "relation", "target", "amount", "currency", "date", "status"),
            (
                "Google DeepMind",
                "https://newskg.example/ontology#investsIn",
                "A24",
                "75000000",
                "USD",
                "2026-11-16",
                "https://newskg.example/ontology#asserted",
            ),
            id="deals",
        ),
        pytest.param(
            "people",
            ("person", "role", "organization"),
            ("Scott Belsky", "partner", "A24"),
            id="people",
        ),
        pytest.param(
            "partners",
            ("partner", "with", "sources"),
            ("Google DeepMind", "A24", "4"),
            id="partners",
        ),
        pytest.param(
            "entity",
            ("entity", "subject", "object"),
            (str(DEEPMIND), "Google DeepMind", "DeepMind"),
            id="entity",
        ),
        pytest.param(
            "statements",
            ("subject", "object", "sentence", "article", "outlet"),
            (
                "Google DeepMind",
                "London",
                "London-based Google DeepMind",
                "003_dbcb",
                "Tool Watch",
            ),
            id="statements",
        ),
        pytest.param(
            "disagreements",
            ("oneSubject", "otherSubject", "oneAmount", "oneRank", "otherRank"),
            ("Google DeepMind", "Google", "75000000", str(KG.preferred), str(KG.normal)),
            id="disagreements",
        ),
        pytest.param(
            "developments",
            ("subject", "status", "laterStatus"),
            ("Amazon", str(KG.planned), str(KG.asserted)),
            id="developments",
        ),
        pytest.param(
            "outlets",
            ("outlet", "article", "statements"),
            ("The Pulse", "001_f2e0", "2"),
            id="outlets",
        ),
        pytest.param(
            "timeline",
            ("date", "subject", "object"),
            ("2026-03-01", "Netflix", "InterPositive"),
            id="timeline",
        ),
        pytest.param("entities", ("name", "statements"), ("Amazon", "3"), id="entities"),
    ],
)
def test_named_query_answers(dataset, name, columns, expected):
    answer = run_query(dataset, QUERIES[name].text)
    chosen = [answer.columns.index(column) for column in columns]
    assert expected in [tuple(row[i] for i in chosen) for row in rows(answer)]


@pytest.mark.skipif(shutil.which("roqet") is None, reason="roqet (rasqal-utils) is missing")
@pytest.mark.parametrize("name", QUERIES)
def test_named_query_answers_alike_in_rasqal(dataset, out, name):
    query = ROOT / "ontology" / "queries" / f"{name}.rq"
    data = ["-F", "turtle", "-D", str(out / "graph.ttl")]
    # Its exit status is no sign: it is 2 for some queries that it has answered.
    done = subprocess.run(
        ["roqet", "-q", "-i", "sparql11-query", "-r", "csv", *data, str(query)],
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    header, *found = csv.reader(io.StringIO(done.stdout.decode(), newline=""))
    answer = run_query(dataset, QUERIES[name].text)
    assert tuple(header) == answer.columns
    assert sorted(map(tuple, found)) == sorted(rows(answer))
    assert found
