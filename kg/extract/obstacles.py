"""What grammar rules out, whatever the readers say of two ends."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.casting import Casting, is_acting, is_of_work
from kg.extract.clauses import HYPHENS
from kg.extract.paths import RELATIVE, find_root, trace_ends
from kg.extract.status import QUESTION, is_asked
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import EVENT, ORGANIZATION, PERSON, PLACE
from kg.lexicon.naming import GENITIVE
from kg.schema import Schema, SchemaRelation

_WORD = re.compile(r"\w+")
# By these a noun is what a verb or another noun takes.
TAKEN = frozenset(
    {"nsubj", "nsubj:pass", "nsubjpass", "obj", "dobj", "iobj", "obl", "nmod", "pobj"}
)


def find_obstacle(
    sentence: SpacySpan,
    ends: tuple[Argument, Argument],
    title: Argument | None,
    relation: SchemaRelation,
    schema: Schema,
    lexicon: Lexicon,
) -> str:
    """Return why grammar lets the sentence state nothing of two ends; nothing if it may.

    Args:
        ends: Subject and object. One may stand in a sentence before, where what it belongs to
            says nothing of this one.
        title: What the post is called that joins them, where one does.
    """
    doc = sentence.doc
    if is_asked(sentence, max(end.end for end in ends) - 1):
        return QUESTION
    if verb := _judging_verb(doc, *ends, lexicon.words("stopping")):
        return f'"{verb}" judges what others do'
    within = all(end.start in range(sentence.start, sentence.end) for end in ends)
    if within and (name := _find_other(doc, *ends, lexicon)):
        return f'"{name}" is another'
    if relation.ends and (seat := _find_seat(doc, *ends, lexicon.words("seat"))):
        return f'a seat on the "{seat}" ends no post'
    if word := _find_elsewhere(doc, ends[1], lexicon.words("elsewhere")):
        return f'"{word}" says something else of the place'
    if word := _find_contest(sentence, ends[1], lexicon.words("contender")):
        return f'"{word}" have not won'
    if title and (word := _find_search(doc, title, ends[0], lexicon.words("seeking"))):
        return f'"{word}" looks for one'
    if word := _find_mark(sentence, *ends, lexicon.condition_marks):
        return f'"{word}" states a condition'
    if _reaches_over(doc, doc.user_data["items"].numbers, ends, relation, schema):
        return "another item of the list has it"
    return ""


def rule_out(
    doc: Doc,
    candidates: Iterable[Candidate],
    castings: Sequence[Casting],
    schema: Schema,
    lexicon: Lexicon,
    is_wide: Callable[[str], bool],
) -> list[Candidate]:
    """Let no candidate stand of what only looks like an end of what it is joined to.

    Args:
        is_wide: Tells of a name whether it is a country's.
    """
    played = sorted((c for c in castings if c.part.label == PERSON), key=attrgetter("fictional"))
    parts = {casting.part.entity: casting for casting in played}
    crafts = lexicon.words("craft")
    places = (schema.class_of_label(PLACE),)

    def find_reasons(one: Candidate) -> Iterator[str]:
        relation, ends = schema.relations[one.relation], (one.subject, one.object)
        if part := _find_part(doc, one, parts, acts=is_acting(relation, schema)):
            yield f'"{part}" is a part that is played'
        if relation.range == places and (owner := _find_nationality(doc, *ends, is_wide)):
            yield f'"{owner}" tells a nationality'
        if is_of_work(relation, schema) and (craft := _find_craft(doc, one.subject, crafts)):
            yield f'"{craft}" is what the person does there'
        if is_acting(relation, schema) and (craft := _find_casting(doc, one.subject, lexicon)):
            yield f'"{craft}" gives another a part'
        if name := _find_description(doc, *ends, lexicon.words("definite")):
            yield f'"{name}" is what the person is'
        if deed := _find_deed(doc, *ends, lexicon):
            yield f'"{deed}" makes no member'

    kept = []
    for one in candidates:
        reason = next(find_reasons(one), None)
        if reason:
            one = replace(one, status=None, reasons=(*one.reasons, reason))
        kept.append(one)
    return kept


def _find_part(doc: Doc, one: Candidate, parts: Mapping[int, Casting], *, acts: bool) -> str:
    """Return the end that is only played; who may be real all the same acts in nothing."""
    for end in (one.subject, one.object):
        casting = parts.get(end.entity)
        if casting and (casting.fictional or acts):
            return doc[casting.part.start : casting.part.end].text
    return ""


def _find_nationality(
    doc: Doc, firm: Argument, place: Argument, is_wide: Callable[[str], bool]
) -> str:
    """Return the country that owns a firm or what it is called: "Japan's largest bank, Acme".

    A city's tells where it is.
    """
    owner = doc[place.start : place.end + 1]
    owns = owner[-1].text in GENITIVE and is_wide(doc[place.start : place.end].text)
    if not owns or firm.label != ORGANIZATION:
        return ""
    name, noun = find_root(doc, firm), find_root(doc, place).head
    called = (name.dep_ == "appos" and name.head == noun) or (
        noun.dep_ == "appos" and noun.head == name
    )
    return owner.text if called or firm.start == place.end + 1 else ""


def _find_craft(doc: Doc, person: Argument, crafts: Collection[str]) -> str:
    """Return what somebody is said to do for a work: "Jane Roe (lighting)", "Music: Jane Roe"."""
    if person.label != PERSON:
        return ""
    lead = doc[doc[person.start].sent.start : person.start]
    behind = doc[person.end : person.end + 4]
    words: list[str] = []
    if len(lead) and lead[-1].text == ":":
        words += [token.lower_ for token in lead]
    if len(behind) > 2 and behind[0].text == "(" and any(t.text == ")" for t in behind):
        words += [token.lower_ for token in behind[1:] if token.text != ")"]
    return next((word for word in words if word in crafts), "")


def _find_other(doc: Doc, subject: Argument, object_: Argument, lexicon: Lexicon) -> str:
    """Return what an end only names: not Acme is "Acme's Globex unit", nor "the Acme rival"."""
    unit = _find_unit(doc, subject, object_, lexicon.words("unit"))
    counterparts = (
        _find_counterpart(doc, *ends, lexicon) for ends in ((subject, object_), (object_, subject))
    )
    return unit or next(filter(None, counterparts), "")


def _reaches_over(
    doc: Doc,
    items: Sequence[int],
    ends: tuple[Argument, Argument],
    relation: SchemaRelation,
    schema: Schema,
) -> bool:
    """Tell whether a pair joins two items of a list, and the later has the like of what it takes.

    Items that go on about one thing ("Price: 515 million") have nothing to take instead. `items`
    are the numbers of the tokens' items, 0 outside of lists.
    """
    numbers = {items[end.start] for end in ends}
    if len(numbers) == 1 or 0 in numbers:
        return False
    later = max(ends, key=lambda end: end.start)
    far, allowed = (ends[0], relation.domain) if later is ends[1] else (ends[1], relation.range)
    return any(
        argument.entity not in (later.entity, far.entity)
        and items[argument.start] == items[later.start]
        and argument.mention is not None
        and any(schema.fits(kind, allowed) for kind, _ in argument.mention.types[:1])
        for argument in doc.user_data["arguments"]
    )


def _judging_verb(doc: Doc, subject: Argument, object_: Argument, stopping: Collection[str]) -> str:
    """Return the verb by which the subject stops others: "The regulator blocked the purchase"."""
    judge = find_root(doc, subject)
    verb, target = judge.head, find_root(doc, object_)
    if judge.dep_ != "nsubj" or verb.lemma_.lower() not in stopping:
        return ""
    judged = [child for child in verb.children if child.dep_ in ("obj", "dobj")]
    return verb.text if any(noun.is_ancestor(target) for noun in judged) else ""


def _find_description(
    doc: Doc, person: Argument, group: Argument, definite: Collection[str]
) -> str:
    """Return the name of a group that says of a person what they are: "Jane Roe, an Acmeist".

    "The Acmeist who left" is a person, too; "Jane Roe, the Guardian" is of that paper.
    """
    name = find_root(doc, group)
    described = name.dep_ == "appos" and name.head == find_root(doc, person)
    if (person.label, group.label) != (PERSON, ORGANIZATION) or not described:
        return ""
    article = next((c for c in name.children if c.pos_ == "DET" and c.i < group.start), None)
    is_person = any(child.dep_ in ("acl:relcl", "relcl") for child in name.children)
    if article is None or (article.lower_ in definite and not is_person):
        return ""
    return doc[article.i : group.end].text


def _find_unit(doc: Doc, subject: Argument, object_: Argument, units: Collection[str]) -> str:
    """Return the unit of the subject that has a name: not Acme did what "Acme's Globex unit" did.

    What is said of the two themselves counts.
    """
    noun = find_root(doc, subject).head
    owns = find_root(doc, subject).dep_ in ("nmod:poss", "poss")
    if not owns or noun.lemma_.lower() not in units or noun.i in range(object_.start, object_.end):
        return ""
    names = [c for c in noun.children if c.dep_ == "compound" and c.ent_type_]
    if not names or any(c.i in range(object_.start, object_.end) for c in names):
        return ""
    follows = noun.i + 1 < len(doc) and doc[noun.i + 1].ent_type_
    return "" if follows else doc[names[0].left_edge.i : noun.i + 1].text


def _find_counterpart(doc: Doc, end: Argument, other: Argument, lexicon: Lexicon) -> str:
    """Return what only takes its name from an end: not Acme is sued by who "sued the Acme rival".

    Nor is it by who "sued the owner of Acme". What is said of the two themselves counts: "the Acme
    rival Globex", "as Acme's owner, Globex".
    """
    name, target = find_root(doc, end), find_root(doc, other)
    counterparts = lexicon.words("counterpart")
    # A headline's parse may miss what the name right before it belongs to.
    beside = next((t for t in doc[end.end : end.end + 1] if t.lemma_.lower() in counterparts), None)
    noun = beside or name.head
    modifies = name.dep_ in ("compound", "nmod:poss", "poss") or _is_genitive(name) or beside
    if not modifies or noun.lemma_.lower() not in counterparts or noun.dep_ not in TAKEN:
        return ""
    # A comma may stand between.
    near = range(noun.i, max(noun.i, end.end - 1) + 3)
    if noun.is_ancestor(target) or other.start in near or noun.i in range(other.start, other.end):
        return ""
    if any(child.lower_ in lexicon.words("capacity") for child in noun.children):
        return ""
    return doc[min(name.left_edge.i, noun.i) : max(noun.i + 1, end.end)].text


def _is_genitive(name: Token) -> bool:
    """Tell whether "of" ties a name to the noun before it."""
    return name.dep_ == "nmod" and any(child.lower_ == "of" for child in name.children)


def _find_casting(doc: Doc, person: Argument, lexicon: Lexicon) -> str:
    """Return what somebody does who gives another a part: "Roe, who cast him in the film"."""
    root = find_root(doc, person)
    pronouns = (c for verb in root.children for c in verb.children if verb.dep_ in RELATIVE)
    subjects = [root, *(c for c in pronouns if c.lower_ in lexicon.words("relative"))]
    for verb in (token.head for token in subjects if token.dep_ == "nsubj"):
        given = [c.lower_ for c in verb.children if c.dep_ in ("obj", "dobj")]
        is_casting = verb.lemma_.lower() in lexicon.words("casting")
        if is_casting and given and given[0] not in lexicon.words("reflexivePronoun"):
            return verb.text
    return ""


def _find_deed(doc: Doc, person: Argument, group: Argument, lexicon: Lexicon) -> str:
    """Return what a person does with a group that makes no member of it.

    Who "joins the Guild in suing" is none, nor who "appears before the High Court".
    """
    name = find_root(doc, group)
    verb = name.head.head if name.dep_ == "pobj" else name.head
    if (person.label, group.label) != (PERSON, ORGANIZATION):
        return ""
    if verb.lemma_.lower() in lexicon.words("visiting"):
        return verb.text
    if verb.lemma_.lower() not in lexicon.words("siding") or name.dep_ not in ("obj", "dobj"):
        return ""
    for child in verb.children:
        marks = (mark for mark in child.children if mark.i < child.i)
        mark = next((m for m in marks if m.lower_ in lexicon.words("deedMark")), None)
        if child.dep_ == "advcl" and child.i > name.i and mark:
            return f"{mark.text} {child.text}"
    return ""


def _find_seat(doc: Doc, person: Argument, post: Argument, seats: Collection[str]) -> str:
    """Return the board that a person joins who is said to be of or from somewhere else."""
    name, elsewhere = find_root(doc, person), find_root(doc, post)
    if not name.is_ancestor(elsewhere):
        return ""
    taken = (child for child in name.head.children if child.dep_ in TAKEN and child.i != name.i)
    return next((noun.text for noun in taken if noun.lemma_.lower() in seats), "")


def _find_elsewhere(doc: Doc, place: Argument, words: Collection[str]) -> str:
    """Return what a hyphen joins to a place: an "Oslo-listed" firm may have its seat anywhere."""
    behind = doc[place.end : place.end + 2]
    joined = place.label == PLACE and not doc[place.end - 1].whitespace_ and len(behind) > 1
    if not joined or behind[0].text not in HYPHENS or behind[1].lower_ not in words:
        return ""
    return doc[place.start : place.end + 2].text


def _find_contest(sentence: SpacySpan, prize: Argument, contenders: Collection[str]) -> str:
    """Return who the line that leads to a list says are in it: "Nominees:" have not won."""
    if prize.label != EVENT:
        return ""
    above = reversed(sentence.doc.text[: sentence.start_char].splitlines())
    leading = next((line for line in above if line.rstrip().endswith(":")), "")
    return next((word for word in _WORD.findall(leading) if word.lower() in contenders), "")


def _find_search(doc: Doc, title: Argument, person: Argument, seeking: Collection[str]) -> str:
    """Return what makes a title nobody's yet: "Roe leads the search for Acme's next chief"."""
    name = find_root(doc, person)
    for word in find_root(doc, title).ancestors:
        if word.lemma_.lower() in seeking and not word.is_ancestor(name):
            return word.text
    return ""


def _find_mark(
    sentence: SpacySpan, subject: Argument, object_: Argument, marks: Collection[str]
) -> str:
    """Return the word that subordinates what joins two ends: "Acme will grow if it buys Globex".

    It marks a word on the way from one end to the other, or the one where the ways meet. What a
    sentence before says of an end that stands there is not said of both.
    """
    ways, _ = trace_ends(sentence.doc, (subject, object_))
    within = range(sentence.start, sentence.end)
    tokens = (token for way in ways for token in way if token.i in within)
    children = (child for token in tokens for child in token.children)
    return next((c.text for c in children if c.dep_ == "mark" and c.lower_ in marks), "")
