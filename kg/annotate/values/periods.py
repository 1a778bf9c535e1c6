"""Dates told from the article's own: "yesterday", "earlier this year", "two days ago"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.annotate.values import calendar
from kg.annotate.values.context import Context
from kg.annotate.values.value import GAP, Value, any_of, holds_any
from kg.datamodel import Date, Span
from kg.lexicon.values import ValueWords


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    days: re.Pattern[str]
    units: re.Pattern[str]
    ago: re.Pattern[str]
    year_end: re.Pattern[str]
    season: re.Pattern[str]
    parts: re.Pattern[str]


def find_periods(context: Context) -> Iterator[Value]:
    """Find relative dates, parts of years, and periods that have no value: weeks, decades."""
    patterns = _patterns(context.words)
    for match in patterns.days.finditer(context.text):
        yield _date(match, _day(match, context))
    for match in patterns.units.finditer(context.text):
        yield _date(match, None if match["the"] or match["past"] else _unit(match, context))
    for match in patterns.year_end.finditer(context.text):
        yield _date(match, _year_end(match, context))
    ago = patterns.ago if holds_any(context.text, context.words.sets.ago_word) else None
    for match in ago.finditer(context.text) if ago else ():
        yield _date(match, _ago(match, context))
    for match in patterns.season.finditer(context.text):
        if context.behind(match.start(), context.supports.firm):
            yield _date(match, _season(match, context))
    for match in patterns.parts.finditer(context.text):
        # "H2 Green Steel" is a name
        if not context.before_name(match.end()):
            yield _date(match, calendar.make_year(int(match["year"])) if match["year"] else None)


def _date(match: re.Match[str], value: Date | None) -> Value:
    return Value(span=Span(*match.span()), label="DATE", value=value)


def _day(match: re.Match[str], context: Context) -> Date | None:
    if context.article_date is None:
        return None
    days = context.words.relative_days[re.sub(GAP, " ", match[0]).lower()]
    return calendar.shift_days(context.article_date, days)


def _unit(match: re.Match[str], context: Context) -> Date | None:
    """Read "last Monday", "this month", "next year" and "last March"."""
    article = context.article_date
    if article is None or match["other"]:
        return None
    step = -1 if match["last"] else 1 if match["next"] else 0
    if match["month_unit"]:
        return calendar.shift_months(article, step)
    if match["year_unit"]:
        return calendar.make_year(article.year + step)
    if match["month"]:
        return _named_month(match, context, step)
    if match["season"]:
        return _season(match, context)
    number = _number(match["weekday"], context.words)
    if step:
        return calendar.near_weekday(article, number, step=step, same=False)
    if context.future(*match.span()):
        return calendar.near_weekday(article, number, step=1, same=True)
    # "this Friday" is the one of the article's week, Monday to Sunday
    return calendar.shift_days(article, number - article.isoweekday())


def _named_month(match: re.Match[str], context: Context, step: int) -> Date | None:
    article, number = context.article_date, _number(match["month"], context.words)
    if article is None:
        return None
    if not step:
        return calendar.make_month(article.year, number)
    apart = (number - article.month) * step % 12 or 12
    return calendar.shift_months(article, step * apart)


def _ago(match: re.Match[str], context: Context) -> Date | None:
    words, article = context.words, context.article_date
    if article is None or not match["days"]:
        return None
    return calendar.shift_days(article, -read_count(match["count"], words))


def read_count(count: str, words: ValueWords) -> int:
    """Read how many: 3 of "3" and "three", 1 of "a"."""
    lower = count.lower()
    return int(lower) if lower.isdecimal() else int(words.numbers.get(lower, 1))


def _season(match: re.Match[str], context: Context) -> Date | None:
    """Read "in the autumn", "this spring" and "last summer"."""
    found = match.groupdict()
    article, first = context.article_date, context.words.seasons[match["season"].lower()]
    if article is None:
        return None
    future = context.future(*match.span())
    if found.get("last") or found.get("next"):
        return calendar.near_season(article, first, step=-1 if found["last"] else 1, same=False)
    step = 1 if future else 0 if found.get("this") else -1
    return calendar.near_season(article, first, step=step, same=True)


def _year_end(match: re.Match[str], context: Context) -> Date | None:
    """Read "by the end of the year" of what is to come; else it is open which year is meant."""
    article = context.article_date
    if article is None or not context.future(*match.span()):
        return None
    return calendar.make_year(article.year)


def _number(name: str, words: ValueWords) -> int:
    for known in (*words.months, *words.weekdays):
        if known.name.lower() == name.lower():
            return known.number
    raise ValueError(name)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> _Patterns:
    sets = words.sets
    months, weekdays = any_of(m.name for m in words.months), any_of(d.name for d in words.weekdays)
    the, part, season = any_of(sets.the_word), any_of(sets.day_part), any_of(words.seasons)
    year = r"(?:1[5-9]|20)\d\d"
    of = rf"(?:,|{GAP}{any_of(sets.of_word)})?"
    return _Patterns(
        days=re.compile(rf"(?<![\w-])(?i:{any_of(words.relative_days)})(?!\w)"),
        units=re.compile(
            rf"(?<![\w-])(?i:(?:{any_of(sets.within_word)}{GAP})?(?:(?P<the>{the}){GAP})?"
            rf"(?:(?P<last>{any_of(sets.last_word)})|(?P<past>{any_of(sets.past_word)})"
            rf"|(?P<this>{any_of(sets.this_word)})|(?P<next>{any_of(sets.next_word)})){GAP}"
            rf"(?:(?P<weekday>{weekdays})(?:{GAP}{part})?|(?P<month>{months})"
            rf"|(?P<season>{season})|(?P<month_unit>{any_of(sets.month_word)})|(?P<year_unit>{any_of(sets.year_word)})"
            rf"|(?P<other>{any_of(sets.other_period)})))(?!\w)"
        ),
        ago=re.compile(
            rf"(?<![\w.,$€£-])(?i:(?P<count>\d{{1,3}}|{any_of(words.numbers)}|{any_of(sets.article_word)})"
            rf"{GAP}(?:(?P<days>{any_of(sets.day_word)})|{any_of(sets.past_unit)}){GAP}"
            rf"{any_of(sets.ago_word)})(?!\w)"
        ),
        year_end=re.compile(rf"(?<![\w-])(?i:{any_of(sets.year_end)})(?!-|{GAP}?\w)"),
        season=re.compile(
            rf"(?<![\w-])(?:(?i:{the}){GAP})?(?P<season>{season})(?!-|{GAP}?\w|{of}{GAP}\w)"
        ),
        parts=re.compile(
            rf"(?<![\w-])(?i:(?:{the}{GAP})?(?:(?:{any_of(sets.quarter_name)}|{season}){of}{GAP}(?P<year>{year})"
            rf"|{any_of(sets.quarter_name)}(?:{of}{GAP}{any_of(sets.fiscal_year)}{GAP}{year})?"
            rf"|{any_of(sets.fiscal_year)}{GAP}?{year}|(?:1[5-9]|20)\d0s))(?!\w)"
        ),
    )
