"""Requests a second and their latency: the server on loopback, with clients beside it.

Clients and server share the machine, so that what is measured is the whole exchange.
"""

import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kg.build import Settings, build_graph
from kg.lexicon.ontology import find_ontology
from kg.query import find_entity, load_dataset

SEEDS = Path(__file__).parent.parent / "seeds"
CLIENTS = 4
SECONDS = 5.0
# With eight triples a statement and two an entity: a million.
STATEMENTS, ENTITIES = 110_000, 60_000
ID, KG = "https://newskg.example/id/", "https://newskg.example/ontology#"
ONE = "SELECT ?relation ?other {{ <{entity}> ?relation ?other }}"
DEALS = """
SELECT ?buyer ?target ?amount {
  ?s rdf:subject ?a ; rdf:predicate kg:investsIn ; rdf:object ?b ; kg:status kg:asserted .
  ?a rdfs:label ?buyer . ?b rdfs:label ?target . OPTIONAL { ?s kg:amount ?amount }
} LIMIT 100
"""
COUNT = """
SELECT ?relation (COUNT(*) AS ?n) { ?s a kg:Statement ; rdf:predicate ?relation }
GROUP BY ?relation
"""


def measure_serving() -> Iterable[str]:
    """Yield the lines of the report."""
    yield f"\nserving, {CLIENTS} clients on the same machine, {SECONDS:g} s each"
    yield f"  {'':34}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}"
    with tempfile.TemporaryDirectory() as folder:
        seed, large = Path(folder, "seed"), Path(folder, "large")
        build_graph([SEEDS], seed, Settings(ontology=find_ontology()))
        entity = str(find_entity(load_dataset(seed), "A24"))
        yield from _measure(seed, "the seeds", entity)
        large.mkdir()
        (large / "graph.ttl").write_text("".join(_million()), encoding="ascii")
        yield from _measure(large, "a million triples", f"{ID}entity/e7")


def _measure(out: Path, name: str, entity: str) -> Iterator[str]:
    begun = time.perf_counter()
    with served(out) as url:
        yield f"{name}: answers {time.perf_counter() - begun:.1f} s after its start"
        for what, path in (
            ("one entity", _ask(ONE.format(entity=entity))),
            ("a hundred deals", _ask(DEALS)),
            ("statements by relation", _ask(COUNT)),
            ("search by name", f"/api/search?{urlencode({'q': '24'})}"),
            ("neighbourhood", f"/api/neighbourhood?{urlencode({'entity': entity})}"),
        ):
            taken = sorted(_load(url, path))
            rate = len(taken) / SECONDS
            p50, p99 = (1000 * taken[int(len(taken) * part)] for part in (0.5, 0.99))
            yield f"  {what:34}{rate:>11,.0f}{p50:>9.1f}{p99:>9.1f}"


def _ask(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


def _load(url: str, path: str) -> list[float]:
    """Ask one thing from several clients for some seconds; give the time of each request."""
    taken: list[float] = []
    end = time.perf_counter() + SECONDS

    def ask() -> None:
        address = urlsplit(url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        while (start := time.perf_counter()) < end:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise ValueError(f"{path}: {response.status} {body[:200]!r}")
            taken.append(time.perf_counter() - start)

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return taken


@contextmanager
def served(out: Path) -> Iterator[str]:
    """Serve a folder on a free port, and give the address."""
    code = "from kg.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(out), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield line.split(": ", 1)[1].split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGTERM)


def _million() -> Iterator[str]:
    """Write a graph in the shape of a build's: entities, statements, plain triples."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    drawn = random.Random(1)
    for number in range(ENTITIES):
        node = f"<{ID}entity/e{number}>"
        yield f'{node} a <{KG}Organization> ; <{label}> "Company {number}" .\n'
    for number in range(STATEMENTS):
        one, other = (f"<{ID}entity/e{drawn.randrange(ENTITIES)}>" for _ in range(2))
        yield (
            f"<{ID}statement/{number}> a <{KG}Statement> ; <{rdf}subject> {one} ; "
            f"<{rdf}predicate> <{KG}investsIn> ; <{rdf}object> {other} ; "
            f"<{KG}status> <{KG}asserted> ; <{KG}confidence> 0.9 ; <{KG}sources> 1 ; "
            f"<{KG}amount> {drawn.randrange(10**9)} .\n{one} <{KG}investsIn> {other} .\n"
        )
