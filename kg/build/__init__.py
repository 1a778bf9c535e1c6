"""Files -> everything under out/: the one place where the stages meet.

sources    which articles a graph is made of, and what each is called
gathering  what each article says: from the state, or by the model
reading    read, annotate and extract, in one process or several
report     what was read, found, merged and rejected
output     the files, which all change at one moment

Whether a graph is built, added to or taken from, its articles' readings are merged as a
whole, so that the same articles give the same graph in whatever order they came.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.build.gathering import OnArticle, gather_articles, load_readings, regather
from kg.build.output import write_outputs
from kg.build.report import render_report
from kg.build.settings import Settings, describe_run, name_engine
from kg.build.sources import (
    Source,
    join_sources,
    name_sources,
    read_sources,
    take_out,
)
from kg.datamodel import (
    ArticleReading,
    Disagreement,
    Entity,
    Mention,
    RelationMention,
    Run,
    Statement,
)
from kg.errors import InputError
from kg.lexicon.ontology import Ontology, load_ontology
from kg.merge import GraphContents, confirm_doubtful, merge_statements
from kg.outputs import lock_folder
from kg.read import read_articles
from kg.resolve import mention_key, resolve_mentions
from kg.state import ReadingStore, open_store
from kg.validate import find_disagreements

__all__ = ["BuildResult", "Listener", "Settings", "add_articles", "build_graph", "remove_articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build found; `faults` are the inputs that gave no article, or not all of it."""

    readings: tuple[ArticleReading, ...]
    statements: tuple[Statement, ...]
    disagreements: tuple[Disagreement, ...]
    faults: tuple[InputError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What is told while a graph is made, and who draws its page.

    Attributes:
        on_article: Called after each article that had to be read.
        on_fault: Called for each input that gave no article, or not all of it.
        on_warning: Called with a line about what the user may want to know.
        render_page: Draws graph.html; without it there is none.
    """

    on_article: OnArticle = lambda reading: None
    on_fault: Callable[[InputError], None] = lambda fault: None
    on_warning: Callable[[str], None] = lambda line: None
    render_page: Callable[[GraphContents, Ontology], str] | None = None


def build_graph(
    paths: Iterable[Path], out: Path, settings: Settings, listener: Listener | None = None
) -> BuildResult:
    """Build a graph from exactly these articles and write it to a folder.

    Raises:
        KgError: The ontology, the model or the output folder is at fault, or no article
            could be read. What was in `out` stays as it was.
    """
    with _start(out, settings, listener) as work:
        return work.make_graph(join_sources([], work.gather(paths)))


def add_articles(
    paths: Iterable[Path], out: Path, settings: Settings, listener: Listener | None = None
) -> BuildResult:
    """Add articles to a graph; one read from the same file before is replaced.

    Raises:
        KgError: As for `build_graph`, or `out` holds no graph.
    """
    read_sources(out)
    with _start(out, settings, listener) as work:
        kept = read_sources(out)
        return work.make_graph(join_sources(kept, work.gather(paths)), before=kept)


def remove_articles(
    articles: Iterable[str], out: Path, settings: Settings, listener: Listener | None = None
) -> BuildResult:
    """Remove articles, by their ids, from a graph.

    Raises:
        KgError: As for `build_graph`, or the graph has no such article.
    """
    read_sources(out)
    with _start(out, settings, listener) as work:
        kept = read_sources(out)
        return work.make_graph(take_out(kept, articles), before=kept)


@contextmanager
def _start(out: Path, settings: Settings, listener: Listener | None) -> Iterator["_Work"]:
    listener = listener or Listener()
    with lock_folder(out):
        ontology = load_ontology(settings.ontology)
        run = describe_run(settings, ontology)
        with open_store(out, name_engine(run), on_fault=listener.on_warning) as store:
            yield _Work(out, settings, listener, ontology, run, store)


class _Work:
    """One command that makes a graph, from its articles to its files."""

    def __init__(
        self,
        out: Path,
        settings: Settings,
        listener: Listener,
        ontology: Ontology,
        run: Run,
        store: ReadingStore,
    ) -> None:
        self._out = out
        self._settings = settings
        self._listener = listener
        self._ontology = ontology
        self._run = run
        self._store = store
        self._faults: list[InputError] = []

    def gather(self, paths: Iterable[Path]) -> list[Source]:
        """Read what is new among the articles of `paths`."""
        articles = read_articles(
            paths,
            besides=[self._out],
            any_language=self._settings.any_language,
            on_fault=self._note,
        )
        sources = gather_articles(
            articles,
            self._store,
            self._settings,
            self._out / ".cache",
            on_article=self._listener.on_article,
        )
        if not sources:
            raise InputError("input", "no article could be read")
        return sources

    def make_graph(
        self, sources: Sequence[Source], *, before: Sequence[Source] = ()
    ) -> BuildResult:
        """Merge what the articles say and write it; of `before`, nothing is told again."""
        regather(
            sources,
            self._store,
            self._settings,
            self._out / ".cache",
            on_article=self._listener.on_article,
        )
        named, clashes = name_sources(sources)
        known = {str(fault) for fault in name_sources(before)[1]}
        for fault in clashes:
            if str(fault) not in known:
                self._listener.on_fault(fault)
        with _uncollected():
            result = _merge(
                load_readings(named, self._store),
                [*self._faults, *clashes],
                self._out,
                self._ontology,
                self._run,
                sources,
                self._listener.render_page,
            )
        self._store.forget_all_but({source.content for source in sources})
        return result

    def _note(self, fault: InputError) -> None:
        self._faults.append(fault)
        self._listener.on_fault(fault)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for: merging makes records by the million, and no cycles.

    Of 10,000 articles, a merge takes half as long.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _merge(
    readings: list[ArticleReading],
    faults: list[InputError],
    out: Path,
    ontology: Ontology,
    run: Run,
    sources: Sequence[Source],
    render_page: Callable[[GraphContents, Ontology], str] | None,
) -> BuildResult:
    said = [one for reading in readings for one in reading.found]
    doubtful = [r.found for reading in readings for r in reading.rejected if r.doubtful]
    entities = resolve_mentions(_mentions_of([*said, *doubtful]), ontology.schema, ontology.lexicon)

    def entity_of(mention: Mention) -> Entity:
        return entities[mention_key(mention, ontology.schema)]

    digests = {reading.header.id: reading.header.digest for reading in readings}
    confirmed = confirm_doubtful(said, doubtful, entity_of, ontology.schema, digests.__getitem__)
    statements = merge_statements(
        [*said, *confirmed], entity_of, ontology.schema, text_of=digests.__getitem__
    )
    disagreements = find_disagreements(statements, ontology.schema)
    headers = {reading.header.id: reading.header for reading in readings}
    contents = GraphContents(
        statements=statements, disagreements=disagreements, headers=headers, run=run
    )
    result = BuildResult(
        readings=tuple(readings),
        statements=tuple(statements),
        disagreements=tuple(disagreements),
        faults=tuple(faults),
    )
    write_outputs(
        out,
        contents,
        sources,
        report=render_report(
            readings, confirmed, statements, disagreements, faults, entities.values()
        ),
        page=render_page(contents, ontology) if render_page else None,
    )
    return result


def _mentions_of(found: Iterable[RelationMention]) -> Iterator[Mention]:
    for one in found:
        yield one.subject
        yield one.object
        if one.evidence.attributed_to:
            yield one.evidence.attributed_to
