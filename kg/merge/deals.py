"""One relation between two things may hold several times: deals of different amounts or dates.

What an article says of a deal stays together; articles tell of one deal unless they give
different values of what a deal has one of.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from kg.datamodel import NO_QUALIFIERS, Date, Entity, Money, Qualifiers, RelationMention

# News of one deal gives its date a few days apart: said, signed, reported.
SAME_DATE_DAYS = 3
_NAMES = tuple(each.name for each in fields(Qualifiers))
_NONE = repr(NO_QUALIFIERS)
# Of these an article may give several that are of one deal.
_SEVERAL = frozenset({"date", "valuation"})


class Placed(NamedTuple):
    """A relation mention with its entities, in the order of the statement."""

    found: RelationMention
    subject: Entity
    object: Entity
    source: Entity | None


@dataclass(slots=True)
class _Deal:
    """Mentions of one deal, and the values that tell it from others."""

    placed: list[Placed] = field(default_factory=list)
    values: set[Qualifiers] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def split_deals(
    group: Iterable[Placed], source_of: Callable[[str], str], single_valued: frozenset[str]
) -> list[tuple[str, list[Placed]]]:
    """Part the mentions of one relation between two things into deals.

    What gives no value joins the deal with most sources.

    Returns:
        Deals and what tells them apart, "" where nothing does.
    """
    group = in_order(group)
    if all(_is_none(placed.found.qualifiers) for placed in group):
        return [("", group)]
    deals: list[_Deal] = []
    for values, placed in _bundles(group, single_valued):
        fitting = [d for d in deals if not any(_conflict(values, v) for v in d.values)]
        deal = max(fitting, key=lambda d: _closeness(d, values), default=None)
        if deal is None:
            deal = _Deal()
            deals.append(deal)
        deal.placed += placed
        deal.values.add(values)
        deal.sources.add(source_of(placed[0].found.evidence.article))
    return list(_name(deals, single_valued))


def combine(qualifiers: Sequence[Qualifiers]) -> Qualifiers:
    """Take for each qualifier the value given most often, then the one given first."""
    told = [each for each in qualifiers if not _is_none(each)]
    if not told:
        return NO_QUALIFIERS
    combined: dict[str, object] = {}
    for name in _NAMES:
        values = [getattr(each, name) for each in told]
        given = [value for value in values if value not in (None, False)]
        if len(given) == 1:
            combined[name] = given[0]
        elif given:
            counts = Counter(given)
            combined[name] = max(given, key=lambda v: (counts[v], _exactness(v), -given.index(v)))
    return Qualifiers(**combined)  # type: ignore[arg-type]  # each value has its field's type


def _is_none(qualifiers: Qualifiers) -> bool:
    return qualifiers is NO_QUALIFIERS or qualifiers == NO_QUALIFIERS


def in_order(group: Iterable[Placed]) -> list[Placed]:
    """Sort by article and place; what one sentence says twice, by what it says."""
    group = list(group)
    return sorted(group, key=_place_order) if len(group) > 1 else group


def _place_order(placed: Placed) -> tuple[object, ...]:
    found = placed.found
    return (
        found.evidence.article,
        found.evidence.span.start,
        found.evidence.span.end,
        -found.confidence,
        _NONE if _is_none(found.qualifiers) else repr(found.qualifiers),
        placed.source.iri if placed.source else "",
        found.reasons,
    )


def _bundles(
    group: Sequence[Placed], single_valued: frozenset[str]
) -> list[tuple[Qualifiers, list[Placed]]]:
    """Return what each article says of each deal, those with most values first."""
    by_article: dict[str, list[Placed]] = defaultdict(list)
    for placed in group:
        by_article[placed.found.evidence.article].append(placed)
    found = [
        (_only(combine([p.found.qualifiers for p in bundle]), single_valued), bundle)
        for placed in by_article.values()
        for bundle in _part_article(placed, single_valued)
    ]
    return sorted(found, key=lambda row: -sum(value is not None for value in _values(row[0])))


def _part_article(
    placed: Sequence[Placed], single_valued: frozenset[str]
) -> Iterator[list[Placed]]:
    """Part what one article says by values of which a deal has one; the rest goes with the first.

    But for dates and valuations: an article gives several of one deal, when it was agreed and when
    it closes. An amount in other words is another one here.
    """
    names = single_valued - _SEVERAL
    bundles: list[tuple[dict[str, object], list[Placed]]] = []
    rest: list[Placed] = []
    for one in placed:
        given = ((name, getattr(one.found.qualifiers, name)) for name in names)
        told = {name: _plain(value) for name, value in given if value is not None}
        if not told:
            rest.append(one)
            continue
        for known, bundle in bundles:
            if all(known.get(name, value) == value for name, value in told.items()):
                known |= told
                bundle.append(one)
                break
        else:
            bundles.append((told, [one]))
    if not bundles:
        bundles.append(({}, []))
    bundles[0][1].extend(rest)
    for _, bundle in bundles:
        yield bundle


def _plain(value: object) -> object:
    """Return what of a value tells it from another that the same article gives."""
    return (value.amount, value.currency) if isinstance(value, Money) else value


def _only(qualifiers: Qualifiers, names: frozenset[str]) -> Qualifiers:
    if _is_none(qualifiers):
        return NO_QUALIFIERS
    return Qualifiers(**{name: getattr(qualifiers, name) for name in names})


def _values(qualifiers: Qualifiers) -> list[object]:
    return [getattr(qualifiers, name) or None for name in _NAMES]


def _conflict(one: Qualifiers, other: Qualifiers) -> bool:
    pairs = zip(_values(one), _values(other), strict=True)
    return any(a is not None and b is not None and not _is_same(a, b) for a, b in pairs)


def _closeness(deal: _Deal, values: Qualifiers) -> tuple[int, int]:
    """Return how many values a deal shares, and how many sources it has."""
    known = [_values(v) for v in deal.values]
    shared = sum(
        mine is not None and any(row[n] is not None for row in known)
        for n, mine in enumerate(_values(values))
    )
    return shared, len(deal.sources)


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, Money) and isinstance(other, Money):
        return one.is_same(other)
    if isinstance(one, Date) and isinstance(other, Date):
        return one.days_from(other) <= SAME_DATE_DAYS
    return one == other


def _name(
    deals: Sequence[_Deal], single_valued: frozenset[str]
) -> Iterator[tuple[str, list[Placed]]]:
    """Name deals by their amounts, and by all that tells them apart where that is not enough."""
    taken: set[str] = set()
    ordered = sorted(deals, key=lambda d: (-len(d.sources), _place_order(d.placed[0])))
    for deal in ordered:
        whole = _only(combine([p.found.qualifiers for p in deal.placed]), single_valued)
        amount = whole.amount
        name = f"{amount.amount.normalize():f} {amount.currency}" if amount else ""
        if name in taken:
            parts = (whole.date, whole.stake, whole.valuation, whole.round)
            name = " ".join([name, *(str(part or "") for part in parts)])
        while name in taken:
            name += "+"
        taken.add(name)
        yield name, deal.placed


def _exactness(value: object) -> int:
    if isinstance(value, Money):
        return value.precision == "exact"
    return len(str(value)) if hasattr(value, "precision") else 0
