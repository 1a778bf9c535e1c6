"""The sections of report.md on what sources disagree about, and on what came of what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.build.comparing import Found
from kg.build.report import code, describe_qualifiers, escape, first_rows, quote_lines
from kg.counting import count
from kg.datamodel import Development, Statement
from kg.merge import Ledger, Order, iri_of
from kg.schema import Schema
from kg.state import Lazy
from kg.validate import Dates, time_of

WHERE_DISPUTED = "`kg query disagreements`"


def disagreement_lines(
    groups: Sequence[tuple[str, Sequence[Statement]]], preferred: Collection[str], schema: Schema
) -> Iterator[str]:
    """Yield who says what where not all can be so, as Markdown.

    Args:
        groups: Reasons, and the statements that disagree for each.
        preferred: Those that rank before all that they disagree with, by IRI.
    """
    yield "\n## Sources that disagree\n"

    def word(side: Statement) -> str:
        rank = "; preferred" if side.iri in preferred else ""
        line = f"- {word_statement(side, schema)} ({_count_sources(side)}{rank})\n"
        return "".join((line, *quote_lines(side)))

    def word_group(group: tuple[str, Sequence[Statement]]) -> str:
        reason, sides = group
        rows = first_rows(sides, word, WHERE_DISPUTED)
        return "".join((f"\n{reason[0].upper()}{reason[1:]}:\n\n", *rows))

    yield from first_rows(groups, word_group, WHERE_DISPUTED)
    if not groups:
        yield "\nNone.\n"


def development_lines(
    developments: Iterable[Development], dates: Dates, schema: Schema
) -> Iterator[str]:
    """Yield what was planned or so, and what came of it, oldest first, as Markdown."""
    yield "\n## What came of it\n\n"
    following: dict[str, list[Development]] = defaultdict(list)
    for found in developments:
        following[found.earlier.iri].append(found)
    later = {step.later.iri for steps in following.values() for step in steps}
    begun = [steps[0].earlier for iri, steps in following.items() if iri not in later]
    begun.sort(key=lambda s: (_when(s, dates), s.iri))

    def word(first: Statement) -> str:
        return "".join(_stage_lines(first, following, dates, schema))

    yield from first_rows(begun, word, "`kg query developments`", none=True)


def word_statement(statement: Statement, schema: Schema) -> str:
    """Write a statement as a plain sentence would: with the label of its relation."""
    label = schema.relations[statement.relation].label
    words = f"**{escape(statement.subject.label)}** {label} **{escape(statement.object.label)}**"
    details = [*describe_qualifiers(statement.qualifiers)]
    if statement.status != "asserted":
        details.insert(0, statement.status)
    return f"{words}, {escape(', '.join(details))}" if details else words


def _stage_lines(
    first: Statement,
    following: Mapping[str, list[Development]],
    dates: Dates,
    schema: Schema,
) -> Iterator[str]:
    """Yield a statement and all that came of it, each once."""
    waiting, seen = [first], {first.iri}
    indent = ""
    while waiting:
        statement = waiting.pop(0)
        yield f"{indent}- {_when(statement, dates)}: {word_statement(statement, schema)}\n"
        indent = "    "
        steps = following.get(statement.iri, [])
        found = [step.later for step in steps if step.later.iri not in seen]
        seen |= {s.iri for s in found}
        waiting = sorted([*waiting, *found], key=lambda s: (_when(s, dates), s.iri))


def _when(statement: Statement, dates: Dates) -> str:
    if statement.qualifiers.date:
        return str(statement.qualifiers.date)
    day = time_of(statement, dates)
    return day.isoformat() if day else "no date"


def _count_sources(statement: Statement) -> str:
    articles = dict.fromkeys(found.evidence.article for found in statement.evidence)
    return f"{count(statement.sources, 'source')}: {', '.join(map(code, articles))}"


def group_sides(
    found: Mapping[str, Iterable[Found]], ledger: Ledger
) -> Lazy[tuple[str, list[Order]], tuple[str, Sequence[Statement]]]:
    """Return the statements that disagree for one reason, each once, with the reason."""
    groups: dict[tuple[str, str], list[Order]] = {}
    for one, other, reason in (row for rows in found.values() for row in rows):
        here, there = (groups.setdefault((reason, iri_of(side)), [side]) for side in (one, other))
        if here is not there:
            here += there
            groups |= dict.fromkeys([(reason, iri_of(o)) for o in there], here)
    parted: dict[int, tuple[str, list[Order]]] = {}
    for (reason, _), group in sorted(groups.items()):
        parted.setdefault(id(group), (reason, group))
    rank = ledger.table.rank
    rows = [
        (reason, sorted(group, key=lambda order: (*rank(order), iri_of(order))))
        for reason, group in parted.values()
    ]
    return Lazy(rows, lambda row: (row[0], [ledger.read(order) for order in row[1]]))
