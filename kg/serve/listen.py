"""The socket, the server, the start and the end."""

import asyncio
import ipaddress
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from kg.errors import NetworkError
from kg.query import NamedQuery
from kg.serve.app import Access, Site, make_app
from kg.serve.limits import Limits
from kg.serve.live import LiveGraph
from kg.serve.pool import Pool
from kg.serve.show import DRAWING_TIME

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Open connections; more are told to come again.
CONNECTIONS = 256
DRAWERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen (port 0: any that is free), and pages of which origins may ask."""

    host: str = "127.0.0.1"
    port: int = 8080
    origins: tuple[str, ...] = ()


def serve_graph(
    out: Path,
    address: Address,
    *,
    queries: Mapping[str, NamedQuery],
    schema: Path,
    limits: Limits,
    on_ready: Callable[[str], None],
) -> None:
    """Serve a build's output folder until the process is told to end.

    Args:
        queries: Those at hand on the query page.
        schema: The file schema.ttl, for the viewer's words.
        on_ready: Called with the URL when requests are answered.

    Raises:
        NetworkError: The address cannot be listened on.
        OutputError: The folder holds no graph.
    """
    listener = _listen(address)
    # A polite end (SIGTERM) cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    async def run() -> None:
        command = (sys.executable, "-m", "kg.serve.draw", str(schema))
        drawer = Pool(command, size=DRAWERS, spares=0, seconds=DRAWING_TIME, waiting=limits.waiting)
        async with drawer, LiveGraph(out, limits).run() as live:
            site = Site(live, drawer, queries, limits)
            app = make_app(site, _access(address))
            server = uvicorn.Server(_configure(app))
            on_ready(_url(listener))
            # While somebody goes there.
            drawing = asyncio.create_task(site.draw())
            await server.serve(sockets=[listener])
            drawing.cancel()

    with suppress(KeyboardInterrupt), listener:
        asyncio.run(run())


def _configure(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=5,
    )


def _listen(address: Address) -> socket.socket:
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        family, _, _, _, place = found[0]
        listener = socket.create_server(place[:2], family=family, backlog=CONNECTIONS)
    except (OSError, OverflowError, UnicodeError) as error:
        raise NetworkError(f"{address.host}:{address.port}: cannot listen: {error}") from error
    # Connections inherit it. Without it each answer waits for the client's acknowledgement
    # of its head: asyncio sets it on sockets only that it has made itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _access(address: Address) -> Access:
    """Answer a loopback server's own names only: else any web page could ask it by DNS."""
    if not _is_loopback(address.host):
        return Access(origins=address.origins)
    return Access(hosts=(*LOOPBACK, address.host), origins=address.origins)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
