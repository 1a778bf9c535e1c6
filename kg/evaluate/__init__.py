"""Compare a build with annotated facts: precision, recall and F1, fact by fact."""

from collections.abc import Callable, Collection
from pathlib import Path

from kg.evaluate.facts import Fact, GoldFact, Name, StatedFact, read_gold, read_statements
from kg.evaluate.floors import Floor, Floors, check_floors, gold_digest, read_floors
from kg.evaluate.names import make_surroundings
from kg.evaluate.render import render_evaluation
from kg.evaluate.report import Agreement, EvaluationReport, FoundFact, Score, WrongFact
from kg.evaluate.rules import Difference, Rules
from kg.evaluate.score import score_statements
from kg.schema import Schema

__all__ = [
    "Agreement",
    "Difference",
    "EvaluationReport",
    "Fact",
    "Floor",
    "Floors",
    "FoundFact",
    "GoldFact",
    "Name",
    "Score",
    "StatedFact",
    "WrongFact",
    "check_floors",
    "evaluate_graph",
    "gold_digest",
    "read_floors",
    "render_evaluation",
]


def evaluate_graph(
    gold: Path,
    out: Path,
    *,
    schema: Schema,
    legal_forms: Collection[str] = (),
    honorifics: Collection[str] = (),
    normalise_role: Callable[[str], str] = str.casefold,
) -> EvaluationReport:
    """Compare the statements of a build with the facts that people found in its articles.

    A statement and a fact of one article are the same when the relation is the same and
    subject and object have a name in common; what it says beyond that is scored apart.

    Args:
        gold: A file of annotated facts, one article a line.
        out: The folder of a build.
        schema: Tells which relations are symmetric, and which the role tells apart.
        legal_forms: Ends of names that do not count, such as "Inc.".
        honorifics: Beginnings of names that do not count, such as "Dr".
        normalise_role: Maps wordings of one role to one text.

    Raises:
        InputError: A line of the gold or of the statements is faulty.
        OutputError: There is no build in `out`.
    """
    rules = Rules(
        schema=schema,
        around=make_surroundings(honorifics=honorifics, legal_forms=legal_forms),
        normalise_role=normalise_role,
    )
    return score_statements(read_gold(gold, schema), read_statements(out), rules)
