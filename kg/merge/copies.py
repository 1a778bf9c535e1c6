"""Near-copies of one text, such as a press release in several papers, are one source."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# Copies with another headline, a byline and every twentieth word changed share more of their
# word triples; articles of different writers about one event share a twentieth of them.
SHARED = 0.5
# Articles are compared where so many numbers of their signatures agree at one place: at least
# 98 of 100 pairs above the threshold, and hardly any other.
BAND = 3
# So many pairs are compared at one time.
CHUNK = 4096
# Odd numbers, by which the numbers of a band are mixed.
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


class Signed(NamedTuple):
    """An article by its id, the digest of its text, and its signature as `pack` writes it."""

    article: str
    digest: str
    signature: bytes


def pack(signature: Iterable[int]) -> bytes:
    """Write a signature as bytes, of which a band is a slice."""
    return array("Q", signature).tobytes()


def find_sources(articles: Iterable[Signed]) -> Mapping[str, str]:
    """Find the source of each article: the first, by id, of those that are copies of it.

    Returns:
        Article id -> source, the id of an article.
    """
    ordered = sorted(articles)
    names = [one.article for one in ordered]
    source = dict(zip(names, names, strict=True))
    signatures = [one.signature for one in ordered]
    for one, other in sorted(_meetings([one.digest for one in ordered])):
        _join(source, names[one], names[other])
    for one, other in sorted(_alike(signatures)):
        _join(source, names[one], names[other])
    return {article: _first(source, article) for article in source}


def group_copies(sources: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the articles that have one source, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article in sorted(sources):
        groups[sources[article]].append(article)
    return [tuple(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _alike(signatures: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield pairs of signatures that are those of copies."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for number, signature in enumerate(signatures):
        if signature:
            by_length[len(signature)].append(number)
    for _, members in sorted(by_length.items()):
        joined = b"".join([signatures[number] for number in members])
        numbers = np.frombuffer(joined, dtype=np.uint64).reshape(len(members), -1)
        pairs = np.array(sorted(_band_meetings(numbers)), dtype=np.int64).reshape(-1, 2)
        for start in range(0, len(pairs), CHUNK):
            chunk = pairs[start : start + CHUNK]
            shared = (numbers[chunk[:, 0]] == numbers[chunk[:, 1]]).mean(axis=1)
            for one, other in chunk[shared >= SHARED]:
                yield members[one], members[other]


def _band_meetings(numbers: npt.NDArray[np.uint64]) -> set[tuple[int, int]]:
    """Return pairs of rows that agree in a band: each with the first that has the same there.

    Bands are compared by a mixture of their numbers, all at one time.
    """
    found: set[tuple[int, int]] = set()
    for start in range(0, numbers.shape[1], BAND):
        band = numbers[:, start : start + BAND]
        mixed = (band * _FACTORS[: band.shape[1]]).sum(axis=1, dtype=np.uint64)
        _, first, places = np.unique(mixed, return_index=True, return_inverse=True)
        earliest = first[places]
        others = np.flatnonzero(earliest != np.arange(len(numbers)))
        found.update(zip(earliest[others].tolist(), others.tolist(), strict=True))
    return found


def _meetings(digests: Iterable[str]) -> set[tuple[int, int]]:
    """Return pairs of digests, by number, that are equal: each with the first that is the same."""
    first: dict[str, int] = {}
    pairs = ((first.setdefault(digest, n), n) for n, digest in enumerate(digests))
    return {pair for pair in pairs if pair[0] != pair[1]}


def _first(source: Mapping[str, str], article: str) -> str:
    while source[article] != article:
        article = source[article]
    return article


def _join(source: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_first(source, one), _first(source, other)))
    source[second] = first
