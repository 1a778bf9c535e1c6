"""Time per article and its parts, and the whole build against the bare language model.

The articles are those of seeds/, repeated under new ids so that there is enough to time.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest import mock

from spacy.tokens import Doc

from kg.annotate import make_pipeline
from kg.annotate.model import load_model
from kg.build import Settings, build_graph
from kg.build.reading import ArticleReader
from kg.datamodel import Article
from kg.extract import RelationExtractor, compile_lexicon
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.read import read_articles

SEEDS = Path(__file__).parent.parent / "seeds"
COPIES = 20
ROUNDS = 3


def measure_speed() -> Iterable[str]:
    """Yield the lines of the report."""
    seconds = _timed(lambda: load_model())
    yield f"load the model                      {seconds:7.2f} s"
    with tempfile.TemporaryDirectory() as folder:
        yield from _measure_start(Path(folder))
    yield from _measure_parts()
    yield from _measure_build()


def _measure_start(folder: Path) -> Iterable[str]:
    settings = Settings(ontology=find_ontology())
    with mock.patch.dict(os.environ, XDG_CACHE_HOME=str(folder / "one")):
        seconds = _timed(lambda: ArticleReader(settings))
        yield f"load all, compiling the frames      {seconds:7.2f} s"
        seconds = _timed(lambda: ArticleReader(settings))
        yield f"load all, frames from the cache     {seconds:7.2f} s   (bound: 3 s)"
    with mock.patch.dict(os.environ, XDG_CACHE_HOME=str(folder / "other")):
        seconds = _timed(lambda: build_graph([SEEDS], folder / "seeds", settings))
    yield f"build the five seeds, all included  {seconds:7.2f} s   (bound: 10 s)"


def _measure_parts() -> Iterable[str]:
    ontology = load_ontology(find_ontology())
    nlp, _ = make_pipeline(None, ontology.folder)
    frames, _ = compile_lexicon(ontology.lexicon, nlp)
    extractor = RelationExtractor(ontology.schema, ontology.lexicon, ontology.gazetteer, frames)
    articles = _articles(1)
    yield "\nparts, milliseconds an article (best of 3 rounds)"
    docs = [nlp.make_doc(article.text) for article in articles]
    for doc, article in zip(docs, articles, strict=True):
        doc.user_data["article"] = article.header
    for name, component in nlp.pipeline:
        best = min(_timed(partial(_apply, component, docs)) for _ in range(ROUNDS))
        yield f"  {name:32}  {1000 * best / len(docs):7.1f}"
    best = min(
        _timed(lambda: [extractor.extract_relations(doc) for doc in docs]) for _ in range(ROUNDS)
    )
    yield f"  {'extract':32}  {1000 * best / len(docs):7.1f}"


def _measure_build() -> Iterable[str]:
    """Compare what the product does with the model alone, on the same text, in turns."""
    settings = Settings(ontology=find_ontology())
    articles = _articles(COPIES)
    words = sum(len(article.text.split()) for article in articles)
    bare = load_model()
    reader = ArticleReader(settings)
    texts = [article.text for article in articles]
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(_timed(lambda: [len(doc) for doc in bare.pipe(texts)]))
        whole.append(_timed(lambda: list(reader.read(articles))))
    best, ours = min(alone), min(whole)
    yield f"\n{len(articles)} articles, {words:,} words, one process (best of {ROUNDS} rounds)"
    yield f"  the language model alone   {best:7.2f} s   {words / best:9,.0f} words a second"
    yield f"  read, annotate, extract    {ours:7.2f} s   {words / ours:9,.0f} words a second"
    yield f"  ratio                      {ours / best:7.2f}     (bound: 1.5)"


def _articles(copies: int) -> list[Article]:
    found = list(read_articles([SEEDS], on_fault=refuse))
    return [
        replace(article, header=replace(article.header, id=f"{article.header.id}-{number}"))
        for number in range(copies)
        for article in found
    ]


def refuse(fault: Exception) -> None:
    """Let a fault of the project's own articles end the run."""
    raise fault


def _apply(component: Callable[[Doc], Doc], docs: Iterable[Doc]) -> None:
    for doc in docs:
        component(doc)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
