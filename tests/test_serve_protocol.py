"""The query part of the W3C's SPARQL 1.1 Protocol tests, and what HTTP adds to it.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/index.html; the graphs
http://kasei.us/2009/09/sparql/data/data*.rdf of that suite are this project's article graphs.
"""

import csv
import io
import json

import httpx
import pytest
from serving import ARTICLE, make_output, serving

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
ONE, TWO = f"{ARTICLE}one", f"{ARTICLE}two"
ANY = "ASK {}"
IN_DEFAULT = "ASK { ?s kg:investsIn ?o FILTER NOT EXISTS { ?x kg:acquires ?y } }"
IN_BOTH = "ASK { ?s kg:investsIn ?o . ?x kg:acquires ?y }"
IN_NAMED = f"ASK {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}"
IN_NAMED_ALONE = f"ASK {{ GRAPH <{TWO}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ ?a ?b ?c }} }}"
FULL = f"ASK {{ ?s kg:investsIn ?o . GRAPH <{TWO}> {{ ?x kg:acquires ?y }} }}"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with (
        serving(make_output(tmp_path_factory.mktemp("out"))) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        yield client


def is_true(response):
    assert response.status_code == 200, response.text
    return json.loads(response.text)["boolean"]


def form(**fields):
    encoded = httpx.QueryParams({name.replace("_", "-"): value for name, value in fields.items()})
    return {"content": str(encoded), "headers": {"Content-Type": FORM}}


# --- what is answered --------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda c: c.get("/sparql", params={"query": ANY}), id="query_get"),
        pytest.param(lambda c: c.post("/sparql", **form(query=ANY)), id="query_post_form"),
        pytest.param(
            lambda c: c.post("/sparql", content=ANY, headers={"Content-Type": QUERY}),
            id="query_post_direct",
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": IN_DEFAULT, "default-graph-uri": ONE}),
            id="query_dataset_default_graph",
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": IN_BOTH, "default-graph-uri": [ONE, TWO]}),
            id="query_dataset_default_graphs_get",
        ),
        pytest.param(
            lambda c: c.post("/sparql", **form(query=IN_BOTH, default_graph_uri=[ONE, TWO])),
            id="query_dataset_default_graphs_post",
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": IN_NAMED, "named-graph-uri": [ONE, TWO]}),
            id="query_dataset_named_graphs_get",
        ),
        pytest.param(
            lambda c: c.post("/sparql", **form(query=IN_NAMED_ALONE, named_graph_uri=[TWO])),
            id="query_dataset_named_graphs_post",
        ),
        pytest.param(
            lambda c: c.get(
                "/sparql",
                params={"query": FULL, "default-graph-uri": ONE, "named-graph-uri": TWO},
            ),
            id="query_dataset_full",
        ),
        pytest.param(
            lambda c: c.post(
                "/sparql",
                params={"default-graph-uri": [ONE, TWO]},
                content=IN_BOTH.replace("ASK", "ASK FROM <http://kasei.us/none>"),
                headers={"Content-Type": QUERY},
            ),
            id="query_multiple_dataset",
        ),
        pytest.param(
            lambda c: c.post(
                "/sparql", content=ANY, headers={"Content-Type": f"{QUERY}; charset=UTF-8"}
            ),
            id="direct with a charset",
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": 'ASK { FILTER("ö" = "\\u00f6") }'}),
            id="not ASCII",
        ),
    ],
)
def test_query_operation_is_answered(client, ask):
    assert is_true(ask(client)) is True


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "SELECT (1 AS ?x) {}",
            {"application/sparql-results+json"},
            id="query_content_type_select",
        ),
        pytest.param("ASK {}", {"application/sparql-results+json"}, id="query_content_type_ask"),
        pytest.param("DESCRIBE entity:a24", {"text/turtle"}, id="query_content_type_describe"),
        pytest.param(
            "CONSTRUCT { <http://e/s> <http://e/p> 1 } {}",
            {"text/turtle"},
            id="query_content_type_construct",
        ),
    ],
)
def test_answer_has_the_type_of_its_kind(client, query, expected):
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] in expected
    assert response.headers["vary"] == "Accept"


# --- what is refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        pytest.param(lambda c: c.put("/sparql", params={"query": ANY}), 405, id="bad_query_method"),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": [ANY, "SELECT * {}"]}),
            400,
            id="bad_multiple_queries",
        ),
        pytest.param(
            lambda c: c.post("/sparql", content=ANY, headers={"Content-Type": "text/plain"}),
            415,
            id="bad_query_wrong_media_type",
        ),
        pytest.param(
            lambda c: c.post("/sparql", content=str(httpx.QueryParams({"query": ANY}))),
            415,
            id="bad_query_missing_form_type",
        ),
        pytest.param(
            lambda c: c.post("/sparql", content=ANY), 415, id="bad_query_missing_direct_type"
        ),
        pytest.param(
            lambda c: c.post(
                "/sparql",
                content=ANY.encode("utf-16"),
                headers={"Content-Type": f"{QUERY}; charset=UTF-16"},
            ),
            415,
            id="bad_query_non_utf8",
        ),
        pytest.param(
            lambda c: c.post("/sparql", content=b"ASK {\xff}", headers={"Content-Type": QUERY}),
            400,
            id="direct that is no UTF-8",
        ),
        pytest.param(
            lambda c: c.get("/sparql?query=ASK%20%7B%FF%7D"), 400, id="GET that is no UTF-8"
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": "ASK { "}), 400, id="bad_query_syntax"
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"default-graph-uri": ONE}), 400, id="no query"
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": ANY, "default-graph-uri": "one"}),
            400,
            id="graph that is no absolute IRI",
        ),
        pytest.param(
            lambda c: c.post("/sparql", **form(update="CLEAR ALL")), 403, id="update by a form"
        ),
        pytest.param(
            lambda c: c.post(
                "/sparql",
                content="CLEAR ALL",
                headers={"Content-Type": "application/sparql-update"},
            ),
            403,
            id="update directly",
        ),
        pytest.param(
            lambda c: c.get("/sparql", params={"query": ANY}, headers={"Accept": "image/png"}),
            406,
            id="a type that there is not",
        ),
    ],
)
def test_faulty_operation_is_refused_with_a_reason(client, ask, status):
    response = ask(client)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/plain")
    assert 5 < len(response.text) < 400
    assert "Traceback" not in response.text


def test_method_that_is_not_allowed_names_those_that_are(client):
    allowed = client.delete("/sparql").headers["allow"]
    assert {"GET", "POST"} <= set(allowed.split(", "))


# --- formats -----------------------------------------------------------------------

ROWS = 'SELECT ?x ?y { VALUES (?x ?y) { ("a,b" 1) ("c\\n\\"d\\"" UNDEF) } } ORDER BY ?x'


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.2", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/xml;q=0.5, */*;q=0.1", "application/xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_results_come_in_the_type_asked_for(client, accept, kind):
    response = client.get("/sparql", params={"query": ROWS}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == kind


def test_csv_holds_the_rows(client):
    response = client.get("/sparql", params={"query": ROWS}, headers={"Accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(response.text, newline="")))
    assert rows == [["x", "y"], ["a,b", "1"], ['c\n"d"', ""]]


# --- the service itself ------------------------------------------------------------


@pytest.mark.parametrize(
    "accept", ["", "text/turtle", "application/n-triples", "application/ld+json"]
)
def test_get_without_a_query_describes_the_service(client, accept):
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 200
    assert "sparql-service-description#" in response.text
    assert str(client.base_url.join("/sparql")) in response.text


def test_a_browser_is_led_to_the_query_page(client):
    response = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/query")


def test_head_tells_what_get_would(client):
    response = client.head("/sparql", params={"query": ANY})
    assert (response.status_code, response.text) == (200, "")
