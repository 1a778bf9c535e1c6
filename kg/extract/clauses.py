"""The normalised parse: one graph for the many ways in which grammar says the same.

Passive and active, relative and participle clauses, coordination, control and raising,
light verbs, apposition and copula end in the same edges. Labels are "subj", "obj",
"iobj", "poss", "comp" (compounds and adjectives), "appos", "conj", the clausal labels of
Universal Dependencies, and ":in", ":with", ... for a noun behind that preposition. Both
UD and the labels of spaCy's own English pipelines are understood. A node is a token; an
argument of several tokens is one node, its head. A node may hang on several others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.datamodel import Argument
from kg.lexicon.frames import Lexicon

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
VALUE_LABELS = frozenset({"MONEY", "PERCENT", "DATE", "ROUND", "TITLE"})


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
        return argument is not None and argument.label not in VALUE_LABELS


def build_clauses(sentence: SpacySpan, arguments: Iterable[Argument], lexicon: Lexicon) -> Clauses:
    """Normalise the parse of a sentence.

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
        for label, child in _base_edges(token, clauses, head):
            clauses.add(head, label, node_of[child])
    _redirect_relatives(clauses, lexicon)
    _join_titles(clauses)
    _share_appositions(clauses)
    _share_examples(clauses, lexicon)
    _share_nominal_coordination(clauses)
    _share_clause_subjects(clauses)
    _lend_light_verbs(clauses, lexicon)
    _share_nominal_coordination(clauses)
    return clauses


def surface_subjects(clauses: Clauses, verb: int) -> list[int]:
    """Return what stands in the subject's place: the object of a passive verb."""
    return clauses.under(verb, "obj" if verb in clauses.passive else "subj")


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
    elif label is None and plain in ("obl", "nmod"):
        label = _oblique_label(token, passive=head in clauses.passive)
    elif label is None and plain in ("flat", "compound") and dep != "compound:prt":
        label = "comp"
    elif label is None and plain in CLAUSAL_LABELS:
        label = plain
    if label is not None:
        yield label, token.i


def _oblique_label(token: Token, *, passive: bool) -> str:
    case = [child for child in token.children if child.dep_ == "case" and child.i < token.i]
    if not case:
        return ":"
    words = [case[0].lower_, *(c.lower_ for c in case[0].children if c.dep_ == "fixed")]
    if token.dep_ == "obl:agent" or (words == ["by"] and passive):
        return "subj"
    return ":" + "_".join(words)


def _redirect_relatives(clauses: Clauses, lexicon: Lexicon) -> None:
    """Let the noun stand where its relative pronoun stands."""
    for noun, label, verb in _edges(clauses, "relcl"):
        clauses.remove(noun, label, verb)
        found = False
        for node in (verb, *_below(clauses, verb)):
            for inner, child in list(clauses.children.get(node, ())):
                if (
                    clauses.lemma(child) in lexicon.words("relative")
                    and child not in clauses.arguments
                ):
                    clauses.remove(node, inner, child)
                    clauses.add(node, inner, noun)
                    found = True
        if not found and not clauses.under(verb, "obj"):
            clauses.add(verb, "obj" if clauses.under(verb, "subj") else "subj", noun)


def _below(clauses: Clauses, node: int) -> Iterator[int]:
    """Yield what hangs on a verb without leaving its clause by a further clause."""
    seen = {node}
    queue = [node]
    while queue:
        for label, child in clauses.children.get(queue.pop(), ()):
            if child not in seen and label not in ("relcl", "conj", "parataxis"):
                seen.add(child)
                queue.append(child)
                yield child


def _share_appositions(clauses: Clauses) -> None:
    """Make "A, the maker of B", "the maker of B, A" and "A is the maker of B" one."""
    _attach_to_the_nearest_name(clauses)
    for noun, label, other in [*_edges(clauses, "appos"), *_edges(clauses, "comp")]:
        left, right = clauses.token(noun), clauses.token(other)
        if label == "comp" and (right.pos_ not in ("NOUN", "PROPN") or left.pos_ == "VERB"):
            continue
        if clauses.is_name(noun) and not clauses.is_name(other):
            clauses.add(other, "subj", noun)
            if label == "appos":
                clauses.remove(noun, label, other)
        elif clauses.is_name(other) and not clauses.is_name(noun):
            if label == "comp" and other < noun:
                continue
            clauses.remove(noun, label, other)
            for inherited, head in list(clauses.parents.get(noun, ())):
                clauses.add(head, inherited, other)
            clauses.add(noun, "subj", other)


def _attach_to_the_nearest_name(clauses: Clauses) -> None:
    """Let "..., A24, the publisher of ..." describe the name before the comma."""
    by_end = {a.end: node for node, a in clauses.arguments.items() if clauses.is_name(node)}
    doc = clauses.sentence.doc
    for noun, label, other in _edges(clauses, "appos"):
        if other in clauses.arguments and clauses.is_name(other):
            continue
        left = clauses.token(other).left_edge.i
        if left - 1 < clauses.sentence.start or doc[left - 1].text != ",":
            continue
        name = by_end.get(left - 1)
        if name is not None and name != noun:
            clauses.remove(noun, label, other)
            clauses.add(name, label, other)


def _join_titles(clauses: Clauses) -> None:
    """Coordinate titles that stand side by side: "co-founder and CEO"."""
    titles = [n for n in sorted(clauses.arguments) if clauses.arguments[n].label == "TITLE"]
    for first, other in pairwise(titles):
        start, end = clauses.arguments[first].end, clauses.arguments[other].start
        between = clauses.sentence.doc[start:end] if start < end else ()
        if 0 < len(between) <= 2 and all(t.pos_ in ("CCONJ", "PUNCT", "SYM") for t in between):
            clauses.add(first, "conj", other)


def _share_examples(clauses: Clauses, lexicon: Lexicon) -> None:
    """Let a name stand where the noun stands that it is an example of: "hits like A"."""
    for head in sorted(clauses.children):
        if head in clauses.arguments or not _is_nominal(clauses, head):
            continue
        for label, name in list(clauses.children[head]):
            if label[1:].replace("_", " ") in lexicon.words("exemplifying"):
                for inherited, above in list(clauses.parents.get(head, ())):
                    clauses.add(above, inherited, name)


def _share_nominal_coordination(clauses: Clauses) -> None:
    """Let each conjunct stand where the first one stands, and share what describes them."""
    for first, _, other in _edges(clauses, "conj"):
        if _is_verbal(clauses, first) or _is_verbal(clauses, other):
            continue
        for label, head in list(clauses.parents.get(first, ())):
            if label not in ("conj", "appos") and head != other:
                clauses.add(head, label, other)
        if clauses.is_name(first) or clauses.is_name(other):
            continue
        for label, child in list(clauses.children.get(first, ())):
            if label in ("poss", "subj") or (label == "comp" and clauses.is_name(child)):
                clauses.add(other, label, child)
        for label, child in list(clauses.children.get(other, ())):
            if label.startswith(":") or label == "subj":
                clauses.add(first, label, child)


def _share_clause_subjects(clauses: Clauses) -> None:
    """Give a verb without a subject the one that grammar lends it."""
    for label in ("acl", "xcomp", "advcl", "conj"):
        for head, _, verb in _edges(clauses, label):
            if label == "conj" and not (_is_verbal(clauses, head) and _is_verbal(clauses, verb)):
                continue
            if surface_subjects(clauses, verb):
                continue
            place = "obj" if verb in clauses.passive else "subj"
            for subject in _lenders(clauses, label, head, verb):
                clauses.add(verb, place, subject)


def _lenders(clauses: Clauses, label: str, head: int, verb: int) -> Sequence[int]:
    if label == "acl":
        return () if _is_infinitive(clauses, verb) else (head,)
    if label == "xcomp" and head not in clauses.passive and clauses.under(head, "obj"):
        return clauses.under(head, "obj")
    finite = clauses.token(verb).lower_.endswith("ing") or _is_infinitive(clauses, verb)
    if label == "advcl" and not finite:
        clauses.passive.add(verb)
    return surface_subjects(clauses, head)


def _lend_light_verbs(clauses: Clauses, lexicon: Lexicon) -> None:
    """Make "A made (planned, denied) an investment in B" what "A's investment in B" is."""
    lending = lexicon.words("light").union(*(cue.words for cue in lexicon.cues))
    lending -= lexicon.words("stopping")
    for label in ("obj", ":into", ":to", ":on"):
        for verb, _, noun in _edges(clauses, label):
            if (
                clauses.lemma(verb) not in lending
                or noun in clauses.arguments
                or not _is_nominal(clauses, noun)
            ):
                continue
            for subject in clauses.under(verb, "subj"):
                clauses.add(noun, "subj", subject)
            for inner, child in list(clauses.children.get(verb, ())):
                if inner.startswith(":") and child != noun:
                    clauses.add(noun, inner, child)
    _share_trailing_prepositions(clauses)
    for noun, _, verb in _edges(clauses, "acl"):
        if _is_infinitive(clauses, verb) and not surface_subjects(clauses, verb):
            for subject in (*clauses.under(noun, "subj"), *clauses.under(noun, "poss")):
                clauses.add(verb, "obj" if verb in clauses.passive else "subj", subject)


def _share_trailing_prepositions(clauses: Clauses) -> None:
    """Give the first of two coordinated objects what trails the second.

    "entered into a partnership and completed an investment with Acme": both with Acme.
    """
    for first, _, other in _edges(clauses, "conj"):
        if not (_is_verbal(clauses, first) and _is_verbal(clauses, other)):
            continue
        ours, theirs = _objects(clauses, first), _objects(clauses, other)
        if len(ours) != 1 or len(theirs) != 1 or ours == theirs:
            continue
        if any(label.startswith(":") for label, _ in clauses.children.get(ours[0], ())):
            continue
        for label, child in list(clauses.children.get(theirs[0], ())):
            if label.startswith(":") and child > theirs[0]:
                clauses.add(ours[0], label, child)


def _objects(clauses: Clauses, verb: int) -> list[int]:
    return [
        child
        for label, child in clauses.children.get(verb, ())
        if label in ("obj", ":into") and child > verb and not clauses.is_name(child)
    ]


def _edges(clauses: Clauses, label: str) -> list[tuple[int, str, int]]:
    return [
        (head, label, child)
        for head in sorted(clauses.children)
        for found, child in clauses.children[head]
        if found == label
    ]


def _is_infinitive(clauses: Clauses, verb: int) -> bool:
    children = clauses.token(verb).children
    return any(c.dep_ in ("mark", "aux") and c.pos_ == "PART" for c in children)


def _is_verbal(clauses: Clauses, node: int) -> bool:
    if node in clauses.arguments:
        return False
    return clauses.token(node).pos_ in ("VERB", "AUX") or bool(clauses.under(node, "obj"))


def _is_nominal(clauses: Clauses, node: int) -> bool:
    return clauses.token(node).pos_ in ("NOUN", "PROPN")
