"""Funding rounds: "Series B", "pre-seed", "seed round"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.annotate.values.value import GAP, Value, any_of, holds_any
from kg.datamodel import Span
from kg.lexicon.values import Round, ValueWords


def find_rounds(text: str, words: ValueWords) -> Iterator[Value]:
    """Find funding rounds; the word "round" itself stays outside of the span."""
    if not holds_any(text, _openers(words)):
        return
    for name, pattern in _patterns(words):
        for match in pattern.finditer(text):
            letter = match.groupdict().get("letter")
            value = f"{name} {letter.upper()}" if letter else name
            yield Value(span=Span(*match.span()), label="ROUND", value=value)


@lru_cache(maxsize=4)
def _openers(words: ValueWords) -> tuple[str, ...]:
    """Give what each wording of a round, or the word after its bare letter, holds."""
    named = (word for r in words.rounds for word in (*r.names, *r.needs_next, *r.alone))
    return (*named, *words.sets.round_word)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> tuple[tuple[str, re.Pattern[str]], ...]:
    noun = rf"(?=(?:{GAP}|-)(?i:{any_of(words.sets.round_word)})\b)"
    found = []
    for kind in words.rounds:
        if kind.names:
            found.append((kind.name, _lettered(kind)))
        if kind.bare_letters:
            found.append((kind.name, rf"(?<![\w'\u2019-])(?P<letter>[{kind.bare_letters}]){noun}"))
        if kind.needs_next:
            found.append((kind.name, rf"(?<![\w-])(?i:{any_of(kind.needs_next)}){noun}"))
        if kind.alone:
            found.append((kind.name, rf"(?<![\w-])(?i:{any_of(kind.alone)})\b"))
    return tuple((name, re.compile(pattern)) for name, pattern in found)


def _lettered(kind: Round) -> str:
    return (
        rf"(?<![\w-])(?i:{any_of(kind.names)})[ \u00a0-](?P<letter>[{kind.letters}](?:-?\d)?)"
        r"(?![\w'\u2019]|-\w)"
    )
