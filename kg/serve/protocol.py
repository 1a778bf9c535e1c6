"""A request of the SPARQL 1.1 Protocol -> a question.

https://www.w3.org/TR/sparql11-protocol/, of which the query operation is taken; the
update operation is refused.
"""

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.serve.answer import Question
from kg.serve.limits import Limits

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
READ_ONLY = "this endpoint only answers queries: it takes no updates"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
# A body that comes drop by drop holds a connection no longer than this, in seconds.
BODY_TIME = 10.0


async def read_question(request: Request, limits: Limits) -> Question:
    """Read a query operation by GET, by a form, or by POST directly.

    Raises:
        HTTPException: The request is no query operation, or a faulty one.
    """
    fields = _parse_fields(request.scope["query_string"])
    if request.method == "POST":
        kind = _content_type(request)
        body = await _read_body(request, limits.request_bytes)
        if kind == FORM:
            fields += _parse_fields(body)
        elif kind == QUERY:
            fields.append(("query", _decode(body)))
        elif kind == UPDATE:
            raise HTTPException(403, READ_ONLY)
        else:
            raise HTTPException(415, f"a query comes by POST as {QUERY} or {FORM}")
    queries = [value for name, value in fields if name == "query"]
    if any(name == "update" for name, _ in fields):
        raise HTTPException(403, READ_ONLY)
    if len(queries) != 1:
        raise HTTPException(400, f"there must be one query, not {len(queries)}")
    return Question(
        query=queries[0],
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        accept=request.headers.get("accept", ""),
        rows=limits.rows,
        size=limits.answer_bytes,
    )


def check_iri(iri: str) -> str:
    """Let an absolute IRI pass, which can then stand between < and >.

    Raises:
        HTTPException: It is none.
    """
    if not ABSOLUTE.fullmatch(iri):
        raise HTTPException(400, "an IRI must be absolute")
    return iri


def _graphs(fields: Sequence[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_iri(value) for name, value in fields if name == wanted))


def _content_type(request: Request) -> str:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\s;\"]*)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise HTTPException(415, "a query must be encoded as UTF-8")
    return kind.strip().lower()


async def _read_body(request: Request, most: int) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(BODY_TIME):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise HTTPException(413, f"a request may have {most:,} bytes")
    except TimeoutError:
        raise HTTPException(408, "the request did not come to its end") from None
    return body


def _parse_fields(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise HTTPException(400, "the parameters are not percent-encoded UTF-8") from None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "the query is not UTF-8") from None
