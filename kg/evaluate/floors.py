"""Floors of measured quality: what a build must reach on annotated facts.

A file of floors is JSON, one entry for each file of annotated facts:

    {"held-out": {"digest": "…", "total": {"precision": 0.85, "recall": 0.7},
                  "relations": {"investsIn": {"precision": 0.9, "recall": 0.6}}}}

The digest ties the numbers to the facts that they were measured on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.records import Record
from kg.evaluate.report import EvaluationReport, Score

# Half of the last digit of a floor written with three: rounding never fails a build.
_TOLERANCE = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least precision and recall, in [0, 1]; None asks for nothing."""

    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What must be reached on the annotated facts of one digest."""

    digest: str
    total: Floor
    relations: Mapping[str, Floor]


def gold_digest(gold: Path, *others: Path) -> str:
    """Name the content of annotated files, in the order given, by their SHA-256.

    Raises:
        InputError: One of them cannot be read.
    """
    digest = hashlib.sha256()
    for path in (gold, *others):
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise InputError(path, f"cannot be read: {error.strerror}") from error
    return digest.hexdigest()


def read_floors(path: Path) -> dict[str, Floors]:
    """Read a file of floors.

    Raises:
        InputError: It cannot be read or is malformed.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(path, f"is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise InputError(path, "is not a JSON object")
    whole = Record(path=path, line=1, field="", data=data)
    return {str(name): _read_floors(whole.child(str(name))) for name in data}


def check_floors(report: EvaluationReport, floors: Floors, *, digest: str) -> tuple[str, ...]:
    """Tell where a report falls below its floors, one line for each fault.

    `digest` is that of the annotated files that the report was made with.
    """
    if digest != floors.digest:
        return ("the annotated facts are not those that the floors were measured on",)
    faults = list(_compare("total", report.total, floors.total))
    for name, floor in floors.relations.items():
        faults += _compare(name, report.relations.get(name, Score()), floor)
    return tuple(faults)


def _compare(name: str, score: Score, floor: Floor) -> Iterator[str]:
    """Compare one score; a ratio of nothing is below every floor above 0."""
    for measure, least, reached in (
        ("precision", floor.precision, score.precision),
        ("recall", floor.recall, score.recall),
    ):
        if least is not None and (reached or 0.0) < least - _TOLERANCE:
            yield f"{name}: {measure} {reached or 0.0:.3f} is below its floor {least:.3f}"


def _read_floors(record: Record) -> Floors:
    relations = record.child("relations")
    return Floors(
        digest=record.text("digest"),
        total=_read_floor(record.child("total")),
        relations={str(name): _read_floor(relations.child(str(name))) for name in relations.data},
    )


def _read_floor(record: Record) -> Floor:
    return Floor(precision=_read_ratio(record, "precision"), recall=_read_ratio(record, "recall"))


def _read_ratio(record: Record, key: str) -> float | None:
    number = record.number(key)
    if number is not None and not 0 <= number <= 1:
        record.fail(key, "does not lie between 0 and 1")
    return None if number is None else float(number)
