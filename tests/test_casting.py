"""Who plays whom, and what becomes of it in who acts in what."""

from dataclasses import replace

import pytest

from kg.extract.candidates import Candidate
from kg.extract.casting import find_castings, give_parts
from kg.extract.readers import HEAD

CAST = "cast=cast/VERB/0/root Jane/PROPN/2/obj/PERSON"


@pytest.fixture(scope="module")
def cast(make_doc, lexicon):
    def run(rows):
        doc = make_doc(rows)
        return [
            (
                doc[one.part.start : one.part.end].text,
                one.actor and doc[one.actor.start : one.actor.end].text,
            )
            for one in find_castings(doc, lexicon)
        ]

    return run


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            f"They/PRON/2/nsubj {CAST} as/ADP/5/case John/PROPN/2/obl/PERSON",
            [("John", "Jane")],
            id="as",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} as/ADP/7/case the/DET/7/det chief/NOUN/7/compound"
            " John/PROPN/2/obl/PERSON",
            [("John", "Jane")],
            id="described",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} as/ADP/6/case a/DET/6/det singer/NOUN/2/obl/TITLE",
            [("singer", "Jane")],
            id="without a name",
        ),
        pytest.param(
            "They/PRON/2/nsubj hired=hire/VERB/0/root Jane/PROPN/2/obj/PERSON as/ADP/5/case"
            " chief/NOUN/2/obl/TITLE",
            [],
            id="a post",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON returns=return/VERB/0/root as/ADP/4/case"
            " John/PROPN/2/obl/PERSON",
            [("John", "Jane")],
            id="behind a verb",
        ),
        pytest.param(
            "She/PRON/2/nsubj returns=return/VERB/0/root as/ADP/4/case John/PROPN/2/obl/PERSON",
            [("John", None)],
            id="by whom is not said",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} (/PUNCT/5/punct John/PROPN/3/appos/PERSON )/PUNCT/5/punct",
            [("John", "Jane")],
            id="in brackets",
        ),
        pytest.param(
            "John/PROPN/0/root/PERSON (/PUNCT/4/punct Jane/PROPN/1/appos/PERSON Roe/PROPN/3/flat/+"
            " )/PUNCT/3/punct",
            [("John", "Jane Roe")],
            id="a first name with the actor in brackets",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root the/DET/4/det pilot/NOUN/2/obj"
            " John/PROPN/4/appos/PERSON",
            [("John", "Jane")],
            id="plays",
        ),
        pytest.param(
            "Jane/PROPN/0/root/PERSON who/PRON/3/nsubj plays=play/VERB/1/acl:relcl"
            " John/PROPN/3/obj/PERSON",
            [("John", "Jane")],
            id="who plays",
        ),
        pytest.param(
            "Jane/PROPN/0/root/PERSON the/DET/3/det actress/NOUN/1/appos who/PRON/5/nsubj"
            " plays=play/VERB/3/acl:relcl John/PROPN/5/obj/PERSON",
            [("John", "Jane")],
            id="the actress who plays",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root John/PROPN/5/nmod:poss/PERSON"
            " 's/PART/3/case heir/NOUN/2/obj",
            [],
            id="plays what is somebody's",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} such/ADJ/6/case as/ADP/4/fixed John/PROPN/2/obl/PERSON",
            [],
            id="such as",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} as/ADP/7/case John/PROPN/7/nmod:poss/PERSON 's/PART/5/case"
            " heir/NOUN/2/obl",
            [],
            id="as what is somebody's",
        ),
        pytest.param(
            f"They/PRON/2/nsubj {CAST} as/ADP/6/mark John/PROPN/6/nsubj/PERSON"
            " left=leave/VERB/2/advcl",
            [],
            id="a clause",
        ),
    ],
)
def test_find_castings(cast, rows, expected):
    assert cast(rows) == expected


def test_find_castings_knows_who_has_a_surname_elsewhere(make_doc, lexicon):
    doc = make_doc(
        "Jane/PROPN/0/root/PERSON (/PUNCT/3/punct Mary/PROPN/1/appos/PERSON Poe/PROPN/3/flat/+"
        " )/PUNCT/3/punct"
    )
    jane, mary = doc.user_data["arguments"]
    jane = replace(jane, mention=replace(jane.mention, name="Jane Roe"))
    doc.user_data["arguments"] = jane, mary
    assert [(c.part, c.actor) for c in find_castings(doc, lexicon)] == [(mary, jane)]


@pytest.mark.parametrize(
    ("rows", "fictional"),
    [
        pytest.param(f"They/PRON/2/nsubj {CAST} as/ADP/5/case John/PROPN/2/obl/PERSON", 1, id="as"),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root John/PROPN/2/obj/PERSON",
            0,
            id="plays",
        ),
    ],
)
def test_who_is_played_may_be_real(make_doc, lexicon, rows, fictional):
    (casting,) = find_castings(make_doc(rows), lexicon)
    assert casting.fictional is bool(fictional)


@pytest.mark.parametrize(
    ("relation", "parts", "role"),
    [
        pytest.param("starsIn", "John/PROPN/2/obj/PERSON", "John", id="a part"),
        pytest.param(
            "starsIn",
            "John/PROPN/2/obj/PERSON and/CCONJ/5/cc Max/PROPN/3/conj/PERSON",
            "John and Max",
            id="two",
        ),
        pytest.param(
            "starsIn",
            "John/PROPN/2/obj/PERSON then/ADV/2/advmod Max/PROPN/2/obj/PERSON",
            None,
            id="two apart",
        ),
        pytest.param("starsIn", "it/PRON/2/obj", None, id="none, and no title"),
        pytest.param("hasRole", "John/PROPN/2/obj/PERSON", "chief", id="of a post its title"),
    ],
)
def test_give_parts(make_doc, lexicon, schema, relation, parts, role):
    doc = make_doc(
        f"Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root {parts} in/ADP/2/advmod"
        " Salt/PROPN/2/obl/WORK chief/NOUN/2/obl/TITLE"
    )
    at = {doc[a.start].text: a for a in doc.user_data["arguments"]}
    candidate = Candidate(
        reader=HEAD,
        sentence=next(doc.sents),
        score=0.9,
        relation=relation,
        status="asserted",
        subject=at["Jane"],
        object=at["Salt"],
        values={"role": at["chief"]},
    )
    (given,) = give_parts(doc, [candidate], find_castings(doc, lexicon), schema)
    told = given.values.get("role")
    assert (doc[told.start : told.end].text if told else None) == role


def test_give_parts_leaves_open_which_of_two_works_a_part_is_of(make_doc, lexicon, schema):
    doc = make_doc(
        "Jane/PROPN/2/nsubj/PERSON plays=play/VERB/0/root John/PROPN/2/obj/PERSON in/ADP/2/advmod"
        " Salt/PROPN/2/obl/WORK and/CCONJ/7/cc Hex/PROPN/5/conj/WORK"
    )
    jane, _, *works = doc.user_data["arguments"]
    candidates = [
        Candidate(
            reader=HEAD,
            sentence=next(doc.sents),
            score=0.9,
            relation="starsIn",
            status="asserted",
            subject=jane,
            object=work,
        )
        for work in works
    ]
    given = give_parts(doc, candidates, find_castings(doc, lexicon), schema)
    assert [one.values for one in given] == [{}, {}]
