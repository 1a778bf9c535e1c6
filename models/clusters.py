"""Scores of coreference: MUC, B-cubed, CEAF-phi4, and their mean, the CoNLL F1.

A clustering is the clusters of one document: sets of mentions, none in two of them, where a mention
is whatever can be compared. Counts of documents are added before precision and recall are taken, as
in the scorer of CoNLL-2012 (Pradhan et al. 2014). Clusters of one mention count as the metrics say;
leave them out of both sides where they should not.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Set
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

Cluster: TypeAlias = Set[Hashable]
Clustering: TypeAlias = Collection[Cluster]
M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision and recall as fractions: what is right of what is found, and of what is there."""

    found_right: float = 0.0
    found: float = 0.0
    gold_right: float = 0.0
    gold: float = 0.0

    def __add__(self, other: "Ratio") -> "Ratio":
        """Add the counts of another document."""
        return Ratio(
            self.found_right + other.found_right,
            self.found + other.found,
            self.gold_right + other.gold_right,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Return the precision in [0, 1]; 0 where nothing is found."""
        return self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the recall in [0, 1]; 0 where nothing is there."""
        return self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreferenceScore:
    """The three metrics; `mentions` counts those that are in any cluster."""

    muc: Ratio
    b_cubed: Ratio
    ceaf: Ratio
    mentions: Ratio

    @property
    def conll_f1(self) -> float:
        """Return the mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf.f1) / 3


def cluster_mentions(mentions: Iterable[tuple[M, Hashable]]) -> list[set[M]]:
    """Put mentions of the same thing together; those of things mentioned once are left out.

    Args:
        mentions: Each with the thing that it stands for.
    """
    groups: dict[Hashable, set[M]] = {}
    for mention, thing in mentions:
        groups.setdefault(thing, set()).add(mention)
    return [group for group in groups.values() if len(group) > 1]


def score_clusters(documents: Iterable[tuple[Clustering, Clustering]]) -> CoreferenceScore:
    """Score the clusters found against the annotated ones.

    Args:
        documents: Of each document the annotated clusters and those found.
    """
    muc, b_cubed, ceaf, mentions = (Ratio() for _ in range(4))
    for gold, found in documents:
        muc += Ratio(*_count_links(found, gold), *_count_links(gold, found))
        b_cubed += Ratio(*_count_mentions(found, gold), *_count_mentions(gold, found))
        ceaf += _align(gold, found)
        there, seen = set(_places(gold)), set(_places(found))
        both = len(there & seen)
        mentions += Ratio(both, len(seen), both, len(there))
    return CoreferenceScore(muc=muc, b_cubed=b_cubed, ceaf=ceaf, mentions=mentions)


def _places(clusters: Clustering) -> dict[Hashable, int]:
    """Return the cluster of each mention."""
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _count_links(clusters: Clustering, others: Clustering) -> tuple[int, int]:
    """Count the links that hold each cluster together, and those right: MUC (Vilain 1995).

    A cluster that the others divide into n parts lacks n - 1 links; a mention that they do not
    know is a part by itself.
    """
    place = _places(others)
    right = total = 0
    for cluster in clusters:
        parts = {place[mention] for mention in cluster if mention in place}
        unknown = sum(mention not in place for mention in cluster)
        right += len(cluster) - len(parts) - unknown
        total += len(cluster) - 1
    return right, total


def _count_mentions(clusters: Clustering, others: Clustering) -> tuple[float, int]:
    """Sum up, over mentions, the share of their cluster that is right: B-cubed (Bagga 1998)."""
    place = _places(others)
    right, total = 0.0, 0
    for cluster in clusters:
        parts = Counter(place[mention] for mention in cluster if mention in place)
        right += sum(count * count for count in parts.values()) / len(cluster)
        total += len(cluster)
    return right, total


def _align(gold: Clustering, found: Clustering) -> Ratio:
    """Pair clusters off for the greatest likeness: CEAF with phi4 (Luo 2005).

    The likeness of two clusters is twice the mentions in both by the mentions in each.
    """
    if not gold or not found:
        return Ratio(0.0, len(found), 0.0, len(gold))
    likeness = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold])
    total = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    return Ratio(total, len(found), total, len(gold))
