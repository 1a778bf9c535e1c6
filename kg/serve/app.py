"""Which address is answered by what."""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, PackageLoader
from pyoxigraph import RdfFormat, parse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.query import NamedQuery
from kg.serve.answer import ROWS_HEADER, TOO_MUCH, Question, Reply, write_triples
from kg.serve.describe import describe_service
from kg.serve.headers import VIEWER, SecurityHeaders
from kg.serve.limits import Limits
from kg.serve.linked import ask_about, describe_iri
from kg.serve.live import Generation, LiveGraph
from kg.serve.media import GRAPHS, HTML, choose_type, with_charset
from kg.serve.pool import Pool
from kg.serve.protocol import check_iri, read_question
from kg.serve.show import TRIPLES, Viewer
from kg.serve.subgraph import MOST_ENTITIES
from kg.vocab import ID, PREFIXES

MOST_FOUND = 300
MOST_SKIPPED = 10_000_000
FOUND = 10
AROUND_ONE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may ask: host names that a request may name (none: any), origins of other pages."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


class Site:
    """The handlers, over one live graph."""

    def __init__(
        self, live: LiveGraph, drawer: Pool, queries: Mapping[str, NamedQuery], limits: Limits
    ) -> None:
        self._live, self._viewer, self._limits = live, Viewer(drawer, limits), limits
        self._queries = queries
        self._prefixes = {name: str(namespace) for name, namespace in PREFIXES.items()}
        self._pages = Environment(loader=PackageLoader("kg.serve", "pages"), autoescape=True)

    async def draw(self) -> None:
        """Draw the page before anybody asks for it."""
        await self._viewer.front(self._live.generation)

    async def page(self, request: Request) -> Response:
        """Show the graph in the viewer, which finds by the JSON API what it does not show."""
        reply = await self._viewer.front(self._live.generation)
        return _respond(reply, VIEWER)

    async def view(self, request: Request) -> Response:
        """Show some entities in the viewer: by IRI, or by name where there are such names."""
        generation = self._live.generation
        given = [check_iri(iri) for iri in request.query_params.getlist("entity")]
        unknown = [iri for iri in given if iri not in generation.names.entities]
        if unknown:
            raise HTTPException(404, f"no such entity: {unknown[0]}")
        named = generation.names.labelled(request.query_params.getlist("name"))
        iris = tuple(dict.fromkeys([*given, *named]))
        if not iris:
            raise HTTPException(404, "there is no entity to show")
        if len(iris) > MOST_ENTITIES:
            raise HTTPException(400, f"no more than {MOST_ENTITIES} entities can be shown")
        drawn = await _unless_gone(request, self._viewer.some(generation, iris))
        return _respond(drawn, VIEWER)

    async def query(self, request: Request) -> Response:
        """Show the page on which queries are written."""
        return HTMLResponse(self._pages.get_template("query.html").render())

    async def sparql(self, request: Request) -> Response:
        """Answer after the SPARQL 1.1 Protocol."""
        generation = self._live.generation
        if request.method != "POST" and not request.scope["query_string"]:
            accept = request.headers.get("accept", "")
            if choose_type(accept, [*GRAPHS, HTML]) == HTML:
                return RedirectResponse("/query", 303, {"Vary": "Accept"})
            endpoint = check_iri(str(request.url.replace(query="", fragment="")))
            return _respond(describe_service(endpoint, generation.triples, accept))
        question = await read_question(request, self._limits)
        reply = await _unless_gone(request, generation.ask(question))
        limit = {ROWS_HEADER: str(question.rows)} if reply.status == TOO_MUCH else None
        return _respond(reply, limit)

    async def resource(self, request: Request) -> Response:
        """Tell what is known about an IRI: a page for people, RDF for programs."""
        iri = check_iri(f"{ID}{request.path_params['path']}")
        offered = [HTML, *GRAPHS]
        accept = request.headers.get("accept", "")
        chosen = choose_type(accept, offered)
        if chosen is None:
            raise HTTPException(406, f"this is written as one of: {', '.join(offered)}")
        generation = self._live.generation
        reply = await self._ask(request, generation, ask_about(iri), TRIPLES)
        if reply.status != 200:
            return _respond(reply)
        found = list(parse(reply.body, RdfFormat.N_TRIPLES))
        if not found:
            raise HTTPException(404, f"nothing is known about <{iri}>")
        if chosen == HTML:
            told = describe_iri(iri, found, generation.names)
            page = self._pages.get_template("resource.html").render(told=told)
            return HTMLResponse(page, headers={"Vary": "Accept"})
        sheet = BytesIO()
        write_triples((quad.triple for quad in found), sheet, chosen, self._prefixes)
        return _respond(Reply(status=200, type=with_charset(chosen), body=sheet.getvalue()))

    async def search(self, request: Request) -> Response:
        """Find entities by name."""
        words = request.query_params.get("q", "").strip()
        if not words:
            raise HTTPException(400, "q must be words of a name")
        most = _read_number(request, "limit", FOUND)
        generation = self._live.generation
        found = generation.names.find(words, most)
        return JSONResponse(
            {
                "state": generation.state,
                "found": [generation.names.show(named.iri) for named in found],
            }
        )

    async def neighbourhood(self, request: Request) -> Response:
        """Tell what is said about an entity: statements, the best supported first."""
        iri = check_iri(request.query_params.get("entity", ""))
        most = _read_number(request, "limit", AROUND_ONE)
        start = _read_number(request, "offset", 0, least=0, most=MOST_SKIPPED)
        generation = self._live.generation
        if iri not in generation.names.entities:
            raise HTTPException(404, "no such entity")
        asked = self._viewer.around(generation, iri, most, start)
        return _respond(await _unless_gone(request, asked))

    async def statement(self, request: Request) -> Response:
        """Tell all about a statement, with its sentences."""
        iri = check_iri(request.query_params.get("iri", ""))
        asked = self._viewer.statement(self._live.generation, iri)
        reply = await _unless_gone(request, asked)
        if reply.status == 200 and not json.loads(reply.body)["statements"]:
            raise HTTPException(404, "no such statement")
        return _respond(reply)

    async def queries(self, request: Request) -> Response:
        """List the named queries, and the prefixes that need no declaration."""
        named = [
            {
                "name": query.name,
                "description": query.description,
                "text": query.text,
                "parameters": dict(query.parameters),
            }
            for query in self._queries.values()
        ]
        return JSONResponse({"queries": named, "prefixes": self._prefixes})

    async def health(self, request: Request) -> Response:
        """Tell whether the graph is served, and whether it is the newest."""
        generation, fault = self._live.generation, self._live.fault
        told = {
            "status": "ok" if fault is None else "stale",
            "generation": generation.number,
            "state": generation.state,
            "triples": generation.triples,
        }
        return JSONResponse(told if fault is None else {**told, "fault": fault})

    async def _ask(
        self, request: Request, generation: Generation, query: str, accept: str
    ) -> Reply:
        limits = self._limits
        question = Question(query=query, accept=accept, rows=limits.rows, size=limits.answer_bytes)
        return await _unless_gone(request, generation.ask(question))


def make_app(site: Site, access: Access) -> ASGIApp:
    """Put the handlers at their addresses, behind what guards them."""
    guards: list[Middleware] = []
    if access.hosts:
        guards.append(Middleware(TrustedHostMiddleware, list(access.hosts), www_redirect=False))
    if access.origins:
        guards.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(access.origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Accept", "Content-Type"],
                expose_headers=[ROWS_HEADER, "Retry-After"],
            )
        )
    app = Starlette(
        routes=_routes(site), middleware=guards, exception_handlers={HTTPException: _word_fault}
    )
    # Around everything, so that a fault of the server carries them, too.
    return SecurityHeaders(app, shared=bool(access.origins))


def _routes(site: Site) -> Sequence[Route | Mount]:
    static = Path(str(files("kg.serve").joinpath("static")))
    return [
        Route("/", site.page),
        Route("/view", site.view),
        Route("/query", site.query),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/id/{path:path}", site.resource),
        Route("/api/search", site.search),
        Route("/api/neighbourhood", site.neighbourhood),
        Route("/api/statement", site.statement),
        Route("/api/queries", site.queries),
        Route("/healthz", site.health),
        Mount("/static", StaticFiles(directory=static)),
    ]


async def _unless_gone(request: Request, asked: Coroutine[None, None, Reply]) -> Reply:
    """Answer, and stop answering when the client has gone."""
    answer = asyncio.ensure_future(asked)
    gone = asyncio.ensure_future(_wait_until_gone(request))
    try:
        await asyncio.wait([answer, gone], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise HTTPException(499, "the client has gone")
        return answer.result()
    finally:
        answer.cancel()
        gone.cancel()


async def _wait_until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _respond(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    told = {"Vary": "Accept", **(headers or {})}
    if reply.status == 503:
        told["Retry-After"] = "5"
    return Response(reply.body, reply.status, told, media_type=reply.type)


def _read_number(
    request: Request, name: str, default: int, *, least: int = 1, most: int = MOST_FOUND
) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdecimal() and least <= int(given[:12]) <= most):
        raise HTTPException(400, f"{name} must be a number from {least} to {most}")
    return int(given)


async def _word_fault(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    headers = dict(fault.headers or {})
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": fault.detail}, fault.status_code, headers)
    return Response(f"{fault.detail}\n", fault.status_code, headers, "text/plain")
