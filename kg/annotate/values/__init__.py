"""Amounts of money, shares, dates and funding rounds, with the values they stand for.

The wordings are data (values.ttl); the finders are patterns made from them, each linear in
the length of the text.
"""

import datetime
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.values.context import Context
from kg.annotate.values.dates import find_dates
from kg.annotate.values.money import find_money
from kg.annotate.values.periods import find_periods
from kg.annotate.values.rounds import find_rounds
from kg.annotate.values.sequels import find_sequels, settle_sequels
from kg.annotate.values.shares import find_shares
from kg.annotate.values.value import Label, Normalised, Value
from kg.datamodel import ArticleHeader
from kg.lexicon.ontology import load_ontology
from kg.lexicon.values import ValueWords

__all__ = ["Label", "Normalised", "Value", "ValueMarker", "find_values"]


def find_values(
    text: str, words: ValueWords, *, article_date: datetime.date | None
) -> tuple[Value, ...]:
    """Find amounts, shares, dates and funding rounds, in order and without overlap.

    Where two overlap, the one that begins first is kept, then the longer one. Without an
    article date, relative dates are found and have no value.
    """
    context = Context(text=text, article_date=article_date, words=words)
    found = [
        *find_money(text, words),
        *find_shares(text, words),
        *find_rounds(text, words),
        *find_dates(context),
        *find_periods(context),
        *find_sequels(context),
    ]
    found.sort(key=lambda value: (value.span.start, -value.span.end))
    kept: list[Value] = []
    for value in found:
        if not kept or value.span.start >= kept[-1].span.end:
            kept.append(value)
    return settle_sequels(kept, context)


class ValueMarker:
    """A pipeline component that finds the values of a Doc.

    Sets `doc.spans["values"]`, with their labels, and `doc.user_data["values"]`: (start
    token, end token) -> what the span stands for. Reads the article's date from the
    `ArticleHeader` in `doc.user_data["article"]`, if there is one.
    """

    def __init__(self, words: ValueWords) -> None:
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        """Find the values of `doc` and return it."""
        header = doc.user_data.get("article")
        date = header.date if isinstance(header, ArticleHeader) else None
        spans, values = [], {}
        end = 0
        for value in find_values(doc.text, self.words, article_date=date):
            span = doc.char_span(
                value.span.start, value.span.end, label=value.label, alignment_mode="expand"
            )
            # two values in one token ("$5m/$7m"): the first one stands for it
            if span is not None and span.start >= end:
                spans.append(span)
                values[span.start, span.end] = value.value
                end = span.end
        doc.spans["values"] = spans
        doc.user_data["values"] = values
        return doc


@Language.factory("kg_values", assigns=["doc.spans"])
def make_value_marker(nlp: Language, name: str, path: str) -> ValueMarker:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    return ValueMarker(load_ontology(Path(path)).values)
