"""How likely a reference stands for each of the things that it may stand for, or for nothing.

A conditional logistic regression (McFadden 1974) over all of them at once, fitted to annotated news
by `models/fit_references.py`; its weights, and the likelihood from which a reference is resolved,
stand in antecedents.json.
"""

import json
import math
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TypeVar

# What is told of a thing and a reference.
FEATURES = (
    "score",
    "not scored",
    "sentence before",
    "sentences back",
    "opening",
    "share of names",
    "nearest",
    "in brackets",
    "kind in doubt",
    "same item",
    "both subjects",
    "pronoun in its sentence",
)
# What is told of a reference that stands for nothing that is named.
NOTHING = ("nothing", "nothing: of no kind", "nothing: it")
# Where the next is nearly as likely, two are meant as well as each other.
LEAD = 1.6
# What the model's head gives to a thing that it does not propose.
UNSCORED = 0.01

Features = tuple[float, ...]
Key = TypeVar("Key")


class Antecedents:
    """The weights of the features, and the likelihood from which a reference is resolved.

    `alone` are the weights for a pipeline that has no head for coreference.
    """

    def __init__(self, weights: Mapping[str, Sequence[float]], least: Mapping[str, float]) -> None:
        self._weights = weights
        self._least = least

    def choose(
        self, things: Mapping[Key, Features], nothing: Features, *, has_head: bool
    ) -> tuple[Key, float] | None:
        """Return the likeliest thing and how likely it is; None where that is not enough.

        Args:
            things: The `FEATURES` of each.
            nothing: The features `NOTHING`.
        """
        mode = "both" if has_head else "alone"
        weights = self._weights[mode]
        scores = {key: _dot(weights, features) for key, features in things.items()}
        none = _dot(weights[len(FEATURES) :], nothing)
        highest = max([none, *scores.values()])
        total = math.exp(none - highest)
        total += sum(math.exp(score - highest) for score in scores.values())
        ranked = sorted(scores, key=lambda key: scores[key], reverse=True)
        if not ranked:
            return None
        best, *others = (math.exp(scores[key] - highest) / total for key in ranked[:2])
        if best < self._least[mode] or any(best < LEAD * other for other in others):
            return None
        return ranked[0], best


def load_antecedents() -> Antecedents:
    """Load the weights that ship with the program."""
    text = files("kg.annotate").joinpath("antecedents.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Antecedents(found["weights"], found["least"])


def logit(score: float) -> float:
    """Return the log odds of a score."""
    score = min(max(score, 0.002), 0.998)
    return math.log(score / (1.0 - score))


def _dot(weights: Sequence[float], features: Features) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=False))
