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

# What is told of a thing and a reference; what is not a number is 0 or 1.
FEATURES = (
    "score",  # log odds of what the model's head gives it
    "not scored",
    "sentence before",
    "sentences back",  # as a share of those that count
    "opening",  # it is named in the first sentence
    "share of names",  # against what is named most often
    "nearest",
    "in brackets",
    "kind in doubt",  # its class is not known to be the one that is meant
    "item names one",  # the list item of the reference has named what fits
    "both subjects",  # the reference, and the last name of the thing
    "pronoun in its sentence",
    "subject beside",  # of the verb that the reference is an object of
    "word of its name",  # is the noun that the reference ends in: "the museum"
    "in a relative clause",  # it is named last there
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

    Both are there twice: as "both" and as "alone", for a pipeline without a head for coreference.
    """

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], least: Mapping[str, float]
    ) -> None:
        """Take the weights by the names of the features.

        Raises:
            KeyError: One is missing.
        """
        self._things = {m: [found[name] for name in FEATURES] for m, found in weights.items()}
        self._nothing = {m: [found[name] for name in NOTHING] for m, found in weights.items()}
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
        scores = {key: _dot(self._things[mode], features) for key, features in things.items()}
        none = _dot(self._nothing[mode], nothing)
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
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))
