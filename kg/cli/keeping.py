"""kg add · kg remove · kg trace."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import AnyLanguage, Corrections, Jobs, MinConfidence, Model, Ontology, app
from kg.cli.making import make_and_tell
from kg.cli.progress import print_line
from kg.lexicon.ontology import find_ontology

Out = Annotated[Path, typer.Argument(help="Folder that kg build wrote.")]


@app.command()
def add(
    out: Out,
    paths: Annotated[
        list[Path], typer.Argument(help="Articles: .txt .md .html .jsonl, or folders.")
    ],
    ontology: Ontology = None,
    model: Model = None,
    jobs: Jobs = 1,
    any_language: AnyLanguage = False,
    min_confidence: MinConfidence = None,
    corrections: Corrections = None,
) -> None:
    """Add articles to a graph; one that was read from the same file before is replaced."""
    from kg.build import Settings, add_articles

    settings = Settings(
        ontology=ontology or find_ontology(),
        model=model,
        jobs=jobs,
        any_language=any_language,
        min_confidence=min_confidence,
        corrections=corrections,
    )
    make_and_tell(lambda listener: add_articles(paths, out, settings, listener), out)


@app.command()
def remove(
    out: Out,
    articles: Annotated[list[str], typer.Argument(help="Ids of articles.")],
    ontology: Ontology = None,
    model: Model = None,
    jobs: Jobs = 1,
    min_confidence: MinConfidence = None,
    corrections: Corrections = None,
) -> None:
    """Remove articles from a graph, and all that only they say."""
    from kg.build import Settings, remove_articles

    settings = Settings(
        ontology=ontology or find_ontology(),
        model=model,
        jobs=jobs,
        min_confidence=min_confidence,
        corrections=corrections,
    )
    make_and_tell(lambda listener: remove_articles(articles, out, settings, listener), out)


@app.command()
def trace(out: Out = Path("out")) -> None:
    """Check a graph: each statement has its sentence, each sentence stands in its article."""
    from kg.trace import trace_graph

    found = trace_graph(out)
    for what, count in found.counts.items():
        print_line(f"{count:9,} {what}")
    for fault in found.faults:
        print_line(f"kg: {fault}", error=True)
    print_line(f"{len(found.faults):9,} faults")
    if found.faults:
        raise typer.Exit(1)
