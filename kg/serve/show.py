"""Pages of the viewer over a live graph, and the JSON by which they learn more of it."""

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any

from kg.query.names import ENTITY
from kg.serve.answer import Question, Reply
from kg.serve.limits import Limits
from kg.serve.live import Generation
from kg.serve.overview import WHOLE, read_whole
from kg.serve.pool import Pool
from kg.serve.subgraph import ask_among, ask_around, ask_rivals, ask_statements

TRIPLES = "application/n-triples"
# What a page is made of is not an answer to anybody.
ALL = 1 << 31
DRAWING_TIME = 60.0
# Sentences of one statement, where it is one of many and where it is what is asked for.
SENTENCES, ALL_SENTENCES = 12, 200
_ENTITIES = re.compile(rb"<(" + re.escape(ENTITY).encode() + rb"[^>]*)>")


class Viewer:
    """Asks the graph, and has `draw` processes make pages and JSON of what it says."""

    def __init__(self, drawer: Pool, limits: Limits) -> None:
        self._drawer, self._limits = drawer, limits
        self._front: tuple[Generation, asyncio.Task[Reply]] | None = None

    async def front(self, generation: Generation) -> Reply:
        """Show the whole graph: drawn once for each state of it."""
        front = self._front
        if front is None or front[0] is not generation or _failed(front[1]):
            front = generation, asyncio.create_task(self._draw_front(generation))
            self._front = front
        return await asyncio.shield(front[1])

    async def some(self, generation: Generation, iris: Sequence[str]) -> Reply:
        """Show the statements among some entities, or all about one."""
        query = ask_around(iris[0]) if len(iris) == 1 else ask_among(iris)
        centre = iris[0] if len(iris) == 1 else None
        return await self._draw(generation, query, {"draw": {"centre": centre}})

    async def around(self, generation: Generation, iri: str, most: int, start: int) -> Reply:
        """Tell what is said about an entity."""
        names = generation.names
        told = {
            "state": generation.state,
            "entity": names.show(iri),
            "total": names.counts.get(iri, 0),
            "offset": start,
        }
        task = {"told": told, "sentences": SENTENCES}
        return await self._draw(generation, ask_around(iri, most=most, start=start), task)

    async def statement(self, generation: Generation, iri: str) -> Reply:
        """Tell all about a statement, and about those that disagree with it."""
        task = {"told": {"state": generation.state}, "sentences": ALL_SENTENCES}
        return await self._draw(generation, ask_rivals(iri), task)

    async def _draw(self, generation: Generation, query: str, task: dict[str, Any]) -> Reply:
        limits = self._limits
        question = Question(query=query, accept=TRIPLES, rows=limits.rows, size=limits.answer_bytes)
        reply = await generation.ask(question)
        if reply.status != 200:
            return reply
        share = _share(generation, reply.body)
        return await self._drawer.ask({**task, "triples": reply.body.decode(), "share": share})

    async def _draw_front(self, generation: Generation) -> Reply:
        # All at once: the graph may be replaced at any time, but not while it is asked.
        overview = generation.overview
        questions = [
            Question(query=ask_statements(overview.statements), accept=TRIPLES, rows=ALL, size=ALL),
            *(Question(query=query, rows=ALL, size=ALL) for query in WHOLE),
        ]
        replies = await asyncio.gather(
            *(generation.ask(question, seconds=DRAWING_TIME) for question in questions)
        )
        failed = [reply for reply in replies if reply.status != 200]
        if failed:
            return failed[0]
        triples, *answers = (reply.body for reply in replies)
        found = [json.loads(answer)["results"]["bindings"] for answer in answers]
        whole = read_whole(found, generation.names)
        share = {**_share(generation, triples), "whole": whole}
        drawing = {"drawn": overview.drawn}
        return await self._drawer.ask(
            {"triples": triples.decode(), "share": share, "draw": drawing}
        )


def _share(generation: Generation, triples: bytes) -> dict[str, object]:
    """Tell of the graph what its part does not: how much is said of what is in there."""
    counts = generation.names.counts
    named = {found.decode() for found in _ENTITIES.findall(triples)}
    return {
        "counts": {iri: counts[iri] for iri in sorted(named) if iri in counts},
        "entities": len(counts),
        "generation": generation.state,
    }


def _failed(drawing: asyncio.Task[Reply]) -> bool:
    if not drawing.done():
        return False
    return drawing.cancelled() or drawing.exception() is not None or drawing.result().status != 200
