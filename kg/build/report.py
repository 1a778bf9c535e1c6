"""report.md: what was read, found, merged and rejected, and where sources disagree."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from kg.build.changes import Told
from kg.build.incremental import ArticleRow
from kg.counting import count
from kg.datamodel import (
    ArticleHeader,
    Entity,
    Money,
    NameMerge,
    Qualifiers,
    Rejection,
    Statement,
    Violation,
)
from kg.errors import InputError
from kg.merge import Ledger
from kg.resolve import Resolution
from kg.state import Lazy

# A report is read by people: of a long list the first rows stand for the rest.
MAX_ROWS = 200
MAX_QUOTES = 20
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]#|"})
# An address in brackets, which is shown as code; no sign of it means anything outside of code but
# emphasis, and no backtick stands beside it that would make the code another one.
_ADDRESS = re.compile(r"(?<!`)<(https?://[\w.~:/?#@!$&'()*+,;=%-]+)>(?!`)")
# A merge that is less likely right than this is worth a person's look.
DOUBTFUL = 0.8

Row = TypeVar("Row")


def render_report(
    articles: Mapping[str, ArticleRow],
    headers: Mapping[str, ArticleHeader],
    left: Sequence[Rejection],
    statements: Ledger,
    disputes: Iterable[str],
    faults: Sequence[InputError],
    resolution: Resolution,
    copies: Sequence[tuple[str, ...]],
    violations: Lazy[Told, Violation],
    *,
    shaped: bool,
) -> str:
    """Write the report as Markdown; text of articles is quoted so that it stays text.

    Args:
        left: What is not believed.
        disputes: The sections on statements that disagree, and on what became of others.
        copies: The articles of each text that several have.
        shaped: Whether the ontology has shapes that the statements were checked against.
    """
    sections = [
        "# Report\n",
        _summary(articles, statements),
        "## Articles\n",
        *first_rows(
            list(articles), lambda one: _article_line(headers[one], articles[one]), "`graph.trig`"
        ),
        *first_rows(copies, _copies_line, "`graph.trig`"),
        "\n## Statements\n",
        *first_rows(statements, _statement_lines, "`statements.jsonl`"),
        *disputes,
        "\n## Merged names\n",
        *first_rows(resolution.with_aliases(), _merge_line, "`statements.jsonl`", none=True),
        "\n## Doubtful merges\n",
        *_doubt_lines(resolution),
        "\n## Out of shape\n",
        *_violation_lines(violations, shaped),
        "\n## Not believed\n",
        *first_rows(left, _rejection_line, "`rejected.jsonl`", none=True),
        "\n## Not read\n",
        *(f"- {escape(str(fault))}\n" for fault in faults),
        "" if faults else "None.\n",
        *(f"- {escape(warning)}\n" for warning in resolution.warnings),
    ]
    return "".join(sections)


def escape(text: str) -> str:
    r"""Keep text from being read as Markdown or HTML, on one line.

    >>> escape("a *b*\n<c> <https://example.org/a_b>")
    'a \\*b\\* &lt;c> `https://example.org/a_b`'
    """
    # What stands between addresses, and the addresses in turn.
    parts = _ADDRESS.split(" ".join(text.split()))
    return "".join(f"`{part}`" if n % 2 else _escape(part) for n, part in enumerate(parts))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").translate(_ESCAPED)


def code(text: str) -> str:
    """Show an id as code, without what would end the code or begin a tag."""
    return f"`{' '.join(text.replace('`', '').replace('<', '').split())}`"


def describe_statement(statement: Statement) -> str:
    """Write a statement on one line, as a person would read it."""
    details = list(describe_qualifiers(statement.qualifiers))
    if statement.status != "asserted":
        details.insert(0, statement.status)
    names = f"{statement.subject.label} — {statement.relation} — {statement.object.label}"
    return f"{names} [{', '.join(details)}]" if details else names


def describe_qualifiers(qualifiers: Qualifiers) -> Iterator[str]:
    """Yield each qualifier in words."""
    if qualifiers.role:
        yield qualifiers.role
    if qualifiers.amount:
        yield describe_money(qualifiers.amount)
    if qualifiers.stake is not None:
        yield f"{qualifiers.stake:f}%"
    if qualifiers.round:
        yield qualifiers.round
    if qualifiers.lead:
        yield "lead"
    if qualifiers.valuation:
        yield f"valuation {describe_money(qualifiers.valuation)}"
    if qualifiers.date:
        yield str(qualifiers.date)


def describe_money(money: Money) -> str:
    """Write an amount with its precision.

    >>> from decimal import Decimal
    >>> describe_money(Money(amount=Decimal("75e6"), currency="USD", precision="about"))
    'about 75,000,000 USD'
    """
    words = {"exact": "", "about": "about ", "upTo": "up to ", "atLeast": "at least "}
    number = f"{money.amount:,f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    upper = f" to {money.upper:,f}" if money.upper is not None else ""
    return f"{words[money.precision]}{number}{upper} {money.currency}"


def _summary(articles: Mapping[str, ArticleRow], statements: Ledger) -> str:
    entities = set(chain.from_iterable(statements.ends))
    words = sum(row.words for row in articles.values())
    status = statements.count_statuses()
    by_status = ", ".join(f"{number} {name}" for name, number in sorted(status.items()))
    return (
        f"{count(len(articles), 'article')}, {count(words, 'word')};"
        f" {count(len(statements), 'statement')} ({by_status or 'none'})"
        f" about {count(len(entities), 'entity', 'entities')}.\n\n"
    )


def _article_line(header: ArticleHeader, row: ArticleRow) -> str:
    title = f" {escape(header.title)}" if header.title else ""
    return (
        f"- {code(header.id)}{title}: {count(row.sentences, 'sentence')},"
        f" {row.furniture} of them page furniture, {row.found} found,"
        f" {row.rejected} not believed\n"
    )


def _copies_line(articles: Sequence[str]) -> str:
    return f"- copies of one text, one source: {', '.join(map(code, articles))}\n"


def _statement_lines(statement: Statement) -> str:
    line = (
        f"- {escape(describe_statement(statement))} · confidence {statement.confidence:.2f},"
        f" {count(statement.sources, 'source')}\n"
    )
    return "".join((line, *quote_lines(statement)))


def quote_lines(statement: Statement) -> Iterator[str]:
    """Yield the sentences behind a statement, as the items of a list below it."""
    for found in statement.evidence[:MAX_QUOTES]:
        said = f", attributed to {escape(found.attributed_to.label)}" if found.attributed_to else ""
        yield f"    - “{escape(found.evidence.quote)}” ({code(found.evidence.article)}{said})\n"
    if len(statement.evidence) > MAX_QUOTES:
        yield f"    - … and {len(statement.evidence) - MAX_QUOTES:,} more; see `statements.jsonl`\n"


def _merge_line(entity: Entity) -> str:
    merges = "".join(f"; {_describe_merge(merge)}" for merge in entity.merges)
    return f"- {escape(entity.label)}: {escape(', '.join(entity.aliases))}{merges}\n"


def _describe_merge(merge: NameMerge) -> str:
    names = f"“{escape(merge.name)}” in {code(merge.article)} and “{escape(merge.into)}”"
    return f"{names}: {escape(merge.reason)} ({merge.score:.2f})"


def _doubt_lines(resolution: Resolution) -> Iterator[str]:
    """Yield what a person may want to correct: merges that may be wrong, and missing ones."""
    merged = [
        (merge.score, f"- {code(entity.iri)} merged {_describe_merge(merge)}\n")
        for entity in resolution.with_merges(DOUBTFUL)
        for merge in entity.merges
        if merge.score < DOUBTFUL
    ]
    missed = [(-m.score, f"- not merged: {_describe_merge(m)}\n") for m in resolution.missed]
    lines = [line for _, line in (*sorted(merged), *sorted(missed))]
    return first_rows(lines, str, "`statements.jsonl`", none=True)


def _violation_lines(violations: Lazy[Told, Violation], shaped: bool) -> Iterator[str]:
    """Yield what was kept out of the graph, then the warnings: of each kind first the count."""
    if not shaped:
        yield "The ontology has no shapes.ttl: only the ends of relations were checked.\n"
    for warning, told in ((False, "kept out of the graph"), (True, "in the graph, with a warning")):
        rows = [row for row in violations.rows if row[2] is warning]
        if rows:
            yield f"{count(len({order for order, _, _ in rows}), 'statement')} {told}:\n"
        found = Lazy(rows, violations.make)
        yield from first_rows(found, _violation_line, "" if warning else "`rejected.jsonl`")
    if shaped and not violations:
        yield "None.\n"


def _violation_line(found: Violation) -> str:
    return f"- {escape(describe_statement(found.statement))}: {escape(found.reason)}\n"


def _rejection_line(rejection: Rejection) -> str:
    found = rejection.found
    return (
        f"- {escape(found.subject.name)} — {found.relation} — {escape(found.object.name)}:"
        f" {escape(rejection.reason)} · “{escape(found.evidence.quote)}”"
        f" ({code(found.evidence.article)})\n"
    )


def first_rows(
    rows: Sequence[Row], word: Callable[[Row], str], where: str, *, none: bool = False
) -> Iterator[str]:
    """Yield the first rows in words, how many more there are, and where (if known) all are.

    Args:
        none: Say so where there is none.
    """
    yield from map(word, rows[:MAX_ROWS])
    if len(rows) > MAX_ROWS:
        place = f"; see {where}" if where else ""
        yield f"- … and {len(rows) - MAX_ROWS:,} more{place}\n"
    if none and not rows:
        yield "None.\n"
