import pytest

from kg.annotate.relations import SOURCE_SCORES
from kg.extract.attribution import SOURCE_SCORE, carry_sources, find_source, find_source_line

NOBODY = frozenset()


def name(mention):
    return mention.name if mention else None


def number_of(clauses, name):
    return next(
        a.entity for a in clauses.arguments.values() if a.mention and a.mention.name == name
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/2/punct"
            " Reuters/PROPN/6/nsubj/ORG reported=report/VERB/2/parataxis",
            "Reuters",
            id="verb of saying behind",
        ),
        pytest.param(
            "Reuters/PROPN/2/nsubj/ORG said=say/VERB/0/root Acme/PROPN/4/nsubj/ORG"
            " bought=buy/VERB/2/ccomp"
            " Globex/PROPN/4/obj/ORG",
            "Reuters",
            id="verb of saying before",
        ),
        pytest.param(
            "According/VERB/3/case to/ADP/1/fixed Reuters/PROPN/6/obl/ORG ,/PUNCT/3/punct"
            " Acme/PROPN/6/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/6/obj/ORG",
            "Reuters",
            id="according to",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/2/punct"
            " according/VERB/8/case to/ADP/5/fixed the/DET/8/det Guardian/PROPN/2/obl/ORG",
            "Guardian",
            id="according to the",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " ,/PUNCT/2/punct per/ADP/6/case"
            " Reuters/PROPN/2/obl/ORG",
            "Reuters",
            id="per",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " from/ADP/7/case the/DET/7/det"
            " newspaper/NOUN/2/obl Bloomberg/PROPN/7/appos/ORG",
            None,
            id="newspaper is not per",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/2/punct"
            " Roe/PROPN/6/nsubj/PERSON told=tell/VERB/2/parataxis Reuters/PROPN/6/obj/ORG",
            "Reuters",
            id="the outlet that was told",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/2/punct"
            " Roe/PROPN/6/nsubj/PERSON told=tell/VERB/2/parataxis Doe/PROPN/6/obj/PERSON",
            "Roe",
            id="not the person that was told",
        ),
        pytest.param(
            "OSLO/PROPN/2/nsubj/LOC said=say/VERB/0/root Acme/PROPN/4/nsubj/ORG"
            " bought=buy/VERB/2/ccomp Globex/PROPN/4/obj/ORG",
            None,
            id="no place",
        ),
        pytest.param(
            "Acme/PROPN/3/nsubj/ORG has/AUX/3/aux bought=buy/VERB/0/root Globex/PROPN/3/obj/ORG"
            " ,/PUNCT/3/punct Axios/PROPN/8/nsubj/ORG has/AUX/8/aux learned=learn/VERB/3/parataxis",
            "Axios",
            id="has learned",
        ),
        pytest.param(
            "Acme/PROPN/3/nsubj/ORG has/AUX/3/aux bought=buy/VERB/0/root Globex/PROPN/3/obj/ORG"
            " ,/PUNCT/3/punct sources=source/NOUN/7/nsubj tell/VERB/3/parataxis"
            " Variety/PROPN/7/obj/ORG",
            "Variety",
            id="who was told",
        ),
        pytest.param(
            "Roe/PROPN/2/nsubj/PERSON joined=join/VERB/0/root Acme/PROPN/2/obj/ORG ,/PUNCT/2/punct"
            " reporting=report/VERB/2/advcl to/ADP/7/case Poe/PROPN/5/obl/PERSON",
            None,
            id="who has a superior",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG from/ADP/5/case"
            " Initech/PROPN/2/obl/ORG",
            None,
            id="nobody says so",
        ),
    ],
)
def test_find_source_finds_who_says_so(clauses_of, lexicon, rows, expected):
    assert name(find_source(clauses_of(rows), lexicon, besides=NOBODY)) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(SOURCE_SCORE, "Reuters", id="sure enough"),
        pytest.param(SOURCE_SCORE - 0.01, None, id="not sure enough"),
    ],
)
def test_find_source_asks_the_model(clauses_of, lexicon, score, expected):
    clauses = clauses_of(
        "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
        " (/PUNCT/5/punct Reuters/PROPN/2/dep/ORG )/PUNCT/5/punct"
    )
    clauses.sentence.doc.user_data[SOURCE_SCORES] = (((4, 5), score),)
    assert name(find_source(clauses, lexicon, besides=NOBODY)) == expected


def test_find_source_is_no_party_of_the_deal(clauses_of, lexicon):
    clauses = clauses_of(
        "Acme/PROPN/2/nsubj/ORG announced=announce/VERB/0/root it/PRON/4/nsubj"
        " bought=buy/VERB/2/ccomp"
        " Globex/PROPN/4/obj/ORG"
    )
    parties = frozenset({number_of(clauses, "Acme"), number_of(clauses, "Globex")})
    assert find_source(clauses, lexicon, besides=parties) is None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param(("Initech", "Hooli"), None, id="of the speaker's employer"),
        pytest.param(("Acme", "Globex"), "Roe", id="what is said"),
        pytest.param(("Acme", "Initech"), "Roe", id="one end of each"),
        pytest.param((), "Roe", id="not asked"),
    ],
)
def test_find_source_is_not_of_what_says_who_speaks(clauses_of, lexicon, ends, expected):
    clauses = clauses_of(
        "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/2/punct"
        " said=say/VERB/2/parataxis Roe/PROPN/5/nsubj/PERSON of/ADP/8/case"
        " Initech/PROPN/6/nmod/ORG ,/PUNCT/8/punct which/PRON/11/nsubj owns=own/VERB/8/acl:relcl"
        " Hooli/PROPN/11/obj/ORG"
    )
    named = {a.mention.name: a for a in clauses.arguments.values() if a.mention}
    found = find_source(clauses, lexicon, besides=NOBODY, ends=[named[end] for end in ends])
    assert name(found) == expected


@pytest.fixture(scope="module")
def told(make_doc, lexicon):
    """Three sentences: what is told, something else, and who is quoted for "the deal"."""

    def make(noun, tag="NOUN"):
        from kg.extract.normalise import build_clauses

        doc = make_doc(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ./PUNCT/2/punct\n"
            "Rain/NOUN/2/nsubj fell=fall/VERB/0/root on/ADP/4/case Oslo/PROPN/2/obl/LOC"
            " ./PUNCT/2/punct\n"
            f"Reuters/PROPN/2/nsubj/ORG said=say/VERB/0/root the/DET/4/det {noun}/{tag}/5/nsubj"
            " grew=grow/VERB/2/ccomp ./PUNCT/2/punct"
        )
        arguments = doc.user_data["arguments"]
        return [build_clauses(sentence, arguments, lexicon) for sentence in doc.sents]

    return make


def test_carry_sources_reaches_the_sentence_that_told_it(told, lexicon):
    sentences = told("acquisition")
    carried = carry_sources(sentences, {0: frozenset({"acquires"})}, NOBODY, lexicon)
    assert {key: source.name for key, source in carried.items()} == {(0, "acquires"): "Reuters"}


@pytest.mark.parametrize(("word", "tag"), [("weather", "NOUN"), ("offer", "VERB")])
def test_carry_sources_leaves_what_is_not_taken_up(told, lexicon, word, tag):
    carried = carry_sources(told(word, tag), {0: frozenset({"acquires"})}, NOBODY, lexicon)
    assert not carried


def test_carry_sources_leaves_later_sentences(told, lexicon):
    sentences = told("acquisition")
    assert not carry_sources(sentences[::-1], {0: frozenset({"acquires"})}, NOBODY, lexicon)


SOURCE = (
    "Source/NOUN/0/root :/PUNCT/1/punct Reuters/PROPN/1/appos/ORG\n"
    "Rain/NOUN/2/nsubj fell/VERB/0/root"
)


@pytest.mark.parametrize(
    ("rows", "kind", "expected"),
    [
        pytest.param(SOURCE, "attribution", "Reuters", id="name"),
        pytest.param(SOURCE.replace("/ORG", ""), "attribution", "Reuters", id="name nobody marked"),
        pytest.param(SOURCE, "share", None, id="other furniture"),
        pytest.param(SOURCE.replace(":/PUNCT", "-/PUNCT"), "attribution", None, id="no colon"),
    ],
)
def test_find_source_line_reads_lines_that_name_a_source(make_doc, rows, kind, expected):
    doc = make_doc(rows)
    source = find_source_line(doc, [(0, kind)])
    assert name(source) == expected


def test_find_source_line_keeps_the_place_of_the_name(make_doc):
    doc = make_doc(SOURCE.replace("/ORG", ""))
    span = find_source_line(doc, [(0, "attribution")]).span
    assert doc.text[span.start : span.end] == "Reuters"
