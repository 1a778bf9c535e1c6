"""Names that may be one thing are found by keys as well as side by side."""

import csv
from array import array
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve import make_reader
from kg.resolve.candidates import blocking_keys, find_candidates
from kg.resolve.context import Context
from kg.resolve.units import make_units

GOLD = Path(__file__).parent / "gold" / "names" / "pairs-development.tsv"
KINDS = ("Organization", "Person", "Place", "Product")
# Words of which names come out that are alike in every way that there is.
WORDS = [
    *["Acme", "Northrop", "Northrup", "Wonderworks", "WonderWorks", "Wonder", "Works"],
    *["Group", "Capital", "Holdings", "Inc.", "of", "the", "AW", "A.W.", "NW", "WA"],
    *["Robert", "Bob", "R.", "William", "Bill", "J.", "de", "Petersen", "Peterson", "Smith", "Jr."],
]
NAMES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from("ANRW"), min_size=2, max_size=4).map("".join),
    st.lists(st.sampled_from(["No", "Ra"]), min_size=2, max_size=3).map("".join),
    st.lists(st.sampled_from(["No", "Ra"]), min_size=2, max_size=3).map(" ".join),
)


@pytest.fixture(scope="session")
def find_both(schema, lexicon, make_mention, make_found):
    """Return the units of some names, the pairs that may be one, and what units are found by."""
    reader = make_reader(schema, lexicon, lambda name: False)

    def run(rows):
        context = Context(schema, reader.names, reader.is_wide, reader.keys, lambda name: set())
        things = {}
        for number, (name, kind, aliases) in enumerate(rows):
            article = f"{number:05}"
            mention = make_mention(name, kind, article=article, aliases=aliases)
            # All have a neighbour in common, by which bare family names are found.
            told = make_found("x partnersWith Globex", article=article)
            context.add([replace(told, subject=mention)])
            things[reader.keys.read(mention)] = mention
        units = make_units(things, context, reader.names)
        keys = [tuple(map(_numbers, blocking_keys(unit, reader.names))) for unit in units]
        return units, find_candidates(units, reader.names), keys

    return run


def _numbers(keys):
    return set(array("I", keys))


def check(found):
    units, candidates, keys = found
    for candidate in candidates:
        ends = candidate.one, candidate.other
        for here, there in (ends, ends[::-1]):
            have, seek = keys[here][0], keys[there][1]
            assert have & seek, (units[there].name, units[here].name, candidate.how)


def test_blocking_keys_let_candidates_find_each_other_among_gold_names(find_both):
    with GOLD.open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    written = [(pair[side], pair["kind"], ()) for pair in pairs for side in ("one", "other")]
    both_ways = [(pair["one"], pair["kind"], (pair["other"],)) for pair in pairs]
    ways = set()
    for rows in (written, written + both_ways):
        found = find_both(rows)
        check(found)
        ways |= {candidate.how for candidate in found[1]}
    assert len(ways) >= 12


@given(
    rows=st.lists(
        st.tuples(NAMES, st.sampled_from(KINDS), st.lists(NAMES, max_size=1).map(tuple)),
        min_size=2,
        max_size=12,
    )
)
def test_blocking_keys_let_candidates_find_each_other(find_both, rows):
    check(find_both(rows))
