import pytest

from kg.extract.dates import leave_out_aside, leave_out_bound


@pytest.mark.parametrize(
    ("relation", "day", "dated"),
    [
        pytest.param("hasRole", "2010/NUM/4/obl:unmarked/DATE", False, id="another clause"),
        pytest.param("hasRole", "2010/NUM/9/obl:unmarked/DATE", True, id="its own clause"),
        pytest.param("acquires", "2010/NUM/4/obl:unmarked/DATE", True, id="what happens once"),
    ],
)
def test_keep_own_date_dates_what_lasts_by_its_clause(read_pair, relation, day, dated):
    candidate = read_pair(
        "Roe/PROPN/9/nsubj/ORG ,/PUNCT/1/punct which/PRON/4/nsubj grew/VERB/1/acl:relcl"
        f" {day} ,/PUNCT/1/punct is/AUX/9/cop the/DET/9/det chief/NOUN/0/root of/ADP/11/case"
        " Acme/PROPN/9/nmod/ORG",
        relation,
        qualifiers=[("date", "2010", 0.9)],
    )
    assert ("date" in candidate.values) is dated


@pytest.mark.parametrize(
    ("rows", "dated"),
    [
        pytest.param(
            "Acme/PROPN/3/compound/ORG chief/NOUN/3/compound Roe/PROPN/4/nsubj/PERSON"
            " flew=fly/VERB/0/root in/ADP/6/case 2010/NUM/4/obl/DATE",
            False,
            id="what else the one who holds it does",
        ),
        pytest.param(
            "Acme/PROPN/3/compound/ORG chief/NOUN/3/compound Roe/PROPN/0/root/PERSON"
            " since/ADP/5/case 2010/NUM/3/nmod/DATE",
            True,
            id="in the phrase of both",
        ),
        pytest.param(
            "Roe/PROPN/2/nsubj/PERSON joined=join/VERB/0/root Acme/PROPN/2/obj/ORG"
            " in/ADP/5/case 2010/NUM/2/obl/DATE",
            True,
            id="a verb joins both",
        ),
        pytest.param(
            "Roe/PROPN/0/root/PERSON who/PRON/3/nsubj flew=fly/VERB/1/acl:relcl in/ADP/5/case"
            " 2010/NUM/3/obl/DATE and/CCONJ/9/cc is/AUX/9/cop Acme/PROPN/9/compound/ORG"
            " chief/NOUN/3/conj",
            False,
            id="a clause joined to that of what lasts",
        ),
    ],
)
def test_keep_own_date_dates_what_lasts_in_its_phrase(read_pair, rows, dated):
    candidate = read_pair(rows, "hasRole", ends=("Roe", "Acme"), qualifiers=[("date", "2010", 0.9)])
    assert ("date" in candidate.values) is dated


@pytest.mark.parametrize(
    ("rows", "dated"),
    [
        pytest.param(
            "chief/NOUN/4/nmod since/ADP/3/case 2020/NUM/1/nmod/DATE Roe/PROPN/5/nsubj/PERSON"
            " leaves=leave/VERB/0/root Acme/PROPN/5/obj/ORG",
            False,
            id="since when it had lasted",
        ),
        pytest.param(
            "Roe/PROPN/2/nsubj/PERSON leaves=leave/VERB/0/root Acme/PROPN/2/obj/ORG in/ADP/5/case"
            " 2020/NUM/2/obl/DATE",
            True,
            id="when it ends",
        ),
        pytest.param(
            "chief/NOUN/0/root since/ADP/3/case 2020/NUM/1/nmod/DATE when/ADV/6/advmod"
            " Roe/PROPN/6/nsubj/PERSON left=leave/VERB/3/acl:relcl Acme/PROPN/6/obj/ORG",
            True,
            id="what came about then",
        ),
    ],
)
def test_leave_out_bound_dates_no_end(read_pair, rows, dated):
    candidate = read_pair(rows, "leaves", ends=("Roe", "Acme"), qualifiers=[("date", "2020", 0.9)])
    assert ("date" in candidate.values) is dated


@pytest.mark.parametrize(("word", "dated"), [("until", False), ("through", False), ("in", True)])
def test_leave_out_bound_dates_nothing_by_when_it_ends(read_pair, lexicon, word, dated):
    candidate = read_pair(
        f"Roe/PROPN/2/nsubj/PERSON chairs=chair/VERB/0/root Acme/PROPN/2/obj/ORG {word}/ADP/5/case"
        " 2028/NUM/2/obl/DATE",
        "hasRole",
        qualifiers=[("date", "2028", 0.9)],
    )
    doc = candidate.sentence.doc
    found = leave_out_bound(doc, candidate.values, lexicon.words("until"))
    assert ("date" in found) is dated


FLEW = "flew=fly/VERB/0/root in/ADP/{0}/case 2010/NUM/{1}/obl/DATE"
SUIT = "{} Acme/PROPN/4/nmod:poss/ORG 's/PART/2/case suit/NOUN/1/obj against/ADP/6/case"


@pytest.mark.parametrize(
    ("rows", "word", "dated"),
    [
        pytest.param(
            f"Acme/PROPN/2/compound/ORG founder/NOUN/3/nsubj {FLEW.format(5, 3)}",
            "founder",
            False,
            id="what else somebody does",
        ),
        pytest.param(
            "founder/NOUN/0/root in/ADP/3/case 2010/NUM/1/nmod/DATE of/ADP/5/case"
            " Acme/PROPN/1/nmod/ORG",
            "founder",
            True,
            id="in its phrase",
        ),
        pytest.param(
            "became=become/VERB/0/root founder/NOUN/1/xcomp in/ADP/4/case 2010/NUM/1/obl/DATE",
            "founder",
            True,
            id="what a verb makes of somebody",
        ),
        pytest.param(
            f"{SUIT.format('dismissed=dismiss/VERB/0/root')} Hooli/PROPN/4/nmod/ORG"
            " in/ADP/8/case 2010/NUM/1/obl/DATE",
            "suit",
            False,
            id="what becomes of it",
        ),
        pytest.param(
            f"{SUIT.format('filed=file/VERB/0/root')} Hooli/PROPN/4/nmod/ORG in/ADP/8/case"
            " 2010/NUM/1/obl/DATE",
            "suit",
            True,
            id="that it comes to be",
        ),
    ],
)
def test_leave_out_aside_takes_no_date_of_another_verb(make_doc, lexicon, rows, word, dated):
    doc = make_doc(rows)
    values = {a.label.lower(): a for a in doc.user_data["arguments"] if a.label == "DATE"}
    noun = next(token for token in doc if token.text == word)
    found = leave_out_aside(doc, values, noun, {"suit"}, lexicon.words("light"))
    assert ("date" in found) is dated


def test_leave_out_aside_needs_no_date(make_doc):
    doc = make_doc("founder/NOUN/0/root")
    assert leave_out_aside(doc, {}, doc[0], set(), set()) == {}
