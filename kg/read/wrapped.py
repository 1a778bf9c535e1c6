"""Lines that an editor has wrapped, told from lines that are paragraphs of their own."""

import re
from itertools import pairwise

# Nobody wraps lines wider: editors do it at 72 to 100, style guides allow at most 120.
MAX_WIDTH = 120
# A word of more letters is an address or the like.
LONG = 30
# Of the breaks before a word in lower case, how many must be where a line was full.
LEAST_FILLED = 0.8

# An item of a list begins a line of its own, and so does a heading or a quotation.
_ITEM = re.compile(r"[-*+•·▪◦‣#>|]\s|\d{1,2}[.)]\s")
_ENDS = ".!?:"
_OPENING = re.compile(r"[\w\"'“‘(\[$€£*_`]")


def join_wrapped(text: str) -> str:
    r"""Write a space for each line break that only keeps a paragraph within a width.

    A break is such a one where the next line's first word would not have fitted, if the text
    as a whole is wrapped: if nearly all breaks inside sentences are of that kind. The text
    keeps its length.

    >>> join_wrapped("By Jane Roe\nAcme has bought Globex\nand Initech.")
    'By Jane Roe\nAcme has bought Globex and Initech.'
    """
    lines = text.split("\n")
    width = max((w for w in map(_measure, lines) if w <= MAX_WIDTH), default=0)
    full = [_is_full(line, following, width) for line, following in pairwise(lines)]
    inside = [
        is_full
        for is_full, (line, following) in zip(full, pairwise(lines), strict=True)
        if line.strip() and following[:1].islower() and line.rstrip()[-1] not in _ENDS
    ]
    if not inside or sum(inside) < LEAST_FILLED * len(inside):
        return text
    breaks = (" " if is_full else "\n" for is_full in full)
    return lines[0] + "".join(b + line for b, line in zip(breaks, lines[1:], strict=True))


def _measure(line: str) -> int:
    """Return the width of a line, 0 where an address makes it longer than an editor would."""
    return len(line.rstrip()) if max(map(len, line.split()), default=0) <= LONG else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted into this line."""
    if not line.strip() or _measure(line) > MAX_WIDTH:
        return False
    if not _OPENING.match(following) or _ITEM.match(following):
        return False
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
