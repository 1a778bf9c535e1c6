"""rejected.jsonl: all that was found and is not in the graph, and why."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from kg.datamodel import (
    ArticleHeader,
    Evidence,
    Rejection,
    StatementEvidence,
    Violation,
)
from kg.merge import Digests, digest
from kg.state import Lazy, PartStore


def render_rejections(
    left: Lazy[tuple[str, int], Rejection],
    headers: Mapping[str, ArticleHeader],
    violations: Iterable[Violation],
    digests: Digests,
    kept: PartStore,
) -> Iterator[bytes]:
    """Yield one JSON object a line: what was not believed, then what was kept out of the graph.

    A statement that rests on several sentences has a line for each.

    Args:
        left: What is not believed, by article and number, article by article.
        kept: What the last build wrote of the same readings; that is not written again.
    """
    parts = []
    for article, places in groupby(left.rows, key=itemgetter(0)):
        here = tuple(places)
        numbers = tuple([number for _, number in here])
        key = digest("rejected", digests.of_header(headers[article]), numbers)
        parts.append((key, partial(_write_article, here, left.make)))
    refused = [found for found in violations if not found.warning]
    rows = _dump(row for found in refused for row in _violation_rows(found))
    return kept.assemble("rejected.jsonl", [*parts, (digest("refused", rows), lambda: rows)])


def _write_article(
    places: Iterable[tuple[str, int]], rejection: Callable[[tuple[str, int]], Rejection]
) -> bytes:
    return _dump(_reading_row(rejection(place)) for place in places)


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
