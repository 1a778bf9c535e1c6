"""Items of lists: lines that begin with a bullet or a number, each a story of its own."""

import re

from spacy.tokens import Doc

_ITEM = re.compile(r"^[ \t]*(?:[•*·▪◦‣–—-]|\d{1,2}[.)])[ \t]+.*$", re.MULTILINE)
OUTSIDE = 0


def number_items(doc: Doc) -> list[int]:
    """Return the number of the list item of each token, from 1; 0 outside of lists."""
    items = [OUTSIDE] * len(doc)
    for number, match in enumerate(_ITEM.finditer(doc.text), 1):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        for token in span or ():
            items[token.i] = number
    return items
