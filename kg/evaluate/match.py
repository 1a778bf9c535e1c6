"""Which statement is which gold fact of an article, each at most once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.evaluate.facts import GoldFact, StatedFact
from kg.evaluate.rules import Rules

# How well two identities fit: no role given beats another role.
_SAME, _OPEN, _OTHER = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFact:
    """One fact of an article, with all its mentions in the gold; never none."""

    mentions: tuple[GoldFact, ...]

    @property
    def first(self) -> GoldFact:
        """Return the mention that stands first."""
        return self.mentions[0]

    @property
    def must(self) -> bool:
        """Tell whether missing it is a loss."""
        return any(gold.must for gold in self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The statements of one article against its gold.

    Attributes:
        found: Wanted facts with their statements, in the order of the gold.
        missed: Wanted facts without one, those that need not be found as well.
        wrong: Statements that are no wanted fact, and why. Repeats of what is found, which
            are neither right nor wrong, are in none of the three.
    """

    found: tuple[tuple[WantedFact, StatedFact], ...]
    missed: tuple[WantedFact, ...]
    wrong: tuple[tuple[StatedFact, str], ...]


def join_mentions(facts: Iterable[GoldFact], rules: Rules) -> list[WantedFact]:
    """Take mentions of one triple, status and role in one article for one fact.

    Of several roles that one mention gives, each is a fact.
    """
    groups: list[list[GoldFact]] = []
    for gold in chain.from_iterable(map(rules.part, facts)):
        for group in groups:
            if _repeats(gold, group, rules):
                group.append(gold)
                break
        else:
            groups.append([gold])
    return [WantedFact(mentions=tuple(group)) for group in groups]


def match_article(
    wanted: Sequence[WantedFact], stated: Sequence[StatedFact], rules: Rules
) -> Match:
    """Match the statements that rest on an article with its facts.

    Of several statements that could be one fact, the one of the same role, then of the same
    status, then the first is taken.
    """
    pairs = sorted(_pairs(wanted, stated, rules))
    of_wanted: dict[int, int] = {}
    of_stated: dict[int, int] = {}
    for _, _, s, w in pairs:
        if s not in of_stated and w not in of_wanted:
            of_stated[s], of_wanted[w] = w, s
    wrong = []
    for s, statement in enumerate(stated):
        if s not in of_stated:
            same = [(fit, differs) for fit, differs, number, _ in pairs if number == s]
            if reason := _fault(same):
                wrong.append((statement, reason))
    return Match(
        found=tuple(
            (fact, stated[of_wanted[w]]) for w, fact in enumerate(wanted) if w in of_wanted
        ),
        missed=tuple(fact for w, fact in enumerate(wanted) if w not in of_wanted),
        wrong=tuple(wrong),
    )


def _repeats(gold: GoldFact, group: Sequence[GoldFact], rules: Rules) -> bool:
    first = group[0]
    return (
        first.article == gold.article
        and first.fact.status == gold.fact.status
        and rules.same_triple(first.fact, gold.fact)
        and all(_fit(other, gold, rules) != _OTHER for other in group)
    )


def _pairs(
    wanted: Sequence[WantedFact], stated: Sequence[StatedFact], rules: Rules
) -> Iterator[tuple[int, bool, int, int]]:
    """Yield for each pair of one triple: fit, whether the status differs, and their numbers."""
    for s, statement in enumerate(stated):
        for w, fact in enumerate(wanted):
            if rules.same_triple(fact.first.fact, statement.fact):
                fits = {_fit(gold, statement, rules) for gold in fact.mentions}
                # a mention that leaves the role open does not excuse another role
                fit = _SAME if _SAME in fits else max(fits)
                yield fit, fact.first.fact.status != statement.fact.status, s, w


def _fit(gold: GoldFact, other: GoldFact | StatedFact, rules: Rules) -> int:
    pairs = list(zip(rules.identity(gold.fact), rules.identity(other.fact), strict=True))
    if all(one == another for one, another in pairs):
        return _SAME
    return _OPEN if any(None in pair for pair in pairs) else _OTHER


def _fault(same: Sequence[tuple[int, bool]]) -> str | None:
    """Tell why a statement that was not matched is wrong; None for a mere repeat.

    Args:
        same: Fit and whether the status differs, for each wanted fact of its triple.
    """
    if not same:
        return "not in the gold"
    if all(differs for _, differs in same):
        return "contradicts the status"
    if all(fit == _OTHER for fit, _ in same):
        return "another role than the gold's"
    return None
