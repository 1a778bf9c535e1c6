import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datamodel import Date, Money
from kg.merge import merge_statements

FIVE = Money(amount=Decimal(5000000), currency="USD")
SEVEN = Money(amount=Decimal(7000000), currency="USD")
YEAR = Date(day=datetime.date(2026, 1, 1), precision="year")
DAY = Date(day=datetime.date(2026, 11, 16), precision="day")
NEXT_DAY = Date(day=datetime.date(2026, 11, 17), precision="day")
LATER = Date(day=datetime.date(2026, 12, 16), precision="day")
ABOUT_FIVE = Money(amount=Decimal(4900000), currency="USD", precision="about")


@pytest.fixture(scope="session")
def merge(entity_of, schema):
    return lambda *found: merge_statements(found, entity_of, schema)


def test_merge_statements_makes_one_of_several_articles(merge, make_found):
    found = merge(*(make_found("Acme acquires Globex", article=article) for article in "cab"))
    assert [(s.sources, [e.evidence.article for e in s.evidence]) for s in found] == [
        (3, ["a", "b", "c"])
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"fact": "Acme acquires Globex"}, {"fact": "Acme owns Globex"}, id="relation"),
        pytest.param(
            {"fact": "Acme acquires Globex"}, {"fact": "Globex acquires Acme"}, id="direction"
        ),
        pytest.param(
            {"fact": "Acme acquires Globex"}, {"fact": "Acme acquires Hooli"}, id="object"
        ),
        pytest.param({}, {"status": "planned"}, id="status"),
        pytest.param({"amount": FIVE}, {"amount": SEVEN}, id="amount"),
        pytest.param(
            {"amount": FIVE},
            {"amount": Money(amount=FIVE.amount, currency="EUR")},
            id="currency",
        ),
        pytest.param(
            {"fact": "Jane hasRole Acme", "role": "chief executive officer"},
            {"fact": "Jane hasRole Acme", "role": "founder"},
            id="role",
        ),
    ],
)
def test_merge_statements_keeps_apart_what_differs(merge, make_found, one, other):
    given_facts = [{"fact": "Acme acquires Globex", **options} for options in (one, other)]
    found = merge(
        *(make_found(article=a, **options) for a, options in zip("ab", given_facts, strict=True))
    )
    assert len({s.iri for s in found}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"amount": FIVE}, {}, id="an amount and none"),
        pytest.param(
            {"amount": FIVE},
            {"amount": Money(amount=Decimal("5000000.00"), currency="USD")},
            id="an amount written with cents",
        ),
        pytest.param(
            {"amount": FIVE},
            {"amount": Money(amount=FIVE.amount, currency="USD", precision="about")},
            id="an amount and about the same",
        ),
        pytest.param({"date": YEAR}, {"date": DAY}, id="a year and a day"),
        pytest.param(
            {"fact": "Jane hasRole Acme", "role": "founder"},
            {"fact": "Jane hasRole Acme"},
            id="a role and none",
        ),
    ],
)
def test_merge_statements_joins_what_agrees(merge, make_found, one, other):
    given_facts = [{"fact": "Acme acquires Globex", **options} for options in (one, other)]
    found = merge(
        *(make_found(article=a, **options) for a, options in zip("ab", given_facts, strict=True))
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param("a", {"chief executive officer": 2, "founder": 1}, id="its own article's"),
        pytest.param("b", {"chief executive officer": 1, "founder": 1, None: 1}, id="another's"),
    ],
)
def test_merge_statements_joins_what_names_no_role_with_the_surest(
    merge, make_found, article, expected
):
    found = merge(
        make_found("Jane hasRole Acme", article="a", role="founder", confidence=0.7),
        make_found(
            "Jane hasRole Acme",
            article="a",
            start=20,
            role="chief executive officer",
            confidence=0.9,
        ),
        make_found("Jane hasRole Acme", article=article, start=50, confidence=0.95),
    )
    assert {s.qualifiers.role: len(s.evidence) for s in found} == expected


def test_merge_statements_takes_a_symmetric_relation_in_either_order(merge, make_found):
    found = merge(
        make_found("Acme partnersWith Globex", article="a"),
        make_found("Globex partnersWith Acme", article="b"),
    )
    assert [(s.subject.label, s.object.label, s.sources) for s in found] == [("Acme", "Globex", 2)]


def test_merge_statements_combines_qualifiers(merge, make_found):
    (found,) = merge(
        make_found("Acme acquires Globex", article="a", amount=FIVE),
        make_found("Acme acquires Globex", article="b", date=DAY),
    )
    assert (found.qualifiers.amount, found.qualifiers.date) == (FIVE, DAY)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        pytest.param([YEAR, DAY], DAY, id="the more exact"),
        pytest.param([YEAR, YEAR, DAY], YEAR, id="the one given most often"),
        pytest.param([None, DAY], DAY, id="the only one"),
    ],
)
def test_merge_statements_chooses_between_values(merge, make_found, dates, expected):
    found = merge(
        *(
            make_found("Acme acquires Globex", article=str(n), date=date)
            for n, date in enumerate(dates)
        )
    )
    assert [s.qualifiers.date for s in found] == [expected]


def test_merge_statements_gives_an_amount_to_the_better_supported(merge, make_found):
    found = merge(
        make_found("Acme acquires Globex", article="a", amount=FIVE),
        make_found("Acme acquires Globex", article="b", amount=SEVEN),
        make_found("Acme acquires Globex", article="c", amount=SEVEN),
        make_found("Acme acquires Globex", article="d"),
    )
    assert {s.qualifiers.amount.amount: s.sources for s in found} == {
        FIVE.amount: 1,
        SEVEN.amount: 3,
    }


def test_merge_statements_gives_an_amount_to_more_sources_not_more_copies(
    make_found, entity_of, schema
):
    found = merge_statements(
        [
            *(make_found("Acme acquires Globex", article=a, amount=FIVE) for a in "ab"),
            *(make_found("Acme acquires Globex", article=a, amount=SEVEN) for a in "cdef"),
            make_found("Acme acquires Globex", article="g"),
        ],
        entity_of,
        schema,
        source_of=lambda article: "copy" if article in "cdef" else article,
    )
    assert {s.qualifiers.amount.amount: s.sources for s in found} == {
        FIVE.amount: 3,
        SEVEN.amount: 1,
    }


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        pytest.param({"amount": FIVE}, {"amount": SEVEN}, 2, id="amounts"),
        pytest.param({"stake": Decimal(10)}, {"stake": Decimal(12)}, 2, id="stakes"),
        pytest.param({"round": "Series A"}, {"round": "Series B"}, 2, id="rounds"),
        pytest.param({"amount": FIVE}, {"stake": Decimal(10)}, 1, id="an amount and a stake"),
        pytest.param({"date": DAY}, {"date": LATER}, 1, id="dates"),
        pytest.param({"valuation": FIVE}, {"valuation": SEVEN}, 1, id="valuations"),
    ],
)
def test_merge_statements_parts_deals_of_one_article(merge, make_found, one, other, count):
    found = merge(
        make_found("Acme investsIn Globex", **one),
        make_found("Acme investsIn Globex", start=50, **other),
    )
    assert len(found) == count


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        pytest.param({"stake": Decimal(10)}, {"stake": Decimal(12)}, 2, id="stakes"),
        pytest.param({"round": "Series A"}, {"round": "Series B"}, 2, id="rounds"),
        pytest.param({"date": DAY}, {"date": LATER}, 2, id="dates"),
        pytest.param({"date": DAY}, {"date": NEXT_DAY}, 1, id="dates a day apart"),
        pytest.param({"amount": ABOUT_FIVE}, {"amount": FIVE}, 1, id="about as much"),
        pytest.param({"stake": Decimal(10)}, {"date": DAY}, 1, id="a stake and a date"),
        pytest.param({"valuation": FIVE}, {"valuation": SEVEN}, 2, id="valuations"),
    ],
)
def test_merge_statements_parts_deals(merge, make_found, one, other, count):
    found = merge(
        make_found("Acme acquires Globex", article="a", **one),
        make_found("Acme acquires Globex", article="b", **other),
    )
    assert len({s.iri for s in found}) == count


def test_merge_statements_joins_what_shares_an_amount(merge, make_found):
    found = merge(
        make_found("Acme acquires Globex", article="a", amount=FIVE, date=DAY),
        make_found("Acme acquires Globex", article="b", amount=SEVEN, date=LATER),
        make_found("Acme acquires Globex", article="c", date=LATER),
    )
    assert {s.qualifiers.amount.amount: s.sources for s in found} == {
        FIVE.amount: 1,
        SEVEN.amount: 2,
    }


def test_merge_statements_keeps_the_iri_of_a_deal_when_another_is_told(merge, make_found):
    (alone,) = merge(make_found("Acme acquires Globex", article="a", date=DAY))
    both = merge(
        make_found("Acme acquires Globex", article="a", date=DAY),
        make_found("Acme acquires Globex", article="b", date=LATER),
    )
    assert alone.iri in {s.iri for s in both}


def test_merge_statements_keeps_what_each_article_says(merge, make_found):
    (found,) = merge(
        make_found("Acme acquires Globex", article="b", amount=FIVE, confidence=0.8),
        make_found("Acme acquires Globex", article="a", date=DAY, confidence=0.6),
    )
    assert [(a, q.amount, q.date, c) for a, q, c in found.by_article] == [
        ("a", None, DAY, 0.6),
        ("b", FIVE, None, 0.8),
    ]


@pytest.mark.parametrize(
    ("confidences", "expected"),
    [
        pytest.param([("a", 0.8)], 0.8, id="one"),
        pytest.param([("a", 0.8), ("b", 0.5)], 0.9, id="two articles"),
        pytest.param([("a", 0.8), ("a", 0.5)], 0.8, id="two sentences of one article"),
        pytest.param([(str(n), 0.9) for n in range(9)], 0.99, id="never certain"),
    ],
)
def test_merge_statements_adds_up_confidence(merge, make_found, confidences, expected):
    (found,) = merge(
        *(
            make_found("Acme acquires Globex", article=article, start=n, confidence=confidence)
            for n, (article, confidence) in enumerate(confidences)
        )
    )
    assert found.confidence == expected


def test_merge_statements_keeps_who_said_so(merge, make_found):
    (found,) = merge(make_found("Acme acquires Globex", by="Reuters"))
    assert [e.attributed_to.label for e in found.evidence] == ["Reuters"]


def test_merge_statements_shows_a_sentence_once(merge, make_found):
    (found,) = merge(
        make_found("Acme acquires Globex"), make_found("Acme acquires Globex", by="Reuters")
    )
    assert [e.attributed_to.label for e in found.evidence] == ["Reuters"]


def test_merge_statements_iri_stays_when_an_article_is_added(merge, make_found):
    one = make_found("Acme acquires Globex", article="a", amount=FIVE)
    (before,) = merge(one)
    (after,) = merge(one, make_found("Acme acquires Globex", article="b"))
    assert after.iri == before.iri


def test_merge_statements_iri_stays_when_another_amount_is_added(merge, make_found):
    one = make_found("Acme acquires Globex", article="a", amount=FIVE)
    (before,) = merge(one)
    after = merge(one, make_found("Acme acquires Globex", article="b", amount=SEVEN))
    assert before.iri in {s.iri for s in after}


FACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Acme acquires Globex",
                "Globex partnersWith Acme",
                "Acme partnersWith Globex",
                "Jane hasRole Acme",
            ]
        ),
        st.sampled_from("abc"),
        st.integers(0, 30),
        st.sampled_from([0.5, 0.7, 0.9]),
        st.sampled_from(["asserted", "planned"]),
        st.fixed_dictionaries(
            {
                "amount": st.sampled_from([None, FIVE, SEVEN, ABOUT_FIVE]),
                "date": st.sampled_from([None, DAY, YEAR, LATER]),
                "stake": st.sampled_from([None, Decimal(10), Decimal(12)]),
                "role": st.sampled_from([None, "founder", "chief executive officer"]),
            }
        ),
        st.sampled_from([None, "Reuters", "Bloomberg"]),
    ),
    max_size=7,
    unique_by=lambda row: (row[1], row[2]),
)


def make_all(make_found, rows):
    return [
        make_found(
            fact,
            article=article,
            start=start,
            confidence=confidence,
            status=status,
            by=by,
            **values,
        )
        for fact, article, start, confidence, status, values, by in rows
    ]


@given(rows=FACTS, data=st.data())
def test_merge_statements_does_not_depend_on_the_order(merge, make_found, rows, data):
    found = make_all(make_found, rows)
    assert merge(*data.draw(st.permutations(found))) == merge(*found)


@given(FACTS)
def test_merge_statements_loses_no_sentence(merge, make_found, rows):
    found = make_all(make_found, rows)
    kept = [(e.evidence.article, e.evidence.span) for s in merge(*found) for e in s.evidence]
    assert sorted(kept) == sorted((f.evidence.article, f.evidence.span) for f in found)


@given(FACTS)
def test_merge_statements_gives_each_statement_an_iri_of_its_own(merge, make_found, rows):
    found = merge(*make_all(make_found, rows))
    assert len({s.iri for s in found}) == len(found)
