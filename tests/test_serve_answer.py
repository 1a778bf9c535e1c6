import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.answer import Question, answer_question
from kg.serve.media import GRAPHS, RESULTS, choose_type

S, P = ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p")
ONE, TWO = ox.NamedNode("http://e/g1"), ox.NamedNode("http://e/g2")
PREFIXES = {"e": "http://e/"}
ALL = "SELECT ?o WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?o"


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    for value, graph in (("default", ox.DefaultGraph()), ("one", ONE), ("two", TWO)):
        store.add(ox.Quad(S, P, ox.Literal(value), graph))
    return store


def ask(store, query, **options):
    question = Question(**{"query": query, "rows": 100, "size": 1 << 20, **options})
    return answer_question(store, question, PREFIXES)


def values(reply):
    assert reply.status == 200, reply.body
    return [row["o"]["value"] for row in json.loads(reply.body)["results"]["bindings"]]


@pytest.mark.parametrize(
    ("graphs", "expected"),
    [
        pytest.param({}, ["default", "one", "two"], id="no graph named: all there is"),
        pytest.param({"default_graphs": ("http://e/g1",)}, ["one"], id="default only"),
        pytest.param({"named_graphs": ("http://e/g1",)}, ["one"], id="named only"),
        pytest.param(
            {"default_graphs": ("http://e/g1",), "named_graphs": ("http://e/g2",)},
            ["one", "two"],
            id="both",
        ),
        pytest.param({"default_graphs": ("http://e/none",)}, [], id="a graph that is not there"),
    ],
)
def test_answer_question_asks_the_graphs_that_are_named(store, graphs, expected):
    assert values(ask(store, ALL, **graphs)) == expected


def test_answer_question_takes_the_requests_graphs_before_those_of_the_query(store):
    query = "SELECT ?o FROM <http://e/g1> WHERE { ?s ?p ?o }"
    assert values(ask(store, query)) == ["one"]
    assert values(ask(store, query, default_graphs=("http://e/g2",))) == ["two"]


def test_answer_question_knows_the_projects_prefixes(store):
    assert json.loads(ask(store, "ASK { e:s e:p ?o }").body)["boolean"] is True


@pytest.mark.parametrize("accept", list(RESULTS))
def test_answer_question_writes_results_in_each_format(store, accept):
    reply = ask(store, "SELECT ?o WHERE { ?s ?p ?o }", accept=accept)
    assert (reply.status, reply.type.split(";")[0]) == (200, accept)
    assert b"default" in reply.body


@pytest.mark.parametrize("accept", list(GRAPHS))
def test_answer_question_writes_triples_in_each_format(store, accept):
    reply = ask(store, "CONSTRUCT WHERE { ?s ?p ?o }", accept=accept)
    assert (reply.status, reply.type.split(";")[0]) == (200, accept)
    (found,) = ox.parse(reply.body, GRAPHS[accept])
    assert found.triple == ox.Triple(S, P, ox.Literal("default"))


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "DESCRIBE <http://e/s>"])
def test_answer_question_answers_every_kind(store, query):
    assert ask(store, query).status == 200


def test_answer_question_offers_other_types_where_none_fits(store):
    reply = ask(store, "ASK {}", accept="image/png")
    assert reply.status == 406
    assert b"application/sparql-results+json" in reply.body


@pytest.mark.parametrize(
    ("query", "options", "reason"),
    [
        pytest.param("SELECT * { VALUES ?x { 1 2 3 } }", {"rows": 2}, b"2 rows", id="rows"),
        pytest.param(
            "CONSTRUCT { <http://e/s> <http://e/p> ?x } { VALUES ?x { 1 2 3 } }",
            {"rows": 2},
            b"2 triples",
            id="triples",
        ),
        pytest.param("SELECT * { VALUES ?x { 1 2 3 } }", {"size": 40}, b"40 bytes", id="bytes"),
    ],
)
def test_answer_question_refuses_more_than_its_limits(store, query, options, reason):
    reply = ask(store, query, **options)
    assert reply.status == 422
    assert reason in reply.body
    assert f"OFFSET {options.get('rows', 100)}".encode() in reply.body


def test_answer_question_gives_as_many_rows_as_it_may(store):
    reply = ask(store, "SELECT * { VALUES ?o { 1 2 3 } }", rows=3)
    assert len(values(reply)) == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT", 400),
        ("", 400),
        ("INSERT DATA { <http://e/s> <http://e/p> 1 }", 400),
        ("LOAD <http://e/g>", 400),
        ("SELECT * { ?s none:p ?o }", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { service silent<http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    ],
)
def test_answer_question_refuses(store, query, status):
    reply = ask(store, query)
    assert reply.status == status
    assert reply.body.count(b"\n") == 1


@given(
    text=st.text(),
    datatype=st.sampled_from(["string", "integer", "decimal", "double", "boolean", "date"]),
    accept=st.sampled_from(["application/json", "text/csv"]),
)
def test_answer_question_writes_every_literal_as_the_library_does(text, datatype, accept):
    store = ox.Store()
    kind = ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}")
    store.add(ox.Quad(S, P, ox.Literal(text, datatype=kind)))
    query = "SELECT ?o ?none WHERE { ?s ?p ?o }"
    expected = store.query(query).serialize(format=RESULTS[accept])
    assert ask(store, query, accept=accept).body == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("", "text/turtle", id="none: the best"),
        pytest.param("*/*", "text/turtle", id="any: the best"),
        pytest.param("*", "text/turtle", id="any, as Java writes it"),
        pytest.param("text/csv;q=0.9, text/turtle;q=0.8", "text/csv", id="the higher q"),
        pytest.param("*/*;q=0.1, text/csv;q=0.2", "text/csv", id="specific before any"),
        pytest.param("text/turtle;q=0, */*;q=0.5", "text/csv", id="q 0 excludes"),
        pytest.param("TEXT/CSV", "text/csv", id="case does not count"),
        pytest.param("image/png", None, id="none fits"),
        pytest.param("nonsense", None, id="no media range"),
        pytest.param("a/b/c, text/csv", None, id="malformed"),
    ],
)
def test_choose_type(accept, expected):
    assert choose_type(accept, ["text/turtle", "text/csv"]) == expected
