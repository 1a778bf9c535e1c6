"""Dates that count from the one told before them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.values import find_values

ARTICLE = datetime.date(2026, 11, 18)


@pytest.fixture(scope="module")
def read(ontology):
    def dates(text, article=ARTICLE):
        found = find_values(text, ontology.values, article_date=article)
        return [value.value and str(value.value) for value in found if value.label == "DATE"]

    return dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Acme began in 2012. A year later Roe came.", "2013", id="a year later"),
        pytest.param("Founded in 2011, it was sold three years later.", "2014", id="in a sentence"),
        pytest.param("It opened in 2014. A year later, Roe came.", "2015", id="before a comma"),
        pytest.param("It opened in May 2014. Four months later it closed.", "2014-09", id="months"),
        pytest.param("It opened on 3 May 2014 and closed ten days later.", "2014-05-13", id="days"),
        pytest.param("It opened in 2014 and the next year moved.", "2015", id="the next year"),
        pytest.param("It opened in 2014. The following year it moved.", "2015", id="following"),
        pytest.param("It opened in 2014. Later that year it moved.", "2014", id="that year"),
        pytest.param("It opened in 2014 and fell the same year.", "2014", id="the same year"),
        pytest.param("It opens in 2026. It will close two years later.", "2028", id="to come"),
        pytest.param("It opened in 2025. Two years later it closed.", None, id="after the article"),
        pytest.param("It opened in 2014. Two months later it closed.", None, id="too coarse"),
        pytest.param(
            "Opened in 1998, led since 1990. A year later", None, id="open which is meant"
        ),
        pytest.param("In 2014. So. And so. And so on. A year later", None, id="far behind"),
        pytest.param("A year later it closed.", None, id="nothing before"),
        pytest.param("In 2014, two years later than planned.", "2014", id="later than"),
        pytest.param("In 2014, from 3 in the same month of 2013", "2013", id="the same month of"),
        pytest.param("It opened in 2014. Half a year later", None, id="half a year"),
        pytest.param("In 2014, 1–2 years later", "2014", id="a range"),
        pytest.param("In 2012. It will double over the next year.", None, id="over the next year"),
        pytest.param("In 2019. Acme will hire 50 in the next year.", None, id="in the next year"),
        pytest.param("In 2014. Acme will move the next year.", None, id="past, and to come"),
    ],
)
def test_find_values_counts_on_from_the_date_before(read, text, expected):
    assert read(text)[-1] == expected


def test_find_values_counts_on_from_what_was_counted(read):
    assert read("It fell in 2014. A year later it rose, and two years later it fell.") == [
        "2014",
        "2015",
        "2017",
    ]


def test_find_values_counts_from_no_day_of_the_news(read):
    text = "Acme began in 2012, Globex said on Monday. Later that year it grew."
    assert read(text) == ["2012", "2026-11-16", "2012"]


@pytest.mark.parametrize("article", [ARTICLE, None])
def test_find_values_counts_no_further_than_the_calendar(read, article):
    assert read("In 2020. It will grow. " + "999 years later, " * 9, article)[-1] is None


@given(year=st.integers(1950, 2010), steps=st.integers(1, 16))
def test_find_values_counts_years(read, year, steps):
    assert read(f"It began in {year}. {steps} years later it ended.") == [
        str(year),
        str(year + steps),
    ]
