"""Names kept up to date as articles come and go: the same as if all had come at once."""

import csv
import marshal
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.resolve import ArticleNames, Corrections, Register, make_reader, resolve_articles

GOLD = Path(__file__).parent / "gold" / "names" / "pairs-development.tsv"
# Kinds that the same name is seen as, so that it is mislabelled here and there.
OTHER = {"Organization": "Product", "Person": "Organization", "Place": "Organization"}
RELATIONS = [
    "headquarteredIn",
    "subsidiaryOf",
    "partnersWith",
    "acquires",
    "hasRole",
    "founded",
    "directs",
]


def read_pool():
    """Return names that are easily taken for one another, side by side, with their kinds."""
    with GOLD.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [(row[side], row["kind"]) for row in rows for side in ("one", "other")]


POOL = read_pool()
# Names that several things bear, and what tells these apart.
HOMONYMS = [
    *[("Mercury", "Organization"), ("Atlas", "Organization"), ("John Smith", "Person")],
    *[("J. Smith", "Person"), ("Smith", "Person"), ("Oslo", "Place"), ("Lisbon", "Place")],
    *[("Globex", "Organization"), ("Hooli", "Organization"), ("Initech", "Organization")],
]


@pytest.fixture(scope="session")
def names_in(make_found, make_mention):
    """Make an article of names that are near one another in the pool."""

    def make(article, seed):
        chance = random.Random(seed)
        first = seed % 7 * 9
        near = HOMONYMS if seed % 2 else POOL[first : first + 12]

        def mention(start):
            name, kind = chance.choice(near)
            if chance.random() < 0.1:
                kind = OTHER.get(kind, kind)
            aliases = tuple(sorted({chance.choice(near)[0]})) if chance.random() < 0.2 else ()
            return make_mention(name, kind, article=article, start=start, aliases=aliases)

        said = []
        for number in range(chance.randint(1, 4)):
            one, other = mention(number * 200), mention(number * 200 + 100)
            found = make_found(
                f"x {chance.choice(RELATIONS)} y",
                article=article,
                start=number * 200,
                role=chance.choice([None, None, "chair"]),
                status=chance.choice(["asserted", "asserted", "denied"]),
            )
            said.append(replace(found, subject=one, object=other))
        extra = [mention(5000)]
        mentions = [*(end for one in said for end in (one.subject, one.object)), *extra]
        return ArticleNames(article=article, mentions=mentions, found=said)

    return make


@pytest.fixture(scope="session")
def resolve(schema, lexicon):
    def run(register, gone, new, load):
        reader = make_reader(schema, lexicon, lambda name: False)
        return resolve_articles(register, gone, new, load, reader, Corrections())

    return run


STEPS = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.integers(0, 400), min_size=1),
    min_size=1,
    max_size=5,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_names_are_those_of_their_articles_in_whatever_order_they_came(names_in, resolve, steps):
    held, kept, before = {}, (), {}
    for step in steps:
        gone = [held[name] for name in step if name in held]
        new = [names_in(name, seed) for name, seed in step.items() if seed is not None]
        held = {name: told for name, told in held.items() if name not in step}
        held |= {told.article: told for told in new}
        register = Register(marshal.loads(marshal.dumps(kept)))
        grown = resolve(register, gone, new, held.__getitem__)
        anew = resolve(Register(), [], list(held.values()), None)
        after = entities(grown, held)
        assert after == entities(anew, held)
        assert list(grown.with_aliases()) == list(anew.with_aliases())
        assert list(grown.with_merges()) == list(anew.with_merges())
        assert grown.missed == anew.missed
        check_changes(grown, before, after)
        kept, before = grown.register.encode(), after


def entities(found, held):
    return {
        found.reader.keys.read(mention): found.entity_of(mention)
        for told in held.values()
        for mention in told.mentions
    }


def check_changes(grown, before, after):
    """Check that what has changed is told."""
    known = {key: entity.iri for key, entity in before.items()}
    moved = {key for key, entity in after.items() if known.get(key) != entity.iri}
    assert moved <= grown.moved.keys()
    was = {key: before[key].iri if key in before else "" for key in grown.moved}
    assert grown.moved == was
    one, other = ({e.iri: e for e in side.values()} for side in (before, after))
    assert {iri for iri in {*one, *other} if one.get(iri) != other.get(iri)} == grown.changed
