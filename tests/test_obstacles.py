import pytest

from kg.extract.candidates import Candidate
from kg.extract.casting import find_castings
from kg.extract.obstacles import rule_out
from kg.extract.readers import HEAD


@pytest.mark.parametrize(
    ("rows", "condition"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG grows=grow/VERB/0/root if/SCONJ/5/mark it/PRON/5/nsubj"
            " buys=buy/VERB/2/advcl Globex/PROPN/5/obj/ORG",
            "if",
            id="on the way",
        ),
        pytest.param(
            "If/SCONJ/3/mark Acme/PROPN/3/nsubj/ORG buys=buy/VERB/6/advcl Globex/PROPN/3/obj/ORG"
            " it/PRON/6/nsubj grows=grow/VERB/0/root",
            "If",
            id="where the ways meet",
        ),
        pytest.param(
            "If/SCONJ/3/mark it/PRON/3/nsubj rains=rain/VERB/5/advcl Acme/PROPN/5/nsubj/ORG"
            " buys=buy/VERB/0/root Globex/PROPN/5/obj/ORG",
            None,
            id="beside it",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG says=say/VERB/0/root that/SCONJ/5/mark it/PRON/5/nsubj"
            " buys=buy/VERB/2/ccomp Globex/PROPN/5/obj/ORG",
            None,
            id="another mark",
        ),
    ],
)
def test_find_obstacle_states_no_condition(read_pair, rows, condition):
    candidate = read_pair(rows, "acquires")
    assert (candidate.status is None) is (condition is not None)
    assert [r for r in candidate.reasons if "condition" in r] == (
        [f'"{condition}" states a condition'] if condition else []
    )


BOUGHT = "bought=buy/VERB/0/root Hooli/PROPN/6/obj/ORG"
SUED = "sued=sue/VERB/0/root"


@pytest.mark.parametrize(
    ("word", "is_seat"), [("based", True), ("listed", False), ("founded", False)]
)
def test_find_obstacle_takes_no_exchange_for_a_seat(read_pair, word, is_seat):
    candidate = read_pair(
        f"the/DET/5/det Oslo/PROPN/4/compound/LOC -/PUNCT/4/punct {word}/ADJ/5/amod"
        " maker/NOUN/6/compound Acme/PROPN/7/nsubj/ORG grew/VERB/0/root",
        "headquarteredIn",
        ends=("Acme", "Oslo"),
    )
    assert [r for r in candidate.reasons if "place" in r] == (
        [] if is_seat else [f'"Oslo-{word}" says something else of the place']
    )


@pytest.mark.parametrize(("above", "won"), [("Nominees", False), ("Winners", True)])
def test_find_obstacle_gives_no_prize_to_who_may_win_it(read_pair, above, won):
    rows = (
        f"{above}/NOUN/0/root :/PUNCT/1/punct\n"
        "Award/NOUN/0/root/EVENT :/PUNCT/1/punct Roe/PROPN/1/appos/PERSON"
    )
    candidate = read_pair(rows, "receivesAward", ends=("Roe", "Award"), sentence=(2, 5))
    assert (candidate.status == "asserted") is won


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case Globex/PROPN/5/compound/ORG"
            f" gaming/NOUN/5/compound unit/NOUN/6/nsubj {BOUGHT}",
            "Globex gaming unit",
            id="its unit has a name",
        ),
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case big/ADJ/5/amod gaming/NOUN/5/compound"
            f" unit/NOUN/6/nsubj {BOUGHT}",
            None,
            id="it has none",
        ),
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case Globex/PROPN/5/compound/ORG"
            f" share/NOUN/5/compound price/NOUN/6/nsubj {BOUGHT}",
            None,
            id="no unit",
        ),
    ],
)
def test_find_obstacle_takes_no_owner_for_a_unit(read_pair, rows, unit):
    candidate = read_pair(rows, "acquires", ends=("Acme", "Hooli"))
    assert [r for r in candidate.reasons if "another" in r] == (
        [f'"{unit}" is another'] if unit else []
    )


@pytest.mark.parametrize(
    ("rows", "noun"),
    [
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/4/compound/ORG rival/NOUN/2/obj",
            "Acme rival",
            id="what the name tells whose it is",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/5/nmod:poss/ORG 's/PART/3/case"
            " owner/NOUN/2/obj",
            "Acme's owner",
            id="with a genitive",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} heirs=heir/NOUN/2/obj of/ADP/5/case"
            " Acme/PROPN/3/nmod/ORG",
            "heirs of Acme",
            id="with a preposition",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/2/obl/ORG Owner=owner/PROPN/2/obj",
            "Acme Owner",
            id="in a headline, misread",
        ),
        pytest.param(
            "owner/NOUN/5/nsubj of/ADP/3/case Acme/PROPN/1/nmod/ORG Hooli/PROPN/1/appos/ORG"
            " sued=sue/VERB/0/root",
            None,
            id="the other stands beside it",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/4/compound/ORG offices/NOUN/2/obj",
            None,
            id="a part of it",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/2/obj/ORG rival/NOUN/3/appos",
            None,
            id="what it is itself",
        ),
        pytest.param(
            "Hooli/PROPN/4/nsubj/ORG is=be/AUX/4/cop Acme/PROPN/4/compound/ORG owner/NOUN/0/root",
            None,
            id="the other is said to be it",
        ),
        pytest.param(
            "Hooli/PROPN/2/nsubj/ORG said/VERB/0/root as/ADP/5/case Acme/PROPN/5/compound/ORG"
            " owner/NOUN/2/obl",
            None,
            id="the other acts as it",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj counts=count/VERB/0/root Hooli/PROPN/2/obj/ORG among/ADP/7/case"
            " Acme/PROPN/7/nmod:poss/ORG 's/PART/5/case owners=owner/NOUN/2/obl",
            None,
            id="the other is one of them",
        ),
    ],
)
def test_find_obstacle_takes_no_name_for_its_counterpart(read_pair, rows, noun):
    candidate = read_pair(rows, "sues")
    assert [r for r in candidate.reasons if "another" in r] == (
        [f'"{noun}" is another'] if noun else []
    )


def test_find_obstacle_takes_a_name_of_another_sentence_for_what_it_stands_for(read_pair):
    rows = (
        f"Jane/PROPN/2/nsubj {SUED} Acme/PROPN/4/compound/ORG rival/NOUN/2/obj"
        " It/PRON/6/nsubj sells/VERB/0/root Hooli/PROPN/6/obj/ORG"
    )
    assert read_pair(rows, "competesWith", sentence=(4, 7)).status == "asserted"


def test_find_obstacle_takes_a_name_beside_its_counterpart(read_pair):
    rows = (
        f"He/PRON/2/nsubj {SUED} Acme/PROPN/4/compound/ORG rival/NOUN/2/obj Hooli/PROPN/2/obj/ORG"
    )
    candidate = read_pair(rows, "competesWith")
    assert candidate.status == "asserted"


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(
            "Jane/PROPN/4/nsubj/PERSON of/ADP/3/case Acme/PROPN/1/nmod/ORG"
            " joins=join/VERB/0/root the/DET/6/det board/NOUN/4/obj",
            False,
            id="a seat on a board",
        ),
        pytest.param(
            "Jane/PROPN/4/nsubj/PERSON of/ADP/3/case Acme/PROPN/1/nmod/ORG"
            " joins=join/VERB/0/root the/DET/6/det firm/NOUN/4/obj",
            True,
            id="another post",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leaves=leave/VERB/0/root Acme/PROPN/2/obj/ORG"
            " with/ADP/6/case its/PRON/6/nmod:poss board/NOUN/2/obl",
            True,
            id="what is left for it",
        ),
    ],
)
def test_find_obstacle_lets_a_seat_on_a_board_end_no_post(read_pair, rows, states):
    candidate = read_pair(rows, "leaves")
    assert (candidate.status is not None) is states


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root the/DET/4/det search/NOUN/2/obj"
            " for/ADP/8/case Acme/PROPN/8/nmod:poss/ORG 's/PART/6/case chief/NOUN/4/nmod/TITLE",
            False,
            id="who looks for one",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root the/DET/4/det group/NOUN/2/obj"
            " as/ADP/8/case Acme/PROPN/8/nmod:poss/ORG 's/PART/6/case chief/NOUN/2/obl/TITLE",
            True,
            id="who is one",
        ),
        pytest.param(
            "a/DET/2/det search/NOUN/3/nsubj led=lead/VERB/0/root to/ADP/8/case"
            " Acme/PROPN/7/nmod:poss/ORG 's/PART/5/case chief/NOUN/7/compound/TITLE"
            " Jane/PROPN/3/obl/PERSON",
            True,
            id="a search for something else",
        ),
    ],
)
def test_find_obstacle_takes_no_title_that_is_looked_for(read_pair, rows, states):
    candidate = read_pair(
        rows, "hasRole", ends=("Jane", "Acme"), qualifiers=[("role", "chief", 0.9)]
    )
    assert (candidate.status is not None) is states


def test_find_obstacle_takes_no_condition_from_the_sentence_before(read_pair):
    rows = (
        "They/PRON/2/nsubj asked=ask/VERB/0/root whether/SCONJ/5/mark it/PRON/5/nsubj"
        " buys=buy/VERB/2/ccomp Globex/PROPN/5/obj/ORG\nRoe/PROPN/2/nsubj/PERSON"
        " left=leave/VERB/0/root"
    )
    candidate = read_pair(rows, "leaves", ends=("Roe", "Globex"), sentence=(6, 8))
    assert not [reason for reason in candidate.reasons if "condition" in reason]


@pytest.fixture(scope="module")
def is_ruled_out(make_doc, ontology):
    """Tell whether a relation of two names of a sentence is ruled out by how they are joined."""

    def run(rows, relation, subject, object_):
        doc = make_doc(rows)
        at = {doc[a.start].text: a for a in doc.user_data["arguments"]}
        candidate = Candidate(
            reader=HEAD,
            sentence=next(iter(doc.sents)),
            score=0.9,
            relation=relation,
            status="asserted",
            subject=at[subject],
            object=at[object_],
        )
        is_wide = ontology.gazetteer.is_wide_place
        castings = find_castings(doc, ontology.lexicon)
        (found,) = rule_out(doc, [candidate], castings, ontology.schema, ontology.lexicon, is_wide)
        return found.status is None

    return run


@pytest.mark.parametrize(
    ("place", "is_seat"),
    [
        pytest.param("Japan/PROPN/3/nmod:poss/LOC 's/PART/1/case", False, id="a country's"),
        pytest.param("Oslo/PROPN/3/nmod:poss/LOC 's/PART/1/case", True, id="a city's"),
        pytest.param("Japan/PROPN/4/nmod/LOC :/PUNCT/1/punct", True, id="a country before it"),
    ],
)
def test_a_country_that_owns_a_name_is_no_seat(is_ruled_out, place, is_seat):
    rows = f"{place} Acme/PROPN/4/nsubj/ORG grew=grow/VERB/0/root"
    assert is_ruled_out(rows, "headquarteredIn", "Acme", rows.split("/")[0]) is not is_seat


@pytest.mark.parametrize(
    ("place", "ruled_out"),
    [
        pytest.param("Japan", True, id="a country's"),
        pytest.param("Oslo", False, id="a city's"),
    ],
)
@pytest.mark.parametrize(
    "rows",
    [
        "{}/PROPN/3/nmod:poss/LOC 's/PART/1/case railway/NOUN/5/nsubj Acme/PROPN/3/appos/ORG"
        " grew=grow/VERB/0/root",
        "Acme/PROPN/5/nsubj/ORG {}/PROPN/4/nmod:poss/LOC 's/PART/2/case railway/NOUN/1/appos"
        " grew=grow/VERB/0/root",
    ],
    ids=["before the name", "behind it"],
)
def test_a_country_that_owns_what_a_firm_is_called_is_no_seat(is_ruled_out, rows, place, ruled_out):
    assert is_ruled_out(rows.format(place), "headquarteredIn", "Acme", place) is ruled_out


_JOINED = "Jane/PROPN/2/nsubj/PERSON joined=join/VERB/0/root Acme/PROPN/2/obj/ORG"


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(f"{_JOINED} in/SCONJ/5/mark suing=sue/VERB/2/advcl", False, id="in suing"),
        pytest.param(f"{_JOINED} after/SCONJ/5/mark suing=sue/VERB/2/advcl", True, id="after it"),
        pytest.param(f"{_JOINED} in/ADP/5/case May/PROPN/2/obl", True, id="in May"),
    ],
)
def test_who_joins_in_a_deed_is_no_member(is_ruled_out, rows, states):
    assert is_ruled_out(rows, "joins", "Jane", "Acme") is not states


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(
            "Jane/PROPN/0/root/PERSON an/DET/3/det Acme/PROPN/1/appos/ORG", False, id="she is"
        ),
        pytest.param(
            "Jane/PROPN/0/root/PERSON the/DET/3/det Acme/PROPN/1/appos/ORG who/PRON/5/nsubj"
            " left=leave/VERB/3/acl:relcl",
            False,
            id="she is, and has left",
        ),
        pytest.param(
            "Jane/PROPN/0/root/PERSON the/DET/3/det Acme/PROPN/1/appos/ORG", True, id="a paper"
        ),
        pytest.param("Jane/PROPN/0/root/PERSON Acme/PROPN/1/appos/ORG", True, id="she is of it"),
        pytest.param(
            "Jane/PROPN/0/root/PERSON the/DET/4/det Acme/PROPN/4/compound/ORG chief/NOUN/1/appos",
            True,
            id="what she is there",
        ),
    ],
)
def test_what_a_person_is_is_no_employer(is_ruled_out, rows, states):
    assert is_ruled_out(rows, "hasRole", "Jane", "Acme") is not states


_AS = "Jane/PROPN/0/root/PERSON as/ADP/3/case John/PROPN/1/nmod/PERSON"
_PLAYS = "Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root John/PROPN/2/obj/PERSON"


@pytest.mark.parametrize(
    ("rows", "relation", "ruled_out"),
    [
        pytest.param(_AS, "writes", True, id="a part has written nothing"),
        pytest.param(_PLAYS, "starsIn", True, id="who is played acts in nothing"),
        pytest.param(_PLAYS, "writes", False, id="and may have written"),
    ],
)
def test_who_is_only_played_states_nothing(is_ruled_out, rows, relation, ruled_out):
    rows = f"Salt/PROPN/0/root/WORK\n{rows}"
    assert is_ruled_out(rows, relation, "John", "Salt") is ruled_out


@pytest.mark.parametrize(
    ("label", "ruled_out"),
    [
        pytest.param(
            "Director/NOUN/0/root of/ADP/3/case photography/NOUN/1/nmod", True, id="craft"
        ),
        pytest.param(
            "Director/NOUN/0/root of/ADP/3/case this/PRON/1/nmod", False, id="the director"
        ),
    ],
)
def test_who_a_line_names_for_a_craft_has_directed_nothing(is_ruled_out, label, ruled_out):
    rows = f"Salt/PROPN/0/root/WORK\n{label} :/PUNCT/1/punct Jane/PROPN/1/appos/PERSON"
    assert is_ruled_out(rows, "directs", "Jane", "Salt") is ruled_out


@pytest.mark.parametrize(
    ("bracket", "ruled_out"),
    [
        pytest.param("lighting/NOUN", True, id="a craft"),
        pytest.param("Max/PROPN", False, id="a part"),
    ],
)
def test_a_craft_in_brackets_is_no_part(is_ruled_out, bracket, ruled_out):
    rows = (
        f"Salt/PROPN/0/root/WORK :/PUNCT/1/punct Jane/PROPN/1/list/PERSON (/PUNCT/5/punct"
        f" {bracket}/3/appos )/PUNCT/5/punct"
    )
    assert is_ruled_out(rows, "starsIn", "Jane", "Salt") is ruled_out


CAST = "cast/VERB/{}/{} Max/PROPN/2/obj/PERSON in/ADP/5/case Salt/PROPN/2/obl/WORK"


@pytest.mark.parametrize(
    ("rows", "person", "ruled_out"),
    [
        pytest.param(
            f"Jane/PROPN/2/nsubj/PERSON {CAST.format(0, 'root')}", "Jane", True, id="who casts"
        ),
        pytest.param(
            f"Jane/PROPN/2/nsubj/PERSON {CAST.format(0, 'root')}", "Max", False, id="who is cast"
        ),
        pytest.param(
            "Jane/PROPN/0/root/PERSON who/PRON/3/nsubj cast/VERB/1/acl:relcl him/PRON/3/obj"
            " in/ADP/6/case Salt/PROPN/3/obl/WORK",
            "Jane",
            True,
            id="who casts in a relative clause",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON cast/VERB/0/root herself/PRON/2/obj in/ADP/5/case"
            " Salt/PROPN/2/obl/WORK",
            "Jane",
            False,
            id="both",
        ),
        pytest.param(
            "Jane/PROPN/3/nsubj:pass/PERSON was=be/AUX/3/aux:pass cast/VERB/0/root in/ADP/5/case"
            " Salt/PROPN/3/obl/WORK",
            "Jane",
            False,
            id="in the passive",
        ),
    ],
)
def test_who_casts_others_has_no_part(is_ruled_out, rows, person, ruled_out):
    assert is_ruled_out(rows, "starsIn", person, "Salt") is ruled_out


@pytest.mark.parametrize(
    ("verb", "ruled_out"),
    [("appears=appear", True), ("testified=testify", True), ("joins=join", False)],
)
def test_who_comes_before_a_court_is_no_member(is_ruled_out, verb, ruled_out):
    rows = f"Jane/PROPN/2/nsubj/PERSON {verb}/VERB/0/root before/ADP/4/case Acme/PROPN/2/obl/ORG"
    assert is_ruled_out(rows, "joins", "Jane", "Acme") is ruled_out
