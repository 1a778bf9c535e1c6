"""What the sentences of one article say together: one speaks for another, or against it."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.datamodel import Argument, Status
from kg.extract.candidates import Candidate, Judged, without
from kg.extract.paths import find_root, trace_ends
from kg.extract.readers import FRAMES
from kg.extract.rounds import share_round
from kg.extract.titles import find_row
from kg.extract.verdict import LEAST_DOUBTFUL, Verdict, corroborate
from kg.lexicon.frames import Lexicon
from kg.schema import Schema

# How much surer what a sentence only means must be than something else that it may mean.
FAR_MARGIN = 0.05

# What may come to pass or not.
_LEFT_OPEN: frozenset[Status] = frozenset({"planned", "rumoured"})
# What ends a sentence, at times with a quotation mark behind it.
_STOPS = (*".!?", *(f"{stop}{mark}" for stop in ".!?" for mark in "\"'\u201d\u2019"))
# Pair, relation, subject (-1 where either may be), status.
_Fact = tuple[frozenset[int], str, int, str]
# Of each fact the best confidence by the start of the sentence and the row of titles in it.
_Said = dict[_Fact, dict[tuple[int, int], float]]


def weigh_together(
    judged: Sequence[Judged],
    verdict: Verdict,
    schema: Schema,
    lexicon: Lexicon,
    normalise_role: Callable[[str], str] = str.lower,
) -> list[Judged]:
    """Weigh what the whole article says of a pair and relation.

    Args:
        normalise_role: Makes equal what two titles of one post are called.

    Returns:
        As many in the same order; what is doubtful or spoken against has its reason.
    """
    judged = _follow_text(judged, verdict, schema)
    said: _Said = {}
    roles: dict[tuple[int, int], str] = {}
    for one in judged:
        if one.reason is None:
            by_place = said.setdefault(_fact(one, schema), {})
            place = one.sentence, _row(one)
            roles[place] = normalise_role(_title_of(one))
            by_place[place] = max(by_place.get(place, 0.0), one.confidence)
    weighed = []
    for one in judged:
        if one.reason is None:
            confidence = corroborate([*_speaking_for(one, said[_fact(one, schema)])])
            reason = verdict.doubt(confidence)
            doubtful = reason is not None and confidence >= LEAST_DOUBTFUL
            if reason is None and one.best.status in _LEFT_OPEN:
                reason = _settled(one, confidence, said, roles, schema)
            one = replace(one, confidence=confidence, reason=reason, doubtful=doubtful)
        weighed.append(one)
    weighed = _reject_reversed(_reject_crossed(weighed, schema), schema)
    believed = _settle_what_ends(_reject_far(weighed, lexicon), schema)
    return share_round(_keep_own_amount(believed, schema), schema)


def _follow_text(judged: Sequence[Judged], verdict: Verdict, schema: Schema) -> list[Judged]:
    """Let a headline in the present tense mean what the text says of its fact.

    "Acme buys Globex" stands over what it has done as well as over what it has agreed to do.
    """
    headlines = {one.sentence for one in judged if _is_present_headline(one.best.sentence)}
    if not headlines:
        return list(judged)
    told: dict[tuple[frozenset[int], str, int], dict[Status, float]] = {}
    for one in judged:
        status, found = one.best.status, verdict.doubt(one.confidence) is None
        if one.reason is None and status and found and one.sentence not in headlines:
            statuses = told.setdefault(_fact(one, schema)[:-1], {})
            statuses[status] = max(statuses.get(status, 0.0), one.confidence)
    followed = []
    for one in judged:
        statuses = told.get(_fact(one, schema)[:-1], {}) if one.best.status == "asserted" else {}
        left_open = [(confidence, s) for s, confidence in statuses.items() if s in _LEFT_OPEN]
        if left_open and "asserted" not in statuses and one.sentence in headlines:
            _, status = max(left_open)
            reasons = (*one.best.reasons, f"{status}: so the text below says")
            one = replace(one, best=replace(one.best, status=status, reasons=reasons))
        followed.append(one)
    return followed


def _is_present_headline(sentence: Span) -> bool:
    """Tell whether a sentence is a line without a stop, and its verb in the simple present."""
    verb = sentence.root
    simple = not any(child.dep_.startswith("aux") for child in verb.children)
    present = verb.lower_ == verb.lemma_.lower() or verb.lower_.endswith("s")
    stands_alone = sentence.text.endswith("\n") and not sentence.text.rstrip().endswith(_STOPS)
    return verb.pos_ == "VERB" and simple and present and stands_alone


def _speaking_for(one: Judged, by_place: Mapping[tuple[int, int], float]) -> Iterator[float]:
    """Yield the confidences that speak for a fact.

    Of two posts that a sentence gives to a pair in two places, one does not speak for the other.
    """
    row = _row(one)
    for (sentence, other), confidence in by_place.items():
        if sentence != one.sentence or other == row:
            yield confidence


def _row(one: Judged) -> int:
    """Return where the titles of a post begin, or -1 where it has none."""
    title = one.best.values.get("role")
    return find_row(one.best.sentence.doc, title) if title else -1


def _title_of(one: Judged) -> str:
    title = one.best.values.get("role")
    return one.best.sentence.doc[title.start : title.end].text if title else ""


def _settled(
    one: Judged,
    confidence: float,
    said: _Said,
    roles: Mapping[tuple[int, int], str],
    schema: Schema,
) -> str | None:
    """Say that the article asserts elsewhere what a sentence only plans or hints at.

    Who holds one post may be about to have another.

    Args:
        roles: The posts by the starts of sentences and of rows of titles.
    """
    pair, relation, first, _ = _fact(one, schema)
    own = roles[one.sentence, _row(one)]
    asserted = [
        sure
        for place, sure in said.get((pair, relation, first, "asserted"), {}).items()
        if not own or roles[place] in ("", own)
    ]
    if asserted and corroborate(asserted) > confidence:
        return f"{one.best.status} here, and asserted elsewhere in the article"
    return None


def _reject_crossed(judged: Sequence[Judged], schema: Schema) -> list[Judged]:
    """Reject what mixes two facts of a sentence: "A moved to X, and B left to join Y".

    A pair is mixed up when its subject goes with another object, its object with another
    subject, both at least as surely or one of them by a frame where the pair has none, and
    those two do not go together: then there are two facts, not a list on both sides. Three
    partners are three pairs, of which none mixes up the other two, and what was so mixes up
    nothing that is.
    """
    believed: dict[tuple[int, str], dict[tuple[int, int], Judged]] = {}
    for one in judged:
        if one.reason is None:
            pairs = believed.setdefault((one.sentence, one.best.relation), {})
            pairs[one.ends] = one
            if schema.relations[one.best.relation].symmetric:
                pairs[one.ends[::-1]] = one
    return [
        replace(one, reason="crossed: its subject and its object belong to other facts")
        if one.reason is None and _is_crossed(one, believed[one.sentence, one.best.relation])
        else one
        for one in judged
    ]


def _reject_reversed(judged: Sequence[Judged], schema: Schema) -> list[Judged]:
    """Of "A invests in B" and "B invests in A" in one article, keep the surer."""
    best: dict[tuple[str, tuple[int, int]], float] = {}
    for one in judged:
        if one.reason is None and schema.relations[one.best.relation].one_way:
            key = one.best.relation, one.ends
            best[key] = max(best.get(key, 0.0), one.confidence)
    return [
        replace(one, reason="the other way round is surer")
        if one.reason is None
        and best.get((one.best.relation, one.ends[::-1]), 0.0) > one.confidence
        else one
        for one in judged
    ]


def _reject_far(judged: Sequence[Judged], lexicon: Lexicon) -> list[Judged]:
    """Keep one of what goes with an end of a relation and is not named in the sentence.

    A list stands in one sentence; what is only meant ("Acme took part as well") is one thing,
    and which, is left open where two are about as sure. Those that one list names may all be
    meant by a word for several: "They took part as well".
    """
    meant: dict[tuple[int, str, int, int], dict[frozenset[int], Judged]] = {}
    for one in judged:
        if one.reason is None:
            for key, _ in _far_ends(one):
                pairs = meant.setdefault(key, {})
                if one.pair not in pairs or pairs[one.pair].confidence < one.confidence:
                    pairs[one.pair] = one

    def is_left_open(one: Judged) -> bool:
        return any(_has_rival(one, far, meant[key], lexicon) for key, far in _far_ends(one))

    return [
        replace(one, reason="another is meant as surely")
        if one.reason is None and is_left_open(one)
        else one
        for one in judged
    ]


def _has_rival(
    one: Judged, far: Argument, sure: Mapping[frozenset[int], Judged], lexicon: Lexicon
) -> bool:
    """Tell whether something else may be meant as surely as what stands elsewhere."""
    least = sure[one.pair].confidence - FAR_MARGIN
    others = [rival for pair, rival in sure.items() if pair != one.pair]
    rivals = [rival.best for rival in others if rival.confidence > least]
    if not rivals:
        return False
    doc = one.best.sentence.doc
    listed = _find_list(find_root(doc, far))

    def is_listed(rival: Candidate) -> bool:
        return any(find_root(doc, end).i in listed for end in (rival.subject, rival.object))

    return not (all(map(is_listed, rivals)) and _speaks_of_several(one.best.sentence, lexicon))


def _find_list(token: Token) -> set[int]:
    """Return where the members of the list stand that a word is in."""
    return {token.i, *(other.i for other in token.conjuncts)}


def _speaks_of_several(sentence: Span, lexicon: Lexicon) -> bool:
    """Tell whether a sentence has a word for several that it does not name: "the brothers"."""
    several, definite = lexicon.words("several"), lexicon.words("definite")
    return any(
        token.lower_ in several
        or (
            token.dep_.startswith("nsubj")
            and token.pos_ == "NOUN"
            and token.lower_ != token.lemma_.lower()
            and any(child.lower_ in definite for child in token.children)
        )
        for token in sentence
    )


def _far_ends(one: Judged) -> Iterator[tuple[tuple[int, str, int, int], Argument]]:
    """Yield what goes with an end that the sentence does not name, and that end."""
    ends = one.best.subject, one.best.object
    for side, (end, other) in enumerate((ends, ends[::-1])):
        if not one.best.sentence.start <= other.start < one.best.sentence.end:
            yield (one.sentence, one.best.relation, side, end.entity), other


def _fact(one: Judged, schema: Schema) -> _Fact:
    symmetric = schema.relations[one.best.relation].symmetric
    first = -1 if symmetric else one.best.subject.entity
    return one.pair, one.best.relation, first, one.best.status or ""


def _settle_what_ends(judged: Sequence[Judged], schema: Schema) -> list[Judged]:
    """Let what a sentence says of an end tell what becomes of that which ends.

    A post that was left is former. One that is to be left, may be or is not, still stands: of
    699 such posts in the corpus 691 are asserted.
    """
    said: dict[tuple[int, frozenset[int], str], Judged] = {}
    for one in judged:
        if one.reason is None:
            for ended in schema.relations[one.best.relation].ends:
                said[one.sentence, one.pair, ended] = one
    settled = []
    for one in judged:
        end = said.get((one.sentence, one.pair, one.best.relation))
        settled.append(replace(one, best=_after_end(one.best, end.best)) if end else one)
    return settled


def _after_end(ended: Candidate, end: Candidate) -> Candidate:
    """Return what ends as the sentence that tells its end means it."""
    if end.status == "asserted":
        return replace(ended, status="former") if ended.status == "asserted" else ended
    roles = {_start(end, "role"), _start(ended, "role")} - {None}
    if ended.status not in ("asserted", end.status) or len(roles) > 1:
        return ended
    values = dict(ended.values)
    if _start(ended, "date") == _start(end, "date"):
        values.pop("date", None)  # that of the end
    return replace(ended, status="asserted", values=values)


def _keep_own_amount(judged: Sequence[Judged], schema: Schema) -> list[Judged]:
    """Leave an amount to the relation that is told nearest to it.

    Of "Globex sued Acme over its $3m purchase of Hooli" it is what Acme paid.
    """
    nearest: dict[tuple[int, int], tuple[float, float, str]] = {}
    for one in judged:
        takes = schema.relations[one.best.relation].takes
        if one.reason is None and "amount" in takes and (key := _claimed(one)):
            claim = _count_steps(one.best), -one.confidence, one.best.relation
            nearest[key] = min(nearest.get(key, claim), claim)
    kept = []
    for one in judged:
        key = _claimed(one)
        if key in nearest and nearest[key][-1] != one.best.relation:
            values = without(one.best.values, "amount")
            one = replace(one, best=replace(one.best, values=values))
        kept.append(one)
    return kept


def _claimed(one: Judged) -> tuple[int, int] | None:
    """Return the sentence and the place of the amount that a fact has."""
    amount = _start(one.best, "amount")
    return None if amount is None else (one.sentence, amount)


def _count_steps(best: Candidate) -> float:
    """Count the steps up the parse from an amount to what joins the two ends."""
    doc = best.sentence.doc
    root = find_root(doc, best.values["amount"])
    ways, met = trace_ends(doc, (best.subject, best.object))
    joining = {token.i for way in ways for token in way} if met is not None else set()
    steps = (step for step, token in enumerate((root, *root.ancestors)) if token.i in joining)
    return next(steps, math.inf)


def _start(candidate: Candidate, key: str) -> int | None:
    value = candidate.values.get(key)
    return value.start if value else None


def _is_crossed(one: Judged, pairs: Mapping[tuple[int, int], Judged]) -> bool:
    subject, object_ = one.ends
    past = _is_past(one)
    against = [end for end, pair in pairs.items() if past or not _is_past(pair)]
    others = [end for end in against if end[0] == subject and end[1] != object_]
    rivals = [end for end in against if end[1] == object_ and end[0] != subject]
    either_way = one.ends[::-1] in pairs
    return any(
        (rival[0], other[1]) not in pairs
        and not (either_way and rival[0] == other[1])
        and _are_surer(pairs[other], pairs[rival], one)
        for rival in rivals
        for other in others
    )


def _is_past(one: Judged) -> bool:
    return one.best.status == "former"


def _are_surer(other: Judged, rival: Judged, one: Judged) -> bool:
    """Tell whether two facts stand more firmly than the one that would join their ends."""
    if one.best.reader != FRAMES and FRAMES in (other.best.reader, rival.best.reader):
        return True
    return min(other.confidence, rival.confidence) >= one.confidence
