"""How much one request may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one query, one answer and the server; none is ever stretched."""

    # A query that takes longer is stopped, in seconds.
    seconds: float = 10.0
    # Rows of a SELECT, or triples of a CONSTRUCT.
    rows: int = 100_000
    # Bytes of an answer, of a request's body, and of a query process's address space.
    answer_bytes: int = 64 << 20
    request_bytes: int = 1 << 20
    memory_bytes: int = 2 << 30
    # Queries answered at the same time, and those that may wait for their turn.
    workers: int = 4
    waiting: int = 64
