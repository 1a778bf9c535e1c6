"""One verdict over both readers: what is believed, what is rejected and why.

The confidence in a sentence is a logistic regression on what the readers say, fitted to
annotated news by `models/calibrate.py`; its weights, and the confidence from which a
relation mention is believed, stand in verdict.json. What is not believed is kept with its
reason.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.readers import FRAMES, HEAD
from kg.schema import Schema

# What the relation head gives to a pair that it does not propose.
UNSEEN = 0.05
# A kind that less than this share of the evidence speaks for is not enough to stand.
LEAST_SUPPORT = 0.34
# From this confidence on, what one article leaves in doubt another may confirm.
LEAST_DOUBTFUL = 0.3
# How much a further sentence of the same article counts.
DAMPING = 0.5
FEATURES = (
    "bias",
    "framed",
    "frame",
    "head",
    "head with frame",
    "reference",
    "head with reference",
    "other sentence",
    "kinds agree",
    "subject framed elsewhere",
    "object framed elsewhere",
    "subject scored elsewhere",
    "object scored elsewhere",
    "values",
)

# The start of a sentence, subject, relation, object.
_Key = tuple[int, int, str, int]


class Rivals:
    """What else the readers see in a sentence for the same relation.

    "A moved to X, and B left to join Y": where frames say who joins what, the relation
    head is doubted when it says otherwise; where it crosses both, it was right once in ten
    on the development passages. So is a pair of which the head gives one side to another. What
    a frame says of things that the relation cannot hold between counts for nothing, and what
    was so says nothing of what is: "B was replaced by former X executive A".
    """

    def __init__(self, groups: Iterable[Sequence[Candidate]], schema: Schema) -> None:
        self._pairs: dict[tuple[int, str], list[_Seen]] = {}
        for group in groups:
            seen = _Seen(
                subject=group[0].subject.entity,
                object=group[0].object.entity,
                framed=any(c.reader == FRAMES for c in group)
                and find_type_clash(group[0], schema) is None,
                past=_is_past(group),
                head=_best_head(group),
            )
            self._pairs.setdefault(_place(group), []).append(seen)

    def framed_elsewhere(self, group: Sequence[Candidate]) -> tuple[bool, bool]:
        """Tell whether a frame gives the subject another object, the object another subject."""
        subject, object_ = group[0].subject.entity, group[0].object.entity
        framed = [pair for pair in self._pairs.get(_place(group), ()) if pair.framed]
        if any(p.subject == subject and p.object == object_ for p in framed):
            return False, False
        if not _is_past(group):
            framed = [pair for pair in framed if not pair.past]
        return any(p.subject == subject for p in framed), any(p.object == object_ for p in framed)

    def scored_elsewhere(self, group: Sequence[Candidate]) -> tuple[float, float]:
        """Return the head's best score of the subject with another object, and the reverse."""
        subject, object_ = group[0].subject.entity, group[0].object.entity
        pairs = self._pairs.get(_place(group), ())
        others = [p.head for p in pairs if p.subject == subject and p.object != object_]
        reverse = [p.head for p in pairs if p.object == object_ and p.subject != subject]
        return max(others, default=UNSEEN), max(reverse, default=UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A pair of entities that the readers propose, and the head's score of it."""

    subject: int
    object: int
    framed: bool
    past: bool
    head: float


def _place(group: Sequence[Candidate]) -> tuple[int, str]:
    return group[0].sentence.start, group[0].relation


def _is_past(group: Sequence[Candidate]) -> bool:
    return choose(group).status == "former"


def _best_head(group: Sequence[Candidate]) -> float:
    return max((c.score for c in group if c.reader == HEAD), default=UNSEEN)


class Verdict:
    """The weights of the features, and the confidence from which a relation is believed.

    `alone` are the weights for a pipeline that has no relation head.
    """

    def __init__(self, weights: Mapping[str, Sequence[float]], least: float) -> None:
        self._weights = weights
        self._least = least

    def judge(
        self, group: Sequence[Candidate], schema: Schema, rivals: Rivals, *, has_head: bool
    ) -> tuple[Candidate, float, str | None]:
        """Judge one pair and relation in one sentence.

        Returns:
            The candidate that tells most, the confidence in it, and what rules it out.
        """
        best = choose(group)
        weights = self._weights["both" if has_head else "alone"]
        features = read_features(group, best, schema, rivals)
        confidence = _sigmoid(_dot(weights, features))
        told = best.reasons
        best = replace(best, reasons=(*told, _tell_weights(weights, features)))
        if best.status is None:
            return best, confidence, "states nothing: " + "; ".join(told)
        if all(rivals.framed_elsewhere(group)):
            return best, confidence, "crossed: frames give both arguments to others"
        return best, confidence, find_type_clash(best, schema) or find_namesakes(best, schema)

    def doubt(self, confidence: float) -> str | None:
        """Return why a confidence is not enough, or None where it is."""
        if confidence >= self._least:
            return None
        return f"confidence {math.floor(100 * confidence) / 100:.2f} is below {self._least:.2f}"


def choose(group: Sequence[Candidate]) -> Candidate:
    """Return the candidate that tells most, with the status and values of both readers.

    Frames know the direction best, and what states nothing; the status the relation head, which
    was right in 222 and a frame in 38 of 260 cases of the development passages where just one was;
    but what is "reportedly" so is not asserted, what stands before a denial is not denied, and
    nothing is that a frame finds asserted where no word denies.
    Of the values those in a frame's slots come first, then those that the relation head binds,
    then those that stand near.
    """
    ranked = sorted(group, key=lambda c: (c.reader == FRAMES, len(c.values), c.score))
    values: dict[str, Argument] = {}
    for candidate in ranked:
        values.update(candidate.near)
    for reader in (HEAD, FRAMES):
        for candidate in ranked:
            if candidate.reader == reader:
                values.update(candidate.values)
    best = replace(ranked[-1], values=values, lead=any(c.lead for c in group))
    heads = [c for c in group if c.reader == HEAD and c.status is not None]
    status = max(heads, key=lambda c: c.score).status if heads else None
    if status is None or best.status in (None, status):
        return best
    undenied = best.before_denial or (best.status == "asserted" and not best.denying)
    if (best.hearsay and status == "asserted") or (undenied and status == "denied"):
        return best
    return replace(best, status=status, reasons=(*best.reasons, f"{status}: relation head"))


def corroborate(confidences: Sequence[float]) -> float:
    """Return the confidence in what several sentences of one article say.

    The doubts multiply, those after the first damped: sentences of one article tend to be
    misread alike. The damping did best on the development passages, of 0 to 1 in tenths.
    """
    first, *others = sorted(confidences, reverse=True)
    doubt = 1.0 - first
    for other in others:
        doubt *= (1.0 - other) ** DAMPING
    return round(1.0 - doubt, 3)


def load_verdict(least: float | None = None) -> Verdict:
    """Load the weights that ship with the program.

    Args:
        least: The confidence from which a relation is believed; None takes the fitted one.
    """
    found = json.loads(files("kg.extract").joinpath("verdict.json").read_text(encoding="utf-8"))
    return Verdict(found["weights"], found["least"] if least is None else least)


def read_features(
    group: Sequence[Candidate], best: Candidate, schema: Schema, rivals: Rivals
) -> tuple[float, ...]:
    """Return the features of one pair and relation, in the order of `FEATURES`.

    Shares are log odds: how often the frame is right, and the score of the relation head. How
    likely references stand for the two is a logarithm, with which the head counts for less.

    Args:
        best: What `choose` makes of the group.
    """
    frames = max((c.score for c in group if c.reader == FRAMES), default=0.0)
    head = _best_head(group)
    arguments = (group[0].subject, group[0].object)
    relation = schema.relations[group[0].relation]
    kinds = zip(arguments, (relation.domain, relation.range), strict=True)
    start, end = group[0].sentence.start, group[0].sentence.end
    unsure = -sum(math.log(argument.certainty) for argument in arguments)
    return (
        1.0,
        float(frames > 0.0),
        _logit(frames) if frames else 0.0,
        _logit(head),
        _logit(head) if frames else 0.0,
        unsure,
        unsure * _logit(head),
        float(any(not start <= a.start < end for a in arguments)),
        float(all(_support(argument, allowed, schema) > 0.5 for argument, allowed in kinds)),
        *map(float, rivals.framed_elsewhere(group)),
        *map(_logit, rivals.scored_elsewhere(group)),
        float(len(best.values)),
    )


def group_candidates(
    candidates: Iterable[Candidate], schema: Schema
) -> Iterator[Sequence[Candidate]]:
    """Put together what the readers say of one pair, relation and sentence, in order.

    The two directions of a symmetric relation are one.
    """
    groups: dict[_Key, list[Candidate]] = {}
    for candidate in candidates:
        ends = candidate.subject.entity, candidate.object.entity
        if schema.relations[candidate.relation].symmetric:
            ends = min(ends), max(ends)
        key = (candidate.sentence.start, ends[0], candidate.relation, ends[1])
        groups.setdefault(key, []).append(candidate)
    for key in sorted(groups):
        if schema.relations[key[2]].one_way:
            _turn_round(groups, key)
    for key in sorted(groups):
        if groups[key]:
            yield from _split_by_role(groups[key])


def _turn_round(groups: dict[_Key, list[Candidate]], key: _Key) -> None:
    """Let a frame tell the direction where the head alone says it the other way round.

    That the two are related is what both say.
    """
    start, subject, relation, object_ = key
    framed = groups[key]
    reverse = groups.get((start, object_, relation, subject), [])
    if {c.reader for c in framed} == {FRAMES} and {c.reader for c in reverse} == {HEAD}:
        framed += (replace(c, subject=c.object, object=c.subject) for c in reverse)
        reverse.clear()


def _split_by_role(group: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Keep "co-founder and CEO" two; what names no role speaks for each."""
    roles = [{**c.near, **c.values}.get("role") for c in group]
    starts = {role.start for role in roles if role}
    if len(starts) < 2:
        yield group
        return
    for start in sorted(starts):
        yield [c for c, role in zip(group, roles, strict=True) if not role or role.start == start]


def find_type_clash(candidate: Candidate, schema: Schema) -> str | None:
    """Say which argument is of a kind that the relation does not take."""
    relation = schema.relations[candidate.relation]
    for argument, allowed, place in (
        (candidate.subject, relation.domain, "subject"),
        (candidate.object, relation.range, "object"),
    ):
        if _support(argument, allowed, schema) < LEAST_SUPPORT:
            types = argument.mention.types if argument.mention else ()
            kind = schema.classes[types[0][0]].label if types else "nothing known"
            name = argument.mention.name if argument.mention else "?"
            return f"type clash: {name} ({kind}) as {place} of {relation.label}"
    return None


def find_namesakes(candidate: Candidate, schema: Schema) -> str | None:
    """Say that one side of a symmetric relation is named after the other: a part and its whole.

    Of 3,062 such facts of the corpus two or three are about namesakes.
    """
    one, other = candidate.subject.mention, candidate.object.mention
    if not schema.relations[candidate.relation].symmetric or one is None or other is None:
        return None
    short, long = sorted((one.name.casefold().split(), other.name.casefold().split()), key=len)
    if long[: len(short)] != short:
        return None
    return f"namesakes: {one.name} and {other.name}"


def _support(argument: Argument, allowed: tuple[str, ...], schema: Schema) -> float:
    """Return the share of the evidence that speaks for one of the allowed kinds."""
    if argument.mention is None:
        return 0.0
    types = argument.mention.types
    return sum(support for name, support in types if schema.fits(name, allowed))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))


def _tell_weights(weights: Sequence[float], values: Sequence[float]) -> str:
    """Tell what each feature adds to the log odds: "weighed: bias -0.59, frame +1.21"."""
    parts = zip(FEATURES, weights, values, strict=True)
    added = (f"{name} {w * v:+.2f}" for name, w, v in parts if abs(w * v) >= 0.005)
    return "weighed: " + ", ".join(added)


def _logit(share: float) -> float:
    share = min(max(share, 0.001), 0.999)
    return math.log(share / (1.0 - share))


def _sigmoid(value: float) -> float:
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value)))), 3)
