import datetime
from decimal import Decimal

import pytest
from handmade import SAID
from hypothesis import example, given

from kg.datamodel import Date, Money
from kg.merge import make_ledger, merge_statements, read_order
from kg.validate import (
    choose_preferred,
    find_developments,
    find_disagreements,
    select_comparable,
)

PART = {"fact": "Lab subsidiaryOf Parent", "article": "z"}


def money(millions, currency="USD"):
    return Money(amount=Decimal(millions * 1000000), currency=currency)


def day(text):
    return Date(day=datetime.date.fromisoformat(text), precision="day")


YEAR = Date(day=datetime.date(2026, 1, 1), precision="year")


@pytest.fixture
def disagree(make_found, entity_of, schema):
    """Return (reason, {subjects}) for each disagreement of facts, each of an article of its own."""

    def run(*facts):
        found = [make_found(**{"article": str(n), **fact}) for n, fact in enumerate(facts)]
        statements = merge_statements(found, entity_of, schema)
        return [
            (d.reason, {d.one.subject.label, d.other.subject.label})
            for d in find_disagreements(statements, schema, is_wide="Portugal".__eq__)
        ]

    return run


def buys(**options):
    return {"fact": "Acme acquires Globex", **options}


def invests(who, **options):
    return {"fact": f"{who} investsIn Globex", **options}


PLACES = {"Oslo": "Place", "Lisbon": "Place", "Norway": "Place", "Portugal": "Place"}


def seat(place, **options):
    return {"fact": f"Acme headquarteredIn {place}", "kinds": PLACES, **options}


def post(role=None, **options):
    return {"fact": "Jane hasRole Acme", "kinds": {"Jane": "Person"}, "role": role, **options}


def at_most(millions):
    return Money(amount=Decimal(millions * 1000000), currency="USD", precision="upTo")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param(
            [buys(amount=money(5)), buys(amount=money(7))], "different amounts", id="amounts"
        ),
        pytest.param(
            [
                buys(amount=money(5), article="a", start=99, by="Daily"),
                buys(amount=money(7), article="a"),
            ],
            "different amounts",
            id="amounts that two give in one article",
        ),
        pytest.param([buys(), buys(status="denied")], "asserted and denied", id="denied"),
        pytest.param(
            [buys(status="planned"), buys(status="denied")], "planned and denied", id="plan denied"
        ),
        pytest.param(
            [buys(status="rumoured"), buys(status="denied")],
            "rumoured and denied",
            id="rumour denied",
        ),
        pytest.param(
            [invests("Lab"), invests("Parent"), PART],
            "one deal, credited to parent and subsidiary",
            id="parent and subsidiary",
        ),
        pytest.param(
            [invests("Lab", amount=money(5)), invests("Parent", amount=money(5)), PART],
            "one deal, credited to parent and subsidiary",
            id="parent and subsidiary, same amount",
        ),
        pytest.param(
            [buys(stake=Decimal(10)), buys(stake=Decimal(12))], "different stakes", id="stakes"
        ),
        pytest.param(
            [buys(date=day("2026-01-05")), buys(date=day("2026-02-05"))],
            "different dates",
            id="dates of one deal",
        ),
        pytest.param(
            [buys(valuation=money(5)), buys(valuation=money(7))],
            "different valuations",
            id="valuations",
        ),
        pytest.param(
            [seat("Oslo"), seat("Lisbon")], "only one can be what it is headquartered in", id="seat"
        ),
        pytest.param(
            [
                {"fact": "Lab subsidiaryOf Parent"},
                {"fact": "Lab subsidiaryOf Rival"},
            ],
            "only one can be what it is part of",
            id="parent",
        ),
        pytest.param(
            [post(), post(status="denied")], "asserted and denied", id="a role, and any denied"
        ),
        pytest.param(
            [buys(), {"fact": "Globex acquires Acme"}], "said both ways round", id="both ways"
        ),
    ],
)
def test_find_disagreements_finds(disagree, facts, reason):
    assert [found for found, _ in disagree(*facts)] == [reason]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([buys(), buys()], id="agreement"),
        pytest.param([buys(), {"fact": "Globex sues Acme"}], id="another relation back"),
        pytest.param(
            [buys(), {"fact": "Globex acquires Acme", "status": "denied"}], id="the reverse denied"
        ),
        pytest.param([buys(amount=money(5)), buys()], id="an amount and none"),
        pytest.param(
            [buys(amount=money(5)), buys(amount=money(7), status="rumoured")], id="rumour"
        ),
        pytest.param([buys(amount=money(5)), buys(amount=money(5, "EUR"))], id="two currencies"),
        pytest.param([buys(), buys(status="planned")], id="planned and done"),
        pytest.param([invests("Lab"), invests("Parent")], id="not of one family"),
        pytest.param(
            [invests("Lab", amount=money(5)), invests("Parent", amount=money(9)), PART],
            id="two deals of two amounts",
        ),
        pytest.param(
            [
                invests("Lab", date=day("2024-01-05")),
                invests("Parent", date=day("2026-01-05")),
                PART,
            ],
            id="two deals of two years",
        ),
        pytest.param(
            [invests("Lab"), invests("Parent", status="planned"), PART], id="one is a plan"
        ),
        pytest.param(
            [invests("Lab"), invests("Parent"), {**PART, "status": "denied"}], id="family denied"
        ),
        pytest.param(
            [{"fact": "Lab partnersWith Globex"}, {"fact": "Parent partnersWith Globex"}, PART],
            id="symmetric relation",
        ),
        pytest.param(
            [buys(amount=money(5)), buys(amount=at_most(7))], id="an amount and up to more"
        ),
        pytest.param(
            [buys(amount=money(5), round="Series A"), buys(amount=money(7), round="Series B")],
            id="two rounds",
        ),
        pytest.param(
            [buys(amount=money(5), article="a"), buys(amount=money(7), article="a", start=99)],
            id="two deals of one article",
        ),
        pytest.param(
            [buys(date=day("2024-01-05")), buys(date=day("2026-01-05"))], id="dates of two deals"
        ),
        pytest.param(
            [seat("Oslo"), seat("Norway"), {"fact": "Oslo locatedIn Norway", "kinds": PLACES}],
            id="a town and its country",
        ),
        pytest.param([seat("Oslo"), seat("Portugal")], id="a town and a known country"),
        pytest.param(
            [post("chief executive officer"), post("founder", status="denied")], id="two roles"
        ),
        pytest.param([], id="nothing"),
    ],
)
def test_find_disagreements_finds_none(disagree, facts):
    assert disagree(*facts) == []


def test_find_disagreements_names_both_sides(disagree):
    assert disagree(invests("Lab"), invests("Parent"), PART)[0][1] == {"Lab", "Parent"}


def test_find_disagreements_of_three_amounts_are_three(disagree):
    facts = [buys(amount=money(millions)) for millions in (5, 6, 7)]
    assert len(disagree(*facts)) == 3


def test_find_disagreements_takes_no_sentence_against_itself(make_found, entity_of, schema):
    found = [make_found("Acme acquires Globex", status=s) for s in ("asserted", "denied")]
    assert find_disagreements(merge_statements(found, entity_of, schema), schema) == []


# --- developments --------------------------------------------------------------------

EARLY, LATE = datetime.date(2024, 3, 1), datetime.date(2026, 3, 1)


@pytest.fixture
def develop(make_found, entity_of, schema):
    """Return (reason, earlier, later) of facts told in an early and a late article."""

    def run(early, late, find=find_developments):
        dates = {"early": EARLY, "late": LATE}
        found = [
            make_found(**{"article": a, **fact}) for a, fact in (("early", early), ("late", late))
        ]
        statements = merge_statements(found, entity_of, schema)
        return [
            (d.reason, *(f"{s.relation} {s.object.label} {s.status}" for s in sides(d)))
            for d in find(statements, schema, dates=dates)
        ]

    return run


def sides(found):
    both = ("earlier", "later") if hasattr(found, "earlier") else ("one", "other")
    return [getattr(found, name) for name in both]


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        pytest.param(
            buys(status="planned"),
            buys(),
            ("planned, then asserted", "acquires Globex planned", "acquires Globex asserted"),
            id="a plan comes true",
        ),
        pytest.param(
            buys(status="rumoured", amount=money(5)),
            buys(status="planned", amount=money(6)),
            ("rumoured, then planned", "acquires Globex rumoured", "acquires Globex planned"),
            id="a rumour becomes a plan",
        ),
        pytest.param(
            buys(status="planned"),
            buys(status="denied"),
            ("planned, then denied", "acquires Globex planned", "acquires Globex denied"),
            id="a plan is dropped",
        ),
        pytest.param(
            buys(status="denied"),
            buys(status="rumoured"),
            ("denied, then rumoured", "acquires Globex denied", "acquires Globex rumoured"),
            id="a denial is doubted",
        ),
        pytest.param(
            post("chief executive officer"),
            post("chief executive officer", status="former"),
            ("asserted, then former", "hasRole Acme asserted", "hasRole Acme former"),
            id="a post is past",
        ),
        pytest.param(
            post("chief executive officer"),
            {"fact": "Jane leaves Acme", "kinds": {"Jane": "Person"}},
            ("ended", "hasRole Acme asserted", "leaves Acme asserted"),
            id="a post is left",
        ),
        pytest.param(
            seat("Oslo"),
            seat("Lisbon"),
            ("changed", "headquarteredIn Oslo asserted", "headquarteredIn Lisbon asserted"),
            id="a move",
        ),
        pytest.param(
            buys(status="planned", date=day("2026-03-10")),
            buys(date=YEAR),
            ("planned, then asserted", "acquires Globex planned", "acquires Globex asserted"),
            id="a plan comes true, some time in its year",
        ),
    ],
)
def test_find_developments_finds(develop, early, late, expected):
    assert develop(early, late) == [expected]
    assert develop(early, late, find_disagreements) == []


@pytest.mark.parametrize(
    ("early", "late"),
    [
        pytest.param(buys(), buys(status="planned"), id="a plan after the deed"),
        pytest.param(buys(), buys(status="denied"), id="a denial"),
        pytest.param(
            post("chief executive officer", status="planned"), post("founder"), id="another role"
        ),
        pytest.param(buys(), {"fact": "Acme acquires Hooli"}, id="another object"),
        pytest.param(
            seat("Oslo", date=YEAR), seat("Lisbon", date=day("2026-12-10")), id="in one year"
        ),
    ],
)
def test_find_developments_finds_none(develop, early, late):
    assert develop(early, late) == []


def test_find_disagreements_finds_what_is_present_after_it_is_past(develop):
    (found,) = develop(post("chair", status="former"), post("chair"), find_disagreements)
    assert found[0] == "said to be so after it was said to be past"


# --- ranks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            [buys(amount=money(5)), buys(amount=money(5)), buys(amount=money(7))],
            [5000000],
            id="more sources",
        ),
        pytest.param(
            [buys(amount=money(5), confidence=0.6), buys(amount=money(7), confidence=0.9)],
            [7000000],
            id="more confidence",
        ),
        pytest.param([buys(amount=money(5)), buys(amount=money(7))], [], id="a tie"),
        pytest.param([buys(amount=money(5)), buys()], [], id="no disagreement"),
        pytest.param(
            [buys(amount=money(m)) for m in (5, 6, 6, 7, 7)], [], id="a tie before a third"
        ),
    ],
)
def test_choose_preferred(make_found, entity_of, schema, facts, expected):
    found = [make_found(**{"article": str(n), **fact}) for n, fact in enumerate(facts)]
    statements = merge_statements(found, entity_of, schema)
    pairs = [(f.one.iri, f.other.iri) for f in find_disagreements(statements, schema)]
    ranks = {s.iri: (-s.sources, -s.confidence) for s in statements}
    chosen = choose_preferred(pairs, ranks.__getitem__)
    assert [s.qualifiers.amount.amount for s in statements if s.iri in chosen] == expected


# --- which statements are compared at all ------------------------------------------------

BOTH_WAYS = [
    ("Acme", "acquires", "Parent", "asserted", None, "a"),
    ("Parent", "acquires", "Acme", "asserted", None, "b"),
]


@given(rows=SAID)
@example(rows=BOTH_WAYS)
def test_select_comparable_leaves_out_nothing_that_is_found(make_found, entity_of, schema, rows):
    found = [
        make_found(
            f"{s} {r} {o}", status=status, article=a, amount=money(n) if n else None, kinds=PLACES
        )
        for s, r, o, status, n, a in rows
    ]
    statements = merge_statements(found, entity_of, schema)
    ledger = make_ledger(statements)
    keys = [read_order(order)[:4] for order in ledger.rows]
    chosen = [ledger.read(ledger.rows[n]) for n in select_comparable(keys, schema)]
    dates = {article: datetime.date(2026, n + 1, 1) for n, article in enumerate("abcd")}
    wide = "Norway".__eq__
    for find in (find_disagreements, find_developments):
        whole = find(statements, schema, dates=dates, is_wide=wide)
        assert find(chosen, schema, dates=dates, is_wide=wide) == whole
