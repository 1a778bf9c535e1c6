"""Fit what a reference stands for: `python -m models.fit_references --data DATA [--write]`.

Each reference that the program finds in the development passages is a case: the things that it may
stand for, or nothing, against what the annotation says. The weights minimise the log loss with a
small quadratic penalty; a second set is fitted without the model's head for coreference, for
pipelines that have none. Shown is what they give, cross-validated by passage.

What an earlier reference stands for is told by the weights as they are stored, so that those of a
second run differ a little.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate import make_pipeline
from kg.annotate.antecedents import FEATURES, NOTHING, Antecedents, Features
from kg.annotate.arguments import ArgumentFinder
from kg.annotate.coreference import ReferenceResolver
from kg.datamodel import ArticleHeader
from kg.lexicon.class_words import ClassWords
from kg.lexicon.ontology import Ontology, find_ontology, load_ontology
from models.corpus import Passage, part_of, read_corpus
from models.examples import even_out_names
from models.labels import REFERENCE_LETTER
from models.standoff import read_open_passages

WEIGHTS = Path(__file__).parent.parent / "kg" / "annotate" / "antecedents.json"
CORPUS = Path(__file__).parent / "corpus"
FOLDS = 5
PENALTY = 0.001
# What is less likely is left open; a pipeline without the head leaves open what is in doubt.
LEAST = {"both": 0.38, "alone": 0.5}
SHOWN = (0.3, 0.38, 0.5, 0.6, 0.7, 0.8)

# First and last character, half-open.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A reference: what it may stand for, what for nothing, and what is right (None: nothing)."""

    passage: str
    things: Mapping[int, Features]
    nothing: Features
    right: int | None

    def matrix(self) -> NDArray[np.float64]:
        """Return a row for each thing in order, the last one for nothing."""
        rows = [(*found, *(0.0,) * len(NOTHING)) for found in self.things.values()]
        return np.array([*rows, (*(0.0,) * len(FEATURES), *self.nothing)])

    def target(self) -> int:
        """Return the number of the right row."""
        found = list(self.things)
        return found.index(self.right) if self.right in self.things else len(found)


class _Recorder(ReferenceResolver):
    """Remembers what was told of each reference of an article when it was last asked."""

    def __init__(self, ontology: Ontology) -> None:
        super().__init__(ontology.schema, ontology.lexicon, ClassWords(ontology.schema))
        self.seen: dict[Place, tuple[Mapping[int, Features], Features]] = {}

    def choose(
        self,
        span: SpacySpan,
        things: Mapping[int, Features],
        nothing: Features,
        *,
        has_head: bool,
    ) -> tuple[int, float] | None:
        self.seen[span.start_char, span.end_char] = things, nothing
        return super().choose(span, things, nothing, has_head=has_head)


def main() -> None:
    """Fit, print, and with --write store the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="open corpora")
    parser.add_argument("--write", action="store_true", help=f"store the weights in {WEIGHTS.name}")
    options = parser.parse_args()
    passages = [*read_corpus([CORPUS])[0], *read_open_passages([CORPUS], options.data)]
    passages = [even_out_names(p) for p in passages if part_of(p.name) == "dev"]
    ontology = load_ontology(find_ontology())
    nlp, _ = make_pipeline(None, ontology.folder)
    weights: dict[str, dict[str, float]] = {}
    for mode, without in (("both", []), ("alone", ["kg_relations"])):
        with nlp.select_pipes(disable=without):
            cases = list(read_cases(passages, nlp, ontology))
        weights[mode] = {name: round(weight, 3) for name, weight in fit(cases).items()}
        told = (f"{name} {weight:+.2f}" for name, weight in weights[mode].items())
        print(f"{mode}: " + ", ".join(told))
        for line in _validate(cases, mode):
            print(line)
    if options.write:
        text = json.dumps({"least": LEAST, "weights": weights}, indent=2)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")


def read_cases(passages: Iterable[Passage], nlp: Language, ontology: Ontology) -> Iterator[Case]:
    """Run the pipeline on passages; yield each reference that the annotation is clear about."""
    finder = nlp.get_pipe("kg_arguments")
    if not isinstance(finder, ArgumentFinder):
        raise TypeError("kg_arguments is no ArgumentFinder")
    resolver, recorder = finder.resolver, _Recorder(ontology)
    finder.resolver = recorder
    for passage in passages:
        recorder.seen.clear()
        with nlp.memory_zone():
            doc = nlp.make_doc("\n".join(line.text for line in passage.lines))
            doc.user_data["article"] = ArticleHeader(id=passage.name, path="", digest="")
            meant = _Meant(passage, nlp(doc))
        for place, (things, nothing) in sorted(recorder.seen.items()):
            if meant.is_known(place) and things:
                right = meant.thing(place)
                yield Case(passage=passage.name, things=things, nothing=nothing, right=right)
    finder.resolver = resolver


class _Meant:
    """What the references of an annotated passage stand for, by the numbers of the Doc's things."""

    def __init__(self, passage: Passage, doc: Doc) -> None:
        self._keys: dict[Place, int] = {}
        names: dict[int, list[Place]] = {}
        begin = 0
        for line in passage.lines:
            for mention in line.mentions:
                place = begin + mention.start, begin + mention.end
                if mention.letter == REFERENCE_LETTER:
                    self._keys[place] = mention.key
                else:
                    names.setdefault(mention.key, []).append(place)
            begin += len(line.text) + 1
        self._things = {key: _find_thing(places, doc) for key, places in names.items()}

    def is_known(self, place: Place) -> bool:
        """Tell whether what a reference stands for is a thing that the program has found."""
        key = self._key(place)
        return key is None or self._things.get(key) is not None

    def thing(self, place: Place) -> int | None:
        """Return what a reference stands for; None where the annotation has none there."""
        key = self._key(place)
        return None if key is None else self._things.get(key)

    def _key(self, place: Place) -> int | None:
        if place in self._keys:
            return self._keys[place]
        crossing = (k for (start, end), k in self._keys.items() if _cross(place, (start, end)))
        return next(crossing, None)


def _find_thing(places: Sequence[Place], doc: Doc) -> int | None:
    """Return the thing that most of some names are taken for."""
    found: Counter[int] = Counter()
    for typed in doc.user_data["things"]:
        for mention in typed.thing.mentions:
            span = doc[mention.start : mention.end]
            own = span.start_char, span.end_char
            found[typed.thing.number] += sum(_cross(own, place) for place in places)
    number, count = max(found.items(), key=lambda item: item[1], default=(None, 0))
    return number if count else None


def _cross(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Minimise the penalised log loss of choosing one row of each case; return the weights."""
    tables = [case.matrix() for case in cases]
    rows = np.concatenate(tables)
    starts = np.cumsum([0, *map(len, tables[:-1])])
    of_case = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    right = starts + np.array([case.target() for case in cases])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ weights
        scores -= np.maximum.reduceat(scores, starts)[of_case]
        shares = np.exp(scores)
        totals = np.add.reduceat(shares, starts)
        shares /= totals[of_case]
        value = float((np.log(totals) - scores[right]).mean() + PENALTY * (weights**2).sum())
        slope = (shares @ rows - rows[right].sum(axis=0)) / len(cases) + 2 * PENALTY * weights
        return value, slope

    start = np.zeros(len(FEATURES) + len(NOTHING))
    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return dict(zip((*FEATURES, *NOTHING), found.tolist(), strict=True))


def _validate(cases: Sequence[Case], mode: str) -> Iterator[str]:
    """Tell how many are right, cross-validated by passage, from several likelihoods on."""
    passages = {name: n % FOLDS for n, name in enumerate(sorted({c.passage for c in cases}))}
    told: list[tuple[float, bool, bool]] = []
    for fold in range(FOLDS):
        fitted = fit([case for case in cases if passages[case.passage] != fold])
        chooser = Antecedents({mode: fitted}, {mode: 0.0})
        for case in cases:
            if passages[case.passage] == fold:
                best = chooser.choose(case.things, case.nothing, has_head=mode == "both")
                thing, likelihood = best or (None, 0.0)
                told.append((likelihood, thing == case.right, case.right is None))
    yield f"{len(cases)} references, {sum(not unmeant for *_, unmeant in told)} of things named"
    for least in SHOWN:
        taken = [(right, unmeant) for likelihood, right, unmeant in told if likelihood >= least]
        good = sum(right for right, _ in taken)
        stray = sum(unmeant for _, unmeant in taken)
        wrong = len(taken) - good - stray
        yield f"from {least:.2f}: {good} right, {wrong} of another thing, {stray} of none"


if __name__ == "__main__":
    main()
