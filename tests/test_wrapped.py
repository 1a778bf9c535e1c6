"""Wrapped lines are joined, and lines that are paragraphs of their own are not."""

import textwrap

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.read.wrapped import MAX_WIDTH, join_wrapped

FIRST = (
    "Acme said on Tuesday that it has bought Globex Holdings, a maker of scanners that was"
    " founded in Oslo, for $5 million in cash, and that Jane Roe will run it until"
    " the summer, when a second office of the joint company is to open in the old harbour."
)
SECOND = "She joined the firm from Initech in 2019 and is known there as a friend of plain words."


@pytest.mark.parametrize("width", [40, 72, 100])
def test_wrapped_paragraphs_are_lines_again(width):
    paragraphs = [FIRST, SECOND, FIRST]
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    assert join_wrapped(text) == "\n\n".join(paragraphs)


def test_a_headline_and_a_byline_stay_by_themselves():
    text = f"Acme buys Globex\nBy Jane Roe\n{textwrap.fill(FIRST, 72)}\n"
    assert join_wrapped(text) == f"Acme buys Globex\nBy Jane Roe\n{FIRST}\n"


def test_an_address_is_no_measure():
    address = "https://globex.example/news/2026/11/a-long-name-of-a-page-that-no-editor-wraps"
    text = f"{textwrap.fill(FIRST, 60)}\n\nSee {address} there.\n"
    assert join_wrapped(text) == f"{FIRST}\n\nSee {address} there.\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{FIRST}\n{SECOND}\niPhone sales rose.", id="paragraphs as lines"),
        pytest.param("Acme buys Globex\nInitech sues\nHooli grows again", id="headlines"),
        pytest.param("Team\nacme, Oslo\nglobex, a firm in Bergen\nhooli", id="a list"),
        pytest.param("Named in it are\n- acme and\n- globex", id="items"),
        pytest.param("Roses are red,\nviolets are blue and sweet,\nso are\nwe.", id="verse"),
        pytest.param("", id="nothing"),
        pytest.param("\n \n\n", id="blank"),
    ],
)
def test_lines_of_their_own_stay(text):
    assert join_wrapped(text) == text


@given(st.text(alphabet=st.sampled_from('aB .\n-1#"é'), max_size=400))
def test_only_line_breaks_change_and_only_to_spaces(text):
    joined = join_wrapped(text)
    assert len(joined) == len(text)
    changed = {pair for pair in zip(text, joined, strict=True) if pair[0] != pair[1]}
    assert changed <= {("\n", " ")}


@given(
    st.lists(st.sampled_from(["acme", "in", "Globex", "bought", "yesterday"]), min_size=30),
    st.integers(30, MAX_WIDTH),
)
def test_words_in_lower_case_are_joined_at_any_width(words, width):
    text = " ".join(["Acme", *words])
    wrapped = textwrap.wrap(text, width)
    assume(any(line[0].islower() for line in wrapped[1:]))
    assert join_wrapped("\n".join(wrapped)) == text
