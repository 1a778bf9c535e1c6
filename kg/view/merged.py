"""Entities, statements, evidence and articles of what a build has merged.

The same as `read_facts` would read of its triples, without the way round by them.
"""

import marshal
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from kg.datamodel import (
    ArticleHeader,
    Money,
    StatementEvidence,
)
from kg.datamodel import Entity as MergedEntity
from kg.datamodel import Qualifiers as MergedQualifiers
from kg.datamodel import Statement as MergedStatement
from kg.merge import (
    NOTHING_BEYOND,
    GraphContents,
    Ledger,
    Order,
    find_beyond,
    iri_of,
)
from kg.schema import Schema
from kg.state import PartStore
from kg.view.choice import choose_entities
from kg.view.facts import (
    Article,
    Entity,
    Evidence,
    Facts,
    Statement,
    read_plain,
    safe_url,
    write_plain,
)
from kg.view.wording import Qualifiers
from kg.vocab import article_iri


def merged_facts(
    contents: GraphContents, schema: Schema, *, most: int, kept: PartStore | None = None
) -> tuple[Facts, int]:
    """Choose at most `most` entities, those with the most neighbours first.

    Args:
        kept: What the last build found out; what was shown then need not be read again.

    Returns:
        What is known of these, and how many entities there are in all.
    """
    ledger = contents.statements
    pairs = ledger.ends
    chosen = choose_entities(pairs, most=most)
    orders = [o for o, pair in zip(ledger.rows, pairs, strict=True) if chosen.issuperset(pair)]
    orders.sort(key=iri_of)
    rows = {order: ledger.table.row(order) for order in orders}
    shown = [_show(ledger, order, row.digest, kept) for order, row in rows.items()]
    rivals = _find_rivals(contents, orders)
    entities = {iri for statement in shown for iri in (statement.subject, statement.object)}
    cited = {name for row in rows.values() for name, _ in row.by_article}
    articles = sorted((str(article_iri(name)), name) for name in cited)
    facts = Facts(
        entities={iri: _entity(ledger.entity(iri), schema) for iri in sorted(entities)},
        statements={s.iri: _relate(s, rivals[s.iri], contents.preferred) for s in shown},
        articles={iri: _article(iri, contents.headers[name]) for iri, name in articles},
    )
    return facts, len({iri for pair in pairs for iri in pair})


def _show(ledger: Ledger, order: Order, key: bytes, kept: PartStore | None) -> Statement:
    """Return what is shown of a statement for itself, from what the last build did if it can."""
    if kept is None:
        return _statement(ledger.read(order))
    plain: bytes | None = kept.find(key)
    if plain is None:
        found = _statement(ledger.read(order))
        kept.keep(key, marshal.dumps(write_plain(found)))
        return found
    return read_plain(marshal.loads(plain))


def _relate(statement: Statement, rivals: tuple[str, ...], preferred: Collection[str]) -> Statement:
    """Add what other statements make of one."""
    is_preferred = statement.iri in preferred
    if rivals or is_preferred:
        return replace(statement, disagrees=rivals, preferred=is_preferred)
    return statement


def _find_rivals(contents: GraphContents, orders: Iterable[Order]) -> dict[str, tuple[str, ...]]:
    """Return which of some statements disagree with one another, by IRI."""
    beyond = find_beyond(contents)
    found = {iri_of(order): beyond.get(order, NOTHING_BEYOND)[1] for order in orders}
    return {iri: tuple(one for one in others if one in found) for iri, others in found.items()}


def _entity(entity: MergedEntity, schema: Schema) -> Entity:
    return Entity(
        iri=entity.iri,
        label=entity.label,
        kind=entity.type if entity.type in schema.classes else "",
        aliases=tuple(sorted(set(entity.aliases))),
    )


def _article(iri: str, header: ArticleHeader) -> Article:
    return Article(
        iri=iri,
        identifier=header.id,
        title=header.title or "",
        outlet=header.publisher or "",
        date=header.date.isoformat() if header.date else "",
        url=safe_url(header.url or ""),
    )


def _statement(statement: MergedStatement) -> Statement:
    evidence = [_evidence(found) for found in statement.evidence]
    evidence.sort(key=lambda found: (found.article, found.start, found.quote))
    return Statement(
        iri=statement.iri,
        subject=statement.subject.iri,
        relation=statement.relation,
        object=statement.object.iri,
        status=statement.status,
        confidence=statement.confidence,
        sources=statement.sources,
        qualifiers=_qualifiers(statement.qualifiers),
        speakers=tuple(sorted(set(_speakers(statement.evidence)))),
        disagrees=(),
        preferred=False,
        evidence=tuple(evidence),
    )


def _evidence(found: StatementEvidence) -> Evidence:
    return Evidence(
        article=str(article_iri(found.evidence.article)),
        start=found.evidence.span.start,
        quote=found.evidence.quote,
        speakers=tuple(_speakers([found])),
    )


def _speakers(evidence: Iterable[StatementEvidence]) -> Iterator[str]:
    return (found.attributed_to.label for found in evidence if found.attributed_to)


def _qualifiers(values: MergedQualifiers) -> Qualifiers:
    amount, valuation, date = values.amount, values.valuation, values.date
    return Qualifiers(
        amount=_number(amount),
        amount_up_to=_upper(amount),
        amount_precision=amount.precision if amount else "",
        currency=amount.currency if amount else "",
        valuation=_number(valuation),
        valuation_up_to=_upper(valuation),
        valuation_precision=valuation.precision if valuation else "",
        valuation_currency=valuation.currency if valuation else "",
        date=date.day.isoformat() if date else "",
        date_precision=date.precision if date else "",
        role=values.role or "",
        role_wording=values.role_wording or "",
        stake=None if values.stake is None else float(values.stake),
        funding_round=values.round or "",
        lead=values.lead,
    )


def _number(money: Money | None) -> float | None:
    return float(money.amount) if money else None


def _upper(money: Money | None) -> float | None:
    return float(money.upper) if money and money.upper is not None else None
