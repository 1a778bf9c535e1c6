"""The normalised parse: one graph for the many ways in which grammar says the same.

Passive and active, relative and participle clauses, coordination, control and raising,
light verbs, apposition and copula end in the same edges, so that one example sentence
covers them all. A node may hang on several others.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from spacy.tokens import Span as SpacySpan

from kg.datamodel import Argument
from kg.extract.clauses import Clauses, read_parse
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import TITLE


def build_clauses(sentence: SpacySpan, arguments: Iterable[Argument], lexicon: Lexicon) -> Clauses:
    """Normalise the parse of a sentence.

    Args:
        sentence: Needs heads, dependency labels, parts of speech and lemmas.
        arguments: Those that lie in the sentence; others are passed over.
    """
    clauses = read_parse(sentence, arguments)
    _redirect_relatives(clauses, lexicon)
    _seat_names(clauses)
    _join_titles(clauses)
    _join_names(clauses)
    _share_appositions(clauses)
    _share_units(clauses, lexicon)
    _share_examples(clauses, lexicon)
    _share_areas(clauses, lexicon)
    _share_nominal_coordination(clauses)
    _share_clause_subjects(clauses)
    _share_predicates(clauses)
    _lend_light_verbs(clauses, lexicon)
    _share_nominal_coordination(clauses)
    return clauses


def surface_subjects(clauses: Clauses, verb: int) -> list[int]:
    """Return what stands in the subject's place: the object of a passive verb."""
    return clauses.under(verb, "obj" if verb in clauses.passive else "subj")


def _seat_names(clauses: Clauses) -> None:
    """Let a name between "and" and a verb be its subject: "A hired B, and C Holdings named D"."""
    doc = clauses.sentence.doc
    by_end = {a.end: node for node, a in clauses.arguments.items() if clauses.is_name(node)}
    for _, _, verb in _edges(clauses, "conj"):
        name = by_end.get(verb)
        if name is None or clauses.token(verb).pos_ != "VERB" or clauses.under(verb, "subj"):
            continue
        before = clauses.arguments[name].start - 1
        if before < clauses.sentence.start or doc[before].pos_ != "CCONJ":
            continue
        for label, head in list(clauses.parents.get(name, ())):
            clauses.remove(head, label, name)
        clauses.add(verb, "subj", name)


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
    for noun, label, other in chain(_edges(clauses, "appos"), _edges(clauses, "comp")):
        left, right = clauses.token(noun), clauses.token(other)
        if label == "comp" and (right.pos_ not in ("NOUN", "PROPN") or left.pos_ == "VERB"):
            continue
        if clauses.is_name(noun) and not clauses.is_name(other):
            clauses.add(other, "subj", noun)
            _lend_modifiers(clauses, other, noun)
            if label == "appos":
                clauses.remove(noun, label, other)
        elif clauses.is_name(other) and not clauses.is_name(noun):
            if label == "comp" and other < noun:
                continue
            clauses.remove(noun, label, other)
            _put_beside(clauses, other, noun)
            clauses.add(noun, "subj", other)
            _lend_modifiers(clauses, noun, other)


def _put_beside(clauses: Clauses, name: int, noun: int) -> None:
    """Let a name stand wherever a noun stands."""
    for label, head in list(clauses.parents.get(noun, ())):
        clauses.add(head, label, name)


def _lend_modifiers(clauses: Clauses, noun: int, name: int) -> None:
    """Let what modifies a description modify the name: "the A-backed lender B"."""
    for label, child in list(clauses.children.get(noun, ())):
        if label == "comp" and clauses.token(child).pos_ in ("VERB", "ADJ"):
            clauses.add(name, label, child)


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


def _share_units(clauses: Clauses, lexicon: Lexicon) -> None:
    """Let a name stand where the unit stands that bears it: "Acme's Globex unit".

    "An Acme unit" and "the Acme unit" are of Acme more often than they are called so.
    """
    starts = {a.start for a in clauses.arguments.values()}
    doc = clauses.sentence.doc
    for noun, _, name in _edges(clauses, "comp"):
        is_unit = noun not in clauses.arguments and clauses.lemma(noun) in lexicon.words("unit")
        if not is_unit or not clauses.is_name(name) or not clauses.under(noun, "poss"):
            continue
        place = clauses.token(noun).i
        between = doc[clauses.arguments[name].end : place]
        if place + 1 not in starts and all(t.pos_ in ("NOUN", "ADJ") for t in between):
            _put_beside(clauses, name, noun)


def _join_titles(clauses: Clauses) -> None:
    """Coordinate titles that stand side by side: "co-founder and CEO"."""
    titles = [n for n in sorted(clauses.arguments) if clauses.arguments[n].label == TITLE]
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
                _put_beside(clauses, name, _noun_before(clauses, name, head))


def _share_areas(clauses: Clauses, lexicon: Lexicon) -> None:
    """Let a name stand where the noun stands that says what it is: "the state of Ohio"."""
    for noun, _, name in _edges(clauses, ":of"):
        is_area = noun not in clauses.arguments and clauses.lemma(noun) in lexicon.words("area")
        if is_area and clauses.is_name(name):
            _put_beside(clauses, name, noun)


def _noun_before(clauses: Clauses, name: int, head: int) -> int:
    """Return the noun that an example belongs to: the nearest one before it, else its head."""
    argument = clauses.arguments.get(name)
    start = argument.start if argument else name
    for node in range(start - 2, head, -1):
        if node in clauses.parents and _is_nominal(clauses, node):
            return node
    return head


def _join_names(clauses: Clauses) -> None:
    """Coordinate names of one kind that only "and" or quotation marks stand between."""
    names = [n for n in sorted(clauses.arguments) if clauses.is_name(n)]
    for first, other in pairwise(names):
        one, two = clauses.arguments[first], clauses.arguments[other]
        between = clauses.sentence.doc[one.end : two.start] if one.end < two.start else ()
        joined = any(t.pos_ == "CCONJ" for t in between)
        signs = all(t.pos_ in ("CCONJ", "PUNCT") for t in between)
        if joined and signs and len(between) <= 4 and one.label == two.label:
            for label, head in list(clauses.parents.get(other, ())):
                if label == "conj" and head != first and not clauses.is_name(head):
                    clauses.remove(head, label, other)
            clauses.add(first, "conj", other)


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


def _share_predicates(clauses: Clauses) -> None:
    """Let a name stand where the noun stands that says what it is: "A is a film made by B"."""
    for noun, _, name in _edges(clauses, "subj"):
        if noun in clauses.arguments or not _is_nominal(clauses, noun) or not clauses.is_name(name):
            continue
        for label, verb in list(clauses.parents.get(noun, ())):
            if clauses.token(verb).head.i == noun and label in ("subj", "obj"):
                clauses.add(verb, label, name)


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
    lending = (lexicon.words("light") | lexicon.cue_words) - lexicon.words("stopping")
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


def _edges(clauses: Clauses, label: str) -> Iterator[tuple[int, str, int]]:
    """Yield the edges of a label that there are now, and still are when their turn comes."""
    found = [
        (head, label, child)
        for head in sorted(clauses.children)
        for one, child in clauses.children[head]
        if one == label
    ]
    for head, _, child in found:
        if (label, child) in clauses.children[head]:
            yield head, label, child


def _is_infinitive(clauses: Clauses, verb: int) -> bool:
    children = clauses.token(verb).children
    return any(c.dep_ in ("mark", "aux") and c.pos_ == "PART" for c in children)


def _is_verbal(clauses: Clauses, node: int) -> bool:
    if node in clauses.arguments:
        return False
    return clauses.token(node).pos_ in ("VERB", "AUX") or bool(clauses.under(node, "obj"))


def _is_nominal(clauses: Clauses, node: int) -> bool:
    return clauses.token(node).pos_ in ("NOUN", "PROPN")
