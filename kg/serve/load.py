"""Load a build's output into a database: `python -m kg.serve.load OUT FOLDER`."""

import sys
from pathlib import Path

from kg.errors import OutputError
from kg.query import load_store


def main() -> None:
    """Load; a fault is a line on standard error."""
    out, folder = map(Path, sys.argv[1:])
    try:
        store = load_store(out, folder)
    except OutputError as error:
        sys.exit(str(error))
    store.optimize()
    store.flush()


if __name__ == "__main__":
    main()
