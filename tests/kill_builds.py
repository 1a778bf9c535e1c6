"""Kill builds at random points and look at what they leave: `kill_builds.py FOLDER COUNT`.

Every other build is killed at a file operation, the others after a time. Prints how many
were killed, and what was wrong afterwards.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from handmade import read_by_rule

from kg.build import Listener, Settings, build_graph, gathering
from kg.lexicon.ontology import find_ontology
from kg.trace import trace_graph

FILES = ("graph.ttl", "graph.trig", "statements.jsonl", "report.md", "graph.html")
SETTINGS = Settings(ontology=find_ontology(), any_language=True)
WRITES = ("open", "os.", "shutil.", "sqlite3.connect")


def main():
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    gathering._read = read_by_rule
    articles, out = write_articles(folder / "articles"), folder / "out"
    expected = [build_alone(chosen, folder / f"right-{n}") for n, chosen in enumerate(articles)]
    operations, seconds = measure(articles[1], folder / "measured")
    chance = random.Random(7)
    build(articles[0], out)
    held, killed, faults = expected[0], 0, []
    for turn in range(20 * wanted):
        if killed == wanted:
            break
        number = turn % len(articles)
        at = chance.randrange(operations) if turn % 2 else -chance.uniform(0, seconds)
        died = run_child(articles[number], out, at)
        killed += died
        now = contents(out)
        if now not in ([held, expected[number]] if died else [expected[number]]):
            faults.append(f"{turn}: after {at}, the files are neither the old nor the new ones")
        faults += [f"{turn}: after {at}, {fault}" for fault in trace_graph(out).faults]
        held = now
        if turn % 5 == 0:
            build(articles[number], out)
            held = contents(out)
            if held != expected[number]:
                faults.append(f"{turn}: after {at}, the next build is wrong")
    sys.stdout.write(json.dumps([killed, faults]))


def write_articles(folder):
    """Return four lists of articles that overlap."""
    folder.mkdir()
    names = ("Acme", "Globex", "Hooli", "Initech", "Umbrella", "Soylent")
    for number in range(24):
        one, other = names[number % 6], names[(number // 6 + number + 1) % 6]
        text = f"{one} acquires {other} for {number}.\n" * (one != other)
        (folder / f"{number:02}.txt").write_text(f"News.\n{text}", encoding="utf-8")
    paths = sorted(folder.iterdir())
    return [paths[:12], paths[6:18], paths[12:], paths]


def build(paths, out):
    page = Listener(render_page=lambda contents, *others: f"<p>{len(contents.statements)}</p>")
    build_graph(paths, out, SETTINGS, page)


def build_alone(paths, out):
    build(paths, out)
    return contents(out)


def contents(out):
    return {name: (out / name).read_bytes() for name in FILES}


def measure(paths, out):
    """Count the file operations of a build, and time it."""
    count = [0, True]

    def hook(event, arguments):
        count[0] += count[1] and event.startswith(WRITES)

    sys.addaudithook(hook)
    start = time.perf_counter()
    build(paths, out)
    count[1] = False
    return count[0], time.perf_counter() - start


def run_child(paths, out, at):
    """Build in a process that is killed, and tell whether that was before its end."""
    child = os.fork()
    if child == 0:
        try:
            if at >= 0:
                kill_at(at)
            build(paths, out)
        finally:
            os._exit(0)
    if at < 0:
        time.sleep(-at)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill_at(operation):
    count = [0]

    def hook(event, arguments):
        # the kill is an operation as well
        if event.startswith(WRITES):
            count[0] += 1
            if count[0] == operation + 1:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main()
