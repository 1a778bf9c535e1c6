"""Dates told from the one before them: "a year later", "the following month", "that year"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.annotate.values import calendar
from kg.annotate.values.context import Context
from kg.annotate.values.value import GAP, Value, any_of
from kg.datamodel import Date, Span
from kg.lexicon.values import ValueWords

# So many sentences before it may end the one that tells the date it counts from.
_REACH = 2
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019)]?\s+|\n+")
_FINENESS = {"year": 0, "month": 1, "day": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    later: re.Pattern[str]
    next: re.Pattern[str]
    same: re.Pattern[str]


def find_sequels(context: Context) -> Iterator[Value]:
    """Find dates that count from one told before, still without a value."""
    patterns = _patterns(context.words)
    for pattern in (patterns.later, patterns.next, patterns.same):
        for match in pattern.finditer(context.text):
            yield Value(span=Span(*match.span()), label="DATE", value=None)


def settle_sequels(values: Sequence[Value], context: Context) -> tuple[Value, ...]:
    """Give a value to the dates that count from one told before them.

    That is the latest of the nearest sentence before, or of their own, which tells any; where it
    is not the last one told, it is open which is meant. What would lie ahead of the article has
    no value, but where the sentence speaks of what is to come.

    Args:
        values: In order and without overlap.
    """
    settled: list[Value] = []
    for value in values:
        steps = _read_steps(context.text[value.span.start : value.span.end], context.words)
        if steps and value.label == "DATE" and value.value is None:
            anchor = _find_anchor(settled, value.span.start, context.text)
            found = _count_on(anchor, *steps) if anchor else None
            value = replace(value, value=found if _is_told(found, value.span, context) else None)
        settled.append(value)
    return tuple(settled)


def _read_steps(wording: str, words: ValueWords) -> tuple[int, str] | None:
    """Read how many of which unit lie between: (2, "year") of "two years later"."""
    patterns = _patterns(words)
    if match := patterns.later.fullmatch(wording):
        count = match["count"].lower()
        steps = int(count) if count.isdecimal() else int(words.numbers.get(count, 1))
    elif match := patterns.next.fullmatch(wording):
        steps = 1
    elif match := patterns.same.fullmatch(wording):
        steps = 0
    else:
        return None
    return steps, next(unit for unit in _FINENESS if match[unit])


def _find_anchor(before: Sequence[Value], start: int, text: str) -> Date | None:
    dates = [(v.span, v.value) for v in before if isinstance(v.value, Date)]
    if not dates:
        return None
    last, anchor = dates[-1]
    if len(_SENTENCE_END.findall(text, last.end, start)) > _REACH:
        return None
    beside = (date for span, date in dates if not _SENTENCE_END.search(text, span.end, last.start))
    return anchor if all(date.day <= anchor.day for date in beside) else None


def _count_on(anchor: Date, steps: int, unit: str) -> Date | None:
    """Count units on from a date that is told at least as finely."""
    if _FINENESS[anchor.precision] < _FINENESS[unit]:
        return None
    if unit == "year":
        return calendar.make_year(anchor.day.year + steps)
    if unit == "month":
        return calendar.shift_months(anchor.day, steps)
    return calendar.shift_days(anchor.day, steps)


def _is_told(found: Date | None, span: Span, context: Context) -> bool:
    """Tell whether an article may speak of a date as it does."""
    if found is None:
        return False
    article = context.article_date
    return article is None or found.day <= article or context.future(span.start, span.end)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> _Patterns:
    sets = words.sets
    the, within = any_of(sets.the_word), any_of(sets.within_word)

    def units(plural: str) -> str:
        return "|".join(
            rf"(?P<{unit}>{any_of(names)}{plural})"
            for unit, names in (
                ("year", sets.year_word),
                ("month", sets.month_word),
                ("day", sets.day_word),
            )
        )

    return _Patterns(
        later=re.compile(
            rf"(?<![\w.,$€£-])(?i:(?P<count>\d{{1,3}}|{any_of(words.numbers)}|{any_of(sets.article_word)})"
            rf"{GAP}(?:{units('s?')}){GAP}{any_of(sets.later_word)})(?!\w)"
        ),
        next=re.compile(
            rf"(?<![\w-])(?i:(?:{within}{GAP})?{the}{GAP}{any_of(sets.following_word)}{GAP}(?:{units('')}))(?!\w)"
        ),
        same=re.compile(
            rf"(?<![\w-])(?i:(?:{within}{GAP})?{any_of(sets.same_word)}{GAP}(?:{units('')}))(?!\w)"
        ),
    )
