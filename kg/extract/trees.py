"""The smallest tree of a normalised parse that joins the slots of an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.clauses import Clauses
from kg.extract.frames import Edge, Frame
from kg.lexicon.frames import Example, Lexicon

# Only these join two names in a way that says something without a trigger word.
_BARE_LABELS = ("poss", "comp")


@dataclass(frozen=True, slots=True)
class Tree:
    """A root, and child -> (parent, label) for every other node."""

    anchor: int
    parents: Mapping[int, tuple[int, str]]

    @property
    def nodes(self) -> frozenset[int]:
        """Return all nodes, the root among them."""
        return frozenset({self.anchor, *self.parents})


def find_tree(clauses: Clauses, wanted: Sequence[int], lexicon: Lexicon) -> Tree | None:
    """Find the anchor from which all wanted nodes hang with the fewest edges.

    A light verb is the anchor only where its noun cannot be; the verb that only carries
    an example ("said so") never is.
    """
    best: Tree | None = None
    cost = 0.0
    sentence = clauses.sentence
    for anchor in range(sentence.start, sentence.end):
        if clauses.lemma(anchor) in lexicon.words("carrier"):
            continue
        reached = _search_down(clauses, anchor)
        if any(node != anchor and node not in reached for node in wanted):
            continue
        parents: dict[int, tuple[int, str]] = {}
        for node in wanted:
            while node != anchor:
                parents[node] = reached[node]
                node = reached[node][0]
        light = clauses.lemma(anchor) in lexicon.words("light")
        if best is None or len(parents) + light / 2 < cost:
            best, cost = Tree(anchor, parents), len(parents) + light / 2
    return best


def _search_down(clauses: Clauses, anchor: int) -> dict[int, tuple[int, str]]:
    """Breadth first; of a name only what describes it is passed on to."""
    reached: dict[int, tuple[int, str]] = {}
    queue = [anchor]
    while queue:
        node = queue.pop(0)
        through_name = node != anchor and clauses.is_name(node)
        for label, child in clauses.children.get(node, ()):
            if through_name and label not in ("comp", "poss", "appos"):
                continue
            if clauses.is_name(node) and clauses.is_name(child) and label not in _BARE_LABELS:
                continue
            if child not in reached and child != anchor:
                reached[child] = (node, label)
                queue.append(child)
    return reached


def make_frame(
    example: Example,
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: Tree,
    required: list[int],
) -> Frame:
    """Write the tree of an example as a frame, with the words that it cannot do without."""
    anchor, parents = tree.anchor, tree.parents
    nodes = [anchor]
    edges = []
    while len(nodes) <= len(parents):
        node = next(n for n in sorted(parents) if n not in nodes and parents[n][0] in nodes)
        edges.append(_edge(clauses, slots, node, nodes.index(parents[node][0]), parents[node][1]))
        nodes.append(node)
    words = []
    for place, node in enumerate(nodes):
        if node in clauses.arguments:
            continue
        words += [
            (place, child.lemma_.lower())
            for child in clauses.token(node).children
            if child.i not in nodes
            and (_is_particle(child, clauses.token(node)) or child.i in required)
        ]
        for child in clauses.under(node, "obj"):
            if child not in nodes and child not in clauses.arguments and not slots.get(child):
                edges.append(_edge(clauses, slots, child, place, "obj"))
                nodes.append(child)
    return Frame(
        relation=example.relation,
        wording=example.wording,
        leads=example.leads,
        lemma=None if anchor in slots else clauses.lemma(anchor),
        slot=slots.get(anchor),
        edges=tuple(edges),
        words=tuple(words),
    )


def _is_particle(child: Token, verb: Token) -> bool:
    """Tell whether a word makes another verb of its verb: "take on", "step down"."""
    if child.dep_ in ("compound:prt", "prt"):
        return True
    return verb.pos_ == "VERB" and child.i == verb.i + 1 and child.pos_ in ("ADP", "ADV")


def _edge(clauses: Clauses, slots: Mapping[int, str], node: int, parent: int, label: str) -> Edge:
    if node in slots:
        lemma = None if clauses.is_name(node) else clauses.lemma(node)
        return Edge(parent, label, lemma=lemma, slot=slots[node])
    return Edge(parent, label, lemma=clauses.lemma(node))
