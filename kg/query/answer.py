"""The answer to a query, and the ways to write it down."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf
from typing import Self

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Identifier

from kg.errors import QueryError
from kg.vocab import PREFIXES, shorten

Format = OneOf["table", "csv", "json", "ttl"]
FORMATS: tuple[Format, ...] = ("table", "csv", "json", "ttl")
WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT or DESCRIBE."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Identifier | None, ...], ...] = ()
    truth: bool | None = None
    triples: Graph | None = None

    @classmethod
    def from_result(cls, result: Result, *, keep_order: bool) -> Self:
        """Read a result to its end; rows are sorted unless their order is to be kept."""
        if result.type == "ASK":
            return cls(truth=bool(result.askAnswer))
        if result.type == "SELECT":
            variables = tuple(result.vars or ())
            rows = [tuple(row.get(v) for v in variables) for row in result.bindings]
            if not keep_order:
                rows.sort(key=lambda row: [term.n3() if term is not None else "" for term in row])
            return cls(columns=tuple(map(str, variables)), rows=tuple(rows))
        triples = Graph()
        for prefix, namespace in PREFIXES.items():
            triples.bind(prefix, namespace, replace=True)
        triples += result.graph if result.graph is not None else ()
        return cls(columns=("subject", "predicate", "object"), triples=triples)


def format_answer(answer: Answer, style: Format, *, labels: Mapping[str, str] | None = None) -> str:
    """Write an answer as a table to read, SPARQL CSV or JSON, or Turtle.

    Args:
        answer: From `run_query`.
        style: JSON and CSV are those of the W3C's SPARQL 1.1 recommendations.
        labels: For tables: IRI -> what to show in its place.

    Raises:
        QueryError: The format cannot hold this kind of answer.
    """
    if style == "ttl":
        if answer.triples is None:
            raise QueryError("format ttl is for CONSTRUCT and DESCRIBE: take table, csv or json")
        return answer.triples.serialize(format="turtle")
    if style == "json":
        return _json(answer)
    if style == "csv":
        return _csv(answer)
    return _table(answer, labels or {})


def _rows(answer: Answer) -> Sequence[tuple[Identifier | None, ...]]:
    """Take triples, too, as rows of three columns."""
    if answer.triples is None:
        return answer.rows
    triples = (tuple(map(_identifier, triple)) for triple in answer.triples)
    return sorted(triples, key=lambda triple: [term.n3() for term in triple])


def _identifier(term: object) -> Identifier:
    if not isinstance(term, Identifier):
        raise ValueError(f"{term!r} is not a term of RDF 1.1")
    return term


def _csv(answer: Answer) -> str:
    if answer.truth is not None:
        return f"{str(answer.truth).lower()}\r\n"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if term is None else str(term) for term in row] for row in _rows(answer))
    return buffer.getvalue()


def _json(answer: Answer) -> str:
    results: dict[str, object] = {"head": {}, "boolean": answer.truth}
    if answer.truth is None:
        bindings = [
            {
                column: _json_term(term)
                for column, term in zip(answer.columns, row, strict=True)
                if term is not None
            }
            for row in _rows(answer)
        ]
        results = {"head": {"vars": answer.columns}, "results": {"bindings": bindings}}
    return json.dumps(results, ensure_ascii=False, indent=2) + "\n"


def _json_term(term: Identifier) -> dict[str, str]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    written = {"type": "literal", "value": str(term)}
    if isinstance(term, Literal) and term.language:
        written["xml:lang"] = term.language
    elif isinstance(term, Literal) and term.datatype:
        written["datatype"] = str(term.datatype)
    return written


def _table(answer: Answer, labels: Mapping[str, str]) -> str:
    if answer.truth is not None:
        return "yes\n" if answer.truth else "no\n"
    rows = [[_cell(term, labels) for term in row] for row in _rows(answer)]
    if not rows:
        return "no rows\n"
    grid = [list(answer.columns), *rows]
    widths = [max(len(row[i]) for row in grid) for i in range(len(answer.columns))]
    right = [_is_numeric(row[i] for row in _rows(answer)) for i in range(len(answer.columns))]
    lines = [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in grid
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def _cell(term: Identifier | None, labels: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, URIRef):
        return labels.get(str(term), shorten(str(term)))
    value = term.value if isinstance(term, Literal) else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:,}"
    text = "".join(c if c.isprintable() else " " for c in " ".join(str(term).split()))
    return text if len(text) <= WIDEST_COLUMN else text[: WIDEST_COLUMN - 1] + "…"


def _is_numeric(column: Iterable[Identifier | None]) -> bool:
    values = [term.value for term in column if isinstance(term, Literal)]
    return bool(values) and all(isinstance(value, int | Decimal) for value in values)
