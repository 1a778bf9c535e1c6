"""A merged statement as plain values, and back; its entities are named by their IRIs."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any  # plain values

from kg.datamodel import Entity, Evidence, Span, Statement, StatementEvidence
from kg.state.records import decode_qualifiers, encode_qualifiers


def encode_statement(
    s: Statement, name: Callable[[Entity], str | bytes] = attrgetter("iri")
) -> tuple[Any, ...]:
    """Write a statement as tuples, lists, dicts, numbers and text.

    Args:
        name: Returns what stands for an entity.
    """
    return (
        s.iri,
        name(s.subject),
        s.relation,
        name(s.object),
        s.status,
        encode_qualifiers(s.qualifiers),
        s.confidence,
        s.sources,
        [(article, encode_qualifiers(values), sure) for article, values, sure in s.by_article],
        [_encode_evidence(found, name) for found in s.evidence],
    )


def decode_statement(plain: tuple[Any, ...], entity: Callable[[str], Entity]) -> Statement:
    """Read a statement.

    Args:
        entity: Returns the entity of an IRI.
    """
    iri, one, relation, other, status, qualifiers, confidence, sources, by_article, found = plain
    return Statement(
        iri=iri,
        subject=entity(one),
        relation=relation,
        object=entity(other),
        status=status,
        qualifiers=decode_qualifiers(qualifiers),
        evidence=tuple([_decode_evidence(row, entity) for row in found]),
        confidence=confidence,
        sources=sources,
        by_article=tuple([(a, decode_qualifiers(values), sure) for a, values, sure in by_article]),
    )


def _encode_evidence(
    found: StatementEvidence, name: Callable[[Entity], str | bytes]
) -> tuple[Any, ...]:
    evidence, source = found.evidence, found.attributed_to
    return (
        evidence.article,
        evidence.span.start,
        evidence.span.end,
        evidence.quote,
        evidence.prefix,
        evidence.suffix,
        name(source) if source else None,
        [(span.start, span.end) for span in found.mentions],
        found.confidence,
        found.reasons,
    )


def _decode_evidence(row: tuple[Any, ...], entity: Callable[[str], Entity]) -> StatementEvidence:
    article, start, end, quote, prefix, suffix, source, mentions, confidence, reasons = row
    return StatementEvidence(
        evidence=Evidence(
            article=article, span=Span(start, end), quote=quote, prefix=prefix, suffix=suffix
        ),
        attributed_to=entity(source) if source else None,
        mentions=tuple([Span(*span) for span in mentions]),
        confidence=confidence,
        reasons=reasons,
    )
