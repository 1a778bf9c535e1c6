"""Put qualifiers into the words that a reader expects: "up to $600 million"."""

import re
from dataclasses import dataclass
from datetime import date

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifiers:
    """When, how much, as what; None or "" where it is not said.

    `stake` is in per cent; precisions are local names of the schema.
    """

    amount: float | None = None
    amount_up_to: float | None = None
    amount_precision: str = ""
    currency: str = ""
    valuation: float | None = None
    valuation_up_to: float | None = None
    valuation_precision: str = ""
    valuation_currency: str = ""
    date: str = ""
    date_precision: str = ""
    role: str = ""
    role_wording: str = ""
    stake: float | None = None
    funding_round: str = ""
    lead: bool = False

    def money(self) -> str:
        """Word the amount, with its precision.

        >>> Qualifiers(amount=6e8, amount_precision="upTo", currency="USD").money()
        'up to $600 million'
        """
        return _word_money(self.amount, self.amount_up_to, self.amount_precision, self.currency)

    def worth(self) -> str:
        """Word the valuation, likewise."""
        return _word_money(
            self.valuation,
            self.valuation_up_to,
            self.valuation_precision,
            self.valuation_currency,
        )

    def share(self) -> str:
        """Word the stake.

        >>> Qualifiers(stake=12.5).share()
        '12.5 %'
        """
        return "" if self.stake is None else f"{self.stake:g} %"

    def when(self) -> str:
        """Word the date, as precisely as it is known."""
        return format_date(self.date, self.date_precision)

    def lines(self) -> list[tuple[str, str]]:
        """List what is said, each with its name."""
        role = self.role
        if self.role_wording and self.role_wording.casefold() != role.casefold():
            role = f"{role} (“{self.role_wording}”)" if role else self.role_wording
        lines = [
            ("Role", role),
            ("Amount", self.money()),
            ("Date", self.when()),
            ("Stake", self.share()),
            ("Round", self.funding_round),
            ("Lead investor", "yes" if self.lead else ""),
            ("Valuation", self.worth()),
        ]
        return [(name, words) for name, words in lines if words]


def _word_money(amount: float | None, upper: float | None, precision: str, currency: str) -> str:
    if amount is None:
        return ""
    words = format_money(amount, currency)
    if upper is not None:
        words += " to " + format_money(upper, currency)
    return words if precision in ("", "exact") else f"{split_words(precision)} {words}"


def format_money(amount: float, currency: str) -> str:
    """Word an amount of money.

    >>> format_money(75_000_000, "USD"), format_money(1.25e9, "CHF"), format_money(900, "")
    ('$75 million', 'CHF 1.25 billion', '900')
    """
    sign = SYMBOLS.get(currency, f"{currency} " if currency else "")
    for size, word in SCALES:
        if abs(amount) >= size:
            number = f"{amount / size:,.3f}".rstrip("0").rstrip(".")
            return f"{sign}{number} {word}"
    return f"{sign}{amount:,.2f}".removesuffix(".00")


def format_date(written: str, precision: str = "day") -> str:
    """Word an xsd:date.

    >>> format_date("2026-03-01", "month"), format_date("2026-03-01")
    ('March 2026', '1 March 2026')
    """
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    if precision == "year":
        return str(day.year)
    return f"{day:%B} {day.year}" if precision == "month" else f"{day.day} {day:%B} {day.year}"


def read_identifier(identifier: str) -> str:
    """Write the id of an article, often the name of its file, as words if it is made of some.

    >>> read_identifier("news/05-google-stake-in-a24"), read_identifier("005-aa11")
    ('Google stake in a24', '005-aa11')
    """
    words = re.split(r"[-_\s]+", identifier.rstrip("/").rpartition("/")[2])
    named = words[1:] if words[0].isdecimal() else words
    if sum(word.isalpha() for word in named) < 2:
        return identifier
    text = " ".join(named).strip()
    return text[:1].upper() + text[1:]


def split_words(name: str) -> str:
    """Write a local name as words.

    >>> split_words("upTo"), split_words("hasRole")
    ('up to', 'has role')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
