"""The same fact of several articles becomes one statement with all its evidence."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.datamodel import (
    Entity,
    Evidence,
    Mention,
    RelationMention,
    Statement,
    StatementEvidence,
)
from kg.merge.deals import Placed, combine, in_order, split_deals
from kg.merge.ledger import order_of
from kg.schema import Schema
from kg.vocab import ID, fingerprint

# No number of articles makes a reading certain.
MAX_CONFIDENCE = 0.99


def merge_statements(
    found: Iterable[RelationMention],
    entity_of: Callable[[Mention], Entity],
    schema: Schema,
    *,
    source_of: Callable[[str], str] = str,
) -> list[Statement]:
    """Merge relation mentions of all articles.

    Mentions are one statement when subject, relation, object, status and the relation's
    identifying qualifiers agree, and no two values differ of which a deal has one.
    Confidence is that of independent witnesses: 1 - the product of (1 - the best of each
    source).

    Args:
        source_of: Article id -> its source; near-copies of one text have one.

    Returns:
        Statements sorted by subject, relation, object, status.
    """
    groups: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    for placed in _place(found, entity_of, schema):
        groups[_key(placed, schema)].append(placed)
    groups = _join_unqualified(groups)
    statements = [
        _make_statement(key, part, part_name, source_of)
        for key, group in groups.items()
        for part_name, part in split_deals(group, source_of, schema.single_valued)
    ]
    return sorted(statements, key=order_of)


def _place(
    found: Iterable[RelationMention], entity_of: Callable[[Mention], Entity], schema: Schema
) -> Iterator[Placed]:
    for one in found:
        subject, object_ = entity_of(one.subject), entity_of(one.object)
        if schema.relations[one.relation].symmetric and object_.iri < subject.iri:
            subject, object_ = object_, subject
        attributed = one.evidence.attributed_to
        source = entity_of(attributed) if attributed else None
        yield Placed(found=one, subject=subject, object=object_, source=source)


def _key(placed: Placed, schema: Schema) -> tuple[str, ...]:
    found = placed.found
    identifying = schema.relations[found.relation].identified_by
    values = [str(getattr(found.qualifiers, name) or "") for name in sorted(identifying)]
    return (placed.subject.iri, found.relation, placed.object.iri, found.status, *values)


def _join_unqualified(
    groups: Mapping[tuple[str, ...], list[Placed]],
) -> dict[tuple[str, ...], list[Placed]]:
    """Let mentions without the identifying qualifier join a group that has it.

    Of several groups they join the one that their own article is surest of, if it speaks of any.
    """
    joined = {key: list(group) for key, group in groups.items()}
    siblings: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in groups:
        if any(key[4:]):
            siblings[key[:4]].append(key)
    for key, group in groups.items():
        others = sorted(siblings[key[:4]])
        if len(key) == 4 or any(key[4:]) or not others:
            continue
        if len(others) == 1:
            joined[others[0]] += joined.pop(key)
            continue
        sure = {other: _confidence_by_article(groups[other]) for other in others}
        left: list[Placed] = []
        for placed in group:
            article = placed.found.evidence.article
            best = max(others, key=lambda other: sure[other].get(article, 0.0))
            (joined[best] if sure[best].get(article) else left).append(placed)
        joined[key] = left
    return {key: group for key, group in joined.items() if group}


def _confidence_by_article(group: Iterable[Placed]) -> dict[str, float]:
    """Return how sure each article is of what a group says."""
    found: dict[str, float] = defaultdict(float)
    for placed in group:
        article = placed.found.evidence.article
        found[article] = max(found[article], placed.found.confidence)
    return found


def _make_statement(
    key: tuple[str, ...],
    group: Sequence[Placed],
    part: str,
    source_of: Callable[[str], str],
) -> Statement:
    ordered = in_order(group)
    by_article: dict[str, list[Placed]] = defaultdict(list)
    for placed in ordered:
        by_article[placed.found.evidence.article].append(placed)
    by_source: dict[str, float] = defaultdict(float)
    for article, here in by_article.items():
        best = max(p.found.confidence for p in here)
        by_source[source_of(article)] = max(best, by_source[source_of(article)])
    doubt = 1.0
    for confidence in by_source.values():
        doubt *= 1.0 - confidence
    return Statement(
        iri=str(ID[f"statement/{fingerprint(*key, part)}"]),
        subject=ordered[0].subject,
        relation=ordered[0].found.relation,
        object=ordered[0].object,
        status=ordered[0].found.status,
        qualifiers=combine([p.found.qualifiers for p in ordered]),
        evidence=tuple(_evidence(ordered)),
        confidence=round(min(1.0 - doubt, MAX_CONFIDENCE), 2),
        sources=len(by_source),
        by_article=tuple(
            (
                article,
                combine([p.found.qualifiers for p in here]),
                round(min(max(p.found.confidence for p in here), MAX_CONFIDENCE), 2),
            )
            for article, here in sorted(by_article.items())
        ),
    )


def _evidence(ordered: Sequence[Placed]) -> Iterator[StatementEvidence]:
    """Yield each sentence once; one that names a source goes before one that does not."""
    by_place: dict[Hashable, StatementEvidence] = {}
    for placed in ordered:
        found = placed.found
        span = found.evidence.span
        place = (found.evidence.article, span.start, span.end)
        if place not in by_place or (placed.source and not by_place[place].attributed_to):
            by_place[place] = StatementEvidence(
                evidence=_unattributed(found.evidence),
                attributed_to=placed.source,
                mentions=(found.subject.span, found.object.span),
                confidence=found.confidence,
                reasons=found.reasons,
            )
    yield from by_place.values()


def _unattributed(evidence: Evidence) -> Evidence:
    return replace(evidence, attributed_to=None) if evidence.attributed_to else evidence
