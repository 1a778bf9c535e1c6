"""rejected.jsonl: all that was found and is not in the graph, and why."""

import json
from collections.abc import Iterable, Iterator, Sequence

from kg.datamodel import (
    ArticleReading,
    Evidence,
    RelationMention,
    Statement,
    StatementEvidence,
    Violation,
)


def render_rejections(
    readings: Iterable[ArticleReading],
    confirmed: Sequence[RelationMention],
    violations: Iterable[Violation],
) -> str:
    """Write one JSON object a line: what was not believed, then what was kept out of the graph.

    A statement that rests on several sentences has a line for each.
    """
    believed = frozenset(map(id, confirmed))
    rows = [
        *(row for reading in readings for row in _reading_rows(reading, believed)),
        *(row for found in violations if not found.warning for row in _violation_rows(found)),
    ]
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def _reading_rows(reading: ArticleReading, believed: frozenset[int]) -> Iterator[dict[str, object]]:
    for rejection in reading.rejected:
        found = rejection.found
        if id(found) not in believed:
            yield {
                "stage": "extract",
                "reason": rejection.reason,
                "subject": found.subject.name,
                "relation": found.relation,
                "object": found.object.name,
                "status": found.status,
                "confidence": found.confidence,
                "reasons": list(found.reasons),
                **_place(found.evidence),
            }


def _violation_rows(found: Violation) -> Iterator[dict[str, object]]:
    statement = found.statement
    rests_on: Sequence[StatementEvidence | None] = statement.evidence or (None,)
    for sentence in rests_on:
        yield {
            "stage": "validate",
            "reason": found.reason,
            "statement": statement.iri,
            "subject": statement.subject.label,
            "relation": statement.relation,
            "object": statement.object.label,
            "status": statement.status,
            "confidence": statement.confidence,
            **_place(sentence.evidence if sentence else None),
        }


def _place(evidence: Evidence | None) -> dict[str, object]:
    return {
        "article": evidence.article if evidence else None,
        "start": evidence.span.start if evidence else None,
        "end": evidence.span.end if evidence else None,
        "sentence": evidence.quote if evidence else None,
    }


def leave_out(statements: Iterable[Statement], violations: Iterable[Violation]) -> list[Statement]:
    """Return the statements that violate nothing; a warning keeps none out."""
    refused = {found.statement.iri for found in violations if not found.warning}
    return [statement for statement in statements if statement.iri not in refused]
