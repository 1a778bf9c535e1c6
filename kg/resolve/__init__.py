"""One entity for one thing, over all articles.

keys         what of a name is compared
context      what articles say around a name, and how it weighs
units        one name, parted into the things that bear it
ways         how two names may be one thing
candidates   pairs of names that may be, by index, never all with all; people, spelling
join         the likely ones become one, each with reason and score
entities     label, class and IRI
register     what is known of all names, kept from build to build
update       what articles that come and go change of it
corrections  what the user knows better; handles: what its IRIs stand for
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from kg.datamodel import Entity, Mention, NameMerge, RelationMention
from kg.lexicon.frames import Lexicon
from kg.resolve.context import KeyReader, MentionKey
from kg.resolve.corrections import Corrections, read_corrections
from kg.resolve.handles import Handles, Orders, correct_entities, read_orders
from kg.resolve.keys import NameReader
from kg.resolve.register import Register
from kg.resolve.units import Cluster
from kg.resolve.update import ArticleNames, Reader, RegisterChange, update_register
from kg.schema import Schema
from kg.state import Lazy

__all__ = [
    "ArticleNames",
    "Corrections",
    "MentionKey",
    "Register",
    "Resolution",
    "make_reader",
    "read_corrections",
    "resolve_articles",
    "resolve_mentions",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The entity of each mention.

    Attributes:
        moved: What has another IRI than in the register as it was, with that; "" for none.
        changed: IRIs of entities of which something else is known than there.
        corrected: Entities that the user knows better, by IRI.
        warnings: Corrections that correct nothing.
    """

    reader: Reader
    register: Register
    moved: Mapping[MentionKey, str]
    changed: frozenset[str]
    corrected: Mapping[str, Entity]
    warnings: tuple[str, ...]

    def key_of(self, mention: Mention) -> MentionKey:
        """Return what a mention names within its article."""
        return self.reader.keys.read(mention)

    def entity(self, iri: str) -> Entity:
        """Return the entity of an IRI."""
        found = self.corrected.get(iri)
        return found or self.register.entity(self.register.cluster(iri))

    def articles_of(self, iri: str) -> set[str]:
        """Return the articles that name the entity of an IRI, none where there is none."""
        return self.register.articles_of(iri)

    def entity_of(self, mention: Mention) -> Entity:
        """Return the entity that a mention names."""
        name, bearer = self.reader.read(mention)
        return self._read(self.register.home(name)[bearer])

    def with_aliases(self) -> Lazy[Cluster, Entity]:
        """Return the entities that have other names, by IRI."""
        known = {self.register.iri(cluster): cluster for cluster in self.register.with_aliases()}
        given = (entity.iri for entity in self.corrected.values() if entity.aliases)
        known |= {iri: self.register.cluster(iri) for iri in given}
        return Lazy([cluster for _, cluster in sorted(known.items())], self._read)

    def with_merges(self, below: float = inf) -> Lazy[Cluster, Entity]:
        """Return the entities of which it is told why they are one, by IRI.

        Args:
            below: Only where that has a score below this.
        """
        return Lazy(self.register.with_merges(below), self._read)

    def _read(self, cluster: Cluster) -> Entity:
        found = self.register.entity(cluster)
        return self.corrected.get(found.iri, found)

    @property
    def missed(self) -> tuple[NameMerge, ...]:
        """Return names that may be one thing, and are not likely enough."""
        return tuple(self.register.missed())


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
    named: dict[str, list[Mention]] = defaultdict(list)
    for mention in {id(mention): mention for mention in mentions}.values():
        named[mention.article].append(mention)
    telling: dict[str, list[RelationMention]] = defaultdict(list)
    for found in said:
        telling[found.subject.article].append(found)
    articles = sorted({*named, *telling})
    new = [ArticleNames(article=a, mentions=named[a], found=telling[a]) for a in articles]
    reader = make_reader(schema, lexicon, is_wide)
    return resolve_articles(Register(), [], new, _load_none, reader, corrections or Corrections())


def make_reader(schema: Schema, lexicon: Lexicon, is_wide: Callable[[str], bool]) -> Reader:
    """Make what reads names."""
    names, keys = NameReader(lexicon, schema), KeyReader(schema)
    return Reader(schema=schema, names=names, keys=keys, is_wide=is_wide)


def _load_none(article: str) -> ArticleNames:
    raise ValueError(f"{article} is not among what was given")


def resolve_articles(
    register: Register,
    gone: Sequence[ArticleNames],
    new: Sequence[ArticleNames],
    load: Callable[[str], ArticleNames],
    reader: Reader,
    corrections: Corrections,
) -> Resolution:
    """Find the entities of articles that come, and what they change for the others.

    Args:
        register: What is known of names without the articles that come and with those that
            go; it is brought up to date. With corrections it must be empty.
        load: Returns any other article, by its id.
    """
    found = update_register(register, gone, new, load, reader, Orders())
    corrected: Mapping[str, Entity] = {}
    warnings: tuple[str, ...] = ()
    if corrections:
        handles = _handle(found, register)
        orders = read_orders(corrections, handles)
        register = Register()
        found = update_register(register, [], new, load, reader, orders)
        corrected = correct_entities(_by_mention(found, register), corrections, handles)
        warnings = orders.warnings
    return Resolution(
        reader=reader,
        register=register,
        moved=found.moved,
        changed=frozenset(found.changed),
        corrected=corrected,
        warnings=warnings,
    )


def _handle(found: RegisterChange, register: Register) -> Handles:
    entities = [register.entity(found.units[first].id) for first, *_ in found.clusters]
    return Handles(found.units, found.clusters, entities)


def _by_mention(found: RegisterChange, register: Register) -> dict[MentionKey, Entity]:
    return {
        key: register.entity(found.units[members[0]].id)
        for members in found.clusters
        for number in members
        for key in found.units[number].things
    }
