"""How graphs are sent: SPARQL 1.1 Graph Store HTTP Protocol, or SPARQL 1.1 Update."""

import re
import time
from collections.abc import Callable, Generator, Sequence
from types import TracebackType
from typing import Self

import httpx
from pyoxigraph import RdfFormat, parse

from kg.errors import NetworkError

# Seconds between tries, while a store is away: it may be starting again.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
TIMEOUT = httpx.Timeout(300.0, connect=10.0)
# No try begins later than this after the first, in seconds: a store that takes connections and
# then says nothing has had its time out twice.
LONGEST = 600.0
# The answers of a store, or of what stands before it, that may be another one later.
LATER = frozenset({408, 429, 502, 503, 504})
LONGEST_REASON = 200


class UnreachedError(NetworkError):
    """A store does not answer, or says that it cannot now."""


class BrokenOffError(UnreachedError):
    """A store has broken off within a graph, of which it may have lost what it had taken."""


class Endpoint:
    """A store at a URL; used as a context, which closes the connections.

    Args:
        url: Of its graph store, or of its updates.
        update: The URL takes updates only.
        user: With the password, told when the store asks for it, as it asks for it.
        pauses: Seconds to wait when a store that has answered before does not answer, one after
            the other.
        on_again: Called with a line on what went wrong and when it is tried again.
    """

    def __init__(
        self,
        url: str,
        *,
        update: bool = False,
        user: tuple[str, str] | None = None,
        pauses: Sequence[float] = PAUSES,
        on_again: Callable[[str], None] = lambda line: None,
    ) -> None:
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise NetworkError(f"{url}: is no URL: {error}") from error
        if address.scheme not in ("http", "https") or not address.host:
            raise NetworkError(f"{url}: is no http or https URL")
        self.url, self.on_again = url, on_again
        self._update, self._pauses = update, pauses
        self._answered = False
        self._client = httpx.Client(timeout=TIMEOUT, auth=_Asked(*user) if user else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def replace(self, name: str, triples: str) -> None:
        """Put triples (N-Triples) in the place of a graph."""
        if self._update:
            self._post_update(f"{_drop(name)} ;\n{_insert(name, triples)}")
        else:
            self._store("PUT", name, triples)

    def add(self, name: str, triples: str) -> None:
        """Add triples (N-Triples) to a graph; what else is in there may be lost on a fault.

        Raises:
            BrokenOffError: At once, for a store that breaks off may lose what it has taken.
        """
        if self._update:
            self._post_update(_insert(name, triples), again=False)
        else:
            self._store("POST", name, triples, again=False)

    def remove(self, name: str) -> None:
        """Remove a graph, also where it is gone already."""
        if self._update:
            self._post_update(_drop(name))
        else:
            self._store("DELETE", name, None)

    def count(self, name: str) -> int:
        """Count the triples of a graph.

        Raises:
            NetworkError: The store takes updates only.
        """
        if self._update:
            raise NetworkError(f"{self.url}: takes updates only, and cannot tell what it holds")
        response = self._store("GET", name, None)
        if response.status_code == 404:
            return 0
        try:
            return len(set(parse(response.content, RdfFormat.TURTLE)))
        except SyntaxError as error:
            raise NetworkError(f"{self.url}: answers in no Turtle: {error}") from error

    def _store(
        self, method: str, name: str, triples: str | None, *, again: bool = True
    ) -> httpx.Response:
        # Every line of N-Triples is Turtle, which every store reads.
        reads = method == "GET"
        headers = {"Accept" if reads else "Content-Type": "text/turtle"}
        where = {"graph": name} if name else {"default": ""}
        url = httpx.URL(self.url).copy_merge_params(where)
        content = None if triples is None else triples.encode()
        request = self._client.build_request(method, url, content=content, headers=headers)
        return self._ask(request, absent=triples is None, again=again)

    def _post_update(self, update: str, *, again: bool = True) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        request = self._client.build_request(
            "POST", self.url, content=update.encode(), headers=headers
        )
        self._ask(request, absent=False, again=again)

    def _ask(self, request: httpx.Request, *, absent: bool, again: bool) -> httpx.Response:
        """Send a request, `again` while the store is away; `absent` allows a 404."""
        begun = time.monotonic()
        for number, pause in enumerate(self._pauses if again else (), 1):
            try:
                return self._ask_once(request, absent=absent)
            except UnreachedError as error:
                if not self._answered or time.monotonic() + pause - begun > LONGEST:
                    raise
                tries = f"try {number} of {len(self._pauses)}"
                self.on_again(f"{error}; trying again in {pause:g} s ({tries})")
                time.sleep(pause)
        try:
            return self._ask_once(request, absent=absent)
        except UnreachedError as error:
            raise (UnreachedError if again else BrokenOffError)(str(error)) from error

    def _ask_once(self, request: httpx.Request, *, absent: bool) -> httpx.Response:
        try:
            response = self._client.send(request)
        except httpx.TransportError as error:
            # A connection that cannot be made is most often a wrong address or a store that is
            # not running; any other fault comes from something that listens there.
            self._answered |= not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
            raise UnreachedError(f"{self.url}: does not answer: {reason}") from error
        self._answered = True
        status = response.status_code
        if response.is_success or (absent and status == 404):
            return response
        reason = " ".join(response.text.split())[:LONGEST_REASON]
        message = f"{self.url}: answers {request.method} with {status}: {reason}"
        raise (UnreachedError if status in LATER else NetworkError)(message.rstrip(": "))


class _Asked(httpx.Auth):
    """Name and password, told as the store asks for them: Digest or Basic."""

    def __init__(self, name: str, password: str) -> None:
        self._digest = httpx.DigestAuth(name, password)
        self._basic = httpx.BasicAuth(name, password)
        self._known: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._known is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            self._known = self._digest if asked.startswith("digest") else self._basic
        yield from self._known.auth_flow(request)


def _drop(name: str) -> str:
    return f"DROP SILENT GRAPH <{name}>" if name else "DROP SILENT DEFAULT"


def _insert(name: str, triples: str) -> str:
    return (
        f"INSERT DATA {{ GRAPH <{name}> {{\n{triples}}} }}"
        if name
        else f"INSERT DATA {{\n{triples}}}"
    )
