"""The records that flow between the stages: frozen, picklable, free of spaCy and rdflib.

Offsets are code points into `Article.text`; confidences lie in [0, 1].
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Rank = Literal["preferred", "normal"]
Status = Literal["asserted", "planned", "rumoured", "denied", "former"]
AmountPrecision = Literal["exact", "about", "upTo", "atLeast"]
DatePrecision = Literal["day", "month", "year"]


# What "about" may differ from an exact amount.
ROUGHLY = Decimal("0.05")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `Article.text`, half-open, in code points from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeader:
    """What is known of an article besides its text.

    `id` is the file's stem or the line's id; `digest` is the SHA-256 of the text as read.
    """

    id: str
    path: str
    digest: str
    title: str | None = None
    url: str | None = None
    date: datetime.date | None = None
    publisher: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read: every offset of the program points into `text`."""

    header: ArticleHeader
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount of money; `upper` is set for a range such as "$5m to $7m"."""

    amount: Decimal
    currency: str
    precision: AmountPrecision = "exact"
    upper: Decimal | None = None

    def is_same(self, other: "Money") -> bool:
        """Tell whether two are one amount; "about" leaves a little room."""
        if self.currency != other.currency:
            return False
        room = ROUGHLY * max(self.amount, other.amount)
        rough = "about" in (self.precision, other.precision)
        return abs(self.amount - other.amount) <= (room if rough else 0)

    def contradicts(self, other: "Money") -> bool:
        """Tell whether not both can be so; amounts of two currencies cannot be compared.

        >>> most = Money(amount=Decimal(9), currency="USD", precision="upTo")
        >>> most.contradicts(Money(amount=Decimal(5), currency="USD"))
        False
        """
        if self.currency != other.currency or self.is_same(other):
            return False
        return self._most < other._least or other._most < self._least

    @property
    def _least(self) -> Decimal:
        return Decimal(0) if self.precision == "upTo" else self.amount

    @property
    def _most(self) -> Decimal:
        return Decimal("Infinity") if self.precision == "atLeast" else self.upper or self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A day, month or year: `day` is the first day of the period."""

    day: datetime.date
    precision: DatePrecision

    def __str__(self) -> str:
        """Write as much of the date as is known: 2026, 2026-11 or 2026-11-16."""
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def days_from(self, other: "Date") -> int:
        """Count the days between two, 0 where one may lie in the other.

        >>> year = Date(day=datetime.date(2026, 1, 1), precision="year")
        >>> year.days_from(Date(day=datetime.date(2026, 11, 16), precision="day"))
        0
        """
        if str(self).startswith(str(other)) or str(other).startswith(str(self)):
            return 0
        return abs((self.day - other.day).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of an article that names something.

    Attributes:
        name: The fullest name that this article uses for the thing.
        aliases: Its other names in this article, sorted.
        types: Classes of the schema (local names) with their support, strongest first.
        region: Where this article says that a place lies, innermost first: ("Texas", "United
            States"); nothing where it does not.
    """

    article: str
    span: Span
    text: str
    name: str
    aliases: tuple[str, ...] = ()
    types: tuple[tuple[str, float], ...] = ()
    region: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A stretch of a Doc's tokens that can be subject, object or qualifier of a relation.

    Attributes:
        start, end: Token offsets into the Doc, half-open.
        label: A label of the language model, of a value (MONEY PERCENT DATE ROUND), or REF.
        mention: What a name or a reference stands for; None for values and unresolved ones.
        value: What a value amounts to; None where it cannot be told.
        entity: Number of the thing within the article; -1 where there is none.
        steps: How a reference was resolved, for people.
    """

    start: int
    end: int
    label: str
    mention: Mention | None = None
    value: Money | Date | Decimal | str | None = None
    entity: int = -1
    certainty: float = 1.0
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifiers:
    """When, how much and as what a statement holds; None where nothing is said.

    `stake` is in per cent; `role` is the normalised title and `role_wording` the article's.
    """

    amount: Money | None = None
    valuation: Money | None = None
    date: Date | None = None
    role: str | None = None
    role_wording: str | None = None
    stake: Decimal | None = None
    round: str | None = None
    lead: bool = False


# Most sentences give none; where all that is made of these is one record, it is seldom compared.
NO_QUALIFIERS = Qualifiers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that a statement rests on, verbatim.

    `article.text[span.start:span.end] == quote`; `prefix` and `suffix` are the text around it.
    """

    article: str
    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""
    attributed_to: Mention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationMention:
    """One sentence's wording of a relation between two mentions.

    Attributes:
        relation: Local name in the schema.
        reasons: How it was found and what its confidence rests on, for people.
    """

    subject: Mention
    relation: str
    object: Mention
    evidence: Evidence
    status: Status = "asserted"
    qualifiers: Qualifiers = NO_QUALIFIERS
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A relation mention that is not believed, and why.

    One that is only `doubtful` is believed after all when another article says the same.
    """

    found: RelationMention
    reason: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """All that one article says; near-copies of a text have much the same `signature`."""

    header: ArticleHeader
    found: tuple[RelationMention, ...]
    rejected: tuple[Rejection, ...] = ()
    sentences: int = 0
    words: int = 0
    furniture: int = 0
    signature: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMerge:
    """Two names, or one name of two articles, that were taken for one thing.

    `score` in [0, 1] is how likely that is right; `article` is one that uses `name`.
    """

    name: str
    into: str
    reason: str
    score: float
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The thing named; `merges` tells why its names were taken for one thing."""

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    merges: tuple[NameMerge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEvidence:
    """A sentence behind a statement, and the entity that the article quotes for it.

    Attributes:
        mentions: Where the article names the subject and the object; either may stand in an
            earlier sentence.
        confidence: That of this sentence alone; `reasons` tell what it rests on, for people.
    """

    evidence: Evidence
    attributed_to: Entity | None = None
    mentions: tuple[Span, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Subject, relation, object over entities, with qualifiers and all the evidence.

    Attributes:
        evidence: Sorted by article, then place.
        sources: How many articles say so, near-copies of one text counted once.
        by_article: The qualifiers and the confidence that each article alone gives.
    """

    iri: str
    subject: Entity
    relation: str
    object: Entity
    status: Status
    qualifiers: Qualifiers
    evidence: tuple[StatementEvidence, ...]
    confidence: float
    sources: int
    by_article: tuple[tuple[str, Qualifiers, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two statements that cannot both be the whole truth, and why."""

    one: Statement
    other: Statement
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A statement and the one that it became: planned, then done; done, then past."""

    earlier: Statement
    later: Statement
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What is wrong with a statement; with a mere `warning` it may stand in the graph."""

    statement: Statement
    reason: str
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What produced a graph: everything that decides about its bytes."""

    version: str
    model: str
    ontology: str
    settings: tuple[tuple[str, str], ...] = ()
