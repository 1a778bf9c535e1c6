"""The same fact of several articles becomes one statement with all its evidence."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from kg.datamodel import (
    Entity,
    Mention,
    Money,
    Qualifiers,
    RelationMention,
    Statement,
    StatementEvidence,
)
from kg.schema import Schema
from kg.vocab import ID, fingerprint

# No number of articles makes a reading certain.
MAX_CONFIDENCE = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A relation mention with its entities, in the order of the statement."""

    found: RelationMention
    subject: Entity
    object: Entity
    source: Entity | None


def merge_statements(
    found: Iterable[RelationMention],
    entity_of: Callable[[Mention], Entity],
    schema: Schema,
    *,
    source_of: Callable[[str], str] = str,
) -> list[Statement]:
    """Merge relation mentions of all articles.

    Mentions are one statement when subject, relation, object, status and the relation's
    identifying qualifiers agree, and no two amounts differ. Confidence is that of
    independent witnesses: 1 - the product of (1 - the best of each source).

    Args:
        source_of: Article id -> its source; near-copies of one text have one.

    Returns:
        Statements sorted by subject, relation, object, status.
    """
    groups: dict[tuple[str, ...], list[_Placed]] = defaultdict(list)
    for placed in _place(found, entity_of, schema):
        groups[_key(placed, schema)].append(placed)
    groups = _join_unqualified(groups)
    statements = [
        _make_statement(key, part, part_name, source_of)
        for key, group in groups.items()
        for part_name, part in _split_by_amount(group, source_of)
    ]
    return sorted(statements, key=_order)


def _order(s: Statement) -> tuple[str, ...]:
    return (s.subject.iri, s.relation, s.object.iri, s.status, s.qualifiers.role or "", s.iri)


def _place(
    found: Iterable[RelationMention], entity_of: Callable[[Mention], Entity], schema: Schema
) -> Iterator[_Placed]:
    for one in found:
        subject, object_ = entity_of(one.subject), entity_of(one.object)
        if subject.iri == object_.iri:
            continue
        if schema.relations[one.relation].symmetric and object_.iri < subject.iri:
            subject, object_ = object_, subject
        attributed = one.evidence.attributed_to
        source = entity_of(attributed) if attributed else None
        yield _Placed(found=one, subject=subject, object=object_, source=source)


def _key(placed: _Placed, schema: Schema) -> tuple[str, ...]:
    found = placed.found
    identifying = schema.relations[found.relation].identified_by
    values = [str(getattr(found.qualifiers, name) or "") for name in sorted(identifying)]
    return (placed.subject.iri, found.relation, placed.object.iri, found.status, *values)


def _join_unqualified(
    groups: Mapping[tuple[str, ...], list[_Placed]],
) -> dict[tuple[str, ...], list[_Placed]]:
    """Let mentions without the identifying qualifier join the one group that has it."""
    joined = dict(groups)
    siblings: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in groups:
        if any(key[4:]):
            siblings[key[:4]].append(key)
    for key in groups:
        found = siblings[key[:4]]
        if len(key) > 4 and not any(key[4:]) and len(found) == 1:
            joined[found[0]] = [*joined[found[0]], *joined.pop(key)]
    return joined


def _split_by_amount(
    group: Sequence[_Placed], source_of: Callable[[str], str]
) -> Iterator[tuple[str, list[_Placed]]]:
    """Keep different amounts apart; mentions without one join the best supported."""
    parts: dict[str, list[_Placed]] = defaultdict(list)
    rest: list[_Placed] = []
    for placed in group:
        amount = placed.found.qualifiers.amount
        if amount is None:
            rest.append(placed)
        else:
            parts[f"{amount.amount.normalize():f} {amount.currency}"].append(placed)
    if not parts:
        yield "", rest
        return
    sources = {
        name: len({source_of(p.found.evidence.article) for p in part})
        for name, part in parts.items()
    }
    parts[max(sorted(parts), key=sources.__getitem__)] += rest
    for name in sorted(parts):
        yield name, parts[name]


def _make_statement(
    key: tuple[str, ...],
    group: Sequence[_Placed],
    part: str,
    source_of: Callable[[str], str],
) -> Statement:
    ordered = sorted(group, key=_place_order)
    by_article: dict[str, list[_Placed]] = defaultdict(list)
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
        qualifiers=_combine([p.found.qualifiers for p in ordered]),
        evidence=tuple(_evidence(ordered)),
        confidence=round(min(1.0 - doubt, MAX_CONFIDENCE), 2),
        sources=len(by_source),
        by_article=tuple(
            (
                article,
                _combine([p.found.qualifiers for p in here]),
                round(min(max(p.found.confidence for p in here), MAX_CONFIDENCE), 2),
            )
            for article, here in sorted(by_article.items())
        ),
        reasons=tuple(dict.fromkeys(r for p in ordered for r in p.found.reasons)),
    )


def _place_order(placed: _Placed) -> tuple[object, ...]:
    """Order by article and place; what one sentence says twice, by what it says."""
    found = placed.found
    evidence = found.evidence
    return (
        evidence.article,
        evidence.span,
        -found.confidence,
        repr(found.qualifiers),
        placed.source.iri if placed.source else "",
        found.reasons,
    )


def _evidence(ordered: Sequence[_Placed]) -> Iterator[StatementEvidence]:
    """Yield each sentence once; one that names a source goes before one that does not."""
    by_place: dict[Hashable, StatementEvidence] = {}
    for placed in ordered:
        evidence = placed.found.evidence
        place = (evidence.article, evidence.span)
        if place not in by_place or (placed.source and not by_place[place].attributed_to):
            by_place[place] = StatementEvidence(
                evidence=replace(evidence, attributed_to=None), attributed_to=placed.source
            )
    yield from by_place.values()


def _combine(qualifiers: Sequence[Qualifiers]) -> Qualifiers:
    """Take for each qualifier the value given most often, then the one given first."""
    combined: dict[str, object] = {}
    for name in (field.name for field in fields(Qualifiers)):
        values = [getattr(q, name) for q in qualifiers]
        given = [value for value in values if value not in (None, False)]
        if given:
            counts = Counter(given)
            combined[name] = max(given, key=lambda v: (counts[v], _exactness(v), -given.index(v)))
    return replace(Qualifiers(), **combined)  # type: ignore[arg-type]  # each value has its field's type


def _exactness(value: object) -> int:
    if isinstance(value, Money):
        return value.precision == "exact"
    return len(str(value)) if hasattr(value, "precision") else 0
