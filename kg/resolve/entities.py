"""Units that are one thing -> its entity: label, class and IRI."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from kg.datamodel import Entity, Mention, NameMerge
from kg.resolve.context import MentionKey
from kg.resolve.units import Unit
from kg.schema import Schema
from kg.vocab import ID, slug

# A narrower class is preferred to its superclass from this share of the evidence on.
NARROWER_SHARE = 0.2


def make_entities(
    clusters: Sequence[tuple[Sequence[Unit], Sequence[NameMerge]]],
    schema: Schema,
    named: Mapping[MentionKey, str],
) -> list[Entity]:
    """Make the entity of each cluster of units, in their order.

    Args:
        named: IRIs that are given to the entities of some mentions.
    """
    taken = set(named.values())
    entities = []
    for units, merges in clusters:
        mentions = [mention for unit in units for mention in unit.things.values()]
        label = _choose_label(mentions)
        given = sorted({named[key] for unit in units for key in unit.things if key in named})
        iri = given[0] if given else _free_iri(label, units, taken)
        taken.add(iri)
        aliases = {name for m in mentions for name in (m.name, *m.aliases)}
        own = [merge for unit in units for merge in unit.merges]
        entities.append(
            Entity(
                iri=iri,
                label=label,
                type=_choose_type(mentions, schema),
                aliases=tuple(sorted(aliases - {label})),
                merges=tuple(sorted({*own, *merges}, key=lambda m: (m.score, m.name, m.article))),
            )
        )
    return entities


def entity_iri(name: str) -> str:
    """Return the IRI that a name gives to an entity, unless another has it already."""
    return str(ID[f"entity/{slug(name)}"])


def kind_iri(name: str, kind: str) -> str:
    """Return the IRI that a name and a kind give."""
    return f"{entity_iri(name)}-{kind.lower() or 'thing'}"


def _free_iri(label: str, units: Sequence[Unit], taken: set[str]) -> str:
    return next(iri for iri in _iris(label, units) if iri not in taken)


def _iris(label: str, units: Sequence[Unit]) -> Iterator[str]:
    """Yield IRIs for an entity: by its name, its kind, what it is told apart by, a number."""
    kind = units[0].name.kind
    yield entity_iri(label)
    for value in _telling(units):
        yield f"{entity_iri(label)}-{slug(value)}"
    yield kind_iri(label, kind)
    for number in count(2):
        yield f"{kind_iri(label, kind)}-{number}"


def _telling(units: Sequence[Unit]) -> list[str]:
    """Return the names that tell it from its homonyms, where a name has several."""
    if not any(unit.homonym for unit in units):
        return []
    facets = units[0].profile.facets
    return [min(facets[name]).key for name in sorted(facets)]


def _choose_label(mentions: Iterable[Mention]) -> str:
    counts = Counter(m.name for m in mentions)
    return max(counts, key=lambda name: (counts[name], len(name), name))


def _choose_type(mentions: Iterable[Mention], schema: Schema) -> str:
    """Return the class with most support, or a narrower one that has enough of it."""
    votes: dict[str, float] = defaultdict(float)
    for mention in mentions:
        for name, support in mention.types:
            votes[name] += support
    if not votes:
        return "Agent"
    best = max(votes, key=lambda name: (votes[name], name))
    total = sum(votes.values())
    while True:
        narrower = [
            name
            for name in votes
            if name != best and schema.is_a(name, best) and votes[name] >= NARROWER_SHARE * total
        ]
        if not narrower:
            return best
        best = max(narrower, key=lambda name: (votes[name], name))
