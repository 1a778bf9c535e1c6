"""Text and metadata -> `Article`: one place decides what a header says."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

from kg.datamodel import Article, ArticleHeader
from kg.errors import InputError
from kg.read.decode import MAX_CHARACTERS, MAX_LINE_CHARACTERS, normalise, one_line, shown
from kg.read.wrapped import join_wrapped

# Headlines of news sites have at most some 110 characters; the longest of a tabloid about 180.
MAX_HEADLINE = 200
# A byline or dateline stands right under the headline, at times after a standfirst and a name.
DATELINE_LINES = 5
MAX_DATELINE = 120

_SENTENCE_END = re.compile(r"""[.,;:]["'\u201d\u2019)\]]*$""")
# A day with its year written out, in the orders that leave no doubt which number is the day;
# not the end of a range ("12-16 November 2026").
_DAY = re.compile(
    r"(?<![\w/\u2013])(?:(?<=--)|(?<!-))(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<first>\d{1,2})(?:st|nd|rd|th)? (?P<month>[^\W\d_]{3,9})\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[^\W\d_]{3,9})\.? (?P<second>\d{1,2})(?:st|nd|rd|th)?, (?P<year2>\d{4}))"
    r"(?![\d/\u2013]|-(?!-))"
)
_SEPARATOR = r"[|\u00b7\u2022\u2014\u2013:,(-]"
# Before the day: nothing, at most two words, or anything closed by a separator (and a weekday).
_LEAD = re.compile(rf"(?:\W*(?:[^\W\d]+:?\s+){{0,2}}|.*{_SEPARATOR}\s*(?:[^\W\d]+\.?,?\s+)?)$")
# After the day: nothing, a time, or anything that begins with a separator.
_TRAIL = re.compile(rf"\W*$|\s*{_SEPARATOR}|T?\s*(?:[^\W\d]+\s)?\d{{1,2}}[:.]\d{{2}}")
# Capitals begin it, and no word of it is a number: "Agency", "AB Newswire", "TV2".
_AGENCY_NAME = r"(?![^()/\n]*[ .]\d)[^\W\d_a-z](?:[^\W_]|[.&' -]){1,38}"
# In running text only a dash makes a dateline: "LONDON, Nov. 16, 2026 (Agency) - ...", with the
# mark of a wire in slashes too; "--" needs no blank behind it.
_DASH = re.compile(r"\s*(?:(?:\([^()]{1,40}\)|/[^/]{1,40}/)\s*)?(?:(?:\u2014|\u2013|-)\s|--)")
# The day alone in brackets, behind a place in capitals: "LONDON (16 November 2026) - ...".
_PLACE = re.compile(r"[^\W\d_a-z]{3}[^\d()a-z]*\b[^\d()]*\($")
_CLOSED_DASH = re.compile(rf"\){_DASH.pattern}")
# The mark of an agency between place and dash: "LONDON (Agency) -", "PARIS, May 3 /Agency/ --".
_AGENCY = re.compile(
    r"^(?P<place>[^\W\d_a-z]{2}[^a-z\d,()\n]*)(?:,[^()/\n]{1,60}?)?(?:\s|--)"
    rf"(?:\((?P<name>{_AGENCY_NAME})\)|/(?P<wire>{_AGENCY_NAME})/)(?:\s\d[^()\n]{{1,25}})?\s*(?:\u2014|\u2013|--|-\s)",
)
_STROKES = re.compile(r"\d{4}/\d{2}/\d{2}")
_FEWEST_ENTRIES = 3
# Longer than any day that is written out, with what tells that it ends there.
_MOST_DAY = 40
# What stands above a headline is short: the section, "PRESS RELEASE".
_MOST_LABEL_WORDS = 3
_BYLINE = re.compile(r"(?:By|BY) (?:[^\W\d_a-z]\S*\s?){1,4}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Metadata as found; None or blank where there is none."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    publisher: str | None = None
    author: str | None = None


def fill_header(fields: Fields, *, title: str | None, text: str) -> Fields:
    """Fill a title and a date that `fields` lacks with `title` and the dateline of `text`."""
    date = find_dateline_date(text)
    return replace(
        fields,
        title=_filled(fields.title) or title,
        date=_filled(fields.date) or (date.isoformat() if date else None),
    )


def make_article(
    text: str,
    fields: Fields,
    path: Path,
    *,
    article_id: str,
    on_fault: Callable[[InputError], None],
    line: int | None = None,
) -> Article:
    """Make an article of a text; what `fields` lacks of title, date, publisher may stand in it.

    A malformed date is told to `on_fault`, and the article is made without it.

    Raises:
        InputError: The text is blank or too long, or the id is blank.
    """
    text = join_wrapped(normalise(text))
    check_size(text, path, line=line)
    article_id = one_line(article_id)
    if not article_id:
        raise InputError(shown(path), "has a blank id", line=line)
    date = None
    try:
        date = parse_date(fields.date)
    except ValueError:
        quoted = one_line(fields.date or "")[:40]
        reason = f'the date "{quoted}" cannot be read; without it the article is kept'
        on_fault(InputError(shown(path), reason, line=line))
    header = ArticleHeader(
        id=article_id,
        path=shown(path),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=_filled(fields.title) or find_headline(text),
        url=_filled(fields.url),
        date=date or find_dateline_date(text),
        publisher=_filled(fields.publisher) or find_dateline_agency(text),
        author=_filled(fields.author),
    )
    return Article(header=header, text=text)


def check_size(text: str, path: Path, *, line: int | None = None) -> None:
    """Refuse a text that is blank, or too long to be an article's.

    Raises:
        InputError: It is.
    """
    if not text.strip():
        raise InputError(shown(path), "has no text", line=line)
    if len(text) > MAX_CHARACTERS:
        reason = f"has a text longer than {MAX_CHARACTERS:,} characters"
        raise InputError(shown(path), reason, line=line)
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE_CHARACTERS:
        reason = f"has a line of {longest:,} characters; at most {MAX_LINE_CHARACTERS:,} are prose"
        raise InputError(shown(path), reason, line=line)


def parse_date(value: str | None) -> datetime.date | None:
    """Read a date or time of ISO 8601, or one of RFC 5322, as feeds write them.

    Of a time, it is the day as it is written, in its own zone. A day may also be written out
    ("March 11, 2026"), or have strokes behind its year ("2026/03/11").

    Raises:
        ValueError: It is none of these.
    """
    value = (value or "").strip()
    for match, day in _days(value):
        if match[0] == value:
            return day
    if _STROKES.fullmatch(value):
        value = value.replace("/", "-")
    if value[:1].isalpha():
        return parsedate_to_datetime(value).date()
    return datetime.datetime.fromisoformat(value).date() if value else None


def find_headline(text: str) -> str | None:
    """Take the first line for a headline if it looks like one and something follows it.

    A line above it may name a section or the kind of text: "Business", "PRESS RELEASE".
    """
    label = None
    lines = (line for line in text.split("\n") if line.strip())
    for line, _ in pairwise(lines):
        headline = _read_headline(line)
        if headline is None:
            break
        if not _is_label(headline):
            return headline
        label = label or headline
    return label


def _read_headline(line: str) -> str | None:
    headline = one_line(line.strip().lstrip("#"))
    if not headline or len(headline) > MAX_HEADLINE:
        return None
    if _SENTENCE_END.search(headline) or _BYLINE.match(headline) or _line_dates(headline):
        return None
    return headline if any(letter.isalpha() for letter in headline) else None


def _is_label(headline: str) -> bool:
    words = headline.split()
    return len(words) == 1 or (len(words) <= _MOST_LABEL_WORDS and headline.isupper())


def find_dateline_date(text: str) -> datetime.date | None:
    """Find the day that a byline or dateline gives, if all of them give the same one.

    Where several lines begin with days of their own, they are the entries of a timeline.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = {line: days for line in lines[:DATELINE_LINES] if (days := _line_dates(line))}
    if not found:
        return None
    entries = {line: day for line in lines if (day := _entry_date(line))}
    told = {} if len(set(entries.values())) < _FEWEST_ENTRIES else entries
    days = {day for line, dates in found.items() if line not in told for day in dates}
    return days.pop() if len(days) == 1 else None


def _entry_date(line: str) -> datetime.date | None:
    """Return the day that a line begins with, as an entry does: "- **3 May 2026** - ..."."""
    line = line.lstrip("#*-\u2013\u2014\u2022 \t")[:_MOST_DAY]
    return next((day for match, day in _days(line) if match.start() == 0), None)


def find_dateline_agency(text: str) -> str | None:
    """Find the agency that a dateline names: "LONDON (Agency) -".

    In brackets behind a name there may be its abbreviation instead: "GLOBEX (GLBX) -", and
    several such lines are a list: "JANE ROE (Acme) - ...".
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = {number: match for number, match in enumerate(map(_AGENCY.match, lines)) if match}
    names = {one_line(match["name"] or match["wire"]) for match in found.values()}
    if len(names) != 1 or min(found) >= DATELINE_LINES:
        return None
    name, place = names.pop(), found[min(found)]["place"]
    return None if name.isupper() and _is_abbreviation(name, place) else name


def _is_abbreviation(short: str, name: str) -> bool:
    """Tell whether a name has all letters of a short form, in their order."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def _line_dates(line: str) -> set[datetime.date]:
    line = line.strip()
    short = len(line) <= MAX_DATELINE and not _SENTENCE_END.search(line)
    return {
        day
        for match, day in _days(line if short else line[:MAX_DATELINE])
        if (short and _LEAD.match(line[: match.start()]) and _TRAIL.match(line[match.end() :]))
        or (_DASH.match(line[match.end() :]) and not _is_in_brackets(line[: match.start()]))
        or (_PLACE.match(line[: match.start()]) and _CLOSED_DASH.match(line[match.end() :]))
    }


def _is_in_brackets(before: str) -> bool:
    """Tell whether brackets are open: "Jane Roe (4 August 1932 - 28 October 2010) was a writer"."""
    return before.count("(") > before.count(")")


def _days(line: str) -> Iterator[tuple[re.Match[str], datetime.date]]:
    for match in _DAY.finditer(line):
        day = match["first"] or match["second"]
        month = match["month"] or match["month2"] or ""
        month = "Sep" if month.casefold() == "sept" else month
        written = match["iso"] or f"{match['year'] or match['year2']} {month} {day}"
        for form in ("%Y-%m-%d",) if match["iso"] else ("%Y %B %d", "%Y %b %d"):
            try:
                yield match, datetime.datetime.strptime(written, form).date()
            except ValueError:
                continue
            break


def _filled(value: str | None) -> str | None:
    return one_line(value or "") or None
