"""Articles -> their readings: from the state what was read before, by the model the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.build.settings import Settings
from kg.build.sources import Source, make_source
from kg.counting import count
from kg.datamodel import Article, ArticleHeader, ArticleReading
from kg.errors import InputError, OutputError
from kg.read import read_articles
from kg.state import ReadingStore

OnArticle = Callable[[ArticleReading], None]


def gather_articles(
    articles: Iterable[Article],
    store: ReadingStore,
    settings: Settings,
    *,
    on_article: OnArticle,
) -> list[Source]:
    """Read what has not been read yet, and keep it.

    Args:
        on_article: Called after each article that had to be read.
    """
    sources: list[Source] = []
    headers: dict[str, ArticleHeader] = {}

    def unread() -> Iterator[Article]:
        for article in articles:
            source = make_source(article)
            sources.append(source)
            content = source.content
            if content not in headers and not store.has_reading(content):
                headers[content] = article.header
                store.keep_article(content, article)
                # Equal articles under several ids have one reading, under the name of neither.
                yield replace(article, header=replace(article.header, id=content))

    for reading in _read(unread(), settings):
        content = reading.header.id
        store.keep_reading(content, reading)
        on_article(replace(reading, header=headers[content]))
    store.save()
    return sources


def _read(articles: Iterator[Article], settings: Settings) -> Iterator[ArticleReading]:
    first = next(articles, None)
    if first is None:
        return
    # Where all is known already, neither the model nor the libraries behind it are loaded.
    from kg.build.reading import read_all

    yield from read_all(first, articles, settings)


def regather(
    sources: Sequence[Source],
    store: ReadingStore,
    settings: Settings,
    *,
    on_article: OnArticle,
) -> None:
    """Make sure that the articles of a graph have readings; read again those that have none.

    Raises:
        OutputError: An article is kept nowhere, and cannot be found where it came from.
    """
    unread = set(store.find_missing(source.content for source in sources))
    missing = [source for source in sources if source.content in unread]
    found = {s.content: a for s in missing if (a := store.get_article(s.content)) is not None}
    lost = [source for source in missing if source.content not in found]
    wanted = {source.content for source in lost}
    paths = sorted({Path(place.path) for source in lost for place in source.places})
    for article in read_articles(paths, any_language=True, on_fault=_pass_over):
        content = make_source(article).content
        if content in wanted:
            found[content] = article
    gone = [source for source in lost if source.content not in found]
    if gone:
        raise OutputError(
            f'{gone[0].places[0].path}: no longer holds the article "{gone[0].id}", which the'
            f" graph is made of; remove it, or run `kg build` with all"
            f" ({len(gone)} of {count(len(sources), 'article')} gone)"
        )
    gather_articles(found.values(), store, settings, on_article=on_article)


def _pass_over(fault: InputError) -> None:
    """Say nothing of what else those files hold."""
