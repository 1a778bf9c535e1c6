"""Count what a graph holds: the summary of a page, and the rows of its legend."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.view.facts import Facts, Statement
from kg.view.wording import format_date

DISPUTED = "disputed"
# Which part of a graph a page holds.
AROUND = "The surroundings of one entity"
BEST = "The best connected are shown"
ASKED = "Those that were asked for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How much there is of everything; a page may hold a part of it only.

    `kinds` counts entities, by the local name of their class; the others count statements:
    by relation and by the look of their lines (local names), by outlet ("": not named) and by
    day (xsd:date). `days` are the first and the last on which an article came out ("": none), and
    `dated` how many of the articles tell it.
    """

    entities: int
    statements: int
    articles: int
    dated: int
    days: tuple[str, str]
    kinds: Mapping[str, int]
    relations: Mapping[str, int]
    statuses: Mapping[str, int]
    outlets: Mapping[str, int]
    said: Mapping[str, int]


def count_whole(facts: Facts) -> Whole:
    """Count all that there is in `facts`."""
    outlets: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for statement in facts.statements.values():
        cited = {e.article for e in statement.evidence} & facts.articles.keys()
        outlets.update({facts.articles[iri].outlet for iri in cited})
        said.update({facts.articles[iri].date for iri in cited} - {""})
    published = [article.date for article in facts.articles.values() if article.date]
    return Whole(
        entities=len(facts.entities),
        statements=len(facts.statements),
        articles=len(facts.articles),
        dated=len(published),
        days=(min(published, default=""), max(published, default="")),
        kinds=Counter(entity.kind for entity in facts.entities.values()),
        relations=Counter(statement.relation for statement in facts.statements.values()),
        statuses=Counter(map(look_of, facts.statements.values())),
        outlets=outlets,
        said=said,
    )


def look_of(statement: Statement) -> str:
    """Tell how a line is drawn: what is disputed is so whatever its status."""
    return DISPUTED if statement.disagrees else statement.status


def summarise(whole: Whole, total: int, *, choice: str) -> str:
    """Say in a line what is on the page, and what is not.

    Args:
        whole: What can be shown.
        total: How many entities the graph has.
        choice: Which of them these are, where they are not all.
    """
    if not whole.entities:
        return "Nothing is known yet."
    words = (
        f"{_count(whole.entities, 'entity', 'entities')} and "
        f"{_count(whole.statements, 'statement', 'statements')} from "
        f"{_count(whole.articles, 'article', 'articles')}"
    )
    if whole.days[0]:
        first, last = map(format_date, whole.days)
        days = first if first == last else f"{first} to {last}"
        all_dated = whole.dated == whole.articles
        words += f", {days}" if all_dated else f" ({whole.dated:,} dated, {days})"
    rest = total - whole.entities
    if rest:
        words += f". {choice}; {_count(rest, 'more entity is', 'more entities are')} in the graph"
    return words + "."


def rank_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """List names with their counts, the most frequent first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
