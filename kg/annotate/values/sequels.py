"""Dates told from the one before them: "a year later", "the following month", "that year"."""

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.annotate.values import calendar
from kg.annotate.values.context import SENTENCE_END, Context
from kg.annotate.values.periods import read_count
from kg.annotate.values.value import GAP, Value, any_of
from kg.datamodel import Date, Span
from kg.lexicon.values import ValueWords

# So many sentences may lie between a date and what counts from it.
_REACH = 2
# A day no further from the article's own is that on which something is told.
_TOLD = datetime.timedelta(days=7)
_FINENESS = {"year": 0, "month": 1, "day": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    later: re.Pattern[str]
    following: re.Pattern[str]
    next: re.Pattern[str]
    same: re.Pattern[str]


@dataclass(slots=True)
class _Anchor:
    """The date told last, the number of its sentence, and the latest that it tells."""

    date: Date
    sentence: int
    latest: datetime.date


def find_sequels(context: Context) -> Iterator[Value]:
    """Find dates that count from one told before, still without a value."""
    patterns = _patterns(context.words)
    for pattern in (patterns.later, patterns.following, patterns.next, patterns.same):
        for match in pattern.finditer(context.text):
            yield Value(span=Span(*match.span()), label="DATE", value=None)


def settle_sequels(values: Sequence[Value], context: Context) -> tuple[Value, ...]:
    """Give a value to the dates that count from one told before them.

    That is the latest of the nearest sentence before, or of their own, which tells any; where it
    is not the last one told, it is open which is meant. What would lie ahead of the article has
    no value, but where the sentence speaks of what is to come, nor has a length of time: "over
    the next year".

    Args:
        values: In order and without overlap.
    """
    ends = [match.start() for match in SENTENCE_END.finditer(context.text)]
    anchor: _Anchor | None = None
    settled: list[Value] = []
    for value in values:
        sentence = bisect_left(ends, value.span.start)
        if value.label == "DATE" and value.value is None:
            value = replace(value, value=_count_on(anchor, value.span, sentence, context))
        if isinstance(value.value, Date) and not _tells_the_day(value.value, context):
            date, latest = value.value, value.value.day
            if anchor and anchor.sentence == sentence:
                latest = max(latest, anchor.latest)
            anchor = _Anchor(date=date, sentence=sentence, latest=latest)
        settled.append(value)
    return tuple(settled)


def _tells_the_day(date: Date, context: Context) -> bool:
    """Tell whether a date is that of the news: "Acme began in 2012, Roe said on Monday"."""
    article = context.article_date
    return date.precision == "day" and article is not None and abs(date.day - article) <= _TOLD


def _count_on(anchor: _Anchor | None, span: Span, sentence: int, context: Context) -> Date | None:
    """Count on from a date that is told near enough, and at least as finely."""
    if anchor is None or sentence - anchor.sentence > _REACH or anchor.latest > anchor.date.day:
        return None
    steps, unit = _read_steps(span, context)
    told = anchor.date
    if unit is None or _FINENESS[told.precision] < _FINENESS[unit]:
        return None
    if told.day.year + steps >= datetime.MAXYEAR:
        return None
    if unit == "year":
        found: Date | None = calendar.make_year(told.day.year + steps)
    elif unit == "month":
        found = calendar.shift_months(told.day, steps)
    else:
        found = calendar.shift_days(told.day, steps)
    return found if found and _is_possible(found, span, context) else None


def _is_possible(found: Date, span: Span, context: Context) -> bool:
    """Tell whether a sentence about what is over, or is to come, may mean a date."""
    if context.article_date is None:
        return True
    today = context.article_date.isoformat()[: len(str(found))]
    ahead = context.future(span.start, span.end)
    return str(found) >= today if ahead else str(found) <= today


def _read_steps(span: Span, context: Context) -> tuple[int, str | None]:
    """Read how many of which unit lie between: (2, "year") of "two years later".

    The unit is None where it is open: "half a year later", "over the next year".
    """
    patterns, supports, text = _patterns(context.words), context.supports, context.text
    if match := patterns.later.fullmatch(text, span.start, span.end):
        steps = read_count(match["count"], context.words)
        left_open = context.behind(span.start, supports.fraction)
    elif match := patterns.following.fullmatch(text, span.start, span.end):
        steps, left_open = 1, context.behind(span.start, supports.lasting)
    elif match := patterns.next.fullmatch(text, span.start, span.end):
        before = (supports.lasting, supports.date)
        steps, left_open = 1, any(context.behind(span.start, one) for one in before)
    elif match := patterns.same.fullmatch(text, span.start, span.end):
        steps, left_open = 0, False
    else:
        return 0, None
    return steps, None if left_open else next(unit for unit in _FINENESS if match[unit])


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> _Patterns:
    sets = words.sets
    the, within = any_of(sets.the_word), any_of(sets.within_word)
    kinds = (("year", sets.year_word), ("month", sets.month_word), ("day", sets.day_word))

    def sequel(opening: str, ending: str = "") -> re.Pattern[str]:
        """Write a pattern of what is compared with nothing: not "two years later than"."""
        units = "|".join(rf"(?P<{unit}>{any_of(names)}s?)" for unit, names in kinds)
        compared = any_of(sets.compared_word)
        return re.compile(
            rf"(?<![\w.,$€£\u2013-])(?i:{opening}{GAP}(?:{units}){ending})(?!\w|-\w|{GAP}{compared}(?!\w))"
        )

    count = rf"(?P<count>\d{{1,3}}|{any_of(words.numbers)}|{any_of(sets.article_word)})"
    return _Patterns(
        later=sequel(count, rf"{GAP}{any_of(sets.later_word)}"),
        following=sequel(rf"(?:{within}{GAP})?{the}{GAP}{any_of(sets.following_word)}"),
        next=sequel(rf"(?:{within}{GAP})?{the}{GAP}{any_of(sets.next_word)}"),
        same=sequel(rf"(?:{within}{GAP})?{any_of(sets.same_word)}"),
    )
