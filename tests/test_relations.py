import pytest
from spacy.tokens import Span, SpanGroup

from kg.annotate.encoder import LABEL_SHARES
from kg.annotate.model import load_model
from kg.annotate.relations import find_mentions

TEXT = (
    "Northwind Capital led a $40 million Series B in Luma, a robotics company.\n"
    "It was founded by Jane Roe."
)


@pytest.fixture(scope="module")
def nlp():
    return load_model()


@pytest.fixture(scope="module")
def doc(nlp):
    made = nlp.make_doc(TEXT)
    for name in ("kg_sentences", "kg_encoder"):
        made = nlp.get_pipe(name)(made)
    values = [made.char_span(24, 35, label="MONEY"), made.char_span(36, 44, label="ROUND")]
    made.spans["values"] = SpanGroup(made, name="values", spans=values)
    return nlp.get_pipe("kg_relations")(made)


@pytest.mark.model
def test_find_mentions_takes_the_longer_of_two(nlp):
    doc = nlp.make_doc("The Bank of Oslo grew.")
    doc.set_ents([Span(doc, 1, 4, label="ORG")])
    doc.spans["references"] = SpanGroup(doc, name="references", spans=[Span(doc, 3, 4, "REF")])
    assert [mention.text for mention in find_mentions(doc)] == ["bank of oslo"]


@pytest.mark.model
def test_find_mentions_takes_the_labels_that_the_model_knows(nlp):
    doc = nlp.make_doc("Acme sued Globex")
    doc.ents = [Span(doc, 0, 1, label="ORG"), Span(doc, 2, 3, label="ORG")]
    doc.user_data[LABEL_SHARES] = {(0, 1): (("ORG", 0.6), ("LAW", 0.4))}
    assert [mention.shares for mention in find_mentions(doc)] == [(("ORG", 0.6),), ()]


@pytest.mark.model
def test_relation_scorer_finds_the_investment(doc):
    best = max(
        (r for r in doc.user_data["relation_scores"] if r.relation == "investsIn"),
        key=lambda r: r.score,
    )
    assert doc[slice(*best.subject)].text == "Northwind Capital"
    assert doc[slice(*best.object)].text == "Luma"
    assert best.status == "asserted"
    assert ("amount", "$40 million") in [
        (key, doc[slice(*place)].text) for key, place, _ in best.qualifiers
    ]


@pytest.mark.model
def test_relation_scorer_finds_the_antecedent(doc):
    found = {
        (doc[slice(*place)].text, doc[slice(*antecedent)].text)
        for place, antecedent, _ in doc.user_data["coreference_scores"]
    }
    assert ("It", "Luma") in found


@pytest.mark.model
def test_relation_scorer_reaches_back_a_sentence(doc):
    found = {
        (doc[slice(*r.subject)].text, r.relation)
        for r in doc.user_data["relation_scores"]
        if doc[slice(*r.sentence)].text.startswith("It")
    }
    assert ("Jane Roe", "founded") in found


@pytest.mark.model
def test_relation_scorer_accepts_a_document_without_mentions(nlp):
    assert nlp("Nothing happened.\n\n").user_data["relation_scores"] == ()
