"""The parse of a sentence as a graph of labelled edges, the same for both label schemes.

Labels are "subj", "obj", "iobj", "poss", "comp" (compounds and adjectives), "appos",
"conj", the clausal labels of Universal Dependencies, and ":in", ":with", ... for a noun
behind that preposition. Both UD and the labels of spaCy's own English pipelines are
understood. A node is a token; an argument of several tokens is one node, its head.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.datamodel import Argument
from kg.lexicon.labels import QUALIFYING

PASSIVE_LABELS = frozenset({"nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass"})
CLAUSAL_LABELS = frozenset({"xcomp", "ccomp", "advcl", "acl", "parataxis", "conj", "appos"})
# Dependency labels, of UD and of spaCy's English pipelines, and the edges they become.
_LABELS = {
    **dict.fromkeys(("nsubj", "csubj", "nsubj:outer"), "subj"),
    **dict.fromkeys(PASSIVE_LABELS, "obj"),
    **dict.fromkeys(("obj", "dobj"), "obj"),
    **dict.fromkeys(("iobj", "dative"), "iobj"),
    **dict.fromkeys(("nmod:poss", "poss"), "poss"),
    **dict.fromkeys(("amod", "nummod", "nmod:desc", "nmod:unmarked", "nn", "name"), "comp"),
    **dict.fromkeys(("acl:relcl", "relcl", "advcl:relcl"), "relcl"),
    **dict.fromkeys(("dep", "list", "dislocated", "orphan", "vocative"), "dep"),
}
# What a participle with an agent is parsed as when it is taken for a noun or an adjective.
_LOOSE_LABELS = frozenset({"appos", "amod", "dep", "nmod", "list", "compound"})
HYPHENS = frozenset("-\u2010\u2011")


@dataclass(slots=True)
class Clauses:
    """The normalised parse of one sentence.

    Attributes:
        children: Node -> its (label, child) edges, in order of the text, then derived ones.
        parents: The same edges from below.
        arguments: Node -> the argument that it heads.
        words: Node -> every lower-cased word and lemma below it that is no node of its own
            (auxiliaries, particles, adverbs, determiners).
        passive: Verbs in the passive voice.
    """

    sentence: SpacySpan
    arguments: Mapping[int, Argument]
    children: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    parents: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    passive: set[int] = field(default_factory=set)

    def add(self, head: int, label: str, child: int) -> None:
        """Add an edge once; a node never hangs on itself."""
        if head == child or (label, child) in self.children.get(head, ()):
            return
        self.children.setdefault(head, []).append((label, child))
        self.parents.setdefault(child, []).append((label, head))

    def remove(self, head: int, label: str, child: int) -> None:
        """Take an edge out."""
        self.children[head].remove((label, child))
        self.parents[child].remove((label, head))

    def under(self, head: int, label: str) -> list[int]:
        """Return the children of `head` by `label`."""
        return [child for found, child in self.children.get(head, ()) if found == label]

    def token(self, node: int) -> Token:
        """Return the token of a node."""
        return self.sentence.doc[node]

    def lemma(self, node: int) -> str:
        """Return the lower-cased lemma of a node."""
        token = self.token(node)
        return (token.lemma_ or token.text).lower()

    def is_name(self, node: int) -> bool:
        """Tell whether a node is a name or a reference to one."""
        argument = self.arguments.get(node)
        return argument is not None and argument.label not in QUALIFYING


def read_parse(sentence: SpacySpan, arguments: Iterable[Argument]) -> Clauses:
    """Turn the parse of a sentence into edges, passive subjects into objects.

    Args:
        sentence: Needs heads, dependency labels, parts of speech and lemmas.
        arguments: Those that lie in the sentence; others are passed over.
    """
    node_of, heads = _place_arguments(sentence, arguments)
    clauses = Clauses(sentence=sentence, arguments=heads)
    for token in sentence:
        if _is_passive(token):
            clauses.passive.add(node_of[token.head.i])
        if _has_agent(token) or (token.dep_.lower() == "acl" and _is_past_participle(token)):
            clauses.passive.add(node_of[token.i])
    for token in sentence:
        head = node_of.get(token.head.i)
        if head is None or token.i != node_of[token.i] or head == token.i:
            continue
        participle = _find_participle(token, clauses)
        if participle is not None:
            clauses.add(node_of[participle.i], ":", token.i)
            continue
        for label, child in _base_edges(token, clauses, head):
            clauses.add(head, label, node_of[child])
    return clauses


def _find_participle(token: Token, clauses: Clauses) -> Token | None:
    """Return the participle that a hyphen joins to a name: "A-backed", wherever A is attached."""
    argument = clauses.arguments.get(token.i)
    if argument is None or argument.end + 1 >= clauses.sentence.end:
        return None
    hyphen, word = token.doc[argument.end], token.doc[argument.end + 1]
    if hyphen.text not in HYPHENS or word.pos_ not in ("VERB", "ADJ") or hyphen.whitespace_:
        return None
    return None if argument.start <= word.head.i < argument.end else word


def _place_arguments(
    sentence: SpacySpan, arguments: Iterable[Argument]
) -> tuple[dict[int, int], dict[int, Argument]]:
    node_of = {token.i: token.i for token in sentence}
    heads: dict[int, Argument] = {}
    taken: set[int] = set()
    longest_first = sorted(arguments, key=lambda a: (a.start - a.end, a.start))
    for argument in longest_first:
        inside = range(argument.start, argument.end)
        if any(i not in node_of or i in taken for i in inside):
            continue
        taken.update(inside)
        outside = [i for i in inside if sentence.doc[i].head.i not in inside]
        outside = [i for i in outside if sentence.doc[i].dep_ != "punct"] or outside
        rooted = [i for i in inside if sentence.doc[i].head.i == i]
        head = (rooted or outside or [argument.end - 1])[0]
        heads[head] = argument
        for i in inside:
            node_of[i] = head
    return node_of, heads


def _is_passive(token: Token) -> bool:
    return token.dep_.lower() in PASSIVE_LABELS or token.dep_.lower() in ("aux:pass", "auxpass")


def _is_past_participle(token: Token) -> bool:
    marked = any(child.dep_ in ("mark", "aux") for child in token.children)
    return token.pos_ in ("VERB", "ADJ") and not token.lower_.endswith("ing") and not marked


def _has_agent(token: Token) -> bool:
    """Tell whether "by" names the one who does it: such a word is a passive verb."""
    return any(child.dep_ in ("obl:agent", "agent") for child in token.children)


def _base_edges(token: Token, clauses: Clauses, head: int) -> Iterator[tuple[str, int]]:
    dep = token.dep_.lower()
    if dep in ("prep", "agent"):
        for noun in token.children:
            if noun.dep_ == "pobj":
                yield ("subj" if dep == "agent" else f":{token.lower_}"), noun.i
        return
    label = _LABELS.get(dep)
    plain = dep.split(":")[0]
    if _has_agent(token) and dep in _LOOSE_LABELS:
        label = "acl"
    elif (label is None and plain in ("obl", "nmod")) or _is_misread(token):
        argument = clauses.arguments.get(token.i)
        start = argument.start if argument else token.i
        label = _oblique_label(token, start, passive=head in clauses.passive)
    elif label is None and plain in ("flat", "compound") and dep != "compound:prt":
        label = "comp"
    elif label is None and plain in CLAUSAL_LABELS:
        label = plain
    if label is not None:
        yield label, token.i


def _is_misread(token: Token) -> bool:
    """Tell whether a word is parsed as an object or part of a compound, but has a preposition."""
    cases = (child for child in token.children if child.dep_ == "case" and child.i < token.i)
    return token.dep_ in ("obj", "iobj", "compound") and any(c.pos_ == "ADP" for c in cases)


def _before(token: Token, start: int) -> Iterator[Token]:
    """Yield the words before a name, back to the first that is no sign, article or adjective."""
    for i in range(start - 1, max(start - 4, token.sent.start - 1), -1):
        yield token.doc[i]
        if token.doc[i].pos_ not in ("PUNCT", "DET", "ADJ"):
            return


def _oblique_label(token: Token, start: int, *, passive: bool) -> str:
    case = [child for child in token.children if child.dep_ == "case" and child.i < token.i]
    if not case:
        # The preposition of a name of several words may hang on another of its words.
        case = [before for before in _before(token, start) if before.pos_ == "ADP"][:1]
    if not case:
        return ":"
    words = [case[0].lower_, *(c.lower_ for c in case[0].children if c.dep_ == "fixed")]
    if token.dep_ == "obl:agent" or (words == ["by"] and passive):
        return "subj"
    return ":" + "_".join(words)
