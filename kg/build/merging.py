"""What articles say, each for itself -> what they say all together: checked, compared, ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build.incremental import ArticleRow, Change, MergeState, read_state, update_merge
from kg.build.sources import NamedSource
from kg.datamodel import (
    ArticleHeader,
    ArticleReading,
    Rejection,
    Run,
    Violation,
)
from kg.infer import infer_triples
from kg.lexicon.ontology import Ontology
from kg.merge import (
    LEAST_TOGETHER,
    Digests,
    GraphContents,
    Ledger,
    StatementRow,
    describe_statement,
    digest,
    group_copies,
)
from kg.resolve import Corrections, Resolution, read_corrections
from kg.schema import Schema
from kg.state import Lazy, PartStore, ReadingStore
from kg.validate import (
    Dates,
    Shapes,
    check_statements,
    choose_preferred,
    find_developments,
    find_disagreements,
    select_comparable,
)

# What is wrong with a statement: a reason, and whether it is only a warning.
Verdict = list[tuple[str, bool]]
# What the user corrects, beside the graph, where it survives every build.
CORRECTIONS = "corrections.ttl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a merge goes by; without `shapes` only the ends of relations are checked.

    `min_confidence` is asked of what several articles say together as well.
    """

    ontology: Ontology
    shapes: Shapes | None
    corrections: Corrections
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What articles say all together, and how it came about.

    Attributes:
        articles: In order of their ids.
        left: What is not believed, article by article.
        copies: The articles of each text that several have.
        violations: What was kept out of the graph, and what was let in with a warning.
        all_statements: Also those that were kept out.
        digests: Those of the statements.
    """

    articles: Mapping[str, ArticleRow]
    readings: Lazy[str, ArticleReading]
    left: Lazy[tuple[str, int], Rejection]
    resolution: Resolution
    copies: Sequence[tuple[str, ...]]
    violations: Sequence[Violation]
    all_statements: Ledger
    contents: GraphContents
    digests: Digests


def find_corrections(given: Path | None, out: Path, schema: Schema) -> Corrections:
    """Read the user's corrections: those that are named, or those beside the graph.

    Raises:
        InputError: The file that is named is not there, or a line of it is no correction.
    """
    path = given or out / CORRECTIONS
    return read_corrections(path, schema) if given or path.exists() else Corrections()


def merge_articles(
    named: Sequence[NamedSource], store: ReadingStore, rules: Rules, run: Run, kept: PartStore
) -> Merged:
    """Merge what articles say; a statement that is out of shape is compared with no other.

    Args:
        named: The articles, in order of their ids.
        store: Has the readings of all.
        kept: What the last build has merged and judged; what has not changed since is taken over.
    """
    load = _Loader(named, store)
    # What the user corrects is found among all names.
    state = MergeState() if rules.corrections else read_state(kept)
    state, change = _compare_articles(state, named, load, store)
    digests = Digests()
    resolution = update_merge(
        state,
        change,
        rules.ontology,
        rules.corrections,
        digests,
        least_together=max(LEAST_TOGETHER, rules.min_confidence),
    )
    headers = store.get_headers((one.source.content, one.id, one.shown) for one in named)
    state.rows = _name_verdicts(state.rows, headers, digests)
    ledger = state.ledger(resolution)
    violations = _judge(ledger, headers, rules, kept)
    kept.merged = None if rules.corrections else state.encode()
    articles = {one.id: state.articles[one.id] for one in named}
    refused = {found.statement.iri for found in violations if not found.warning}
    allowed = ledger.choose([row for row in state.rows if row.iri not in refused])
    return Merged(
        articles=articles,
        readings=Lazy(list(articles), load),
        left=Lazy(
            [(name, number) for name, row in articles.items() for number in row.left],
            lambda place: load(place[0]).rejected[place[1]],
        ),
        resolution=resolution,
        copies=group_copies({name: row.source for name, row in articles.items()}),
        violations=violations,
        all_statements=ledger,
        contents=_compare(allowed, headers, rules.ontology, run),
        digests=digests,
    )


class _Loader:
    """Reads what an article says, once."""

    def __init__(self, named: Iterable[NamedSource], store: ReadingStore) -> None:
        self._named = {one.id: one for one in named}
        self._store = store
        self._known: dict[str, ArticleReading] = {}

    def __call__(self, article: str) -> ArticleReading:
        found = self._known.get(article)
        if found is None:
            one = self._named[article]
            found = self._store.get_reading(one.source.content, article=article, path=one.shown)
            self._known[article] = found
        return found


def _compare_articles(
    state: MergeState, named: Iterable[NamedSource], load: _Loader, store: ReadingStore
) -> tuple[MergeState, Change]:
    """Find which articles have come and gone; where that cannot be told, all are new."""
    now = {one.id: one.source.content for one in named}
    before = {name: row.content for name, row in state.articles.items()}
    left = {name: content for name, content in before.items() if now.get(name) != content}
    if not all(map(store.has_reading, left.values())):
        return MergeState(), Change({}, now, load)
    gone = {name: store.get_reading(c, article=name, path="") for name, c in left.items()}
    new = {name: content for name, content in now.items() if before.get(name) != content}
    return state, Change(gone, new, load)


def _name_verdicts(
    rows: Iterable[StatementRow], headers: Mapping[str, ArticleHeader], digests: Digests
) -> list[StatementRow]:
    """Name of each statement that is new all that its verdict rests on."""

    def name(row: StatementRow) -> str:
        known = tuple([digests.of_header(headers[article]) for article, _ in row.by_article])
        return digest(row.digest, known)

    return [row if row.judged else row._replace(judged=name(row)) for row in rows]


def _judge(
    ledger: Ledger, headers: Mapping[str, ArticleHeader], rules: Rules, kept: PartStore
) -> list[Violation]:
    """Check the statements that no build has checked, and return the verdicts on all."""
    known = {row.iri: kept.find(row.judged) for row in ledger.rows}
    new = [row for row in ledger.rows if known[row.iri] is None]
    verdicts: dict[str, Verdict] = known | {row.iri: [] for row in new}
    for violation in check_statements(
        list(map(ledger.read, new)),
        rules.ontology.schema,
        rules.shapes,
        lambda one: describe_statement(one, headers),
    ):
        verdicts[violation.statement.iri].append((violation.reason, violation.warning))
    for row in new:
        kept.keep(row.judged, verdicts[row.iri])
    return [
        Violation(statement=ledger.read(row), reason=reason, warning=warning)
        for row in ledger.rows
        for reason, warning in verdicts[row.iri]
    ]


def date_articles(headers: Mapping[str, ArticleHeader]) -> Dates:
    """Return the date of each article that has one."""
    return {name: header.date for name, header in headers.items() if header.date}


def _compare(
    ledger: Ledger, headers: Mapping[str, ArticleHeader], ontology: Ontology, run: Run
) -> GraphContents:
    """Find what statements say of each other, and what follows from them."""
    schema, dates = ontology.schema, date_articles(headers)
    is_wide = ontology.gazetteer.is_wide_place
    keys = [(*row.triple, row.status) for row in ledger.rows]
    compared = ledger.pick(select_comparable(keys, schema))
    disagreements = find_disagreements(compared, schema, dates=dates, is_wide=is_wide)
    return GraphContents(
        statements=ledger,
        disagreements=disagreements,
        headers=headers,
        run=run,
        developments=find_developments(compared, schema, dates=dates, is_wide=is_wide),
        preferred=choose_preferred(disagreements),
        inferred=infer_triples(ledger.kinds(), ledger.facts(), schema),
    )
