"""One entity for one thing, over all articles.

keys         what of a name is compared
context      what articles say around a name, and how it weighs
units        one name, parted into the things that bear it
ways         how two names may be one thing
candidates   pairs of names that may be, by index, never all with all; people, spelling
join         the likely ones become one, each with reason and score
entities     label, class and IRI
corrections  what the user knows better; handles: what its IRIs stand for
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.datamodel import Entity, Mention, NameMerge, RelationMention
from kg.lexicon.frames import Lexicon
from kg.resolve.candidates import find_candidates
from kg.resolve.context import Context, KeyReader, MentionKey
from kg.resolve.corrections import Corrections, read_corrections
from kg.resolve.entities import make_entities
from kg.resolve.handles import Handles, Orders, correct_entities, pairs_of, read_orders
from kg.resolve.join import Joined, join_mislabelled, join_units
from kg.resolve.keys import NameReader
from kg.resolve.units import Unit, make_units
from kg.schema import Schema

__all__ = [
    "Corrections",
    "MentionKey",
    "Resolution",
    "read_corrections",
    "resolve_mentions",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The entity of each mention.

    Attributes:
        keys: Of the mentions.
        missed: Names that may be one thing, and are not likely enough.
        warnings: Corrections that correct nothing.
    """

    keys: KeyReader
    entities: Mapping[MentionKey, Entity]
    missed: tuple[NameMerge, ...]
    warnings: tuple[str, ...]

    def entity_of(self, mention: Mention) -> Entity:
        """Return the entity that a mention names."""
        return self.entities[self.keys.read(mention)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    """Units, those that are one thing, and their entities."""

    units: list[Unit]
    clusters: list[list[int]]
    entities: list[Entity]
    joined: Joined


def resolve_mentions(
    mentions: Iterable[Mention],
    schema: Schema,
    lexicon: Lexicon,
    *,
    said: Iterable[RelationMention] = (),
    is_wide: Callable[[str], bool] = lambda name: False,
    corrections: Corrections | None = None,
) -> Resolution:
    """Find the entity of each mention.

    Args:
        mentions: All those that take part in relations, of all articles, in any order.
        said: What articles say of them, by which homonyms are told apart.
        is_wide: Tells of a name whether it is one, such as a country's, that others lie in.
        corrections: What the user knows better.
    """
    keys = KeyReader(schema)
    things = _find_first(mentions, keys)
    names = NameReader(lexicon, schema)
    context = Context(said, schema, names, is_wide, keys)
    found = _resolve(things, schema, names, context, Orders())
    warnings: tuple[str, ...] = ()
    if not corrections:
        entities = _by_mention(found)
    else:
        handles = Handles(found.units, found.clusters, found.entities)
        orders = read_orders(corrections, handles)
        found = _resolve(things, schema, names, context, orders)
        entities = correct_entities(_by_mention(found), corrections, handles)
        warnings = orders.warnings
    return Resolution(
        keys=keys, entities=entities, missed=tuple(found.joined.missed), warnings=warnings
    )


def _find_first(mentions: Iterable[Mention], keys: KeyReader) -> dict[MentionKey, Mention]:
    """Return of each thing the mention that stands first in its article."""
    things: dict[MentionKey, Mention] = {}
    for mention in {id(mention): mention for mention in mentions}.values():
        key = keys.read(mention)
        known = things.get(key)
        if known is None or mention.span < known.span:
            things[key] = mention
    return things


def _resolve(
    things: Mapping[MentionKey, Mention],
    schema: Schema,
    names: NameReader,
    context: Context,
    orders: Orders,
) -> _Pass:
    units = make_units(things, context, names, orders.apart)
    apart = frozenset(pairs_of(orders.different, units))
    joined = Joined(units, context, apart)
    joined.force(pairs_of(orders.same, units))
    join_mislabelled(joined, names.person)
    join_units(joined, find_candidates(units, names))
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(units)):
        members[joined.find(number)].append(number)
    clusters = [members[root] for root in sorted(members)]
    entities = make_entities(
        [([units[n] for n in c], joined.merges[joined.find(c[0])]) for c in clusters],
        schema,
        orders.named,
    )
    return _Pass(units=units, clusters=clusters, entities=entities, joined=joined)


def _by_mention(found: _Pass) -> dict[MentionKey, Entity]:
    return {
        key: entity
        for members, entity in zip(found.clusters, found.entities, strict=True)
        for number in members
        for key in found.units[number].things
    }
