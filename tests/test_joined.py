import pytest

from kg.annotate.arguments import ArgumentFinder
from kg.annotate.items import ITEMS, OUTSIDE, Items
from kg.annotate.joined import NameJoiner
from kg.annotate.mentions import TypedThing
from kg.annotate.names import NameMention, link_names
from kg.annotate.relations import COREFERENCE_SCORES
from kg.annotate.types import ClassWords, vote_types

SHORT, LONG = "Aurora/ORG", "Aurora Innovation/ORG"


def write_sentence(names):
    """Write a sentence that some names, "Blue River/ORG", are the subjects of."""
    words = [
        f"{word}/PROPN/{{verb}}/nsubj/{'+' if n else label}"
        for text, label in (name.split("/") for name in names)
        for n, word in enumerate(text.split())
    ]
    return " ".join((*words, "rose=rise/VERB/0/root")).format(verb=len(words) + 1)


@pytest.fixture
def read(make_doc, schema, lexicon, gazetteer):
    """Read the names of sentences; `scores` are of pairs of them, the later one first.

    A sentence before them names something else: what the first one names is short for more.
    """

    def run(sentences, scores):
        doc = make_doc("\n".join(map(write_sentence, [["Globex/ORG"], *sentences])))
        sentence_of = [n for n, sentence in enumerate(doc.sents) for _ in sentence]
        mentions = [
            NameMention(
                start=e.start, end=e.end, text=e.text, label=e.label_, sentence=sentence_of[e.start]
            )
            for e in doc.ents
        ]
        at = {mention.text: mention.place for mention in mentions}
        if scores is not None:
            doc.user_data[COREFERENCE_SCORES] = tuple((at[a], at[b], s) for a, b, s in scores)
        words = ClassWords(schema)
        doc.user_data["things"] = tuple(
            TypedThing(thing=thing, votes=vote_types(thing, doc, schema, words, {}, {}))
            for thing in link_names(mentions, lexicon, gazetteer)
        )
        doc.user_data[ITEMS] = Items([OUTSIDE] * len(doc))
        return doc

    return run


@pytest.fixture
def join(read, schema, lexicon, gazetteer):
    """Join the names of sentences; what stands before them is left out."""
    joiner = NameJoiner(schema, lexicon, gazetteer)

    def run(sentences, scores):
        doc = read(sentences, scores)
        return joiner.join(doc, doc.user_data["things"])[1:]

    return run


@pytest.mark.parametrize(
    ("sentences", "score", "names"),
    [
        pytest.param([[SHORT], [LONG]], 1.0, ["Aurora Innovation"], id="short name first"),
        pytest.param([[SHORT], [LONG]], 0.9, ["Aurora", "Aurora Innovation"], id="not sure"),
        pytest.param([[SHORT, LONG]], 1.0, ["Aurora", "Aurora Innovation"], id="side by side"),
        pytest.param([["Dawn/ORG"], [LONG]], 1.0, ["Dawn", "Aurora Innovation"], id="other words"),
        pytest.param(
            [["Aurora/PERSON"], [LONG]], 1.0, ["Aurora", "Aurora Innovation"], id="another kind"
        ),
        pytest.param(
            [["Boeing/ORG"], ["Boeing Capital/ORG"]],
            1.0,
            ["Boeing", "Boeing Capital"],
            id="name of the gazetteer",
        ),
    ],
)
def test_join_makes_one_thing_of_two_names(join, sentences, score, names):
    first, last = (sentences[place][place].partition("/")[0] for place in (0, -1))
    assert [typed.thing.name for typed in join(sentences, [(last, first, score)])] == names


def test_join_keeps_all_mentions_and_votes_under_the_first_number(join):
    (joined,) = join([[SHORT], [LONG], [SHORT]], [("Aurora Innovation", "Aurora", 1.0)])
    assert joined.thing.number == 1
    assert [mention.text for mention in joined.thing.mentions] == [
        "Aurora",
        "Aurora Innovation",
        "Aurora",
    ]
    assert joined.types == (("Organization", 1.0),)
    assert joined.votes == (("Organization", 3.0),)


def test_join_takes_a_name_that_may_be_short_for_two_for_neither(join):
    sentences = [[SHORT], [LONG], ["Aurora Ibérica/ORG"]]
    scores = [("Aurora Innovation", "Aurora", 1.0)]
    assert len(join(sentences, scores)) == 3


def test_join_leaves_names_alone_without_scores(join):
    assert len(join([[SHORT], [LONG]], None)) == 2


def test_arguments_of_joined_names_are_of_one_entity(read, schema, lexicon, gazetteer):
    doc = read([[SHORT], [LONG]], [("Aurora Innovation", "Aurora", 1.0)])
    ArgumentFinder(schema, lexicon, gazetteer)(doc)
    assert [
        (argument.entity, argument.mention.name) for argument in doc.user_data["arguments"]
    ] == [(0, "Globex"), (1, "Aurora Innovation"), (1, "Aurora Innovation")]
    assert [typed.thing.number for typed in doc.user_data["things"]] == [0, 1]
