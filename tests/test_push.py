"""Against Virtuoso, a store of others, and in small against one that breaks off at will."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from rdflib import XSD
from serving import COMMAND, ROOT, SAMPLE

from kg.errors import NetworkError
from kg.push import Endpoint, push_graphs
from kg.push.graphs import BATCH, BATCH_CHARACTERS, NamedGraph, read_graphs

MERGED = "https://newskg.example/id/merged"
ARTICLES = 12
LARGE = 2 * BATCH + 10
FAST = (0.05,) * 200
USER = ("dba", "dba")


def article(number):
    return f"https://newskg.example/id/article/a{number:02}"


def write_articles(out, articles=range(ARTICLES), word="said"):
    """Write the sample, and article graphs of which the first is larger than two batches."""
    out.mkdir(exist_ok=True)
    shutil.copy(SAMPLE, out / "graph.ttl")
    lines = []
    for number in articles:
        for row in range(LARGE if number == 0 else 5):
            value = f'"{word} {row} “é” \\"x\\"\\n"' if row % 2 else f'"{row}"^^<{XSD.integer}>'
            lines.append(f"<http://e/s{row}> <http://e/p> {value} <{article(number)}> .\n")
    quads = ox.parse("".join(lines), ox.RdfFormat.N_QUADS)
    (out / "graph.trig").write_bytes(ox.serialize(quads, format=ox.RdfFormat.TRIG))
    return out


def contents(out):
    """What a store must hold in the end, by graph."""
    return {graph.name: set(graph.lines) for graph in read_graphs(out, MERGED)}


# --- Virtuoso ----------------------------------------------------------------------


class Virtuoso:
    """A Virtuoso of its own, in a folder, which can be killed and started again."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.port, own = free_port(), free_port()
        (folder / "virtuoso.ini").write_text(
            f"[Database]\nDatabaseFile = {folder}/v.db\nErrorLogFile = {folder}/v.log\n"
            f"LockFile = {folder}/v.lck\nTransactionFile = {folder}/v.trx\n"
            f"xa_persistent_file = {folder}/v.pxa\n"
            f"[TempDatabase]\nDatabaseFile = {folder}/t.db\nTransactionFile = {folder}/t.trx\n"
            f"[Parameters]\nServerPort = 127.0.0.1:{own}\nNumberOfBuffers = 10000\n"
            f"MaxDirtyBuffers = 6000\nDirsAllowed = .\n"
            f"[HTTPServer]\nServerPort = 127.0.0.1:{self.port}\nServerThreads = 5\n",
            encoding="ascii",
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/sparql", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        pytest.fail((self.folder / "v.log").read_text(encoding="utf-8"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def contents(self, names):
        """Read graphs back, in whatever order and syntax."""
        found = {}
        for name in names:
            query = f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }} LIMIT 100000"
            accept = {"Accept": "application/sparql-results+json"}
            response = httpx.get(f"{self.url}/sparql", params={"query": query}, headers=accept)
            response.raise_for_status()
            rows = ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON)
            found[name] = [f"{row['s']} {row['p']} {row['o']} .\n" for row in rows]
        return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory):
    if not shutil.which("virtuoso-t"):
        pytest.fail("virtuoso-t is missing: `apt-get install virtuoso-opensource-7-bin`")
    store = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    store.start()
    yield store
    store.kill()


@pytest.fixture(params=["graph store", "update"])
def endpoint(request, virtuoso):
    update = request.param == "update"
    path = "sparql-auth" if update else "sparql-graph-crud-auth"
    with Endpoint(f"{virtuoso.url}/{path}", update=update, user=USER) as endpoint:
        yield endpoint


def assert_holds(virtuoso, out):
    expected = contents(out)
    found = virtuoso.contents(expected)
    # Virtuoso writes some values in another way ("0.90" as 0.9): subjects and relations, then
    # the number of triples, must be the same; and for strings and IRIs all of it.
    for name, lines in expected.items():
        assert len(found[name]) == len(lines), name
        plain = {line for line in lines if "^^" not in line}
        assert plain <= set(found[name]), name


def test_push_fills_a_store_and_again_sends_nothing(virtuoso, endpoint, tmp_path):
    out = write_articles(tmp_path / "out")
    first = push_graphs(out, endpoint, merged=MERGED)
    assert (first.sent, first.kept, first.removed) == (ARTICLES + 1, 0, 0)
    assert_holds(virtuoso, out)
    again = push_graphs(out, endpoint, merged=MERGED)
    assert (again.sent, again.kept, again.removed) == (0, ARTICLES + 1, 0)


def test_push_replaces_what_changed_and_removes_what_is_gone(virtuoso, endpoint, tmp_path):
    out = write_articles(tmp_path / "out", range(1, 6))
    push_graphs(out, endpoint, merged=MERGED)
    write_articles(out, range(3, 8), word="denied")
    done = push_graphs(out, endpoint, merged=MERGED)
    assert (done.sent, done.kept, done.removed) == (5, 1, 2)
    assert_holds(virtuoso, out)
    assert virtuoso.contents([article(1), article(2)]) == {article(1): [], article(2): []}


def test_push_goes_on_through_a_restart_of_the_store(virtuoso, endpoint, tmp_path):
    out = write_articles(tmp_path / "out")
    sent = []

    def restart(graph):
        sent.append(graph.name)
        if len(sent) == 3:
            virtuoso.kill()
            threading.Thread(target=virtuoso.start).start()

    done = push_graphs(out, endpoint, merged=MERGED, on_graph=restart)
    assert done.sent == ARTICLES + 1
    assert sent == [*sorted({*sent} - {MERGED}), MERGED]
    assert_holds(virtuoso, out)


def test_push_goes_on_where_it_was_interrupted(virtuoso, endpoint, tmp_path):
    out = write_articles(tmp_path / "out")

    def interrupt(graph):
        if graph.name == article(4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push_graphs(out, endpoint, merged=MERGED, on_graph=interrupt)
    done = push_graphs(out, endpoint, merged=MERGED)
    assert (done.sent, done.kept) == (ARTICLES + 1 - 5, 5)
    assert_holds(virtuoso, out)


def test_push_checks_what_a_store_has_lost(virtuoso, tmp_path):
    out = write_articles(tmp_path / "out", range(1, 4))
    url = f"{virtuoso.url}/sparql-graph-crud-auth"
    with Endpoint(url, user=USER) as endpoint:
        push_graphs(out, endpoint, merged=MERGED)
        endpoint.remove(article(2))
        done = push_graphs(out, endpoint, merged=MERGED, check=True)
    assert (done.sent, done.kept) == (1, 3)
    assert_holds(virtuoso, out)


def test_kg_push_is_told_in_a_line(virtuoso, tmp_path):
    out = write_articles(tmp_path / "out", range(1, 3))
    command = ["push", str(out), f"{virtuoso.url}/sparql-graph-crud-auth", "--merged", MERGED]
    done = run(*command, "--user", "dba")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 graphs sent (")
    assert "3 as they were" in run(*command, "--user", "dba").stdout


def test_a_store_that_does_not_know_the_user_is_one_line(virtuoso, tmp_path):
    out = write_articles(tmp_path / "out", range(1, 3))
    done = run("push", str(out), f"{virtuoso.url}/sparql-graph-crud-auth")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "401" in done.stderr


def run(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KG_PUSH_PASSWORD": "dba"}
    command = [*COMMAND, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


# --- a store that breaks off -------------------------------------------------------


class Fragile(BaseHTTPRequestHandler):
    """A graph store in memory that forgets all it has when it breaks off."""

    def do_PUT(self):
        self.take({})

    def do_POST(self):
        self.take(self.server.graphs.get(self.name, {}))

    def do_DELETE(self):
        self.server.graphs.pop(self.name, None)
        self.answer(204)

    @property
    def name(self):
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True).get("graph", [""])[0]

    def take(self, held):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.requests.append((self.command, self.name))
        if len(self.server.requests) in self.server.breaks:
            self.server.graphs.clear()
            self.answer(self.server.status)
            return
        self.server.sizes.append(len(body.splitlines()))
        self.server.graphs[self.name] = {**held, **dict.fromkeys(body.splitlines())}
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def fragile():
    with ThreadingHTTPServer(("127.0.0.1", 0), Fragile) as server:
        server.graphs, server.requests, server.sizes = {}, [], []
        server.breaks, server.status = set(), 503
        server.url = f"http://127.0.0.1:{server.server_port}/store"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_graph_begins_anew_when_the_store_breaks_off_within_it(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [0])
    fragile.breaks = {1, 3}
    with Endpoint(fragile.url, pauses=FAST) as endpoint:
        push_graphs(out, endpoint, merged="")
    assert len(fragile.graphs[article(0)]) == LARGE
    assert [command for command, name in fragile.requests if name == article(0)] == [
        *("PUT", "PUT", "POST", "PUT", "POST", "POST")
    ]
    assert max(fragile.sizes) <= BATCH


def test_a_store_that_stays_away_is_told(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [1])
    fragile.breaks = range(1, 1000)
    with (
        Endpoint(fragile.url, pauses=(0.01,)) as endpoint,
        pytest.raises(NetworkError, match="503"),
    ):
        push_graphs(out, endpoint, merged="")


@pytest.mark.parametrize("options", [[], ["--check"], ["--update"]])
def test_an_address_that_nothing_listens_at_is_told_at_once(tmp_path, options):
    out = write_articles(tmp_path / "out", [1])
    url = f"http://127.0.0.1:{free_port()}/store"
    done = run("push", str(out), url, *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"kg: {url}: does not answer: Connection refused\n"


def test_pauses_are_taken_once_and_told(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [0])
    fragile.breaks = range(1, 1000)
    told = []
    with (
        Endpoint(fragile.url, pauses=(0.01, 0.02), on_again=told.append) as endpoint,
        pytest.raises(NetworkError, match="503"),
    ):
        push_graphs(out, endpoint, merged="")
    assert len(fragile.requests) == 3
    assert told == [
        f"{fragile.url}: answers PUT with 503; trying again in 0.01 s (try 1 of 2)",
        f"{fragile.url}: answers PUT with 503; trying again in 0.02 s (try 2 of 2)",
    ]


def test_a_store_that_goes_away_for_good_is_told_after_one_round_of_pauses(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [1, 2])
    told = []

    def stop(graph):
        fragile.shutdown()
        fragile.socket.close()

    with (
        Endpoint(fragile.url, pauses=(0.01,) * 4, on_again=told.append) as endpoint,
        pytest.raises(NetworkError, match="does not answer"),
    ):
        push_graphs(out, endpoint, merged="", on_graph=stop)
    assert 3 <= len(told) <= 4


def test_a_graph_that_begins_anew_is_told(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [0])
    fragile.breaks = {2}
    told = []
    with Endpoint(fragile.url, pauses=FAST, on_again=told.append) as endpoint:
        push_graphs(out, endpoint, merged="")
    assert told == [f"{fragile.url}: answers POST with 503; beginning {article(0)} again"]


def test_no_try_begins_after_the_longest_time(fragile, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.push.endpoint.LONGEST", 0.0)
    out = write_articles(tmp_path / "out", [1])
    fragile.breaks = range(1, 1000)
    with Endpoint(fragile.url, pauses=FAST) as endpoint, pytest.raises(NetworkError, match="503"):
        push_graphs(out, endpoint, merged="")
    assert len(fragile.requests) == 1


def test_a_refusal_is_told_at_once(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [1])
    fragile.breaks, fragile.status = range(1, 1000), 422
    with Endpoint(fragile.url, pauses=FAST) as endpoint, pytest.raises(NetworkError, match="422"):
        push_graphs(out, endpoint, merged="")
    assert len(fragile.requests) == 1


def test_a_graph_that_was_under_way_is_sent_again(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [1])
    with Endpoint(fragile.url, pauses=()) as endpoint:
        push_graphs(out, endpoint, merged="")
        write_articles(out, [1], word="denied")
        fragile.breaks = {len(fragile.requests) + 1}
        fragile.status = 422
        with pytest.raises(NetworkError):
            push_graphs(out, endpoint, merged="")
        # The folder is as it was first, and the store may be not.
        write_articles(out, [1])
        done = push_graphs(out, endpoint, merged="")
    assert (done.sent, done.kept) == (1, 1)
    assert set(fragile.graphs[article(1)]) == {
        line.rstrip("\n") for line in contents(out)[article(1)]
    }


def test_a_record_in_pieces_costs_one_graph(fragile, tmp_path):
    out = write_articles(tmp_path / "out", [1, 2])
    with Endpoint(fragile.url, pauses=()) as endpoint:
        push_graphs(out, endpoint, merged="")
        (path,) = (out / ".push").iterdir()
        path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
        done = push_graphs(out, endpoint, merged="")
        assert (done.sent, done.kept) == (1, 2)
        assert push_graphs(out, endpoint, merged="").kept == 3
    assert all(
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:2] if line
    )


@pytest.mark.parametrize("url", ["nonsense", "ftp://e/", "http://", "file:///etc"])
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(NetworkError):
        Endpoint(url)


def test_batches_are_bounded_and_whole():
    lines = tuple(f"<http://e/s> <http://e/p> {n} .\n" for n in range(LARGE))
    batches = NamedGraph(name="", lines=lines).batches()
    assert "".join(batches) == "".join(lines)
    assert [len(batch.splitlines()) for batch in batches] == [BATCH, BATCH, 10]
    wide = tuple(f'<http://e/s> <http://e/p> "{n}{"x" * 1000}" .\n' for n in range(1000))
    assert all(len(b) <= BATCH_CHARACTERS for b in NamedGraph(name="", lines=wide).batches())
    assert NamedGraph(name="", lines=()).batches() == [""]
