"""Where statements cannot all be the whole truth, and where one came of another."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from kg.datamodel import Date, Development, Disagreement, Money, Statement
from kg.schema import Schema

# News of one deal comes within two months; what lies farther apart may be two deals.
ONE_DEAL_DAYS = 60
# Who gives another seat or another owner half a year later tells of a change.
CHANGE_DAYS = 180
# What becomes of what; a denial is no stage, and ends plans and rumours.
STAGES = ("rumoured", "planned", "asserted", "former")
# The relation of a company to its parent.
PARENT = "subsidiaryOf"
# What a later day may deny, or take up again, without contradiction.
_HOPES = ("rumoured", "planned")

Dates = Mapping[str, datetime.date]
Pair = tuple[Statement, Statement]


def find_disagreements(
    statements: Sequence[Statement],
    schema: Schema,
    *,
    dates: Dates | None = None,
    is_wide: Callable[[str], bool] = lambda name: False,
) -> list[Disagreement]:
    """Find pairs of statements that contradict each other; both stay.

    One deal with different values of what it has one of, unless one source gives both; one fact
    asserted and denied, planned or rumoured and denied on one day, or said to be so after it was
    said to be past; what seldom holds both ways said both ways; one deal credited to an
    organization and to its parent, unless the relation is symmetric; and two objects at one time
    of a relation that has one. What is read from the very same sentences contradicts nobody.

    Args:
        dates: Article id -> its date, where it is known.
        is_wide: Tells of a name whether it is one, such as a country's, that others lie in.
    """
    found = (
        *_different_values(statements),
        *_said_and_denied(statements, dates or {}),
        *_past_and_present(statements, dates or {}),
        *_both_ways(statements, schema),
        *_parent_or_subsidiary(statements, schema),
        *_two_objects(_rivals(statements, schema, is_wide), schema, dates or {}),
    )
    apart = (f for f in found if _sentences(f.one) != _sentences(f.other))
    return sorted(apart, key=lambda f: (f.one.iri, f.other.iri, f.reason))


def find_developments(
    statements: Sequence[Statement],
    schema: Schema,
    *,
    dates: Dates | None = None,
    is_wide: Callable[[str], bool] = lambda name: False,
) -> list[Development]:
    """Find pairs of statements of which the later one tells what became of the earlier.

    A plan or a rumour that came true or was denied on another day; what was so and is past, by its
    own status or by a relation that ends it; and a relation with one object at a time that has
    another now.

    Args:
        dates: Article id -> its date, where it is known.
        is_wide: Tells of a name whether it is one, such as a country's, that others lie in.
    """
    found = (
        *_next_stages(statements, dates or {}),
        *_denials(statements, dates or {}),
        *_ends(statements, schema, dates or {}),
        *_changes(_rivals(statements, schema, is_wide), dates or {}),
    )
    return sorted(found, key=lambda f: (f.earlier.iri, f.later.iri, f.reason))


def choose_preferred(
    pairs: Iterable[tuple[str, str]], rank: Callable[[str], tuple[int, float]]
) -> frozenset[str]:
    """Choose the statements that rank before all that they disagree with.

    More sources count first, then more confidence; of equals none is preferred.

    Args:
        pairs: Statements that disagree, by name.
        rank: Returns what is smaller the more a statement counts.
    """
    wins: dict[str, bool] = {}
    for one, other in pairs:
        first, second = rank(one), rank(other)
        wins[one] = wins.get(one, True) and first < second
        wins[other] = wins.get(other, True) and second < first
    return frozenset(name for name, won in wins.items() if won)


def time_of(statement: Statement, dates: Dates) -> datetime.date | None:
    """Return when a statement holds, or when the first article says so."""
    if statement.qualifiers.date:
        return statement.qualifiers.date.day
    told = [dates[e.evidence.article] for e in statement.evidence if e.evidence.article in dates]
    return min(told, default=None)


def _period_of(statement: Statement, dates: Dates) -> Date | None:
    """Return when a statement holds as exactly as it is told, or when an article first says so."""
    day = time_of(statement, dates)
    told = statement.qualifiers.date
    return told or (Date(day=day, precision="day") if day else None)


def _sentences(statement: Statement) -> frozenset[tuple[str, int]]:
    return frozenset((e.evidence.article, e.evidence.span.start) for e in statement.evidence)


def _by_triple(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.subject.iri, s.relation, s.object.iri].append(s)
    for key in sorted(groups):
        yield groups[key]


def _pairs(statements: Iterable[Statement]) -> Iterator[Pair]:
    """Yield pairs of statements of one triple whose roles, where both name one, agree."""
    for group in _by_triple(statements):
        for one, other in combinations(group, 2):
            if _same_role(one, other):
                yield one, other


def _same_role(one: Statement, other: Statement) -> bool:
    a, b = one.qualifiers.role, other.qualifiers.role
    return not a or not b or a == b


def _different_values(statements: Sequence[Statement]) -> Iterator[Disagreement]:
    for one, other in _pairs(statements):
        may_be_one = one.status == other.status and _may_be_one_deal(one, other)
        if may_be_one and not _told_apart(one, other):
            for reason in _differences(one, other):
                yield Disagreement(one=one, other=other, reason=reason)


def _told_apart(one: Statement, other: Statement) -> bool:
    """Tell whether somebody tells both in one article: a round and its extension are two deals."""
    first, second = (
        {(e.evidence.article, e.attributed_to and e.attributed_to.iri) for e in s.evidence}
        for s in (one, other)
    )
    return not first.isdisjoint(second)


def _differences(one: Statement, other: Statement) -> Iterator[str]:
    """Yield what a deal has one of, and the two give two values of."""
    a, b = one.qualifiers, other.qualifiers
    if _contradict(a.amount, b.amount):
        yield "different amounts"
    if _contradict(a.valuation, b.valuation):
        yield "different valuations"
    if a.stake is not None and b.stake is not None and a.stake != b.stake:
        yield "different stakes"
    if a.date and b.date and a.date.days_from(b.date):
        yield "different dates"


def _contradict(one: Money | None, other: Money | None) -> bool:
    return bool(one and other and one.contradicts(other))


def _may_be_one_deal(one: Statement, other: Statement) -> bool:
    """Tell whether neither the dates nor the rounds set two deals apart."""
    a, b = one.qualifiers, other.qualifiers
    if a.round and b.round and a.round != b.round:
        return False
    return not (a.date and b.date and a.date.days_from(b.date) > ONE_DEAL_DAYS)


def _said_and_denied(statements: Sequence[Statement], dates: Dates) -> Iterator[Disagreement]:
    """Yield what is denied elsewhere; a plan or rumour denied on another day has developed."""
    for pair in _pairs(statements):
        said, denied = sorted(pair, key=lambda s: s.status == "denied")
        if denied.status != "denied" or said.status not in (*_HOPES, "asserted"):
            continue
        if said.status == "asserted" or _days_between(said, denied, dates) == 0:
            yield Disagreement(one=said, other=denied, reason=f"{said.status} and denied")


def _past_and_present(statements: Sequence[Statement], dates: Dates) -> Iterator[Disagreement]:
    """Yield what is said to be so by articles later than those that say it is past."""
    for pair in _pairs(statements):
        past, present = sorted(pair, key=lambda s: s.status != "former")
        is_pair = (past.status, present.status) == ("former", "asserted")
        if is_pair and _days_between(past, present, dates) > 0:
            reason = "said to be so after it was said to be past"
            yield Disagreement(one=past, other=present, reason=reason)


def _both_ways(statements: Sequence[Statement], schema: Schema) -> Iterator[Disagreement]:
    ends: dict[tuple[str, str, str], Statement] = {}
    for one in statements:
        if one.status == "asserted" and schema.relations[one.relation].one_way:
            other = ends.get((one.relation, one.object.iri, one.subject.iri))
            if other:
                yield Disagreement(one=other, other=one, reason="said both ways round")
            ends[one.relation, one.subject.iri, one.object.iri] = one


def _days_between(earlier: Statement, later: Statement, dates: Dates) -> int:
    """Count the days from one to the other, 0 where a time is not known or may be the same.

    A month is no first of the month: a deal of November may be that of 10 November.
    """
    one, other = _period_of(earlier, dates), _period_of(later, dates)
    if one is None or other is None or one.days_from(other) == 0:
        return 0
    return (other.day - one.day).days


def _parent_or_subsidiary(
    statements: Sequence[Statement], schema: Schema
) -> Iterator[Disagreement]:
    parents: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.relation == PARENT and s.status == "asserted":
            parents[s.subject.iri].add(s.object.iri)
    deals: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        relation = schema.relations[s.relation]
        if "amount" in relation.takes and not relation.symmetric:
            deals[s.subject.iri, s.relation, s.object.iri, s.status].append(s)
    for (subject, relation_name, object_, status), group in sorted(deals.items()):
        for parent in sorted(parents.get(subject, ())):
            for other in deals.get((parent, relation_name, object_, status), ()):
                for one in group:
                    if _may_be_one_deal(one, other) and not _other_amount(one, other):
                        reason = "one deal, credited to parent and subsidiary"
                        yield Disagreement(one=one, other=other, reason=reason)


def _other_amount(one: Statement, other: Statement) -> bool:
    return _contradict(one.qualifiers.amount, other.qualifiers.amount)


def _two_objects(rivals: Iterable[Pair], schema: Schema, dates: Dates) -> Iterator[Disagreement]:
    for one, other in rivals:
        if abs(_days_between(one, other, dates)) <= CHANGE_DAYS:
            label = schema.relations[one.relation].label
            yield Disagreement(one=one, other=other, reason=f"only one can be what it {label}")


def _rivals(
    statements: Sequence[Statement], schema: Schema, is_wide: Callable[[str], bool]
) -> Iterator[Pair]:
    """Yield asserted statements of a single-valued relation with unrelated objects."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    linked: set[frozenset[str]] = set()
    for s in statements:
        if s.status != "asserted":
            continue
        linked.add(frozenset((s.subject.iri, s.object.iri)))
        if schema.relations[s.relation].single_valued:
            groups[s.subject.iri, s.relation].append(s)
    for key in sorted(groups):
        for one, other in combinations(groups[key], 2):
            # A town and its country, a company and its holding: both can be so.
            pair = frozenset((one.object.iri, other.object.iri))
            nested = is_wide(one.object.label) != is_wide(other.object.label)
            if len(pair) > 1 and not nested and pair not in linked:
                yield one, other


def _next_stages(statements: Sequence[Statement], dates: Dates) -> Iterator[Development]:
    for group in _by_triple(statements):
        stages = [[s for s in group if s.status == stage] for stage in STAGES]
        for earlier, later in pairwise(stage for stage in stages if stage):
            for one in earlier:
                fitting = [
                    s for s in later if _same_role(one, s) and _days_between(one, s, dates) >= 0
                ]
                same = [s for s in fitting if not _other_amount(one, s)]
                for other in (same or fitting)[:1]:
                    reason = f"{one.status}, then {other.status}"
                    yield Development(earlier=one, later=other, reason=reason)


def _denials(statements: Sequence[Statement], dates: Dates) -> Iterator[Development]:
    """Yield plans and rumours that a later day denies, and denials that one takes back."""
    for pair in _pairs(statements):
        said, denied = sorted(pair, key=lambda s: s.status == "denied")
        if denied.status == "denied" and said.status in _HOPES:
            days = _days_between(said, denied, dates)
            if days:
                earlier, later = (said, denied) if days > 0 else (denied, said)
                reason = f"{earlier.status}, then {later.status}"
                yield Development(earlier=earlier, later=later, reason=reason)


def _ends(statements: Sequence[Statement], schema: Schema, dates: Dates) -> Iterator[Development]:
    """Yield what another relation of the same two has ended."""
    between: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.status == "asserted":
            between[s.subject.iri, s.object.iri].append(s)
    for group in between.values():
        for end in group:
            ended = schema.relations[end.relation].ends
            for one in (s for s in group if s.relation in ended):
                if _same_role(one, end) and _days_between(one, end, dates) >= 0:
                    yield Development(earlier=one, later=end, reason="ended")


def _changes(rivals: Iterable[Pair], dates: Dates) -> Iterator[Development]:
    for pair in rivals:
        one, other = pair if _days_between(*pair, dates) > 0 else pair[::-1]
        if _days_between(one, other, dates) > CHANGE_DAYS:
            yield Development(earlier=one, later=other, reason="changed")
