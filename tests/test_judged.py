import pytest

from kg.annotate.arguments import ArgumentFinder
from kg.annotate.items import ITEMS, OUTSIDE, Items
from kg.annotate.judged import NameJudge
from kg.annotate.mentions import TypedThing
from kg.annotate.names import NameMention, link_names
from kg.annotate.relations import COREFERENCE_SCORES, RELATION_SCORES, ScoredRelation
from kg.annotate.types import vote_types
from kg.lexicon.class_words import ClassWords

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

    `related` are pairs with the score of a relation. A sentence before them names something
    else: what the first one names is short for more.
    """

    def run(sentences, scores, related=()):
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
        doc.user_data[RELATION_SCORES] = tuple(
            ScoredRelation(
                sentence=(0, len(doc)),
                subject=at[a],
                object=at[b],
                relation="owns",
                score=score,
                status="asserted",
                qualifiers=(),
                lead=0.0,
            )
            for a, b, score in related
        )
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
    judge = NameJudge(schema, lexicon, gazetteer, ClassWords(schema))

    def run(sentences, scores):
        doc = read(sentences, scores)
        return judge.join(doc, doc.user_data["things"])[1:]

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


@pytest.fixture
def part(read, schema, lexicon, gazetteer):
    """Part the names of sentences; return the number, name and other names of each thing."""
    judge = NameJudge(schema, lexicon, gazetteer, ClassWords(schema))

    def run(sentences, related):
        doc = read(sentences, None, related)
        things = judge.part(doc, doc.user_data["things"])[1:]
        return [(typed.thing.number, typed.thing.name, typed.thing.aliases) for typed in things]

    return run


WHOLE, SHARE, REST = "Larkspur Holding AG/ORG", "Larkspur Holding Norge/ORG", "Larkspur Holding/ORG"


@pytest.mark.parametrize(
    ("related", "things"),
    [
        pytest.param(
            ("Aurora Innovation", "Aurora", 0.5),
            [(1, "Aurora Innovation", ()), (2, "Aurora", ())],
            id="one related to the other",
        ),
        pytest.param(
            ("Aurora Innovation", "Aurora", 0.49),
            [(1, "Aurora Innovation", ("Aurora",))],
            id="hardly related",
        ),
        pytest.param(
            ("Aurora", "Globex", 0.9), [(1, "Aurora Innovation", ("Aurora",))], id="another's"
        ),
    ],
)
def test_part_makes_two_things_of_one(part, related, things):
    assert part([[LONG], [SHORT]], [related]) == things


def test_part_leaves_each_name_with_the_one_whose_words_it_has(part):
    related = [("Larkspur Holding AG", "Larkspur Holding Norge", 0.9)]
    assert part([[SHARE], [REST], [WHOLE]], related) == [
        (1, "Larkspur Holding Norge", ()),
        (2, "Larkspur Holding AG", ("Larkspur Holding",)),
    ]


def test_part_tells_three_apart(part):
    related = [
        ("Aurora Innovation Lab", "Aurora", 0.9),
        ("Aurora Innovation", "Aurora", 0.5),
    ]
    assert part([["Aurora Innovation Lab/ORG"], [LONG], [SHORT]], related) == [
        (1, "Aurora Innovation Lab", ()),
        (2, "Aurora Innovation", ()),
        (3, "Aurora", ()),
    ]


def test_part_keeps_together_what_the_gazetteer_knows_as_one(part):
    related = [("Volkswagen", "VW", 0.9)]
    assert part([["Volkswagen/ORG"], ["VW/ORG"]], related) == [(1, "Volkswagen", ("VW",))]


def test_part_keeps_together_what_brackets_introduce(part):
    related = [("Aurora Inc", "Aurora", 0.9)]
    bracketed = ["Aurora Inc/ORG", "(/", SHORT, ")/"]
    assert part([bracketed], related) == [(1, "Aurora Inc", ("Aurora",))]
    assert len(part([["Aurora Inc/ORG", SHORT]], related)) == 2


def test_part_types_each_by_its_own_names(read, schema, lexicon, gazetteer):
    doc = read([["Mealio Inc/ORG"], ["Mealio/PRODUCT"]], None, [("Mealio Inc", "Mealio", 0.9)])
    judge = NameJudge(schema, lexicon, gazetteer, ClassWords(schema))
    _, firm, product = judge.part(doc, doc.user_data["things"])
    assert (firm.types[0][0], product.types[0][0]) == ("Company", "Product")


def test_arguments_of_joined_names_are_of_one_entity(read, schema, lexicon, gazetteer):
    doc = read([[SHORT], [LONG]], [("Aurora Innovation", "Aurora", 1.0)])
    ArgumentFinder(schema, lexicon, gazetteer)(doc)
    assert [
        (argument.entity, argument.mention.name) for argument in doc.user_data["arguments"]
    ] == [(0, "Globex"), (1, "Aurora Innovation"), (1, "Aurora Innovation")]
    assert [typed.thing.number for typed in doc.user_data["things"]] == [0, 1]
