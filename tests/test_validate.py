import datetime
from decimal import Decimal

import pytest

from kg.datamodel import Date, Money
from kg.merge import merge_statements
from kg.validate import find_disagreements

PART = {"fact": "Lab subsidiaryOf Parent", "article": "z"}


def money(millions, currency="USD"):
    return Money(amount=Decimal(millions * 1000000), currency=currency)


def day(text):
    return Date(day=datetime.date.fromisoformat(text), precision="day")


@pytest.fixture
def disagree(make_found, entity_of, schema):
    """Return (reason, {subjects}) for each disagreement of facts, each of an article of its own."""

    def run(*facts):
        found = [make_found(**{"article": str(n), **fact}) for n, fact in enumerate(facts)]
        statements = merge_statements(found, entity_of, schema)
        return [
            (d.reason, {d.one.subject.label, d.other.subject.label})
            for d in find_disagreements(statements, schema)
        ]

    return run


def buys(**options):
    return {"fact": "Acme acquires Globex", **options}


def invests(who, **options):
    return {"fact": f"{who} investsIn Globex", **options}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param(
            [buys(amount=money(5)), buys(amount=money(7))], "different amounts", id="amounts"
        ),
        pytest.param([buys(), buys(status="denied")], "asserted and denied", id="denied"),
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
    ],
)
def test_find_disagreements_finds(disagree, facts, reason):
    assert [found for found, _ in disagree(*facts)] == [reason]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([buys(), buys()], id="agreement"),
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
