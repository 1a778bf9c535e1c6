"""What one article leaves in doubt is believed when another article says the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from kg.datamodel import Entity, Mention, RelationMention
from kg.schema import Schema

# The doubt that may be left once all articles are heard: that of 1 - 0.8.
LEAST_TOGETHER = 0.8


def confirm_doubtful(
    said: Iterable[RelationMention],
    doubtful: Sequence[RelationMention],
    entity_of: Callable[[Mention], Entity],
    schema: Schema,
    source_of: Callable[[str], str] = str,
    least: float = LEAST_TOGETHER,
) -> list[RelationMention]:
    """Return the doubtful relation mentions that other articles confirm.

    Mentions of one triple and status are independent witnesses when they stand in
    articles of different sources; the doubts multiply.

    Args:
        source_of: Article id -> its source; near-copies of one text confirm nothing.
        least: The confidence of all together from which one is confirmed.
    """
    doubts = [(found, _fact(found, entity_of, schema)) for found in doubtful]
    asked = {fact for _, fact in doubts}
    witnesses: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for found, fact in chain(((one, _fact(one, entity_of, schema)) for one in said), doubts):
        if fact in asked:
            sources, source = witnesses[fact], source_of(found.evidence.article)
            sources[source] = max(found.confidence, sources.get(source, 0.0))
    return [found for found, fact in doubts if _together(witnesses[fact]) >= least]


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
