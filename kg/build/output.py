"""The files of out/, written aside and put in place together."""

import json
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize
from rdflib import XSD, Dataset, Graph, Literal

from kg.datamodel import Entity, Qualifiers, Statement, StatementEvidence
from kg.errors import OutputError
from kg.vocab import PREFIXES


def check_writable(out: Path) -> None:
    """Make the output folder.

    Raises:
        OutputError: It cannot be made or written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written to: {error.strerror}") from error


def write_outputs(
    out: Path,
    dataset: Dataset,
    statements: Iterable[Statement],
    *,
    report: str,
    rejected: str,
    page: str | None,
) -> None:
    """Write all files; a reader finds the old ones until the new ones are complete.

    Raises:
        OutputError: A file cannot be written.
    """
    contents = {
        "graph.ttl": _copy(dataset.default_context, Graph()).serialize(format="turtle"),
        "graph.trig": _serialize_articles(dataset),
        "statements.jsonl": "".join(
            json.dumps(statement_row(s), ensure_ascii=False, sort_keys=True) + "\n"
            for s in statements
        ),
        "rejected.jsonl": rejected,
        "report.md": report,
    }
    if page is not None:
        contents["graph.html"] = page
    try:
        for name, text in contents.items():
            (out / f".{name}.part").write_text(text, encoding="utf-8", newline="\n")
        for name in contents:
            (out / f".{name}.part").replace(out / name)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written to: {error.strerror}") from error


def statement_row(statement: Statement) -> dict[str, object]:
    """Return a statement as the object that statements.jsonl holds a line."""
    return {
        "id": statement.iri,
        "subject": _entity_row(statement.subject),
        "relation": statement.relation,
        "object": _entity_row(statement.object),
        "qualifiers": _qualifiers_row(statement.qualifiers),
        "status": statement.status,
        "confidence": statement.confidence,
        "reasons": list(statement.reasons),
        "sources": statement.sources,
        "evidence": [_evidence_row(found) for found in statement.evidence],
    }


def _serialize_articles(dataset: Dataset) -> str:
    """Write the named graphs only, in order: the merged view has a file of its own."""
    quads = parse(dataset.serialize(format="nquads"), RdfFormat.N_QUADS)
    named = [quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph)]
    prefixes = {name: str(namespace) for name, namespace in PREFIXES.items()}
    named.sort(key=lambda quad: (str(quad.graph_name), str(quad)))
    found = serialize(named, format=RdfFormat.TRIG, prefixes=prefixes) or b""
    lines = found.decode("utf-8").splitlines(keepends=True)
    # The prefixes come in the order of a hash table.
    declared = sorted(line for line in lines if line.startswith("@prefix"))
    return "".join([*declared, *(line for line in lines if not line.startswith("@prefix"))])


def _copy(source: Graph, target: Graph) -> Graph:
    """Copy triples; strings become plain literals, as Turtle writes and people search them."""
    for prefix, namespace in PREFIXES.items():
        target.bind(prefix, namespace, override=True, replace=True)
    for s, p, o in source:
        plain = isinstance(o, Literal) and o.datatype == XSD.string
        target.add((s, p, Literal(str(o)) if plain else o))
    return target


def _entity_row(entity: Entity) -> dict[str, object]:
    return {
        "iri": entity.iri,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
    }


def _qualifiers_row(qualifiers: Qualifiers) -> dict[str, object]:
    amount, valuation, date = qualifiers.amount, qualifiers.valuation, qualifiers.date
    row: dict[str, object] = {}
    if amount:
        row |= {"amount": _number(amount.amount), "currency": amount.currency}
        row["amountPrecision"] = amount.precision
        if amount.upper is not None:
            row["amountUpTo"] = _number(amount.upper)
    if valuation:
        row["valuation"] = _number(valuation.amount)
        row["valuationCurrency"] = valuation.currency
    if date:
        row |= {"date": str(date), "datePrecision": date.precision}
    if qualifiers.role:
        row |= {"role": qualifiers.role, "roleWording": qualifiers.role_wording}
    if qualifiers.stake is not None:
        row["stake"] = _number(qualifiers.stake)
    if qualifiers.round:
        row["round"] = qualifiers.round
    if qualifiers.lead:
        row["lead"] = True
    return row


def _number(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _evidence_row(found: StatementEvidence) -> dict[str, object]:
    evidence = found.evidence
    return {
        "article": evidence.article,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": evidence.quote,
        "attributedTo": found.attributed_to.label if found.attributed_to else None,
    }
