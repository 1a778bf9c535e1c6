"""Near-copies of one text, such as a press release in several papers, are one source."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import eq

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
    names = [reading.header.id for reading in ordered]
    source = dict(zip(names, names, strict=True))
    signatures = [reading.signature for reading in ordered]
    for one, other in sorted(_meetings([reading.header.digest for reading in ordered])):
        _join(source, names[one], names[other])
    for one, other in sorted(_band_meetings(signatures)):
        if _is_copy(signatures[one], signatures[other]):
            _join(source, names[one], names[other])
    return {article: _first(source, article) for article in source}


def group_copies(sources: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the articles that have one source, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article in sorted(sources):
        groups[sources[article]].append(article)
    return [tuple(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _band_meetings(signatures: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Return the pairs of signatures that agree in a band: the first that has it, and each other.

    As bytes, a band is a slice: of 10,000 articles that takes a tenth of the time.
    """
    packed = [array("Q", numbers).tobytes() for numbers in signatures]
    size = BAND * array("Q").itemsize
    longest = max(map(len, packed), default=0)
    found: set[tuple[int, int]] = set()
    for start in range(0, longest, size):
        found |= _meetings([data[start : start + size] for data in packed])
    return found


def _meetings(values: Iterable[str | bytes]) -> set[tuple[int, int]]:
    """Return the number of each value with that of the first which is equal; none is empty."""
    first: dict[str | bytes, int] = {}
    pairs = ((first.setdefault(value, n), n) for n, value in enumerate(values) if value)
    return {pair for pair in pairs if pair[0] != pair[1]}


def _is_copy(one: Sequence[int], other: Sequence[int]) -> bool:
    pairs = min(len(one), len(other))
    return pairs > 0 and sum(map(eq, one, other)) >= SHARED * pairs


def _first(source: Mapping[str, str], article: str) -> str:
    while source[article] != article:
        article = source[article]
    return article


def _join(source: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_first(source, one), _first(source, other)))
    source[second] = first
