"""Which statements have others to be compared with: of a large graph, few."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from kg.schema import Schema, SchemaRelation
from kg.validate.conflicts import PARENT

# Subject, relation, object (IRIs) and status of a statement.
Key = tuple[str, str, str, str]


def select_comparable(keys: Iterable[Key], schema: Schema) -> list[int]:
    """Select, by number, the statements that have others to be compared with.

    Args:
        keys: Subject, relation, object (IRIs) and status of each statement.

    Returns:
        All whose comparison can find a disagreement or a development, and few others.
    """
    keys = list(keys)
    ended = {name for relation in schema.relations.values() for name in relation.ends}
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    # Of a relation that has one value, what gives it one.
    valued: dict[tuple[str, str], list[int]] = defaultdict(list)
    pairs: dict[frozenset[str], list[int]] = defaultdict(list)
    parents: dict[str, list[int]] = defaultdict(list)
    deals: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (subject, name, object_, status) in enumerate(keys):
        relation = schema.relations[name]
        ends = bool(relation.ends) or name in ended
        for shared in _shared_by(keys[number], relation, ends=ends):
            groups[shared].append(number)
        if "amount" in relation.takes and not relation.symmetric:
            deals[subject, name, object_, status].append(number)
        if status == "asserted":
            pairs[frozenset((subject, object_))].append(number)
            if relation.single_valued:
                valued[subject, name].append(number)
            if name == PARENT:
                parents[subject].append(number)
    compared = (*groups.values(), *valued.values())
    chosen = {number for group in compared if len(group) > 1 for number in group}
    for (subject, *rest), group in deals.items():
        for number in parents.get(subject, ()):
            others = deals.get((keys[number][2], *rest), ())
            chosen |= {number, *group, *others} if others else set()
    for one, other in (pair for group in valued.values() for pair in combinations(group, 2)):
        # Whether their objects are linked decides about them.
        chosen.update(pairs.get(frozenset((keys[one][2], keys[other][2])), ()))
    return sorted(chosen)


def _shared_by(key: Key, relation: SchemaRelation, *, ends: bool) -> Iterator[tuple[str, ...]]:
    """Yield what a statement shares with those that it is compared with, besides one value."""
    subject, name, object_, status = key
    yield subject, name, object_
    if status == "asserted":
        if ends:
            yield subject, object_
        if relation.one_way:
            yield (name, *sorted((subject, object_)))
