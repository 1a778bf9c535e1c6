"""What one article leaves in doubt is believed when another says the same."""

from dataclasses import replace

import pytest

from kg.datamodel import Entity, Evidence, Mention, RelationMention, Span
from kg.merge.confirm import confirm_doubtful


def said(article, confidence, *, subject="Acme", relation="acquires", object_="Globex", **more):
    def mention(name):
        return Mention(article=article, span=Span(0, len(name)), text=name, name=name)

    return RelationMention(
        subject=mention(subject),
        relation=relation,
        object=mention(object_),
        evidence=Evidence(article=article, span=Span(0, 1), quote="x"),
        confidence=confidence,
        **more,
    )


def entity_of(mention):
    return Entity(iri=mention.name, label=mention.name, type="Organization")


def test_more_may_be_asked_of_articles_together(schema):
    doubtful = [said("a", 0.6), said("b", 0.6)]
    assert confirm_doubtful([], doubtful, entity_of, schema, least=0.9) == []


@pytest.mark.parametrize(
    ("believed", "doubtful", "confirmed"),
    [
        pytest.param([said("a", 0.9)], [said("b", 0.5)], 1, id="a sure article"),
        pytest.param([], [said("a", 0.6), said("b", 0.6)], 2, id="two in doubt"),
        pytest.param([], [said("a", 0.5), said("b", 0.5)], 0, id="too little together"),
        pytest.param([said("a", 0.9)], [said("a", 0.5)], 0, id="one article alone"),
        pytest.param([said("a", 0.9, status="denied")], [said("b", 0.5)], 0, id="another status"),
        pytest.param([said("a", 0.9, object_="Hooli")], [said("b", 0.5)], 0, id="another object"),
    ],
)
def test_confirm_doubtful(believed, doubtful, confirmed, schema):
    assert len(confirm_doubtful(believed, doubtful, entity_of, schema)) == confirmed


def test_confirm_doubtful_reads_symmetric_relations_either_way(schema):
    one = said("a", 0.9, relation="partnersWith")
    other = said("b", 0.5, relation="partnersWith", subject="Globex", object_="Acme")
    assert confirm_doubtful([one], [other], entity_of, schema) == [other]
    crossed = replace(other, relation="acquires")
    assert confirm_doubtful([replace(one, relation="acquires")], [crossed], entity_of, schema) == []


def test_confirm_doubtful_takes_copies_for_one_witness(schema):
    doubtful = [said("a", 0.6), said("b", 0.6)]
    assert confirm_doubtful([], doubtful, entity_of, schema, lambda article: "same") == []
