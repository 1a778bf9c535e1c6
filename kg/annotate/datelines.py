"""The place that a dateline begins with: "BATTLE CREEK, Mich. —", "VENICE, Sept. 7 (Agency) -"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.lexicon.gazetteer import Gazetteer

# The mark of an agency, if any, and a dash: " (Agency) -", " /Agency/ --".
_DASH = r"(?:\s(?:\([^()\n]{1,40}\)|/[^/\n]{1,40}/))?\s*(?:\u2014|\u2013|--|-\s)"
# Capitals, then what follows a comma, then the dash.
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_][^\d,()\n\u2014\u2013]{{1,40}}),(?P<rest>[^()\n\u2014\u2013]{{1,60}}?){_DASH}",
    re.MULTILINE,
)
# The same, with nothing but a dash behind the place as well, where several lines begin so.
_OPENING = re.compile(
    r"[^\W\d_a-z]{2}[^a-z\d,()\n\u2014\u2013]{1,30}(?:,[^()\n\u2014\u2013]{1,60}?)?" + _DASH
)
_BETWEEN = re.compile(r"\s*[/&]\s*")


def find_dateline_places(doc: Doc, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the places in capitals at the start of a line, with a region or a date behind them.

    Needs `doc.spans["values"]`. Capitals before a dash alone may be anything: "IBM (IBM) -".
    """
    dates = [v.start_char for v in doc.spans.get("values", ()) if v.label_ == "DATE"]
    for match in _DATELINE.finditer(doc.text):
        if not match["place"].isupper():
            continue
        start, end = match.span("rest")
        parts = (part.strip() for part in match["rest"].split(","))
        if any(start <= date < end for date in dates) or any(map(gazetteer.region_of, parts)):
            yield from _BETWEEN.split(match["place"])


def opens_with_dateline(line: str) -> bool:
    """Tell whether a line may begin with a dateline."""
    return _OPENING.match(line) is not None
