"""kg ontology."""

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.app import Ontology, app
from kg.cli.progress import print_line
from kg.lexicon.ontology import find_ontology


class Part(StrEnum):
    """What of the schema is shown."""

    CLASSES = "classes"
    RELATIONS = "relations"
    QUALIFIERS = "qualifiers"


class Style(StrEnum):
    """How it is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command(name="ontology")
def show_ontology(
    part: Annotated[Part | None, typer.Argument(help="One table only.")] = None,
    style: Annotated[
        Style, typer.Option("--format", help="How it is written; csv and json take one table.")
    ] = Style.TABLE,
    ontology: Ontology = None,
) -> None:
    """Show what may be said: classes, relations with domain and range, qualifiers."""
    from kg.query import describe_schema, format_answer
    from kg.schema import load_schema

    if part is None and style is not Style.TABLE:
        raise typer.BadParameter(
            f"{style.value} holds one table: say classes, relations or qualifiers",
            param_hint="PART",
        )
    schema = load_schema((ontology or find_ontology()) / "schema.ttl")
    shown = [part] if part else list(Part)
    tables = [format_answer(describe_schema(schema, one.value), style.value) for one in shown]
    print_line("\n".join(tables).removesuffix("\n"))
