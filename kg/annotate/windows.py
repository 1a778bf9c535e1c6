"""Windows for the relation head: a sentence, with the mentions of the sentences before it.

The words of the sentence come with what the encoder knows about each; of an earlier mention there
is one vector, the mean of its words. A pair of mentions is scored where one of the two is in the
sentence. What the text is about is seen from anywhere below: "Ann Lee and Bo Katz lead the cast."
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.lexicon.labels import ORGANIZATION, QUALIFYING, REFERENCE, THINGS, WORK

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
LABELS = (*THINGS, *QUALIFYING)
TAGS = 1 + 2 * len(LABELS)  # none, then begin and inside of each label
REACH = 4  # sentences before the target whose mentions are seen
FAR = 40  # sentences before the target in which topics are looked for
_TOPICAL = (ORGANIZATION, WORK)
_MOST_TOPICS = 3
_OPENING = 4  # so many of the first names there count twice
_MOST_EARLIER = 24  # mentions
_MOST_WORDS = 160  # of the target sentence
_STEPS = np.array([2, 3, 5, 9, 17])  # words between mentions: bounds of the buckets
GAPS = 2 * (len(_STEPS) + 1) + 2 * REACH
MATCHES = 4  # no match, the same text, a word in common at an end, initials
_NONE = -1


@dataclass(frozen=True, slots=True, order=True)
class WindowMention:
    """A mention in tokens of the document, half-open, with its label and text in lower case.

    `shares` are the labels that it may bear, in sum at most 1; without any, `label` alone counts.
    """

    start: int
    end: int
    label: str
    text: str
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The input of one target sentence.

    Earlier mentions come first in the sequence, then the words. `mentions` are numbers of the
    document's mentions, those of the sentence first; `labels` are the shares of their labels,
    `spans` their first and last place in the sequence; `pairs` are numbers into `mentions`.
    """

    sentence: int
    vectors: Floats  # sequence by width
    distances: Numbers  # sequence: sentences back
    mentions: tuple[int, ...]
    targets: int
    labels: Floats  # mentions by labels
    spans: Numbers  # mentions by 2
    pairs: Numbers  # pairs by 2
    gaps: Numbers  # pairs
    matches: Numbers  # pairs


def make_windows(
    states: Floats,
    sentences: Sequence[Sequence[int]],
    mentions: Sequence[WindowMention],
    tells_apart: Callable[[int, int], bool] = lambda place, other: False,
    before: Callable[[int], Sequence[int]] = lambda number: range(number),
) -> Iterator[Window]:
    """Make the windows of the sentences that have something to score.

    Args:
        states: Token by width.
        sentences: The tokens of each sentence, without white space.
        mentions: Sorted, without overlap, none over a sentence boundary.
        before: The numbers of the sentences that a sentence goes on from, in order, as far up as
            topics are looked for.
        tells_apart: Whether two tokens are in two stories, of which one says nothing of the other.
    """
    home = {token: number for number, tokens in enumerate(sentences) for token in tokens}
    inside: list[list[int]] = [[] for _ in sentences]
    for number, mention in enumerate(mentions):
        if mention.start in home:
            inside[home[mention.start]].append(number)
    topical = [[m for m in found if mentions[m].label in _TOPICAL] for found in inside]
    matcher = _Matcher(mentions)
    means = [_mean(states, mention) for mention in mentions]

    for number, tokens in enumerate(sentences):
        if not inside[number]:
            continue
        above = before(number)
        close = [
            (back, mention)
            for back, other in reversed(list(enumerate(above[: -REACH - 1 : -1], 1)))
            for mention in inside[other]
            if not tells_apart(tokens[0], mentions[mention].start)
        ][-_MOST_EARLIER:]
        far = [
            mention
            for other in above[:-REACH]
            for mention in topical[other]
            if not tells_apart(tokens[0], mentions[mention].start)
        ]
        near = [*topical[number], *(m for _, m in close if mentions[m].label in _TOPICAL)]
        topics = [(REACH, mention) for mention in _find_topics(far, near, mentions)]
        earlier = [*topics, *close]
        window = _make_window(
            number, tokens[:_MOST_WORDS], states, mentions, means, inside[number], earlier, matcher
        )
        if window:
            yield window


def _find_topics(
    far: Sequence[int], near: Sequence[int], mentions: Sequence[WindowMention]
) -> list[int]:
    """Return where a text last names what it is about, in order, if that is not near.

    It is about what it names most often, at least twice, or once among its first names.

    Args:
        far: Mentions of what a text may be about, above those that are seen anyway, in order.
        near: Such mentions in the target and among those that are seen anyway.
    """
    last = {mentions[m].text: m for m in far}
    counts = Counter(mentions[m].text for m in (*far, *far[:_OPENING]))
    known = [set(mentions[m].text.split()) for m in near]
    found = [
        last[text]
        for text, count in counts.most_common()
        if count > 1 and not any(_holds(words, set(text.split())) for words in known)
    ]
    return sorted(found[:_MOST_TOPICS])


def _holds(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def _mean(states: Floats, mention: WindowMention) -> Floats:
    """Return the vector of a mention where it stands for itself, in a later sentence."""
    vector: Floats = states[mention.start : mention.end].mean(0)
    return vector


def _make_window(
    number: int,
    tokens: Sequence[int],
    states: Floats,
    mentions: Sequence[WindowMention],
    means: Sequence[Floats],
    inside: Sequence[int],
    earlier: Sequence[tuple[int, int]],
    matcher: "_Matcher",
) -> Window | None:
    place = {token: k + len(earlier) for k, token in enumerate(tokens)}
    found = [m for m in inside if mentions[m].end - 1 in place and mentions[m].start in place]
    chosen = [*found, *(mention for _, mention in earlier)]
    is_thing = np.array([mentions[m].label in THINGS for m in chosen], dtype=bool)
    pairs = _pairs(is_thing, len(found))
    if not len(pairs):
        return None
    distances = np.zeros(len(earlier) + len(tokens), np.int64)
    spans = np.zeros((len(chosen), 2), np.int64)
    vectors = np.empty((len(distances), states.shape[1]), np.float32)
    vectors[len(earlier) :] = states[list(tokens)]
    for row, m in enumerate(found):
        mention = mentions[m]
        spans[row] = place[mention.start], place[mention.end - 1]
    for row, (back, m) in enumerate(earlier):
        spans[len(found) + row] = row
        distances[row] = back
        vectors[row] = means[m]
    return Window(
        sentence=number,
        vectors=vectors,
        distances=distances,
        mentions=tuple(chosen),
        targets=len(found),
        labels=np.stack([_share_labels(mentions[m]) for m in chosen]),
        spans=spans,
        pairs=pairs,
        gaps=_gaps(spans, distances, pairs, len(found)),
        matches=matcher.match(chosen, pairs),
    )


def _share_labels(mention: WindowMention) -> Floats:
    shares = np.zeros(len(LABELS), np.float32)
    for label, share in mention.shares or ((mention.label, 1.0),):
        shares[LABELS.index(label)] += share
    return shares


def _pairs(is_thing: NDArray[np.bool_], targets: int) -> Numbers:
    """Return the ordered pairs: the left one is a thing, and one of the two is in the sentence."""
    here = np.arange(len(is_thing)) < targets
    open_ = is_thing[:, None] & (here[:, None] | here[None, :])
    np.fill_diagonal(open_, False)
    return np.argwhere(open_)


def _gaps(spans: Numbers, distances: Numbers, pairs: Numbers, targets: int) -> Numbers:
    """Return the bucket of the way from the left mention to the right one."""
    left, right = pairs[:, 0], pairs[:, 1]
    forward = spans[right, 0] - spans[left, 1]
    after = forward > 0
    words = np.where(after, forward, spans[left, 0] - spans[right, 1])
    near = np.searchsorted(_STEPS, words, side="right") * 2 + after
    back = np.maximum(distances[spans[left, 0]], distances[spans[right, 0]])
    far = 2 * (len(_STEPS) + 1) + (back - 1) * 2 + (left >= targets)
    found: Numbers = np.where((left < targets) & (right < targets), near, far)
    return found


class _Matcher:
    """Compare the texts of a document's mentions, by numbers of what is compared of them."""

    def __init__(self, mentions: Sequence[WindowMention]) -> None:
        numbers: dict[str, int] = {}
        rows = [_compared(mention) for mention in mentions]
        self._compared = np.array(
            [[numbers.setdefault(part, len(numbers)) if part else _NONE for part in row]
             for row in rows], np.int64
        ).reshape(-1, 5)  # fmt: skip

    def match(self, chosen: Sequence[int], pairs: Numbers) -> Numbers:
        """Return how the texts of each pair match."""
        compared = self._compared[list(chosen)]
        left, right = compared[pairs[:, 0]].T, compared[pairs[:, 1]].T
        text, first, last, single, initials = range(5)
        same = left[text] == right[text]
        shared = (left[first] == right[first]) | (left[last] == right[last])
        short = (left[single] == right[initials]) & (left[single] != _NONE)
        short |= (right[single] == left[initials]) & (right[single] != _NONE)
        known = (left[text] != _NONE) & (right[text] != _NONE)
        kind = np.where(same, 1, np.where(shared, 2, np.where(short, 3, 0)))
        found: Numbers = np.where(known, kind, 0)
        return found


def _compared(mention: WindowMention) -> tuple[str, str, str, str, str]:
    """Return text, first and last word, the only word, and the initials of more than one.

    All are empty where the text says nothing of the thing.
    """
    words = mention.text.split()
    if mention.label == REFERENCE or mention.label not in THINGS or not words:
        return "", "", "", "", ""
    initials = "".join(word[0] for word in words)
    only = words[0] if len(words) == 1 else ""
    return mention.text, words[0], words[-1], only, initials if len(initials) > 1 else ""


def lay_out_windows(windows: Sequence[Window]) -> dict[str, NDArray[np.float32] | Numbers]:
    """Pad windows to the arrays that the relation head takes.

    Mentions and pairs of all windows follow each other without padding; the places of mentions
    count over all rows. A tag counts as much as the label it is of.
    """
    rows, time = len(windows), max(len(window.distances) for window in windows)
    vectors = np.zeros((rows, time, windows[0].vectors.shape[1]), np.float32)
    tags = np.zeros((rows, time, TAGS), np.float32)
    tags[:, :, 0] = 1.0
    distances = np.zeros((rows, time), np.int64)
    mask = np.zeros((rows, time), np.int64)
    spans: list[Numbers] = []
    pairs: list[Numbers] = []
    count = 0
    for row, window in enumerate(windows):
        size = len(window.distances)
        vectors[row, :size] = window.vectors
        for (first, last), shares in zip(window.spans.tolist(), window.labels, strict=True):
            tags[row, first : last + 1, 0] = 0.0
            tags[row, first, 1::2] = shares
            tags[row, first + 1 : last + 1, 2::2] = shares
        distances[row, :size] = window.distances
        mask[row, :size] = 1
        spans.append(window.spans + row * time)
        pairs.append(window.pairs + count)
        count += len(window.spans)
    return {
        "vectors": vectors,
        "tags": tags,
        "distances": distances,
        "mask": mask,
        "spans": np.concatenate(spans),
        "pairs": np.concatenate(pairs),
        "gaps": np.concatenate([window.gaps for window in windows]),
        "matches": np.concatenate([window.matches for window in windows]),
    }
