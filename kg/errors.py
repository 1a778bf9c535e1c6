"""What can go wrong with a user's input. A bug raises `ValueError` instead.

KgError
├── InputError      an article, or a folder of articles, cannot be read
├── OntologyError   a file under ontology/ is malformed or inconsistent
├── ModelError      the language model is missing, incomplete or of another version
├── QueryError      a query is unknown or malformed
├── OutputError     a result cannot be written, or is not there to be read
└── NetworkError    an address cannot be listened on, or what is there refuses
"""

from pathlib import Path


class KgError(Exception):
    """Input at fault; the message names the file, the item and the fault in one line."""


class InputError(KgError):
    """An article, or a folder of articles, cannot be read."""

    def __init__(self, path: Path | str, reason: str, *, line: int | None = None) -> None:
        self.reason = reason
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {reason}")


class OntologyError(KgError):
    """A file under ontology/ is malformed or inconsistent."""

    def __init__(self, path: Path, reason: str, *, line: int | None = None) -> None:
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {reason}")


class ModelError(KgError):
    """The language model is missing, incomplete or of another version."""


class QueryError(KgError):
    """A query is unknown or malformed."""


class OutputError(KgError):
    """A result cannot be written, or is not there to be read."""


class NetworkError(KgError):
    """An address cannot be listened on, or what is there refuses."""
