"""The region that news writes behind the name of a place: "Paris, Texas", "Durham, N.C."."""

from spacy.tokens import Doc, Span

from kg.lexicon.gazetteer import Gazetteer, Region

# Words that the name of a region has at most: "N", ".", "C", "."; "Prince Edward Island".
_MOST_WORDS = 4
_BEHIND = frozenset({",", "-"})


def find_region(place: Span, gazetteer: Gazetteer) -> tuple[int, Region]:
    """Return where the words of the region end, and the region.

    They follow a comma. What may as well be the next of a list of places is none: "in London,
    New York and Tokyo". Without a region the end is that of the place.
    """
    doc, start = place.doc, place.end + 1
    comma = place.end < len(doc) and doc[place.end].text == ","
    if not comma or gazetteer.region_of(place.text):
        return place.end, ()
    for end in range(min(start + _MOST_WORDS, len(doc)), start, -1):
        name = doc[start:end].text
        region = gazetteer.region_of(name)
        if region:
            shouted = name.isalpha() and name.isupper() and place.text.isupper()
            listed = _goes_on(doc, end, after_comma=gazetteer.is_city(name))
            return (place.end, ()) if shouted or listed else (end, region)
    return place.end, ()


def ends_region(doc: Doc, end: int) -> bool:
    """Tell whether what follows a region says that the name before it is a place.

    "Akron, Ohio, a" and "Akron, Ohio-based" are said of places, in 636 of 640 cases of the corpus;
    "Acme, Ohio's largest" is not.
    """
    return end < len(doc) and doc[end].text in _BEHIND


def _goes_on(doc: Doc, end: int, *, after_comma: bool) -> bool:
    """Tell whether a list goes on here: with "and", and if asked for also after a comma."""
    if end < len(doc) and doc[end].text == "," and after_comma:
        return end + 1 < len(doc) and doc[end + 1].pos_ in ("CCONJ", "PROPN")
    return end < len(doc) and doc[end].pos_ == "CCONJ"
