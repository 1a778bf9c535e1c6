import pytest
from scored import score_pair

from kg.annotate.names import NamedThing, NameMention, link_names
from kg.annotate.types import add_votes, share_votes, vote_by_scores, vote_types
from kg.lexicon.class_words import ClassWords


@pytest.fixture(scope="module")
def words(schema):
    return ClassWords(schema)


@pytest.fixture(scope="module")
def types_of(make_doc, schema, lexicon, gazetteer, words):
    """Vote on the types of the first thing that a text names."""

    def vote(rows, known=None, parts=None):
        doc = make_doc(rows)
        mentions = [
            NameMention(start=ent.start, end=ent.end, text=ent.text, label=ent.label_, sentence=0)
            for ent in doc.ents
        ]
        thing = link_names(mentions, lexicon, gazetteer)[0]
        return share_votes(vote_types(thing, doc, schema, words, known or {}, parts or {}))

    return vote


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        pytest.param("company", "Company", id="word"),
        pytest.param("indie film studio", "FilmStudio", id="end of a phrase"),
        pytest.param("Film Studio", "FilmStudio", id="capitals"),
        pytest.param("limited series", "Series", id="two words"),
        pytest.param("studio film", "Film", id="the last word counts"),
        pytest.param("banana", None, id="no class"),
        pytest.param("activist investor", None, id="a firm or a person"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_class_of_reads_the_end_of_a_phrase(words, phrase, expected):
    assert words.class_of(phrase.split()) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "A24/PROPN/2/nsubj/ORG grew=grow/VERB/0/root", "Organization", id="label alone"
        ),
        pytest.param(
            "the/DET/3/det film/NOUN/3/compound studio/NOUN/4/compound A24/PROPN/5/nsubj/ORG"
            " grew=grow/VERB/0/root",
            "FilmStudio",
            id="description before",
        ),
        pytest.param(
            "A24/PROPN/6/nsubj/ORG ,/PUNCT/1/punct a/DET/5/det film/NOUN/5/compound"
            " studio/NOUN/1/appos"
            " grew=grow/VERB/0/root",
            "FilmStudio",
            id="apposition",
        ),
        pytest.param(
            "A24/PROPN/5/nsubj/ORG is=be/AUX/5/cop a/DET/5/det film/NOUN/5/compound"
            " studio/NOUN/0/root",
            "FilmStudio",
            id="copula",
        ),
        pytest.param(
            "the/DET/2/det studio/NOUN/4/nsubj A24/PROPN/2/appos/ORG grew=grow/VERB/0/root",
            "FilmStudio",
            id="name as apposition",
        ),
        pytest.param(
            "A24/PROPN/4/nsubj/PERSON ,/PUNCT/1/punct studio/NOUN/1/appos grew=grow/VERB/0/root",
            "Person",
            id="the label outweighs words that contradict it",
        ),
        pytest.param(
            "the/DET/2/det studio/NOUN/4/nmod:poss 's/PART/2/case Backrooms/PROPN/5/nsubj/WORK"
            " grew=grow/VERB/0/root",
            "CreativeWork",
            id="what a thing owns is no description",
        ),
    ],
)
def test_vote_types_takes_the_words_of_the_article(types_of, rows, expected):
    assert types_of(rows)[0][0] == expected


def test_vote_types_gives_shares(types_of):
    votes = types_of(
        "the/DET/2/det studio/NOUN/3/compound A24/PROPN/4/nsubj/ORG grew=grow/VERB/0/root"
    )
    assert dict(votes) == pytest.approx({"FilmStudio": 2 / 3, "Organization": 1 / 3}, abs=0.001)


def test_vote_types_believes_what_is_known_beforehand(types_of):
    votes = types_of(
        "Reuters/PROPN/2/nsubj/PERSON grew=grow/VERB/0/root", {"Reuters": "NewsOutlet"}
    )
    assert votes[0][0] == "NewsOutlet"


def test_vote_types_of_a_label_without_a_class_are_none(make_doc, schema, words):
    doc = make_doc("A24/PROPN/2/nsubj/ORG grew=grow/VERB/0/root")
    mention = NameMention(start=0, end=1, text="A24", label="LAW", sentence=0)
    thing = NamedThing(number=0, name="A24", label="LAW", mentions=[mention])
    assert vote_types(thing, doc, schema, words, {}, {}) == ()


def test_vote_types_reads_the_last_word_of_a_name(types_of):
    rows = "Globex/PROPN/2/compound/PERSON Studios/PROPN/3/nsubj/+ grew=grow/VERB/0/root"
    votes = types_of(rows, parts={"Studios": "Company"})
    assert votes[0][0] == "Company"


def test_vote_types_lets_a_plural_speak_of_a_whole_list(types_of):
    rows = (
        "the/DET/3/det films=film/NOUN/3/compound Blue/PROPN/0/root"
        " and/CCONJ/5/cc Green/PROPN/3/conj/WORK"
    )
    assert types_of(rows)[0][0] == "Film"
    one = rows.replace("films=film", "film")
    assert types_of(one)[0][0] == "CreativeWork"


def test_vote_types_lets_coordinated_names_share_their_kind(make_doc, schema, words):
    doc = make_doc(
        "Obsession/PROPN/4/nsubj/ORG and/CCONJ/3/cc Backrooms/PROPN/1/conj/WORK "
        "opened=open/VERB/0/root"
    )

    def vote(share):
        shares = (("WORK", share), ("ORG", 1 - share))
        mention = NameMention(
            start=0, end=1, text="Obsession", label="ORG", sentence=0, shares=shares
        )
        thing = NamedThing(number=0, name="Obsession", label="ORG", mentions=[mention])
        return vote_types(thing, doc, schema, words, {}, {})

    in_doubt, sure = vote(0.45), vote(0.2)
    assert in_doubt[0][0] == "CreativeWork"
    assert sure[0][0] == "Organization"


def test_vote_types_counts_the_shares_of_the_labels(make_doc, schema, words, lexicon, gazetteer):
    doc = make_doc("Lowtide/PROPN/2/nsubj/ORG grew=grow/VERB/0/root")
    mention = NameMention(
        start=0,
        end=1,
        text="Lowtide",
        label="ORG",
        sentence=0,
        shares=(("ORG", 0.6), ("WORK", 0.3)),
    )
    thing = link_names([mention], lexicon, gazetteer)[0]
    votes = vote_types(thing, doc, schema, words, {}, {})
    assert votes == (("Organization", 0.6), ("CreativeWork", 0.3))


def test_vote_types_takes_what_is_placed_for_a_place_all_over(
    make_doc, schema, words, lexicon, gazetteer
):
    doc = make_doc(
        "Lowtide/PROPN/2/nsubj/LOC grew=grow/VERB/0/root\n"
        "Lowtide/PROPN/2/nsubj/ORG fell=fall/VERB/0/root"
    )
    mentions = [
        NameMention(start=0, end=1, text="Lowtide", label="LOC", sentence=0, placed=True),
        NameMention(start=2, end=3, text="Lowtide", label="ORG", sentence=1),
    ]
    thing = link_names(mentions, lexicon, gazetteer)[0]
    assert vote_types(thing, doc, schema, words, {}, {}) == (("Place", 2.0),)


def test_vote_types_takes_no_word_of_a_title(types_of):
    rows = (
        "Lieven/PROPN/6/nsubj/PERSON ,/PUNCT/1/punct head/NOUN/4/compound/TITLE"
        " brewer/NOUN/1/appos/+ ,/PUNCT/1/punct left=leave/VERB/0/root"
    )
    assert [name for name, _ in types_of(rows)] == ["Person"]


def make_scored(relation, score):
    return score_pair(relation, 0, 2, score, sentence=(0, 3))


@pytest.mark.parametrize(
    ("relations", "references", "expected"),
    [
        pytest.param(
            [make_scored("starsIn", 0.9)],
            [],
            {1: (("Person", 0.9),), 2: (("CreativeWork", 0.9),)},
            id="what a relation takes",
        ),
        pytest.param([make_scored("starsIn", 0.4)], [], {}, id="a low score says nothing"),
        pytest.param([make_scored("owns", 0.9)], [], {}, id="a relation that takes several kinds"),
        pytest.param([make_scored("noSuch", 0.9)], [], {}, id="a relation of another schema"),
        pytest.param(
            [], [((3, 5), (2, 3), 0.5)], {2: (("Film", 1.0),)}, id="a description taken for it"
        ),
        pytest.param([], [((3, 5), (2, 3), 0.4)], {}, id="a description in doubt"),
        pytest.param([], [((6, 7), (2, 3), 0.9)], {}, id="a name that ends like one"),
    ],
)
def test_vote_by_scores(make_doc, schema, words, relations, references, expected):
    doc = make_doc(
        "Jane/PROPN/2/nsubj/PERSON joins/VERB/0/root Lowtide/PROPN/2/obj/ORG\n"
        "The/DET/2/det film/NOUN/3/nsubj runs/VERB/0/root\n"
        "Film/PROPN/2/nsubj/ORG runs/VERB/0/root"
    )
    doc.user_data["relation_scores"] = relations
    doc.user_data["coreference_scores"] = references
    assert vote_by_scores(doc, {0: 1, 2: 2}, schema, words) == expected


def test_add_votes_ranks_the_sum():
    assert add_votes((("Organization", 2.0),), (("Film", 3.0), ("Organization", 0.5))) == (
        ("Film", 3.0),
        ("Organization", 2.5),
    )
