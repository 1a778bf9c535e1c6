"""Names that brackets introduce, such as "Acme" in: Acme Inc. (NYSE: AC) ("Acme") grew.

Of works, what a stroke parts is another title as well: "Sestri / Sisters". And words tell another
name of a thing: "Acme, formerly known as Globex".
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.lexicon.labels import WORK
from kg.lexicon.naming import GENITIVE

_MARKS = frozenset("\"'“”‘’`") | {"``", "''"}
# Of what stands between two names, what counts for nothing.
_AROUND = " \t,(\u2013\u2014\"'\u201c\u201d\u2018\u2019-"
# Tokens of a pair of brackets that may stand between a name and the one that it introduces.
MOST_BETWEEN = 12


def find_introduced(doc: Doc, names: Sequence[SpacySpan]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the places of names alone in brackets, and of the name that each stands behind."""
    by_end = {name.end: name for name in names}
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for name in names:
        title = by_end.get(name.start - 1)
        if title and doc[title.end].text == "/" and title.label_ == name.label_ == WORK:
            found[name.start, name.end] = title.start, title.end
            continue
        opening = _skip_marks(doc, name.start - 1, -1)
        closing = _skip_marks(doc, name.end, 1)
        if opening < 0 or closing >= len(doc):
            continue
        if doc[opening].text == "(" and doc[closing].text == ")":
            before = by_end.get(_before_brackets(doc, opening))
            if before is not None:
                found[name.start, name.end] = before.start, before.end
    return found


def find_renamed(
    doc: Doc, names: Sequence[SpacySpan], phrase: re.Pattern[str] | None
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the places of names that a phrase tells, and of the name that each stands behind.

    Who owns something, or is somebody's, is told by no such name: "formerly Acme's chief".
    """
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for one, other in pairwise(names):
        words = doc.text[one.end_char : other.start_char].lower().strip(_AROUND)
        owner = doc[other.end : other.end + 1].text in GENITIVE
        if phrase and not owner and phrase.fullmatch(words.removesuffix(" the")):
            found[other.start, other.end] = one.start, one.end
    return found


def _skip_marks(doc: Doc, place: int, step: int) -> int:
    while 0 <= place < len(doc) and doc[place].text in _MARKS:
        place += step
    return place


def _before_brackets(doc: Doc, opening: int) -> int:
    """Return where what stands before a bracket ends, other brackets left out."""
    if not opening or doc[opening - 1].text != ")":
        return opening
    for place in range(opening - 2, max(opening - 2 - MOST_BETWEEN, 0), -1):
        if doc[place].text == "(":
            return _before_brackets(doc, place)
    return opening
