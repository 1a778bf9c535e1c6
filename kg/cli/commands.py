"""kg build · kg query · kg view · kg eval · kg lexicon check."""

import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__
from kg.cli.app import AnyLanguage, Corrections, Graph, Jobs, MinConfidence, Model, Ontology, app
from kg.cli.making import make_and_tell
from kg.cli.progress import print_line
from kg.counting import count
from kg.errors import OntologyError
from kg.lexicon.ontology import find_ontology

lexicon_app = typer.Typer(help="Look after the frames of the lexicon.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


def _show_version(wanted: bool) -> None:
    if wanted:
        print_line(__version__)
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """News articles in, a knowledge graph out that shows the sentence behind every fact."""


class Style(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


@app.command()
def build(
    paths: Annotated[
        list[Path], typer.Argument(help="Articles: .txt .md .html .jsonl, or folders.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Where the graph goes.")] = Path("out"),
    ontology: Ontology = None,
    model: Model = None,
    jobs: Jobs = 1,
    any_language: AnyLanguage = False,
    min_confidence: MinConfidence = None,
    corrections: Corrections = None,
) -> None:
    """Read articles and build the graph: Turtle, TriG, JSON lines, a report and a page."""
    from kg.build import Settings, build_graph

    settings = Settings(
        ontology=ontology or find_ontology(),
        model=model,
        jobs=jobs,
        any_language=any_language,
        min_confidence=min_confidence,
        corrections=corrections,
    )
    make_and_tell(lambda listener: build_graph(paths, out, settings, listener), out)


@app.command()
def query(
    what: Annotated[str, typer.Argument(help="A named query, a file.rq, or SPARQL.")] = "",
    graph: Graph = Path("out"),
    style: Annotated[
        Style, typer.Option("--format", help="How the answer is written.")
    ] = Style.TABLE,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="NAME=VALUE, for a query that asks.")
    ] = None,
    ontology: Ontology = None,
) -> None:
    """Ask the graph; without a query, list those that have a name."""
    from kg import query as stage

    folder = ontology or find_ontology()
    queries = stage.read_queries(folder / "queries")
    if not what:
        for named in queries.values():
            wanted = "".join(f"  (--param {name}=…)" for name in named.parameters)
            print_line(f"{named.name:16}{named.description}{wanted}")
        return
    given = dict(_split_parameter(text) for text in parameters or [])
    chosen = stage.select_query(what, queries)
    dataset = stage.load_dataset(graph, by_article=stage.names_graphs(chosen.text))
    terms = stage.bind_parameters(dataset, chosen, given)
    answer = stage.run_query(dataset, chosen.text, parameters=terms)
    for line in stage.find_unknown_terms(dataset, chosen.text, folder / "schema.ttl"):
        print_line(f"kg: {line}", error=True)
    text = stage.format_answer(answer, style.value, labels=_labels(dataset))
    print_line(text.removesuffix("\n"))


@app.command()
def view(
    graph: Graph = Path("out"),
    focus: Annotated[str | None, typer.Option(help="Show only what is around this entity.")] = None,
    ontology: Ontology = None,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = True,
) -> None:
    """Draw the graph as one HTML page, and open it."""
    from kg.outputs import replace_file
    from kg.query import load_dataset
    from kg.schema import load_schema
    from kg.view import render_graph

    schema = load_schema((ontology or find_ontology()) / "schema.ttl")
    dataset = load_dataset(graph, by_article=False)
    page = render_graph(dataset, schema=schema, focus=focus)
    path = graph / ("graph.html" if focus is None else "focus.html")
    replace_file(path, page)
    print_line(str(path))
    if show:
        webbrowser.open(path.resolve().as_uri())


@app.command(name="eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated facts, one article a line (jsonl).")],
    out: Annotated[Path, typer.Argument(help="Folder that kg build wrote.")] = Path("out"),
    ontology: Ontology = None,
) -> None:
    """Compare a graph with annotated facts: precision, recall and F1, fact by fact."""
    from kg.evaluate import evaluate_graph, make_rules, render_evaluation
    from kg.lexicon.ontology import load_ontology

    report = evaluate_graph(gold, out, make_rules(load_ontology(ontology or find_ontology())))
    print_line(render_evaluation(report).removesuffix("\n"))


@lexicon_app.command()
def check(ontology: Ontology = None, model: Model = None) -> None:
    """Compile every example, and match each with all frames."""
    from kg.annotate import make_pipeline
    from kg.extract import check_lexicon, compile_lexicon
    from kg.lexicon.ontology import load_ontology

    known = load_ontology(ontology or find_ontology())
    nlp, _ = make_pipeline(model, known.folder)
    frames, faults = compile_lexicon(known.lexicon, nlp)
    wrong = [*faults, *check_lexicon(known.lexicon, frames, nlp, known.schema)]
    for line in wrong:
        print_line(line)
    examples = sum(1 for example in known.lexicon.examples if not example.counter)
    if wrong:
        raise OntologyError(
            known.lexicon.path, f"{len(wrong)} of {count(examples, 'example')} wrong"
        )
    numbers = f"{count(examples, 'example')}, {count(len(frames.frames), 'frame')}"
    print_line(f"{numbers}: each matches its own relation")


def _split_parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--param")
    return name, value


def _labels(dataset: object) -> dict[str, str]:
    from rdflib import RDFS, Dataset

    if not isinstance(dataset, Dataset):
        raise ValueError("not a dataset")
    return {str(s): str(o) for s, o in dataset.default_context.subject_objects(RDFS.label)}
