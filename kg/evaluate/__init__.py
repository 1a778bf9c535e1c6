"""Compare a build with annotated facts: precision, recall and F1, fact by fact."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kg.evaluate.facts import Fact, GoldFact, Name, StatedFact, read_gold, read_statements
from kg.evaluate.floors import Floor, Floors, check_floors, gold_digest, read_floors
from kg.evaluate.names import make_surroundings
from kg.evaluate.render import render_evaluation
from kg.evaluate.report import Agreement, EvaluationReport, FoundFact, Score, WrongFact
from kg.evaluate.rules import Difference, Rules
from kg.evaluate.score import score_statements
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.ontology import Ontology

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
    "Rules",
    "Score",
    "StatedFact",
    "WrongFact",
    "check_floors",
    "evaluate_graph",
    "gold_digest",
    "make_rules",
    "read_floors",
    "render_evaluation",
]


def make_rules(ontology: Ontology) -> Rules:
    """Make the rules by which facts are compared, from the schema and the words of an ontology."""
    words = ontology.lexicon.words
    return Rules(
        schema=ontology.schema,
        around=make_surroundings(
            before=words("honorific"), after=words("legalForm") | words("postNominal")
        ),
        normalise_role=ontology.gazetteer.normalise_role,
        split_roles=partial(_split_roles, ontology.gazetteer),
    )


def _split_roles(gazetteer: Gazetteer, wording: str) -> Sequence[str]:
    """Part a wording into its roles; what states another relation is none: "founder and CEO"."""
    roles = gazetteer.split_roles(wording)
    return [one for one in roles if gazetteer.implied_relation(one) is None] or roles


def evaluate_graph(gold: Path, out: Path, rules: Rules) -> EvaluationReport:
    """Compare the statements of a build with the facts that people found in its articles.

    A statement and a fact of one article are the same when the relation is the same and
    subject and object have a name in common; what it says beyond that is scored apart.

    Args:
        gold: A file of annotated facts, one article a line.
        out: The folder of a build.

    Raises:
        InputError: A line of the gold or of the statements is faulty.
        OutputError: There is no build in `out`.
    """
    return score_statements(read_gold(gold, rules.schema), read_statements(out), rules)
