"""What statements say of each other, kept by subject from one build for the next.

All that is found about a subject comes of its own statements, of those that turn one of them
round, of those on two of its objects, and of the deals of its parents. So where a statement has
changed, only the subjects that it may matter to are looked at anew.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from kg.datamodel import Development, Disagreement, Statement
from kg.merge import Beyond, Key, Ledger, Order, iri_of, order_of, read_order
from kg.schema import Schema
from kg.state import Lazy
from kg.validate import PARENT, Dates, find_developments, find_disagreements, select_comparable

# Two statements, and what is told of them.
Found = tuple[Order, Order, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which statements disagree, and which came of which, by the subject that it is about."""

    disagreements: dict[str, list[Found]] = field(default_factory=dict)
    developments: dict[str, list[Found]] = field(default_factory=dict)

    def list_disagreements(self, ledger: Ledger) -> Lazy[Found, Disagreement]:
        """Return all disagreements, sorted."""
        return Lazy(
            _sort(self.disagreements),
            lambda row: Disagreement(
                one=ledger.read(row[0]), other=ledger.read(row[1]), reason=row[2]
            ),
        )

    def list_developments(self, ledger: Ledger) -> Lazy[Found, Development]:
        """Return all developments, sorted."""
        return Lazy(
            _sort(self.developments),
            lambda row: Development(
                earlier=ledger.read(row[0]), later=ledger.read(row[1]), reason=row[2]
            ),
        )

    def find_beyond(self, preferred: Collection[Order]) -> dict[Order, Beyond]:
        """Find what comes of it for each statement, where that is anything."""
        disputed: dict[Order, set[str]] = defaultdict(set)
        for one, other, _ in chain.from_iterable(self.disagreements.values()):
            disputed[one].add(iri_of(other))
            disputed[other].add(iri_of(one))
        following: dict[Order, set[str]] = defaultdict(set)
        for one, other, _ in chain.from_iterable(self.developments.values()):
            following[one].add(iri_of(other))
        return {
            order: (
                order in preferred,
                tuple(sorted(disputed.get(order, ()))),
                tuple(sorted(following.get(order, ()))),
            )
            for order in disputed.keys() | following.keys()
        }


def _sort(found: Mapping[str, Iterable[Found]]) -> list[Found]:
    rows = chain.from_iterable(found.values())
    return sorted(rows, key=lambda row: (iri_of(row[0]), iri_of(row[1]), row[2]))


def compare_statements(
    ledger: Ledger,
    changed: Collection[Order],
    before: Comparison,
    schema: Schema,
    *,
    dates: Dates,
    is_wide: Callable[[str], bool],
) -> Comparison:
    """Find what statements say of each other.

    Args:
        changed: The statements that have come, gone or changed since `before`.
        is_wide: Tells of a name whether it is one, such as a country's, that others lie in.
    """
    around = _Surroundings(ledger, schema)
    if 2 * len(changed) > len(ledger.rows):
        touched, orders = None, ledger.rows
    else:
        touched = {iri for order in changed for iri in around.subjects(order)}
        orders = sorted({order for iri in touched for order in around.statements(iri)})
    numbers = select_comparable((read_order(order)[:4] for order in orders), schema)
    compared = [ledger.read(orders[number]) for number in numbers]
    disagreements = find_disagreements(compared, schema, dates=dates, is_wide=is_wide)
    developments = find_developments(compared, schema, dates=dates, is_wide=is_wide)
    return Comparison(
        _renew(before.disagreements, touched, ((f.one, f.other, f.reason) for f in disagreements)),
        _renew(
            before.developments, touched, ((f.earlier, f.later, f.reason) for f in developments)
        ),
    )


def _renew(
    before: Mapping[str, list[Found]],
    touched: Collection[str] | None,
    found: Iterable[tuple[Statement, Statement, str]],
) -> dict[str, list[Found]]:
    """Put what was found in place of what was known of the subjects; of all where that is None."""
    kept = {} if touched is None else {s: rows for s, rows in before.items() if s not in touched}
    new: dict[str, list[Found]] = defaultdict(list)
    for one, other, reason in found:
        subject = _subject_of(one, other)
        if touched is None or subject in touched:
            new[subject].append((order_of(one), order_of(other), reason))
    return kept | dict(new)


def _subject_of(one: Statement, other: Statement) -> str:
    """Return the subject that a pair is told of: of what is said both ways, the first by letters.

    Of a deal credited to a parent and its subsidiary, it is the subsidiary, which comes first.
    """
    if one.subject.iri != other.subject.iri and one.object.iri == other.subject.iri:
        return min(one.subject.iri, other.subject.iri)
    return one.subject.iri


class _Surroundings:
    """What a statement may matter to, and what may matter to a subject."""

    def __init__(self, ledger: Ledger, schema: Schema) -> None:
        self._ledger = ledger
        self._schema = schema

    def subjects(self, order: Order) -> Iterator[str]:
        """Yield the subjects to which a statement may matter that has come, gone or changed."""
        key = read_order(order)
        yield key.subject
        yield key.object
        yield from self._pointing_to(key.subject, lambda told: told.relation == PARENT)
        if key.status == "asserted":
            one, other = (set(self._pointing_to(iri, self._has_rivals)) for iri in key.pair)
            yield from one & other

    def _pointing_to(self, iri: str, wanted: Callable[[Key], bool]) -> Iterator[str]:
        for key in map(read_order, self._ledger.table.naming(iri)):
            if key.object == iri and wanted(key):
                yield key.subject

    def _has_rivals(self, key: Key) -> bool:
        return key.status == "asserted" and self._schema.relations[key.relation].single_valued

    def statements(self, subject: str) -> Iterator[Order]:
        """Yield the statements that may matter to a subject."""
        own = self._ledger.starting(subject)
        yield from own
        objects: dict[str, set[str]] = defaultdict(set)
        for key in map(read_order, own):
            if self._schema.relations[key.relation].one_way:
                yield from self._ledger.starting(key.object, key.relation, subject)
            if key.relation == PARENT:
                yield from self._ledger.starting(key.object)
            if self._has_rivals(key):
                objects[key.relation].add(key.object)
        for found in objects.values():
            if len(found) > 1:
                yield from (o for one in found for o in self._within(one, found))

    def _within(self, one: str, others: Collection[str]) -> Iterator[Order]:
        return (o for o in self._ledger.starting(one) if read_order(o).object in others)
