import pytest
import spacy
from spacy.tokens import SpanGroup

from kg.annotate.datelines import find_dateline_places


@pytest.mark.parametrize(
    ("text", "date", "places"),
    [
        ("BATTLE CREEK, Mich. — The flag was out.", None, ["BATTLE CREEK"]),
        ("VIGO, Spain, April 22 (IPA) - Two yards", "April 22", ["VIGO"]),
        ("AARHUS/GHENT, 4 November (Agency) - The firm", "4 November", ["AARHUS", "GHENT"]),
        ("DURHAM, N.C., Jan. 13, 2025 /PressLane/ -- Acme", "Jan. 13, 2025", ["DURHAM"]),
        ("Acme grows\nVENICE, Sept. 7 (Agency) - At last", "Sept. 7", ["VENICE"]),
        ("IBM (IBM) — the maker of computers", None, []),
        ("GLOBEX, HOOLI - two firms", None, []),
        ("Vigo, Spain - two yards", None, []),
        ("Then VIGO, Spain - two yards", None, []),
    ],
)
def test_find_dateline_places_needs_capitals_and_a_region_or_a_date(text, date, places, gazetteer):
    doc = spacy.blank("en")(text)
    start = text.find(date) if date else 0
    dates = (
        [doc.char_span(start, start + len(date), "DATE", alignment_mode="expand")] if date else []
    )
    doc.spans["values"] = SpanGroup(doc, spans=dates)
    assert list(find_dateline_places(doc, gazetteer)) == places
