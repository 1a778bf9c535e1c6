"""Dates with a day, month or year of their own, and weekdays: "16 November", "on Tuesday"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.annotate.values import calendar
from kg.annotate.values.context import Context
from kg.annotate.values.value import GAP, Value, any_of
from kg.datamodel import Date, Span
from kg.lexicon.values import CalendarName, ValueWords

_YEAR = r"(?:1[5-9]|20)\d\d"
# Read by a handler: None is no date at all, a pair is its span and what it means.
_Found = tuple[Span, Date | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Patterns of the names, and what number each stands for."""

    months: dict[str, CalendarName]
    weekdays: dict[str, CalendarName]
    patterns: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Context], _Found]], ...]


def find_dates(context: Context) -> Iterator[Value]:
    """Find dates; a longer one may overlap the shorter ones inside it."""
    for pattern, handler in _names(context.words).patterns:
        for match in pattern.finditer(context.text):
            if found := handler(match, context):
                yield Value(span=found[0], label="DATE", value=found[1])


def _read_day(match: re.Match[str], context: Context) -> _Found:
    """Read "16 November 2026" and "Nov. 16"; the year may be missing."""
    names = _names(context.words)
    month, day, year = names.months[_bare(match["month"])].number, int(match["day"]), match["year"]
    if calendar.make_day(int(year) if year else 2000, month, day) is None:
        return None
    span = Span(*match.span())
    if match.groupdict().get("first"):
        return span, None
    if year:
        return span, calendar.make_day(int(year), month, day)
    if context.article_date is None:
        return span, None
    future = context.future(span.start, span.end)
    return span, calendar.near_day(context.article_date, month, day, future=future)


def _read_month_year(match: re.Match[str], context: Context) -> _Found:
    month = _names(context.words).months[_bare(match["month"])].number
    return Span(*match.span()), calendar.make_month(int(match["year"]), month)


def _read_iso(match: re.Match[str], context: Context) -> _Found:
    found = calendar.make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return (Span(*match.span()), found) if found else None


def _read_numeric(match: re.Match[str], context: Context) -> _Found:
    """Read "16/11/2026"; where day and month cannot be told apart there is no value."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings = {calendar.make_day(year, second, first), calendar.make_day(year, first, second)}
    dates = [date for date in readings if date]
    if not dates:
        return None
    return Span(*match.span()), dates[0] if len(dates) == 1 else None


def _read_month(match: re.Match[str], context: Context) -> _Found:
    """Read a month alone, if what stands around it supports that it is one."""
    name = _names(context.words).months[_bare(match["month"])]
    start, end = match.span()
    supported = context.behind(start, context.supports.date)
    named = context.before_name(end)
    # "In April Acme grew", but "By April Jones"
    firm = context.behind(start, context.supports.firm) and not named
    firm = firm or context.behind_opening(start)
    if match["month"].islower():
        followed = re.match(rf"{GAP}?\w", context.text[end : end + 2])
        accepted = firm and not (name.also_word and followed)
    elif name.also_word or _bare(match["month"]).title() in name.abbreviations:
        accepted = firm
    else:
        accepted = supported or not (named or context.after_name(start))
    if not accepted:
        return None
    article = context.article_date
    if article is None:
        return Span(start, end), None
    future = context.future(start, end)
    return Span(start, end), calendar.near_month(article, name.number, future=future)


def _read_weekday(match: re.Match[str], context: Context) -> _Found:
    name = _names(context.words).weekdays[_bare(match["weekday"])]
    start, end = match.span()
    named = context.before_name(end)
    if context.behind(start, context.supports.strong):
        accepted = True
    elif context.behind(start, context.supports.weekday):
        accepted = not named
    else:
        accepted = not (named or context.after_name(start))
    if not accepted:
        return None
    article = context.article_date
    if article is None or match["plural"]:
        return Span(start, end), None
    step = 1 if context.future(start, end) else -1
    return Span(start, end), calendar.near_weekday(article, name.number, step=step, same=True)


def _read_year(match: re.Match[str], context: Context) -> _Found:
    """Read a year alone: "in 2019", "(2019)", "2015 to 2019", "2019: ..." and "the 2019 deal"."""
    start, end = match.span()
    supports, text = context.supports, context.text
    noun = re.match(rf"{GAP}[A-Za-z]", text[end : end + 2])
    if int(match["year"]) % 100 == 0 and noun and noun[0][-1].islower():
        # "in 1900 homes", "the 2000 workers"
        return None
    accepted = (
        context.behind(start, supports.date)
        or context.behind(start, supports.year_range)
        or (text[max(0, start - 1) : start] == "(" and text[end : end + 1] in (")", ","))
        or (text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] == ":")
        or (noun and context.behind(start, supports.determiner))
    )
    if not accepted:
        return None
    return Span(start, end), None if match["more"] else calendar.make_year(int(match["year"]))


def _bare(name: str) -> str:
    return name.rstrip(".").lower()


@lru_cache(maxsize=4)
def _names(words: ValueWords) -> _Names:
    months = {n.lower(): m for m in words.months for n in (m.name, *m.abbreviations)}
    weekdays = {n.lower(): d for d in words.weekdays for n in (d.name, *d.abbreviations)}
    full_month = _cased({m.name.lower(): m for m in words.months})
    month = rf"(?:{full_month}\b|{_cased(months)}\b\.?)"
    weekday = _cased(weekdays)
    full_weekday = _cased({d.name.lower(): d for d in words.weekdays}, lower=True)
    # looked at first, because it rules out most places
    initial = rf"(?=[\d{''.join(sorted({n[0].upper() for n in weekdays}))}])"
    lead = rf"(?:(?:{weekday})\.?,?{GAP}(?:(?i:{any_of(words.sets.the_word)}){GAP})?)?"
    number = rf"\d{{1,2}}(?:(?i:{any_of(words.sets.ordinal_ending)}))?"
    day = number.replace(r"\d{1,2}", r"(?P<day>\d{1,2})", 1)
    dash = any_of(w for w in words.sets.range_word if not w.isalpha())
    of = rf"(?:{GAP}(?i:{any_of(words.sets.of_word)}))?"
    any_case = rf"(?P<month>{month}|{any_of(months)}\b)(?!\w|\.\w)"
    month = rf"(?P<month>{month})"
    part = rf"(?:{GAP}(?i:{any_of(words.sets.day_part)})(?!\w))?"
    amount = rf"(?!(?:{GAP}|-)?(?i:{any_of([*words.magnitudes, *words.sets.percent_word])})(?!\w))"
    year = rf"(?:,?{GAP}(?P<year>{_YEAR})(?![\w%]|[.,]\d))?"
    sources = (
        (
            rf"{initial}(?<![\w.,/:$€£¥-]){lead}(?:(?P<first>{number}){dash})?{day}{of}{GAP}{month}{year}(?!\w)",
            _read_day,
        ),
        (
            rf"(?<!\w){lead}{month}{GAP}(?:(?P<first>{number}){dash})?{day}"
            rf"(?![\w:%]|[.,/-]\d|[-\u2013]\d){amount}{year}",
            _read_day,
        ),
        (rf"(?<!\w){month},?{of}{GAP}(?P<year>{_YEAR})(?![\w%]|[.,]\d)", _read_month_year),
        (
            r"(?<![\w/.-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\w|/)",
            _read_iso,
        ),
        (
            rf"(?<![\w/.-])(?P<first>\d{{1,2}})(?P<by>[/.-])(?P<second>\d{{1,2}})(?P=by)(?P<year>{_YEAR})"
            r"(?![\w/-])",
            _read_numeric,
        ),
        (rf"(?<![\w-])(?:(?i:{any_of(words.sets.mid_word)})-)?{any_case}", _read_month),
        (rf"(?<![\w-])(?P<weekday>{full_weekday})(?P<plural>s)?(?!\w|\.\w){part}", _read_weekday),
        (
            rf"(?<![\w.,/:$€£¥₹#])(?P<year>{_YEAR})(?P<more>[-\u2013/]\d\d(?!\d))?"
            rf"(?![\w%]|[.,:/]\d|-[a-z]){amount}",
            _read_year,
        ),
    )
    patterns = tuple((re.compile(source), handler) for source, handler in sources)
    return _Names(months=months, weekdays=weekdays, patterns=patterns)


def _cased(names: dict[str, CalendarName], *, lower: bool = False) -> str:
    """Write the names as proper nouns, in capitals and, if asked, in lower case."""
    forms = [form for name in names for form in (name.title(), name.upper())]
    return any_of([*forms, *names] if lower else forms)
