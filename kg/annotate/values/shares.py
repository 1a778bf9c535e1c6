"""Shares: per cent in digits or words, and fractions that are plainly a share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.annotate.values.numbers import number_words_pattern, read_number_words
from kg.annotate.values.value import GAP, NUMBER, Value, any_of, holds_any, plain, to_decimal
from kg.datamodel import Span
from kg.lexicon.values import ValueWords


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    digits: re.Pattern[str]
    spelled: re.Pattern[str]
    fraction: re.Pattern[str]


def find_shares(text: str, words: ValueWords) -> Iterator[Value]:
    """Find percentages and fractions of a company; a range of them has no value."""
    patterns = _patterns(words)
    for match in patterns.digits.finditer(text):
        share = None if match["upper"] else plain(to_decimal(match["number"]))
        yield Value(span=Span(*match.span()), label="PERCENT", value=share)
    spelled = patterns.spelled if holds_any(text, words.sets.percent_word) else None
    for match in spelled.finditer(text) if spelled else ():
        share = read_number_words(re.split("[ -]", match["words"].lower()), words)
        if share is not None:
            yield Value(span=Span(*match.span()), label="PERCENT", value=plain(share))
    fraction = patterns.fraction if holds_any(text, words.fractions) else None
    for match in fraction.finditer(text) if fraction else ():
        yield from _read_fraction(match, words)


def _read_fraction(match: re.Match[str], words: ValueWords) -> Iterator[Value]:
    name, count = match["fraction"].lower(), (match["count"] or "").lower()
    counted = words.numbers.get(count)
    # "a fifth stake" is one more stake; "a fifth of the shares" and "one-fifth" are shares
    if name in words.ordinals and counted is None and not match["of"]:
        return
    share = words.fractions[name]
    value = None if share is None else plain(share * (counted or 1) * 100)
    yield Value(span=Span(*match.span()), label="PERCENT", value=value)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> _Patterns:
    sets = words.sets
    percent = any_of(sets.percent_word)
    dashes = any_of(w for w in sets.range_word if not w.isalpha())
    spelled_dash = any_of(w for w in sets.range_word if w.isalpha())
    whole, direct = _split(sets.share_word, sets.of_word)
    return _Patterns(
        digits=re.compile(
            rf"(?<![\w.])(?<!\d,)(?P<number>{NUMBER})"
            rf"(?P<upper>(?:{dashes}|{GAP}(?i:{spelled_dash}){GAP}){NUMBER})?"
            rf"(?:{GAP}|-)?(?i:{percent})(?!\w)"
        ),
        spelled=re.compile(
            rf"(?<![\w-])(?P<words>{number_words_pattern(words)})[ -](?i:{percent})(?!\w)"
        ),
        fraction=re.compile(
            rf"(?<![\w-])(?i:(?:{any_of(sets.article_word)}{GAP})?"
            rf"(?:(?P<count>{any_of(words.numbers)})[ -])?(?P<fraction>{any_of(words.fractions)})"
            rf"(?=(?P<of>{GAP}{any_of(whole)})|[ -]{any_of(direct)}))(?!\w)"
        ),
    )


def _split(
    phrases: tuple[str, ...], openers: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the phrases that begin with one of `openers` from the others."""
    opened = tuple(p for p in phrases if p.split()[0] in openers)
    return opened, tuple(p for p in phrases if p not in opened)
