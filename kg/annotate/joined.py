"""Names that the model takes for one, where one is part of the other: Aurora Innovation, Aurora.

`link_names` goes by the wording, and keeps apart what could as well be two. Here what the relation
head says of the two names decides, read where they stand.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from spacy.tokens import Doc

from kg.annotate.mentions import TypedThing
from kg.annotate.names import LEAST_SHARE, find_known
from kg.annotate.relations import COREFERENCE_SCORES
from kg.annotate.types import add_votes
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.naming import name_key
from kg.schema import Schema

# From this score on two names are one: 7 of 7 such pairs of the development passages are.
LEAST = 0.998


class NameJoiner:
    """Join things by the scores of `kg_relations`; without it none are joined."""

    def __init__(self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer

    def join(self, doc: Doc, things: Sequence[TypedThing]) -> list[TypedThing]:
        """Return the things, those that are one joined under the longer name and first number.

        One is short for the other if its words are among those of that longer name alone, the
        gazetteer does not know it, both may be of one kind, and no sentence has both.
        """
        words = {
            typed.thing.number: set(name_key(typed.thing.name, self._lexicon).split())
            for typed in things
        }
        joined = {typed.thing.number: typed for typed in things}
        for short, long in sorted(_find_alike(doc, things)):
            longer = [number for number in words if words[short] < words[number]]
            one, whole = joined[short], joined[long]
            if longer == [long] and self._may_be_one(one, whole):
                both = _join(one, whole)
                joined |= {n: both for n, typed in joined.items() if typed in (one, whole)}
        return [typed for number, typed in sorted(joined.items()) if typed.thing.number == number]

    def _may_be_one(self, short: TypedThing, long: TypedThing) -> bool:
        known = find_known(short.thing.name, self._lexicon, self._gazetteer)
        alike = self._may_be_of_kind(short, long) or self._may_be_of_kind(long, short)
        return known is None and alike and _are_apart(short, long)

    def _may_be_of_kind(self, one: TypedThing, other: TypedThing) -> bool:
        """Tell whether enough speaks for a thing's being of the kind that another is taken for."""
        kinds = [self._schema.kind_of(name) for name, _ in other.types[:1]]
        shares = (share for name, share in one.types if self._schema.kind_of(name) in kinds)
        return sum(shares) >= LEAST_SHARE


def _find_alike(doc: Doc, things: Sequence[TypedThing]) -> set[tuple[int, int]]:
    """Return the pairs of things that the head takes for one by some of their names, both ways."""
    number_at = {m.place: typed.thing.number for typed in things for m in typed.thing.mentions}
    alike: set[tuple[int, int]] = set()
    for mention, antecedent, score in doc.user_data.get(COREFERENCE_SCORES, ()):
        if score >= LEAST:
            named = {number_at[place] for place in (mention, antecedent) if place in number_at}
            alike.update(permutations(named, 2))
    return alike


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
