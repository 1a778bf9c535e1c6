"""Write entities, statements and articles for the page, and tables of them that are small."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields

from kg.schema import Schema
from kg.view.facts import Article, Entity, Evidence, Statement
from kg.view.network import edge_label
from kg.view.wording import Qualifiers, format_date, read_identifier

Record = Mapping[str, object]


def write_entity(entity: Entity, size: int) -> dict[str, object]:
    """Write an entity; `size` is that of its name, in pixels."""
    return {
        "iri": entity.iri,
        "label": entity.label,
        "kind": entity.kind,
        "size": size,
        "aliases": entity.aliases,
    }


def write_article(article: Article) -> dict[str, object]:
    """Write an article; `date` is worded, `day` an xsd:date."""
    return {
        "iri": article.iri,
        "title": article.title or read_identifier(article.identifier),
        "outlet": article.outlet,
        "date": format_date(article.date) if article.date else "",
        "day": article.date,
        "url": article.url,
    }


def write_statement(
    statement: Statement, schema: Schema, sentences: Sequence[Evidence]
) -> dict[str, object]:
    """Write a statement with some of its sentences; `more` counts the others."""
    values = list_values(statement.qualifiers)
    return {
        "iri": statement.iri,
        "subject": statement.subject,
        "relation": statement.relation,
        "object": statement.object,
        "status": statement.status,
        "confidence": statement.confidence,
        "sources": statement.sources,
        "lines": statement.qualifiers.lines(),
        "speakers": statement.speakers,
        "disagrees": statement.disagrees,
        "preferred": statement.preferred,
        "sentences": [
            {"quote": found.quote, "article": found.article, "speakers": found.speakers}
            for found in sentences
        ],
        "more": len(statement.evidence) - len(sentences),
        # Without qualifiers it is the name of the relation.
        "label": edge_label(statement, schema) if values else "",
        "values": values,
    }


def choose_sentences(
    statement: Statement, articles: Collection[str], most: int
) -> Sequence[Evidence]:
    """Choose the sentences that are shown: the first ones of articles that are known."""
    return [found for found in statement.evidence if found.article in articles][:most]


def tabulate(records: Sequence[Record]) -> dict[str, list[object]]:
    """Turn records of the same fields into a table; a row ends where all that follows is empty.

    >>> tabulate([{"name": "A", "aliases": ["B"]}, {"name": "C", "aliases": []}])
    {'fields': ['name', 'aliases'], 'rows': [['A', ['B']], ['C']]}
    """
    names = list(records[0]) if records else []
    rows: list[object] = []
    for record in records:
        row = list(record.values())
        while row and not row[-1] and row[-1] != 0:
            row.pop()
        rows.append(row)
    return {"fields": list(names), "rows": rows}


def shorten(iri: str, base: str) -> str:
    """Leave out the base that most IRIs of a graph begin with.

    >>> shorten("https://x.example/id/entity/a", "https://x.example/id/")
    'entity/a'
    """
    return iri.removeprefix(base)


def list_values(qualifiers: Qualifiers) -> dict[str, object]:
    """List the qualifiers as the graph has them, under the local names of the schema.

    >>> list_values(Qualifiers(amount=7.5e7, currency="USD", funding_round="Series A"))
    {'amount': 75000000, 'currency': 'USD', 'round': 'Series A'}
    """
    values = {}
    for name, local_name in _LOCAL_NAMES.items():
        value = getattr(qualifiers, name)
        if value is None or value == "" or value is False:
            continue
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        values[local_name] = value
    return values


def _local_name(name: str) -> str:
    """Name a qualifier as the schema does: `amount_up_to` is `amountUpTo`."""
    first, *rest = name.removeprefix("funding_").split("_")
    return first + "".join(word.capitalize() for word in rest)


_LOCAL_NAMES = {field.name: _local_name(field.name) for field in fields(Qualifiers)}
