"""Stories of a round-up: each with a dateline, or paragraphs that have no name in common.

An article has one dateline, and comes back to what it is about; a round-up goes on to other names
with nearly every paragraph.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from spacy.tokens import Span, Token

from kg.annotate.datelines import opens_with_dateline
from kg.annotate.names import NamedThing
from kg.lexicon.labels import PLACE, TITLE

# A round-up tells so many stories behind its first, and of the lines that leave a story at most
# one in so many comes back to an older one.
_FEWEST_STORIES, _LEAVING_PER_RETURN = 3, 4
# A line that names fewer may go on about the story before it.
_FEWEST_NAMES = 2
_FEWEST_DATELINES = 2
_SENTENCE_ENDS = (*".!?:;)", *'"\u201d\u2019')
# Places and posts are named in many stories.
_COMMON = frozenset({PLACE, TITLE})


def find_stories(
    lines: Sequence[Span], things: Sequence[NamedThing], references: Sequence[Span]
) -> Iterator[Span]:
    """Yield the stories of a round-up; nothing for an article.

    Where several lines begin with a dateline, each begins a story, with the headline above it.
    Otherwise all but the first story are found: a line begins one if it names two things, none of
    them before, and no "she" or "the company" stands in front of them. Names in square brackets,
    which tell a source, do not count. What comes first may be what the others are about as well.

    Args:
        lines: Those of a text that have words, in order.
        things: What its names stand for.
        references: Its pronouns and descriptions.
    """
    datelines = [number for number, line in enumerate(lines) if opens_with_dateline(line.text)]
    if len(datelines) >= _FEWEST_DATELINES:
        first, *others = datelines
        starts = [first, *(n - (n - 1 > first and _is_headline(lines[n - 1])) for n in others)]
        yield from _part(lines, starts)
        return
    thing_at = {
        token: thing.number
        for thing in things
        for mention in thing.mentions
        if mention.label not in _COMMON
        for token in range(mention.start, mention.end)
    }
    referring = {span.start for span in references}
    starts, returns, story, seen = list[int](), 0, set[int](), set[int]()
    for number, line in enumerate(lines):
        named = {thing_at[t.i] for t in _outside_brackets(line) if t.i in thing_at}
        if seen and named and not named & story:
            if named & seen:
                returns += 1
                story = set()
            elif len(named) >= _FEWEST_NAMES and not _refers(line, thing_at, referring):
                starts.append(number)
                story = set()
        story |= named
        seen |= named
    if len(starts) >= max(_FEWEST_STORIES, returns * (_LEAVING_PER_RETURN - 1)):
        yield from _part(lines, starts)


def _part(lines: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    for first, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[first].doc[lines[first].start : lines[after - 1].end]


def _is_headline(line: Span) -> bool:
    return not line.text.rstrip().endswith(_SENTENCE_ENDS)


def _outside_brackets(line: Span) -> Iterator[Token]:
    depth = 0
    for token in line:
        depth += (token.text == "[") - (token.text == "]")
        if depth <= 0:
            yield token


def _refers(line: Span, thing_at: Mapping[int, int], referring: Collection[int]) -> bool:
    """Tell whether a line speaks of what stands before it, in front of its first name."""
    first = next(token.i for token in line if token.i in thing_at)
    return any(place in referring for place in range(line.start, first))
