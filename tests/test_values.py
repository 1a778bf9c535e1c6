import datetime
import time
from decimal import Decimal
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.values import find_values
from kg.datamodel import ArticleHeader, Date, Money
from kg.errors import OntologyError
from kg.lexicon.values import load_value_words

PATH = Path(__file__).parents[1] / "ontology" / "values.ttl"
WORDS = load_value_words(PATH)
# A Wednesday.
ARTICLE = datetime.date(2026, 11, 18)
MILLION, BILLION = 1_000_000, 1_000_000_000


def found(text, date=ARTICLE):
    return [
        (text[v.span.start : v.span.end], v.label, v.value)
        for v in find_values(text, WORDS, article_date=date)
    ]


def money(amount, currency="USD", precision="exact", upper=None):
    return Money(
        amount=Decimal(str(amount)),
        currency=currency,
        precision=precision,
        upper=None if upper is None else Decimal(str(upper)),
    )


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("raised $75 million from", "$75 million", money(75 * MILLION)),
        ("a €1.2bn deal", "€1.2bn", money(1_200 * MILLION, "EUR")),
        ("for US$ 3 billion", "US$ 3 billion", money(3 * BILLION)),
        ("some 75 million dollars", "75 million dollars", money(75 * MILLION, precision="about")),
        ("£1,048,330 in cash", "£1,048,330", money(1_048_330, "GBP")),
        ("$9.99 a month", "$9.99", money("9.99")),
        ("A$2m more", "A$2m", money(2 * MILLION, "AUD")),
        ("C$3m more", "C$3m", money(3 * MILLION, "CAD")),
        ("HK$4bn more", "HK$4bn", money(4 * BILLION, "HKD")),
        ("R4.2bn more", "R4.2bn", money(4_200 * MILLION, "ZAR")),
        ("$14m CAD", "$14m CAD", money(14 * MILLION, "CAD")),
        ("¥3.4bn", "¥3.4bn", money(3_400 * MILLION, "JPY")),
        ("SFr210m", "SFr210m", money(210 * MILLION, "CHF")),
        ("CHF 28m", "CHF 28m", money(28 * MILLION, "CHF")),
        ("SEK 55M", "SEK 55M", money(55 * MILLION, "SEK")),
        ("500 kr", "500 kr", money(500, "SEK")),
        ("20 €", "20 €", money(20, "EUR")),
        ("$900K", "$900K", money(900_000)),
        ("12 crore rupees", "12 crore rupees", money(120 * MILLION, "INR")),
        ("Rs 1.5 lakh crore", "Rs 1.5 lakh crore", money(1_500 * BILLION, "INR")),
        ("₹32 Cr", "₹32 Cr", money(320 * MILLION, "INR")),
        ("at 318p a share", "318p", None),
        ("$54.20 per share in cash", "$54.20", None),
        ("€12 in cash a share", "€12", None),
        ("318p in cash", "318p", money("3.18", "GBP")),
        ("$9m a shareholder put up", "$9m", money(9 * MILLION)),
        ("50 cents", "50 cents", money("0.5")),
        ("one euro", "one euro", money(1, "EUR")),
        ("half a billion dollars", "half a billion dollars", money(500 * MILLION)),
        ("two and a half billion yen", "two and a half billion yen", money(2_500 * MILLION, "JPY")),
        ("a quarter of a billion dollars", "a quarter of a billion dollars", money(250 * MILLION)),
        ("$5  million", "$5  million", money(5 * MILLION)),
        ("$191\u2009million", "$191\u2009million", money(191 * MILLION)),
        ("$40&nbsp;million", "$40&nbsp;million", money(40 * MILLION)),
        ("$1\u00a0234\u00a0567", "$1\u00a0234\u00a0567", money(1_234_567)),
        ("three hundred thousand pounds", "three hundred thousand pounds", money(300_000, "GBP")),
        ("a 75-million-dollar fund", "75-million-dollar", money(75 * MILLION)),
        ("a $4-a-month plan", "$4", money(4)),
        ("in 2021 €5m came", "€5m", money(5 * MILLION, "EUR")),
        ("$1.5-2 billion", "$1.5-2 billion", money(1_500 * MILLION, upper=2 * BILLION)),
        ("$5m to $7m", "$5m to $7m", money(5 * MILLION, upper=7 * MILLION)),
        ("$5-$7 million", "$5-$7 million", money(5 * MILLION, upper=7 * MILLION)),
        ("between $5m and $7m", "$5m and $7m", money(5 * MILLION, upper=7 * MILLION)),
        ("5 to 7 million dollars", "5 to 7 million dollars", money(5 * MILLION, upper=7 * MILLION)),
        ("$500,000-$2 million", "$500,000-$2 million", money(500_000, upper=2 * MILLION)),
        ("up to £40m", "£40m", money(40 * MILLION, "GBP", "upTo")),
        ("as much as $40m", "$40m", money(40 * MILLION, precision="upTo")),
        ("$40 million-plus", "$40 million", money(40 * MILLION, precision="atLeast")),
        ("more than $3m", "$3m", money(3 * MILLION, precision="atLeast")),
        ("no less than $3m", "$3m", money(3 * MILLION, precision="atLeast")),
        ("about a $75m deal", "$75m", money(75 * MILLION, precision="about")),
        ("a row over $5m", "$5m", money(5 * MILLION)),
    ],
)  # fmt: skip
def test_find_values_reads_money(text, wording, expected):
    assert (wording, "MONEY", expected) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("75 million users", id="no currency"),
        pytest.param("a 1080p screen", id="screen"),
        pytest.param("the COP28 talks", id="conference"),
        pytest.param("it weighs 12 pounds", id="weight"),
        pytest.param("the 3 won a prize", id="verb"),
        pytest.param("$1.250.000", id="unclear grouping"),
        pytest.param("a pound of flesh", id="no number"),
        pytest.param("the R4 road", id="road"),
        pytest.param("tens of millions of pounds", id="millions that nobody has counted"),
        pytest.param("hundreds of millions of dollars", id="the same, more of them"),
    ],
)
def test_find_values_leaves_other_numbers(text):
    assert [value for value in found(text) if value[1] == "MONEY"] == []


def test_find_values_reads_a_change_as_two_amounts():
    amounts = [value for _, _, value in found("sales rose from $5m to $7m")]
    assert amounts == [money(5 * MILLION), money(7 * MILLION)]


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("9.8 percent of", "9.8 percent", Decimal("9.8")),
        ("a 41% stake", "41%", Decimal(41)),
        ("9,9% of it", "9,9%", Decimal("9.9")),
        ("12 per cent", "12 per cent", Decimal(12)),
        ("nine per cent", "nine per cent", Decimal(9)),
        ("half a per cent", "half a per cent", Decimal("0.5")),
        ("a quarter stake", "a quarter", Decimal(25)),
        ("one-fifth of the company", "one-fifth", Decimal(20)),
        ("two-thirds of the company", "two-thirds", None),
        ("5-7% of", "5-7%", None),
    ],
)
def test_find_values_reads_shares(text, wording, expected):
    assert found(text) == [(wording, "PERCENT", expected)]


@pytest.mark.parametrize("text", ["a fifth stake", "a third quarter", "half of the night"])
def test_find_values_leaves_fractions_that_are_no_share(text):
    assert [value for value in found(text) if value[1] == "PERCENT"] == []


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("on 16 November 2026", "16 November 2026", "2026-11-16"),
        ("Nov. 16", "Nov. 16", "2026-11-16"),
        ("November 16th, 2026", "November 16th, 2026", "2026-11-16"),
        ("on Monday, 16 November", "Monday, 16 November", "2026-11-16"),
        ("2026-11-16", "2026-11-16", "2026-11-16"),
        ("16/11/2026", "16/11/2026", "2026-11-16"),
        ("10/11/2026", "10/11/2026", None),
        ("on 22-23 April", "22-23 April", None),
        ("on 9 March", "9 March", "2026-03-09"),
        ("from 1 December", "1 December", "2026-12-01"),
        ("it will open on 9 March", "9 March", "2027-03-09"),
        ("This Monday, Acme said", "This Monday", "2026-11-16"),
        ("this Friday", "this Friday", "2026-11-20"),
        ("In April Acme grew", "April", "2026-04"),
        ("Acme will close at the end of the year", "the end of the year", "2026"),
        ("it fell at the end of the year.", "the end of the year", None),
        ("Acme fell. In May Globex grew", "May", "2026-05"),
        ("on Tuesday", "Tuesday", "2026-11-17"),
        ("said Wednesday that", "Wednesday", "2026-11-18"),
        ("next Tuesday", "next Tuesday", "2026-11-24"),
        ("last Wednesday", "last Wednesday", "2026-11-11"),
        ("Acme will vote on Tuesday", "Tuesday", "2026-11-24"),
        ("Acme said on Tuesday that it will pay", "Tuesday", "2026-11-17"),
        ("On Friday the court will rule", "Friday", "2026-11-20"),
        ("yesterday", "yesterday", "2026-11-17"),
        ("the day before yesterday", "the day before yesterday", "2026-11-16"),
        ("two days ago", "two days ago", "2026-11-16"),
        ("three years ago", "three years ago", None),
        ("last week", "last week", None),
        ("earlier this month", "earlier this month", "2026-11"),
        ("last month", "last month", "2026-10"),
        ("Earlier this year, Acme", "Earlier this year", "2026"),
        ("last year", "last year", "2025"),
        ("in the last year", "the last year", None),
        ("in 2021", "2021", "2021"),
        ("the 2019 merger", "2019", "2019"),
        ("the film (2019)", "2019", "2019"),
        ("2019: Acme opens", "2019", "2019"),
        ("in 2021-22", "2021-22", None),
        ("in March", "March", "2026-03"),
        ("in mid-March", "mid-March", "2026-03"),
        ("in March 2024", "March 2024", "2024-03"),
        ("last October", "last October", "2026-10"),
        ("it will open in March", "March", "2027-03"),
        ("it would open in March", "March", "2027-03"),
        ("it would have opened in March", "March", "2026-03"),
        ("they want Acme to open it in March", "March", "2027-03"),
        ("it will come from Acme, which Hooli agreed in March to buy", "March", "2026-03"),
        ("Hooli agreed to pay and will close in March", "March", "2027-03"),
        ("She becomes chief in March", "March", "2027-03"),
        ("Shooting starts in March", "March", "2027-03"),
        ("shooting started in March", "March", "2026-03"),
        ("Roe will follow Poe, who was ousted in May", "May", "2026-05"),
        ("in December", "December", None),
        ("sold in december and gone", "december", None),
        ("the third quarter of 2025", "the third quarter of 2025", "2025"),
        ("the third quarter of fiscal 2025", "the third quarter of fiscal 2025", None),
        ("in Q3", "Q3", None),
        ("the 1990s", "the 1990s", None),
        ("spring 2027", "spring 2027", "2027"),
        ("the autumn of 2024", "the autumn of 2024", "2024"),
        ("last winter", "last winter", None),
    ],
)
def test_find_values_reads_dates(text, wording, expected):
    assert [(w, label, v and str(v)) for w, label, v in found(text)] == [
        (wording, "DATE", expected)
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Theresa May said so", id="surname"),
        pytest.param("you may go", id="modal"),
        pytest.param("they march on", id="verb"),
        pytest.param("April Jones left Acme", id="first name"),
        pytest.param("It is to close by the end of the year after next", id="of another year"),
        pytest.param("By April Jones", id="first name of a writer"),
        pytest.param("Before June Smith joined, Acme fell", id="first name in an opening"),
        pytest.param("in April Jones", id="first name after support"),
        pytest.param("August Wilson wrote it", id="first name of an author"),
        pytest.param("the Sunday Times", id="newspaper"),
        pytest.param("on Black Friday", id="sale"),
        pytest.param("Sheffield Wednesday won", id="club"),
        pytest.param("Monday.com said", id="company"),
        pytest.param("in 2000 homes", id="count"),
        pytest.param("2026 people", id="bare number"),
        pytest.param("on 31 April 20000", id="no such day"),
        pytest.param("formerly H2 Green Steel", id="name like a half-year"),
    ],
)
def test_find_values_leaves_what_is_no_date(text):
    assert [v for v in found(text) if isinstance(v[2], Date)] == []
    assert [w for w, label, _ in found(text) if label == "DATE" and w != "April"] == []


@pytest.mark.parametrize(
    ("article", "text", "expected"),
    [
        pytest.param("2026-07-22", "on Oct. 1", "2026-10-01", id="to come in the same year"),
        pytest.param("2026-03-22", "on Oct. 1", "2025-10-01", id="half a year back or less"),
        pytest.param("2026-11-18", "on Feb. 3", "2026-02-03", id="earlier in the same year"),
        pytest.param("2026-12-30", "on Jan. 3", "2027-01-03", id="hardly a year back"),
        pytest.param("2026-01-05", "on Dec. 30", "2025-12-30", id="days back"),
    ],
)
def test_find_values_chooses_the_year_of_a_day(article, text, expected):
    ((_, _, value),) = found(text, date=datetime.date.fromisoformat(article))
    assert str(value) == expected


@pytest.mark.parametrize(
    ("article", "text", "expected"),
    [
        pytest.param("2026-07-22", "he left in spring", "2026", id="over"),
        pytest.param("2026-07-22", "he left in the summer,", "2026", id="the article's own"),
        pytest.param("2026-07-22", "he left in the autumn.", "2025", id="of the year before"),
        pytest.param("2026-07-22", "it will open in the autumn", "2026", id="to come"),
        pytest.param("2026-07-22", "it will open in the summer", "2026", id="has begun"),
        pytest.param("2026-07-22", "it will open in the spring", "2027", id="of the next year"),
        pytest.param("2026-07-22", "he left last spring", "2026", id="last, over"),
        pytest.param("2026-07-22", "he left last summer", "2025", id="last, not the article's own"),
        pytest.param("2026-07-22", "it opens this fall", "2026", id="this, to come"),
        pytest.param("2026-07-22", "it opened this spring", "2026", id="this, over"),
        pytest.param("2026-12-09", "it will open this spring", "2027", id="this, of the next year"),
        pytest.param("2026-07-22", "it opens next autumn", "2026", id="next"),
        pytest.param("2026-07-22", "it opens next summer", "2027", id="next, not the own"),
        pytest.param("2026-07-22", "he left in the winter", None, id="in two years"),
        pytest.param(None, "he left last spring", None, id="no date of the article"),
    ],
)
def test_find_values_tells_the_year_of_a_season(article, text, expected):
    day = article and datetime.date.fromisoformat(article)
    ((_, label, value),) = found(text, date=day)
    assert (label, value and str(value)) == ("DATE", expected)


@pytest.mark.parametrize("text", ["a spring in his step", "in the fall of Rome", "in spring water"])
def test_find_values_leaves_what_is_no_season(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "last year", "Nov. 16", "in March"])
def test_find_values_without_an_article_date_keeps_the_label(text):
    ((_, label, value),) = found(text, date=None)
    assert (label, value) == ("DATE", None)


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("a Series B round", "Series B", "Series B"),
        ("its series c", "series c", None),
        ("a series C", "series C", "Series C"),
        ("Series B-2", "Series B-2", "Series B-2"),
        ("a B Round", "B", "Series B"),
        ("A round of golf", "A", None),
        ("seed funding", "seed", "seed"),
        ("a pre-seed round", "pre-seed", "pre-seed"),
        ("pre-Series A", "pre-Series A", "pre-Series A"),
        ("a bridge round", "bridge", "bridge"),
        ("led the seed, said", "seed", None),
        ("a seed bank", "seed", None),
        ("a bridge over the river", "bridge", None),
    ],
)
def test_find_values_reads_rounds(text, wording, expected):
    assert found(text) == ([(wording, "ROUND", expected)] if expected else [])


amounts = st.decimals(min_value=0, max_value=10**9, places=2)
signs = st.sampled_from([("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("A$", "AUD"), ("CHF ", "CHF")])
magnitudes = st.sampled_from([("", 1), ("m", MILLION), (" million", MILLION), ("bn", BILLION)])


@settings(deadline=None)
@given(amounts, signs, magnitudes, st.booleans())
def test_find_values_reads_back_what_is_written(amount, sign, magnitude, grouped):
    number = f"{amount:,}" if grouped else f"{amount}"
    text = f"it paid {sign[0]}{number}{magnitude[0]} for it"
    ((wording, label, value),) = found(text)
    assert (label, value.currency) == ("MONEY", sign[1])
    assert value.amount == amount * magnitude[1]
    assert wording == text[8:-7]


@settings(deadline=None)
@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_find_values_reads_back_dates(day):
    for text in (f"{day:%d %B %Y}", f"{day:%B %d, %Y}", day.isoformat()):
        assert found(f"it was {text} then") == [(text, "DATE", Date(day=day, precision="day"))]


pieces = st.sampled_from(
    ["$", "5", "1,5", "m", " ", "-", "to", "million", "dollars", "March", "Monday", "on", "2021",
     "half", "a", "of", "%", "Series", "B", "round", ".", "\n", "€", "é", "last", "year", ",",
     "later", "that", "the", "next", "In 2014"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(pieces).map("".join), st.lists(pieces).map(" ".join)))
def test_find_values_gives_ordered_spans_inside_the_text(text):
    end = 0
    for value in find_values(text, WORDS, article_date=ARTICLE):
        assert end <= value.span.start < value.span.end <= len(text)
        end = value.span.end


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "$1-", "a ", "of a and ", "million ", "March ", "2020-", "half a ", "\n",
     "a year later ", "in 2014 that year, ", "two months later, "],
)  # fmt: skip
def test_find_values_is_linear_in_odd_text(piece):
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    find_values(text, WORDS, article_date=ARTICLE)
    assert time.process_time() - started < 15


def test_value_marker_sets_spans_and_values():
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_values", config={"path": str(PATH.parent)})
    doc = nlp.make_doc("Acme raised $75 million on Monday, up 5%.")
    doc.user_data["article"] = ArticleHeader(id="a", path="a.txt", digest="0", date=ARTICLE)
    doc = nlp.get_pipe("kg_values")(doc)
    assert [(s.text, s.label_) for s in doc.spans["values"]] == [
        ("$75 million", "MONEY"),
        ("Monday", "DATE"),
        ("5%", "PERCENT"),
    ]
    assert [doc.user_data["values"][s.start, s.end] for s in doc.spans["values"]] == [
        money(75 * MILLION),
        Date(day=datetime.date(2026, 11, 16), precision="day"),
        Decimal(5),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('skos:notation "USD"', 'skos:notation "dollar"', "no ISO 4217 code"),
        ("kg:amountPrecision kg:about", "kg:amountPrecision kg:vague", "unknown precision"),
        ("val:rangeWord", "val:spanWord", "rangeWord"),
        ("kg:number 12 ; skos:prefLabel", "kg:number 13 ; skos:prefLabel", "1 to 12"),
        ("val:half a kg:Fraction", "val:half a a kg:Fraction", "is not Turtle"),
    ],
)
def test_load_value_words_names_the_fault(tmp_path, old, new, reason):
    path = tmp_path / "values.ttl"
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(OntologyError, match=reason) as fault:
        load_value_words(path)
    assert str(path) in str(fault.value)
