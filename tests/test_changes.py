"""What is made anew of a graph's files, and found anew, when some statements have changed."""

import datetime
from decimal import Decimal

import pytest
from handmade import SAID
from hypothesis import HealthCheck, example, given, settings

from kg.build.changes import Basis, Renewal, find_changes
from kg.build.comparing import Comparison, compare_statements
from kg.datamodel import Money
from kg.merge import iri_of, make_ledger, merge_statements, order_of
from kg.state import PartStore

PLACES = {"Oslo": "Place", "Norway": "Place"}
# Enough that has nothing to do with the rest, so that little of all changes.
OTHERS = [(f"One{n}", "owns", f"Other{n}", "asserted", None, "z") for n in range(40)]
SEATS = [("Acme", "headquarteredIn", place, "asserted", None, "a") for place in ("Oslo", "Norway")]
LINK = [("Oslo", "locatedIn", "Norway", "asserted", None, "b")]
DEALS = [(who, "acquires", "Globex", "asserted", 5, "a") for who in ("Lab", "Parent")]
CHILD = [("Lab", "subsidiaryOf", "Parent", "asserted", None, "b")]


@pytest.fixture(scope="session")
def merge(make_found, entity_of, schema):
    """Merge rows of subject, relation, object, status, amount and article."""

    def run(rows):
        found = [
            make_found(
                f"{s} {r} {o}",
                status=status,
                article=article,
                amount=Money(amount=Decimal(amount), currency="USD") if amount else None,
                kinds=PLACES,
            )
            for s, r, o, status, amount, article in rows
        ]
        return make_ledger(merge_statements(found, entity_of, schema))

    return run


@pytest.fixture(scope="session")
def compare(schema):
    dates = {article: datetime.date(2026, n + 1, 1) for n, article in enumerate("abcd")}

    def run(ledger, changed, before):
        found = compare_statements(
            ledger, changed, before, schema, dates=dates, is_wide="Norway".__eq__
        )
        return Comparison(
            *(
                {subject: sorted(rows) for subject, rows in each.items()}
                for each in (found.disagreements, found.developments)
            )
        )

    return run


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=SAID, gone=SAID, new=SAID)
@example(kept=SEATS, gone=[], new=LINK)
@example(kept=SEATS, gone=LINK, new=[])
@example(kept=DEALS, gone=CHILD, new=[])
@example(kept=DEALS[:1] + CHILD, gone=[], new=DEALS[1:])
def test_compare_statements_finds_of_what_has_changed_what_it_would_of_all(
    merge, compare, kept, gone, new
):
    before, now = merge([*OTHERS, *kept, *gone]), merge([*OTHERS, *kept, *new])
    known = compare(before, before.rows, Comparison())
    changed = now.table.differing(before.table)
    assert 2 * len(changed) <= len(now.rows)
    assert compare(now, changed, known) == compare(now, now.rows, Comparison())


def basis(ledger, **options):
    return Basis(table=ledger.table, **options)


def changes(before, now):
    return find_changes(before, now, now.table.differing(before.table))


def test_find_changes_finds_nothing_where_nothing_has_changed(merge):
    one, other = merge(DEALS), merge(DEALS)
    found = changes(basis(one), basis(other))
    assert not any([found.rows, found.statements, found.described, found.entities, found.graphs])
    assert not any([found.articles, found.rejected, found.run, found.anew])


def test_find_changes_finds_what_is_made_of_a_statement(merge):
    one, other = merge([*OTHERS, *DEALS]), merge([*OTHERS, *DEALS, *CHILD])
    found = changes(basis(one), basis(other))
    (order,) = found.rows
    assert found.statements == found.described == {order}
    assert {iri.rpartition("/")[2] for iri in found.entities} == {"lab", "parent"}
    assert found.graphs == {"b"}


def test_find_changes_finds_who_rests_on_a_sentence_as_well(merge):
    # One sentence, of which the first statement has what is known.
    first, second = (("Acme", "acquires", name, "asserted", None, "a") for name in "BC")
    one, other = merge([*OTHERS, second]), merge([*OTHERS, first, second])
    found = changes(basis(one), basis(other))
    assert len(found.statements) == 1
    assert len(found.described) == 2


def test_find_changes_finds_what_was_kept_out_and_is_no_longer(merge):
    ledger = merge(DEALS)
    order = ledger.rows[0]
    found = changes(basis(ledger, refused=frozenset([order])), basis(ledger))
    assert (found.rows, found.statements) == (set(), {order})
    assert len(found.entities) == 2


def test_find_changes_finds_with_what_something_else_is_wrong(merge):
    one, other = merge([*OTHERS, *DEALS]), merge([*OTHERS, *CHILD])
    deals, child = set(one.rows) - set(other.rows), set(other.rows) - set(one.rows)
    wrong = [("wrong", False)]
    same, now_right, *_ = sorted({*one.rows} & {*other.rows})
    before = dict.fromkeys([*deals, same, now_right], wrong)
    found = changes(basis(one, verdicts=before), basis(other, verdicts={same: wrong}))
    assert found.refused == deals | {now_right}
    warned = {order: [("odd", True)] for order in [*child, same]}
    found = changes(basis(one, verdicts=before), basis(other, verdicts=warned))
    assert found.refused == deals | child | {same, now_right}


def test_find_changes_follows_headers_and_what_is_left(merge):
    ledger = merge(DEALS)
    one = basis(ledger, headers={"a": b"1", "b": b"1"}, left={"a": (), "b": ()})
    other = basis(ledger, headers={"a": b"2", "b": b"1"}, left={"a": (), "b": (1,)})
    found = changes(one, other)
    assert found.articles == found.graphs == {"a"}
    assert found.rejected == {"a", "b"}
    assert not found.run


def test_renewal_makes_all_of_a_file_that_is_not_there(merge):
    ledger = merge(DEALS)
    now = basis(ledger)
    found = Renewal(now, now, ledger, PartStore()).changes("graph.ttl")
    assert found.anew
    assert found.statements == set(ledger.rows)


def test_order_sorts_as_its_fields_would(merge):
    ledger = merge(
        [("A", "owns", "B", "asserted", None, "a"), ("A-B", "owns", "A", "denied", 5, "a")]
    )
    statements = list(ledger)
    assert [order_of(s) for s in statements] == ledger.rows == sorted(ledger.rows)
    keys = [(s.subject.iri, s.relation, s.object.iri, s.status) for s in statements]
    assert keys == sorted(keys)
    assert [iri_of(order) for order in ledger.rows] == [s.iri for s in statements]
