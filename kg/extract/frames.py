"""Frames: example sentences compiled to small trees of the normalised parse, and matched.

A frame is the smallest tree of the example's normalised parse that joins its slots. The
words on the way are its trigger. The same parser reads examples and articles, so that
its habits cancel out. An example whose slots stand side by side in one noun phrase
("[Acme] CEO [Jane Roe]") is also kept as a sequence of words and slots, which no parse
is needed for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.datamodel import Argument
from kg.extract.clauses import Clauses
from kg.lexicon.labels import DATE, MONEY, PERCENT, QUALIFYING, ROUND, TITLE

# What label of value each slot takes; subject and object take any name.
SLOT_LABELS: Mapping[str, str] = {
    "amount": MONEY,
    "valuation": MONEY,
    "date": DATE,
    "role": TITLE,
    "round": ROUND,
    "stake": PERCENT,
}
_NAMES = ("subject", "object")
# What a name fills in a sequence.
NAME_SLOTS = tuple(f"{{{slot}}}" for slot in _NAMES)
# Longer stretches between two slots are worded too freely to be met again word for word.
MAX_SEQUENCE_GAP = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a frame's tree: from an earlier node, by a label, to a word or a slot.

    A slot with a lemma ("[funding round]{round}") may be left unfilled where its word stands.
    """

    parent: int
    label: str
    lemma: str | None = None
    slot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One compiled example.

    Attributes:
        lemma, slot: What the anchor, the tree's root, must be: a word or a slot.
        edges: The rest of the tree; node n + 1 is the child of `edges[n]`.
        words: (node, lemma) of words that must stand directly below a node.
        kinds: For frames without a trigger, (slot, class) of what its slots must hold.
        sequence: For sequence frames, lemmas and "{slot}"s in order; then `edges` is empty.
    """

    relation: str
    wording: str
    leads: bool = False
    lemma: str | None = None
    slot: str | None = None
    edges: tuple[Edge, ...] = ()
    words: tuple[tuple[int, str], ...] = ()
    sequence: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMatch:
    """A frame found in a sentence: its slots filled, and its trigger's nodes."""

    frame: Frame
    slots: Mapping[str, Argument]
    triggers: tuple[int, ...]


class FrameIndex:
    """Frames by the lemma of their anchor, so that a sentence meets few of them."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.frames = tuple(frames)
        self._by_lemma: dict[str, list[Frame]] = {}
        self._by_slot: list[Frame] = []
        self._sequences = _SequenceTree()
        for number, frame in enumerate(self.frames):
            if frame.sequence:
                self._sequences.add(frame.sequence, number)
            elif frame.lemma is not None:
                self._by_lemma.setdefault(frame.lemma, []).append(frame)
            else:
                self._by_slot.append(frame)

    def match(self, clauses: Clauses) -> Iterator[FrameMatch]:
        """Yield every way in which a frame fits a sentence, in order of the anchors."""
        if len([n for n in clauses.arguments if clauses.is_name(n)]) < 2:
            return
        units = sequence_units(clauses)
        for node in range(clauses.sentence.start, clauses.sentence.end):
            frames: list[Frame] = []
            if node in clauses.arguments:
                frames += self._by_slot
            if not clauses.is_name(node):
                frames += self._by_lemma.get(clauses.lemma(node), ())
            for frame in frames:
                yield from _match_tree(frame, clauses, node)
        parts = [_possible_parts(clauses, unit) for unit in units]
        for start, end, number in self._sequences.find(parts):
            yield _fill_sequence(self.frames[number], clauses, units[start:end])


class _SequenceTree:
    """Sequences by their parts: those that begin alike share the way to where they part."""

    def __init__(self) -> None:
        self._below: dict[str, _SequenceTree] = {}
        self._numbers: list[int] = []

    def add(self, sequence: Sequence[str], number: int) -> None:
        """Add a sequence under a number."""
        node = self
        for part in sequence:
            node = node._below.setdefault(part, _SequenceTree())
        node._numbers.append(number)

    def find(self, parts: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
        """Find the sequences in a sentence, whose units can each be one of several parts.

        Returns:
            (start, end, number), the shortest sequences first.
        """
        found: list[tuple[int, int, int]] = []
        for start in range(len(parts)):
            reached = [self]
            for end in range(start, len(parts)):
                reached = [
                    node._below[part]
                    for node in reached
                    for part in parts[end]
                    if part in node._below
                ]
                if not reached:
                    break
                found += [(start, end + 1, number) for node in reached for number in node._numbers]
        return sorted(found, key=lambda one: (one[1] - one[0], one))


def _possible_parts(clauses: Clauses, unit: int) -> list[str]:
    """Return what a unit of a sentence can be in a sequence: its lemma, or slots it fills."""
    argument = clauses.arguments.get(unit)
    slots = (*_NAMES, *SLOT_LABELS) if argument else ()
    parts = [f"{{{slot}}}" for slot in slots if argument and _suits(argument, slot)]
    return parts if clauses.is_name(unit) else [*parts, clauses.lemma(unit)]


def _accepts(clauses: Clauses, node: int, lemma: str | None, slot: str | None) -> bool:
    argument = clauses.arguments.get(node)
    if argument is not None and slot is not None:
        return _suits(argument, slot)
    if clauses.is_name(node):
        return False
    return lemma is not None and clauses.lemma(node) == lemma


def _fills(clauses: Clauses, node: int, slot: str) -> bool:
    argument = clauses.arguments.get(node)
    return argument is not None and _suits(argument, slot)


def _suits(argument: Argument, slot: str) -> bool:
    if slot in SLOT_LABELS:
        return argument.label == SLOT_LABELS[slot]
    return argument.label not in QUALIFYING


def _match_tree(frame: Frame, clauses: Clauses, anchor: int) -> Iterator[FrameMatch]:
    if not _accepts(clauses, anchor, frame.lemma, frame.slot):
        return
    for nodes in _extend(frame, clauses, (anchor,)):
        if all(_has_word(clauses, nodes[n], lemma) for n, lemma in frame.words):
            slots = {}
            triggers = []
            for node, slot in zip(nodes, (frame.slot, *(e.slot for e in frame.edges)), strict=True):
                if slot is None or not _fills(clauses, node, slot):
                    triggers.append(node)
                else:
                    slots[slot] = clauses.arguments[node]
            yield FrameMatch(frame=frame, slots=slots, triggers=tuple(triggers) or (anchor,))


def _extend(frame: Frame, clauses: Clauses, nodes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(nodes) > len(frame.edges):
        yield nodes
        return
    edge = frame.edges[len(nodes) - 1]
    for child in clauses.under(nodes[edge.parent], edge.label):
        if child not in nodes and _accepts(clauses, child, edge.lemma, edge.slot):
            yield from _extend(frame, clauses, (*nodes, child))


def _has_word(clauses: Clauses, node: int, lemma: str) -> bool:
    return any(lemma in (c.lemma_.lower(), c.lower_) for c in clauses.token(node).children)


def sequence_units(clauses: Clauses) -> list[int]:
    """Return the sentence's nodes in order, without determiners."""
    inside = {i: node for node, a in clauses.arguments.items() for i in range(a.start, a.end)}
    units: list[int] = []
    for token in clauses.sentence:
        node = inside.get(token.i, token.i)
        if token.pos_ == "DET" and token.i not in inside:
            continue
        if not units or units[-1] != node:
            units.append(node)
    return units


def _fill_sequence(frame: Frame, clauses: Clauses, units: Sequence[int]) -> FrameMatch:
    slots = {}
    triggers = []
    for part, node in zip(frame.sequence, units, strict=True):
        if part.startswith("{"):
            slots[part[1:-1]] = clauses.arguments[node]
        else:
            triggers.append(node)
    return FrameMatch(frame=frame, slots=slots, triggers=tuple(triggers) or (units[0],))


def is_bare(frame: Frame) -> bool:
    """Tell whether a frame has no word of its own, only names joined by grammar."""
    if frame.sequence:
        return not any(
            any(map(str.isalpha, part)) and part not in NAME_SLOTS for part in frame.sequence
        )
    slots = (frame.slot, *(edge.slot for edge in frame.edges))
    return all(slot in _NAMES for slot in slots)
