"""The newest graph of a folder that is whole, and the change to the next one.

A graph is loaded beside the one that is asked, and takes its place when it is complete;
what is being answered is answered from the old one.
"""

import asyncio
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import OutputError
from kg.outputs import current_files
from kg.query.dataset import BY_ARTICLE, MERGED
from kg.serve.answer import Question, Reply
from kg.serve.limits import Limits
from kg.serve.overview import DISAGREEMENTS, LINKS, Overview, count_statements
from kg.serve.pool import Pool, run_command
from kg.serve.search import NAMES, Names

log = logging.getLogger(__name__)

# How often the folder is looked at, and how long it must stay as it is before it is read,
# where its files are not changed at one moment. In seconds.
LOOK = 0.5
SETTLE = 0.3
# Processes that stand by while one that was stopped is replaced.
SPARES = 2
# What the server itself asks for on loading is not an answer to anybody.
ALL = 1 << 31
LOADING_TIME = 600.0

File = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One state of a folder: its generation, where it has one, and its files."""

    generation: str
    files: tuple[File, ...]

    def digest(self) -> str:
        """Name the state in a few letters."""
        return sha256(repr(self).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One state of the graph: who answers from it, its names, its overview, its size.

    `state` is the same for the same files, whatever server tells of them.
    """

    number: int
    state: str
    pool: Pool
    names: Names
    overview: Overview
    triples: int

    async def ask(self, question: Question, *, seconds: float | None = None) -> Reply:
        """Have a question answered; `seconds` is another time limit than the pool's."""
        return await self.pool.ask(asdict(question), seconds=seconds)


class LiveGraph:
    """The graph of a folder, as it is now; `fault` says why it is not newer."""

    def __init__(self, out: Path, limits: Limits) -> None:
        self.fault: str | None = None
        self._out, self._limits = out, limits
        self._generation: Generation | None = None
        self._seen: Fingerprint | None = None
        self._closers: list[AsyncExitStack] = []
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def generation(self) -> Generation:
        """The newest graph that is whole."""
        if self._generation is None:
            raise ValueError("nothing is loaded before `run`")
        return self._generation

    @asynccontextmanager
    async def run(self) -> AsyncIterator["LiveGraph"]:
        """Load the graph, and look for newer ones until the end.

        Raises:
            OutputError: There is no graph to begin with, or it is broken.
        """
        await self._load()
        watch = asyncio.create_task(self._watch())
        try:
            yield self
        finally:
            watch.cancel()
            await asyncio.gather(watch, *self._retiring, return_exceptions=True)
            for closer in self._closers:
                await closer.aclose()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            if _look(self._out) == self._seen:
                continue
            try:
                await self._load()
            except (OutputError, OSError) as error:
                self.fault = str(error)
                log.warning("the graph stays as it was: %s", error)

    async def _load(self) -> None:
        """Load what is in the folder, again until nobody has changed it meanwhile."""
        while True:
            seen = _look(self._out)
            if not seen.generation:
                await asyncio.sleep(SETTLE)
                if _look(self._out) != seen:
                    continue
            closer = AsyncExitStack()
            try:
                generation = await self._open(closer, seen)
            except OutputError:
                await closer.aclose()
                if _look(self._out) != seen:
                    continue
                self._seen = seen
                raise
            except BaseException:
                await closer.aclose()
                raise
            if _look(self._out) == seen:
                self._take(generation, closer, seen)
                return
            await closer.aclose()

    def _take(self, generation: Generation, closer: AsyncExitStack, seen: Fingerprint) -> None:
        self._generation, self._seen, self.fault = generation, seen, None
        for old in self._closers:
            retiring = asyncio.create_task(old.aclose())
            self._retiring.add(retiring)
            retiring.add_done_callback(self._retiring.discard)
        self._closers = [closer]

    async def _open(self, closer: AsyncExitStack, seen: Fingerprint) -> Generation:
        folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        closer.callback(shutil.rmtree, folder, ignore_errors=True)
        status, said = await run_command(
            sys.executable, "-m", "kg.serve.load", str(self._out), str(folder)
        )
        if status != 0:
            raise OutputError(said.splitlines()[-1] if said else f"{self._out}: cannot be loaded")
        limits = self._limits
        command = (
            *(sys.executable, "-m", "kg.serve.worker"),
            *(str(folder), str(limits.memory_bytes)),
        )
        pool = Pool(
            command,
            size=limits.workers,
            spares=SPARES,
            seconds=limits.seconds,
            waiting=limits.waiting,
        )
        await closer.enter_async_context(pool)
        try:
            await pool.started()
        except TimeoutError:
            raise OutputError(f"{self._out}: no process starts that could answer") from None
        links = await _select(pool, LINKS)
        names = Names.from_results(await _select(pool, NAMES), count_statements(links))
        overview = Overview.choose(links, await _select(pool, DISAGREEMENTS))
        counted = await _select(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return Generation(
            number=self._generation.number + 1 if self._generation else 1,
            state=seen.digest(),
            pool=pool,
            names=names,
            overview=overview,
            triples=int(counted[0]["n"]["value"]),
        )


def _look(out: Path) -> Fingerprint:
    """Tell one state of the folder from another."""
    folder = current_files(out)
    return Fingerprint(
        generation="" if folder == out else folder.name,
        files=tuple(_look_at(folder / name) for name in (MERGED, BY_ARTICLE)),
    )


def _look_at(path: Path) -> File:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


async def _select(pool: Pool, query: str) -> list[dict[str, dict[str, str]]]:
    question = Question(query=query, rows=ALL, size=ALL)
    reply = await pool.ask(asdict(question), seconds=LOADING_TIME)
    if reply.status != 200:
        raise OutputError(f"the graph cannot be read: {reply.body.decode().strip()}")
    bindings: list[dict[str, dict[str, str]]] = json.loads(reply.body)["results"]["bindings"]
    return bindings
