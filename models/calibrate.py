"""Fit the verdict's weights to annotated news, and show what each threshold gives.

    python -m models.calibrate GOLD ARTICLES [GOLD ARTICLES ...] [--write]

GOLD holds facts and ARTICLES the texts, as in tests/gold/news/. Each candidate of the two
readers is one row: its features against whether the gold has the pair and relation. The
weights minimise the log loss with a small quadratic penalty; a second set is fitted
without the relation head, for pipelines that have none. The threshold is the lowest with
the precision asked for. Of the last pair of files the table is shown cross-validated by
article, so that no article judges itself.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kg.extract.verdict import FEATURES, choose, corroborate, read_features
from kg.lexicon.ontology import find_ontology
from kg.schema import load_schema
from models.judged import read_judged

WEIGHTS = Path(__file__).parent.parent / "kg" / "extract" / "verdict.json"
# Articles that nobody has looked at lose up to three points of it, real pages six.
PRECISION = 0.914
# The threshold is sought from here on down.
HIGHEST = 0.95
# A threshold that fewer candidates reach says nothing of its precision.
FEWEST = 20
FOLDS = 6
PENALTY = 0.0005
_HEAD = [
    FEATURES.index(name)
    for name in (
        "head",
        "head with frame",
        "head with reference",
        "other sentence",
        "subject scored elsewhere",
        "object scored elsewhere",
    )
]

Pair = tuple[int, str, int]
# An article, the pair and relation, its features in one sentence, and whether it is right.
Row = tuple[str, Pair, tuple[float, ...], bool]
Rows = list[Row]


def main() -> None:
    """Fit, print, and with --write store the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="GOLD ARTICLES, in pairs")
    parser.add_argument("--write", action="store_true", help=f"store the weights in {WEIGHTS.name}")
    options = parser.parse_args()
    pairs = list(zip(options.files[::2], options.files[1::2], strict=True))
    parts = [list(read_rows(gold, articles)) for gold, articles in pairs]
    rows = [row for part in parts for row in part]
    both = fit(rows)
    alone = fit(_without_head(rows))
    for name, values in (("both", both), ("alone", alone)):
        shown = ", ".join(f"{f} {w:+.2f}" for f, w in zip(FEATURES, values, strict=True))
        print(f"{name}: {shown}")
    least = _show(parts[-1], parts[:-1])
    if options.write:
        weights = {"alone": _round(alone), "both": _round(both)}
        text = json.dumps({"least": least, "weights": weights}, indent=2)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")


def read_rows(gold_path: Path, articles_path: Path) -> Iterator[Row]:
    """Yield a row for each pair and relation in each sentence."""
    schema = load_schema(find_ontology() / "schema.ttl")
    for article, group, rivals, right in read_judged(gold_path, articles_path):
        best = choose(group)
        ends = best.subject.entity, best.object.entity
        if schema.relations[best.relation].symmetric:
            ends = min(ends), max(ends)
        pair = (ends[0], best.relation, ends[1])
        yield article, pair, read_features(group, best, schema, rivals), right


def fit(rows: Rows) -> NDArray[np.float64]:
    """Minimise the penalised log loss."""
    values = np.array([features for *_, features, _ in rows])
    right = np.array([float(label) for *_, label in rows])

    def loss(weights: NDArray[np.float64]) -> float:
        scores = values @ weights
        fault = np.logaddexp(0.0, scores) - right * scores
        return float(fault.mean() + PENALTY * (weights[1:] ** 2).mean())

    found: NDArray[np.float64] = minimize(loss, np.zeros(len(FEATURES)), method="BFGS").x
    return found


def _without_head(rows: Rows) -> Rows:
    kept = []
    framed = FEATURES.index("framed")
    for article, pair, features, right in rows:
        if features[framed]:
            values = tuple(0.0 if n in _HEAD else v for n, v in enumerate(features))
            kept.append((article, pair, values, right))
    return kept


def _show(rows: Rows, others: Iterable[Rows]) -> float:
    """Print precision, recall and reliability; return the threshold to use."""
    articles = sorted({article for article, *_ in rows})
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = {a for n, a in enumerate(articles) if n % FOLDS == fold}
        train = [row for row in rows if row[0] not in held] + [r for part in others for r in part]
        weights = fit(train)
        for n, (article, _, features, _) in enumerate(rows):
            if article in held:
                scores[n] = 1.0 / (1.0 + np.exp(-np.array(features) @ weights))
    scores, right = _join_sentences(rows, scores)
    print(f"{len(scores)} facts, {int(right.sum())} right; cross-validated over {FOLDS} parts")
    _show_reliability(scores, right)
    least = HIGHEST
    for hundredths in range(round(100 * HIGHEST), 30, -1):
        threshold = hundredths / 100
        chosen = scores >= threshold
        precision = right[chosen].mean() if chosen.any() else 1.0
        if hundredths % 5 == 0:
            share = right[chosen].sum() / max(1, right.sum())
            print(f"from {threshold:.2f}: precision {precision:.3f}, {share:.3f} of the right ones")
        if precision >= PRECISION and chosen.sum() >= FEWEST:
            least = threshold
    return least


def _join_sentences(
    rows: Rows, scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Put together what the sentences of an article say of one pair and relation."""
    said: dict[tuple[str, Pair], list[tuple[float, bool]]] = {}
    for (article, pair, _, right), score in zip(rows, scores.tolist(), strict=True):
        said.setdefault((article, pair), []).append((score, right))
    joined = [
        (corroborate([s for s, _ in found]), any(r for _, r in found)) for found in said.values()
    ]
    return np.array([s for s, _ in joined]), np.array([r for _, r in joined])


def _show_reliability(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    for low in np.arange(0.0, 1.0, 0.1):
        chosen = (scores >= low) & (scores < low + 0.1)
        if chosen.any():
            share = right[chosen].mean()
            print(f"said {low:.1f} to {low + 0.1:.1f}: {share:.2f} right of {chosen.sum()}")


def _round(values: Sequence[float] | NDArray[np.float64]) -> list[float]:
    return [round(float(value), 3) for value in values]


if __name__ == "__main__":
    main()
