"""Which articles a graph is made of, what each is called, and where each came from.

The list stands beside the graph that is made of it, in one generation, so that it changes
with it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kg.datamodel import Article
from kg.errors import InputError, OutputError
from kg.outputs import current_files
from kg.state import content_key

SOURCES = ".articles.json"
# Digits of a digest that tell two articles of one id apart.
SUFFIX = 8


class Place(NamedTuple):
    """Where an article was read from: as the user wrote it, and in full."""

    shown: str
    path: str


class Source(NamedTuple):
    """An article as it came in; `id` is what it would like to be called.

    `content` names its text and header, `digest` its text alone.
    """

    id: str
    digest: str
    content: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """An article of the graph, by the id that it has there."""

    id: str
    source: Source

    @property
    def shown(self) -> str:
        """Where it was read from."""
        return self.source.places[0].shown


def make_source(article: Article) -> Source:
    """Note where an article came from, and what is in it."""
    header = article.header
    place = Place(shown=header.path, path=str(Path(header.path).absolute()))
    return Source(id=header.id, digest=header.digest, content=content_key(header), places=(place,))


def join_sources(kept: Iterable[Source], new: Iterable[Source]) -> list[Source]:
    """Add sources to others; what was read from the same path before is replaced.

    Returns:
        In an order that does not depend on that of the arguments.
    """
    new = list(new)
    again = {place.path for source in new for place in source.places}
    places: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for source in kept:
        here = [place for place in source.places if place.path not in again]
        places[source.id, source.digest, source.content] += here
    for source in new:
        places[source.id, source.digest, source.content] += source.places
    return [
        Source(id=id_, digest=digest, content=content, places=tuple(sorted(set(found))))
        for (id_, digest, content), found in sorted(places.items(), key=itemgetter(0))
        if found
    ]


def name_sources(sources: Sequence[Source]) -> tuple[list[NamedSource], list[InputError]]:
    """Give each article an id of its own, in whatever order they came.

    Of several texts with one id, that with the smallest digest keeps it and the others get
    a suffix. Of one text with one id, one article is kept.

    Returns:
        The articles by id, and what became of those that could not have theirs.
    """
    named: list[NamedSource] = []
    faults: list[InputError] = []
    clashing: list[tuple[NamedSource, Source]] = []
    for _, same_id in groupby(sorted(sources), key=lambda source: source.id):
        first: NamedSource | None = None
        for _, same_text in groupby(same_id, key=lambda source: source.digest):
            kept, *copies = same_text
            faults.extend(_tell_copies(kept, copies))
            if first is None:
                first = NamedSource(id=kept.id, source=kept)
                named.append(first)
            else:
                clashing.append((first, kept))
    taken = {one.id for one in named}
    for first, source in clashing:
        unique = next(name for name in _suffixed(source) if name not in taken)
        taken.add(unique)
        named.append(NamedSource(id=unique, source=source))
        reason = f'the id "{source.id}" is taken by {first.shown}; as "{unique}" it is kept'
        faults.append(InputError(source.places[0].shown, reason))
    return sorted(named, key=lambda one: one.id), faults


def _suffixed(source: Source) -> Iterator[str]:
    for length in range(SUFFIX, len(source.digest) + 1):
        yield f"{source.id}-{source.digest[:length]}"


def _tell_copies(kept: Source, copies: Iterable[Source]) -> Iterator[InputError]:
    first, *others = kept.places
    for place in (*others, *(place for copy in copies for place in copy.places)):
        reason = f'"{kept.id}" is left out: {first.shown} holds an article of this id and text'
        yield InputError(place.shown, reason)


def take_out(sources: Sequence[Source], articles: Iterable[str]) -> list[Source]:
    """Return the sources without those of some articles.

    Raises:
        InputError: The graph has no such article.
    """
    named = {one.id: one.source for one in name_sources(sources)[0]}
    gone = set()
    for article in articles:
        if article not in named:
            close = get_close_matches(article, sorted(named), n=1)
            hint = f'; is "{close[0]}" meant?' if close else ""
            raise InputError(f'"{article}"', f"is no article of this graph{hint}")
        gone.add((named[article].id, named[article].digest))
    return [source for source in sources if (source.id, source.digest) not in gone]


def write_sources(sources: Iterable[Source]) -> str:
    """Write the list as JSON."""
    rows = [
        {
            "id": source.id,
            "digest": source.digest,
            "content": source.content,
            "places": [{"shown": place.shown, "path": place.path} for place in source.places],
        }
        for source in sorted(sources)
    ]
    return json.dumps({"articles": rows}, sort_keys=True) + "\n"


def require_graph(out: Path) -> None:
    """Refuse a folder without a graph.

    Raises:
        OutputError: The folder holds no graph.
    """
    if not (out / "graph.ttl").is_file():
        raise OutputError(f"{out}: holds no graph.ttl; run `kg build` first")


def read_sources(out: Path) -> list[Source]:
    """Read the list of a graph's articles.

    Raises:
        OutputError: The folder holds no graph, or not this list.
    """
    require_graph(out)
    path = current_files(out) / SOURCES
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["articles"]
        return [
            Source(
                row["id"],
                row["digest"],
                row["content"],
                tuple([Place(place["shown"], place["path"]) for place in row["places"]]),
            )
            for row in rows
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = "does not tell which articles its graph is made of; run `kg build` with all"
        raise OutputError(f"{out}: {reason}") from error
