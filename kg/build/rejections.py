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
    changed = renewal.changes(NAME).rejected
    articles = renewal.articles(
        changed, lambda name: _write_article(places.get(name, ()), left.make)
    )
    refused = (violations.make(row) for row in violations.rows if not row[2])
    rows = _dump(row for found in refused for row in _violation_rows(found))
    return renewal.assemble(NAME, [articles, {"": lambda: rows}])


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
