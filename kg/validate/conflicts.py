"""Where statements cannot all be the whole truth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kg.datamodel import Disagreement, Statement
from kg.schema import Schema


def find_disagreements(statements: Sequence[Statement], schema: Schema) -> list[Disagreement]:
    """Find pairs of statements that contradict each other; both stay.

    Three kinds: one fact with different amounts; one fact asserted and denied; and one
    deal credited to an organization and to its parent. For symmetric relations the last
    is none.
    """
    return sorted(
        (
            *_different_amounts(statements),
            *_asserted_and_denied(statements),
            *_parent_or_subsidiary(statements, schema),
        ),
        key=lambda found: (found.one.iri, found.other.iri),
    )


def _by_triple(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.subject.iri, s.relation, s.object.iri].append(s)
    yield from groups.values()


def _different_amounts(statements: Sequence[Statement]) -> Iterator[Disagreement]:
    for group in _by_triple(statements):
        for one, other in combinations(group, 2):
            a, b = one.qualifiers.amount, other.qualifiers.amount
            comparable = one.status == other.status and a and b and a.currency == b.currency
            if comparable and a and b and a.amount != b.amount:
                yield Disagreement(one=one, other=other, reason="different amounts")


def _asserted_and_denied(statements: Sequence[Statement]) -> Iterator[Disagreement]:
    for group in _by_triple(statements):
        for one, other in combinations(group, 2):
            if {one.status, other.status} == {"asserted", "denied"}:
                yield Disagreement(one=one, other=other, reason="asserted and denied")


def _parent_or_subsidiary(
    statements: Sequence[Statement], schema: Schema
) -> Iterator[Disagreement]:
    family = {
        frozenset((s.subject.iri, s.object.iri))
        for s in statements
        if s.relation == "subsidiaryOf" and s.status == "asserted"
    }
    by_object: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        if (
            "amount" in schema.relations[s.relation].takes
            and not schema.relations[s.relation].symmetric
        ):
            by_object[s.relation, s.object.iri].append(s)
    for group in by_object.values():
        for one, other in combinations(group, 2):
            pair = frozenset((one.subject.iri, other.subject.iri))
            if pair in family and one.status == other.status and _one_deal(one, other):
                yield Disagreement(
                    one=one, other=other, reason="one deal, credited to parent and subsidiary"
                )


def _one_deal(one: Statement, other: Statement) -> bool:
    """Tell whether nothing that is known sets the two deals apart."""
    a, b = one.qualifiers, other.qualifiers
    if a.amount and b.amount and a.amount.amount != b.amount.amount:
        return False
    return not (a.date and b.date and abs((a.date.day - b.date.day).days) > 60)
