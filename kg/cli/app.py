"""The one Typer application, and the options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="News articles in, a knowledge graph out that shows the sentence behind every fact.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Ontology = Annotated[
    Path | None, typer.Option("--ontology", help="Folder with schema.ttl, lexicon.ttl, ...")
]
Model = Annotated[
    str | None, typer.Option("--model", help="A spaCy pipeline's name or folder; default: ours.")
]
Jobs = Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that read.")]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Read what is not in English as well.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Believe what an article says from this on; default: fitted to annotated news.",
    ),
]
Corrections = Annotated[
    Path | None,
    typer.Option("--corrections", help="Your merges and splits; default: OUT/corrections.ttl."),
]
Graph = Annotated[Path, typer.Option("-g", "--graph", help="Folder that kg build wrote.")]
