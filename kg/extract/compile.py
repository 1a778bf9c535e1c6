"""Examples of the lexicon -> frames, by parsing them with the model that reads the articles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.datamodel import Argument
from kg.errors import OntologyError
from kg.extract.clauses import Clauses
from kg.extract.frames import SLOT_LABELS, Frame, FrameIndex, is_bare
from kg.extract.normalise import build_clauses
from kg.extract.sequences import find_sequence, holds_trigger, loses_trigger
from kg.extract.trees import find_tree, make_frame
from kg.lexicon.frames import Example, Lexicon
from kg.lexicon.labels import ORGANIZATION
from kg.schema import Schema

# Components whose work the slots of an example make superfluous.
_NEEDLESS = ("kg_values", "kg_furniture", "kg_names", "kg_relations", "kg_arguments")


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


def check_lexicon(
    lexicon: Lexicon, index: FrameIndex, nlp: Language, schema: Schema
) -> Iterator[str]:
    """Match every example with all frames; yield one line for each that goes wrong.

    An example must match its relation with its own slots, and no relation besides that its
    kinds would allow between the same two; a counter-example must not match its relation.
    """
    for example, clauses in read_examples(lexicon.examples, lexicon, nlp):
        own = _slots_of(example, clauses)
        kinds = _kinds_of(example, lexicon)
        matched = {
            match.frame.relation
            for match in index.match(clauses)
            if match.slots["subject"] == own["subject"]
            and match.slots["object"] == own["object"]
            and _allows(match.frame, kinds, schema)
        }
        where = name_example(example)
        if example.counter:
            if example.relation in matched:
                yield f"{where}: a counter-example that matches kg:{example.relation}"
            continue
        if example.relation not in matched:
            yield f"{where}: does not match kg:{example.relation}"
        for other in sorted(matched - {example.relation} - example.also):
            yield f"{where}: matches kg:{other} as well"


def _kinds_of(example: Example, lexicon: Lexicon) -> Mapping[str, str]:
    """Return the classes that the placeholders in the slots stand for."""
    kinds = {}
    for slot in ("subject", "object"):
        place = example.slots[slot]
        kind = lexicon.placeholders.get(example.text[place.start : place.end])
        if kind:
            kinds[slot] = kind
    return kinds


def _allows(frame: Frame, kinds: Mapping[str, str], schema: Schema) -> bool:
    relation = schema.relations[frame.relation]
    required = dict(frame.kinds)
    for slot, allowed in (("subject", relation.domain), ("object", relation.range)):
        kind = kinds.get(slot)
        if kind is None:
            continue
        if not schema.fits(kind, allowed) or not schema.is_a(kind, required.get(slot, kind)):
            return False
    return True


def _example_arguments(doc: Doc, example: Example, lexicon: Lexicon) -> Mapping[str, Argument]:
    arguments: dict[str, Argument] = {}
    taken: set[int] = set()
    for number, (slot, place) in enumerate(sorted(example.slots.items())):
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is None:
            reason = f"{name_example(example)}: slot {{{slot}}} is no token"
            raise OntologyError(lexicon.path, reason)
        taken.update(range(span.start, span.end))
        label = SLOT_LABELS.get(slot, ORGANIZATION)
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
    joined = [*slots, *(n for n in required if n in clauses.children or n in clauses.parents)]
    tree = find_tree(clauses, joined, lexicon)
    if tree is not None and loses_trigger(clauses, slots, tree):
        tree = None
    if tree is not None:
        yield make_frame(example, clauses, slots, tree, required)
    sequence = find_sequence(clauses, slots)
    if sequence and holds_trigger(sequence, clauses, slots, tree, lexicon):
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
    return replace(frame, kinds=tuple(sorted(_kinds_of(example, lexicon).items())))


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
