"""One verdict over both readers: what is believed, what is rejected and why.

Both readers agreeing is believed at lower scores than either alone. What is not believed
is kept with its reason.
"""

from collections.abc import Iterable, Iterator, Sequence

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.readers import FRAMES, HEAD
from kg.schema import Schema

# The least score at which one reader alone is believed, and at which the relation head
# confirms a frame. Set on development passages: see benchmarks/verdict.py.
FRAMES_ALONE = 0.75
HEAD_ALONE = 0.9
HEAD_CONFIRMS = 0.3


def group_candidates(candidates: Iterable[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Put together what the readers say of one pair, relation and sentence, in order."""
    groups: dict[tuple[int, int, str, int], list[Candidate]] = {}
    for candidate in candidates:
        key = (
            candidate.sentence.start,
            candidate.subject.entity,
            candidate.relation,
            candidate.object.entity,
        )
        groups.setdefault(key, []).append(candidate)
    for key in sorted(groups):
        yield from _split_by_role(groups[key])


def _split_by_role(group: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Keep "co-founder and CEO" two; what names no role speaks for each."""
    roles = {c.values["role"].start for c in group if "role" in c.values}
    if len(roles) < 2:
        yield group
        return
    for role in sorted(roles):
        yield [c for c in group if "role" not in c.values or c.values["role"].start == role]


def judge(group: Sequence[Candidate], schema: Schema) -> tuple[Candidate, float, str | None]:
    """Decide on one pair and relation.

    Returns:
        The candidate that tells most, the confidence in it, and the reason to reject it.
    """
    frames = max((c.score for c in group if c.reader == FRAMES), default=0.0)
    head = max((c.score for c in group if c.reader == HEAD), default=0.0)
    best = max(group, key=lambda c: (c.reader == FRAMES, len(c.values), c.score))
    confidence = round(1.0 - (1.0 - frames) * (1.0 - head), 3)
    if best.status is None:
        return best, confidence, "states nothing: " + "; ".join(best.reasons)
    clash = find_type_clash(best, schema)
    if clash:
        return best, confidence, clash
    believed = (
        frames >= FRAMES_ALONE or head >= HEAD_ALONE or (frames > 0.0 and head >= HEAD_CONFIRMS)
    )
    return best, confidence, None if believed else f"confidence {confidence:.2f} is too low"


def find_type_clash(candidate: Candidate, schema: Schema) -> str | None:
    """Say which argument is of a kind that the relation does not take."""
    relation = schema.relations[candidate.relation]
    for argument, allowed, place in (
        (candidate.subject, relation.domain, "subject"),
        (candidate.object, relation.range, "object"),
    ):
        if not _fits(argument, allowed, schema):
            types = argument.mention.types if argument.mention else ()
            kind = schema.classes[types[0][0]].label if types else "nothing known"
            name = argument.mention.name if argument.mention else "?"
            return f"type clash: {name} ({kind}) as {place} of {relation.label}"
    return None


# A kind that less than this share of the evidence speaks for is not enough to stand.
LEAST_SUPPORT = 0.34


def _fits(argument: Argument, allowed: tuple[str, ...], schema: Schema) -> bool:
    if argument.mention is None:
        return False
    return any(
        schema.fits(name, allowed)
        for place, (name, support) in enumerate(argument.mention.types)
        if place == 0 or support >= LEAST_SUPPORT
    )
