"""Write entities, statements and articles for the page: small, each field's name once."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from kg.view.wording import Qualifiers

Record = Mapping[str, object]


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
    for field in fields(qualifiers):
        value = getattr(qualifiers, field.name)
        if value is None or value == "" or value is False:
            continue
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        values[_local_name(field.name)] = value
    return values


def _local_name(name: str) -> str:
    """Name a qualifier as the schema does: `amount_up_to` is `amountUpTo`."""
    first, *rest = name.removeprefix("funding_").split("_")
    return first + "".join(word.capitalize() for word in rest)
