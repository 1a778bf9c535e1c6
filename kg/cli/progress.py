"""What a person sees while a build runs and when it is done."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich import progress as bars
from rich.console import Console

from kg.counting import count
from kg.datamodel import ArticleReading
from kg.errors import OutputError

if TYPE_CHECKING:
    from kg.build import BuildResult

# Without a terminal, one line after so many articles.
EVERY = 100
# How many statements a summary shows.
SHOWN = 12


def print_line(text: str, *, error: bool = False, flush: bool = False) -> None:
    """Print text as it is; nothing in it is markup.

    Raises:
        OutputError: Standard output cannot be written to.
    """
    try:
        print(text, file=sys.stderr if error else sys.stdout, flush=flush)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OutputError(f"standard output: cannot be written to: {fault.strerror}") from fault


class Progress:
    """A bar where there is a terminal, plain lines where not."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._count = 0
        self._bar = bars.Progress(
            bars.SpinnerColumn(),
            bars.TextColumn("{task.description}", markup=False),
            bars.MofNCompleteColumn(),
            bars.TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("reading articles", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def advance(self, reading: ArticleReading) -> None:
        """Count one article."""
        self._count += 1
        self._bar.update(self._task, advance=1, description=f"read {reading.header.id}")
        if not self._console.is_terminal and self._count % EVERY == 0:
            print_line(f"{count(self._count, 'article')} read", error=True)

    def summarise(self, result: BuildResult, out: Path) -> None:
        """Print what was built: the counts, the firmest statements, the files."""
        from kg.build.report import describe_statement

        rows = result.statements.rows
        status = result.statements.count_statuses()
        by_status = ", ".join(f"{number} {name}" for name, number in sorted(status.items()))
        print_line(f"{count(len(result.readings), 'article')}, {count(result.words, 'word')}")
        statements = count(len(rows), "statement")
        print_line(f"{statements} ({by_status or 'none'}); {result.rejected} not believed")
        for statement in result.statements.firmest(SHOWN):
            print_line(f"  {describe_statement(statement)}")
        if len(rows) > SHOWN:
            print_line(f"  … and {len(rows) - SHOWN} more")
        if result.disagreements:
            number = count(len(result.disagreements), "disagreement")
            print_line(f"{number} between sources: see report.md")
        refused = {order for order, _, warning in result.violations.rows if not warning}
        if refused:
            kept_out = count(len(refused), "statement")
            print_line(f"{kept_out} kept out of the graph: see report.md")
        files = "graph.ttl  graph.trig  graph.html  statements.jsonl  rejected.jsonl  report.md"
        print_line(f"{out}/{files}")
