"""report.md: what was read, found, merged and rejected, and where sources disagree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.datamodel import (
    ArticleReading,
    Disagreement,
    Entity,
    Money,
    Qualifiers,
    RelationMention,
    Statement,
    Violation,
)
from kg.errors import InputError

# A report is read by people: of a long list the first rows stand for the rest.
MAX_ROWS = 200


def render_report(
    readings: Sequence[ArticleReading],
    confirmed: Sequence[RelationMention],
    statements: Sequence[Statement],
    disagreements: Sequence[Disagreement],
    faults: Sequence[InputError],
    entities: Iterable[Entity],
    violations: Sequence[Violation],
    *,
    shaped: bool,
) -> str:
    """Write the report as Markdown; text of articles is quoted so that it stays text.

    Args:
        shaped: Whether the ontology has shapes that the statements were checked against.
    """
    sections = [
        "# Report\n",
        _summary(readings, statements),
        "## Articles\n",
        *(_article_line(reading) for reading in readings[:MAX_ROWS]),
        "\n## Statements\n",
        *(line for s in statements for line in _statement_lines(s)),
        "\n## Sources that disagree\n",
        *(line for d in disagreements for line in _disagreement_lines(d)),
        "" if disagreements else "None.\n",
        "\n## Merged names\n",
        *_merge_lines(entities),
        "\n## Out of shape\n",
        *_violation_lines(violations, shaped),
        "\n## Not believed\n",
        *_rejection_lines(readings, frozenset(map(id, confirmed))),
        "\n## Not read\n",
        *(f"- {escape(str(fault))}\n" for fault in faults),
        "" if faults else "None.\n",
    ]
    return "".join(sections)


def escape(text: str) -> str:
    r"""Keep text from being read as Markdown or HTML, on one line.

    >>> escape("a *b*\n<c>")
    'a \\*b\\* &lt;c>'
    """
    one_line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join("\\" + c if c in "\\`*_[]#|" else c for c in one_line)


def _code(text: str) -> str:
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


def _summary(readings: Sequence[ArticleReading], statements: Sequence[Statement]) -> str:
    entities = {e.iri for s in statements for e in (s.subject, s.object)}
    words = sum(r.words for r in readings)
    status = Counter(s.status for s in statements)
    by_status = ", ".join(f"{count} {name}" for name, count in sorted(status.items()))
    return (
        f"{len(readings)} articles, {words:,} words; {len(statements)} statements"
        f" ({by_status or 'none'}) about {len(entities)} entities.\n\n"
    )


def _article_line(reading: ArticleReading) -> str:
    header = reading.header
    title = f" {escape(header.title)}" if header.title else ""
    return (
        f"- {_code(header.id)}{title}: {reading.sentences} sentences,"
        f" {reading.furniture} of them page furniture, {len(reading.found)} found,"
        f" {len(reading.rejected)} not believed\n"
    )


def _statement_lines(statement: Statement) -> Iterator[str]:
    yield (
        f"- {escape(describe_statement(statement))} · confidence {statement.confidence:.2f},"
        f" {statement.sources} {'article' if statement.sources == 1 else 'articles'}\n"
    )
    for found in statement.evidence:
        said = f", attributed to {escape(found.attributed_to.label)}" if found.attributed_to else ""
        yield f"    - “{escape(found.evidence.quote)}” ({_code(found.evidence.article)}{said})\n"


def _disagreement_lines(found: Disagreement) -> Iterator[str]:
    yield f"- {found.reason}:\n"
    for statement in (found.one, found.other):
        articles = ", ".join(_code(a) for a in dict.fromkeys(_articles(statement)))
        yield f"    - {escape(describe_statement(statement))} ({articles})\n"


def _articles(statement: Statement) -> Iterator[str]:
    for found in statement.evidence:
        yield found.evidence.article


def _merge_lines(entities: Iterable[Entity]) -> Iterator[str]:
    by_iri = {entity.iri: entity for entity in entities}
    lines = [
        f"- {escape(entity.label)}: {escape(', '.join(entity.aliases))}"
        + "".join(f"; {escape(reason)}" for reason in entity.reasons)
        + "\n"
        for _, entity in sorted(by_iri.items())
        if entity.aliases
    ]
    yield from lines[:MAX_ROWS] or ["None.\n"]


def _violation_lines(violations: Sequence[Violation], shaped: bool) -> Iterator[str]:
    """Yield what was kept out of the graph, then the warnings: of each kind first the count."""
    if not shaped:
        yield "The ontology has no shapes.ttl: only the ends of relations were checked.\n"
    for warning, told in ((False, "kept out of the graph"), (True, "in the graph, with a warning")):
        found = [v for v in violations if v.warning is warning]
        if found:
            number = len({v.statement.iri for v in found})
            yield f"{number} {'statement' if number == 1 else 'statements'} {told}:\n"
        yield from (
            f"- {escape(describe_statement(v.statement))}: {escape(v.reason)}\n"
            for v in found[:MAX_ROWS]
        )
        yield from _more(found)
    if shaped and not violations:
        yield "None.\n"


def _more(rows: Sequence[object]) -> Iterator[str]:
    if len(rows) > MAX_ROWS:
        yield f"- … and {len(rows) - MAX_ROWS} more\n"


def _rejection_lines(
    readings: Iterable[ArticleReading], confirmed: frozenset[int]
) -> Iterator[str]:
    lines = [
        f"- {escape(r.found.subject.name)} — {r.found.relation} — {escape(r.found.object.name)}:"
        f" {escape(r.reason)} · “{escape(r.found.evidence.quote)}” ({_code(reading.header.id)})\n"
        for reading in readings
        for r in reading.rejected
        if id(r.found) not in confirmed
    ]
    yield from lines[:MAX_ROWS] or ["None.\n"]
    yield from _more(lines)
