"""What it costs to build a graph of 10,000 articles, and to keep it up to date.

Seconds are those of the processor, so that what else the machine does counts for less. Each
command has a process of its own; of the build the peak of memory is told.

The model reads a part of the articles, by which the reading of all is reckoned: the rest of the
build has readings that were put into the state beforehand, and so has the article that is added,
one more of the same kind, which shares names with hundreds. With `--whole` all are read:

    python -m benchmarks.keeping --whole
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # measured figures

from benchmarks.generated import ORIGINALS, vary_articles
from benchmarks.stages import LISTENER, time_stages
from kg.build import Settings, add_articles, build_graph, gathering, remove_articles
from kg.build.reading import ArticleReader
from kg.build.settings import describe_run, name_engine
from kg.datamodel import Article, ArticleReading
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.read import read_articles
from kg.resolve import Corrections
from kg.state import content_key, open_store
from kg.state.records import decode_reading, encode_reading
from kg.trace import trace_graph

# The article that is added, and what it says.
ADDED, ITS_READING = "added.jsonl", "added.json"
SIZES = (1_000, 10_000)
# Articles by which the time to read all is reckoned.
PART = 200
SETTINGS = Settings(ontology=find_ontology(), any_language=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of a build and of what follows, by stage; `peak` in megabytes."""

    build: Mapping[str, float]
    peak: float
    add: Mapping[str, float]
    remove: float
    trace: float


def measure_keeping(*, whole: bool = False) -> Iterable[str]:
    """Yield the lines of the report.

    Args:
        whole: Let the model read all articles, not only a part of them.
    """
    originals, alone, rate = _read_part()
    yield f"\nread one article, the model loaded  {alone:7.2f} s"
    yield f"read {PART} generated articles        {rate:9,.0f} words a second"
    found: list[tuple[int, Measured, float]] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            *made, added = vary_articles(originals, size + 1)
            words = _prepare(Path(folder), made, whole=whole)
            _put_aside(Path(folder), *added)
            yield f"\nprepared {size:,} articles, {words / size:,.0f} words each"
            done = _measure_apart(Path(folder))
            found.append((size, done, 0.0 if whole else words / rate))
            yield from _table(*found[-1])
    yield from _growth(found)


def _read_part() -> tuple[list[tuple[Article, ArticleReading]], float, float]:
    """Read the originals; return their readings, the seconds for one, and words a second."""
    reader = ArticleReader(SETTINGS)
    articles = list(read_articles(ORIGINALS, on_fault=_refuse))
    originals = list(zip(articles, reader.read(articles), strict=True))
    alone = min(_timed(lambda: list(reader.read(articles[:1]))) for _ in range(3))
    part = list(vary_articles(originals, PART))
    seconds = _timed(lambda: list(reader.read(article for article, _ in part)))
    return originals, alone, sum(reading.words for _, reading in part) / seconds


def _prepare(folder: Path, made: Iterable[tuple[Article, ArticleReading]], *, whole: bool) -> int:
    """Write the articles, and into the state what they say; return how many words they have."""
    readings: dict[str, ArticleReading] = {}
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for article, reading in made:
            readings[article.header.id] = reading
            file.write(_write_article(article))
    (folder / "out").mkdir()
    if not whole:
        ontology = load_ontology(SETTINGS.ontology)
        engine = name_engine(describe_run(SETTINGS, ontology, Corrections()), ontology)
        with open_store(folder / "out", engine, on_fault=print) as store:
            for article in read_articles([path], any_language=True, on_fault=_refuse):
                content = content_key(article.header)
                store.keep_article(content, article)
                store.keep_reading(content, readings[article.header.id])
    return sum(reading.words for reading in readings.values())


def _write_article(article: Article) -> str:
    row = {"id": article.header.id, "text": article.text, "title": article.header.title}
    return json.dumps({k: v for k, v in row.items() if v is not None}) + "\n"


def _put_aside(folder: Path, article: Article, reading: ArticleReading) -> None:
    (folder / ADDED).write_text(_write_article(article), encoding="utf-8")
    (folder / ITS_READING).write_text(encode_reading(reading), encoding="utf-8")


def _measure_apart(folder: Path) -> Measured:
    """Measure each command in a process that has done nothing before."""
    found: dict[str, Any] = {}
    for step in _STEPS:
        command = [sys.executable, "-m", "benchmarks.keeping", str(folder), step]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found |= json.loads(done.stdout)
    return Measured(**found)


def _measure_build(folder: Path) -> dict[str, object]:
    out = folder / "out"
    with _reading_by(ArticleReader(SETTINGS).read):
        build = time_stages(
            lambda: build_graph([folder / "articles.jsonl"], out, SETTINGS, LISTENER)
        )
    return {"build": build, "peak": _read_peak()}


def _read_peak() -> float:
    """Return the most memory that this process has held, in MB; `getrusage` has its parent's."""
    rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM:")) / 1000


def _measure_add(folder: Path) -> dict[str, object]:
    said = (folder / ITS_READING).read_text(encoding="utf-8")
    with _reading_by(lambda articles: (decode_reading(said, one.header) for one in articles)):
        return {
            "add": time_stages(
                lambda: add_articles([folder / ADDED], folder / "out", SETTINGS, LISTENER)
            )
        }


def _measure_remove(folder: Path) -> dict[str, object]:
    one = json.loads((folder / ADDED).read_text(encoding="utf-8"))["id"]
    return {"remove": _timed(lambda: remove_articles([one], folder / "out", SETTINGS, LISTENER))}


def _measure_trace(folder: Path) -> dict[str, object]:
    return {"trace": _timed(lambda: trace_graph(folder / "out"))}


_STEPS = {
    "build": _measure_build,
    "add": _measure_add,
    "remove": _measure_remove,
    "trace": _measure_trace,
}


def _table(size: int, done: Measured, reading: float) -> Iterator[str]:
    yield f"  {'seconds of the processor':24}    build  add one"
    for stage, seconds in done.build.items():
        yield f"  {stage:24}  {seconds:7.2f}  {done.add[stage]:7.2f}"
    if reading:
        yield f"  {'reading by the model':24}  {reading:7.2f}           (reckoned from a part)"
    build, add = sum(done.build.values()) + reading, sum(done.add.values())
    yield f"  {'all together':24}  {build:7.2f}  {add:7.2f}   (target: 2 s, the reading apart)"
    yield f"  {'remove it again':24}           {done.remove:7.2f}"
    yield f"  {'trace':24}  {done.trace:7.2f}"
    yield f"  {'peak of memory':24}  {done.peak:7,.0f} MB         (bound: 4,000 MB)"


def _growth(found: Iterable[tuple[int, Measured, float]]) -> Iterator[str]:
    (few, small, read_few), (many, large, read_many) = found
    merging = sum(large.build.values()) / sum(small.build.values())
    together = (sum(large.build.values()) + read_many) / (sum(small.build.values()) + read_few)
    yield f"\nbuild of {many:,} articles against {few:,}  {together:5.1f} times   (bound: 12)"
    if read_many:
        yield f"  without the reading                 {merging:5.1f} times"


@contextmanager
def _reading_by(read: Callable[[Iterable[Article]], Iterable[ArticleReading]]) -> Iterator[None]:
    """Read in another way than by a model that is loaded for each command."""
    original = gathering._read
    gathering._read = lambda articles, settings: iter(read(articles))
    try:
        yield
    finally:
        gathering._read = original


def _refuse(fault: Exception) -> None:
    raise fault


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _main(arguments: list[str]) -> None:
    if arguments and arguments != ["--whole"]:
        folder, step = arguments
        print(json.dumps(_STEPS[step](Path(folder))))
        return
    for line in measure_keeping(whole=bool(arguments)):
        print(line, flush=True)


if __name__ == "__main__":
    _main(sys.argv[1:])
