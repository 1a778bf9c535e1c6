"""Near-copies of one text, such as a press release in several papers, are one source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.datamodel import ArticleReading

# Copies with another headline, a byline and every twentieth word changed share more of their
# word triples; articles of different writers about one event share a twentieth of them.
SHARED = 0.5
# Articles are compared where so many numbers of their signatures agree at one place: at least
# 98 of 100 pairs above the threshold, and hardly any other.
BAND = 3


def find_sources(readings: Iterable[ArticleReading]) -> Mapping[str, str]:
    """Find the source of each article: the first, by id, of those that are copies of it.

    Returns:
        Article id -> source, the id of an article.
    """
    ordered = sorted(readings, key=lambda reading: reading.header.id)
    source = {reading.header.id: reading.header.id for reading in ordered}
    places: dict[tuple[object, ...], ArticleReading] = {}
    for reading in ordered:
        for place in _places(reading):
            other = places.setdefault(place, reading)
            if other is not reading and _is_copy(reading, other):
                _join(source, reading.header.id, other.header.id)
    return {article: _first(source, article) for article in source}


def group_copies(sources: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the articles that have one source, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article in sorted(sources):
        groups[sources[article]].append(article)
    return [tuple(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _places(reading: ArticleReading) -> Iterable[tuple[object, ...]]:
    yield (reading.header.digest,)
    numbers = reading.signature
    for start in range(0, len(numbers), BAND):
        yield (start, *numbers[start : start + BAND])


def _is_copy(one: ArticleReading, other: ArticleReading) -> bool:
    if one.header.digest == other.header.digest:
        return True
    pairs = list(zip(one.signature, other.signature, strict=False))
    return bool(pairs) and sum(a == b for a, b in pairs) >= SHARED * len(pairs)


def _first(source: Mapping[str, str], article: str) -> str:
    while source[article] != article:
        article = source[article]
    return article


def _join(source: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_first(source, one), _first(source, other)))
    source[second] = first
