"""rejected.jsonl: all that was found and is not in the graph, and why."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from kg.datamodel import (
    ArticleReading,
    Evidence,
    Rejection,
    RelationMention,
    Statement,
    StatementEvidence,
    Violation,
)
from kg.merge import Digests, digest
from kg.state import PartStore


def render_rejections(
    readings: Iterable[ArticleReading],
    confirmed: Sequence[RelationMention],
    violations: Iterable[Violation],
    digests: Digests,
    kept: PartStore,
) -> bytes:
    """Write one JSON object a line: what was not believed, then what was kept out of the graph.

    A statement that rests on several sentences has a line for each.

    Args:
        kept: What the last build wrote of the same readings; that is not written again.
    """
    believed = frozenset(map(id, confirmed))
    parts = []
    for reading in readings:
        rejected = reading.rejected
        left = tuple([n for n, one in enumerate(rejected) if id(one.found) not in believed])
        if left:
            key = digest("rejected", digests.of_header(reading.header), left)
            parts.append((key, partial(_write_reading, reading, left)))
    refused = [found for found in violations if not found.warning]
    rows = _dump(row for found in refused for row in _violation_rows(found))
    return kept.assemble("rejected.jsonl", [*parts, (digest("refused", rows), lambda: rows)])


def _write_reading(reading: ArticleReading, left: Iterable[int]) -> bytes:
    return _dump(_reading_row(reading.rejected[number]) for number in left)


def _dump(rows: Iterable[dict[str, object]]) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    return "".join(lines).encode()


def _reading_row(rejection: Rejection) -> dict[str, object]:
    found = rejection.found
    return {
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
