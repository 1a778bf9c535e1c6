import json
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import ROOT, make_output, serving

FORM = "application/x-www-form-urlencoded"
LIMIT = 2.0
# Far more solutions than anybody can count: 657 triples to the fifth power.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?a) ?d ?g"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return make_output(tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def client(out):
    options = ["--time-limit", LIMIT, "--row-limit", 1000, "--workers", 2]
    with (
        serving(out, *options) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def stranger():
    """Listen where nobody must call; the fixture fails the test when somebody has."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept():
            try:
                while True:
                    connection, _ = listener.accept()
                    calls.append(connection.recv(100))
                    connection.close()
            except OSError:
                return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/graph"
        assert calls == []
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


# --- nothing leaves the process ----------------------------------------------------


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("SELECT * { SERVICE <%s> { ?s ?p ?o } }", 403, id="SERVICE"),
        pytest.param("SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }", 403, id="SERVICE SILENT"),
        pytest.param("SELECT * { sErViCe<%s>{ ?s ?p ?o } }", 403, id="SERVICE in another case"),
        pytest.param(
            "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }", 403, id="by a variable"
        ),
        pytest.param("SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }", 400, id="escaped keyword"),
        pytest.param("SELECT * FROM <%s> { ?s ?p ?o }", 200, id="FROM"),
        pytest.param("SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }", 200, id="FROM NAMED"),
        pytest.param("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o } #%s", 200, id="FROM a file"),
        pytest.param("LOAD <%s>", 400, id="LOAD"),
    ],
)
def test_no_query_calls_another_machine(client, stranger, query, status):
    response = client.get("/sparql", params={"query": query % stranger})
    assert response.status_code == status
    if status == 200:
        assert response.json()["results"]["bindings"] == []


def test_a_named_graph_of_the_request_is_not_fetched(client, stranger):
    query = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": stranger}
    assert client.get("/sparql", params=query).json()["results"]["bindings"] == []


def test_a_worker_cannot_call_even_where_a_query_passes_all_checks(stranger):
    code = (
        "import pyoxigraph; from kg.serve.worker import close_off; close_off()\n"
        "query = 'SELECT * { SERVICE <%s> { ?s ?p ?o } }'\n"
        "try: list(pyoxigraph.Store().query(query))\n"
        "except OSError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code % stranger],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert "Too many open files" in done.stdout


# --- what takes too long, or too much ----------------------------------------------


def test_an_endless_query_is_stopped_while_others_are_answered(client):
    with ThreadPoolExecutor(1) as background:
        begun = time.monotonic()
        endless = background.submit(client.get, "/sparql", params={"query": ENDLESS})
        answered = 0
        while not endless.done():
            assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
            answered += 1
        taken = time.monotonic() - begun
    response = endless.result()
    assert response.status_code == 503
    assert "more than 2 seconds" in response.text
    assert response.headers["retry-after"]
    assert LIMIT <= taken < LIMIT + 1
    assert answered > 10


def test_endless_queries_on_every_worker_give_way_to_others(client):
    with ThreadPoolExecutor(4) as background:
        endless = [
            background.submit(client.get, "/sparql", params={"query": ENDLESS}) for _ in range(2)
        ]
        time.sleep(0.3)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert [one.result().status_code for one in endless] == [503, 503]


def test_a_query_whose_client_has_gone_gives_its_place_back(client):
    for _ in range(6):
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": ENDLESS}, timeout=0.1)
    begun = time.monotonic()
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    # Six places one after the other would have taken six times as long.
    assert time.monotonic() - begun < 3 * LIMIT


def test_a_greedy_query_is_stopped_and_others_are_answered(client):
    response = client.get("/sparql", params={"query": GREEDY})
    assert response.status_code == 503
    assert "stopped" in response.text
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_an_answer_of_too_many_rows_is_refused(client):
    response = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o . ?x ?y ?z }"})
    assert response.status_code == 422
    assert "1,000 rows" in response.text
    assert response.headers["x-sparql-maxrows"] == "1000"


def test_an_answer_of_too_many_rows_is_had_in_parts_as_the_refusal_says(client):
    query = "SELECT * { ?s kg:confidence ?o . ?x a ?z } ORDER BY ?s ?o ?x ?z"
    refused = client.get("/sparql", params={"query": query})
    assert "ORDER BY" in refused.text
    assert "OFFSET 1000" in refused.text
    parts = [
        client.get("/sparql", params={"query": f"{query} LIMIT 1000 OFFSET {start}"})
        for start in (0, 1000)
    ]
    rows = {str(row) for part in parts for row in part.json()["results"]["bindings"]}
    assert len(rows) == 2000


# --- requests ----------------------------------------------------------------------


def test_a_request_that_is_too_large_is_refused(client):
    body = f"query=ASK+%7B%7D&x={'a' * (1 << 20)}"
    response = client.post("/sparql", content=body, headers={"Content-Type": FORM})
    assert response.status_code == 413


def test_a_url_that_is_too_long_is_refused(client):
    address = client.base_url.host, client.base_url.port
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(b"GET /sparql?query=" + b"a" * 200_000)
        assert b" 400 " in connection.recv(1000)


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/yasqe",
        "/static/yasqe/",
        "/static/../pages/query.html",
        "/static/%2e%2e/pages/query.html",
        "/static/..%2f..%2fworker.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/id/../../etc/passwd",
        "/id/..%2f..%2fetc%2fpasswd",
        "/graph.ttl",
        "/%00",
        "/static/%00",
    ],
)
def test_no_path_leads_to_a_file_or_a_listing(client, path):
    address = f"{client.base_url}".rstrip("/") + path
    # As it stands: the client would resolve the dots itself.
    request = client.build_request("GET", address)
    request.url = request.url.copy_with(raw_path=path.encode())
    response = client.send(request)
    assert response.status_code in (400, 404)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path", ["/", "/query", "/sparql", "/id/entity/a24", "/healthz", "/none", "/static/query.js"]
)
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_other_origins_are_let_in_only_when_asked(client, out):
    origin = {"Origin": "https://other.example"}
    assert "access-control-allow-origin" not in client.get("/healthz", headers=origin).headers
    with (
        serving(out, "--cors", "https://other.example") as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as other,
    ):
        allowed = other.get("/healthz", headers=origin).headers
        assert allowed["access-control-allow-origin"] == "https://other.example"
        assert "X-SPARQL-MaxRows" in allowed["access-control-expose-headers"]
        foreign = other.get("/healthz", headers={"Origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in foreign


def test_a_loopback_server_answers_to_its_own_name_only(client):
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "localhost:80"}).status_code == 200


def test_health_tells_the_size(client):
    told = client.get("/healthz").json()
    assert (told["status"], told["generation"]) == ("ok", 1)
    assert told["triples"] > 600


# --- whatever comes ----------------------------------------------------------------

NAMES = st.sampled_from(["query", "default-graph-uri", "named-graph-uri", "update", "x", ""])
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["ASK {}", "SELECT * { ?s ?p ?o } LIMIT 2", "DESCRIBE <http://e/s>", "http://e/g"]
    ),
)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=4)
PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
TYPES = st.one_of(
    PLAIN, st.sampled_from([FORM, "application/sparql-query", "application/sparql-query; charset="])
)


@settings(max_examples=100)
@given(
    fields=FIELDS, accept=PLAIN, kind=TYPES, body=st.none() | st.binary(max_size=60), form=FIELDS
)
def test_no_parameters_end_in_a_fault_of_the_server(client, fields, accept, kind, body, form):
    headers = {"Accept": accept.strip(), "Content-Type": kind.strip()}
    got = client.get("/sparql", params=fields, headers=headers)
    content = str(httpx.QueryParams(form)).encode() if body is None else body
    posted = client.post("/sparql", params=fields, content=content, headers=headers)
    for response in (got, posted):
        assert response.status_code < 500, (response.status_code, response.text)


@settings(max_examples=80)
@given(
    path=st.sampled_from(
        ["/api/search", "/api/neighbourhood", "/api/statement", "/view", "/id/", "/"]
    ),
    tail=st.text(max_size=20),
    fields=st.lists(
        st.tuples(
            st.sampled_from(["q", "limit", "offset", "iri", "entity"]),
            st.text(max_size=20) | st.just("https://newskg.example/id/entity/a24"),
        ),
        max_size=3,
    ),
)
def test_no_address_ends_in_a_fault_of_the_server(client, path, tail, fields):
    address = f"/id/{tail}" if path == "/id/" else path
    try:
        response = client.get(address, params=fields)
    except httpx.InvalidURL:
        return
    assert response.status_code < 500, (response.status_code, response.text)
    if response.headers["content-type"] == "application/json":
        json.loads(response.text)
