"""Names of one thing, or of two, by what the model says of them where they stand.

`link_names` goes by the wording. The relation head joins what that keeps apart ("Aurora" for
"Aurora Innovation"), and parts what it joins: if Siemens owns a share of Siemens Energy, these
are two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, permutations

from spacy.tokens import Doc

from kg.annotate.introduced import find_introduced, find_renamed
from kg.annotate.mentions import TypedThing, find_classes
from kg.annotate.names import LEAST_SHARE, NamedThing, NameMention, find_known, make_thing
from kg.annotate.relations import COREFERENCE_SCORES, RELATION_SCORES, Place, ScoredRelation
from kg.annotate.types import add_votes, vote_types
from kg.lexicon.class_words import ClassWords
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.naming import name_key, without_article
from kg.schema import Schema

# From this score on two names are one: 7 of 7 such pairs of the development passages are.
LEAST_TO_JOIN = 0.998
# From this score of a relation between them on they are two: 8 of 8 such pairs there are, and none
# of some 2,700 pairs of names of one thing has it.
LEAST_TO_PART = 0.5


class NameJudge:
    """Join and part things by the scores of `kg_relations`; without it all stay as they are."""

    def __init__(
        self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer, words: ClassWords
    ) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._class_words = words

    def join(self, doc: Doc, things: Sequence[TypedThing]) -> list[TypedThing]:
        """Return the things, those that are one joined under the longer name and first number.

        One is short for the other if its words are among those of that longer name alone, the
        gazetteer does not know it, both may be of one kind, and no sentence has both.
        """
        words = {typed.thing.number: self._words(typed.thing.name) for typed in things}
        joined = {typed.thing.number: typed for typed in things}
        for short, long in sorted(_find_alike(doc, things)):
            longer = [number for number in words if words[short] < words[number]]
            one, whole = joined[short], joined[long]
            if longer == [long] and self._may_be_one(one, whole):
                both = _join(one, whole)
                joined |= {n: both for n, typed in joined.items() if typed in (one, whole)}
        return [typed for number, typed in sorted(joined.items()) if typed.thing.number == number]

    def part(self, doc: Doc, things: Sequence[TypedThing]) -> list[TypedThing]:
        """Return the things, those parted that the head relates to themselves.

        Of two names so related the one of fewer words gets a new number. Other names go with the
        one whose words they have: "Siemens" with "Siemens AG", not with "Siemens Energy". What
        the gazetteer knows by both names, or one of them introduces or tells as another, stays one.
        """
        related = _find_related(doc, things)
        if not related:
            return list(things)
        introduced = find_introduced(doc, doc.ents)
        introduced |= find_renamed(doc, doc.ents, self._lexicon.phrase("renamed"))
        left = list(things)
        found: list[TypedThing] = []
        numbers = count(max(typed.thing.number for typed in things) + 1)
        while left:
            typed = left.pop()
            if pair := self._find_two(typed.thing, related, introduced):
                left += self._part(doc, typed.thing, pair, next(numbers))
            else:
                found.append(typed)
        return sorted(found, key=lambda typed: typed.thing.number)

    def _find_two(
        self,
        thing: NamedThing,
        related: Iterable[ScoredRelation],
        introduced: Mapping[Place, Place],
    ) -> tuple[str, str] | None:
        """Return the two wordings of a thing that the head relates most surely to each other."""
        wordings = {mention.place: _wording(mention) for mention in thing.mentions}
        same = {
            frozenset((wordings[short], wordings[long]))
            for short, long in introduced.items()
            if {short, long} <= wordings.keys()
        }
        found = max(
            (
                (scored.score, wordings[scored.subject], wordings[scored.object])
                for scored in related
                if {scored.subject, scored.object} <= wordings.keys()
                and frozenset((wordings[scored.subject], wordings[scored.object])) not in same
                and self._may_be_two(wordings[scored.subject], wordings[scored.object])
            ),
            default=None,
        )
        return found[1:] if found else None

    def _may_be_two(self, one: str, other: str) -> bool:
        known = [find_known(name, self._lexicon, self._gazetteer) for name in (one, other)]
        return one.casefold() != other.casefold() and (None in known or known[0] != known[1])

    def _part(
        self, doc: Doc, thing: NamedThing, pair: tuple[str, str], number: int
    ) -> Iterator[TypedThing]:
        words = {name: self._words(name) for name in map(_wording, thing.mentions)}
        if words[pair[0]] == words[pair[1]]:  # "Mealio", made by "Mealio Inc."
            words = {name: set(name.casefold().split()) for name in words}
        fewer, more = sorted(pair, key=lambda name: (len(words[name]), name))
        leaving = {
            name
            for name, own in words.items()
            if name == fewer or (own >= words[fewer] and not own >= words[more])
        }
        sides: dict[int, list[NameMention]] = {thing.number: [], number: []}
        for mention in thing.mentions:
            sides[number if _wording(mention) in leaving else thing.number].append(mention)
        for own, mentions in sides.items():
            side = make_thing(own, mentions, self._lexicon, self._gazetteer)
            known = find_classes([side], self._gazetteer)
            parts = self._lexicon.name_parts
            votes = vote_types(side, doc, self._schema, self._class_words, known, parts)
            yield TypedThing(thing=side, votes=votes)

    def _words(self, name: str) -> set[str]:
        return set(name_key(name, self._lexicon).split())

    def _may_be_one(self, short: TypedThing, long: TypedThing) -> bool:
        known = find_known(short.thing.name, self._lexicon, self._gazetteer)
        alike = self._may_be_of_kind(short, long) or self._may_be_of_kind(long, short)
        return known is None and alike and _are_apart(short, long)

    def _may_be_of_kind(self, one: TypedThing, other: TypedThing) -> bool:
        """Tell whether enough speaks for a thing's being of the kind that another is taken for."""
        kinds = [self._schema.kind_of(name) for name, _ in other.types[:1]]
        shares = (share for name, share in one.types if self._schema.kind_of(name) in kinds)
        return sum(shares) >= LEAST_SHARE


def _number_names(things: Iterable[TypedThing]) -> dict[Place, int]:
    """Return the number of the thing that is named at each place."""
    return {m.place: typed.thing.number for typed in things for m in typed.thing.mentions}


def _find_related(doc: Doc, things: Iterable[TypedThing]) -> list[ScoredRelation]:
    """Return what the head states between two names of one thing."""
    number_at = _number_names(things)
    return [
        scored
        for scored in doc.user_data.get(RELATION_SCORES, ())
        if scored.score >= LEAST_TO_PART
        and scored.subject in number_at
        and number_at[scored.subject] == number_at.get(scored.object)
    ]


def _find_alike(doc: Doc, things: Iterable[TypedThing]) -> set[tuple[int, int]]:
    """Return the pairs of things that the head takes for one by some of their names, both ways."""
    number_at = _number_names(things)
    alike: set[tuple[int, int]] = set()
    for mention, antecedent, score in doc.user_data.get(COREFERENCE_SCORES, ()):
        if score >= LEAST_TO_JOIN:
            named = {number_at[place] for place in (mention, antecedent) if place in number_at}
            alike.update(permutations(named, 2))
    return alike


def _wording(mention: NameMention) -> str:
    return without_article(mention.text)


def _are_apart(one: TypedThing, other: TypedThing) -> bool:
    sentences = [{mention.sentence for mention in typed.thing.mentions} for typed in (one, other)]
    return sentences[0].isdisjoint(sentences[1])


def _join(short: TypedThing, long: TypedThing) -> TypedThing:
    thing = replace(
        long.thing,
        number=min(short.thing.number, long.thing.number),
        mentions=sorted((*short.thing.mentions, *long.thing.mentions), key=lambda m: m.start),
    )
    return TypedThing(thing=thing, votes=add_votes(long.votes, short.votes))
