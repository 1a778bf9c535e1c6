"""A small output folder, and the server itself, run as a person runs it."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data" / "sample.ttl"
ENTITY = "https://newskg.example/id/entity/"
ARTICLE = "https://newskg.example/id/article/"
# Two articles' graphs, which say one thing each that the other does not.
BY_ARTICLE = f"""
@prefix kg: <https://newskg.example/ontology#> .
<{ARTICLE}one> {{ <{ENTITY}google-deepmind> kg:investsIn <{ENTITY}a24> . }}
<{ARTICLE}two> {{ <{ENTITY}netflix> kg:acquires <{ENTITY}interpositive> . }}
"""
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


def make_output(folder):
    """Write what a build would write of the sample."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE, folder / "graph.ttl")
    (folder / "graph.trig").write_text(BY_ARTICLE, encoding="utf-8")
    return folder


@contextmanager
def serving(out, *options):
    """Run `kg serve` on a free port; give its address without the last slash."""
    command = [*COMMAND, "serve", str(out), "--port", "0", *map(str, options)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            line = process.stdout.readline()
            assert "http://" in line, process.stderr.read()
            yield line.split(": ", 1)[1].split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
    assert "Traceback" not in said, said
