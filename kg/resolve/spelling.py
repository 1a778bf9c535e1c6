"""Names that differ by one letter: which are one name misspelt, and which are two."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from kg.resolve.units import Unit
from kg.resolve.ways import Candidate, How

# Names that are shorter than this have too many others one letter away.
LEAST_LETTERS = 7
LEAST_WORD = 6
LONGEST = 60
# Letters that spelling swaps: organise, defence, Mark, Zelensky.
_SWAPPED = frozenset({"sz", "cs", "ck", "iy"})
_ROMAN = frozenset("ivxlcdm")


def find_misspelt(units: Sequence[Unit]) -> Iterator[Candidate]:
    """Yield names one letter apart: what one letter less makes equal shares a block."""
    codes: list[int] = []
    numbers: list[int] = []
    for number, unit in enumerate(units):
        letters = unit.name.letters
        if not LEAST_LETTERS <= len(letters) <= LONGEST:
            continue
        kind = unit.name.kind.encode()
        for text in {letters, *(letters[:n] + letters[n + 1 :] for n in range(len(letters)))}:
            codes.append(zlib.crc32(text.encode(), zlib.crc32(kind)))
            numbers.append(number)
    order = np.lexsort((numbers, codes))
    codes_, numbers_ = np.asarray(codes)[order], np.asarray(numbers)[order]
    same = np.flatnonzero(codes_[1:] == codes_[:-1])
    pairs = sorted({(int(numbers_[n]), int(numbers_[n + 1])) for n in same})
    for one, other in pairs:
        how = _compare_spelling(units[one], units[other]) if one != other else None
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
