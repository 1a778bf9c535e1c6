"""Values of annotated mentions: as the patterns read them, or a person where those err."""

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.annotate.values import find_values
from kg.datamodel import Date, Money
from kg.lexicon.values import ValueWords
from models.corpus import Line, Mention

# Article and wording -> the date as a person reads it, or "" where it cannot be told.
DatesByHand = Mapping[tuple[str, str], str]
_LABELS = {"stake": "PERCENT", "date": "DATE", "round": "ROUND"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueReader:
    """Reads the values of one article; `date` is its own."""

    article: str
    words: ValueWords
    date: datetime.date | None
    by_hand: DatesByHand

    def read(self, key: str, line: Line, mention: Mention) -> dict[str, object]:
        """Return what a mention says as the qualifier `key`, as fields of a fact; {} if unclear."""
        wording = line.text[mention.start : mention.end]
        if key == "date" and (known := self.by_hand.get((self.article, wording))) is not None:
            return {"date": known} if known else {}
        label = _LABELS.get(key, "MONEY")
        for value in find_values(line.text, self.words, article_date=self.date):
            overlaps = value.span.start < mention.end and mention.start < value.span.end
            if value.label == label and overlaps and value.value is not None:
                return _write(key, value.value)
        return {}


def read_dates_by_hand(path: Path) -> DatesByHand:
    """Read a table of article, wording, date and reason, separated by tabs, with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["article"], row["wording"]): row["date"] for row in rows}


def _write(key: str, value: Money | Date | Decimal | str) -> dict[str, object]:
    if isinstance(value, Decimal):
        return {key: _number(value)}
    if not isinstance(value, Money):
        return {key: str(value)}
    currency = "currency" if key == "amount" else f"{key}Currency"
    told: dict[str, object] = {key: _number(value.amount), currency: value.currency}
    if key == "amount" and value.upper is not None:
        told["amountUpTo"] = _number(value.upper)
    if key == "amount" and value.precision != "exact":
        told["amountPrecision"] = value.precision
    return told


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
