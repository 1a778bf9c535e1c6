import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.extract.normalise import surface_subjects


def named(clauses, node):
    argument = clauses.arguments.get(node)
    if argument is None:
        return clauses.token(node).text
    return clauses.sentence.doc[argument.start : argument.end].text


def edges(clauses):
    return {
        (named(clauses, head), label, named(clauses, child))
        for head, found in clauses.children.items()
        for label, child in found
    }


def expected_edges(text):
    """Read "bought subj Acme, bought obj Globex"; "_" stands for a space in a name."""
    triples = (edge.split() for edge in text.split(","))
    return {
        (head.replace("_", " "), label, child.replace("_", " ")) for head, label, child in triples
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            "bought subj Acme, bought obj Globex",
            id="active",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/ROOT Globex/PROPN/2/dobj/ORG",
            "bought subj Acme, bought obj Globex",
            id="active, ClearNLP",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG and/CCONJ/7/cc"
            " Hooli/PROPN/6/compound/ORG PLC/PROPN/8/conj/+ sold=sell/VERB/2/conj"
            " Initech/PROPN/7/obj/ORG",
            "bought subj Acme, bought obj Globex, bought conj sold, sold subj Hooli_PLC,"
            " sold obj Initech",
            id="a name between and and its verb, hung elsewhere",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj:pass/ORG was=be/AUX/3/aux:pass bought=buy/VERB/0/root"
            " by/ADP/5/case Acme/PROPN/3/obl:agent/ORG",
            "bought subj Acme, bought obj Globex",
            id="passive",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj:pass/ORG was=be/AUX/3/aux:pass bought=buy/VERB/0/root"
            " by/ADP/5/case Acme/PROPN/3/obl/ORG",
            "bought subj Acme, bought obj Globex",
            id="passive, agent not marked",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubjpass/ORG was=be/AUX/3/auxpass bought=buy/VERB/0/ROOT"
            " by/ADP/3/agent Acme/PROPN/4/pobj/ORG",
            "bought subj Acme, bought obj Globex",
            id="passive, ClearNLP",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj/ORG ,/PUNCT/3/punct bought=buy/VERB/1/acl by/ADP/5/case"
            " Acme/PROPN/3/obl:agent/ORG ,/PUNCT/3/punct grew=grow/VERB/0/root",
            "bought subj Acme, bought obj Globex",
            id="past participle",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj/ORG ,/PUNCT/3/punct bought=buy/VERB/1/acl by/ADP/3/agent"
            " Acme/PROPN/4/pobj/ORG ,/PUNCT/3/punct grew=grow/VERB/0/ROOT",
            "bought subj Acme, bought obj Globex",
            id="past participle, ClearNLP",
        ),
        pytest.param(
            "Globex/PROPN/6/nsubj/ORG ,/PUNCT/3/punct owned=own/ADJ/1/amod by/ADP/5/case"
            " Acme/PROPN/3/obl:agent/ORG grew=grow/VERB/0/root",
            "owned subj Acme, owned obj Globex",
            id="past participle taken for an adjective",
        ),
        pytest.param(
            "Acme/PROPN/5/nsubj/ORG ,/PUNCT/1/punct buying=buy/VERB/5/advcl Globex/PROPN/3/obj/ORG"
            " grew=grow/VERB/0/root",
            "buying subj Acme, buying obj Globex",
            id="present participle",
        ),
        pytest.param(
            "Acme/PROPN/6/nsubj/ORG ,/PUNCT/1/punct which/PRON/4/nsubj bought=buy/VERB/1/acl:relcl"
            " Globex/PROPN/4/obj/ORG grew=grow/VERB/0/root",
            "bought subj Acme, bought obj Globex",
            id="relative clause on the subject",
        ),
        pytest.param(
            "Acme/PROPN/6/nsubj/ORG ,/PUNCT/1/punct which/PRON/4/nsubj bought=buy/VERB/1/relcl"
            " Globex/PROPN/4/dobj/ORG grew=grow/VERB/0/ROOT",
            "bought subj Acme, bought obj Globex",
            id="relative clause on the subject, ClearNLP",
        ),
        pytest.param(
            "Globex/PROPN/6/nsubj/ORG ,/PUNCT/1/punct which/PRON/5/obj Acme/PROPN/5/nsubj/ORG"
            " bought=buy/VERB/1/acl:relcl grew=grow/VERB/0/root",
            "bought subj Acme, bought obj Globex",
            id="relative clause on the object",
        ),
        pytest.param(
            "Globex/PROPN/4/nsubj/ORG Acme/PROPN/3/nsubj/ORG bought=buy/VERB/1/acl:relcl"
            " grew=grow/VERB/0/root",
            "bought subj Acme, bought obj Globex",
            id="relative clause without a pronoun",
        ),
        pytest.param(
            "Globex/PROPN/7/nsubj/ORG ,/PUNCT/1/punct in/ADP/4/case which/PRON/6/obl"
            " Acme/PROPN/6/nsubj/ORG invested=invest/VERB/1/acl:relcl grew=grow/VERB/0/root",
            "invested subj Acme, invested :in Globex",
            id="relative clause behind a preposition",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG invested=invest/VERB/0/root in/ADP/4/case"
            " Globex/PROPN/2/obl/ORG",
            "invested subj Acme, invested :in Globex",
            id="preposition",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG invested=invest/VERB/0/ROOT in/ADP/2/prep"
            " Globex/PROPN/3/pobj/ORG",
            "invested subj Acme, invested :in Globex",
            id="preposition, ClearNLP",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG grew=grow/VERB/0/root because/ADP/5/case of/ADP/3/fixed"
            " Globex/PROPN/2/obl/ORG",
            "grew :because_of Globex",
            id="preposition of two words",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG gave=give/VERB/0/root Globex/PROPN/2/iobj/ORG money/NOUN/2/obj",
            "gave subj Acme, gave iobj Globex",
            id="indirect object",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG gave=give/VERB/0/ROOT Globex/PROPN/2/dative/ORG"
            " money/NOUN/2/dobj",
            "gave subj Acme, gave iobj Globex",
            id="indirect object, ClearNLP",
        ),
    ],
)
def test_build_clauses_gives_verbs_the_same_edges(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/4/nsubj/ORG and/CCONJ/3/cc Initech/PROPN/1/conj/ORG bought=buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG",
            "bought subj Acme, bought subj Initech, bought obj Globex",
            id="subjects",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ,/PUNCT/5/punct"
            " Hooli/PROPN/3/conj/ORG and/CCONJ/7/cc Initech/PROPN/3/conj/ORG",
            "bought obj Globex, bought obj Hooli, bought obj Initech",
            id="three objects",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG and/CCONJ/5/cc"
            " sold=sell/VERB/2/conj Initech/PROPN/5/obj/ORG",
            "bought subj Acme, bought obj Globex, sold subj Acme, sold obj Initech",
            id="verbs",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG invested=invest/VERB/0/root in/ADP/4/case"
            " Globex/PROPN/2/obl/ORG"
            " and/CCONJ/6/cc Initech/PROPN/4/conj/ORG",
            "invested :in Globex, invested :in Initech",
            id="behind a preposition",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj:pass/ORG was=be/AUX/3/aux:pass bought=buy/VERB/0/root"
            " and/CCONJ/5/cc"
            " closed=close/VERB/3/conj by/ADP/7/case Acme/PROPN/5/obl/ORG",
            "bought obj Globex",
            id="passive verbs keep their object",
        ),
    ],
)
def test_build_clauses_shares_coordination(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


def test_build_clauses_gives_a_verb_of_its_own_subject_no_other(clauses_of):
    rows = (
        "Acme/PROPN/2/nsubj/ORG grew=grow/VERB/0/root and/CCONJ/5/cc Globex/PROPN/5/nsubj/ORG"
        " sold=sell/VERB/2/conj Initech/PROPN/5/obj/ORG"
    )
    assert ("sold", "subj", "Acme") not in edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG plans=plan/VERB/0/root to/PART/4/mark buy/VERB/2/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "buy subj Acme, buy obj Globex",
            id="control by the subject",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG plans=plan/VERB/0/ROOT to/PART/4/aux buy/VERB/2/xcomp"
            " Globex/PROPN/4/dobj/ORG",
            "buy subj Acme, buy obj Globex",
            id="control by the subject, ClearNLP",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG urged=urge/VERB/0/root Acme/PROPN/2/obj/ORG to/PART/5/mark"
            " buy/VERB/2/xcomp Globex/PROPN/5/obj/ORG",
            "buy subj Acme, buy obj Globex",
            id="control by the object",
        ),
        pytest.param(
            "Acme/PROPN/3/nsubj:pass/ORG is=be/AUX/3/aux:pass expected=expect/VERB/0/root"
            " to/PART/5/mark buy/VERB/3/xcomp Globex/PROPN/5/obj/ORG",
            "buy subj Acme, buy obj Globex",
            id="raising of a passive subject",
        ),
        pytest.param(
            "Globex/PROPN/2/nsubj/ORG agreed=agree/VERB/0/root to/PART/5/mark be/AUX/5/aux:pass"
            " bought=buy/VERB/2/xcomp by/ADP/7/case Acme/PROPN/5/obl:agent/ORG",
            "bought subj Acme, bought obj Globex",
            id="control of a passive",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG signed=sign/VERB/0/root a/DET/4/det deal/NOUN/2/obj"
            " to/PART/6/mark"
            " buy/VERB/4/acl Globex/PROPN/6/obj/ORG",
            "buy subj Acme, buy obj Globex",
            id="infinitive of a noun",
        ),
    ],
)
def test_build_clauses_lends_subjects(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root an/DET/4/det investment/NOUN/2/obj"
            " in/ADP/6/case"
            " Globex/PROPN/4/nmod/ORG",
            "investment subj Acme, investment :in Globex",
            id="preposition on the noun",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root an/DET/4/det investment/NOUN/2/obj"
            " in/ADP/6/case"
            " Globex/PROPN/2/obl/ORG",
            "investment subj Acme, investment :in Globex",
            id="preposition on the verb",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG entered=enter/VERB/0/root into/ADP/5/case a/DET/5/det"
            " partnership/NOUN/2/obl with/ADP/7/case Globex/PROPN/5/nmod/ORG",
            "partnership subj Acme, partnership :with Globex",
            id="noun behind a preposition",
        ),
    ],
)
def test_build_clauses_lends_the_subject_of_a_light_verb_to_its_noun(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("attached", "label"), [("3", "compound"), ("3", "obl"), ("4", "compound"), ("5", "dep")]
)
def test_build_clauses_hangs_a_name_on_the_participle_that_a_hyphen_joins(
    clauses_of, attached, label
):
    rows = (
        f"Acme/PROPN/{attached}/{label}/ORG -/PUNCT/1/punct backed=back/VERB/4/amod"
        " Globex/PROPN/5/nsubj/ORG grew=grow/VERB/0/root"
    )
    found = edges(clauses_of(rows))
    assert [edge for edge in found if edge[2] == "Acme"] == [("backed", ":", "Acme")]


def test_build_clauses_lends_nothing_from_a_verb_with_a_sense_of_its_own(clauses_of):
    rows = (
        "Acme/PROPN/2/nsubj/ORG criticised=criticise/VERB/0/root an/DET/4/det investment/NOUN/2/obj"
        " in/ADP/6/case Globex/PROPN/4/nmod/ORG"
    )
    assert ("investment", "subj", "Acme") not in edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/7/nsubj/ORG ,/PUNCT/1/punct the/DET/4/det maker/NOUN/1/appos of/ADP/6/case"
            " Globex/PROPN/4/nmod/ORG grew=grow/VERB/0/root",
            "maker subj Acme, maker :of Globex",
            id="apposition behind the name",
        ),
        pytest.param(
            "the/DET/2/det maker/NOUN/7/nsubj of/ADP/4/case Globex/PROPN/2/nmod/ORG ,/PUNCT/6/punct"
            " Acme/PROPN/2/appos/ORG grew=grow/VERB/0/root",
            "maker subj Acme, maker :of Globex, grew subj Acme",
            id="apposition before the name",
        ),
        pytest.param(
            "Acme/PROPN/4/nsubj/ORG is=be/AUX/4/cop the/DET/4/det maker/NOUN/0/root of/ADP/6/case"
            " Globex/PROPN/4/nmod/ORG",
            "maker subj Acme, maker :of Globex",
            id="copula",
        ),
        pytest.param(
            "chip/NOUN/2/compound maker/NOUN/3/compound Acme/PROPN/4/nsubj/ORG"
            " grew=grow/VERB/0/root",
            "maker subj Acme",
            id="description as a compound",
        ),
        pytest.param(
            "Acme/PROPN/3/compound/ORG -/PUNCT/1/punct backed=back/VERB/4/amod"
            " lender/NOUN/5/compound Globex/PROPN/6/nsubj/ORG grew=grow/VERB/0/root",
            "backed : Acme, lender comp backed, Globex comp backed",
            id="modifier of a compound",
        ),
        pytest.param(
            "Acme/PROPN/4/compound/ORG -/PUNCT/1/punct backed=back/VERB/4/amod"
            " lender/NOUN/6/nsubj Globex/PROPN/4/appos/ORG grew=grow/VERB/0/root",
            "backed : Acme, lender comp backed, Globex comp backed",
            id="modifier of an apposition",
        ),
        pytest.param(
            "Moonlight/PROPN/4/nsubj/WORK is=be/AUX/4/cop a/DET/4/det film/NOUN/0/root"
            " made=make/VERB/4/acl by/ADP/7/case Acme/PROPN/5/obl:agent/ORG",
            "made subj Acme, made obj film, made obj Moonlight",
            id="clause behind what a name is",
        ),
        pytest.param(
            "Moonlight/PROPN/9/nsubj/WORK ,/PUNCT/1/punct a/DET/4/det film/NOUN/1/appos"
            " that/PRON/7/obj Acme/PROPN/7/nsubj/ORG made=make/VERB/4/acl:relcl ,/PUNCT/1/punct"
            " grew=grow/VERB/0/root",
            "made subj Acme, made obj film, made obj Moonlight",
            id="relative clause behind what a name is",
        ),
    ],
)
def test_build_clauses_makes_descriptions_one(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/3/nmod:poss/ORG 's/PART/1/case purchase/NOUN/0/root of/ADP/5/case"
            " Globex/PROPN/3/nmod/ORG",
            "purchase poss Acme, purchase :of Globex",
            id="possessive",
        ),
        pytest.param(
            "Acme/PROPN/3/poss/ORG 's/PART/1/case purchase/NOUN/0/ROOT of/ADP/3/prep"
            " Globex/PROPN/4/pobj/ORG",
            "purchase poss Acme, purchase :of Globex",
            id="possessive, ClearNLP",
        ),
        pytest.param(
            "Acme/PROPN/3/nmod:poss/ORG 's/PART/1/case purchase/NOUN/0/root and/CCONJ/5/cc"
            " sale/NOUN/3/conj"
            " of/ADP/7/case Globex/PROPN/5/nmod/ORG",
            "purchase poss Acme, sale poss Acme, purchase :of Globex, sale :of Globex",
            id="coordinated nouns share both",
        ),
        pytest.param(
            "Acme/PROPN/2/compound/ORG chief/NOUN/3/compound Jane/PROPN/5/nsubj/PERSON"
            " Roe/PROPN/3/flat/+"
            " left=leave/VERB/0/root",
            "chief comp Acme, chief subj Jane_Roe",
            id="title before a name",
        ),
        pytest.param(
            "the/DET/2/det city/NOUN/5/nsubj of/ADP/4/case Oslo/PROPN/2/nmod/LOC"
            " sued=sue/VERB/0/root Globex/PROPN/5/obj/ORG",
            "sued subj city, city :of Oslo, sued subj Oslo, sued obj Globex",
            id="name of a city",
        ),
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case Globex/PROPN/5/compound/ORG"
            " joint/NOUN/5/compound venture/NOUN/6/nsubj bought=buy/VERB/0/root"
            " Hooli/PROPN/6/obj/ORG",
            "venture poss Acme, bought subj Globex, bought obj Hooli",
            id="name of a unit",
        ),
    ],
)
def test_build_clauses_reads_noun_phrases(clauses_of, rows, expected):
    assert expected_edges(expected) <= edges(clauses_of(rows))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            "an/DET/3/det Acme/PROPN/3/compound/ORG unit/NOUN/4/nsubj bought=buy/VERB/0/root"
            " Hooli/PROPN/4/obj/ORG",
            id="a unit of it",
        ),
        pytest.param(
            "its/PRON/3/nmod:poss Acme/PROPN/3/compound/ORG deal/NOUN/4/nsubj"
            " bought=buy/VERB/0/root Hooli/PROPN/4/obj/ORG",
            id="no unit",
        ),
        pytest.param(
            "its/PRON/4/nmod:poss Acme/PROPN/4/compound/ORG unit/NOUN/4/compound"
            " Globex/PROPN/5/nsubj/ORG bought=buy/VERB/0/root Hooli/PROPN/5/obj/ORG",
            id="another name behind it",
        ),
    ],
)
def test_build_clauses_takes_no_owner_for_a_unit(clauses_of, rows):
    assert ("bought", "subj", "Acme") not in edges(clauses_of(rows))


def test_build_clauses_makes_a_name_of_several_tokens_one_node(clauses_of):
    rows = (
        "Jane/PROPN/4/nsubj/PERSON van/PROPN/1/flat/+ Roe/PROPN/1/flat/+ left=leave/VERB/0/root"
        " Acme/PROPN/4/obj/ORG Europe/PROPN/5/flat/+"
    )
    assert edges(clauses_of(rows)) == expected_edges("left subj Jane_van_Roe, left obj Acme_Europe")


def test_build_clauses_takes_the_longer_of_two_arguments(make_doc, lexicon):
    from dataclasses import replace

    from kg.extract.normalise import build_clauses

    doc = make_doc("Acme/PROPN/3/nsubj/ORG Europe/PROPN/1/flat/+ grew=grow/VERB/0/root")
    (whole,) = doc.user_data["arguments"]
    part = replace(whole, end=1, entity=7)
    clauses = build_clauses(doc[:], [part, whole], lexicon)
    assert list(clauses.arguments.values()) == [whole]


def test_build_clauses_passes_over_arguments_of_other_sentences(make_doc, lexicon):
    from kg.extract.normalise import build_clauses

    doc = make_doc(
        "Acme/PROPN/2/nsubj/ORG grew=grow/VERB/0/root\nGlobex/PROPN/2/nsubj/ORG fell/VERB/0/root"
    )
    first = next(doc.sents)
    clauses = build_clauses(first, doc.user_data["arguments"], lexicon)
    assert [a.mention.name for a in clauses.arguments.values()] == ["Acme"]


def test_build_clauses_hangs_no_node_on_itself(clauses_of):
    rows = (
        "Acme/PROPN/5/nsubj/ORG ,/PUNCT/1/punct the/DET/4/det maker/NOUN/1/appos"
        " grew=grow/VERB/0/root"
        " and/CCONJ/7/cc fell=fall/VERB/5/conj"
    )
    assert all(head != child for head, _, child in edges(clauses_of(rows)))


def test_build_clauses_keeps_both_directions_alike(clauses_of):
    clauses = clauses_of(
        "Globex/PROPN/6/nsubj/ORG ,/PUNCT/1/punct which/PRON/5/obj Acme/PROPN/5/nsubj/ORG"
        " bought=buy/VERB/1/acl:relcl grew=grow/VERB/0/root"
    )
    down = {(h, label, c) for h, found in clauses.children.items() for label, c in found}
    up = {(h, label, c) for c, found in clauses.parents.items() for label, h in found}
    assert down == up


@pytest.mark.parametrize(
    ("rows", "verb", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            1,
            "Acme",
            id="active",
        ),
        pytest.param(
            "Globex/PROPN/3/nsubj:pass/ORG was=be/AUX/3/aux:pass bought=buy/VERB/0/root"
            " by/ADP/5/case"
            " Acme/PROPN/3/obl:agent/ORG",
            2,
            "Globex",
            id="passive",
        ),
    ],
)
def test_surface_subjects_are_what_stands_before_the_verb(clauses_of, rows, verb, expected):
    clauses = clauses_of(rows)
    assert [named(clauses, node) for node in surface_subjects(clauses, verb)] == [expected]


WORDS = (
    "Acme/PROPN", "Globex/PROPN", "that/PRON", "who/PRON", "-/PUNCT", ",/PUNCT", "is=be/AUX",
    "backed=back/VERB", "made=make/VERB", "investment/NOUN", "maker/NOUN", "by/ADP", "such/ADJ",
    "and/CCONJ",
)  # fmt: skip
DEPS = (
    "nsubj", "nsubj:pass", "obj", "obl", "nmod", "appos", "compound", "amod", "flat", "conj",
    "case", "acl", "acl:relcl", "advcl", "xcomp", "ccomp", "cop", "punct", "nmod:poss", "dep",
)  # fmt: skip


@st.composite
def any_parses(draw):
    """Draw the rows of any tree over a few words, however odd."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9))
    order = draw(st.permutations(range(len(words))))
    heads = {order[0]: 0}
    for place, node in enumerate(order[1:], 1):
        heads[node] = draw(st.sampled_from(order[:place])) + 1
    rows = []
    for node, word in enumerate(words):
        dep = "root" if heads[node] == 0 else draw(st.sampled_from(DEPS))
        kind = "/ORG" if word.endswith("PROPN") else ""
        rows.append(f"{word}/{heads[node]}/{dep}{kind}")
    return " ".join(rows)


@given(any_parses())
@example("Acme/PROPN/0/root/ORG that/PRON/3/acl:relcl Globex/PROPN/1/acl:relcl/ORG")
def test_build_clauses_takes_any_tree(clauses_of, rows):
    clauses = clauses_of(rows)
    down = {(h, label, c) for h, found in clauses.children.items() for label, c in found}
    up = {(h, label, c) for c, found in clauses.parents.items() for label, h in found}
    assert down == up
    assert all(head != child for head, _, child in down)
