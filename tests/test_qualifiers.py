import datetime
from decimal import Decimal

import pytest

from kg.datamodel import Argument, Date, Money
from kg.extract.qualifiers import find_values, make_qualifiers, settle_price

TAKES = frozenset({"amount", "valuation", "date", "role", "round", "stake"})


@pytest.fixture(scope="module")
def values_of(clauses_of, lexicon):
    """Find the values of what the word marked with "!" says, as text."""

    def find(rows, *, takes=TAKES, given=()):
        at = next(n for n, token in enumerate(rows.split()) if token.startswith("!"))
        clauses = clauses_of(rows.replace("!", "", 1))
        text = {a: clauses.sentence.doc[a.start : a.end].text for a in clauses.arguments.values()}
        slots = {slot: a for a in text for slot, words in given if text[a] == words}
        found = find_values(clauses, (at,), slots, takes, lexicon)
        return {key: text[argument] for key, argument in found.items()}

    return find


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " for/ADP/5/case $5m/NOUN/2/obl/MONEY",
            {"amount": "$5m"},
            id="amount",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG in/ADP/5/case"
            " 2024/NUM/2/obl/DATE",
            {"date": "2024"},
            id="date",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root 10%/NOUN/2/obj/PERCENT of/ADP/5/case"
            " Globex/PROPN/3/nmod/ORG",
            {"stake": "10%"},
            id="stake",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG in/ADP/7/case"
            " a/DET/7/det"
            " $5m/NOUN/7/compound/MONEY deal/NOUN/2/obl",
            {"amount": "$5m"},
            id="amount within a noun phrase",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " ,/PUNCT/5/punct worth/ADJ/3/amod"
            " $9m/NOUN/5/obj/MONEY",
            {},
            id="a valuation of the object is no amount",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !invested=invest/VERB/0/root in/ADP/4/case"
            " Globex/PROPN/2/obl/ORG at/ADP/7/case"
            " a/DET/7/det valuation/NOUN/2/obl of/ADP/9/case $9m/NOUN/7/nmod/MONEY",
            {"valuation": "$9m"},
            id="valuation",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !invested=invest/VERB/0/root $5m/NOUN/2/obj/MONEY"
            " in/ADP/5/case Globex/PROPN/2/obl/ORG"
            " at/ADP/8/case a/DET/8/det valuation/NOUN/2/obl of/ADP/10/case $9m/NOUN/8/nmod/MONEY",
            {"amount": "$5m", "valuation": "$9m"},
            id="amount and valuation",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " for/ADP/5/case $5m/NOUN/2/obl/MONEY"
            " and/CCONJ/7/cc $6m/NOUN/2/obl/MONEY",
            {},
            id="two equally near",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " and/CCONJ/5/cc sold=sell/VERB/2/conj"
            " Initech/PROPN/5/obj/ORG for/ADP/8/case $5m/NOUN/5/obl/MONEY",
            {},
            id="amount of another verb",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " ,/PUNCT/7/punct which/PRON/6/nsubj"
            " earned=earn/VERB/3/acl:relcl $5m/NOUN/6/obj/MONEY",
            {},
            id="amount of a relative clause",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root an/DET/4/det !investment/NOUN/2/obj"
            " in/ADP/6/case"
            " Globex/PROPN/4/nmod/ORG in/ADP/8/case 2024/NUM/2/obl/DATE",
            {"date": "2024"},
            id="date of the light verb",
        ),
    ],
)
def test_find_values_takes_what_is_near(values_of, rows, expected):
    assert values_of(rows) == expected


PRICE = (
    "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG for/ADP/5/case"
    " $5m/NOUN/2/obl/MONEY"
    " in/ADP/7/case 2024/NUM/2/obl/DATE"
)


def test_find_values_leaves_what_the_relation_does_not_take(values_of):
    assert values_of(PRICE, takes=frozenset({"date"})) == {"date": "2024"}


def test_find_values_gives_no_value_twice(values_of):
    assert values_of(PRICE, given=[("valuation", "$5m")]) == {"date": "2024"}


# --- make_qualifiers -----------------------------------------------------------------

FIVE = Money(amount=Decimal(5000000), currency="USD")
DAY = Date(day=datetime.date(2026, 11, 16), precision="day")


def value(label, given=None):
    return Argument(start=0, end=1, label=label, value=given)


def qualify(values, **options):
    return make_qualifiers(values, lambda argument: "the Words", str.upper, **options)


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("amount", FIVE, FIVE),
        ("valuation", FIVE, FIVE),
        ("date", DAY, DAY),
        ("stake", Decimal("12.5"), Decimal("12.5")),
        ("round", "Series A", "Series A"),
    ],
)
def test_make_qualifiers_takes_values(key, given, expected):
    assert getattr(qualify({key: value("X", given)}), key) == expected


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("amount", None),
        ("amount", Decimal(5)),
        ("date", "Monday"),
        ("stake", FIVE),
        ("round", None),
    ],
)
def test_make_qualifiers_leaves_out_what_cannot_be_told(key, given):
    assert getattr(qualify({key: value("X", given)}), key) is None


def test_make_qualifiers_keeps_the_wording_of_a_role():
    found = qualify({"role": value("TITLE")})
    assert (found.role, found.role_wording) == ("THE WORDS", "the Words")


def test_make_qualifiers_notes_who_led():
    assert qualify({}, lead=True).lead


@pytest.mark.parametrize(("name", "kept"), [("Globex", True), ("Acme", False)])
def test_keep_own_share_binds_a_share_to_what_it_is_of(read_pair, name, kept):
    candidate = read_pair(
        "Roe/PROPN/2/nsubj/ORG owns=own/VERB/0/root Acme/PROPN/2/obj/ORG and/CCONJ/5/cc"
        " 80/NUM/3/conj/PERCENT of/ADP/7/case Globex/PROPN/5/nmod/ORG",
        "owns",
        ends=("Roe", name),
        qualifiers=[("stake", "80", 0.9)],
    )
    assert ("stake" in candidate.values) is kept


def test_keep_own_share_looks_behind_an_owner(read_pair):
    candidate = read_pair(
        "Roe/PROPN/2/nsubj/ORG bought=buy/VERB/0/root 15/NUM/2/obj/PERCENT of/ADP/7/case"
        " Norway/PROPN/7/nmod:poss/LOC 's/PART/5/case Acme/PROPN/3/nmod/ORG",
        "acquires",
        ends=("Roe", "Acme"),
        qualifiers=[("stake", "15", 0.9)],
    )
    assert "stake" in candidate.values


@pytest.mark.parametrize(
    ("rows", "is_price"),
    [
        pytest.param("deal/NOUN/0/root worth/ADJ/1/acl $5m/NOUN/2/obl/MONEY", True, id="a deal"),
        pytest.param(
            "deal/NOUN/3/nsubj is=be/AUX/3/cop worth/ADJ/0/root about/ADV/5/advmod"
            " $5m/NOUN/3/obj/MONEY",
            True,
            id="a deal is",
        ),
        pytest.param(
            "shares=share/NOUN/0/root ,/PUNCT/3/punct valued=value/VERB/1/acl at/ADP/5/case"
            " $5m/NOUN/3/obl/MONEY",
            True,
            id="shares",
        ),
        pytest.param("Acme/PROPN/0/root worth/ADJ/1/acl $5m/NOUN/2/obl/MONEY", False, id="a firm"),
        pytest.param(
            "deal/NOUN/0/root valuing=value/VERB/1/acl it/PRON/2/obj at/ADP/5/case"
            " $5m/NOUN/2/obl/MONEY",
            False,
            id="what a deal values",
        ),
        pytest.param(
            "deal/NOUN/0/root at/ADP/3/case valuation/NOUN/1/nmod of/ADP/5/case"
            " $5m/NOUN/3/nmod/MONEY",
            False,
            id="a valuation",
        ),
    ],
)
def test_what_a_deal_is_worth_is_its_price(make_doc, lexicon, rows, is_price):
    doc = make_doc(rows)
    *_, money = doc.user_data["arguments"]
    found = settle_price(doc, {"valuation": money}, {"deal", "share"}, lexicon)
    assert found == {"amount" if is_price else "valuation": money}


@pytest.mark.parametrize(
    ("valued", "is_valuation"), [("company", True), ("Globex", True), ("deal", False)]
)
def test_what_a_company_is_valued_at_is_no_price(make_doc, lexicon, valued, is_valuation):
    doc = make_doc(
        f"that/PRON/2/nsubj values=value/VERB/0/root {valued}/NOUN/2/obj at/ADP/5/case"
        " $5m/NOUN/2/obl/MONEY"
    )
    (money,) = doc.user_data["arguments"]
    found = settle_price(doc, {"amount": money}, {"deal", "share"}, lexicon)
    assert found == {"valuation" if is_valuation else "amount": money}


@pytest.mark.parametrize(
    ("rows", "is_price"),
    [
        pytest.param(
            "bought=buy/VERB/0/root it/PRON/1/obj with/ADP/6/case a/DET/6/det"
            " $5m/NOUN/6/compound/MONEY loan/NOUN/1/obl",
            False,
            id="a loan",
        ),
        pytest.param(
            "bought=buy/VERB/0/root it/PRON/1/obj after/ADP/4/case fines=fine/NOUN/1/obl"
            " of/ADP/6/case $5m/NOUN/4/nmod/MONEY",
            False,
            id="fines of",
        ),
        pytest.param(
            "bought=buy/VERB/0/root it/PRON/1/obj in/ADP/6/case a/DET/6/det"
            " $5m/NOUN/6/compound/MONEY deal/NOUN/1/obl",
            True,
            id="a deal",
        ),
        pytest.param(
            "bought=buy/VERB/0/root its/PRON/3/nmod:poss debt/NOUN/1/obj for/ADP/5/case"
            " $5m/NOUN/1/obl/MONEY",
            True,
            id="what debt is bought for",
        ),
    ],
)
def test_what_is_borrowed_or_lost_is_no_price(make_doc, lexicon, rows, is_price):
    doc = make_doc(rows)
    (money,) = doc.user_data["arguments"]
    assert ("amount" in settle_price(doc, {"amount": money}, {"deal"}, lexicon)) is is_price


def test_a_price_that_is_told_already_stays(make_doc, lexicon):
    doc = make_doc("$3m/NOUN/0/root/MONEY deal/NOUN/1/dep worth/ADJ/2/acl $5m/NOUN/3/obl/MONEY")
    paid, worth = doc.user_data["arguments"]
    found = settle_price(doc, {"amount": paid, "valuation": worth}, {"deal"}, lexicon)
    assert found == {"amount": paid}
