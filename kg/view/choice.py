"""Choose what a page holds and shows first: surroundings, or the best connected entities."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from kg.view.facts import Facts

# What one file can carry and a browser read in a second or two.
MOST_ENTITIES = 5_000
MOST_STATEMENTS = 15_000
# A browser draws so much smoothly: then everything is shown.
MOST_NODES = 300
MOST_LINES = 900
# Where there is more, an overview of so much, which a person can read; the others unfold
# from there.
MOST_IN_OVERVIEW = 40
MOST_LINES_IN_OVERVIEW = 160
# Neighbours that are shown of each, where the best connected do not know one another.
MOST_AROUND = 5


def choose_facts(facts: Facts, *, focus: str | None, most: int = MOST_ENTITIES) -> Facts:
    """Keep at most `most` entities, those with the most neighbours first.

    Args:
        facts: All there is.
        focus: The IRI of an entity: it and its neighbours only.
        most: How many entities to keep.
    """
    return restrict_facts(facts, choose_entities(pairs_of(facts), focus=focus, most=most))


def pairs_of(facts: Facts) -> list[tuple[str, str]]:
    """List the ends of each statement."""
    return [(statement.subject, statement.object) for statement in facts.statements.values()]


def choose_overview(pairs: Collection[tuple[str, str]], *, focus: str | None = None) -> set[str]:
    """Return the entities that a page shows at first: all, or the best connected of many.

    Where those are not connected among themselves, some and what is around them.

    Args:
        pairs: The ends of each statement, by IRI.
        focus: The IRI of an entity that is among them in any case.
    """
    neighbours = _neighbours(pairs)
    if len(neighbours) <= MOST_NODES and len(pairs) <= MOST_LINES:
        return set(neighbours)
    ranked = _rank_all(neighbours, focus)
    chosen = _cut(ranked, pairs, MOST_IN_OVERVIEW, MOST_LINES_IN_OVERVIEW, step=0.8)
    linked = {iri for pair in pairs if chosen.issuperset(pair) for iri in pair}
    if 2 * len(linked) >= len(chosen):
        return chosen
    around: dict[str, None] = {}
    for hub in ranked:
        near = _rank(neighbours[hub], neighbours)[:MOST_AROUND]
        around.update(dict.fromkeys([hub, *near]))
        if len(around) >= MOST_IN_OVERVIEW:
            break
    return set(around)


def choose_entities(
    pairs: Collection[tuple[str, str]], *, focus: str | None = None, most: int = MOST_ENTITIES
) -> set[str]:
    """Return the best connected of the entities that `pairs` join, by IRI.

    They are fewer than `most` where more than `MOST_STATEMENTS` pairs would join them.
    """
    ranked = _rank_by_degree(pairs, most) if focus is None else _rank_all(_neighbours(pairs), focus)
    return _cut(ranked, pairs, most, MOST_STATEMENTS, step=0.75)


def _neighbours(pairs: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return neighbours


def _rank_by_degree(pairs: Iterable[tuple[str, str]], most: int) -> list[str]:
    """Rank the `most` entities with the most neighbours, those with more of them first."""
    apart = {(one, other) if one < other else (other, one) for one, other in pairs}
    degree = Counter(chain.from_iterable(apart))
    least = min(sorted(degree.values(), reverse=True)[:most], default=0)
    ranked = sorted(iri for iri, neighbours in degree.items() if neighbours >= least)
    ranked.sort(key=degree.__getitem__, reverse=True)
    return ranked[:most]


def _rank_all(neighbours: Mapping[str, set[str]], focus: str | None) -> list[str]:
    """Rank all entities, or one and its neighbours."""
    if focus is None:
        return _rank(set(neighbours), neighbours)
    near = neighbours.get(focus, set())
    return [focus, *_rank(near - {focus}, neighbours)]


def _rank(iris: Collection[str], neighbours: Mapping[str, Collection[str]]) -> list[str]:
    """Set those with the most neighbours first."""
    return sorted(iris, key=lambda iri: (-len(neighbours[iri]), iri))


def _cut(
    ranked: Sequence[str],
    pairs: Collection[tuple[str, str]],
    most: int,
    lines: int,
    *,
    step: float,
) -> set[str]:
    """Take the first `most`, and again fewer by `step` while more than `lines` join them."""
    place = {iri: number for number, iri in enumerate(ranked[:most])}
    # From how many on a pair is among them.
    needed = sorted(max(place[a], place[b]) for a, b in pairs if a in place and b in place)
    while most > 1 and bisect_left(needed, most) > lines:
        most = int(most * step)
    return set(ranked[:most])


def restrict_facts(facts: Facts, kept: Collection[str]) -> Facts:
    """Keep some entities, what is said between them, and who says it."""
    statements = {
        iri: statement
        for iri, statement in facts.statements.items()
        if statement.subject in kept and statement.object in kept
    }
    linked = {iri for s in statements.values() for iri in (s.subject, s.object)}
    cited = {found.article for s in statements.values() for found in s.evidence}
    return Facts(
        entities={i: e for i, e in facts.entities.items() if i in kept and i in linked},
        statements=statements,
        articles={i: a for i, a in facts.articles.items() if i in cited},
    )
