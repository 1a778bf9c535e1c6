"""Files -> everything under out/: the one place where the stages meet.

reading     read, annotate and extract, in one process or several
report      what was read, found, merged and rejected
rejections  all that was found and is not in the graph
output      the files, written so that a reader never sees half of them
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset

from kg import __version__
from kg.build.disputes import development_lines, disagreement_lines
from kg.build.output import check_writable, write_outputs
from kg.build.reading import Settings, read_all
from kg.build.rejections import leave_out, render_rejections
from kg.build.report import render_report
from kg.datamodel import (
    ArticleReading,
    Disagreement,
    Mention,
    RelationMention,
    Run,
    Statement,
    Violation,
)
from kg.errors import InputError
from kg.infer import add_inferred
from kg.lexicon.ontology import Ontology, load_ontology
from kg.merge import (
    confirm_doubtful,
    describe_statement,
    find_sources,
    group_copies,
    make_dataset,
    merge_statements,
)
from kg.resolve import Corrections, read_corrections, resolve_mentions
from kg.schema import Schema
from kg.validate import (
    check_statements,
    choose_preferred,
    find_developments,
    find_disagreements,
    load_shapes,
)

# What the user corrects, beside the graph, where it survives every build.
CORRECTIONS = "corrections.ttl"

__all__ = ["BuildResult", "Settings", "build_graph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build found.

    `statements` are those in the graph; `violations` tell what was kept out, and what was
    let in with a warning; `faults` are the inputs that gave no article, or not all of it.
    """

    readings: tuple[ArticleReading, ...]
    statements: tuple[Statement, ...]
    violations: tuple[Violation, ...]
    disagreements: tuple[Disagreement, ...]
    faults: tuple[InputError, ...]
    dataset: Dataset


def build_graph(
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    *,
    on_article: Callable[[ArticleReading], None] = lambda reading: None,
    on_fault: Callable[[InputError], None] = lambda fault: None,
    render_page: Callable[[Dataset, Ontology], str] | None = None,
) -> BuildResult:
    """Build a graph from articles and write it to a folder.

    Args:
        on_article: Called after each article, for progress.
        on_fault: Called for each input that gave no article, or not all of it.
        render_page: Draws graph.html; without it there is none.

    Raises:
        KgError: The ontology, the model or the output folder is at fault, or no article
            could be read. What was in `out` stays as it was.
    """
    check_writable(out)
    ontology = load_ontology(settings.ontology)
    corrections = _find_corrections(settings.corrections, out, ontology.schema)
    shapes = load_shapes(ontology.folder / "shapes.ttl")
    faults: list[InputError] = []

    def note(fault: InputError) -> None:
        faults.append(fault)
        on_fault(fault)

    readings, model = read_all(paths, out, settings, on_fault=note, on_article=on_article)
    if not readings:
        raise InputError("input", "no article could be read")
    readings = sorted(readings, key=lambda r: r.header.id)
    said = [one for reading in readings for one in reading.found]
    doubtful = [r.found for reading in readings for r in reading.rejected if r.doubtful]
    resolution = resolve_mentions(
        _mentions_of([*said, *doubtful]),
        ontology.schema,
        ontology.lexicon,
        said=said,
        is_wide=ontology.gazetteer.is_wide_place,
        corrections=corrections,
    )
    entity_of = resolution.entity_of
    sources = find_sources(readings)
    confirmed = confirm_doubtful(said, doubtful, entity_of, ontology.schema, sources.__getitem__)
    statements = merge_statements(
        [*said, *confirmed], entity_of, ontology.schema, source_of=sources.__getitem__
    )
    headers = {reading.header.id: reading.header for reading in readings}
    violations = check_statements(
        statements, ontology.schema, shapes, lambda one: describe_statement(one, headers)
    )
    statements = leave_out(statements, violations)
    dates = {name: header.date for name, header in headers.items() if header.date}
    is_wide = ontology.gazetteer.is_wide_place
    disagreements = find_disagreements(statements, ontology.schema, dates=dates, is_wide=is_wide)
    developments = find_developments(statements, ontology.schema, dates=dates, is_wide=is_wide)
    preferred = choose_preferred(disagreements)
    settled = (("corrections", corrections.digest),) if corrections.digest else ()
    run = Run(version=__version__, model=model, ontology=ontology.digest, settings=settled)
    dataset = make_dataset(
        statements, disagreements, headers, run, developments=developments, preferred=preferred
    )
    add_inferred(dataset, statements, ontology.schema)
    result = BuildResult(
        readings=tuple(readings),
        statements=tuple(statements),
        violations=tuple(violations),
        disagreements=tuple(disagreements),
        faults=tuple(faults),
        dataset=dataset,
    )
    write_outputs(
        out,
        dataset,
        statements,
        report=render_report(
            readings,
            confirmed,
            statements,
            [
                *disagreement_lines(disagreements, preferred, ontology.schema),
                *development_lines(developments, dates, ontology.schema),
            ],
            faults,
            resolution,
            group_copies(sources),
            violations,
            shaped=shapes is not None,
        ),
        rejected=render_rejections(readings, confirmed, violations),
        page=render_page(dataset, ontology) if render_page else None,
    )
    return result


def _find_corrections(given: Path | None, out: Path, schema: Schema) -> Corrections:
    """Read the user's corrections: those that are named, or those beside the graph.

    Raises:
        InputError: The file that is named is not there, or a line of it is no correction.
    """
    path = given or out / CORRECTIONS
    return read_corrections(path, schema) if given or path.exists() else Corrections()


def _mentions_of(found: Iterable[RelationMention]) -> Iterator[Mention]:
    for one in found:
        yield one.subject
        yield one.object
        if one.evidence.attributed_to:
            yield one.evidence.attributed_to
