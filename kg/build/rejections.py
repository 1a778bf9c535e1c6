"""rejected.jsonl: all that was found and is not in the graph, and why."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from kg.build.changes import Renewal, Told
from kg.datamodel import Evidence, Rejection, StatementEvidence, Violation
from kg.state import Lazy

NAME = "rejected.jsonl"


def render_rejections(
    left: Lazy[tuple[str, int], Rejection], violations: Lazy[Told, Violation], renewal: Renewal
) -> Iterator[bytes]:
    """Yield one JSON object a line: what was not believed, then what was kept out of the graph.

    A statement that rests on several sentences has a line for each.

    Args:
        left: What is not believed, by article and number, article by article.
        violations: What is wrong with statements, the warnings as well.
        renewal: Knows which articles are those of the last build; these are not written again.
    """
    places = {name: list(found) for name, found in groupby(left.rows, key=itemgetter(0))}
    wrong = {order: list(found) for order, found in groupby(violations.rows, key=itemgetter(0))}
    changes = renewal.changes(NAME)
    articles = renewal.articles(
        changes.rejected, lambda name: _write_article(places.get(name, ()), left.make)
    )
    statements = renewal.rows(
        changes.refused, lambda order: _write_refused(wrong.get(order, ()), violations.make)
    )
    return renewal.assemble(NAME, [articles, statements])


def _write_refused(found: Iterable[Told], violation: Callable[[Told], Violation]) -> bytes:
    """Write what is wrong with a statement, its warnings apart: those keep none out."""
    refusals = (violation(told) for told in found if not told[2])
    return _dump(row for refusal in refusals for row in _violation_rows(refusal))


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
