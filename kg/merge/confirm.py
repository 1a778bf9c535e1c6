"""What one article leaves in doubt is believed when another article says the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from kg.datamodel import Entity, Mention, RelationMention
from kg.schema import Schema

# The doubt that may be left once all articles are heard: that of 1 - 0.8.
LEAST_TOGETHER = 0.8


def confirm_doubtful(
    said: Iterable[RelationMention],
    doubtful: Sequence[RelationMention],
    entity_of: Callable[[Mention], Entity],
    schema: Schema,
    text_of: Callable[[str], str] = str,
) -> list[RelationMention]:
    """Return the doubtful relation mentions that other articles confirm.

    Mentions of one triple and status are independent witnesses when they stand in
    different texts; the doubts multiply.

    Args:
        text_of: Article id -> what tells its text from others; copies confirm nothing.
    """
    witnesses: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for found in (*said, *doubtful):
        articles = witnesses[_fact(found, entity_of, schema)]
        text = text_of(found.evidence.article)
        articles[text] = max(found.confidence, articles.get(text, 0.0))
    return [
        found
        for found in doubtful
        if _together(witnesses[_fact(found, entity_of, schema)]) >= LEAST_TOGETHER
    ]


def _together(articles: dict[str, float]) -> float:
    """Return the confidence of all articles; that of one alone confirms nothing."""
    if len(articles) < 2:
        return 0.0
    doubt = 1.0
    for confidence in articles.values():
        doubt *= 1.0 - confidence
    return 1.0 - doubt


def _fact(
    found: RelationMention, entity_of: Callable[[Mention], Entity], schema: Schema
) -> tuple[str, ...]:
    ends = [entity_of(found.subject).iri, entity_of(found.object).iri]
    if schema.relations[found.relation].symmetric:
        ends.sort()
    return (*ends, found.relation, found.status, found.qualifiers.role or "")
