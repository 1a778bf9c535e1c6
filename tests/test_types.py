import pytest

from kg.annotate.names import NameMention, link_names
from kg.annotate.types import ClassWords, vote_types


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
        return vote_types(thing, doc, schema, words, known or {}, parts or {})

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
            "FilmStudio",
            id="words outweigh a mistaken label",
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
    from kg.annotate.names import NamedThing

    doc = make_doc("A24/PROPN/2/nsubj/ORG grew=grow/VERB/0/root")
    mention = NameMention(start=0, end=1, text="A24", label="LAW", sentence=0)
    thing = NamedThing(number=0, name="A24", label="LAW", mentions=[mention])
    assert vote_types(thing, doc, schema, words, {}, {}) == ()


def test_vote_types_reads_the_last_word_of_a_name(types_of):
    rows = "Globex/PROPN/2/compound/PERSON Studios/PROPN/3/nsubj/+ grew=grow/VERB/0/root"
    votes = types_of(rows, parts={"Studios": "Company"})
    assert votes[0][0] == "Company"


def test_vote_types_lets_coordinated_names_share_their_kind(types_of):
    rows = (
        "Obsession/PROPN/4/nsubj/ORG and/CCONJ/3/cc Backrooms/PROPN/1/conj/WORK "
        "opened=open/VERB/0/root"
    )
    assert dict(types_of(rows))["CreativeWork"] > 0.34
