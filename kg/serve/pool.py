"""Processes that answer, each stopped and replaced when it takes too long."""

import asyncio
import json
import logging
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from kg.serve.answer import NO_MEMORY, Reply, refuse

log = logging.getLogger(__name__)

# A process imports and opens a database within this, in seconds, or something is broken.
START = 60.0
# Between two tries, in seconds.
PAUSE = 1.0


class Pool:
    """Some processes of one command, which talk as `kg.serve.worker` does.

    Used as an async context: processes run from its start to its end, and at its end
    those that still answer may finish. `size` of them answer at a time; `spares` stand by
    to take the place of one that was stopped.
    """

    def __init__(
        self, command: Sequence[str], *, size: int, spares: int, seconds: float, waiting: int
    ) -> None:
        self._command = tuple(command)
        self._processes, self._seconds, self._most_asked = size + spares, seconds, size + waiting
        self._places = asyncio.Semaphore(size)
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._asked = 0
        self._none_asked = asyncio.Event()
        self._none_asked.set()
        self._ready = asyncio.Event()
        self._starts: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        for _ in range(self._processes):
            self._start(self._add_process())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._none_asked.wait()
        starts = tuple(self._starts)
        for start in starts:
            start.cancel()
        await asyncio.gather(*starts, return_exceptions=True)
        while not self._idle.empty():
            await _stop(self._idle.get_nowait())

    async def started(self) -> None:
        """Wait until the first process is ready.

        Raises:
            TimeoutError: None becomes ready.
        """
        async with asyncio.timeout(START):
            await self._ready.wait()

    async def ask(self, task: Mapping[str, object], *, seconds: float | None = None) -> Reply:
        """Have a task answered; a reply tells as well when there is no time or room for it.

        Args:
            seconds: Another time limit than that of the pool.
        """
        if self._asked >= self._most_asked:
            return refuse(503, "too many queries are waiting: try again later")
        self._asked += 1
        self._none_asked.clear()
        try:
            async with asyncio.timeout(2 * self._seconds):
                await self._places.acquire()
        except TimeoutError:
            return refuse(503, "too many queries are running: try again later")
        else:
            return await self._ask_process(task, seconds or self._seconds)
        finally:
            self._asked -= 1
            if not self._asked:
                self._none_asked.set()

    async def _ask_process(self, task: Mapping[str, object], seconds: float) -> Reply:
        """Answer in the place that was acquired, which is given back at the end."""
        process, whole = None, False
        try:
            process = await asyncio.wait_for(self._idle.get(), START)
            async with asyncio.timeout(seconds):
                reply = await _exchange(process, {**task, "seconds": seconds})
            whole = True
        except TimeoutError:
            return refuse(503, f"stopped: the query took more than {seconds:g} seconds")
        except (EOFError, ConnectionError):
            # Without memory the process is ended by a signal, by a fault of its own it exits.
            if process and await process.wait() < 0:
                return refuse(503, NO_MEMORY)
            return refuse(500, "the query failed")
        else:
            return reply
        finally:
            # A client that has gone (cancellation) stops its query as well.
            if whole and process:
                self._idle.put_nowait(process)
            elif process:
                self._start(self._replace(process))
            self._places.release()

    async def _replace(self, process: Process) -> None:
        await _stop(process)
        await self._add_process()

    def _start(self, starting: Coroutine[None, None, None]) -> None:
        start = asyncio.create_task(starting)
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)

    async def _add_process(self) -> None:
        """Start a process, again until one starts: a machine may be short of memory for a while."""
        while True:
            with suppress(OSError, TimeoutError):
                process = await self._start_process()
                self._idle.put_nowait(process)
                self._ready.set()
                return
            log.error("a process does not start: %s", " ".join(self._command))
            await asyncio.sleep(PAUSE)

    async def _start_process(self) -> Process:
        # Of its own session, so that Ctrl-C reaches the server alone.
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        try:
            async with asyncio.timeout(START):
                if process.stdout and await process.stdout.readline() == b"\n":
                    return process
            raise OSError("it ended at once")
        except BaseException:
            await _stop(process)
            raise


async def run_command(*command: str) -> tuple[int, str]:
    """Run a process to its end: its exit status and what it says of a fault."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stderr=PIPE, start_new_session=True
    )
    try:
        _, said = await process.communicate()
    finally:
        await _stop(process)
    return process.returncode or 0, said.decode(errors="replace").strip()


async def _exchange(process: Process, task: Mapping[str, object]) -> Reply:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    process.stdin.write(json.dumps(task).encode() + b"\n")
    await process.stdin.drain()
    line = await process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    header = json.loads(line)
    body = await process.stdout.readexactly(header["length"])
    return Reply(status=header["status"], type=header["type"], body=body)


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
