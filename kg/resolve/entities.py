"""Units that are one thing -> its entity: label, class and IRI."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from itertools import chain, count

from kg.datamodel import Entity, Mention, NameMerge
from kg.lexicon.naming import is_shouted
from kg.resolve.units import Unit
from kg.schema import Schema
from kg.vocab import ID, slug

# A narrower class is preferred to its superclass from this share of the evidence on.
NARROWER_SHARE = 0.2


def make_entity(units: Sequence[Unit], merges: Iterable[NameMerge], schema: Schema) -> Entity:
    """Make the entity of some units; it is yet to be given an IRI."""
    mentions = [mention for unit in units for mention in unit.things.values()]
    label = _choose_label(mentions)
    aliases = {name for m in mentions for name in (m.name, *m.aliases)}
    own = [merge for unit in units for merge in unit.merges]
    return Entity(
        iri="",
        label=label,
        type=_choose_type(mentions, schema),
        aliases=tuple(sorted(aliases - {label})),
        merges=tuple(sorted({*own, *merges}, key=order_merges)),
    )


def order_merges(merge: NameMerge) -> tuple[float, str, str, str, str]:
    """Return what merges are sorted by: all that is in them, or equal ones come as they like."""
    return merge.score, merge.name, merge.article, merge.into, merge.reason


def entity_iri(name: str) -> str:
    """Return the IRI that a name gives to an entity, unless another has it already."""
    return str(ID[f"entity/{slug(name)}"])


def kind_iri(name: str, kind: str) -> str:
    """Return the IRI that a name and a kind give."""
    return _add_kind(entity_iri(name), kind)


def wanted_iris(label: str, units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the IRIs that an entity would like to have: by its name, or what tells it apart."""
    iri = entity_iri(label)
    return (iri, *(f"{iri}-{slug(value)}" for value in _telling(units)))


def free_iri(wanted: Sequence[str], kind: str, taken: Container[str]) -> str:
    """Return the first of the wanted IRIs, of one by kind, and of numbered ones that is free."""
    by_kind = _add_kind(wanted[0], kind)
    numbered = (f"{by_kind}-{number}" for number in count(2))
    return next(iri for iri in chain(wanted, [by_kind], numbered) if iri not in taken)


def _add_kind(iri: str, kind: str) -> str:
    return f"{iri}-{kind.lower() or 'thing'}"


def _telling(units: Sequence[Unit]) -> list[str]:
    """Return the names that tell it from its homonyms, where a name has several."""
    if not any(unit.homonym for unit in units):
        return []
    profile = units[0].profile
    regions = [min(profile.regions)[0]] if profile.regions else []
    return regions + [min(values).key for _, values in sorted(profile.facets.items())]


def _choose_label(mentions: Iterable[Mention]) -> str:
    """Return the name used most often, mixed case before capitals, then the longest."""
    counts = Counter(m.name for m in mentions)
    return max(counts, key=lambda name: (not is_shouted(name), counts[name], len(name), name))


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
