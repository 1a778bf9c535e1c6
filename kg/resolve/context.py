"""What articles say around a name: the ground on which two mentions of it are compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.datamodel import Mention, RelationMention
from kg.lexicon.labels import EVENT, PLACE
from kg.resolve.keys import NameId, NameReader, fold, place_and_region
from kg.schema import Schema

# Labels of kinds that whoever shares one of them shares with thousands.
_UNTELLING = (PLACE, EVENT)
# Odds that speak for one thing: what both are related to, what their neighbours are to each
# other, how many names their articles share, and one class that few things have. Set on the
# development half of tests/gold/names; the figures matter less than their order.
SHARED_ONE, SHARED_MORE = 15.0, 30.0
CONNECTED = 4.0
COMPANIONS = (1.0, 2.0, 5.0)
SAME_CLASS = 1.5
# Odds that speak against it: neighbours, and none in common; classes that exclude each other,
# classes that seldom meet; the same post at two firms; and no calling in common.
NOTHING_SHARED, EXCLUDED, SELDOM, SAME_POST, OTHER_CALLING = 0.5, 0.2, 0.6, 0.35, 0.5
# Two towns of one name in two regions are two, whatever else speaks for one.
ELSEWHERE = 0.001
# A sign against it that is no stronger than this is weak; so many unconnected stories of one
# name are few.
WEAK, FEW = 0.5, 4
_NOBODY: frozenset[NameId] = frozenset()

# The names that articles relate a name to.
Related = Callable[[NameId], Set[NameId]]


class MentionKey(NamedTuple):
    """What identifies a thing within one article; compared and hashed a million times."""

    article: str
    name: str
    kind: str


@dataclass(slots=True)
class Profile:
    """What is known of one thing, or of several that are taken for one."""

    articles: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    companions: set[NameId] = field(default_factory=set)
    neighbours: set[NameId] = field(default_factory=set)
    facets: dict[str, set[NameId]] = field(default_factory=dict)
    posts: set[str] = field(default_factory=set)
    regions: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, other: "Profile") -> None:
        """Take in what is known of another that is the same thing."""
        self.articles |= other.articles
        self.classes |= other.classes
        self.companions |= other.companions
        self.neighbours |= other.neighbours
        self.posts |= other.posts
        self.regions |= other.regions
        for name, values in other.facets.items():
            self.facets.setdefault(name, set()).update(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How likely two are one thing, in [0, 1], and what was weighed."""

    score: float
    reasons: tuple[str, ...]


class KeyReader:
    """Tells which thing each mention names; of one mention it is asked again and again."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        # By the identity of a mention; it is held, so that no other can have its place.
        self._known: dict[int, tuple[Mention, MentionKey]] = {}

    def read(self, mention: Mention) -> MentionKey:
        """Return the key of the thing that a mention names."""
        known = self._known.get(id(mention))
        if known:
            return known[1]
        kind = self._schema.kind_of(mention.types[0][0]) if mention.types else ""
        key = MentionKey(mention.article, mention.name, kind)
        self._known[id(mention)] = mention, key
        return key


class Context:
    """What all articles say of all things, indexed by thing and by name."""

    def __init__(
        self,
        schema: Schema,
        names: NameReader,
        is_wide: Callable[[str], bool],
        keys: KeyReader,
        related: Related,
    ) -> None:
        """Start with nothing said.

        Args:
            related: Names that some article, whether its words are added or not, relates.
        """
        self._schema = schema
        self._keys = keys
        self.related = related
        self._is_wide = is_wide
        self._names = names
        self._untelling = {schema.class_of_label(label) for label in _UNTELLING}
        self._callings = {facet.name for facet in schema.facets if facet.calling}
        posts = {name for name, found in schema.relations.items() if "role" in found.identified_by}
        self._of_posts = {facet.name for facet in schema.facets if facet.of_subject & posts}
        above = {name for found in schema.classes.values() for name in found.ancestors}
        self._narrowest = {
            name for name in schema.classes.keys() - above if schema.kind_of(name) != name
        }
        self._facets_of_subject, self._facets_of_object = (
            {
                relation: [f.name for f in schema.facets if relation in getattr(f, side)]
                for relation in schema.relations
            }
            for side in ("of_subject", "of_object")
        )
        self._profiles: dict[MentionKey, Profile] = defaultdict(Profile)
        self._companions: dict[str, set[NameId]] = defaultdict(set)

    def add(self, said: Iterable[RelationMention]) -> None:
        """Take in all that an article says."""
        for found in said:
            self._add(found, (self._keys.read(found.subject), self._keys.read(found.object)))

    def pairs(self, said: Iterable[RelationMention]) -> set[tuple[NameId, NameId]]:
        """Return the pairs of names that an article relates, each both ways."""
        pairs: set[tuple[NameId, NameId]] = set()
        for found in said:
            if found.status != "denied":
                ends = (self._keys.read(found.subject), self._keys.read(found.object))
                one, other = (self._names.read(end.name, end.kind) for end in ends)
                if one != other:
                    pairs |= {(one, other), (other, one)}
        return pairs

    def _add(self, found: RelationMention, ends: tuple[MentionKey, MentionKey]) -> None:
        ids = [self._names.read(end.name, end.kind) for end in ends]
        for end, name in zip(ends, ids, strict=True):
            if end.kind not in self._untelling:
                self._companions[end.article].add(name)
        if found.status == "denied" or ids[0] == ids[1]:
            return
        for facet in self._facets_of_subject[found.relation]:
            if not self._holds(ends[1], ends[0]):
                self._profiles[ends[0]].facets.setdefault(facet, set()).add(ids[1])
        for facet in self._facets_of_object[found.relation]:
            self._profiles[ends[1]].facets.setdefault(facet, set()).add(ids[0])
        for here, there, name in ((ends[0], ends[1], ids[1]), (ends[1], ends[0], ids[0])):
            if there.kind not in self._untelling:
                self._profiles[here].neighbours.add(name)
        if found.qualifiers.role and found.status == "asserted":
            self._profiles[ends[0]].posts.add(found.qualifiers.role)

    def _holds(self, place: MentionKey, thing: MentionKey) -> bool:
        """Tell whether a thing may be in a place and in another place within that."""
        towns = place.kind == thing.kind == self._names.place
        return not towns and self._is_wide(place.name)

    def profile(self, things: Mapping[MentionKey, Mention]) -> Profile:
        """Return what is said of some things together."""
        whole = Profile()
        for key, mention in things.items():
            whole.articles.add(key.article)
            whole.companions |= self._companions.get(key.article, _NOBODY)
            if mention.types:
                whole.classes.add(mention.types[0][0])
            if region := self._region(key, mention):
                whole.regions.add(region)
            if key in self._profiles:
                whole.add(self._profiles[key])
        return whole

    def _region(self, key: MentionKey, mention: Mention) -> tuple[str, ...]:
        """Return where a place is said to lie, in its article or in its name."""
        if mention.region or key.kind != self._names.place:
            return mention.region
        region = fold(place_and_region(key.name)[1])
        return (region,) if region else ()

    def neighbours(self, key: MentionKey) -> Set[NameId]:
        """Return what an article relates a thing to, but for places and the like."""
        found = self._profiles.get(key)
        return found.neighbours if found else frozenset()

    def weigh(
        self, one: Profile, other: Profile, prior: float, own: set[NameId], *, crowd: int = 0
    ) -> Verdict:
        """Weigh all that speaks for and against their being one thing.

        Args:
            prior: How likely it is by the names alone.
            own: The names themselves, which tell nothing about each other.
            crowd: How many there are that have nothing in common. What is often in the news is
                told of in ever new company, so that weak signs against it weigh less.
        """
        odds = prior / (1.0 - prior)
        reasons: list[str] = []
        for factor, reason in (*self._for(one, other, own), *self._against(one, other)):
            is_weak = WEAK <= factor < 1.0
            odds *= factor ** (FEW / crowd) if is_weak and crowd > FEW else factor
            reasons.append(reason)
        return Verdict(score=odds / (1.0 + odds), reasons=tuple(reasons))

    def _for(self, one: Profile, other: Profile, own: set[NameId]) -> Iterable[tuple[float, str]]:
        for facet in self._schema.facets:
            a, b = one.facets.get(facet.name), other.facets.get(facet.name)
            if facet.odds_shared != 1.0 and a and b and not a.isdisjoint(b):
                yield facet.odds_shared, f"the same {facet.name}"
        shared = (one.neighbours & other.neighbours) - own
        if shared:
            first = min(shared).key
            yield SHARED_ONE if len(shared) == 1 else SHARED_MORE, f"both related to {first}"
            return
        if self._connected(one.neighbours, other.neighbours):
            yield CONNECTED, "their neighbours are related"
            return
        common = len((one.companions & other.companions) - own)
        if common:
            yield COMPANIONS[min(common, 2)], "their articles name the same others"
        elif one.neighbours and other.neighbours:
            yield NOTHING_SHARED, "nothing in common"

    def _against(self, one: Profile, other: Profile) -> Iterable[tuple[float, str]]:
        for facet in self._schema.facets:
            a, b = one.facets.get(facet.name), other.facets.get(facet.name)
            if a and b and a.isdisjoint(b) and not self._connected(a, b):
                yield facet.odds, facet.label
                if facet.name in self._of_posts and one.posts & other.posts:
                    yield SAME_POST, "the same post elsewhere"
        known = [self._callings & profile.facets.keys() for profile in (one, other)]
        if all(known) and known[0].isdisjoint(known[1]):
            yield OTHER_CALLING, "another calling"
        if one.regions and other.regions and not _may_meet(one.regions, other.regions):
            yield ELSEWHERE, "another region"
        factor = self._compare_classes(one.classes, other.classes)
        if factor != 1.0:
            yield factor, "another class" if factor < 1.0 else "the same class"

    def _connected(self, one: set[NameId], other: set[NameId]) -> bool:
        """Tell whether some of the two are related, or named after each other."""
        few, many = sorted((one, other), key=len)
        return any(not self.related(name).isdisjoint(many) or _namesake(name, many) for name in few)

    def _compare_classes(self, one: set[str], other: set[str]) -> float:
        """Return the odds by class: those of the pair that agrees best."""
        is_a = self._schema.is_a
        if any(name in self._narrowest for name in one & other):
            return SAME_CLASS
        best = 0.0 if one and other else 1.0
        for a in one:
            for b in other:
                if is_a(a, b) or is_a(b, a):
                    return 1.0
                above = [c for c in self._schema.classes if is_a(a, c) and is_a(b, c)]
                narrow = any(self._schema.kind_of(c) != c for c in above)
                best = max(best, SELDOM if narrow else EXCLUDED)
        return best


def _may_meet(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> bool:
    """Tell whether a thing may lie in a region of each: in Texas, and in the United States."""
    pairs = ((set(a), set(b)) for a in one for b in other)
    return any(a <= b or b <= a for a, b in pairs)


def _namesake(name: NameId, others: set[NameId]) -> bool:
    """Tell whether one of the names begins with the other, as a unit's does with its owner's."""
    words = name.key.split()
    prefixes = {NameId(" ".join(words[:n]), name.kind) for n in range(1, len(words))}
    if not prefixes.isdisjoint(others):
        return True
    return len(others) <= 50 and any(o.key.startswith(f"{name.key} ") for o in others)
