"""What the files of a graph are made of, and what of them is to be made anew.

Each part of a file is made of a few things: of a statement's row, of what else is told of the
statement, of an article's header. What is not made of other things than in the last build is
copied from its file.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any  # plain values

from kg.build.comparing import Comparison
from kg.merge import Beyond, Ledger, Order, StatementRow, StatementTable, entities_of
from kg.state import Layout, Parts, PartStore

# What is wrong with a statement: a reason, and whether it is only a warning.
Verdict = list[tuple[str, bool]]
# A statement, and one such.
Told = tuple[Order, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the files of a build are made of.

    Attributes:
        table: The rows of all statements.
        verdicts: What is wrong with those with which something is.
        refused: Those that were kept out of the graph for it.
        comparison: What the others say of each other.
        beyond: What comes of that for each of them, where that is anything.
        headers: Digests of the articles' headers.
        left: What of each article is not believed, by number.
        run: The digest of how they were read.
    """

    table: StatementTable = field(default_factory=StatementTable)
    verdicts: Mapping[Order, Verdict] = field(default_factory=dict)
    refused: frozenset[Order] = frozenset()
    comparison: Comparison = field(default_factory=Comparison)
    beyond: Mapping[Order, Beyond] = field(default_factory=dict)
    headers: Mapping[str, bytes] = field(default_factory=dict)
    left: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    run: str = ""

    def encode(self) -> tuple[Any, ...]:
        """Return it as plain values."""
        comparison = (self.comparison.disagreements, self.comparison.developments)
        return (
            *(self.table.encode(), self.verdicts, self.refused, comparison),
            *(self.beyond, self.headers, self.left, self.run),
        )


def read_basis(plain: tuple[Any, ...] | None) -> Basis:
    """Read what was kept; of nothing, it is empty."""
    if plain is None:
        return Basis()
    table, verdicts, refused, comparison, beyond, headers, left, run = plain
    return Basis(
        table=StatementTable(table),
        verdicts=verdicts,
        refused=refused,
        comparison=Comparison(*comparison),
        beyond=beyond,
        headers=headers,
        left=left,
        run=run,
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be made anew, or is no longer there.

    Attributes:
        rows: Statements that have come, gone or changed, also among those that were kept out.
        statements: The same, but for those that were and are kept out.
        described: Statements of which the merged view may say something else.
        entities: IRIs of those of which a graph may say something else.
        articles: Articles whose headers have changed.
        graphs: Articles whose graphs have changed.
        rejected: Articles of which other things are not believed.
        refused: Statements with which something is or was wrong, that have changed, or with which
            something else is.
        run: Whether it has changed.
        anew: Whether all is to be made.
    """

    rows: set[Order] = field(default_factory=set)
    statements: set[Order] = field(default_factory=set)
    described: set[Order] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    refused: set[Order] = field(default_factory=set)
    run: bool = False
    anew: bool = False


def find_changes(before: Basis | None, now: Basis, rows: Iterable[Order]) -> Changes:
    """Find what is to be made anew: all, where there is nothing from before.

    Args:
        rows: The statements that have come, gone or changed.
    """
    anew, before = before is None, before or Basis()
    run = before.run != now.run or before.headers.keys() != now.headers.keys()
    found = Changes(run=run, anew=anew)
    found.rows.update(now.table.orders() if anew else rows)
    found.statements.update(found.rows - (before.refused & now.refused))
    found.statements.update(before.refused ^ now.refused)
    found.described.update(found.statements, _differing(before.beyond, now.beyond))
    found.articles.update(_differing(before.headers, now.headers))
    found.graphs.update(found.articles)
    if before.run != now.run:
        found.graphs.update(now.headers)
    found.rejected.update(found.articles, _differing(before.left, now.left))
    found.refused.update(found.rows & (before.verdicts.keys() | now.verdicts))
    found.refused.update(_differing(before.verdicts, now.verdicts))
    _follow_rows(before, now, found)
    return found


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    return (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _follow_rows(before: Basis, now: Basis, found: Changes) -> None:
    """Note what else is made of statements that have changed."""
    sentences: dict[str, set[str]] = defaultdict(set)
    for order in found.statements:
        old, new = _row(before, order), _row(now, order)
        named = (entities_of(order, row) if row is not _NO_ROW else set() for row in (old, new))
        found.entities.update(iri for iri, _ in set.symmetric_difference(*named))
        found.graphs.update(article for article, _ in set(old.by_article) ^ set(new.by_article))
        for name, article in set(old.evidence) ^ set(new.evidence):
            sentences[article].add(name)
    # Whoever else rests on a sentence may be the first now to do so, or no longer.
    for article, names in sentences.items():
        for order in now.table.said_by(article):
            if order not in found.described and _rests_on(now.table.row(order), names):
                found.described.add(order)


class Renewal:
    """Tells of each file of a graph what is to be made anew, and puts it together."""

    def __init__(
        self,
        before: Basis,
        now: Basis,
        ledger: Ledger,
        kept: PartStore,
        *,
        rows: Collection[Order] | None = None,
    ) -> None:
        """Take what the files are made of.

        Args:
            ledger: The statements of the graph.
            rows: Those that have come, gone or changed, if that is known already.
        """
        self._before = before
        self._now = now
        self._rows = now.table.differing(before.table) if rows is None else rows
        self._ledger = ledger
        self._kept = kept
        self._known: dict[bool, Changes] = {}

    def changes(self, name: str) -> Changes:
        """Return what of a file is to be made anew."""
        is_kept = self._kept.sections(name) is not None
        if is_kept not in self._known:
            before = self._before if is_kept else None
            self._known[is_kept] = find_changes(before, self._now, self._rows)
        return self._known[is_kept]

    def layout(self, name: str, section: int) -> Layout:
        """Return where the parts of a section of a file stood in the last build."""
        sections = self._kept.sections(name)
        return Layout() if sections is None else sections[section]

    def assemble(self, name: str, sections: Sequence[Parts]) -> Iterator[bytes]:
        """Yield a file, piece by piece."""
        return self._kept.assemble(name, sections)

    def articles(self, names: Iterable[str], make: Callable[[str], bytes]) -> Parts:
        """Return what makes the parts of some articles, None for those that are gone."""
        known = self._now.headers
        return {name: partial(make, name) if name in known else None for name in names}

    def entities(self, iris: Iterable[str], make: Callable[[str], bytes]) -> Parts:
        """Return what makes the parts of some entities, None for those that are gone."""
        known = self._ledger.names
        return {iri: partial(make, iri) if known(iri) else None for iri in iris}

    def statements(self, orders: Collection[Order], make: Callable[[Order], bytes]) -> Parts:
        """Return what makes the parts of some statements, None for those that are not there."""
        table, refused = self._now.table, self._now.refused
        known = (order for order in orders if order in table and order not in refused)
        return dict.fromkeys(orders) | {order: partial(make, order) for order in known}

    def rows(self, orders: Iterable[Order], make: Callable[[Order], bytes]) -> Parts:
        """Return the same, but also of those that were kept out of the graph."""
        known = self._now.table
        return {order: partial(make, order) if order in known else None for order in orders}


_NO_ROW = StatementRow(b"", (b"", b""), (), (), (), b"")


def _row(basis: Basis, order: Order) -> StatementRow:
    """Return the row of a statement of the graph; where there is none, one of nothing."""
    is_there = order in basis.table and order not in basis.refused
    return basis.table.row(order) if is_there else _NO_ROW


def _rests_on(row: StatementRow, sentences: Collection[str]) -> bool:
    return any(name in sentences for name, _ in row.evidence)
