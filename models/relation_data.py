"""Training windows of the relation head: the run-time windows with what the lines state."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.items import number_items
from kg.annotate.relations import find_mentions
from kg.annotate.windows import FAR, Window, WindowMention, make_windows
from kg.lexicon.labels import EVENT, ORGANIZATION, PERSON, PLACE, PRODUCT, THINGS, WORK
from models.corpus import Fact
from models.examples import UNKNOWN, TokenLine
from models.labels import (
    ATTRIBUTION,
    PAIR_OUTPUTS,
    QUALIFIERS_OF_LABEL,
    RELATIONS,
    STATUSES,
    SYMMETRIC,
)

# Shares of the names that the tagger is imitated to miss, to get wrong and to be in doubt about.
DROPPED, RETYPED, DOUBTED = 0.03, 0.06, 0.25
# What else it takes names for, of those of the development part that it takes for something else.
_CONFUSED = {
    ORGANIZATION: {PERSON: 0.35, PLACE: 0.3, PRODUCT: 0.25, WORK: 0.1},
    PERSON: {ORGANIZATION: 0.75, WORK: 0.12, PLACE: 0.08, PRODUCT: 0.05},
    PLACE: {ORGANIZATION: 0.85, PERSON: 0.08, WORK: 0.07},
    PRODUCT: {ORGANIZATION: 0.8, PLACE: 0.1, PERSON: 0.05, WORK: 0.05},
    WORK: {ORGANIZATION: 0.6, PERSON: 0.15, PRODUCT: 0.15, PLACE: 0.05, EVENT: 0.05},
    EVENT: {ORGANIZATION: 0.7, PLACE: 0.25, PRODUCT: 0.05},
}
_NAMES = THINGS[:-1]
_COLUMN = {name: number for number, name in enumerate(PAIR_OUTPUTS)}
# Facts that ordinary sentences state too often for their pairs to count as negative.
_COMMON = ("locatedIn", "headquarteredIn", "hasRole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What is right for a window: outputs by pair, the status of its facts, and sources."""

    right: NDArray[np.bool_]  # pairs by outputs
    known: NDArray[np.bool_]  # pairs by outputs
    statuses: NDArray[np.int64]  # facts by pair, relation, status
    sources: NDArray[np.int64]  # mentions: 1 the article's source, 0 not, or UNKNOWN
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A window with its targets; `places` are the tokens of each of its vectors."""

    window: Window
    targets: Targets
    places: NDArray[np.int64]
    facts: tuple[Fact, ...]


def encode_lines(lines: Sequence[Sequence[str]], nlp: Language) -> Doc:
    """Run the encoder on lines of words, each a sentence."""
    words = [word for line in lines for word in line]
    starts = [number == 0 for line in lines for number in range(len(line))]
    return nlp.get_pipe("kg_encoder")(Doc(nlp.vocab, words=words, sent_starts=starts))


def passage_tasks(
    lines: Sequence[TokenLine], states: NDArray[np.float32] | None, rng: random.Random | None
) -> Iterator[Task]:
    """Make the tasks of an annotated passage; with `rng`, with errors like the tagger's.

    Without states the windows hold none: then training looks them up by `Task.places`.
    """
    mentions: list[WindowMention] = []
    keys: list[int] = []
    sentences: list[list[int]] = []
    shift = 0
    for line in lines:
        for mention in line.mentions:
            shares = _mistaken(mention.label, rng)
            if shares:
                text = " ".join(word.lower() for word in line.words[mention.start : mention.end])
                start, end = shift + mention.start, shift + mention.end
                label = max(shares, key=lambda share: share[1])[0]
                mentions.append(
                    WindowMention(start=start, end=end, label=label, text=text, shares=shares)
                )
                keys.append(mention.key)
        sentences.append(list(range(shift, shift + len(line.words))))
        shift += len(line.words)
    known = np.zeros((shift, 1), np.float32) if states is None else states
    for window in make_windows(known, sentences, mentions, before=_follow_lists(lines)):
        own = tuple(keys[m] for m in window.mentions)
        facts = lines[window.sentence].facts
        labels = [mentions[m].label for m in window.mentions]
        yield Task(
            window=window,
            targets=make_targets(window, own, labels, facts),
            places=_places(window, sentences, mentions),
            facts=facts,
        )


def _follow_lists(lines: Sequence[TokenLine]) -> Callable[[int], Sequence[int]]:
    """Return what lines each goes on from, as the run-time component has it."""
    words = [word for line in lines for word in (*line.words, "\n")]
    starts = [0, *(number for number, word in enumerate(words, 1) if word == "\n")]
    items = number_items(Doc(Vocab(), words=words))
    return lambda number: items.sentences_before(number, starts, FAR)


def plain_tasks(lines: Sequence[Sequence[str]], nlp: Language) -> Iterator[Task]:
    """Make the tasks of ordinary text: its predicted mentions, no relation between any."""
    doc = encode_lines(lines, nlp)
    mentions = find_mentions(doc)
    sentences = [[token.i for token in sentence] for sentence in doc.sents]
    for window in make_windows(doc.tensor, sentences, mentions):
        shape = (len(window.pairs), len(PAIR_OUTPUTS))
        known = np.zeros(shape, bool)
        known[:, : len(RELATIONS)] = True
        known[:, [_COLUMN[name] for name in _COMMON]] = False
        for row, (_, right) in enumerate(window.pairs.tolist()):
            if mentions[window.mentions[right]].label not in THINGS:
                known[row] = False
        targets = Targets(
            right=np.zeros(shape, bool),
            known=known,
            statuses=np.zeros((0, 3), np.int64),
            sources=np.full(len(window.mentions), UNKNOWN),
            weight=0.5,
        )
        places = _places(window, sentences, mentions)
        yield Task(window=window, targets=targets, places=places, facts=())


def _places(
    window: Window, sentences: Sequence[Sequence[int]], mentions: Sequence[WindowMention]
) -> NDArray[np.int64]:
    """Return the tokens, half-open, that each vector of the window is the mean of."""
    earlier = [mentions[m] for m in window.mentions[window.targets :]]
    spans = [(mention.start, mention.end) for mention in earlier]
    size = len(window.distances) - len(spans)
    spans += [(token, token + 1) for token in sentences[window.sentence][:size]]
    return np.array(spans, np.int64)


def _mistaken(label: str, rng: random.Random | None) -> tuple[tuple[str, float], ...]:
    """Return the labels that the tagger may give with their shares; none where it misses a name.

    Of two labels in doubt the right one has a share of 0.6 in six cases of ten.
    """
    if not rng or label not in _NAMES:
        return ((label, 1.0),)
    chance = rng.random()
    if chance < DROPPED:
        return ()
    if chance < DROPPED + RETYPED:
        return ((rng.choice(_NAMES), 1.0),)
    if chance > 1.0 - DOUBTED:
        confused = _CONFUSED[label]
        (other,) = rng.choices([*confused], [*confused.values()])
        share = rng.uniform(0.5, 1.0)
        share = share if rng.random() < share else 1.0 - share
        return ((label, share), (other, 1.0 - share))
    return ((label, 1.0),)


def make_targets(
    window: Window, keys: Sequence[int], labels: Sequence[str], facts: Sequence[Fact]
) -> Targets:
    """Set what is right for each pair of a window."""
    pairs = window.pairs.tolist()
    row_of = {(left, right): row for row, (left, right) in enumerate(pairs)}
    right = np.zeros((len(pairs), len(PAIR_OUTPUTS)), bool)
    known = np.zeros_like(right)
    for row, (i, j) in enumerate(pairs):
        if labels[j] in THINGS:
            known[row, : _COLUMN["lead"] + 1] = True
            later = i < window.targets and (j >= window.targets or j < i)
            known[row, _COLUMN["same"]] = later
            right[row, _COLUMN["same"]] = later and keys[i] == keys[j]
        else:
            known[row, [_COLUMN[q] for q in QUALIFIERS_OF_LABEL[labels[j]]]] = True
    sources = np.zeros(len(keys), np.int64)
    sources[window.targets :] = UNKNOWN
    marker = _Marker(window, keys, row_of, right, known)
    statuses: list[tuple[int, int, int]] = []
    for fact in facts:
        if fact.relation == ATTRIBUTION:
            sources[[k for k in range(window.targets) if keys[k] == fact.object]] = 1
            continue
        row = marker.mark(fact)
        if row is not None:
            relation = RELATIONS.index(fact.relation)
            statuses.append((row, relation, STATUSES.index(fact.status)))
    return Targets(
        right=right,
        known=known,
        statuses=np.array(statuses, np.int64).reshape(-1, 3),
        sources=sources,
        weight=1.0,
    )


class _Marker:
    """Mark facts in the targets of a window."""

    def __init__(
        self,
        window: Window,
        keys: Sequence[int],
        row_of: dict[tuple[int, int], int],
        right: NDArray[np.bool_],
        known: NDArray[np.bool_],
    ) -> None:
        self._window, self._keys, self._row_of = window, keys, row_of
        self._right, self._known = right, known

    def mark(self, fact: Fact) -> int | None:
        """Mark a fact and its qualifiers; return the pair that stands for it."""
        names = [fact.relation]
        if ("role", "lead") in fact.qualifiers:
            names.append("lead")
        best = self._mark_pair(fact.subject, fact.object, names)
        if best is None:
            return None
        if fact.relation in SYMMETRIC:
            self._mark_pair(fact.object, fact.subject, names)
        for key, value in fact.qualifiers:
            if value.isdigit():
                for argument in (fact.subject, fact.object):
                    self._mark_pair(argument, int(value), [key])
        return best

    def _mark_pair(self, left: int, right: int, names: Sequence[str]) -> int | None:
        """Mark the closest mentions of two things; what other mentions of them say is open."""
        rows = [
            (self._way(i, j), self._row_of[i, j])
            for i in self._places(left)
            for j in self._places(right)
            if (i, j) in self._row_of
        ]
        if not rows:
            return None
        columns = [_COLUMN[name] for name in names]
        best = min(rows)[1]
        for _, row in rows:
            if row != best and not self._right[row, columns].any():
                self._known[row, columns] = False
        self._right[best, columns] = True
        self._known[best, columns] = True
        return best

    def _places(self, key: int) -> list[int]:
        return [place for place, other in enumerate(self._keys) if other == key]

    def _way(self, i: int, j: int) -> tuple[int, int]:
        """Order pairs: both in the sentence first, then the latest, then the closest."""
        targets = self._window.targets
        earlier = max(i, j) if max(i, j) >= targets else -1
        spans = self._window.spans
        return -earlier if earlier >= 0 else -10_000, int(abs(spans[i, 0] - spans[j, 0]))
