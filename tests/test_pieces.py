from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.model import load_model
from kg.annotate.pieces import Pieces, join, lay_out, pack


def _sentence(*sizes):
    """Make a sentence of words with so many pieces each: numbers count up from 10."""
    first = [1 + sum(sizes[:number]) for number in range(len(sizes))]
    inside = tuple(range(10, 10 + sum(sizes)))
    return Pieces(
        numbers=(2, *inside, 3),
        shapes=(0, *(1 for _ in inside), 0),
        first=tuple(first),
        sentences=(1,) * len(sizes),
    )


def test_join_frames_the_chunk_once():
    chunk = join([_sentence(1, 2), _sentence(3)])
    assert chunk.numbers == (2, 10, 11, 12, 3, 10, 11, 12, 3)
    assert chunk.shapes == (0, 1, 1, 1, 0, 1, 1, 1, 0)
    assert chunk.first == (1, 2, 5)
    assert chunk.sentences == (1, 1, 2)


def test_join_leaves_one_sentence_as_it_is():
    assert join([_sentence(1, 2)]) == _sentence(1, 2)


def test_lay_out_numbers_the_sentences_of_words():
    arrays = lay_out([join([_sentence(1), _sentence(1, 1)]), _sentence(2)])
    assert arrays["words"].tolist() == [[1, 1, 2, 2], [1, 1, 0, 0]]
    assert arrays["first"].tolist() == [[0, 1, 3, 4], [0, 1, 0, 0]]
    assert arrays["mask"].sum(1).tolist() == [6, 4]


@given(st.lists(st.integers(2, 40)), st.integers(1, 60))
def test_pack_puts_each_sentence_into_one_chunk(sizes, longest):
    chunks = list(pack(sizes, longest))
    assert [number for chunk in chunks for number in chunk] == list(range(len(sizes)))
    for chunk in chunks:
        total = 1 + sum(sizes[number] - 1 for number in chunk)
        assert len(chunk) == 1 or total <= longest


@given(st.lists(st.integers(2, 40), min_size=2), st.integers(1, 60))
def test_pack_fills_the_chunks(sizes, longest):
    chunks = list(pack(sizes, longest))
    for chunk, after in pairwise(chunks):
        taken = [*chunk, after[0]]
        assert 1 + sum(sizes[number] - 1 for number in taken) > longest


@pytest.mark.model
def test_heads_stay_in_their_sentence_and_names_see_the_others():
    nlp = load_model()
    doc = nlp("A24 released the film on Friday. A24 was founded in New York in 2012.")
    for sentence in doc.sents:
        assert {token.head.sent.start for token in sentence} == {sentence.start}
    assert [ent.label_ for ent in doc.ents if ent.text == "A24"] == ["ORG", "ORG"]
