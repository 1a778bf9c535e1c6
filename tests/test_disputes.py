import datetime
from decimal import Decimal

import pytest

from kg.build.disputes import development_lines, disagreement_lines, group_sides
from kg.build.report import first_rows
from kg.datamodel import Development, Money
from kg.merge import make_ledger, merge_statements, order_of

FIVE, SEVEN = (Money(amount=Decimal(m), currency="USD") for m in (5000000, 7000000))
DATES = {"a": datetime.date(2026, 1, 1), "b": datetime.date(2026, 2, 2)}


@pytest.fixture
def two(make_found, entity_of, schema):
    """Make two statements of the articles a and b."""

    def run(**other):
        found = [
            make_found("Acme investsIn Globex", amount=FIVE, quote="Acme *put* $5m in."),
            make_found("Acme investsIn Globex", **{"article": "b", "amount": SEVEN, **other}),
        ]
        statements = merge_statements(found, entity_of, schema)
        return sorted(statements, key=lambda s: s.evidence[0].evidence.article)

    return run


def tell(statements, pairs, reason, schema, preferred=()):
    """Word what pairs of statements, by number, disagree about."""
    orders = list(map(order_of, statements))
    found = {"": [(orders[a], orders[b], reason) for a, b in pairs]}
    groups = group_sides(found, make_ledger(statements))
    return "".join(disagreement_lines(groups, preferred, schema))


def test_disagreement_lines_say_who_says_what(two, schema):
    one, other = two()
    text = tell([one, other], [(0, 1)], "different amounts", schema, preferred={other.iri})
    assert "Different amounts:" in text
    assert "**Acme** invests in **Globex**, 5,000,000 USD (1 source: `a`)" in text
    assert "7,000,000 USD (1 source: `b`; preferred)" in text
    assert "“Acme \\*put\\* $5m in.” (`a`)" in text


def test_disagreement_lines_show_each_side_once(make_found, entity_of, schema):
    amounts = [Money(amount=Decimal(n), currency="USD") for n in (5, 6, 7)]
    statements = merge_statements(
        [make_found("A owns B", article=str(n), stake=m.amount) for n, m in enumerate(amounts)],
        entity_of,
        schema,
    )
    text = tell(statements, [(0, 1), (0, 2), (1, 2)], "different stakes", schema)
    assert text.count("Different stakes") == 1
    assert text.count("**A** owns **B**") == 3


def test_disagreement_lines_of_none(schema):
    assert "None." in "".join(disagreement_lines([], (), schema))


def test_development_lines_are_a_timeline(two, schema):
    done, plan = two(status="planned")
    step = Development(earlier=plan, later=done, reason="planned, then asserted")
    _, *lines = "".join(development_lines([step], DATES, schema)).strip().splitlines(True)
    assert [line.rstrip("\n") + "\n" for line in lines[1:]] == [
        "- 2026-02-02: **Acme** invests in **Globex**, planned, 7,000,000 USD\n",
        "    - 2026-01-01: **Acme** invests in **Globex**, 5,000,000 USD\n",
    ]


def test_development_lines_of_none(schema):
    assert "None." in "".join(development_lines([], {}, schema))


@pytest.mark.parametrize(
    ("count", "where", "last"),
    [
        (0, "", "None."),
        (200, "`f`", "- 199"),
        (201, "`f`", "- … and 1 more; see `f`"),
        (5200, "", "- … and 5,000 more"),
    ],
)
def test_first_rows_tells_how_many_more_there_are_and_where(count, where, last):
    lines = list(first_rows(range(count), lambda n: f"- {n}\n", where, none=True))
    assert lines[-1] == f"{last}\n"
    assert len(lines) == (min(count, 201) or 1)
