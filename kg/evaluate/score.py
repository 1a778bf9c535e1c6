"""Count what matching found, overall, by relation and by status."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import get_args

from kg.datamodel import Status
from kg.evaluate.facts import Fact, Gold, StatedFact
from kg.evaluate.match import Match, join_mentions, match_article
from kg.evaluate.report import Agreement, EvaluationReport, FoundFact, Score, WrongFact
from kg.evaluate.rules import ASPECTS, Rules, compare_aspects


def score_statements(
    gold: Gold, statements: Iterable[StatedFact], rules: Rules
) -> EvaluationReport:
    """Compare statements with gold facts, article by article.

    A statement counts once for each gold article that it rests on; statements on other
    articles do not count.
    """
    of_article: dict[str, list[StatedFact]] = {article: [] for article in gold.articles}
    for statement in statements:
        for article in sorted({quote.article for quote in statement.quotes}):
            if article in of_article:
                of_article[article].append(statement)
    matches = {}
    for article, stated in of_article.items():
        facts = [fact for fact in gold.facts if fact.article == article]
        matches[article] = match_article(join_mentions(facts, rules), stated, rules)
    return _report(gold, matches, rules)


def _report(gold: Gold, matches: Mapping[str, Match], rules: Rules) -> EvaluationReport:
    found: list[FoundFact] = []
    right: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for match in matches.values():
        for wanted, statement in match.found:
            aspects = list(compare_aspects(wanted.mentions, statement, rules))
            counted.update(aspect for aspect, _ in aspects)
            right.update(aspect for aspect, difference in aspects if not difference)
            found.append(
                FoundFact(
                    gold=wanted.first,
                    statement=statement,
                    differences=tuple(difference for _, difference in aspects if difference),
                )
            )
    everything = list(matches.values())
    relations = sorted({fact.relation for match in everything for fact in _facts(match)})
    return EvaluationReport(
        articles=gold.articles,
        total=_count(everything, lambda fact: True),
        relations={name: _count(everything, _of_relation(name)) for name in relations},
        statuses={status: _count_status(everything, status) for status in get_args(Status)},
        qualifiers={a: Agreement(right=right[a], counted=counted[a]) for a in ASPECTS},
        found=tuple(found),
        missed=tuple(w.first for match in everything for w in match.missed if w.must),
        wrong=tuple(
            WrongFact(article=article, statement=statement, reason=reason)
            for article, match in matches.items()
            for statement, reason in match.wrong
        ),
    )


def _facts(match: Match) -> Iterable[Fact]:
    yield from (wanted.first.fact for wanted, _ in match.found)
    yield from (wanted.first.fact for wanted in match.missed if wanted.must)
    yield from (statement.fact for statement, _ in match.wrong)


def _of_relation(name: str) -> Callable[[Fact], bool]:
    return lambda fact: fact.relation == name


def _count(matches: Sequence[Match], chosen: Callable[[Fact], bool]) -> Score:
    found = [w for m in matches for w, _ in m.found if chosen(w.first.fact)]
    missed = [w for m in matches for w in m.missed if chosen(w.first.fact)]
    wrong = [s for m in matches for s, _ in m.wrong if chosen(s.fact)]
    must = sum(wanted.must for wanted in found)
    return Score(
        stated=len(found) + len(wrong),
        right=len(found),
        wanted=must + sum(wanted.must for wanted in missed),
        found=must,
    )


def _count_status(matches: Sequence[Match], status: str) -> Score:
    found = [pair for match in matches for pair in match.found]
    wanted = [w for w, _ in found] + [w for match in matches for w in match.missed]
    wrong = [statement for match in matches for statement, _ in match.wrong]
    right = [w for w, s in found if w.first.fact.status == status == s.fact.status]
    stated = [s for _, s in found] + wrong
    return Score(
        stated=sum(s.fact.status == status for s in stated),
        right=len(right),
        wanted=sum(w.must and w.first.fact.status == status for w in wanted),
        found=sum(w.must for w in right),
    )
