"""Calendar arithmetic: which day, month or year a date without all its parts means."""

import datetime

from kg.datamodel import Date

# A day and month without a year that lie further back than this mean the coming one:
# nobody writes "on 1 December" on 16 November for the December of the year before.
_FAR_BACK = 300
# So does one that lies further back than this in the year before, and comes in the article's own:
# in news a day without a year is one of the current year.
_HALF_A_YEAR = 183
_DAYS_OF_WEEK = 7
_MONTHS_OF_SEASON = 3
_MONTHS_OF_YEAR = 12


def make_day(year: int, month: int, day: int) -> Date | None:
    """Make a date of day precision; None where the calendar has no such day."""
    try:
        return Date(day=datetime.date(year, month, day), precision="day")
    except ValueError:
        return None


def make_month(year: int, month: int) -> Date:
    """Make a date of month precision."""
    return Date(day=datetime.date(year, month, 1), precision="month")


def make_year(year: int) -> Date:
    """Make a date of year precision."""
    return Date(day=datetime.date(year, 1, 1), precision="year")


def shift_days(article: datetime.date, days: int) -> Date | None:
    """Count days from the article's date."""
    try:
        return Date(day=article + datetime.timedelta(days=days), precision="day")
    except OverflowError:
        return None


def shift_months(article: datetime.date, months: int) -> Date:
    """Count months from the article's month."""
    years, month = divmod(article.month - 1 + months, 12)
    return make_month(article.year + years, month + 1)


def near_weekday(article: datetime.date, weekday: int, *, step: int, same: bool) -> Date | None:
    """Find the weekday (Monday is 1) before (`step` -1) or after (1) the article's date.

    `same` allows the article's own date.
    """
    apart = (weekday - article.isoweekday()) * step % _DAYS_OF_WEEK
    return shift_days(article, step * (apart or (0 if same else _DAYS_OF_WEEK)))


def near_day(article: datetime.date, month: int, day: int, *, future: bool) -> Date | None:
    """Find the year of a day and month: the last one, or the coming one.

    That is meant of the future, and where the last one lies far back.
    """
    last = _nearest(article, month, day, step=-1)
    coming = _nearest(article, month, day, step=1)
    if future or last is None or coming is None:
        return coming
    back = (article - last.day).days
    in_its_year = last.day.year < article.year == coming.day.year
    return coming if back > (_HALF_A_YEAR if in_its_year else _FAR_BACK) else last


def near_month(article: datetime.date, month: int, *, future: bool) -> Date | None:
    """Find the year of a month; None where the month is about to come and nothing tells.

    A month alone is said of the past further back than a day is.
    """
    apart = (article.month - month) % 12
    if future:
        return shift_months(article, (month - article.month) % 12)
    return None if apart * 30 >= _FAR_BACK else shift_months(article, -apart)


def near_season(article: datetime.date, first_month: int, *, step: int, same: bool) -> Date | None:
    """Find the year of a season: the one before (`step` -1) or after (1) the article's date.

    `same` allows the one that the article's date lies in; 0 is that of the article's year. None
    where the season lies in two years.
    """
    last_month = first_month + _MONTHS_OF_SEASON - 1
    if last_month > _MONTHS_OF_YEAR:
        return None
    begun, over = article.month >= first_month, article.month > last_month
    if step < 0:
        in_its_year = begun if same else over
    else:
        in_its_year = step == 0 or not (over if same else begun)
    return make_year(article.year + (0 if in_its_year else step))


def _nearest(article: datetime.date, month: int, day: int, *, step: int) -> Date | None:
    # 29 February needs up to eight years
    for apart in range(9):
        found = make_day(article.year + step * apart, month, day)
        if found and (found.day - article).days * step >= 0:
            return found
    return None
