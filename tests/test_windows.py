import numpy as np
import pytest

from kg.annotate.windows import LABELS, WindowMention, lay_out_windows, make_windows

# "Acme grew . It hired Jane Roe for $5m ."
SENTENCES = [[0, 1, 2], [3, 4, 5, 6, 7, 8, 9]]
ACME = WindowMention(start=0, end=1, label="ORG", text="acme")
IT = WindowMention(start=3, end=4, label="REF", text="it")
ROE = WindowMention(start=5, end=7, label="PERSON", text="jane roe")
MONEY = WindowMention(start=8, end=9, label="MONEY", text="$5m")
STATES = np.arange(40, dtype=np.float32).reshape(10, 4)


def _windows(*mentions, **options):
    return list(make_windows(STATES, SENTENCES, mentions, **options))


def test_make_windows_skips_sentences_without_pairs():
    assert [window.sentence for window in _windows(ACME)] == []
    assert [window.sentence for window in _windows(ACME, IT)] == [1]


def test_make_windows_puts_earlier_mentions_before_the_words():
    (window,) = _windows(ACME, IT, ROE)
    assert window.mentions == (1, 2, 0)
    assert window.spans.tolist() == [[1, 1], [3, 4], [0, 0]]
    assert window.distances.tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert window.vectors[0].tolist() == STATES[0].tolist()
    assert window.vectors[1].tolist() == STATES[3].tolist()


def test_make_windows_looks_at_the_sentences_that_one_goes_on_from():
    assert not [w for w in _windows(ACME, ROE, before=lambda number: []) if 0 in w.mentions]
    (window,) = _windows(ACME, ROE, before=lambda number: [0, 0] * number)
    assert window.distances[:2].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("texts", "seen"),
    [
        pytest.param(["acme", "globex", "acme", "", "", "", "", "jane"], [2, 1], id="its first"),
        pytest.param([*"abcd", *["acme"] * 3, *[""] * 4, "jane"], [6, 1, 0], id="its most"),
        pytest.param([*"abcd", "acme", *[""] * 4, "jane"], [2, 1, 0], id="once, and late"),
        pytest.param(["acme", "", "", "", "", "acme labs", "", "jane"], [5], id="near already"),
    ],
)
def test_make_windows_sees_what_the_text_is_about(texts, seen):
    mentions = [
        WindowMention(start=k, end=k + 1, label="PERSON" if text == "jane" else "ORG", text=text)
        for k, text in enumerate(texts)
        if text
    ]
    states = np.zeros((len(texts), 4), np.float32)
    last = list(make_windows(states, [[k] for k in range(len(texts))], mentions))[-1]
    assert sorted((mentions[m].start for m in last.mentions[1:]), reverse=True) == seen


def test_make_windows_leaves_out_what_another_story_is_about():
    names = [WindowMention(start=k, end=k + 1, label="ORG", text="acme") for k in range(2)]
    jane = WindowMention(start=7, end=8, label="PERSON", text="jane")
    states, sentences = np.zeros((8, 4), np.float32), [[k] for k in range(8)]

    def seen(**options):
        windows = list(make_windows(states, sentences, [*names, jane], **options))
        return [(w.mentions, w.distances.tolist()) for w in windows if w.sentence == 7]

    assert seen() == [((2, 1), [4, 0])]
    assert seen(tells_apart=lambda place, other: True) == []


def test_make_windows_shares_the_labels_of_a_mention():
    in_doubt = WindowMention(
        start=5, end=7, label="PERSON", text="jane roe", shares=(("PERSON", 0.75), ("ORG", 0.25))
    )
    (window,) = _windows(IT, in_doubt)
    expected = np.zeros((2, len(LABELS)))
    expected[0, LABELS.index("REF")] = 1.0
    expected[1, [LABELS.index("PERSON"), LABELS.index("ORG")]] = 0.75, 0.25
    assert window.labels.tolist() == expected.tolist()


def test_make_windows_pairs_have_a_thing_on_the_left():
    (window,) = _windows(ACME, ROE, MONEY)
    pairs = {(window.mentions[i], window.mentions[j]) for i, j in window.pairs.tolist()}
    assert pairs == {(0, 1), (1, 0), (0, 2), (1, 2)}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param("jane roe", "jane roe", 1, id="same text"),
        pytest.param("jane roe", "roe", 2, id="last word"),
        pytest.param("acme holdings", "acme", 2, id="first word"),
        pytest.param("international business machines", "ibm", 3, id="initials"),
        pytest.param("acme", "globex", 0, id="nothing in common"),
    ],
)
def test_make_windows_compares_texts(left, right, expected):
    first = WindowMention(start=0, end=1, label="ORG", text=left)
    second = WindowMention(start=3, end=4, label="ORG", text=right)
    (window,) = _windows(first, second)
    assert window.matches.tolist() == [expected, expected]


def test_lay_out_windows_counts_over_all_rows():
    (window,) = _windows(ACME, IT)
    arrays = lay_out_windows([window, window])
    assert arrays["spans"].tolist() == [[1, 1], [0, 0], [9, 9], [8, 8]]
    assert arrays["pairs"].tolist() == [[0, 1], [1, 0], [2, 3], [3, 2]]


def test_lay_out_windows_tags_begin_and_inside():
    in_doubt = WindowMention(
        start=5, end=7, label="PERSON", text="jane roe", shares=(("PERSON", 0.75), ("ORG", 0.25))
    )
    (window,) = _windows(IT, in_doubt)
    (tags,) = lay_out_windows([window])["tags"]
    person, org = LABELS.index("PERSON"), LABELS.index("ORG")
    found = [{n: share for n, share in enumerate(row) if share} for row in tags.tolist()]
    assert found == [
        {1 + 2 * LABELS.index("REF"): 1.0},
        {0: 1.0},
        {1 + 2 * person: 0.75, 1 + 2 * org: 0.25},
        {2 + 2 * person: 0.75, 2 + 2 * org: 0.25},
        *[{0: 1.0}] * 3,
    ]
