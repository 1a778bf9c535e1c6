"""What it costs to add an article to a graph, and to build again what has not changed.

Seconds are those of the processor, so that what else the machine does counts for less.

The graph is made of generated articles whose readings are put into the state beforehand, so
that the model reads only the one that is added.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import kg.build
from benchmarks.generated import vary_articles
from kg.build import (
    Listener,
    Settings,
    add_articles,
    build_graph,
    merging,
    remove_articles,
)
from kg.build.reading import ArticleReader
from kg.build.settings import describe_run, name_engine
from kg.datamodel import Article, ArticleReading
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.read import read_articles
from kg.resolve import Corrections
from kg.state import content_key, open_store
from kg.trace import trace_graph
from kg.view import render_contents

SEEDS = Path(__file__).parent.parent / "seeds"
SIZES = (1_000, 10_000)
ROUNDS = 3
SETTINGS = Settings(ontology=find_ontology(), any_language=True)
LISTENER = Listener(render_page=lambda found, known: render_contents(found, schema=known.schema))
STAGES = (
    (kg.build, "load_ontology"),
    (kg.build, "load_shapes"),
    (kg.build, "gather_articles"),
    (kg.build, "regather"),
    (kg.build, "load_readings"),
    (merging, "resolve_mentions"),
    (merging, "find_sources"),
    (merging, "confirm_doubtful"),
    (merging, "merge_statements"),
    (merging, "check_statements"),
    (merging, "find_disagreements"),
    (merging, "find_developments"),
    (merging, "infer_triples"),
    (kg.build, "render_report"),
    (kg.build, "write_outputs"),
)


def measure_keeping() -> Iterable[str]:
    """Yield the lines of the report."""
    reader = ArticleReader(SETTINGS, Path(tempfile.mkdtemp()))
    seeds = list(read_articles([SEEDS], on_fault=_refuse))
    originals = list(zip(seeds, reader.read(seeds), strict=True))
    alone = min(_timed(lambda: list(reader.read(seeds[:1]))) for _ in range(ROUNDS))
    yield f"read one article, the model loaded  {alone:7.2f} s"
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(Path(folder), list(vary_articles(originals, size)), reader)


def _measure(
    folder: Path, made: list[tuple[Article, ArticleReading]], reader: ArticleReader
) -> Iterable[str]:
    out, articles = folder / "out", folder / "articles.jsonl"
    _prepare(out, articles, made)
    yield f"\na graph of {len(made):,} articles, seconds of the processor"
    with _one_reader(reader):
        seconds, parts = _in_parts(lambda: build_graph([articles], out, SETTINGS, LISTENER))
        yield f"  build, all readings known         {seconds:7.2f}"
        seconds, parts = _in_parts(
            lambda: add_articles(
                [SEEDS / "01-deepmind-invests-in-a24.txt"], out, SETTINGS, LISTENER
            )
        )
        yield f"  add one article                   {seconds:7.2f}   (target: 2 s and the reading)"
        yield from (f"    {name:30}  {part:7.2f}" for name, part in parts.items())
        one = ["01-deepmind-invests-in-a24"]
        seconds, _ = _in_parts(lambda: remove_articles(one, out, SETTINGS, LISTENER))
        yield f"  remove it again                   {seconds:7.2f}"
    seconds = _timed(lambda: trace_graph(out))
    yield f"  trace                             {seconds:7.2f}"


def _prepare(out: Path, path: Path, made: list[tuple[Article, ArticleReading]]) -> None:
    out.mkdir()
    with path.open("w", encoding="utf-8") as file:
        for article, _ in made:
            row = {"id": article.header.id, "text": article.text, "title": article.header.title}
            file.write(json.dumps({k: v for k, v in row.items() if v is not None}) + "\n")
    ontology = load_ontology(SETTINGS.ontology)
    engine = name_engine(describe_run(SETTINGS, ontology, Corrections()), ontology)
    with open_store(out, engine, on_fault=print) as store:
        readings = {article.header.id: reading for article, reading in made}
        for article in read_articles([path], any_language=True, on_fault=_refuse):
            content = content_key(article.header)
            store.keep_article(content, article)
            store.keep_reading(content, readings[article.header.id])


@contextmanager
def _one_reader(reader: ArticleReader) -> Iterator[None]:
    """Let the model be loaded once, outside of what is timed."""
    from kg.build import gathering

    original = gathering._read
    gathering._read = lambda articles, settings, cache: reader.read(articles)
    try:
        yield
    finally:
        gathering._read = original


def _in_parts(work: Callable[[], object]) -> tuple[float, dict[str, float]]:
    """Time some work as a whole, and the stages inside it."""
    parts: dict[str, float] = {}
    originals = {(module, name): getattr(module, name) for module, name in STAGES}

    def timed(name: str, stage: Callable[..., object], *args: object, **options: object) -> object:
        start = time.process_time()
        result = stage(*args, **options)
        parts[name] = parts.get(name, 0.0) + time.process_time() - start
        return result

    for (module, name), stage in originals.items():
        setattr(module, name, partial(timed, name, stage))
    try:
        whole = _timed(work)
    finally:
        for (module, name), stage in originals.items():
            setattr(module, name, stage)
    return whole, parts | {"the rest (the page, most of it)": whole - sum(parts.values())}


def _refuse(fault: Exception) -> None:
    raise fault


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
