"""Whose title it is, told by its place."""

import re

import pytest

from kg.extract.candidates import Candidate
from kg.extract.readers import HEAD
from kg.extract.titles import keep_to_titles, part_posts, share_rows

# "Guests were chairman of Acme Jane Roe , and boss of Globex Group Ann Poe , and John ."
# The parts are named for what they are: title, employer, person.
GUESTS = (
    "were/VERB/0/root chairman/NOUN/1/obj/TITLE of/ADP/4/case Acme/PROPN/2/nmod/ORG"
    " Roe/PROPN/2/flat/PERSON ,/PUNCT/7/punct boss/NOUN/2/conj/TITLE of/ADP/9/case"
    " Globex/PROPN/7/nmod/ORG Group/PROPN/9/flat Poe/PROPN/7/flat/PERSON and/CCONJ/13/cc"
    " head/NOUN/2/conj/TITLE of/ADP/15/case Initech/PROPN/13/nmod/ORG"
)
# "Acme replaced boss Roe with Poe , chairman of Globex"
OTHERS = (
    "Acme/PROPN/2/nsubj/ORG replaced/VERB/0/root boss/NOUN/4/compound/TITLE"
    " Roe/PROPN/2/obj/PERSON with/ADP/6/case Poe/PROPN/2/obl/PERSON ,/PUNCT/8/punct"
    " chairman/NOUN/6/appos/TITLE of/ADP/10/case Globex/PROPN/8/nmod/ORG"
)


def in_role(doc, name, title):
    at = {doc[a.start].text: a for a in doc.user_data["arguments"]}
    return Candidate(
        reader="head",
        subject=at[name],
        relation="hasRole",
        object=at["Acme"],
        sentence=doc[:],
        status="asserted",
        score=0.9,
        values={"role": at[title]},
    )


@pytest.mark.parametrize(
    ("rows", "name", "title", "is_kept"),
    [
        pytest.param(GUESTS, "Roe", "chairman", True, id="its own"),
        pytest.param(GUESTS, "Poe", "chairman", False, id="that of the name before"),
        pytest.param(GUESTS, "Poe", "boss", True, id="its own, after more of the employer"),
        pytest.param(GUESTS, "Roe", "boss", False, id="that of the name behind"),
        pytest.param(GUESTS, "Poe", "head", False, id="that of whoever comes after an and"),
        pytest.param(GUESTS, "Roe", "head", True, id="whose it is, its place does not tell"),
        pytest.param(OTHERS, "Poe", "boss", True, id="taken over"),
        pytest.param(OTHERS, "Roe", "chairman", True, id="behind a comma"),
    ],
)
def test_a_title_stays_with_the_name_behind_it(make_doc, rows, name, title, is_kept):
    doc = make_doc(rows)
    (found,) = keep_to_titles(doc, [in_role(doc, name, title)])
    assert found.status == ("asserted" if is_kept else None)
    assert found.reasons == (() if is_kept else (f'"{title}" stands with another name',))


# "Roe , founder , president and boss of Acme"
ROW = (
    "Roe/PROPN/0/root/PERSON ,/PUNCT/3/punct founder/NOUN/1/appos/TITLE ,/PUNCT/5/punct"
    " president/NOUN/3/conj/TITLE and/CCONJ/7/cc boss/NOUN/3/conj/TITLE of/ADP/9/case"
    " Acme/PROPN/7/nmod/ORG"
)
# "Roe , president , and boss Poe of Acme"
TWO = (
    "Roe/PROPN/0/root/PERSON ,/PUNCT/3/punct president/NOUN/1/appos/TITLE ,/PUNCT/7/punct"
    " and/CCONJ/7/cc boss/NOUN/7/compound/TITLE Poe/PROPN/1/conj/PERSON of/ADP/9/case"
    " Acme/PROPN/7/nmod/ORG"
)
# "Roe and Poe are president and boss of Acme"
SHARED = (
    "Roe/PROPN/5/nsubj/PERSON and/CCONJ/3/cc Poe/PROPN/1/conj/PERSON are/AUX/5/cop"
    " president/NOUN/0/root/TITLE and/CCONJ/7/cc boss/NOUN/5/conj/TITLE of/ADP/9/case"
    " Acme/PROPN/5/nmod/ORG"
)


def split(wording):
    return re.split(", | and ", wording)


@pytest.mark.parametrize(
    ("rows", "given", "expected"),
    [
        pytest.param(ROW, [("Roe", "boss")], ["founder, president and boss"], id="the last"),
        pytest.param(ROW, [("Roe", "founder")], ["founder, president and boss"], id="the first"),
        pytest.param(TWO, [("Roe", "president")], ["president"], id="the other is the next one's"),
        pytest.param(
            SHARED, [("Roe", "boss"), ("Poe", "boss")], ["president", "boss"], id="one each"
        ),
        pytest.param(SHARED, [("Roe", "boss")], ["president"], id="one each, of one"),
        pytest.param(
            SHARED.replace("boss", "bosses=boss"),
            [("Roe", "president"), ("Poe", "bosses")],
            ["president", "bosses"],
            id="nobody's alone",
        ),
    ],
)
def test_each_person_has_what_is_theirs_of_a_row(make_doc, rows, given, expected):
    doc = make_doc(rows)
    found = share_rows(doc, [in_role(doc, *one) for one in given], split)
    roles = [one.values["role"] for one in found]
    assert [doc[role.start : role.end].text for role in roles] == expected


def test_a_row_stays_as_it_is_where_no_one_can_part_its_words(make_doc):
    doc = make_doc(ROW)
    (found,) = share_rows(doc, [in_role(doc, "Roe", "boss")], lambda wording: (wording,))
    assert doc[found.values["role"].start].text == "boss"


# --- several posts of one pair ------------------------------------------------------------


def make_post(doc, person, employer, status, **values):
    """Propose a post in a Doc of one sentence."""
    (sentence,) = doc.sents
    return Candidate(
        reader=HEAD,
        subject=person,
        relation="hasRole",
        object=employer,
        sentence=sentence,
        status=status,
        score=0.9,
        values=values,
    )


ROE = "Jane/PROPN/{verb}/nsubj/PERSON ,/PUNCT/3/punct chair/NOUN/1/appos/TITLE ,/PUNCT/3/punct"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        pytest.param(
            "will/AUX/6/aux lead/VERB/0/root Acme/PROPN/6/obj/ORG as/ADP/9/case"
            " chief/NOUN/6/obl/TITLE May/PROPN/6/obl/DATE",
            [("chair", "asserted", False), ("chief", "planned", True)],
            id="to come",
        ),
        pytest.param(
            "now/ADV/6/advmod leads=lead/VERB/0/root Acme/PROPN/6/obj/ORG as/ADP/9/case"
            " chief/NOUN/6/obl/TITLE May/PROPN/3/nmod/DATE",
            [("chair", "asserted", True), ("chief", "asserted", False)],
            id="held",
        ),
    ],
)
def test_part_posts_tells_a_post_that_is_held_from_one_to_come(make_doc, lexicon, rest, expected):
    doc = make_doc(f"{ROE.format(verb=6)} {rest}")
    jane, chair, acme, chief, may = doc.user_data["arguments"]
    candidate = make_post(doc, jane, acme, "asserted", role=chair, date=may)
    found = part_posts(doc, candidate, [chair, chief], lexicon)
    assert [
        (doc[one.values["role"].start].text, one.status, "date" in one.values) for one in found
    ] == expected


def test_part_posts_leaves_a_post_with_one_title_as_it_is(make_doc, lexicon):
    doc = make_doc("Jane/PROPN/0/root/PERSON chair/NOUN/1/appos/TITLE Acme/PROPN/2/nmod/ORG")
    jane, chair, acme = doc.user_data["arguments"]
    candidate = make_post(doc, jane, acme, "planned", role=chair)
    assert list(part_posts(doc, candidate, [chair], lexicon)) == [candidate]


TAKES_UP = "Jane/PROPN/0/root/PERSON ,/PUNCT/{0}/punct who/PRON/{0}/nsubj"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        pytest.param(
            f"{TAKES_UP.format(4)} becomes=become/VERB/1/acl:relcl chair/NOUN/4/xcomp/TITLE",
            "asserted",
            id="now",
        ),
        pytest.param(
            f"{TAKES_UP.format(5)} has=have/AUX/5/aux become/VERB/1/acl:relcl"
            " chair/NOUN/5/xcomp/TITLE",
            "asserted",
            id="not long ago",
        ),
        pytest.param(
            f"{TAKES_UP.format(5)} will/AUX/5/aux become/VERB/1/acl:relcl chair/NOUN/5/xcomp/TITLE",
            "planned",
            id="soon",
        ),
        pytest.param(
            f"{TAKES_UP.format(4)} became=become/VERB/1/acl:relcl chair/NOUN/4/xcomp/TITLE",
            "former",
            id="then",
        ),
        pytest.param(
            "John/PROPN/2/nsubj becomes=become/VERB/0/root chair/NOUN/2/xcomp/TITLE"
            " replacing=replace/VERB/2/advcl Jane/PROPN/4/obj/PERSON",
            "former",
            id="another",
        ),
    ],
)
def test_part_posts_takes_no_post_for_past_that_is_taken_up(make_doc, lexicon, rows, status):
    doc = make_doc(f"{rows}\nAcme/PROPN/0/root/ORG")
    by_text = {doc[a.start : a.end].text: a for a in doc.user_data["arguments"]}
    sentence, _ = doc.sents
    candidate = Candidate(
        reader=HEAD,
        subject=by_text["Jane"],
        relation="hasRole",
        object=by_text["Acme"],
        sentence=sentence,
        status="former",
        score=0.9,
        values={"role": by_text["chair"]},
    )
    (found,) = part_posts(doc, candidate, [by_text["chair"]], lexicon)
    assert found.status == status


@pytest.mark.parametrize(
    ("aux", "title", "status", "expected"),
    [
        pytest.param("was=be/AUX", "chief", "asserted", "former", id="left"),
        pytest.param("was=be/AUX", "president", "former", "asserted", id="taken up"),
        pytest.param("was=be/AUX", "chief", "denied", "denied", id="denied"),
        pytest.param("will/AUX", "chief", "asserted", "asserted", id="not left yet"),
        pytest.param("will/AUX", "president", "planned", "planned", id="not taken up yet"),
    ],
)
def test_part_posts_tells_the_post_that_is_left(make_doc, lexicon, aux, title, status, expected):
    doc = make_doc(
        f"Jane/PROPN/3/nsubj/PERSON {aux}/3/aux promoted=promote/VERB/0/root from/ADP/5/case"
        " chief/NOUN/3/obl/TITLE to/ADP/8/case the/DET/8/det president/NOUN/3/obl/TITLE"
        " of/ADP/10/case Acme/PROPN/8/nmod/ORG"
    )
    jane, *posts, acme = doc.user_data["arguments"]
    (post,) = (one for one in posts if doc[one.start].text == title)
    candidate = make_post(doc, jane, acme, status, role=post)
    (found,) = part_posts(doc, candidate, [post], lexicon)
    assert found.status == expected
