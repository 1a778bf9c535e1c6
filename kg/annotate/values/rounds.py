"""Funding rounds: "Series B", "pre-seed", "seed round"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.annotate.values.value import GAP, Value, any_of, holds_any
from kg.datamodel import Span
from kg.lexicon.values import Round, ValueWords


def find_rounds(text: str, words: ValueWords) -> Iterator[Value]:
    """Find funding rounds; the word "round" itself stays outside of the span."""
    for name, wordings, pattern in _patterns(words):
        if not holds_any(text, wordings):
            continue
        for match in pattern.finditer(text):
            letter = match.groupdict().get("letter")
            value = f"{name} {letter}" if letter else name
            yield Value(span=Span(*match.span()), label="ROUND", value=value)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """Give the name of each round, what its wordings hold, and a pattern of them."""
    nouns = words.sets.round_word
    noun = rf"(?=(?:{GAP}|-)(?i:{any_of(nouns)})\b)"
    found = []
    for kind in words.rounds:
        if kind.names:
            found.append((kind.name, kind.names, _lettered(kind)))
        if kind.bare_letters:
            bare = rf"(?<![\w'\u2019-])(?P<letter>[{kind.bare_letters}]){noun}"
            found.append((kind.name, nouns, bare))
        if kind.needs_next:
            # "a $4m seed" needs no noun
            wording = rf"(?i:{any_of(kind.needs_next)})"
            next_ = rf"(?<![\w-]){wording}{noun}|(?<=\d[A-Za-z] ){wording}(?![\w-])"
            found.append((kind.name, kind.needs_next, next_))
        if kind.alone:
            found.append((kind.name, kind.alone, rf"(?<![\w-])(?i:{any_of(kind.alone)})\b"))
    return tuple((name, wordings, re.compile(pattern)) for name, wordings, pattern in found)


def _lettered(kind: Round) -> str:
    return (
        rf"(?<![\w-])(?i:{any_of(kind.names)})[ \u00a0-](?P<letter>[{kind.letters}](?:-?\d)?)"
        r"(?![\w'\u2019]|-\w)"
    )
