"""A few numbers that tell whether two texts are near-copies of each other.

MinHash (Broder, "On the resemblance and containment of documents", 1997): the share of the
numbers in which two signatures agree estimates the share of the word triples that the texts
have in common.
"""

import hashlib
import re
import zlib

import numpy as np
import numpy.typing as npt

# The estimate is off by 0.05 at most two times in three.
NUMBERS = 96
# Of three words on, a run of words is seldom in two texts by chance, and a changed word still
# leaves most runs as they were.
RUN = 3
# Shorter texts are alike by chance: their digest alone tells copies.
LEAST_RUNS = 20
_WORD = re.compile(r"\w+")


def _draw(purpose: str) -> npt.NDArray[np.uint64]:
    """Draw numbers that are the same in every run and on every machine."""
    digests = (hashlib.sha256(f"{purpose} {n}".encode()).digest() for n in range(NUMBERS))
    return np.array([int.from_bytes(d[:8], "big") | 1 for d in digests], dtype=np.uint64)


_FACTORS, _SUMMANDS = _draw("factor"), _draw("summand")


def sign_text(text: str) -> tuple[int, ...]:
    """Return the signature of a text: 96 numbers, or none for a very short text.

    >>> len(sign_text("one two three")), len(sign_text("a b c d e f g " * 3 + "h i j " * 20))
    (0, 0)
    """
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    if len(runs) < LEAST_RUNS:
        return ()
    codes = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.uint64)
    least = np.full(NUMBERS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(codes), 4096):
        # Products wrap round at 2**64; the upper half of their bits is well mixed.
        mixed = codes[start : start + 4096, None] * _FACTORS + _SUMMANDS
        least = np.minimum(least, (mixed >> np.uint64(32)).min(axis=0))
    return tuple(int(number) for number in least)
