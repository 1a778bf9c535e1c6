"""All that articles say together, kept from one build for the next.

    articles    of each what decides about it, and what is told of it
    statements  as rows, in order; all of each is in a file of the graph's generation
    names       the register of all names

When articles come or go, the names that they touch are resolved anew; the pairs of entities
that this concerns are told by the articles that name both, so that what is said of such a pair
is merged anew, of these articles alone. All other statements stay as they are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple  # Any: plain values

from kg.datamodel import ArticleHeader, ArticleReading, Mention, RelationMention, Statement
from kg.lexicon.ontology import Ontology
from kg.merge import (
    LEAST_TOGETHER,
    Digests,
    Fetch,
    Ledger,
    Signed,
    StatementTable,
    confirm_doubtful,
    fetch_none,
    find_sources,
    make_row,
    merge_statements,
    order_of,
    pack,
    read_order,
)
from kg.resolve import (
    ArticleNames,
    Corrections,
    Register,
    Resolution,
    make_reader,
    resolve_articles,
)
from kg.state import PartStore

# The file beside the graph that holds its statements, also those that were kept out.
STATEMENTS = ".statements"

Pair = tuple[str, str]
Load = Callable[[str], ArticleReading]
# An article, and the number of what is rejected there.
Place = tuple[str, int]


class ArticleRow(NamedTuple):
    """An article: what decides about it, and what is told of it.

    Attributes:
        content: Names its text and header.
        source: The first article that it is a copy of, or itself.
        found, rejected: How many relation mentions there are.
        left: Those of the rejected, by number, that no other article confirms.
    """

    content: str
    digest: str
    signature: bytes
    source: str
    words: int
    sentences: int
    furniture: int
    found: int
    rejected: int
    left: tuple[int, ...]


@dataclass(slots=True)
class MergeState:
    """What was merged; the statements that this build made, by order; how others are read."""

    articles: dict[str, ArticleRow] = field(default_factory=dict)
    table: StatementTable = field(default_factory=StatementTable)
    register: Register = field(default_factory=Register)
    made: dict[str, Statement] = field(default_factory=dict)
    fetch: Fetch = fetch_none

    def ledger(self, resolution: Resolution, without: Collection[str] = ()) -> Ledger:
        """Return all statements but some."""
        return Ledger(self.table, resolution.entity, self.made, self.fetch, without)

    def encode(self) -> tuple[Any, ...]:
        """Return articles and names as plain values."""
        articles = {name: tuple(row) for name, row in self.articles.items()}
        return articles, self.register.encode()


def read_state(kept: PartStore, table: StatementTable) -> MergeState:
    """Read what was kept; where that is nothing, or not all, it is empty.

    Args:
        table: The rows that were kept.
    """
    fetch = kept.open(STATEMENTS)
    if not kept.merged or fetch is None:
        return MergeState()
    articles, register = kept.merged
    return MergeState(
        articles={name: ArticleRow(*row) for name, row in articles.items()},
        table=table,
        register=Register(register),
        fetch=fetch,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Articles that come and go, by id; of those that come, what names text and header.

    `load` returns the reading of any article that is there; `headers` are those of all.
    """

    gone: Mapping[str, ArticleReading]
    new: Mapping[str, str]
    load: Load
    headers: Mapping[str, ArticleHeader]


def update_merge(
    state: MergeState,
    change: Change,
    ontology: Ontology,
    corrections: Corrections,
    digests: Digests,
    *,
    least_together: float = LEAST_TOGETHER,
) -> Resolution:
    """Bring what was merged up to date.

    Args:
        least_together: The confidence from which articles together are believed in what each
            leaves in doubt.
    """
    return _Update(state, change, ontology, digests, least_together).run(corrections)


class _Update:
    def __init__(
        self,
        state: MergeState,
        change: Change,
        ontology: Ontology,
        digests: Digests,
        least_together: float,
    ) -> None:
        self._state = state
        self._change = change
        self._ontology = ontology
        self._digests = digests
        self._least_together = least_together
        self._reader = make_reader(
            ontology.schema, ontology.lexicon, ontology.gazetteer.is_wide_place
        )

    def run(self, corrections: Corrections) -> Resolution:
        state, change = self._state, self._change
        pairs = self._pairs_before()
        resolution = resolve_articles(
            state.register,
            [names_in(reading) for reading in change.gone.values()],
            [names_in(change.load(article)) for article in sorted(change.new)],
            lambda article: names_in(change.load(article)),
            self._reader,
            corrections,
        )
        state.register = resolution.register
        copied = self._update_articles()
        pairs |= self._pairs_now(resolution, copied)
        statements = self._merge(pairs, resolution)
        self._update_rows(pairs, statements, resolution)
        return resolution

    def _pairs_before(self) -> set[Pair]:
        """Return the pairs that articles which go speak of, while it is known what they name."""
        register = self._state.register

        def iri(mention: Mention) -> str:
            name, bearer = self._reader.read(mention)
            return register.iri(register.home(name)[bearer])

        return {
            _pair(iri(found.subject), iri(found.object))
            for reading in self._change.gone.values()
            for found in _all_found(reading)
        }

    def _update_articles(self) -> set[str]:
        """Note the articles; return those that are copies of another text than they were."""
        articles, change = self._state.articles, self._change
        for article in change.gone:
            articles.pop(article, None)
        for article in sorted(change.new):
            articles[article] = _make_article(change.load(article), change.new[article])
        signed = (Signed(name, row.digest, row.signature) for name, row in articles.items())
        sources = find_sources(signed)
        copied = {name for name, row in articles.items() if row.source != sources[name]}
        for name in copied:
            articles[name] = articles[name]._replace(source=sources[name])
        return copied

    def _pairs_now(self, resolution: Resolution, copied: Iterable[str]) -> set[Pair]:
        """Return the pairs of which something else is said now, or of another source."""
        load, moved = self._change.load, resolution.moved
        whole = {*self._change.new, *copied}
        pairs = {
            _pair(*_ends(found, resolution))
            for article in whole
            for found in _all_found(load(article))
        }
        for article in {key.article for key in moved} - self._change.new.keys():
            for found in _all_found(load(article)):
                keys = [resolution.key_of(mention) for mention in _mentions([found])]
                if not moved.keys().isdisjoint(keys):
                    now = _ends(found, resolution)
                    before = [moved.get(key, iri) for key, iri in zip(keys[:2], now, strict=True)]
                    pairs |= {_pair(*now), _pair(*before)}
        return pairs

    def _merge(self, pairs: set[Pair], resolution: Resolution) -> list[Statement]:
        """Merge what is said of some pairs, and note what is left in doubt."""
        said: list[RelationMention] = []
        doubtful: list[RelationMention] = []
        doubts: dict[int, Place] = {}
        for article in sorted(self._articles_of(pairs, resolution)):
            reading = self._change.load(article)
            said += (one for one in reading.found if _pair(*_ends(one, resolution)) in pairs)
            for number, rejection in enumerate(reading.rejected):
                found = rejection.found
                if rejection.doubtful and _pair(*_ends(found, resolution)) in pairs:
                    doubtful.append(found)
                    doubts[id(found)] = article, number
        schema = self._ontology.schema
        confirmed = confirm_doubtful(
            said,
            doubtful,
            resolution.entity_of,
            schema,
            self._source_of,
            least=self._least_together,
        )
        self._note_doubts(doubts.values(), {doubts[id(found)] for found in confirmed})
        return merge_statements(
            [*said, *confirmed], resolution.entity_of, schema, source_of=self._source_of
        )

    def _source_of(self, article: str) -> str:
        return self._state.articles[article].source

    def _articles_of(self, pairs: set[Pair], resolution: Resolution) -> set[str]:
        """Return the articles that name both of a pair."""
        articles = self._state.articles
        if len(self._change.new) == len(articles):
            return set(articles)
        known = {iri: resolution.articles_of(iri) for pair in pairs for iri in pair}
        return {article for one, other in pairs for article in known[one] & known[other]}

    def _note_doubts(self, asked: Iterable[Place], confirmed: Collection[Place]) -> None:
        """Note which of some rejected relation mentions are left in doubt."""
        articles = self._state.articles
        for article, places in groupby(sorted(asked), key=itemgetter(0)):
            here = set(places)
            left = {(article, number) for number in articles[article].left}
            still = sorted((left | here).difference(confirmed))
            numbers = tuple([number for _, number in still])
            articles[article] = articles[article]._replace(left=numbers)

    def _update_rows(
        self, pairs: set[Pair], statements: Iterable[Statement], resolution: Resolution
    ) -> None:
        """Put new statements in place of those of some pairs; write anew what is of new names."""
        state, table = self._state, self._state.table
        gone = {order for pair in pairs for order in _speaking_of(pair, table)}
        renamed = {order for iri in resolution.changed for order in table.naming(iri)} - gone
        ledger = state.ledger(resolution)
        new = [*statements, *map(ledger.read, renamed)]
        for order in gone | renamed:
            table.drop(order)
        for statement in new:
            table.put(statement, make_row(statement, self._digests, self._change.headers))
            state.made[order_of(statement)] = statement


def _speaking_of(pair: Pair, table: StatementTable) -> Iterator[str]:
    """Yield the statements on two entities."""
    found = min((table.naming(iri) for iri in pair), key=len)
    return (order for order in found if read_order(order).pair == pair)


def names_in(reading: ArticleReading) -> ArticleNames:
    """Return what a reading says of names."""
    doubtful = (one.found for one in reading.rejected if one.doubtful)
    mentions = list(_mentions([*reading.found, *doubtful]))
    return ArticleNames(article=reading.header.id, mentions=mentions, found=reading.found)


def _mentions(found: Iterable[RelationMention]) -> Iterator[Mention]:
    for one in found:
        yield one.subject
        yield one.object
        if one.evidence.attributed_to:
            yield one.evidence.attributed_to


def _all_found(reading: ArticleReading) -> Iterator[RelationMention]:
    yield from reading.found
    yield from (one.found for one in reading.rejected if one.doubtful)


def _ends(found: RelationMention, resolution: Resolution) -> tuple[str, str]:
    return resolution.entity_of(found.subject).iri, resolution.entity_of(found.object).iri


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _make_article(reading: ArticleReading, content: str) -> ArticleRow:
    return ArticleRow(
        content=content,
        digest=reading.header.digest,
        signature=pack(reading.signature),
        source="",
        words=reading.words,
        sentences=reading.sentences,
        furniture=reading.furniture,
        found=len(reading.found),
        rejected=len(reading.rejected),
        left=tuple(range(len(reading.rejected))),
    )
