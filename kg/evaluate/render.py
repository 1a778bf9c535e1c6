"""An evaluation as plain text: each fact of each article, then the tables."""

from collections.abc import Iterator, Mapping

from kg.evaluate.facts import Fact, GoldFact
from kg.evaluate.report import EvaluationReport, FoundFact, Score, WrongFact
from kg.evaluate.rules import ASPECTS, show_aspect

_QUOTE_LENGTH = 160


def render_evaluation(report: EvaluationReport, *, facts: bool = True) -> str:
    """Write a report for people; without `facts` only the tables."""
    lines = list(_facts(report)) if facts else []
    lines += _summary(report)
    lines += _scores("relation", report.relations)
    lines += _scores("status", report.statuses)
    lines += _qualifiers(report)
    return "\n".join(lines) + "\n"


def show_fact(fact: Fact) -> str:
    """Write a fact in one line: A — investsIn — B [75,000,000 USD; planned]."""
    aspects = [*ASPECTS[1:], ASPECTS[0]]
    told = [shown for aspect in aspects if (shown := show_aspect(aspect, fact))]
    told = [shown for shown in told if shown != "asserted"]
    triple = f"{fact.subject.label} — {fact.relation} — {fact.object.label}"
    return f"{triple} [{'; '.join(told)}]" if told else triple


def _facts(report: EvaluationReport) -> Iterator[str]:
    rows: dict[str, list[str]] = {article: [] for article in report.articles}
    for found in report.found:
        rows[found.gold.article] += _found(found)
    for missed in report.missed:
        rows[missed.article].append(_missed(missed))
    for wrong in report.wrong:
        rows[wrong.article] += _wrong(wrong)
    for article, lines in rows.items():
        if lines:
            yield article
            yield from lines
            yield ""


def _found(found: FoundFact) -> Iterator[str]:
    yield f"  found   {show_fact(found.gold.fact)}"
    for difference in found.differences:
        yield f"          but {difference}"


def _missed(missed: GoldFact) -> str:
    return f"  missed  {show_fact(missed.fact)}"


def _wrong(wrong: WrongFact) -> Iterator[str]:
    yield f"  WRONG   {show_fact(wrong.statement.fact)} ({wrong.reason})"
    quote = " ".join(wrong.quote.split())
    yield f"          “{quote if len(quote) <= _QUOTE_LENGTH else quote[:_QUOTE_LENGTH] + '…'}”"


def _summary(report: EvaluationReport) -> Iterator[str]:
    total = report.total
    yield (
        f"precision {_ratio(total.precision)} ({total.right} of {total.stated})"
        f"  recall {_ratio(total.recall)} ({total.found} of {total.wanted})"
        f"  F1 {_ratio(total.f1)}  articles {len(report.articles)}"
    )


def _scores(title: str, scores: Mapping[str, Score]) -> Iterator[str]:
    yield ""
    heads = "".join(f"{head:>8}" for head in ("recall", "F1", "right", "stated", "wanted"))
    yield f"{title:<18}{'precision':>10}{heads}"
    for name, score in scores.items():
        if score.stated or score.wanted:
            yield (
                f"{name:<18}{_ratio(score.precision):>10}{_ratio(score.recall):>8}"
                f"{_ratio(score.f1):>8}{score.right:>8}{score.stated:>8}{score.wanted:>8}"
            )


def _qualifiers(report: EvaluationReport) -> Iterator[str]:
    yield ""
    yield f"{'of found facts':<18}{'accuracy':>10}{'right':>8}{'counted':>9}"
    for aspect, agreement in report.qualifiers.items():
        if agreement.counted:
            yield (
                f"{aspect:<18}{_ratio(agreement.accuracy):>10}"
                f"{agreement.right:>8}{agreement.counted:>9}"
            )


def _ratio(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.3f}"
