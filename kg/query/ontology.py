"""The schema as tables to read: what there is, and what may be said of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rdflib import Literal

from kg.query.answer import Answer
from kg.schema import Schema


def describe_schema(schema: Schema, part: str) -> Answer:
    """Return one part of a schema, of PARTS, as rows of text."""
    columns, rows = PARTS[part](schema)
    return Answer(columns=tuple(columns), rows=tuple(tuple(map(Literal, row)) for row in rows))


# The names of columns, and rows.
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def _classes(schema: Schema) -> Table:
    """List the classes of entities, each below the one that it is a kind of."""
    known = sorted(schema.entity_classes(), key=lambda c: (*reversed(c.ancestors), c.name))
    rows = [(c.name, next(iter(c.ancestors), ""), c.comment, c.example) for c in known]
    return ("class", "kind of", "meaning", "example"), rows


def _relations(schema: Schema) -> Table:
    columns = ("relation", "domain", "range", "qualifiers", "other way round", "example")
    rows = [
        (
            relation.name,
            _join(relation.domain),
            _join(relation.range),
            _join(sorted(relation.takes)),
            "the same" if relation.symmetric else _join(relation.inverse),
            relation.example,
        )
        for _, relation in sorted(schema.relations.items())
    ]
    return columns, rows


def _qualifiers(schema: Schema) -> Table:
    rows = [(q.name, q.comment, q.example) for _, q in sorted(schema.qualifiers.items())]
    return ("qualifier", "meaning", "example"), rows


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)


PARTS: Mapping[str, Callable[[Schema], Table]] = {
    "classes": _classes,
    "relations": _relations,
    "qualifiers": _qualifiers,
}
