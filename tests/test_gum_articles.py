"""Articles from documents of GUM: paragraphs, captions inside them, and what is left out."""

import json

from models.gum_articles import PARTS, write_gum_articles

DOCUMENT = """\
# newdoc id = GUM_news_kites
# meta::dateCreated = 2014-01-28
# meta::title = Kites over Bergen
# newpar
# newpar_block = head (1 s)
# sent_id = GUM_news_kites-1
# text = Kites over Bergen
1\tKites\tkite\tNOUN\tNNS\t_\t0\troot\t0:root\t_

# sent_id = GUM_news_kites-2
# text = Tuesday, January 28, 2014
1\tTuesday\tTuesday\tPROPN\tNNP\t_\t0\troot\t0:root\t_

# newpar
# newpar_block = p (3 s) | figure rend:::"A kite" (1 s) | caption (1 s)
# sent_id = GUM_news_kites-3
# text = A kite.
1\tA\ta\tDET\tDT\t_\t0\troot\t0:root\t_

# sent_id = GUM_news_kites-4
# text = They flew.
# newpar
# newpar_block = p (2 s)
# speaker = Ann
# sent_id = GUM_news_kites-5
# text = It was fun.
# sent_id = GUM_news_kites-6
# text = I slept.

"""


def test_write_gum_articles_makes_a_line_of_each_paragraph(tmp_path):
    other = DOCUMENT.replace("kites", "boats")
    for part, text in zip(PARTS, (other, DOCUMENT, ""), strict=True):
        (tmp_path / f"{part}.conllu").write_text(text, encoding="utf-8")
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    gold.write_text('{"article": "GUM_news_kites", "facts": []}\n', encoding="utf-8")
    assert write_gum_articles(tmp_path, gold, articles) == 1
    assert json.loads(articles.read_text(encoding="utf-8")) == {
        "id": "GUM_news_kites",
        "date": "2014-01-28",
        "title": "Kites over Bergen",
        "publisher": "Wikinews",
        "text": "Kites over Bergen\nTuesday, January 28, 2014\nA kite.\nThey flew.\n"
        "It was fun. I slept.",
    }
