"""What articles say, each for itself -> what they say all together: checked, compared, ranked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.build.changes import Basis, Told, Verdict, read_basis
from kg.build.comparing import Comparison, compare_statements
from kg.build.incremental import ArticleRow, Change, MergeState, read_state, update_merge
from kg.build.sources import NamedSource
from kg.datamodel import (
    ArticleHeader,
    ArticleReading,
    Rejection,
    Run,
    Statement,
    Violation,
)
from kg.infer import Rules as InferenceRules
from kg.lexicon.ontology import Ontology
from kg.merge import (
    LEAST_TOGETHER,
    Digests,
    GraphContents,
    Ledger,
    Order,
    StatementTable,
    describe_statement,
    group_copies,
    iri_of,
    order_of,
    run_digest,
)
from kg.resolve import Corrections, Resolution, read_corrections
from kg.schema import Schema
from kg.state import Lazy, PartStore, ReadingStore
from kg.validate import (
    Dates,
    Shapes,
    check_statements,
    choose_preferred,
)

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
        before, now: What the files of the last build were made of, and what those of this one.
        changed: The statements whose rows differ.
    """

    articles: Mapping[str, ArticleRow]
    readings: Lazy[str, ArticleReading]
    left: Lazy[tuple[str, int], Rejection]
    resolution: Resolution
    copies: Sequence[tuple[str, ...]]
    violations: Lazy[Told, Violation]
    all_statements: Ledger
    contents: GraphContents
    before: Basis
    now: Basis
    changed: Collection[Order]


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
    headers = store.get_headers((one.source.content, one.id, one.shown) for one in named)
    before = read_basis(kept.basis)
    # What the user corrects is found among all names.
    state = MergeState() if rules.corrections else read_state(kept, before.table)
    before = replace(before, table=before.table.copy())
    state, change = _compare_articles(state, named, load, store, headers)
    digests = Digests()
    resolution = update_merge(
        state,
        change,
        rules.ontology,
        rules.corrections,
        digests,
        least_together=max(LEAST_TOGETHER, rules.min_confidence),
    )
    ledger = state.ledger(resolution)
    changed = state.table.differing(before.table)
    verdicts = _judge(ledger, changed, before, headers, rules)
    refused = frozenset(o for o, found in verdicts.items() if not all(w for _, w in found))
    allowed = ledger.leave_out(refused)
    touched = changed | (before.refused ^ refused)
    comparison = _compare(allowed, touched, before.comparison, headers, rules.ontology)
    pairs = ((one, other) for rows in comparison.disagreements.values() for one, other, _ in rows)
    preferred = choose_preferred(pairs, cache(state.table.rank))
    contents = GraphContents(
        statements=allowed,
        disagreements=comparison.list_disagreements(allowed),
        headers=headers,
        run=run,
        developments=comparison.list_developments(allowed),
        preferred=frozenset(map(iri_of, preferred)),
        beyond=comparison.find_beyond(preferred),
        infer=InferenceRules(rules.ontology.schema).infer,
    )
    articles = {one.id: state.articles[one.id] for one in named}
    now = Basis(
        table=state.table,
        verdicts=verdicts,
        refused=refused,
        comparison=comparison,
        beyond=contents.beyond or {},
        headers={name: digests.of_header(header) for name, header in headers.items()},
        left={name: row.left for name, row in articles.items()},
        run=run_digest(run),
    )
    kept.merged = None if rules.corrections else state.encode()
    kept.basis = now.encode()
    return Merged(
        articles=articles,
        readings=Lazy(list(articles), load),
        left=Lazy(
            [(name, number) for name, row in articles.items() for number in row.left],
            lambda place: load(place[0]).rejected[place[1]],
        ),
        resolution=resolution,
        copies=group_copies({name: row.source for name, row in articles.items()}),
        violations=_list_violations(ledger, verdicts),
        all_statements=ledger,
        contents=contents,
        before=before,
        now=now,
        changed=changed,
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
    state: MergeState,
    named: Iterable[NamedSource],
    load: _Loader,
    store: ReadingStore,
    headers: Mapping[str, ArticleHeader],
) -> tuple[MergeState, Change]:
    """Find which articles have come and gone; where that cannot be told, all are new."""
    now = {one.id: one.source.content for one in named}
    before = {name: row.content for name, row in state.articles.items()}
    left = {name: content for name, content in before.items() if now.get(name) != content}
    if not all(map(store.has_reading, left.values())):
        return MergeState(), Change({}, now, load, headers)
    gone = {name: store.get_reading(c, article=name, path="") for name, c in left.items()}
    new = {name: content for name, content in now.items() if before.get(name) != content}
    return state, Change(gone, new, load, headers)


def _judge(
    ledger: Ledger,
    changed: Iterable[Order],
    before: Basis,
    headers: Mapping[str, ArticleHeader],
    rules: Rules,
) -> dict[Order, Verdict]:
    """Check the statements that no build has checked; return what is wrong with any, in order."""
    table = ledger.table
    verdicts = dict(before.verdicts)
    new: dict[Order, Statement] = {}
    for order in sorted(changed):
        if order not in table:
            verdicts.pop(order, None)
        elif not _is_judged(order, before.table, table):
            verdicts.pop(order, None)
            new[order] = ledger.read(order)
    for violation in check_statements(
        list(new.values()),
        rules.ontology.schema,
        rules.shapes,
        lambda one: describe_statement(one, headers),
    ):
        found = verdicts.setdefault(order_of(violation.statement), [])
        found.append((violation.reason, violation.warning))
    return dict(sorted(verdicts.items()))


def _is_judged(order: Order, before: StatementTable, now: StatementTable) -> bool:
    """Tell whether a statement's verdict is that of the last build."""
    return order in before and before.row(order).judged == now.row(order).judged


def _list_violations(ledger: Ledger, verdicts: Mapping[Order, Verdict]) -> Lazy[Told, Violation]:
    rows = [(order, *one) for order, verdict in verdicts.items() for one in verdict]
    return Lazy(rows, lambda r: Violation(statement=ledger.read(r[0]), reason=r[1], warning=r[2]))


def date_articles(headers: Mapping[str, ArticleHeader]) -> Dates:
    """Return the date of each article that has one."""
    return {name: header.date for name, header in headers.items() if header.date}


def _compare(
    ledger: Ledger,
    changed: Collection[Order],
    before: Comparison,
    headers: Mapping[str, ArticleHeader],
    ontology: Ontology,
) -> Comparison:
    """Find what statements say of each other."""
    return compare_statements(
        ledger,
        changed,
        before,
        ontology.schema,
        dates=date_articles(headers),
        is_wide=ontology.gazetteer.is_wide_place,
    )
