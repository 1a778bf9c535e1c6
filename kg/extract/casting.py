"""Who plays whom: "Jane Roe as the pilot John Poe", "Poe (Jane Roe)", "Roe plays Poe"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.datamodel import Argument
from kg.extract.candidates import Candidate, without
from kg.extract.clauses import HYPHENS
from kg.extract.paths import find_root
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import PERSON, REFERENCE, TITLE, WORK
from kg.lexicon.naming import GENITIVE
from kg.schema import Schema, SchemaRelation

# What may stand between "as" and a name that it leads to.
_DESCRIBING = frozenset({"DET", "ADJ", "NOUN", "NUM", "PRON", "ADV"})
_OBJECTS = frozenset({"obj", "dobj"})
# By these a name hangs on the noun that it is of: "the pilot Jane Roe", "the twins A and B".
_OF_A_NOUN = frozenset({"appos", "compound", "flat", "conj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """A part, and who plays it where the sentence says so.

    `fictional` is False where who is played may be real: the Poe whom "Roe plays".
    """

    part: Argument
    actor: Argument | None
    fictional: bool


def find_castings(doc: Doc, lexicon: Lexicon) -> list[Casting]:
    """Return who plays whom in a Doc with `user_data` "arguments"."""
    return [
        *_read_as(doc, lexicon.words("playing")),
        *_read_brackets(doc),
        *_read_verbs(doc, lexicon.words("portraying")),
    ]


def _read_as(doc: Doc, playing: Collection[str]) -> Iterator[Casting]:
    """Read "Jane Roe as the hard-up scriptwriter John Poe" and "returns as John Poe"."""
    arguments: Sequence[Argument] = doc.user_data["arguments"]
    people = {a.end: a for a in arguments if a.label == PERSON}
    for part in (a for a in arguments if a.label in (PERSON, TITLE)):
        place = part.start - 1
        while place > 0 and (doc[place].pos_ in _DESCRIBING or doc[place].text in HYPHENS):
            place -= 1
        behind = doc[part.end : part.end + 1].text
        is_as = place > 0 and doc[place].lower_ == "as" and doc[place].pos_ == "ADP"
        is_owner = behind in GENITIVE or find_root(doc, part).dep_.startswith("nsubj")
        if not is_as or is_owner:
            continue
        if doc[place - 1].text == "(":
            place -= 1
        verb = doc[place - 1]
        if place in people or verb.lemma_.lower() in playing:
            actor = people.get(place) or _find_subject(doc, verb)
            if part.label == TITLE and not _is_cast(actor, doc, playing):
                continue
            yield Casting(part=part, actor=actor, fictional=part.label == PERSON)


def _is_cast(actor: Argument | None, doc: Doc, playing: Collection[str]) -> bool:
    """Tell whether a verb casts somebody: "starred Roe as a singer", not "hired Roe as chief"."""
    if actor is None:
        return False
    return any(verb.lemma_.lower() in playing for verb in find_root(doc, actor).ancestors)


def _read_brackets(doc: Doc) -> Iterator[Casting]:
    """Read "Jane Roe (John Poe)" and "John (Jane Roe)": a part may have a first name alone."""
    people = [a for a in doc.user_data["arguments"] if a.label == PERSON]
    by_end = {person.end: person for person in people}
    for inner in people:
        place = inner.start - 1
        outer = by_end.get(place)
        around = place > 0 and doc[place].text + doc[inner.end : inner.end + 1].text
        if outer and around == "()":
            ends = (inner, outer)
            if _is_single(outer) and not _is_single(inner):
                ends = (outer, inner)
            yield Casting(part=ends[0], actor=ends[1], fictional=True)


def _is_single(person: Argument) -> bool:
    """Tell whether the article gives a person one name only."""
    return person.mention is not None and len(person.mention.name.split()) == 1


def _read_verbs(doc: Doc, portraying: Collection[str]) -> Iterator[Casting]:
    """Read "Jane Roe plays the pilot John Poe"."""
    for part in doc.user_data["arguments"]:
        if part.label != PERSON or doc[part.end : part.end + 1].text in GENITIVE:
            continue
        noun = find_root(doc, part)
        while noun.dep_ in _OF_A_NOUN and noun.head.pos_ in ("NOUN", "PROPN"):
            noun = noun.head
        if noun.dep_ in _OBJECTS and noun.head.lemma_.lower() in portraying:
            yield Casting(part=part, actor=_find_subject(doc, noun.head), fictional=False)


def _find_subject(doc: Doc, verb: Token) -> Argument | None:
    """Return the person that is the subject of a verb, also of "Jane Roe, the actress who"."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubj:pass")]
    if verb.dep_ in ("acl:relcl", "relcl"):
        described = verb.head
        subjects += [described, described.head] if described.dep_ == "appos" else [described]
    people = [a for a in doc.user_data["arguments"] if a.label in (PERSON, REFERENCE)]
    found = (a for subject in subjects for a in people if find_root(doc, a) == subject)
    return next(found, None)


def is_of_work(relation: SchemaRelation, schema: Schema) -> bool:
    """Tell whether the object of a relation is a work."""
    return relation.range == (schema.class_of_label(WORK),)


def is_acting(relation: SchemaRelation, schema: Schema) -> bool:
    """Tell whether by a relation somebody has a part in a work."""
    return is_of_work(relation, schema) and "role" in relation.takes


def give_parts(
    doc: Doc, candidates: Sequence[Candidate], castings: Sequence[Casting], schema: Schema
) -> list[Candidate]:
    """Give who acts in a work the part as a role; it has no other.

    Several that stand in a row are one role: "the twins Jane and John". Of others, and of two
    works in a sentence, it is open which go together.
    """
    parts: dict[tuple[int, int], list[Argument]] = {}
    for casting in castings:
        if casting.actor is not None:
            sentence = doc[casting.part.start].sent.start
            parts.setdefault((sentence, casting.actor.entity), []).append(casting.part)
    acting: dict[tuple[int, int], set[int]] = {}
    for one in candidates:
        if is_of_work(schema.relations[one.relation], schema) and one.status is not None:
            acting.setdefault((one.sentence.start, one.subject.entity), set()).add(
                one.object.entity
            )
    given = []
    for one in candidates:
        relation = schema.relations[one.relation]
        if is_acting(relation, schema):
            place = one.sentence.start, one.subject.entity
            part = _join(doc, parts.get(place, ())) if len(acting.get(place, ())) == 1 else None
            role = {"role": part} if part else {}
            one = replace(
                one, values={**without(one.values, "role"), **role}, near=without(one.near, "role")
            )
        given.append(one)
    return given


def _join(doc: Doc, parts: Sequence[Argument]) -> Argument | None:
    """Take parts in a row for one: nothing but signs and an "and" stands between them."""
    ordered = sorted(parts, key=lambda part: part.start)
    for one, other in pairwise(ordered):
        if any(token.pos_ not in ("CCONJ", "PUNCT") for token in doc[one.end : other.start]):
            return None
    if not ordered:
        return None
    start, end = ordered[0].start, ordered[-1].end
    return replace(ordered[0], end=end, value=doc[start:end].text)
