"""Items of lists: lines with a bullet or a number, what stands under or behind a name, stories.

    ACME – JANE ROE
    The company named her chief executive.

    Globex | John Smith leaves the company.

Each is a story of its own. Bullets below a line that ends with a colon end its sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from kg.annotate.names import NamedThing
from kg.annotate.stories import find_stories
from kg.lexicon.labels import EVENT, ORGANIZATION, PRODUCT, WORK

_BULLET = re.compile(r"^[ \t]*(?:[•*·▪◦‣–—-]|\d{1,2}[.)])[ \t]+.*$", re.MULTILINE)
_LINE = re.compile(r"^.*\w.*$", re.MULTILINE)
ITEMS = "items"  # key of `doc.user_data`
# What a head begins with; a person's name on a line of its own is a byline or a caption.
_HEADS = frozenset({ORGANIZATION, PRODUCT, WORK, EVENT})
# What stands between a name and what is told of it.
_SIGNS = frozenset({":", "|"})
# A single line that is a name is a title.
_FEWEST_HEADS = 2
# What stands further below a head is hardly its story.
_MOST_LINES = 12
OUTSIDE = 0


@dataclass(frozen=True, slots=True)
class Items:
    """The number of the item of each token, from 1; 0 outside of items.

    `starts` are the first tokens of the items. The first so many are `stories` of a round-up, which
    are told by their names alone and go on to the end of the text. `ends` are the lists whose items
    end the sentence above, from first to last token, half-open.
    """

    numbers: Sequence[int]
    starts: Sequence[int] = ()
    stories: int = 0
    ends: Sequence[tuple[int, int]] = ()

    def before(self, place: int) -> Iterator[int]:
        """Yield the tokens of the item before one of its tokens."""
        number = self.numbers[place]
        for token in range(self.starts[number - 1], place):
            if self.numbers[token] == number:
                yield token

    def above(self, place: int) -> range:
        """Return the tokens above all stories that a story may speak of, and a list item not."""
        return range(self.starts[0] if self.numbers[place] <= self.stories else 0)

    def sentences_before(self, number: int, starts: Sequence[int], most: int) -> Sequence[int]:
        """Return the sentences that one goes on from: an item, from what stands above its list.

        Args:
            starts: The first tokens of the sentences.
            most: So many of those above are enough.
        """
        place = starts[number]
        begin = next((start for start, end in self.ends if start <= place < end), None)
        if begin is None:
            return range(max(number - most, 0), number)
        first = number
        while first and self.numbers[starts[first - 1]] == self.numbers[place]:
            first -= 1
        above = bisect_left(starts, begin)
        return [*range(max(above - most, 0), above), *range(first, number)]

    def tells_apart(self, place: int, other: int) -> bool:
        """Tell whether two places are in two stories."""
        here, there = self.numbers[place], self.numbers[other]
        return here != there and OUTSIDE not in (here, there) and max(here, there) <= self.stories


def number_items(
    doc: Doc, things: Sequence[NamedThing] = (), references: Sequence[Span] = ()
) -> Items:
    """Find the items of a text; of items within each other the smallest counts.

    Args:
        things: What the names of the text stand for, by which stories are told apart.
        references: Pronouns and descriptions, by which a story goes on.
    """
    lines = list(_find_spans(doc, _LINE))
    stories = list(find_stories(lines, things, references))
    numbers = [OUTSIDE] * len(doc)
    bullets = list(_find_spans(doc, _BULLET))
    found = [*stories, *_find_sections(doc, lines), *_find_labelled(lines), *bullets]
    for number, span in enumerate(found, 1):
        numbers[span.start : span.end] = [number] * len(span)
    ends = tuple(_find_ends(doc, bullets))
    return Items(numbers, [span.start for span in found], len(stories), ends)


def _find_ends(doc: Doc, bullets: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the lists below a colon: bullets with nothing between them."""
    text = doc.text
    lists: list[list[Span]] = []
    for bullet in bullets:
        if lists and not text[lists[-1][-1].end_char : bullet.start_char].strip():
            lists[-1].append(bullet)
        else:
            lists.append([bullet])
    done = 0
    for found in lists:
        if text[done : found[0].start_char].rstrip().endswith(":"):
            yield found[0].start, found[-1].end
        done = found[-1].end_char


def _find_sections(doc: Doc, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield what stands under each head, with it; heads that follow each other are a table."""
    named = [number for number, line in enumerate(lines) if _is_head(line)]
    near = {*named, len(lines)}
    heads = [n for n in named if n - 1 not in near and n + 1 not in near]
    if len({lines[number].text for number in heads}) < _FEWEST_HEADS:
        return
    for number, after in zip(heads, [*heads[1:], len(lines)], strict=True):
        last = min(after - 1, number + _MOST_LINES)
        yield doc[lines[number].start : lines[last].end]


def _find_labelled(lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines that begin with a name and a sign, if there are several names."""
    labels = {line.start: label for line in lines if (label := _read_label(line))}
    if len(set(labels.values())) >= _FEWEST_HEADS:
        yield from (line for line in lines if line.start in labels)


def _read_label(line: Span) -> str | None:
    """Return the name before the sign that a line begins with, if more stands behind that."""
    name = next((ent for ent in line.ents if ent.start == line.start), None)
    if name is None or name.label_ not in _HEADS or name.end + 1 >= line.end:
        return None
    return name.text.casefold() if line.doc[name.end].text in _SIGNS else None


def _is_head(line: Span) -> bool:
    """Tell whether a line has names only, first that of a thing."""
    words = [token for token in line if token.text[0].isalnum()]
    return bool(words) and words[0].ent_type_ in _HEADS and all(word.ent_type_ for word in words)


def _find_spans(doc: Doc, pattern: re.Pattern[str]) -> Iterator[Span]:
    for match in pattern.finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            yield span
