"""Choose what a page shows: one entity's surroundings, or the best connected entities."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from kg.view.facts import Facts

# A browser draws some hundred nodes smoothly, and a person reads no more.
MOST_NODES = 300


def choose_facts(facts: Facts, *, focus: str | None, most: int = MOST_NODES) -> Facts:
    """Keep at most `most` entities, those with the most neighbours first.

    Args:
        facts: All there is.
        focus: The IRI of an entity: it and its neighbours only.
        most: How many entities to keep.
    """
    pairs = ((statement.subject, statement.object) for statement in facts.statements.values())
    return _restrict(facts, choose_entities(pairs, focus=focus, most=most))


def choose_entities(
    pairs: Iterable[tuple[str, str]], *, focus: str | None = None, most: int = MOST_NODES
) -> set[str]:
    """Return the best connected of the entities that `pairs` join, by IRI."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    candidates = set(neighbours)
    if focus is not None:
        candidates = {focus} | neighbours[focus]
    ranked = sorted(candidates, key=lambda iri: (iri != focus, -len(neighbours[iri]), iri))
    return set(ranked[:most])


def _restrict(facts: Facts, kept: Collection[str]) -> Facts:
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
