"""Articles -> what each says, by the model, in one process or several."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice

from kg.annotate import annotate_articles, make_pipeline
from kg.build.settings import Settings, name_reader
from kg.datamodel import Article, ArticleReading
from kg.extract import RelationExtractor, compile_lexicon
from kg.extract.cache import find_cached, read_frames, write_frames
from kg.lexicon.ontology import load_ontology

# Articles that go to a worker at one time: enough for the model to batch their sentences.
CHUNK = 16


class ArticleReader:
    """The stages from an article's text to its relation mentions, loaded once."""

    def __init__(self, settings: Settings) -> None:
        ontology = load_ontology(settings.ontology)
        self._nlp, self.model = make_pipeline(settings.model, settings.ontology)
        path = find_cached(name_reader(self.model, ontology))
        frames = read_frames(path)
        if frames is None:
            frames, _ = compile_lexicon(ontology.lexicon, self._nlp)
            write_frames(frames, path)
        self._extractor = RelationExtractor(
            ontology.schema,
            ontology.lexicon,
            ontology.gazetteer,
            frames,
            min_confidence=settings.min_confidence,
        )

    def read(self, articles: Iterable[Article]) -> Iterator[ArticleReading]:
        """Read articles, in order."""
        for doc in annotate_articles(articles, self._nlp):
            yield self._extractor.extract_relations(doc)


def read_all(
    first: Article, others: Iterator[Article], settings: Settings
) -> Iterator[ArticleReading]:
    """Read articles, in order."""
    articles = chain([first], others)
    # Also for processes of their own: they find the frames compiled.
    reader = ArticleReader(settings)
    if settings.jobs == 1:
        yield from reader.read(articles)
    else:
        yield from _read_in_processes(articles, settings)


_reader: ArticleReader | None = None


def _start_worker(settings: Settings) -> None:
    global _reader
    _reader = ArticleReader(settings)


def _read_chunk(articles: list[Article]) -> list[ArticleReading]:
    if _reader is None:
        raise ValueError("the worker was not started")
    return list(_reader.read(articles))


def _read_in_processes(articles: Iterable[Article], settings: Settings) -> Iterator[ArticleReading]:
    remaining = iter(articles)
    chunks = iter(lambda: list(islice(remaining, CHUNK)), [])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        settings.jobs, mp_context=context, initializer=_start_worker, initargs=(settings,)
    ) as pool:
        for readings in pool.map(_read_chunk, chunks):
            yield from readings
