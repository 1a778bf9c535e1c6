import asyncio
import subprocess
import sys
import threading
import time

import httpx
import pytest
from serving import COMMAND, ROOT, SAMPLE, make_output, serving

from kg.outputs import publish
from kg.query import load_store
from kg.serve.pool import Pool

# Each state of the folder says its number once in either file.
MERGED = "<http://e/a> <http://e/p> {} .\n"
BY_ARTICLE = "<http://e/g> {{ <http://e/a> <http://e/p> {} . }}\n"
BOTH = "SELECT * { <http://e/a> <http://e/p> ?n GRAPH ?g { <http://e/a> <http://e/p> ?m } }"
GREEDY = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?a) ?d ?g"


def make_contents(number, size):
    filler = "".join(f"<http://e/x{n}> <http://e/q> {n} .\n" for n in range(size))
    return {
        "graph.ttl": MERGED.format(number) + filler,
        "graph.trig": BY_ARTICLE.format(number),
    }


def put_generation(out, number, size=1):
    """Put a state in place as a build does."""
    publish(out, make_contents(number, size))


def put(out, number, size=1):
    """Put a state in place where there are no links: aside, then one file after the other."""
    contents = make_contents(number, size)
    for name, text in contents.items():
        (out / f".{name}.part").write_text(text, encoding="utf-8")
    for name in contents:
        (out / f".{name}.part").replace(out / name)


def ask(client):
    response = client.get("/sparql", params={"query": BOTH})
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    return row["n"]["value"], row["m"]["value"]


def wait_for(test, seconds=60):
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


@pytest.fixture
def served(tmp_path, request):
    getattr(request, "param", put)(tmp_path, 0)
    with (
        serving(tmp_path) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        yield tmp_path, client


@pytest.mark.parametrize(
    ("served", "put"),
    [
        pytest.param(put, put, id="files"),
        pytest.param(put_generation, put_generation, id="generations"),
        pytest.param(put, put_generation, id="files, then generations"),
    ],
    indirect=["served"],
)
def test_new_builds_show_up_and_no_reader_sees_half_of_one(served, put):
    out, client = served
    seen, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            seen.append(ask(client))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in (1, 2, 3):
            put(out, number, size=2000)
            wait_for(lambda number=number: seen and seen[-1][0] == str(number))
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert [pair for pair in seen if pair[0] != pair[1]] == []
    assert client.get("/healthz").json()["generation"] >= 4


def test_a_broken_build_leaves_the_old_graph_and_is_told(served):
    out, client = served
    (out / "graph.ttl").write_text("this is no Turtle", encoding="utf-8")
    wait_for(lambda: client.get("/healthz").json()["status"] == "stale")
    assert "graph.ttl" in client.get("/healthz").json()["fault"]
    assert ask(client) == ("0", "0")
    put(out, 1)
    wait_for(lambda: client.get("/healthz").json()["status"] == "ok")
    assert ask(client) == ("1", "1")


def test_the_page_changes_with_the_graph(served):
    out, client = served
    state = client.get("/healthz").json()["state"]
    assert "Nothing is known yet." in client.get("/").text
    make_output(out)
    wait_for(lambda: client.get("/healthz").json()["state"] != state)
    assert "18 entities and 21 statements from 6 articles" in client.get("/").text


def test_a_folder_without_a_graph_is_one_line(tmp_path):
    done = subprocess.run(
        [*COMMAND, "serve", str(tmp_path), "--port", "0"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "graph.ttl" in done.stderr


def test_an_address_that_is_taken_is_one_line(tmp_path, served):
    _, client = served
    command = [*COMMAND, "serve", str(tmp_path), "--port", str(client.base_url.port)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot listen" in done.stderr


def test_a_query_that_takes_too_much_memory_is_stopped(tmp_path):
    make_output(tmp_path / "out")
    load_store(tmp_path / "out", tmp_path / "store").flush()
    memory = 640 << 20
    command = (
        *(sys.executable, "-m", "kg.serve.worker"),
        str(tmp_path / "store"),
        str(memory),
    )

    async def run():
        async with Pool(command, size=1, spares=0, seconds=60, waiting=1) as pool:
            task = {"default_graphs": [], "named_graphs": [], "accept": "", "rows": 9, "size": 999}
            stopped = await pool.ask({**task, "query": GREEDY})
            return stopped, await pool.ask({**task, "query": "ASK {}"})

    stopped, after = asyncio.run(run())
    assert (stopped.status, after.status) == (503, 200)
    assert b"memory" in stopped.body


def test_load_store_keeps_what_is_in_memory_and_on_disk_alike(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.ttl").write_bytes(SAMPLE.read_bytes())
    on_disk = load_store(tmp_path / "out", tmp_path / "store")
    assert set(on_disk) == set(load_store(tmp_path / "out"))


def test_a_pool_replaces_a_process_that_has_died(tmp_path):
    make_output(tmp_path / "out")
    load_store(tmp_path / "out", tmp_path / "store").flush()
    command = (sys.executable, "-m", "kg.serve.worker", str(tmp_path / "store"), str(2 << 30))
    task = {"default_graphs": [], "named_graphs": [], "accept": "", "rows": 9, "size": 999}

    async def run():
        async with Pool(command, size=1, spares=0, seconds=30, waiting=1) as pool:
            # What is no task ends the process by a fault of its own.
            return await pool.ask({}), await pool.ask({**task, "query": "ASK {}"})

    failed, after = asyncio.run(run())
    assert (failed.status, after.status) == (500, 200)
