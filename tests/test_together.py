"""What one sentence says of an end tells what becomes of that which ends."""

from dataclasses import replace

import pytest

from kg.extract.candidates import Candidate, Judged
from kg.extract.readers import HEAD
from kg.extract.together import weigh_together
from kg.extract.verdict import load_verdict


@pytest.fixture(scope="module")
def weigh(make_doc, schema, lexicon):
    """Weigh facts of Jane and Acme: relation, status, the values' words, reason against it."""
    doc = make_doc(
        "Jane/PROPN/2/nsubj/PERSON leaves=leave/VERB/0/root Acme/PROPN/2/obj/ORG "
        "as/ADP/5/case chair/NOUN/2/obl/TITLE and/CCONJ/7/cc head/NOUN/5/conj/TITLE "
        "May/PROPN/2/obl/DATE 2019/NUM/2/obl/DATE"
    )
    (sentence,) = doc.sents
    jane, acme, *values = doc.user_data["arguments"]
    words = {doc[value.start].text: value for value in values}

    def judge(relation, status, reason=None, **told):
        best = Candidate(
            reader=HEAD,
            sentence=sentence,
            score=0.9,
            relation=relation,
            status=status,
            subject=jane,
            object=acme,
            values={key: words[word] for key, word in told.items()},
        )
        return Judged(best=best, confidence=0.9, reason=reason)

    def weigh_all(*facts):
        judged = [judge(relation, status, **more) for relation, status, more in facts]
        found = weigh_together(judged, load_verdict(), schema, lexicon)
        return [
            (
                one.best.status,
                {key: doc[value.start].text for key, value in one.best.values.items()},
            )
            for one in found
        ]

    return weigh_all


CHAIR, HEAD_OF, MAY, THEN = {"role": "chair"}, {"role": "head"}, {"date": "May"}, {"date": "2019"}


@pytest.mark.parametrize(
    ("leaving", "post", "becomes"),
    [
        pytest.param(("asserted", {}), ("asserted", {}), ("former", {}), id="left"),
        pytest.param(("planned", {}), ("planned", {}), ("asserted", {}), id="to be left"),
        pytest.param(("rumoured", {}), ("rumoured", {}), ("asserted", {}), id="may be left"),
        pytest.param(("denied", {}), ("denied", {}), ("asserted", {}), id="not left"),
        pytest.param(
            ("planned", CHAIR), ("planned", CHAIR), ("asserted", CHAIR), id="the same post"
        ),
        pytest.param(
            ("planned", CHAIR), ("planned", HEAD_OF), ("planned", HEAD_OF), id="another post"
        ),
        pytest.param(("planned", MAY), ("asserted", MAY), ("asserted", {}), id="the end's date"),
        pytest.param(("planned", MAY), ("planned", THEN), ("asserted", THEN), id="its own date"),
        pytest.param(("planned", {}), ("planned", THEN), ("asserted", THEN), id="only its date"),
        pytest.param(("asserted", MAY), ("asserted", MAY), ("former", MAY), id="date of both"),
        pytest.param(("asserted", {}), ("planned", {}), ("planned", {}), id="left, to come back"),
        pytest.param(("planned", {}), ("former", {}), ("former", {}), id="was over before"),
        pytest.param(
            ("planned", {"reason": "no"}), ("planned", {}), ("planned", {}), id="not believed"
        ),
    ],
)
def test_a_post_by_what_is_said_of_its_end(weigh, leaving, post, becomes):
    assert weigh(("leaves", *leaving), ("hasRole", *post))[1] == becomes


def test_what_ends_nothing_leaves_a_post_as_it_is(weigh):
    joined, post = weigh(("joins", "planned", {}), ("hasRole", "planned", {}))
    assert joined == post == ("planned", {})


@pytest.mark.parametrize(
    ("between", "speaks"),
    [
        pytest.param("and/CCONJ/2/cc", True, id="in a row"),
        pytest.param(",/PUNCT/2/punct and/CCONJ/2/cc", True, id="in a row, with a comma"),
        pytest.param("of/ADP/2/case", False, id="elsewhere"),
    ],
)
def test_a_post_speaks_for_those_of_its_row(make_doc, schema, lexicon, between, speaks):
    doc = make_doc(
        f"Acme/PROPN/2/compound/ORG chair/NOUN/0/root/TITLE {between} head/NOUN/2/conj/TITLE"
        " Jane/PROPN/2/appos/PERSON",
    )
    acme, chair, head, jane = doc.user_data["arguments"]
    (sentence,) = doc.sents
    judged = [
        believe(sentence, jane, "hasRole", acme, confidence, role=title)
        for title, confidence in ((chair, 0.9), (head, 0.4))
    ]
    sure, weak = weigh_together(judged, load_verdict(), schema, lexicon)
    assert (sure.confidence, weak.confidence) == (0.9, 0.9 if speaks else 0.4)


def believe(sentence, subject, relation, object_, confidence, **values):
    """Judge that a sentence asserts a relation."""
    best = Candidate(
        reader=HEAD,
        sentence=sentence,
        score=0.9,
        relation=relation,
        status="asserted",
        subject=subject,
        object=object_,
        values=values,
    )
    return Judged(best=best, confidence=confidence, reason=None)


@pytest.fixture(scope="module")
def cross(make_doc, schema, lexicon):
    """Weigh pairs of firms in one sentence; return those that stand, the least sure last."""
    doc = make_doc(
        "Acme/PROPN/5/nsubj/ORG Globex/PROPN/1/conj/ORG Hooli/PROPN/1/conj/ORG"
        " Initech/PROPN/1/conj/ORG met=meet/VERB/0/root"
    )
    (sentence,) = doc.sents
    firms = doc.user_data["arguments"]

    def run(relation, *pairs, statuses=("asserted",) * 4):
        judged = [
            believe(sentence, firms[one], relation, firms[other], 0.95 - 0.01 * place)
            for place, (one, other) in enumerate(pairs)
        ]
        judged = [
            replace(one, best=replace(one.best, status=status))
            for one, status in zip(judged, statuses, strict=False)
        ]
        found = weigh_together(judged, load_verdict(), schema, lexicon)
        return [pair for pair, one in zip(pairs, found, strict=True) if one.reason is None]

    return run


@pytest.mark.parametrize(
    ("relation", "pairs", "standing"),
    [
        pytest.param("partnersWith", [(0, 1), (1, 2), (0, 2)], 3, id="three partners"),
        pytest.param("partnersWith", [(0, 1), (2, 3), (0, 3)], 2, id="two pairs, mixed up"),
        pytest.param("partnersWith", [(0, 1), (2, 3), (3, 0)], 2, id="the same turned round"),
        pytest.param("acquires", [(0, 1), (2, 3), (0, 3)], 2, id="two deals, mixed up"),
        pytest.param("acquires", [(0, 1), (1, 2), (0, 2)], 2, id="a chain of owners"),
        pytest.param("acquires", [(0, 2), (0, 3), (1, 2), (1, 3)], 4, id="a list on both sides"),
    ],
)
def test_weigh_together_rejects_what_mixes_two_facts(cross, relation, pairs, standing):
    assert cross(relation, *pairs) == pairs[:standing]


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [
        pytest.param(("former", "former", "asserted"), 3, id="who was there, and who comes"),
        pytest.param(("asserted", "former", "planned"), 3, id="whose post another had"),
        pytest.param(("asserted", "asserted", "former"), 2, id="a past of neither"),
    ],
)
def test_what_was_crosses_nothing_that_is(cross, statuses, standing):
    pairs = [(0, 1), (2, 3), (2, 1)]
    assert cross("acquires", *pairs, statuses=statuses) == pairs[:standing]


@pytest.fixture(scope="module")
def meant(make_doc, schema, lexicon):
    """Weigh investors and companies, of which the last sentence names Orrin and Initech only."""
    doc = make_doc(
        "Acme/PROPN/0/root/ORG\nGlobex/PROPN/0/root/ORG\n"
        "Orrin/PROPN/2/nsubj/ORG joined=join/VERB/0/root Initech/PROPN/2/obj/ORG"
    )
    *_, sentence = doc.sents
    firms = {doc[a.start].text: a for a in doc.user_data["arguments"]}

    def run(*said):
        judged = [
            believe(sentence, firms[one], "investsIn", firms[other], confidence)
            for one, other, confidence in said
        ]
        found = weigh_together(judged, load_verdict(), schema, lexicon)
        return [one.reason is None for one in found]

    return run


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        pytest.param([("Orrin", "Acme", 0.9), ("Orrin", "Globex", 0.7)], [1, 0], id="the surer"),
        pytest.param([("Orrin", "Acme", 0.9), ("Orrin", "Globex", 0.88)], [0, 0], id="a guess"),
        pytest.param([("Acme", "Orrin", 0.7), ("Globex", "Orrin", 0.9)], [0, 1], id="investors"),
        pytest.param([("Orrin", "Acme", 0.9), ("Orrin", "Initech", 0.7)], [1, 1], id="named"),
        pytest.param([("Orrin", "Acme", 0.9), ("Initech", "Globex", 0.9)], [1, 1], id="two"),
    ],
)
def test_weigh_together_keeps_one_of_what_is_only_meant(meant, said, standing):
    assert meant(*said) == [bool(one) for one in standing]


_LISTED = "Jane/PROPN/4/nsubj/PERSON and/CCONJ/3/cc John/PROPN/1/conj/PERSON met=meet/VERB/0/root"
_OPPOSED = "Jane/PROPN/2/nsubj/PERSON sued=sue/VERB/0/root John/PROPN/2/obj/PERSON"


@pytest.mark.parametrize(
    ("before", "who", "stand"),
    [
        pytest.param(_LISTED, "They=they/PRON/2/nsubj", True, id="they"),
        pytest.param(_LISTED, "the/DET/2/det brothers=brother/NOUN/3/nsubj", True, id="a plural"),
        pytest.param(_LISTED, "the/DET/2/det brother/NOUN/3/nsubj", False, id="a singular"),
        pytest.param(_LISTED, "She=she/PRON/2/nsubj", False, id="she"),
        pytest.param(_OPPOSED, "They=they/PRON/2/nsubj", False, id="no list"),
    ],
)
def test_a_word_for_several_means_a_whole_list(make_doc, schema, lexicon, before, who, stand):
    verb = len(who.split()) + 1
    doc = make_doc(f"{before}\n{who} left=leave/VERB/0/root Acme/PROPN/{verb}/obj/ORG")
    jane, john, acme = doc.user_data["arguments"]
    *_, sentence = doc.sents
    judged = [believe(sentence, one, "leaves", acme, 0.9) for one in (jane, john)]
    found = weigh_together(judged, load_verdict(), schema, lexicon)
    assert [one.reason is None for one in found] == [stand, stand]


def test_an_amount_is_of_what_is_told_nearest_to_it(make_doc, schema, lexicon):
    doc = make_doc(
        "Hooli/PROPN/2/nsubj/ORG sued=sue/VERB/0/root Acme/PROPN/2/obj/ORG over/ADP/7/case"
        " its/PRON/7/nmod:poss $3m/NOUN/7/nmod/MONEY purchase/NOUN/2/obl of/ADP/9/case"
        " Globex/PROPN/7/nmod/ORG"
    )
    hooli, acme, amount, globex = doc.user_data["arguments"]
    (sentence,) = doc.sents
    judged = [
        believe(sentence, hooli, "sues", acme, 0.99, amount=amount),
        believe(sentence, acme, "acquires", globex, 0.9, amount=amount),
    ]
    suit, purchase = weigh_together(judged, load_verdict(), schema, lexicon)
    assert (suit.best.values, purchase.best.values) == ({}, {"amount": amount})


BUYS = "Acme/PROPN/2/nsubj/ORG buys=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
BOUGHT = BUYS.replace("buys", "bought")
HAS_BOUGHT = "Acme/PROPN/3/nsubj/ORG has/AUX/3/aux bought=buy/VERB/0/root Globex/PROPN/3/obj/ORG"


@pytest.mark.parametrize(
    ("headline", "below", "status"),
    [
        pytest.param(BUYS, "planned", "planned", id="planned below"),
        pytest.param(BUYS, "rumoured", "rumoured", id="rumoured below"),
        pytest.param(BUYS, "asserted", "asserted", id="done below"),
        pytest.param(BUYS, "denied", "asserted", id="denied below"),
        pytest.param(BOUGHT, "planned", "asserted", id="in the past"),
        pytest.param(HAS_BOUGHT, "planned", "asserted", id="in the perfect"),
        pytest.param(f"{BUYS} ./PUNCT/2/punct", "planned", "asserted", id="no headline"),
    ],
)
def test_a_headline_means_what_the_text_says(make_doc, schema, lexicon, headline, below, status):
    doc = make_doc(f"{headline} ⏎/SPACE/2/dep\n{BOUGHT} ./PUNCT/2/punct")
    acme, globex, *_ = doc.user_data["arguments"]
    first, second = (believe(sentence, acme, "acquires", globex, 0.9) for sentence in doc.sents)
    second = replace(second, best=replace(second.best, status=below))
    found, _ = weigh_together([first, second], load_verdict(), schema, lexicon)
    assert found.best.status == status


@pytest.mark.parametrize(
    ("title", "stands"),
    [
        pytest.param("head", True, id="another post"),
        pytest.param("Chair", False, id="the same post"),
        pytest.param(None, False, id="no title"),
    ],
)
def test_a_post_that_is_held_settles_no_other(make_doc, schema, lexicon, title, stands):
    doc = make_doc(
        "Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root Acme/PROPN/2/obj/ORG"
        " chair/NOUN/2/obl/TITLE ./PUNCT/2/punct\n"
        f"Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root Acme/PROPN/2/obj/ORG"
        f" {title or 'head'}/NOUN/2/obl/TITLE ./PUNCT/2/punct"
    )
    jane, acme, chair, *_, other = doc.user_data["arguments"]
    first, second = doc.sents
    held = believe(first, jane, "hasRole", acme, 0.95, role=chair)
    ahead = believe(second, jane, "hasRole", acme, 0.9, **({"role": other} if title else {}))
    ahead = replace(ahead, best=replace(ahead.best, status="planned"))
    _, found = weigh_together([held, ahead], load_verdict(), schema, lexicon)
    assert (found.reason is None) is stands


# --- what all share who take part in a round ---------------------------------------------


@pytest.fixture(scope="module")
def share(make_doc, schema, lexicon):
    """Give the words of the money of Acme and Globex, of which each may be told some."""
    doc = make_doc(
        "Hooli/PROPN/2/nsubj/ORG raised=raise/VERB/0/root Five/NUM/2/obj/MONEY\n"
        "Acme/PROPN/4/nsubj/ORG and/CCONJ/3/cc Globex/PROPN/1/conj/ORG joined=join/VERB/0/root"
        " with/ADP/6/case Two/NUM/4/obl/MONEY",
        values={"Five": "5", "Two": "2"},
    )
    at = {doc[a.start].text: a for a in doc.user_data["arguments"]}

    def judge(name, money, status="asserted"):
        best = Candidate(
            reader=HEAD,
            sentence=list(doc.sents)[1],
            score=0.9,
            relation="investsIn",
            status=status,
            subject=at[name],
            object=at["Hooli"],
            values={"amount": at[money]} if money else {},
        )
        return Judged(best=best, confidence=0.9, reason=None)

    def run(*told):
        found = weigh_together([judge(*one) for one in told], load_verdict(), schema, lexicon)
        values = [one.best.values.get("amount") for one in found]
        return [doc[value.start].text if value else None for value in values]

    return run


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([("Acme", "Five"), ("Globex", None)], ["Five", "Five"], id="the round's"),
        pytest.param([("Acme", "Two"), ("Globex", None)], ["Two", None], id="one's own"),
        pytest.param([("Acme", "Five"), ("Globex", "Two")], ["Five", "Two"], id="both told"),
        pytest.param(
            [("Acme", "Five"), ("Globex", None, "denied")], ["Five", None], id="who did not join"
        ),
    ],
)
def test_weigh_together_gives_all_of_a_round_what_is_told_of_it(share, told, expected):
    assert share(*told) == expected


@pytest.mark.parametrize(
    ("round_told", "date"),
    [
        pytest.param("Monday/PROPN/2/obl/DATE", "Monday", id="a day"),
        pytest.param("Monday/PROPN/2/obl/DATE May/PROPN/2/obl/DATE", None, id="one of two"),
    ],
)
def test_who_joins_a_round_has_its_date(make_doc, schema, lexicon, round_told, date):
    doc = make_doc(
        f"Acme/PROPN/2/nsubj/ORG raised=raise/VERB/0/root Seed/NOUN/2/obj/ROUND {round_told}\n"
        "Orrin/PROPN/2/nsubj/ORG joined=join/VERB/0/root",
        values={"Seed": "seed", "Monday": "2026-11-16", "May": "2026-05"},
    )
    at = {doc[a.start].text: a for a in doc.user_data["arguments"]}
    *_, sentence = doc.sents
    judged = believe(sentence, at["Orrin"], "investsIn", at["Acme"], 0.9, round=at["Seed"])
    (found,) = weigh_together([judged], load_verdict(), schema, lexicon)
    told = found.best.values.get("date")
    assert (told and doc[told.start].text) == date
