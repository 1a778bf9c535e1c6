import json

import numpy as np
import pytest

from kg.annotate.bio import decode_spans
from kg.annotate.folder import read_manifest
from kg.annotate.lemmas import Lemmas
from kg.annotate.model import load_model
from kg.embedded import EMBEDDED
from kg.errors import ModelError

TAGS = ("O", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
TEXT = (
    "Acme Pictures bought the film studio Globex in Oslo.\n"
    "Its founder, Jane Roe, is the new chairman."
)

_OFFER = "Get our newsletter on Globex and Jane Roe."


def _scores(*best):
    scores = np.zeros((len(best), len(TAGS)), np.float32)
    scores[range(len(best)), [TAGS.index(tag) for tag in best]] = 2.0
    return scores


def _spans(scores):
    return [(found.start, found.end, found.label) for found in decode_spans(scores, TAGS)]


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        pytest.param(["O", "B-ORG", "I-ORG"], [(1, 3, "ORG")], id="one span"),
        pytest.param(["B-ORG", "B-ORG"], [(0, 1, "ORG"), (1, 2, "ORG")], id="two side by side"),
        pytest.param(["O", "O"], [], id="none"),
    ],
)
def test_decode_spans_reads_tags(best, expected):
    assert _spans(_scores(*best)) == expected


def test_decode_spans_shares_out_the_labels():
    scores = np.full((2, 5), -9.0, np.float32)
    scores[:, 1:] = [[2.0, 0.0, 1.0, 0.0], [0.0, 2.0, 0.0, 1.0]]
    (found,) = decode_spans(scores, ["O", "B-ORG", "I-ORG", "B-WORK", "I-WORK"])
    assert found.shares == (("ORG", 0.731), ("WORK", 0.269))


def test_decode_spans_repairs_an_unsound_sequence():
    scores = _scores("B-ORG", "I-LOC")
    scores[1, TAGS.index("I-ORG")] = 1.5
    assert _spans(scores) == [(0, 2, "ORG")]


@pytest.mark.parametrize(
    ("word", "upos", "expected"),
    [
        pytest.param("bought", "VERB", "buy", id="known"),
        pytest.param("Studios", "NOUN", "studio", id="rule"),
        pytest.param("Studios", "PROPN", "Studios", id="name"),
        pytest.param("Studios", "SYM", "studio", id="word taken for a symbol"),
        pytest.param("$", "SYM", "$", id="symbol"),
        pytest.param("xyzzes", "NOUN", "xyzzes", id="unknown"),
    ],
)
def test_find_gives_the_lemma(word, upos, expected):
    lemmas = Lemmas(
        known={"VERB": {"bought": "buy"}},
        rules={"NOUN": (("s", ""), ("es", "e"))},
        index={"NOUN": frozenset({"studio"})},
    )
    assert lemmas.find(word, upos) == expected


@pytest.mark.parametrize(
    ("rest", "tags", "expected"),
    [
        pytest.param(("been", "ill"), ("AUX", "ADJ"), "have", id="been"),
        pytest.param(("never", "bought"), ("ADV", "VERB"), "have", id="participle"),
        pytest.param(("buy",), ("VERB",), "would", id="as in a dictionary"),
        pytest.param((), (), "would", id="nothing"),
    ],
)
def test_find_all_tells_had_from_would(rest, tags, expected):
    known = {"VERB": {"bought": "buy"}, "AUX": {"been": "be", "'d": "would"}}
    lemmas = Lemmas(known=known, rules={}, index={})
    assert lemmas.find_all(("She", "'d", *rest), ("PRON", "AUX", *tags))[1] == expected


def test_load_model_tells_what_is_missing(tmp_path):
    manifest = json.loads((EMBEDDED / "model.json").read_text(encoding="utf-8"))
    (tmp_path / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="is missing"):
        load_model(str(tmp_path))


def test_load_model_rejects_another_format(tmp_path):
    (tmp_path / "model.json").write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(ModelError, match="format 0"):
        load_model(str(tmp_path))


def test_load_model_rejects_an_unknown_name():
    with pytest.raises(ModelError, match="no_such_model"):
        load_model("no_such_model")


def test_read_manifest_is_small_enough_to_ship():
    assert sum(read_manifest(EMBEDDED).sizes.values()) <= 20_000_000


@pytest.fixture(scope="module")
def nlp():
    return load_model()


@pytest.mark.model
def test_encoder_annotates_a_document(nlp):
    doc = nlp(TEXT)
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {
        ("Acme Pictures", "ORG"),
        ("Globex", "ORG"),
        ("Oslo", "LOC"),
        ("Jane Roe", "PERSON"),
    } <= found
    bought = doc[2]
    assert (bought.dep_, bought.pos_, bought.lemma_) == ("ROOT", "VERB", "buy")
    assert ("Pictures", "nsubj") in [(child.text, child.dep_) for child in bought.lefts]
    assert "Its" in [span.text for span in doc.spans["references"]]
    assert doc.tensor.shape == (len(doc), 384)


@pytest.mark.model
def test_encoder_keeps_the_sentence_starts(nlp):
    texts = [sentence.text.strip() for sentence in nlp(TEXT + "\n\n- an item - with a dash").sents]
    assert texts == [*TEXT.split("\n"), "- an item - with a dash"]


@pytest.mark.model
def test_encoder_gives_the_same_alone_and_in_a_batch(nlp):
    texts = [TEXT, "", "\n \n", "Short.", TEXT * 3]
    alone = [nlp(text) for text in texts]
    for one, other in zip(alone, nlp.pipe(texts), strict=True):
        assert [(t.text, t.pos_, t.dep_, t.head.i) for t in one] == [
            (t.text, t.pos_, t.dep_, t.head.i) for t in other
        ]
        assert one.ents == () or str(one.ents) == str(other.ents)


@pytest.mark.model
def test_encoder_reads_an_article_without_what_stands_around_it(nlp):
    def read(text):
        doc = nlp.get_pipe("kg_sentences")(nlp.make_doc(text))
        around = (sentence.start for sentence in doc.sents if "newsletter" in sentence.text)
        doc.user_data["furniture"] = tuple((start, "subscribe") for start in around)
        return nlp.get_pipe("kg_encoder")(doc)

    alone, above, below = map(read, (TEXT, f"{_OFFER}\n\n{TEXT}", f"{TEXT}\n\n{_OFFER}"))
    size, start = len(alone), len(above) - len(alone)
    assert np.array_equal(alone.tensor, above.tensor[start:])
    assert np.array_equal(alone.tensor[: size - 1], below.tensor[: size - 1])
    assert below[-2].dep_ != ""


@pytest.mark.model
def test_encoder_skips_no_word_of_a_long_sentence(nlp):
    doc = nlp("Acme bought Globex, and then " * 150)
    assert len(list(doc.sents)) == 1
    assert sum(token.dep_ == "ROOT" for token in doc) == 1
    assert sum(ent.text == "Globex" for ent in doc.ents) > 100
    assert doc.tensor.any(axis=1).all()
