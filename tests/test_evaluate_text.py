"""Scores from raw text: words that both sides cut alike, and what they agree on."""

from models.evaluate_text import COLUMNS, compare, f_scores, read_gold, write_text
from models.treebank import read_documents

TREE = """# newdoc id = a
# newpar
# text = I don't.
1\tI\tI\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Go!
1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# text = So
1\tSo\tso\tADV\tRB\t_\t0\troot\t_\t_

"""
# Cuts "don't" nowhere, joins the first two sentences, and hangs all on "I".
OTHER = """# newdoc id = a
# newpar
# text = I don't. Go!
1\tI\tI\tPRON\tPRP\t_\t0\troot\t_\t_
2\tdon't\tdo\tVERB\tVB\t_\t1\tobj\t_\t_
3\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
4\tGo\tgo\tVERB\tVB\t_\t1\tconj\t_\t_
5\t!\t!\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
# text = So
1\tSo\tso\tCCONJ\tCC\t_\t0\troot\t_\t_

"""


def read(tmp_path, text):
    path = tmp_path / "a.conllu"
    path.write_text(text, encoding="utf-8")
    (sentences,) = read_documents(path)
    return write_text(sentences), read_gold(sentences)


def test_paragraphs_are_lines_of_the_text(tmp_path):
    raw, gold = read(tmp_path, TREE)
    assert raw == "I don't. Go!\nSo"
    assert sorted(gold.sentences) == [(0, 7), (7, 10), (10, 12)]
    assert [gold.words[3, 6].lemma, gold.words[3, 6].head] == ["not", (1, 3)]


def test_compare_counts_words_that_are_cut_alike(tmp_path):
    gold, found = read(tmp_path, TREE)[1], read(tmp_path, OTHER)[1]
    count = compare(gold, found)
    assert (count["gold words"], count["found words"], count["words"]) == (7, 6, 5)
    assert (count["sentences"], count["upos"], count["lemma"]) == (1, 4, 5)
    assert (count["uas"], count["las"]) == (2, 2)  # "!" and "So"


def test_a_text_agrees_with_itself(tmp_path):
    gold = read(tmp_path, TREE)[1]
    assert list(f_scores(compare(gold, gold))) == [1.0] * len(COLUMNS)
