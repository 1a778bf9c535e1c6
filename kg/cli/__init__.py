"""The command line: arguments in, one call, text out."""

import logging
import os
import sys

from kg.cli import commands, explain, export, keeping, ontology, push, serve
from kg.cli.app import app
from kg.errors import KgError

__all__ = ["commands", "explain", "export", "keeping", "main", "ontology", "push", "serve"]

# Typer takes 2 for a command that is typed wrongly; 1 is for input at fault.
FAULT = 1


def main() -> None:
    """Run a command; input at fault is one line on standard error."""
    # Matrices here are small: on a busy machine, threads that wait for each other made the
    # layout of a page take 0.75 s of the processor, and 0.03 without.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        app()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(FAULT)
    except BrokenPipeError:
        sys.stderr.close()
