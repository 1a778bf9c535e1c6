"""Media types, and which of them a client would rather have."""

from collections.abc import Mapping, Sequence

import mimeparse
from pyoxigraph import QueryResultsFormat, RdfFormat

# The best first: what is taken when a client leaves the choice.
RESULTS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
HTML = "text/html"


def choose_type(accept: str, offered: Sequence[str]) -> str | None:
    """Choose among media types by an Accept header, q values and all; no header takes any.

    >>> choose_type("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> choose_type("image/png", ["text/csv"]) is None
    True
    """
    ranges = [part for part in accept.lower().split(",") if "/" in part or part.strip() == "*"]
    if not ranges:
        return None if accept.strip() else offered[0]
    try:
        # The last one wins a tie in there.
        return mimeparse.best_match(list(reversed(offered)), ",".join(ranges)) or None
    except mimeparse.MimeTypeParseException:
        return None


def with_charset(media_type: str) -> str:
    """Name the encoding where a client might guess another."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
