"""Which mentions of GUM count, and which found ones meet them."""

import pytest

from models.gum_clusters import read_gum_documents

# The nested mention 2 has no name; 3 is a thing without any, and 4 is mentioned once.
DOCUMENT = """\
# newdoc id = GUM_news_kites
# sent_id = GUM_news_kites-1
# text = Ann Roe of Bergen sold the old kite.
1\tAnn\tAnn\tPROPN\tNNP\t_\t5\tnsubj\t_\tEntity=(1-person-new-cf1-1-coref
2\tRoe\tRoe\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_
4\tBergen\tBergen\tPROPN\tNNP\t_\t1\tnmod\t_\tEntity=(4-place-new-cf2-1-sgl)1)
5\tsold\tsell\tVERB\tVBD\t_\t0\troot\t_\t_
6\tthe\tthe\tDET\tDT\t_\t8\tdet\t_\tEntity=(3-object-new-cf3-3-coref
7\told\told\tADJ\tJJ\t_\t8\tamod\t_\t_
8\tkite\tkite\tNOUN\tNN\t_\t5\tobj\t_\tEntity=3)|SpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = GUM_news_kites-2
# text = She made it; a founder, the owner.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv-cf1-1-coref)
2\tmade\tmake\tVERB\tVBD\t_\t0\troot\t_\t_
3\tit\tit\tPRON\tPRP\t_\t2\tobj\t_\tEntity=(3-object-giv-cf2-1-coref)|SpaceAfter=No
4\t;\t;\tPUNCT\t;\t_\t6\tpunct\t_\t_
5\ta\ta\tDET\tDT\t_\t6\tdet\t_\tEntity=(1-person-giv-cf1-2-coref
6\tfounder\tfounder\tNOUN\tNN\t_\t2\tconj\t_\tEntity=1)|SpaceAfter=No
7\t,\t,\tPUNCT\t,\t_\t9\tpunct\t_\t_
8\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\tEntity=(1-person-giv-cf1-2-coref
9\towner\towner\tNOUN\tNN\t_\t6\tappos\t_\tEntity=1)|SpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
ROE, KITE, SHE, IT, FOUNDER, OWNER = (0, 4), (5, 8), (9, 10), (11, 12), (13, 15), (16, 18)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "test.conllu"
    path.write_text(DOCUMENT, encoding="utf-8")
    (found,) = read_gum_documents(path)
    return found


def test_clusters_holds_all_that_is_mentioned_twice(document):
    assert document.clusters(of_schema=False) == [{ROE, SHE, FOUNDER, OWNER}, {KITE, IT}]


def test_clusters_of_the_schema_are_named_and_definite(document):
    assert document.clusters(of_schema=True) == [{ROE, SHE, OWNER}]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([(0, 2), SHE], {ROE, SHE}, id="a name without what modifies it"),
        pytest.param([(0, 1), (0, 2)], {(0, 1, "found"), ROE}, id="the longest one, once"),
        pytest.param([(3, 4), (2, 4)], {(3, 4), (2, 4, "found")}, id="no word outside it"),
        pytest.param([(6, 7)], {(6, 7, "found")}, id="without the head"),
    ],
)
def test_rename_meets_mentions_by_their_heads(document, found, expected):
    assert document.rename([found]) == [expected]
