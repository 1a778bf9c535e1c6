"""Entities, statements, evidence and articles of what a build has merged.

The same as `read_facts` would read of its triples, without the way round by them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.datamodel import (
    ArticleHeader,
    Disagreement,
    Money,
    StatementEvidence,
)
from kg.datamodel import Entity as MergedEntity
from kg.datamodel import Qualifiers as MergedQualifiers
from kg.datamodel import Statement as MergedStatement
from kg.merge import GraphContents
from kg.schema import Schema
from kg.view.choice import choose_entities
from kg.view.facts import Article, Entity, Evidence, Facts, Statement, safe_url
from kg.view.wording import Qualifiers
from kg.vocab import article_iri


def merged_facts(contents: GraphContents, schema: Schema, *, most: int) -> tuple[Facts, int]:
    """Choose at most `most` entities, those with the most neighbours first.

    Returns:
        What is known of these, and how many entities there are in all.
    """
    ledger = contents.statements
    pairs = [row.pair for row in ledger.rows]
    kept = choose_entities(pairs, most=most)
    chosen = [ledger.read(row) for row in ledger.rows if kept.issuperset(row.pair)]
    chosen.sort(key=lambda s: s.iri)
    disagrees = _find_rivals(contents.disagreements, {s.iri for s in chosen})
    cited = {found.evidence.article for s in chosen for found in s.evidence}
    articles = {name: str(article_iri(name)) for name in cited}
    entities = {entity.iri: entity for s in chosen for entity in (s.subject, s.object)}
    facts = Facts(
        entities={iri: _entity(one, schema) for iri, one in sorted(entities.items())},
        statements={
            s.iri: _statement(
                s, articles, disagrees.get(s.iri, ()), preferred=s.iri in contents.preferred
            )
            for s in chosen
        },
        articles={
            iri: _article(iri, contents.headers[name])
            for iri, name in sorted((iri, name) for name, iri in articles.items())
        },
    )
    return facts, len({iri for pair in pairs for iri in pair})


def _find_rivals(
    disagreements: Iterable[Disagreement], shown: set[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in disagreements:
        if one.one.iri in shown and one.other.iri in shown:
            found[one.one.iri].add(one.other.iri)
            found[one.other.iri].add(one.one.iri)
    return {iri: tuple(sorted(others)) for iri, others in found.items()}


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


def _statement(
    statement: MergedStatement,
    articles: Mapping[str, str],
    disagrees: tuple[str, ...],
    *,
    preferred: bool,
) -> Statement:
    evidence = [_evidence(found, articles) for found in statement.evidence]
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
        disagrees=disagrees,
        preferred=preferred,
        evidence=tuple(evidence),
    )


def _evidence(found: StatementEvidence, articles: Mapping[str, str]) -> Evidence:
    return Evidence(
        article=articles[found.evidence.article],
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
        amount_up_to=None if not amount or amount.upper is None else float(amount.upper),
        amount_precision=amount.precision if amount else "",
        currency=amount.currency if amount else "",
        valuation=_number(valuation),
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
