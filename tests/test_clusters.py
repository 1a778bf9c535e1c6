"""The values are those of the articles that define the metrics, or follow from their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clusters import score_clusters


def _sets(text):
    return [set(cluster) for cluster in text.split()]


# Bagga and Baldwin 1998 and Luo 2005 judge the first two, Pradhan et al. 2014 the third.
KEY, TWO_MERGED, OTHERS_MERGED = "12345 67 89ABC", "12345 6789ABC", "1234589ABC 67"
PARTS, GUESS = "abc defg", "ab cd fghi"


@pytest.mark.parametrize(
    ("gold", "found", "metric", "precision", "recall"),
    [
        pytest.param("ABCD", "AB CD", "muc", 1, 2 / 3, id="muc: Vilain, one link lacks"),
        pytest.param("AB CD", "ABCD", "muc", 2 / 3, 1, id="muc: Vilain, one link too many"),
        pytest.param("ABCD", "AB", "muc", 1, 1 / 3, id="muc: unknown mentions are parts"),
        pytest.param(KEY, TWO_MERGED, "muc", 9 / 10, 1, id="muc: small and large one merged"),
        pytest.param(KEY, OTHERS_MERGED, "muc", 9 / 10, 1, id="muc: it does not tell which"),
        pytest.param(PARTS, GUESS, "muc", 2 / 5, 2 / 5, id="muc: Pradhan"),
        pytest.param(KEY, TWO_MERGED, "b_cubed", 16 / 21, 1, id="b-cubed: little harm"),
        pytest.param(KEY, OTHERS_MERGED, "b_cubed", 7 / 12, 1, id="b-cubed: much harm"),
        pytest.param(PARTS, GUESS, "b_cubed", 4 / 8, 35 / 12 / 7, id="b-cubed: Pradhan"),
        pytest.param(KEY, TWO_MERGED, "ceaf", 11 / 6 / 2, 11 / 6 / 3, id="ceaf: Luo a"),
        pytest.param(KEY, OTHERS_MERGED, "ceaf", 5 / 3 / 2, 5 / 3 / 3, id="ceaf: Luo b"),
        pytest.param(PARTS, GUESS, "ceaf", 1.3 / 3, 1.3 / 2, id="ceaf: Pradhan"),
        pytest.param(PARTS, GUESS, "mentions", 6 / 8, 6 / 7, id="mentions"),
        pytest.param("ab", "", "b_cubed", 0, 0, id="nothing found"),
        pytest.param("", "ab", "ceaf", 0, 0, id="nothing there"),
    ],
)
def test_score_clusters_follows_the_definitions(gold, found, metric, precision, recall):
    score = getattr(score_clusters([(_sets(gold), _sets(found))]), metric)
    assert score.precision == pytest.approx(precision)
    assert score.recall == pytest.approx(recall)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(TWO_MERGED, (18 / 19 + 32 / 37 + 11 / 15) / 3, id="two merged"),
        pytest.param(KEY, 1.0, id="all right"),
    ],
)
def test_conll_f1_is_the_mean(found, expected):
    score = score_clusters([(_sets(KEY), _sets(found))])
    assert score.conll_f1 == pytest.approx(expected)


def test_score_clusters_adds_the_counts_of_documents():
    documents = [(_sets("ABCD"), _sets("AB CD")), (_sets("AB"), _sets("AB"))]
    score = score_clusters(documents)
    assert score.muc.recall == pytest.approx(3 / 4)
    assert score.ceaf.gold == 2


clusterings = st.lists(st.integers(0, 4), max_size=12).map(
    lambda numbers: [
        {place for place, number in enumerate(numbers) if number == wanted}
        for wanted in sorted(set(numbers))
    ]
)


@given(clusterings, clusterings)
def test_score_clusters_turns_about(gold, found):
    one, other = score_clusters([(gold, found)]), score_clusters([(found, gold)])
    assert one.conll_f1 == pytest.approx(other.conll_f1)
    for metric in ("muc", "b_cubed", "ceaf"):
        assert getattr(one, metric).precision == pytest.approx(getattr(other, metric).recall)
        assert 0 <= getattr(one, metric).f1 <= 1 + 1e-9
