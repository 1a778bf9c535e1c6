"""The files of out/, written aside and put in place together."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from kg.build.changes import Renewal
from kg.build.incremental import STATEMENTS
from kg.build.serialize import write_trig, write_turtle
from kg.build.sources import SOURCES, Source, write_sources
from kg.datamodel import Entity, Money, Qualifiers, Statement, StatementEvidence
from kg.merge import GraphContents, GraphNodes, Ledger, Order
from kg.outputs import Content, publish
from kg.state import PartStore


def write_outputs(
    out: Path,
    contents: GraphContents,
    sources: Iterable[Source],
    *,
    report: str,
    rejected: Iterable[bytes],
    page: str | None,
    statements: Ledger,
    renewal: Renewal,
    kept: PartStore,
) -> None:
    """Write all files; a reader finds the old ones until the new ones are complete.

    Args:
        statements: Those of the graph and those that were kept out, for the next build.
        renewal: Knows what of the last build's files has not changed; that is copied.

    Raises:
        OutputError: A file cannot be written.
    """
    ledger, nodes = contents.statements, GraphNodes(contents)
    lines = renewal.changes("statements.jsonl").statements
    rows = renewal.changes(STATEMENTS).rows
    files: dict[str, Content] = {
        "graph.ttl": write_turtle(nodes, renewal),
        "graph.trig": write_trig(nodes, renewal),
        "statements.jsonl": renewal.assemble(
            "statements.jsonl", [renewal.statements(lines, partial(_write_row, ledger))]
        ),
        "rejected.jsonl": rejected,
        "report.md": report,
        SOURCES: write_sources(sources),
        STATEMENTS: renewal.assemble(STATEMENTS, [renewal.rows(rows, statements.encode)]),
    }
    if page is not None:
        files["graph.html"] = page
    publish(out, files, written=kept.save)


def _write_row(ledger: Ledger, order: Order) -> bytes:
    line = json.dumps(statement_row(ledger.read(order)), ensure_ascii=False, sort_keys=True)
    return f"{line}\n".encode()


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
        "sources": statement.sources,
        "evidence": [_evidence_row(found) for found in statement.evidence],
    }


def _entity_row(entity: Entity) -> dict[str, object]:
    row: dict[str, object] = {
        "iri": entity.iri,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
    }
    if entity.merges:
        row["merges"] = [asdict(merge) for merge in entity.merges]
    return row


def _qualifiers_row(qualifiers: Qualifiers) -> dict[str, object]:
    amount, valuation, date = qualifiers.amount, qualifiers.valuation, qualifiers.date
    row: dict[str, object] = {}
    if amount:
        row |= {"currency": amount.currency, **_money_row("amount", amount)}
    if valuation:
        row |= {"valuationCurrency": valuation.currency, **_money_row("valuation", valuation)}
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


def _money_row(name: str, money: Money) -> dict[str, object]:
    row: dict[str, object] = {name: _number(money.amount), f"{name}Precision": money.precision}
    if money.upper is not None:
        row[f"{name}UpTo"] = _number(money.upper)
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
        "mentions": [[span.start, span.end] for span in found.mentions],
        "confidence": found.confidence,
        "reasons": list(found.reasons),
    }
