"""What an evaluation found: counts, their ratios, and every fact behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.evaluate.facts import GoldFact, StatedFact
from kg.evaluate.rules import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of facts.

    Attributes:
        stated: Statements that count.
        right: Those of them that the gold has.
        wanted: Gold facts that must be found.
        found: Those of them that are.
    """

    stated: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the statements that are right; None where there are none."""
        return self.right / self.stated if self.stated else None

    @property
    def recall(self) -> float | None:
        """Share of what must be found that is; None where there is nothing to find."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there is nothing to find."""
        if not self.wanted:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often an aspect of found facts is right, of those where it counts."""

    right: int = 0
    counted: int = 0

    @property
    def accuracy(self) -> float | None:
        """Share that is right; None where none counts."""
        return self.right / self.counted if self.counted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A gold fact, its statement, and how the two differ beyond the triple."""

    gold: GoldFact
    statement: StatedFact
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongFact:
    """A statement that counts against the precision of an article, and why."""

    article: str
    statement: StatedFact
    reason: str

    @property
    def quote(self) -> str:
        """Return the first sentence of the article that the statement rests on."""
        return next(q.text for q in self.statement.quotes if q.article == self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """A build against annotated facts; the lists are in the order of the gold's articles.

    Attributes:
        relations: Score of each relation that is wanted or stated, in order of name.
        statuses: Score of each status: here a found fact is right only if its status is.
        qualifiers: Agreement on each aspect of the found facts, in the order of `ASPECTS`.
        missed: Only facts that must be found.
    """

    articles: tuple[str, ...]
    total: Score
    relations: Mapping[str, Score]
    statuses: Mapping[str, Score]
    qualifiers: Mapping[str, Agreement]
    found: tuple[FoundFact, ...]
    missed: tuple[GoldFact, ...]
    wrong: tuple[WrongFact, ...]
