"""The two readers: frames on the normalised parse, and the model's relation head."""

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses
from kg.extract.frames import FrameIndex, FrameMatch, is_bare
from kg.extract.qualifiers import find_values
from kg.extract.status import read_status
from kg.lexicon.frames import Lexicon
from kg.schema import Schema

FRAMES = "frames"
HEAD = "relation head"
# A frame with a trigger word of its own is seldom wrong; one that is only a possessive or
# a compound ("Acme's Globex") leans on the types of its slots.
TRIGGERED_SCORE = 0.9
BARE_SCORE = 0.7


def read_with_frames(
    clauses: Clauses, index: FrameIndex, lexicon: Lexicon, schema: Schema
) -> Iterator[Candidate]:
    """Yield a candidate for each frame that fits the sentence."""
    for match in index.match(clauses):
        subject, object_ = match.slots["subject"], match.slots["object"]
        if -1 in (subject.entity, object_.entity) or subject.entity == object_.entity:
            continue
        if not _holds_kinds(match, schema):
            continue
        status, cue = read_status(clauses, match.triggers, lexicon)
        given = {k: v for k, v in match.slots.items() if k not in ("subject", "object")}
        takes = schema.relations[match.frame.relation].takes
        reasons = [f'frame "{match.frame.wording}"']
        if cue:
            reasons.append(f"{status or 'states nothing'}: {cue}")
        yield Candidate(
            reader=FRAMES,
            subject=subject,
            relation=match.frame.relation,
            object=object_,
            sentence=clauses.sentence,
            status=status,
            score=_score(match),
            values=find_values(clauses, match.triggers, given, takes, lexicon),
            lead=match.frame.leads,
            reasons=tuple(reasons),
        )


def read_with_head(doc: Doc) -> Iterator[Candidate]:
    """Yield a candidate for each pair that the relation head scored."""
    arguments: dict[tuple[int, int], Argument] = {
        (a.start, a.end): a for a in doc.user_data["arguments"]
    }
    for scored in doc.user_data.get("relation_scores", ()):
        subject, object_ = arguments.get(scored.subject), arguments.get(scored.object)
        if subject is None or object_ is None or subject.entity == object_.entity:
            continue
        if subject.mention is None or object_.mention is None:
            continue
        values = {}
        for key, span, score in scored.qualifiers:
            if span in arguments and score >= 0.5:
                values[key] = arguments[span]
        yield Candidate(
            reader=HEAD,
            subject=subject,
            relation=scored.relation,
            object=object_,
            sentence=doc[slice(*scored.sentence)],
            status=scored.status,
            score=scored.score,
            values=values,
            lead=scored.lead >= 0.5,
            reasons=(f"relation head {scored.score:.2f}",),
        )


def _holds_kinds(match: FrameMatch, schema: Schema) -> bool:
    for slot, kind in match.frame.kinds:
        mention = match.slots[slot].mention
        if mention is None or not mention.types or not schema.is_a(mention.types[0][0], kind):
            return False
    return True


def _score(match: FrameMatch) -> float:
    base = BARE_SCORE if is_bare(match.frame) else TRIGGERED_SCORE
    return base * min(a.certainty for a in match.slots.values())
