"""The facts to compare: what people found in an article, and what a build states."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import cast, get_args

from kg.datamodel import Date, DatePrecision, Money, Qualifiers, Status
from kg.errors import OutputError
from kg.evaluate.records import Record, read_records
from kg.schema import Schema

STATEMENTS = "statements.jsonl"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a thing is called."""

    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A relation between two named things; `relation` is a local name of the schema."""

    subject: Name
    relation: str
    object: Name
    status: Status = "asserted"
    qualifiers: Qualifiers = field(default_factory=Qualifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A fact that an article states; one that is no `must` may be found or not."""

    article: str
    fact: Fact
    must: bool = True
    attributed_to: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The annotated articles, those without a fact as well, and their facts in order."""

    articles: tuple[str, ...]
    facts: tuple[GoldFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of an article that a statement rests on."""

    article: str
    text: str
    attributed_to: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """A statement of a build; `id` is its IRI or number there."""

    id: str
    fact: Fact
    quotes: tuple[Quote, ...]


def read_gold(path: Path, schema: Schema) -> Gold:
    """Read annotated facts, one article a line.

    Raises:
        InputError: A line is malformed, names an unknown relation, or repeats an article.
    """
    articles: dict[str, int] = {}
    facts: list[GoldFact] = []
    for record in read_records(path):
        article = record.text("article")
        if article in articles:
            record.fail("article", f"{article!r} stands in line {articles[article]} already")
        articles[article] = record.line
        facts += [_read_gold_fact(fact, article, schema) for fact in record.children("facts")]
    return Gold(articles=tuple(articles), facts=tuple(facts))


def read_statements(folder: Path) -> Iterator[StatedFact]:
    """Read the statements of a build.

    Raises:
        OutputError: There is no build in the folder.
        InputError: A line is malformed.
    """
    path = folder / STATEMENTS
    if not path.is_file():
        raise OutputError(f"{path}: is not there; run `kg build` first")
    for record in read_records(path):
        yield StatedFact(
            id=record.text("id"),
            fact=_read_fact(record),
            quotes=tuple(
                Quote(
                    article=quote.text("article"),
                    text=quote.text("quote"),
                    attributed_to=_read_attribution(quote),
                )
                for quote in record.children("evidence")
            ),
        )


def _read_gold_fact(record: Record, article: str, schema: Schema) -> GoldFact:
    fact = _read_fact(record)
    if fact.relation not in schema.relations:
        record.fail("relation", f"{fact.relation!r} is not a relation of the schema")
    need = record.text("need")
    if need not in ("must", "may"):
        record.fail("need", f"is {need!r}, neither must nor may")
    record.texts("evidence")
    return GoldFact(
        article=article, fact=fact, must=need == "must", attributed_to=_read_attribution(record)
    )


def _read_fact(record: Record) -> Fact:
    status = record.optional_text("status") or "asserted"
    if status not in get_args(Status):
        record.fail("status", f"is {status!r}, not one of {', '.join(get_args(Status))}")
    has_qualifiers = record.data.get("qualifiers") is not None
    return Fact(
        subject=_read_name(record.child("subject")),
        relation=record.text("relation"),
        object=_read_name(record.child("object")),
        # the check above is the proof that mypy cannot follow
        status=cast(Status, status),
        qualifiers=_read_qualifiers(record.child("qualifiers")) if has_qualifiers else Qualifiers(),
    )


def _read_name(record: Record) -> Name:
    label = record.text("value" if "value" in record.data else "label")
    return Name(label=label, aliases=record.texts("aliases"))


def _read_attribution(record: Record) -> Name | None:
    """Read a name alone, or a label with its aliases."""
    if isinstance(record.data.get("attributedTo"), dict):
        return _read_name(record.child("attributedTo"))
    label = record.optional_text("attributedTo")
    return Name(label=label) if label else None


def _read_qualifiers(record: Record) -> Qualifiers:
    """Read those that are compared; others are let pass."""
    return Qualifiers(
        amount=_read_money(record, "amount", "currency"),
        valuation=_read_money(record, "valuation", "valuationCurrency"),
        date=_read_date(record),
        role=record.optional_text("role"),
        stake=_plain(record.number("stake")),
        round=record.optional_text("round"),
        lead=record.flag("lead"),
    )


def _read_money(record: Record, amount: str, currency: str) -> Money | None:
    number = _plain(record.number(amount))
    if number is None:
        return None
    return Money(amount=number, currency=(record.optional_text(currency) or "").upper())


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number.normalize():f}")


def _read_date(record: Record) -> Date | None:
    """Read 2026, 2026-11 or 2026-11-16; `datePrecision` may say that less of it is known."""
    text = record.optional_text("date")
    if text is None:
        return None
    match = _DATE.fullmatch(text)
    if not match:
        record.fail("date", f"is {text!r}, not a date such as 2026-11-16, 2026-11 or 2026")
    year, month, day = match.groups()
    precision = record.optional_text("datePrecision") or (
        "day" if day else "month" if month else "year"
    )
    if precision not in get_args(DatePrecision):
        record.fail("datePrecision", f"is {precision!r}, not one of day, month, year")
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        record.fail("date", f"is {text!r}, which is no day of the calendar")
    return Date(day=first, precision=cast(DatePrecision, precision))
