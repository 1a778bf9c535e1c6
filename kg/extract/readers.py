"""The two readers: frames on the normalised parse, and the model's relation head."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses
from kg.extract.frames import FrameIndex, FrameMatch
from kg.extract.qualifiers import find_values
from kg.extract.reliability import Reliability
from kg.extract.status import QUESTION, is_asked, read_status
from kg.lexicon.frames import Lexicon
from kg.schema import Schema, SchemaRelation

FRAMES = "frames"
HEAD = "relation head"
# The least score at which the head binds a value, and at which it says who leads a round.
QUALIFIER_SCORE = 0.5
DATE_SCORE = 0.7
LEAD_SCORE = 0.5
# By these a noun is what a verb or another noun takes.
_TAKEN = frozenset(
    {"nsubj", "nsubj:pass", "nsubjpass", "obj", "dobj", "iobj", "obl", "nmod", "pobj"}
)
# By these a clause hangs on another, or on a noun.
_CLAUSES = frozenset({"acl", "acl:relcl", "relcl", "advcl", "ccomp", "xcomp", "csubj", "parataxis"})


def read_with_frames(
    clauses: Clauses,
    index: FrameIndex,
    reliability: Reliability,
    lexicon: Lexicon,
    schema: Schema,
) -> Iterator[Candidate]:
    """Yield a candidate for each frame that fits the sentence."""
    for match in index.match(clauses):
        subject, object_ = match.slots["subject"], match.slots["object"]
        if -1 in (subject.entity, object_.entity) or subject.entity == object_.entity:
            continue
        if not _holds_kinds(match, schema):
            continue
        states = lexicon.states.get(match.frame.relation, frozenset())
        title = match.slots.get("role")
        status, cue = read_status(clauses, match.triggers, lexicon, states, title)
        given = {k: v for k, v in match.slots.items() if k not in ("subject", "object")}
        takes = schema.relations[match.frame.relation].takes
        reasons = [f'frame "{match.frame.wording}"']
        if words := _trigger_words(clauses, match.triggers):
            reasons.append(f'said by "{words}"')
        if cue:
            reasons.append(f"{status or 'states nothing'}: {cue}")
        yield Candidate(
            reader=FRAMES,
            subject=subject,
            relation=match.frame.relation,
            object=object_,
            sentence=clauses.sentence,
            status=status,
            score=reliability.of(match.frame),
            frame=match.frame.wording,
            values={key: value for key, value in given.items() if key in takes},
            near=find_values(clauses, match.triggers, given, takes, lexicon),
            lead=match.frame.leads,
            reasons=tuple(reasons),
        )


def read_with_head(doc: Doc, schema: Schema, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield a candidate for each pair that the relation head scored."""
    arguments: dict[int, Argument] = {
        token: a for a in doc.user_data["arguments"] for token in range(a.start, a.end)
    }
    for scored in doc.user_data.get("relation_scores", ()):
        relation = schema.relations.get(scored.relation)
        subject, object_ = arguments.get(scored.subject[0]), arguments.get(scored.object[0])
        if relation is None or subject is None or object_ is None:
            continue
        if None in (subject.mention, object_.mention) or subject.entity == object_.entity:
            continue
        sentence = doc[slice(*scored.sentence)]
        values = _bind_values(scored.qualifiers, arguments)
        nothing = _find_obstacle(
            sentence, subject, object_, relation, schema, lexicon
        ) or _find_search(doc, values.get("role"), subject, lexicon.words("seeking"))
        if lexicon.states.get(scored.relation):
            values = _without_other_dates(doc, values, (subject, object_), relation.takes)
        yield Candidate(
            reader=HEAD,
            subject=subject,
            relation=scored.relation,
            object=object_,
            sentence=sentence,
            status=None if nothing else scored.status,
            score=scored.score,
            values=values,
            lead=scored.lead >= LEAD_SCORE,
            reasons=(f"relation head {scored.score:.2f}", *((nothing,) if nothing else ())),
        )


def _find_obstacle(
    sentence: SpacySpan,
    subject: Argument,
    object_: Argument,
    relation: SchemaRelation,
    schema: Schema,
    lexicon: Lexicon,
) -> str:
    """Return why grammar lets the sentence state nothing of two ends; nothing if it may."""
    doc = sentence.doc
    if is_asked(sentence, max(subject.end, object_.end) - 1):
        return QUESTION
    if verb := _judging_verb(doc, subject, object_, lexicon.words("stopping")):
        return f'"{verb}" judges what others do'
    if unit := _find_unit(doc, subject, object_, lexicon.words("unit")):
        return f'"{unit}" is another'
    if relation.ends and (seat := _find_seat(doc, subject, object_, lexicon.words("seat"))):
        return f'a seat on the "{seat}" ends no post'
    for end, other in ((subject, object_), (object_, subject)):
        if noun := _find_counterpart(doc, end, other, lexicon.words("counterpart")):
            return f'"{noun}" is another'
    if word := _find_mark(doc, subject, object_, lexicon.condition_marks):
        return f'"{word}" states a condition'
    if _reaches_over(doc, doc.user_data["items"].numbers, (subject, object_), relation, schema):
        return "another item of the list has it"
    return ""


def _bind_values(
    scored: Iterable[tuple[str, tuple[int, int], float]], arguments: Mapping[int, Argument]
) -> Mapping[str, Argument]:
    """Return the surest value of each qualifier.

    Of two dates one may be of another fact about the pair ("founded it in 2019, left in 2024"),
    and which, the head does not say: then neither is taken.
    """
    values: dict[str, Argument] = {}
    dates: set[object] = set()
    for key, (start, _), score in sorted(scored, key=lambda found: found[2]):
        if start not in arguments or score < (DATE_SCORE if key == "date" else QUALIFIER_SCORE):
            continue
        values[key] = arguments[start]
        if key == "date":
            dates.add(arguments[start].value)
    if len(dates) > 1:
        del values["date"]
    return values


def _without_other_dates(
    doc: Doc,
    values: Mapping[str, Argument],
    ends: tuple[Argument, Argument],
    takes: Collection[str],
) -> Mapping[str, Argument]:
    """Leave out a date that stands in a clause of its own, or outside the noun phrase of both ends.

    It does not date what lasts: "Roe, who founded Acme in 2010, is its chief", "Acme chief Jane Roe
    left in 2024".
    """
    others = {key: value for key, value in values.items() if key != "date"}
    if "date" not in values:
        return values
    when = _root(doc, values["date"])
    phrase = _noun_phrase(doc, ends)
    outside = phrase is not None and phrase != when and not phrase.is_ancestor(when)
    if outside and any(token.pos_ == "VERB" for token in when.ancestors):
        return others
    role = others.get("role")
    taken = (value for key, value in others.items() if key in takes)
    clauses = (_find_clause(_root(doc, a)) for a in ([role] if role else [*ends, *taken]))
    return values if _find_clause(when) in clauses else others


def _noun_phrase(doc: Doc, ends: tuple[Argument, Argument]) -> Token | None:
    """Return the noun that both ends hang on without a verb between: "Acme chief Jane Roe"."""
    ways, met = _trace_ends(doc, ends)
    verbal = any(token.pos_ in ("VERB", "AUX") for way in ways for token in way)
    return None if verbal else met


def _find_clause(token: Token) -> Token:
    """Return the head of the clause that a word stands in; of "became chief" the verb."""
    while token.head.i != token.i:
        verbal = token.pos_ in ("VERB", "AUX")
        if token.dep_ in _CLAUSES and (verbal or token.dep_ != "xcomp"):
            break
        if token.dep_ == "conj" and (verbal or any(c.dep_ == "cop" for c in token.children)):
            break
        token = token.head
    return token


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
    judge = _root(doc, subject)
    verb, target = judge.head, _root(doc, object_)
    if judge.dep_ != "nsubj" or verb.lemma_.lower() not in stopping:
        return ""
    judged = [child for child in verb.children if child.dep_ in ("obj", "dobj")]
    return verb.text if any(noun.is_ancestor(target) for noun in judged) else ""


def _find_unit(doc: Doc, subject: Argument, object_: Argument, units: Collection[str]) -> str:
    """Return the unit of the subject that has a name: not Acme did what "Acme's Globex unit" did.

    What is said of the two themselves counts.
    """
    noun = _root(doc, subject).head
    owns = _root(doc, subject).dep_ in ("nmod:poss", "poss")
    if not owns or noun.lemma_.lower() not in units or noun.i in range(object_.start, object_.end):
        return ""
    names = [c for c in noun.children if c.dep_ == "compound" and c.ent_type_]
    if not names or any(c.i in range(object_.start, object_.end) for c in names):
        return ""
    follows = noun.i + 1 < len(doc) and doc[noun.i + 1].ent_type_
    return "" if follows else doc[names[0].left_edge.i : noun.i + 1].text


def _find_counterpart(
    doc: Doc, end: Argument, other: Argument, counterparts: Collection[str]
) -> str:
    """Return what only takes its name from an end: not Acme is sued by who "sued the Acme rival".

    What is said of the two themselves counts: "the Acme rival Globex", "as Acme's owner, Globex".
    """
    name, target = _root(doc, end), _root(doc, other)
    noun = name.head
    modifies = name.dep_ in ("compound", "nmod:poss", "poss")
    if not modifies or noun.lemma_.lower() not in counterparts or noun.dep_ not in _TAKEN:
        return ""
    beside = range(noun.i, noun.i + 3)  # a comma may stand between
    if noun.is_ancestor(target) or other.start in beside or noun.i in range(other.start, other.end):
        return ""
    if any(child.lower_ == "as" for child in noun.children):
        return ""
    return doc[name.left_edge.i : noun.i + 1].text


def _find_seat(doc: Doc, person: Argument, post: Argument, seats: Collection[str]) -> str:
    """Return the board that a person joins who is said to be of or from somewhere else."""
    name, elsewhere = _root(doc, person), _root(doc, post)
    if not name.is_ancestor(elsewhere):
        return ""
    taken = (child for child in name.head.children if child.dep_ in _TAKEN and child.i != name.i)
    return next((noun.text for noun in taken if noun.lemma_.lower() in seats), "")


def _find_search(
    doc: Doc, title: Argument | None, person: Argument, seeking: Collection[str]
) -> str:
    """Return why a title is nobody's yet: "Jane Roe leads the search for Acme's next chief"."""
    if title is None:
        return ""
    name = _root(doc, person)
    for word in _root(doc, title).ancestors:
        if word.lemma_.lower() in seeking and not word.is_ancestor(name):
            return f'"{word.text}" looks for one'
    return ""


def _find_mark(doc: Doc, subject: Argument, object_: Argument, marks: Collection[str]) -> str:
    """Return the word that subordinates what joins two ends: "Acme will grow if it buys Globex".

    It marks a word on the way from one end to the other, or the one where the ways meet.
    """
    ways, _ = _trace_ends(doc, (subject, object_))
    children = (child for way in ways for token in way for child in token.children)
    return next((c.text for c in children if c.dep_ == "mark" and c.lower_ in marks), "")


def _trace_ends(
    doc: Doc, ends: tuple[Argument, Argument]
) -> tuple[list[list[Token]], Token | None]:
    """Return the ways from two ends up the parse to where they meet, and the word there."""
    ways = []
    for end in ends:
        root = _root(doc, end)
        ways.append([root, *root.ancestors])
    met = next((token for token in ways[0] if token in ways[1]), None)
    if met is not None:
        ways = [way[: way.index(met) + 1] for way in ways]
    return ways, met


def _root(doc: Doc, argument: Argument) -> Token:
    return doc[argument.start : argument.end].root


def _trigger_words(clauses: Clauses, triggers: Iterable[int]) -> str:
    tokens = (clauses.token(node) for node in sorted(triggers))
    return " ".join(token.text for token in tokens if not token.is_punct)


def _holds_kinds(match: FrameMatch, schema: Schema) -> bool:
    for slot, kind in match.frame.kinds:
        mention = match.slots[slot].mention
        if mention is None or not mention.types or not schema.is_a(mention.types[0][0], kind):
            return False
    return True
