"""Check a finished graph again, from its files and the kept texts alone.

files      what is checked
graph      the triples of a file, by subject
checks     what must hold of the merged graph
agreement  what must hold between the files
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.trace import agreement, checks
from kg.trace.files import GraphFiles, read_files

__all__ = ["Trace", "trace_graph"]

CHECKS: Mapping[str, Callable[[GraphFiles], checks.Check]] = {
    "runs": checks.check_runs,
    "articles": checks.check_articles,
    "statements": checks.check_statements,
    "plain triples": checks.check_plain,
    "ties between statements": checks.check_ties,
    "inferred triples": checks.check_inferred,
    "evidence": checks.check_evidence,
    "entities": checks.check_entities,
    "statements in named graphs": agreement.check_graphs,
    "rows of statements.jsonl": agreement.check_rows,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How many of each were checked, and what is wrong, a line each."""

    counts: Mapping[str, int]
    faults: tuple[str, ...]


def trace_graph(out: Path) -> Trace:
    """Check every statement, its evidence and its article.

    Raises:
        OutputError: A file is missing or broken.
    """
    files = read_files(out)
    found = {what: list(check(files)) for what, check in CHECKS.items()}
    return Trace(
        counts={what: len(results) for what, results in found.items()},
        faults=tuple(fault for results in found.values() for fault in results if fault),
    )
