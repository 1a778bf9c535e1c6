"""Whose title it is, told by its place."""

import pytest

from kg.extract.candidates import Candidate
from kg.extract.titles import keep_to_titles

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
    at = {doc[a.start].text: a for a in doc.user_data["arguments"]}
    candidate = Candidate(
        reader="frames",
        subject=at[name],
        relation="hasRole",
        object=at["Acme"],
        sentence=doc[:],
        status="asserted",
        score=0.9,
        values={"role": at[title]},
    )
    (found,) = keep_to_titles(doc, [candidate])
    assert found.status == ("asserted" if is_kept else None)
    assert found.reasons == (() if is_kept else (f'"{title}" stands with another name',))
