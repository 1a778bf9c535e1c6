"""Answer a question from a store, within its limits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from kg.query.syntax import SERVICE_REFUSED, asks_elsewhere, explain_fault, word_fault
from kg.serve.media import GRAPHS, RESULTS, choose_type, with_charset

NO_MEMORY = "stopped: the query took more memory than it may"
# Of a query that is well formed, and whose answer is too large as it stands: 400 would say
# that it is faulty, 403 that somebody else may ask it, 206 that half an answer is one.
TOO_MUCH = 422
# The name by which Virtuoso tells clients the same.
ROWS_HEADER = "X-SPARQL-MaxRows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query, the graphs that it is asked of (none: all), and what its answer may be.

    `accept` is an Accept header; `rows` and `size` (bytes) bound the answer.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""
    rows: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP status, a media type and a body."""

    status: int
    type: str
    body: bytes


class _TooMuch(Exception):  # noqa: N818
    """An answer has grown over a limit, which its words name."""


def refuse(status: int, reason: str) -> Reply:
    """Word a refusal."""
    return Reply(status=status, type="text/plain; charset=utf-8", body=f"{reason}\n".encode())


def answer_question(store: Store, question: Question, prefixes: Mapping[str, str]) -> Reply:
    """Answer a question; whatever is wrong with it becomes a reply as well.

    An answer that is over a limit is refused whole: half of one, which Virtuoso sends, is
    taken for all of it by clients that do not look at headers.

    Args:
        store: Never changed.
        prefixes: Those that a query need not declare.
    """
    if asks_elsewhere(question.query):
        return refuse(403, SERVICE_REFUSED)
    try:
        graphs = _graphs_of(question)
        found = store.query(question.query, prefixes=dict(prefixes), **graphs)
        if isinstance(found, QueryTriples):
            return _write_triples(found, question, prefixes)
        return _write_results(found, question)
    except _TooMuch as reason:
        return refuse(TOO_MUCH, _tell_how_to_page(str(reason), question.rows))
    except (SyntaxError, ValueError) as error:
        fault = explain_fault(str(error), question.query, prefixes)
        return refuse(400, f"malformed query: {fault}")
    except MemoryError:
        return refuse(503, NO_MEMORY)
    except (OSError, RuntimeError) as error:
        return refuse(500, f"the query failed: {word_fault(str(error))}")


def _tell_how_to_page(reason: str, rows: int) -> str:
    return (
        f"the answer has more than {reason}, and no more is sent at once. Ask for it in parts: "
        f"give the query an ORDER BY that leaves no ties and LIMIT {rows} (or less), then the "
        f"same with OFFSET {rows}, OFFSET {2 * rows} and so on, until a part has fewer rows."
    )


# What `Store.query` takes by these names is told by no type of its own.
def _graphs_of(question: Question) -> dict[str, Any]:
    if not question.default_graphs and not question.named_graphs:
        return {}
    # One of the two, given alone, leaves the other empty.
    return {
        "default_graph": [NamedNode(iri) for iri in question.default_graphs],
        "named_graphs": [NamedNode(iri) for iri in question.named_graphs],
    }


def _write_results(found: QuerySolutions | QueryBoolean, question: Question) -> Reply:
    media_type = choose_type(question.accept, list(RESULTS))
    if media_type is None:
        return _refuse_types(list(RESULTS))
    syntax = RESULTS[media_type]
    if isinstance(found, QueryBoolean):
        body = found.serialize(format=syntax) or b""
    else:
        # In TSV every row is a line, so that they can be counted as they are written.
        lines = _Sheet(question.rows + 1, f"{question.rows:,} rows", question.size)
        found.serialize(lines, QueryResultsFormat.TSV)
        body = lines.getvalue()
        if syntax != QueryResultsFormat.TSV:
            again = parse_query_results(body, QueryResultsFormat.TSV)
            sheet = _Sheet(None, "", question.size)
            again.serialize(sheet, syntax)
            body = sheet.getvalue()
    return Reply(status=200, type=with_charset(media_type), body=body)


def _write_triples(found: QueryTriples, question: Question, prefixes: Mapping[str, str]) -> Reply:
    media_type = choose_type(question.accept, list(GRAPHS))
    if media_type is None:
        return _refuse_types(list(GRAPHS))

    def counted() -> Iterator[Triple]:
        for number, triple in enumerate(found):
            if number >= question.rows:
                raise _TooMuch(f"{question.rows:,} triples")
            yield triple

    sheet = _Sheet(None, "", question.size)
    write_triples(counted(), sheet, media_type, prefixes)
    return Reply(status=200, type=with_charset(media_type), body=sheet.getvalue())


def write_triples(
    triples: Iterable[Triple], sheet: BytesIO, media_type: str, prefixes: Mapping[str, str]
) -> None:
    """Write triples in one of `GRAPHS`; prefixes are for what people read."""
    if GRAPHS[media_type] != RdfFormat.TURTLE:
        serialize(triples, sheet, GRAPHS[media_type])
        return
    serialize(triples, sheet, RdfFormat.TURTLE, prefixes=dict(prefixes))
    ordered = _sort_prefixes(sheet.getvalue())
    sheet.seek(0)
    sheet.truncate()
    sheet.write(ordered)


def _sort_prefixes(turtle: bytes) -> bytes:
    """Bring the declarations into an order: they come in that of a hash table."""
    lines = turtle.splitlines(keepends=True)
    count = sum(1 for line in lines if line.startswith(b"@prefix"))
    return b"".join([*sorted(lines[:count]), *lines[count:]])


def _refuse_types(offered: list[str]) -> Reply:
    return refuse(406, f"an answer of this kind is written as one of: {', '.join(offered)}")


class _Sheet(BytesIO):
    """What an answer is written on; it ends the writing where it is full."""

    def __init__(self, lines: int | None, words: str, size: int) -> None:
        super().__init__()
        self._lines, self._words, self._size = lines, words, size

    def write(self, chunk: Any, /) -> int:  # noqa: ANN401 (a buffer, which the library chooses)
        written = bytes(chunk)
        if self._lines is not None:
            self._lines -= written.count(b"\n")
            if self._lines < 0:
                raise _TooMuch(self._words)
        if self.tell() + len(written) > self._size:
            raise _TooMuch(f"{self._size:,} bytes")
        return super().write(written)
