"""One entity for one thing, over all articles.

Two articles mean one thing when they use one name for it and its kinds agree, or when a
name that one uses is, in another, the short form of exactly one thing. Names that only
look alike stay apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from kg.datamodel import Entity, Mention
from kg.lexicon.frames import Lexicon
from kg.lexicon.naming import name_key
from kg.schema import Schema
from kg.vocab import ID, slug

# A narrower class is preferred to its superclass from this share of the evidence on.
NARROWER_SHARE = 0.2
# The same name as two kinds of thing is one thing mislabelled when one kind has less than
# this share of the other's support. People are never merged with anything else.
MISLABELLED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class MentionKey:
    """What identifies a thing within one article."""

    article: str
    name: str
    kind: str


@dataclass(slots=True)
class _Group:
    """The things of several articles that are taken for one entity."""

    kind: str
    mentions: list[Mention]
    reasons: list[str]


def mention_key(mention: Mention, schema: Schema) -> MentionKey:
    """Return the key of the thing that a mention names."""
    return MentionKey(mention.article, mention.name, _kind(mention, schema))


def resolve_mentions(
    mentions: Iterable[Mention], schema: Schema, lexicon: Lexicon
) -> Mapping[MentionKey, Entity]:
    """Find the entity of each mention.

    Args:
        mentions: All those that take part in relations, of all articles, in any order.
    """
    things: dict[MentionKey, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.article, m.span, m.name)):
        things.setdefault(mention_key(mention, schema), mention)
    groups: dict[tuple[str, str], _Group] = {}
    home: dict[MentionKey, tuple[str, str]] = {}
    for key, mention in things.items():
        place = (name_key(mention.name, lexicon), key.kind)
        home[key] = place
        group = groups.setdefault(place, _Group(kind=key.kind, mentions=[], reasons=[]))
        group.mentions.append(mention)
    moved = _join_mislabelled(groups, schema.class_of_label("PERSON"))
    moved |= _join_short_forms(groups, lexicon)
    entities = _make_entities(groups, schema)
    return {key: entities[_follow(moved, place)] for key, place in home.items()}


def _kind(mention: Mention, schema: Schema) -> str:
    return schema.kind_of(mention.types[0][0]) if mention.types else ""


def _follow(
    moved: Mapping[tuple[str, str], tuple[str, str]], place: tuple[str, str]
) -> tuple[str, str]:
    while place in moved:
        place = moved[place]
    return place


def _join_mislabelled(
    groups: dict[tuple[str, str], _Group], person: str | None
) -> dict[tuple[str, str], tuple[str, str]]:
    moved: dict[tuple[str, str], tuple[str, str]] = {}
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, kind in groups:
        by_name[name].append(kind)
    for name, kinds in sorted(by_name.items()):
        others = [kind for kind in kinds if kind != person]
        if len(others) < 2:
            continue
        strength = {kind: len(groups[name, kind].mentions) for kind in others}
        ranked = sorted(others, key=lambda kind: (-strength[kind], kind))
        for kind in ranked[1:]:
            if strength[kind] < MISLABELLED_SHARE * strength[ranked[0]]:
                _move(groups, moved, (name, kind), (name, ranked[0]), "same name, kinds outvoted")
    return moved


def _join_short_forms(
    groups: dict[tuple[str, str], _Group], lexicon: Lexicon
) -> dict[tuple[str, str], tuple[str, str]]:
    """Join a name to the one entity that other articles use it as a short form of."""
    moved: dict[tuple[str, str], tuple[str, str]] = {}
    long_forms: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for place, group in groups.items():
        for mention in group.mentions:
            for alias in mention.aliases:
                short = (name_key(alias, lexicon), group.kind)
                if short != place:
                    long_forms[short].add(place)
    for short, places in sorted(long_forms.items()):
        if short in groups and len(places) == 1:
            target = next(iter(places))
            if target in groups and target != short:
                _move(groups, moved, short, target, "used as a short form elsewhere")
    return moved


def _move(
    groups: dict[tuple[str, str], _Group],
    moved: dict[tuple[str, str], tuple[str, str]],
    source: tuple[str, str],
    target: tuple[str, str],
    reason: str,
) -> None:
    group = groups.pop(source)
    groups[target].mentions += group.mentions
    names = sorted({m.name for m in group.mentions})
    groups[target].reasons += [f'"{name}" merged: {reason}' for name in names] + group.reasons
    moved[source] = target


def _make_entities(
    groups: Mapping[tuple[str, str], _Group], schema: Schema
) -> dict[tuple[str, str], Entity]:
    entities = {}
    taken: set[str] = set()
    for place in sorted(groups):
        group = groups[place]
        label = _choose_label(group.mentions)
        local = next(name for name in _local_names(slug(label), group.kind) if name not in taken)
        taken.add(local)
        names = {name for m in group.mentions for name in (m.name, *m.aliases)}
        entities[place] = Entity(
            iri=str(ID[f"entity/{local}"]),
            label=label,
            type=_choose_type(group.mentions, schema),
            aliases=tuple(sorted(names - {label})),
            reasons=tuple(group.reasons),
        )
    return entities


def _local_names(name: str, kind: str) -> Iterator[str]:
    """Yield names for an IRI, those first that need no number."""
    yield name
    yield f"{name}-{kind.lower() or 'thing'}"
    for number in count(2):
        yield f"{name}-{kind.lower() or 'thing'}-{number}"


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
