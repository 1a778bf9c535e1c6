"""A reader that needs no model: "Acme acquires Globex for 5." is a relation mention.

What a line says otherwise is no fact; `~` before it makes it a doubtful one. A name of several
words is written with underscores.
"""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from kg.build import Settings, build_graph, gathering
from kg.datamodel import (
    ArticleReading,
    Evidence,
    Mention,
    Money,
    Qualifiers,
    Rejection,
    RelationMention,
    Span,
)
from kg.lexicon.ontology import find_ontology

_FACT = re.compile(
    r"^~?(?P<s>\w+) (?P<r>\w+) (?P<o>\w+)(?: for (?P<n>\d+))?(?: \((?P<by>\w+)\))?\.$", re.M
)
# What a few statements may say: subject, relation, object, status, amount, article.
SAID = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "Lab", "Parent"]),
        st.sampled_from(["acquires", "owns", "subsidiaryOf", "headquarteredIn", "leaves", "joins"]),
        st.sampled_from(["Globex", "Parent", "Acme", "Oslo", "Norway"]),
        st.sampled_from(["asserted", "asserted", "planned", "denied", "former"]),
        st.sampled_from([None, 5, 7]),
        st.sampled_from("abcd"),
    ).filter(lambda row: row[0] != row[2]),
    max_size=9,
)


def read_by_rule(articles, settings=None, cache=None):
    """Stand in for `kg.build.gathering._read`."""
    for article in articles:
        found, doubtful = [], []
        for match in _FACT.finditer(article.text):
            (doubtful if match[0].startswith("~") else found).append(_make(match, article))
        yield ArticleReading(
            header=article.header,
            found=tuple(found),
            rejected=tuple(Rejection(found=f, reason="doubt", doubtful=True) for f in doubtful),
            sentences=article.text.count("\n"),
            words=len(article.text.split()),
        )


def _make(match, article):
    def mention(group):
        if match[group] is None:
            return None
        return Mention(
            article=article.header.id,
            span=Span(*match.span(group)),
            text=match[group],
            name=match[group].replace("_", " "),
            types=(("Organization", 1.0),),
        )

    amount = Money(amount=Decimal(match["n"]), currency="USD") if match["n"] else None
    return RelationMention(
        subject=mention("s"),
        relation=match["r"],
        object=mention("o"),
        evidence=Evidence(
            article=article.header.id,
            span=Span(*match.span()),
            quote=match[0],
            prefix=article.text[max(match.start() - 8, 0) : match.start()],
            suffix=article.text[match.end() : match.end() + 8],
            attributed_to=mention("by"),
        ),
        qualifiers=replace(Qualifiers(), amount=amount),
        confidence=0.6 if match[0].startswith("~") else 0.9,
        reasons=("by hand",),
    )


def build_by_rule(folder, texts):
    """Build a graph of articles, text by id, in `folder`, and return where it is."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "_read", read_by_rule)
        build_graph([folder], folder / "out", Settings(ontology=find_ontology(), any_language=True))
    return folder / "out"
