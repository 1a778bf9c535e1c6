"""What the finders of values hand over, and the pieces their patterns share."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.datamodel import Date, Money, Span

Label = Literal["MONEY", "PERCENT", "DATE", "ROUND"]
Normalised = Money | Decimal | Date | str | None

# A blank inside a value, or two, also as HTML writes one; a line end is none.
GAP = "(?:[ \u00a0\u2000-\u200a\u202f]{1,2}|&nbsp;|&#160;)"
_GROUP_BLANK = "[\u00a0\u2009\u202f]"
# Every repeat is bounded, so that odd input costs linear time.
NUMBER = (
    r"(?:\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?:\.\d{1,6})?"
    rf"|\d{{1,3}}(?:{_GROUP_BLANK}\d{{3}}){{1,5}}"
    r"|\d{1,15}(?:[.,]\d{1,6})?)"
    r"(?!\d|[.,]\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An amount, share, date or funding round; `value` is None where it stays open.

    `text` at `span` is the wording, without hedges. A PERCENT is in per cent.
    """

    span: Span
    label: Label
    value: Normalised


def any_of(words: Iterable[str]) -> str:
    """Write a pattern for one of the words, the longest first; blanks match any blank."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace("\\ ", GAP) for w in longest) + ")"


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Tell whether a word occurs in `text` at all, as a cheap look before a costly pattern."""
    lowered = text.lower()
    return any(word.lower() in lowered for word in words)


def to_decimal(digits: str) -> Decimal:
    """Read what `NUMBER` matched: groups of digits behind commas or blanks, or a decimal comma.

    >>> to_decimal("1,250,000"), to_decimal("9,8"), to_decimal("1.50")
    (Decimal('1250000'), Decimal('9.8'), Decimal('1.50'))
    >>> to_decimal("1\u00a0250\u00a0000")
    Decimal('1250000')
    """
    digits = re.sub(_GROUP_BLANK, "", digits)
    if _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(",", "."))


def plain(number: Decimal) -> Decimal:
    """Drop trailing zeros and exponents, so that equal amounts are written alike.

    >>> plain(Decimal("75.00")), plain(Decimal("1E+9"))
    (Decimal('75'), Decimal('1000000000'))
    """
    return Decimal(f"{number.normalize():f}")
