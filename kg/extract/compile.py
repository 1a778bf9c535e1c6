"""Examples of the lexicon -> frames, by parsing them with the model that reads the articles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.datamodel import Argument
from kg.errors import OntologyError
from kg.extract.clauses import Clauses, build_clauses
from kg.extract.frames import (
    MAX_SEQUENCE_GAP,
    NAME_SLOTS,
    Edge,
    Frame,
    FrameIndex,
    is_bare,
    sequence_units,
)
from kg.lexicon.frames import Example, Lexicon

# Components whose work the slots of an example make superfluous.
_NEEDLESS = ("kg_values", "kg_furniture", "kg_relations", "kg_arguments")
# Only these join two names in a way that says something without a trigger word.
_BARE_LABELS = ("poss", "comp")
_EXAMPLE_LABELS = {
    "amount": "MONEY",
    "valuation": "MONEY",
    "date": "DATE",
    "role": "TITLE",
    "round": "ROUND",
    "stake": "PERCENT",
}


def compile_lexicon(lexicon: Lexicon, nlp: Language) -> tuple[FrameIndex, tuple[str, ...]]:
    """Compile every example; those of one shape are kept once.

    Returns:
        The frames, and a line for each example whose slots the parse does not join.
    """
    frames: dict[Frame, Frame] = {}
    faults: list[str] = []
    examples = [example for example in lexicon.examples if not example.counter]
    for example, clauses in read_examples(examples, lexicon, nlp):
        found = [_require_kinds(f, example, lexicon) for f in _compile(example, clauses, lexicon)]
        if not found:
            faults.append(f"{name_example(example)}: its slots are not joined by the parse")
        for frame in found:
            frames.setdefault(replace(frame, wording=""), frame)
    return FrameIndex(frames.values()), tuple(faults)


def name_example(example: Example) -> str:
    """Name an example in a message."""
    return f'lex:{example.frame}, example "{example.wording}"'


def read_examples(
    examples: Iterable[Example], lexicon: Lexicon, nlp: Language
) -> Iterator[tuple[Example, Clauses]]:
    """Parse examples; yield each with its normalised parse, its slots as arguments."""
    pairs = ((example.text, example) for example in examples)
    needless = [name for name in nlp.pipe_names if name in _NEEDLESS]
    for doc, example in nlp.pipe(pairs, as_tuples=True, disable=needless):
        arguments = _example_arguments(doc, example, lexicon)
        yield example, build_clauses(doc[:], arguments.values(), lexicon)


def check_lexicon(lexicon: Lexicon, index: FrameIndex, nlp: Language) -> Iterator[str]:
    """Match every example with all frames; yield one line for each that goes wrong.

    An example must match its relation with its own slots, and no other relation between
    the same two; a counter-example must not match its relation.
    """
    for example, clauses in read_examples(lexicon.examples, lexicon, nlp):
        own = _slots_of(example, clauses)
        matched = {
            match.frame.relation
            for match in index.match(clauses)
            if match.slots["subject"] == own["subject"] and match.slots["object"] == own["object"]
        }
        where = name_example(example)
        if example.counter:
            if example.relation in matched:
                yield f"{where}: a counter-example that matches kg:{example.relation}"
        elif example.relation not in matched:
            yield f"{where}: does not match kg:{example.relation}"


def _example_arguments(doc: Doc, example: Example, lexicon: Lexicon) -> Mapping[str, Argument]:
    arguments: dict[str, Argument] = {}
    taken: set[int] = set()
    for number, (slot, place) in enumerate(sorted(example.slots.items())):
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is None:
            reason = f"{name_example(example)}: slot {{{slot}}} is no token"
            raise OntologyError(lexicon.path, reason)
        taken.update(range(span.start, span.end))
        label = _EXAMPLE_LABELS.get(slot, "ORG")
        arguments[slot] = Argument(start=span.start, end=span.end, label=label, entity=number)
    for number, ent in enumerate(doc.ents):
        if not taken & set(range(ent.start, ent.end)):
            other = Argument(start=ent.start, end=ent.end, label=ent.label_, entity=100 + number)
            arguments[f"other {number}"] = other
    return arguments


def _slots_of(example: Example, clauses: Clauses) -> dict[str, Argument]:
    """Return the example's own subject and object among the arguments."""
    order = {slot: number for number, slot in enumerate(sorted(example.slots))}
    by_number = {a.entity: a for a in clauses.arguments.values()}
    return {
        slot: by_number[order[slot]] for slot in ("subject", "object") if order[slot] in by_number
    }


def _compile(example: Example, clauses: Clauses, lexicon: Lexicon) -> Iterator[Frame]:
    order = {number: slot for number, slot in enumerate(sorted(example.slots))}
    slots = {node: order[a.entity] for node, a in clauses.arguments.items() if a.entity in order}
    if len(slots) < len(order):
        return
    required = _required_nodes(example, clauses)
    slots = {n: slot for n, slot in slots.items() if not _is_modifier(clauses, n, slot)}
    joined = [*slots, *(n for n in required if _has_edges(clauses, n))]
    tree = _smallest_tree(clauses, slots, joined, lexicon)
    if tree is not None and _loses_trigger(clauses, slots, tree):
        tree = None
    if tree is not None:
        yield _frame_of(example, clauses, slots, tree, required)
    sequence = _sequence_of(clauses, slots)
    if sequence and _holds_trigger(sequence, clauses, slots, tree, lexicon):
        yield Frame(
            relation=example.relation,
            wording=example.wording,
            leads=example.leads,
            sequence=sequence,
        )


def _require_kinds(frame: Frame, example: Example, lexicon: Lexicon) -> Frame:
    """Bind the slots of a frame without a trigger to the kinds that its example names."""
    if not is_bare(frame):
        return frame
    kinds = []
    for slot in ("subject", "object"):
        place = example.slots[slot]
        kind = lexicon.placeholders.get(example.text[place.start : place.end])
        if kind:
            kinds.append((slot, kind))
    return replace(frame, kinds=tuple(kinds))


def _is_modifier(clauses: Clauses, node: int, slot: str) -> bool:
    """Tell whether a value only adds to its noun or verb: "a [$5 million] bid", "in [2019]".

    It is then found as a qualifier near the trigger and need not be there.
    """
    if clauses.is_name(node) or slot == "role" or clauses.children.get(node):
        return False
    labels = {label for label, _ in clauses.parents.get(node, ())}
    return labels <= {"comp"} or (slot == "date" and all(n.startswith(":") for n in labels))


def _required_nodes(example: Example, clauses: Clauses) -> list[int]:
    doc = clauses.sentence.doc
    nodes = []
    for place in example.required:
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is not None:
            nodes += [token.i for token in span]
    return nodes


def _has_edges(clauses: Clauses, node: int) -> bool:
    return node in clauses.children or node in clauses.parents


def _smallest_tree(
    clauses: Clauses, slots: Mapping[int, str], wanted: Sequence[int], lexicon: Lexicon
) -> tuple[int, dict[int, tuple[int, str]]] | None:
    """Find the anchor from which all wanted nodes hang with the fewest edges.

    A light verb is the anchor only where its noun cannot be; the verb that only carries
    an example ("said so") never is.

    Returns the anchor, and child -> (parent, label) for every other node of the tree.
    """
    best: tuple[int, dict[int, tuple[int, str]]] | None = None
    cost = 0.0
    sentence = clauses.sentence
    for anchor in range(sentence.start, sentence.end):
        if clauses.lemma(anchor) in lexicon.words("carrier"):
            continue
        reached = _search_down(clauses, anchor)
        if any(node != anchor and node not in reached for node in wanted):
            continue
        tree: dict[int, tuple[int, str]] = {}
        for node in wanted:
            while node != anchor:
                tree[node] = reached[node]
                node = reached[node][0]
        light = clauses.lemma(anchor) in lexicon.words("light")
        if best is None or len(tree) + light / 2 < cost:
            best, cost = (anchor, tree), len(tree) + light / 2
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


def _frame_of(
    example: Example,
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: tuple[int, dict[int, tuple[int, str]]],
    required: list[int],
) -> Frame:
    anchor, parents = tree
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


def _loses_trigger(
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: tuple[int, dict[int, tuple[int, str]]],
) -> bool:
    """Tell whether slots hang on each other although the example has words to say why.

    "[Acme]-backed [Globex]" parsed without its "backed" would match any "Acme Globex";
    only names side by side ("[Acme]'s [Glowbox]") need no word.
    """
    if any(not clauses.is_name(node) for node in (tree[0], *tree[1])):
        return False
    inside = {i for a in clauses.arguments.values() for i in range(a.start, a.end)}
    between = [n for n in range(min(slots), max(slots)) if n not in inside]
    return any(
        clauses.token(n).text == "," or clauses.token(n).pos_ not in ("DET", "PART", "PUNCT")
        for n in between
    )


def _is_clausal(clauses: Clauses, node: int) -> bool:
    """Tell whether a word is a verb, unless a hyphen makes it part of a compound."""
    token = clauses.token(node)
    hyphened = token.i > clauses.sentence.start and token.nbor(-1).text in ("-", "–")
    return token.pos_ in ("VERB", "AUX") and not hyphened


def _holds_trigger(
    sequence: tuple[str, ...],
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: tuple[int, dict[int, tuple[int, str]]] | None,
    lexicon: Lexicon,
) -> bool:
    """Tell whether the sequence has all the words that make the example mean its relation.

    Those are the tree's; without a tree, all content words before the carrying verb.
    """
    if tree is not None:
        nodes = {tree[0], *tree[1]} - set(slots)
        return all(clauses.lemma(node) in sequence for node in nodes)
    inside = {i for a in clauses.arguments.values() for i in range(a.start, a.end)}
    for token in clauses.sentence:
        if clauses.lemma(token.i) in lexicon.words("carrier"):
            break
        content = token.pos_ in ("NOUN", "VERB", "ADJ", "PROPN") and token.i not in inside
        if content and clauses.lemma(token.i) not in sequence:
            return False
    return any(part.strip("{}").isalpha() and part not in NAME_SLOTS for part in sequence)


def _sequence_of(clauses: Clauses, slots: Mapping[int, str]) -> tuple[str, ...]:
    units = sequence_units(clauses)
    places = [n for n, node in enumerate(units) if node in slots]
    if not places:
        return ()
    between = units[places[0] : places[-1] + 1]
    words = [node for node in between if node not in slots]
    if len(words) > MAX_SEQUENCE_GAP or any(node in clauses.arguments for node in words):
        return ()
    if any(_is_clausal(clauses, node) for node in words):
        return ()
    return tuple(f"{{{slots[n]}}}" if n in slots else clauses.lemma(n) for n in between)
