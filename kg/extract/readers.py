"""The two readers: frames on the normalised parse, and the model's relation head."""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses
from kg.extract.dates import keep_own_date, leave_out_bound
from kg.extract.frames import FrameIndex, FrameMatch
from kg.extract.obstacles import find_obstacle
from kg.extract.qualifiers import find_values, keep_own_share
from kg.extract.reliability import Reliability
from kg.extract.status import denies_beside, has_denial, read_status
from kg.extract.titles import part_posts
from kg.lexicon.frames import Lexicon
from kg.schema import Schema

FRAMES = "frames"
HEAD = "relation head"
# The least score at which the head binds a value, and at which it says who leads a round.
QUALIFIER_SCORE = 0.5
DATE_SCORE = 0.7
LEAD_SCORE = 0.5
# By these a participle modifies a noun: "Acme-backed Globex".
_MODIFIERS = frozenset({"amod", "compound"})
# The least score at which each of several titles is a post of its own.
POST_SCORE = 0.93


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
            noun=_find_noun(clauses, match.triggers),
            values={key: value for key, value in given.items() if key in takes},
            near=keep_own_share(
                clauses.sentence.doc,
                find_values(clauses, match.triggers, given, takes, lexicon),
                (subject, object_),
            ),
            lead=match.frame.leads,
            before_denial=denies_beside(clauses, match.triggers, lexicon),
            denying=has_denial(clauses.sentence, lexicon),
            hearsay=cue.strip('"').lower() in lexicon.words("hearsay"),
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
        title = values.get("role")
        nothing = find_obstacle(sentence, (subject, object_), title, relation, schema, lexicon)
        if lexicon.states.get(scored.relation):
            values = keep_own_date(doc, values, (subject, object_), relation.takes)
        elif relation.ends:
            values = leave_out_bound(doc, values, lexicon.words("since"))
        values = keep_own_share(doc, values, (subject, object_))
        candidate = Candidate(
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
        if "role" in relation.identified_by:
            yield from part_posts(
                doc, candidate, _bind_titles(scored.qualifiers, arguments), lexicon
            )
        else:
            yield candidate


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


def _bind_titles(
    scored: Iterable[tuple[str, tuple[int, int], float]], arguments: Mapping[int, Argument]
) -> list[Argument]:
    """Return the titles that are surely of a pair, in order."""
    starts = {start for key, (start, _), score in scored if key == "role" and score >= POST_SCORE}
    return [arguments[start] for start in sorted(starts & arguments.keys())]


def _trigger_words(clauses: Clauses, triggers: Iterable[int]) -> str:
    tokens = (clauses.token(node) for node in sorted(triggers))
    return " ".join(token.text for token in tokens if not token.is_punct)


def _find_noun(clauses: Clauses, triggers: Iterable[int]) -> Token | None:
    """Return the noun that the triggers are, or modify; None where a verb is among them."""
    tokens = [t for t in map(clauses.token, triggers) if not t.is_punct]
    verbal = any(t.pos_ in ("VERB", "AUX") and t.dep_ not in _MODIFIERS for t in tokens)
    if verbal or not tokens:
        return None
    noun = tokens[0]
    while noun.dep_ in _MODIFIERS and noun.head.i != noun.i:
        noun = noun.head
    return noun


def _holds_kinds(match: FrameMatch, schema: Schema) -> bool:
    for slot, kind in match.frame.kinds:
        mention = match.slots[slot].mention
        if mention is None or not mention.types or not schema.is_a(mention.types[0][0], kind):
            return False
    return True
