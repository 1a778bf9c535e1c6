"""Names that differ by one letter: which are one name misspelt, and which are two."""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from rapidfuzz.distance import OSA

from kg.resolve.keys import NameId
from kg.resolve.units import Unit
from kg.resolve.ways import Candidate, How

# Names that are shorter than this have too many others one letter away.
LEAST_LETTERS = 7
LEAST_WORD = 6
LONGEST = 60
# Letters that spelling swaps: organise, defence, Mark, Zelensky.
_SWAPPED = frozenset({"sz", "cs", "ck", "iy"})
_ROMAN = frozenset("ivxlcdm")


@lru_cache(maxsize=1 << 18)
def spelling_codes(name: NameId) -> bytes:
    """Return what a name and others that differ by one letter have in common.

    Numbers of 32 bits, each a checksum of the letters but for one; a digit is never misspelt.
    """
    letters = name.letters
    if not LEAST_LETTERS <= len(letters) <= LONGEST:
        return b""
    kind = zlib.crc32(name.kind.encode())
    left = {letters[:n] + letters[n + 1 :] for n, sign in enumerate(letters) if sign.isalpha()}
    return array("I", {zlib.crc32(text.encode(), kind) for text in {letters, *left}}).tobytes()


def find_misspelt(units: Sequence[Unit]) -> Iterator[Candidate]:
    """Yield names one letter apart: what one letter less makes equal shares a block."""
    found = [spelling_codes(unit.name) for unit in units]
    codes = np.frombuffer(b"".join(found), dtype=np.uint32)
    numbers = np.repeat(np.arange(len(units)), [len(each) // codes.itemsize for each in found])
    order = np.lexsort((numbers, codes))
    codes, numbers = codes[order], numbers[order]
    # Where a block begins that holds several.
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1], True][: len(codes) + 1])
    pairs: set[tuple[int, int]] = set()
    for n in np.flatnonzero(np.diff(starts) > 1):
        pairs.update(combinations(numbers[starts[n] : starts[n + 1]].tolist(), 2))
    for one, other in sorted(pairs):
        how = _compare_spelling(units[one], units[other])
        if how:
            yield Candidate(one, other, how)


def _compare_spelling(one: Unit, other: Unit) -> How | None:
    """Tell how two names differ where one word of them differs by one letter."""
    if one.name.kind != other.name.kind:
        return None
    a, b = one.name.key.split(), other.name.key.split()
    if len(a) != len(b):
        return None
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differ) != 1:
        return None
    (x, y), *_ = differ
    if OSA.distance(x, y, score_cutoff=1) != 1 or not _may_be_misspelt(x, y):
        return None
    return "likely spelling" if _is_likely(x, y) else "spelling"


def _may_be_misspelt(x: str, y: str) -> bool:
    """Tell whether a letter may be a slip: not in numbers, not the first, no plural."""
    short, long = sorted((x, y), key=len)
    return (
        len(short) >= LEAST_WORD
        and (x + y).isalpha()
        and not set(x + y) <= _ROMAN
        and x[0] == y[0]
        and long != short + "s"
    )


def _is_likely(x: str, y: str) -> bool:
    """Tell whether a letter is doubled, dropped inside a long word, or one that spelling swaps."""
    short, long = sorted((x, y), key=len)
    if len(x) == len(y):
        swapped = {"".join(sorted(p)) for p in zip(x, y, strict=True) if p[0] != p[1]}
        return swapped <= _SWAPPED or (len(swapped) == 1 and sorted(x) == sorted(y))
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    doubled = at > 0 and long[at] == long[at - 1]
    return doubled or (len(long) >= 8 and at < len(short) - 1)
