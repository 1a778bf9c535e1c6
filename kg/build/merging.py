"""What articles say, each for itself -> what they say all together: checked, compared, ranked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build.rejections import leave_out
from kg.datamodel import (
    ArticleHeader,
    ArticleReading,
    Mention,
    RelationMention,
    Run,
    Statement,
    Violation,
)
from kg.infer import infer_triples
from kg.lexicon.ontology import Ontology
from kg.merge import (
    Digests,
    GraphContents,
    confirm_doubtful,
    describe_statement,
    digest,
    find_sources,
    group_copies,
    merge_statements,
)
from kg.resolve import Corrections, Resolution, read_corrections, resolve_mentions
from kg.schema import Schema
from kg.state import PartStore, Verdict
from kg.validate import (
    Dates,
    Shapes,
    check_statements,
    choose_preferred,
    find_developments,
    find_disagreements,
)

# What the user corrects, beside the graph, where it survives every build.
CORRECTIONS = "corrections.ttl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a merge goes by; without `shapes` only the ends of relations are checked."""

    ontology: Ontology
    shapes: Shapes | None
    corrections: Corrections


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What articles say all together, and how it came about.

    Attributes:
        confirmed: What one article leaves in doubt, and another confirms.
        copies: The articles of each text that several have.
        violations: What was kept out of the graph, and what was let in with a warning.
        digests: Those of the statements.
    """

    readings: Sequence[ArticleReading]
    confirmed: Sequence[RelationMention]
    resolution: Resolution
    copies: Sequence[tuple[str, ...]]
    violations: Sequence[Violation]
    contents: GraphContents
    digests: Digests


def find_corrections(given: Path | None, out: Path, schema: Schema) -> Corrections:
    """Read the user's corrections: those that are named, or those beside the graph.

    Raises:
        InputError: The file that is named is not there, or a line of it is no correction.
    """
    path = given or out / CORRECTIONS
    return read_corrections(path, schema) if given or path.exists() else Corrections()


def merge_readings(
    readings: Sequence[ArticleReading], rules: Rules, run: Run, kept: PartStore
) -> Merged:
    """Merge what articles say; a statement that is out of shape is compared with no other.

    Args:
        kept: Verdicts of the last build; what was judged then is not judged again.
    """
    ontology = rules.ontology
    said = [one for reading in readings for one in reading.found]
    doubtful = [r.found for reading in readings for r in reading.rejected if r.doubtful]
    resolution = resolve_mentions(
        _mentions_of([*said, *doubtful]),
        ontology.schema,
        ontology.lexicon,
        said=said,
        is_wide=ontology.gazetteer.is_wide_place,
        corrections=rules.corrections,
    )
    entity_of, source_of = resolution.entity_of, find_sources(readings)
    confirmed = confirm_doubtful(said, doubtful, entity_of, ontology.schema, source_of.__getitem__)
    statements = merge_statements(
        [*said, *confirmed], entity_of, ontology.schema, source_of=source_of.__getitem__
    )
    headers = {reading.header.id: reading.header for reading in readings}
    digests = Digests()
    violations = _judge(statements, headers, rules, digests, kept)
    return Merged(
        readings=readings,
        confirmed=confirmed,
        resolution=resolution,
        copies=group_copies(source_of),
        violations=violations,
        contents=_compare(leave_out(statements, violations), headers, ontology, run),
        digests=digests,
    )


def _judge(
    statements: Sequence[Statement],
    headers: Mapping[str, ArticleHeader],
    rules: Rules,
    digests: Digests,
    kept: PartStore,
) -> list[Violation]:
    """Check the statements that no build has checked, and return the verdicts on all."""

    def name(statement: Statement) -> str:
        articles = dict.fromkeys(found.evidence.article for found in statement.evidence)
        known = tuple([digests.of_header(headers[article]) for article in articles])
        return digest(digests.of_statement(statement), known)

    keys = {statement.iri: name(statement) for statement in statements}
    verdicts: dict[str, Verdict] = {}
    new: list[Statement] = []
    for statement in statements:
        known = kept.find_verdict(keys[statement.iri])
        verdicts[statement.iri] = [] if known is None else known
        if known is None:
            new.append(statement)
    for violation in check_statements(
        new, rules.ontology.schema, rules.shapes, lambda one: describe_statement(one, headers)
    ):
        verdicts[violation.statement.iri].append((violation.reason, violation.warning))
    for statement in new:
        kept.keep_verdict(keys[statement.iri], verdicts[statement.iri])
    return [
        Violation(statement=statement, reason=reason, warning=warning)
        for statement in statements
        for reason, warning in verdicts[statement.iri]
    ]


def date_articles(headers: Mapping[str, ArticleHeader]) -> Dates:
    """Return the date of each article that has one."""
    return {name: header.date for name, header in headers.items() if header.date}


def _compare(
    statements: Sequence[Statement],
    headers: Mapping[str, ArticleHeader],
    ontology: Ontology,
    run: Run,
) -> GraphContents:
    """Find what statements say of each other, and what follows from them."""
    schema, dates = ontology.schema, date_articles(headers)
    is_wide = ontology.gazetteer.is_wide_place
    disagreements = find_disagreements(statements, schema, dates=dates, is_wide=is_wide)
    return GraphContents(
        statements=statements,
        disagreements=disagreements,
        headers=headers,
        run=run,
        developments=find_developments(statements, schema, dates=dates, is_wide=is_wide),
        preferred=choose_preferred(disagreements),
        inferred=infer_triples(statements, schema),
    )


def _mentions_of(found: Iterable[RelationMention]) -> Iterator[Mention]:
    for one in found:
        yield one.subject
        yield one.object
        if one.evidence.attributed_to:
            yield one.evidence.attributed_to
