"""What one article says as JSON, and back: rows whose places are fixed.

An article's id and path are not part of it: they belong to the graph that names it, and two
articles of one text and one header share a reading. A mention is written once and then
meant by its number.
"""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any  # parsed JSON

from kg.datamodel import (
    NO_QUALIFIERS,
    ArticleHeader,
    ArticleReading,
    Date,
    Evidence,
    Mention,
    Money,
    Qualifiers,
    Rejection,
    RelationMention,
    Span,
)

_HEADER = ("digest", "title", "url", "date", "publisher", "author")
_NAMES = tuple(field.name for field in fields(Qualifiers))


def content_key(header: ArticleHeader) -> str:
    """Name what decides about an article's reading: its text, and what is known besides it."""
    return hashlib.sha256(encode_header(header).encode()).hexdigest()


def encode_header(header: ArticleHeader) -> str:
    """Write a header without id and path."""
    return _dump([str(v) if (v := getattr(header, name)) is not None else None for name in _HEADER])


def decode_header(text: str, *, article: str, path: str) -> ArticleHeader:
    """Read a header, and give it its id and path."""
    digest, title, url, date, publisher, author = json.loads(text)
    return ArticleHeader(
        id=article,
        path=path,
        digest=digest,
        title=title,
        url=url,
        date=None if date is None else datetime.date.fromisoformat(date),
        publisher=publisher,
        author=author,
    )


def encode_reading(reading: ArticleReading) -> str:
    """Write all that an article says."""
    numbers: dict[Mention, int] = {}
    found = [_encode_found(one, numbers) for one in reading.found]
    rejected = [
        [_encode_found(one.found, numbers), one.reason, one.doubtful] for one in reading.rejected
    ]
    mentions = [_encode_mention(mention) for mention in numbers]
    counts = [reading.sentences, reading.words, reading.furniture]
    return _dump([mentions, found, rejected, counts, reading.signature])


def decode_reading(text: str, header: ArticleHeader) -> ArticleReading:
    """Read all that an article says.

    Raises:
        ValueError: The text is not what `encode_reading` writes.
    """
    try:
        mentions, found, rejected, (sentences, words, furniture), signature = json.loads(text)
        known = [_decode_mention(row, header.id) for row in mentions]
        return ArticleReading(
            header=header,
            found=tuple(_decode_found(row, known, header.id) for row in found),
            rejected=tuple(
                Rejection(
                    found=_decode_found(row, known, header.id), reason=reason, doubtful=doubtful
                )
                for row, reason, doubtful in rejected
            ),
            sentences=sentences,
            words=words,
            furniture=furniture,
            signature=tuple(signature),
        )
    except (TypeError, IndexError, ArithmeticError) as error:
        raise ValueError(f"is no reading: {error}") from error


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _encode_found(found: RelationMention, numbers: dict[Mention, int]) -> list[object]:
    evidence = found.evidence
    said = evidence.attributed_to
    return [
        numbers.setdefault(found.subject, len(numbers)),
        found.relation,
        numbers.setdefault(found.object, len(numbers)),
        evidence.span.start,
        evidence.span.end,
        evidence.quote,
        evidence.prefix,
        evidence.suffix,
        None if said is None else numbers.setdefault(said, len(numbers)),
        found.status,
        encode_qualifiers(found.qualifiers),
        found.confidence,
        found.reasons,
    ]


def _decode_found(row: Sequence[Any], mentions: Sequence[Mention], article: str) -> RelationMention:
    subject, relation, object_, start, end, quote, prefix, suffix, said, *rest = row
    status, qualifiers, confidence, reasons = rest
    return RelationMention(
        subject=mentions[subject],
        relation=relation,
        object=mentions[object_],
        evidence=Evidence(
            article=article,
            span=Span(start, end),
            quote=quote,
            prefix=prefix,
            suffix=suffix,
            attributed_to=None if said is None else mentions[said],
        ),
        status=status,
        qualifiers=decode_qualifiers(qualifiers),
        confidence=confidence,
        reasons=tuple(reasons),
    )


def _encode_mention(mention: Mention) -> list[object]:
    span = mention.span
    return [
        span.start,
        span.end,
        mention.text,
        mention.name,
        mention.aliases,
        mention.types,
        mention.region,
    ]


def _decode_mention(row: Sequence[Any], article: str) -> Mention:
    start, end, text, name, aliases, types, region = row
    return Mention(
        article=article,
        span=Span(start, end),
        text=text,
        name=name,
        aliases=tuple(aliases),
        types=tuple((kind, support) for kind, support in types),
        region=tuple(region),
    )


def encode_qualifiers(qualifiers: Qualifiers) -> dict[str, object] | None:
    """Write only what is said, None where that is nothing."""
    if qualifiers == NO_QUALIFIERS:
        return None
    values = {name: getattr(qualifiers, name) for name in _NAMES}
    return {
        name: _encode_value(v) for name, v in values.items() if v is not None and v is not False
    }


def _encode_value(value: object) -> object:
    if isinstance(value, Money):
        upper = None if value.upper is None else str(value.upper)
        return [str(value.amount), value.currency, value.precision, upper]
    if isinstance(value, Date):
        return [value.day.isoformat(), value.precision]
    return str(value) if isinstance(value, Decimal) else value


def decode_qualifiers(row: dict[str, Any] | None) -> Qualifiers:
    """Read what is said."""
    if row is None:
        return NO_QUALIFIERS
    values = dict(row)
    for name in ("amount", "valuation"):
        if name in values:
            amount, currency, precision, upper = values[name]
            values[name] = Money(
                amount=Decimal(amount),
                currency=currency,
                precision=precision,
                upper=None if upper is None else Decimal(upper),
            )
    if "date" in values:
        day, precision = values["date"]
        values["date"] = Date(day=datetime.date.fromisoformat(day), precision=precision)
    if "stake" in values:
        values["stake"] = Decimal(values["stake"])
    return replace(NO_QUALIFIERS, **values)
