"""What build, add and remove have in common: they make a graph, and tell of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.progress import Progress, print_line
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.build import BuildResult, Listener


def make_and_tell(make: Callable[[Listener], BuildResult], out: Path) -> None:
    """Make a graph; print its faults as they come, and then what it holds."""
    from kg.build import Listener
    from kg.view import render_contents

    told: list[InputError] = []

    def tell(fault: InputError) -> None:
        told.append(fault)
        print_line(f"kg: {fault}", error=True)

    with Progress() as progress:
        listener = Listener(
            on_article=progress.advance,
            on_fault=tell,
            on_warning=lambda line: print_line(f"kg: {line}", error=True),
            render_page=lambda contents, known, kept: render_contents(
                contents, schema=known.schema, kept=kept
            ),
        )
        try:
            result = make(listener)
        except InputError:
            # Each fault has had its line, and that nothing is left to build says no more.
            if told:
                raise typer.Exit(1) from None
            raise
    progress.summarise(result, out)
