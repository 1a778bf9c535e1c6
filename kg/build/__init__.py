"""Files -> everything under out/: the one place where the stages meet.

sources      which articles a graph is made of, and what each is called
gathering    what each article says: from the state, or by the model
reading      read, annotate and extract, in one process or several
incremental  what was merged, and what articles that come and go change of it
merging      what the articles say all together
report       what was read, found, merged and rejected
disputes     what sources disagree about, and what came of what
rejections   all that was found and is not in the graph
comparing    what statements say of each other
changes      which parts of the files are other ones than in the last build
output       the files, which all change at one moment

Whether a graph is built, added to or taken from, the same articles give the same graph in
whatever order they came.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.build.changes import Renewal, Told
from kg.build.disputes import development_lines, disagreement_lines, group_sides
from kg.build.gathering import OnArticle, gather_articles, regather
from kg.build.merging import Merged, Rules, date_articles, find_corrections, merge_articles
from kg.build.output import write_outputs
from kg.build.rejections import render_rejections
from kg.build.report import render_report
from kg.build.settings import Settings, describe_run, name_engine, name_writer
from kg.build.sources import (
    Source,
    join_sources,
    name_sources,
    read_sources,
    require_graph,
    take_out,
)
from kg.datamodel import ArticleReading, Disagreement, Run, Violation
from kg.errors import InputError
from kg.lexicon.ontology import Ontology, load_ontology
from kg.merge import GraphContents, Ledger
from kg.outputs import lock_folder
from kg.read import read_articles
from kg.state import Lazy, PartStore, ReadingStore, open_store
from kg.validate import load_shapes

__all__ = ["BuildResult", "Listener", "Settings", "add_articles", "build_graph", "remove_articles"]


# Records of earlier builds that may lie about before garbage is looked for among them.
MOST_FROZEN = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build found.

    `words` and `rejected` count what all readings have of them; `statements` are those in the
    graph; `violations` tell what was kept out, and what was let in with a warning; `faults` are
    the inputs that gave no article, or not all of it.
    """

    readings: Sequence[ArticleReading]
    words: int
    rejected: int
    statements: Ledger
    violations: Lazy[Told, Violation]
    disagreements: Sequence[Disagreement]
    faults: tuple[InputError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What is told while a graph is made, and who draws its page.

    Attributes:
        on_article: Called after each article that had to be read.
        on_fault: Called for each input that gave no article, or not all of it.
        on_warning: Called with a line about what the user may want to know.
        render_page: Draws graph.html, with what the last build found out; without it there is
            none.
    """

    on_article: OnArticle = lambda reading: None
    on_fault: Callable[[InputError], None] = lambda fault: None
    on_warning: Callable[[str], None] = lambda line: None
    render_page: Callable[[GraphContents, Ontology, PartStore], str] | None = None


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
    require_graph(out)
    with _start(out, settings, listener) as work:
        with _uncollected():
            kept = read_sources(out)
        return work.make_graph(join_sources(kept, work.gather(paths)), before=kept)


def remove_articles(
    articles: Iterable[str], out: Path, settings: Settings, listener: Listener | None = None
) -> BuildResult:
    """Remove articles, by their ids, from a graph.

    Raises:
        KgError: As for `build_graph`, or the graph has no such article.
    """
    require_graph(out)
    with _start(out, settings, listener) as work:
        with _uncollected():
            kept = read_sources(out)
        return work.make_graph(take_out(kept, articles), before=kept)


@contextmanager
def _start(out: Path, settings: Settings, listener: Listener | None) -> Iterator["_Work"]:
    listener = listener or Listener()
    with lock_folder(out):
        ontology = load_ontology(settings.ontology)
        corrections = find_corrections(settings.corrections, out, ontology.schema)
        shapes = load_shapes(ontology.folder / "shapes.ttl")
        rules = Rules(
            ontology=ontology,
            shapes=shapes,
            corrections=corrections,
            min_confidence=settings.min_confidence or 0.0,
        )
        run = describe_run(settings, ontology, corrections)
        with open_store(out, name_engine(run, ontology), on_fault=listener.on_warning) as store:
            kept = PartStore(out, name_writer(run, ontology))
            yield _Work(out, settings, listener, rules, run, store, kept)


class _Work:
    """One command that makes a graph, from its articles to its files."""

    def __init__(
        self,
        out: Path,
        settings: Settings,
        listener: Listener,
        rules: Rules,
        run: Run,
        store: ReadingStore,
        kept: PartStore,
    ) -> None:
        self._out = out
        self._settings = settings
        self._listener = listener
        self._rules = rules
        self._run = run
        self._store = store
        self._kept = kept
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
            on_article=self._listener.on_article,
        )
        named, clashes = name_sources(sources)
        known = {str(fault) for fault in name_sources(before)[1]} if clashes else set()
        for fault in clashes:
            if str(fault) not in known:
                self._listener.on_fault(fault)
        faults = [*self._faults, *clashes]
        render_page = self._listener.render_page
        with _uncollected():
            self._kept.load(self._listener.on_warning)
            merged = merge_articles(named, self._store, self._rules, self._run, self._kept)
            for warning in merged.resolution.warnings:
                self._listener.on_warning(warning)
            contents = merged.contents
            page = render_page(contents, self._rules.ontology, self._kept) if render_page else None
            _write(self._out, merged, self._rules, sources, faults, page, self._kept)
            self._store.forget_all_but({source.content for source in sources})
            return BuildResult(
                readings=merged.readings,
                words=sum(row.words for row in merged.articles.values()),
                rejected=sum(row.rejected for row in merged.articles.values()),
                statements=contents.statements,
                violations=merged.violations,
                disagreements=contents.disagreements,
                faults=tuple(faults),
            )

    def _note(self, fault: InputError) -> None:
        self._faults.append(fault)
        self._listener.on_fault(fault)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for: merging makes records by the million, and no cycles.

    Of 10,000 articles, a merge takes half as long. Nor is it looked for later among what has been
    made, which would take half a second; but a process that builds again and again looks for it
    now and then.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    if gc.get_freeze_count() > MOST_FROZEN:
        gc.unfreeze()
        gc.collect()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _write(
    out: Path,
    merged: Merged,
    rules: Rules,
    sources: Iterable[Source],
    faults: Sequence[InputError],
    page: str | None,
    kept: PartStore,
) -> None:
    contents, schema = merged.contents, rules.ontology.schema
    ledger, comparison = contents.statements, merged.now.comparison
    disputes = disagreement_lines(
        group_sides(comparison.disagreements, ledger), contents.preferred, schema
    )
    dates = date_articles(contents.headers)
    renewal = Renewal(merged.before, merged.now, ledger, kept, rows=merged.changed)
    write_outputs(
        out,
        contents,
        sources,
        report=render_report(
            merged.articles,
            contents.headers,
            merged.left,
            ledger,
            [*disputes, *development_lines(contents.developments, dates, schema)],
            faults,
            merged.resolution,
            merged.copies,
            merged.violations,
            shaped=rules.shapes is not None,
        ),
        rejected=render_rejections(merged.left, merged.violations, renewal),
        page=page,
        statements=merged.all_statements,
        renewal=renewal,
        kept=kept,
    )
