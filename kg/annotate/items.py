"""Items of lists: lines with a bullet or a number, and what stands under a name.

    ACME – JANE ROE
    The company named her chief executive.

Each is a story of its own.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

_BULLET = re.compile(r"^[ \t]*(?:[•*·▪◦‣–—-]|\d{1,2}[.)])[ \t]+.*$", re.MULTILINE)
_LINE = re.compile(r"^.*\w.*$", re.MULTILINE)
# What a head begins with; a person's name on a line of its own is a byline or a caption.
_HEADS = frozenset({"ORG", "PRODUCT", "WORK", "EVENT"})
# A single line that is a name is a title.
_FEWEST_HEADS = 2
# What stands further below a head is hardly its story.
_MOST_LINES = 12
OUTSIDE = 0


def number_items(doc: Doc) -> list[int]:
    """Return the number of the list item of each token, from 1; 0 outside of lists."""
    items = [OUTSIDE] * len(doc)
    for number, span in enumerate([*_find_sections(doc), *_find_spans(doc, _BULLET)], 1):
        items[span.start : span.end] = [number] * len(span)
    return items


def _find_sections(doc: Doc) -> Iterator[Span]:
    """Yield what stands under each head, with it; heads that follow each other are a table."""
    lines = list(_find_spans(doc, _LINE))
    named = [number for number, line in enumerate(lines) if _is_head(line)]
    near = {*named, len(lines)}
    heads = [n for n in named if n - 1 not in near and n + 1 not in near]
    if len({lines[number].text for number in heads}) < _FEWEST_HEADS:
        return
    for number, after in zip(heads, [*heads[1:], len(lines)], strict=True):
        last = min(after - 1, number + _MOST_LINES)
        yield doc[lines[number].start : lines[last].end]


def _is_head(line: Span) -> bool:
    """Tell whether a line has names only, first that of a thing."""
    words = [token for token in line if token.text[0].isalnum()]
    return bool(words) and words[0].ent_type_ in _HEADS and all(word.ent_type_ for word in words)


def _find_spans(doc: Doc, pattern: re.Pattern[str]) -> Iterator[Span]:
    for match in pattern.finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            yield span
