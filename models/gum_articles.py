"""Make articles, in the form that `kg build` reads, from documents of the UD English GUM.

    python -m models.gum_articles GOLD ARTICLES [--data FOLDER]

GOLD is a file of annotated facts, whose articles are named as GUM names its documents; the
texts stay in FOLDER/gum, where train.conllu, dev.conllu and test.conllu lie.
"""

import argparse
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

PARTS = ("train", "dev", "test")
PUBLISHER = "Wikinews"
_DOCUMENT, _TITLE, _DATE = "# newdoc id = ", "# meta::title = ", "# meta::dateCreated = "
_BLOCK, _SENTENCE = "# newpar_block = ", "# text = "
# A block names those around it first: "p (6 s) | figure (1 s) | caption (1 s)".
_LENGTH = re.compile(r"\((\d+) s\)")


def read_gum_articles(folder: Path, names: Collection[str]) -> Iterator[dict[str, str]]:
    """Read documents of GUM in their order there: id, title, date, publisher, text.

    The text is the sentences as GUM gives them, one paragraph a line. Who speaks in an
    interview stands beside its text in GUM, and is left out.
    """
    for part in PARTS:
        article: dict[str, str] = {}
        paragraphs: list[list[str]] = []
        left = 0
        with (folder / f"{part}.conllu").open(encoding="utf-8") as file:
            for row in map(str.rstrip, file):
                if row.startswith(_DOCUMENT):
                    yield from _finish(article, paragraphs, names)
                    article, paragraphs = {"id": row.removeprefix(_DOCUMENT)}, []
                elif row.startswith(_TITLE):
                    article["title"] = row.removeprefix(_TITLE)
                elif row.startswith(_DATE):
                    article["date"] = row.removeprefix(_DATE)
                elif row.startswith(_BLOCK):
                    paragraphs.append([])
                    left = int(_LENGTH.findall(row)[-1])
                elif row.startswith(_SENTENCE):
                    if left == 0:  # what follows a caption inside a paragraph
                        paragraphs.append([])
                    left -= 1
                    paragraphs[-1].append(row.removeprefix(_SENTENCE))
        yield from _finish(article, paragraphs, names)


def _finish(
    article: dict[str, str], paragraphs: list[list[str]], names: Collection[str]
) -> Iterator[dict[str, str]]:
    if article.get("id") in names:
        lines = (" ".join(sentences) for sentences in paragraphs if sentences)
        yield article | {"publisher": PUBLISHER, "text": "\n".join(lines)}


def write_gum_articles(folder: Path, gold: Path, articles: Path) -> int:
    """Write the articles that a file of annotated facts names; return how many there are."""
    rows = gold.read_text(encoding="utf-8").splitlines()
    names = {json.loads(row)["article"] for row in rows if row}
    found = [json.dumps(row, ensure_ascii=False) for row in read_gum_articles(folder, names)]
    articles.write_text("".join(f"{row}\n" for row in found), encoding="utf-8")
    return len(found)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="open corpora")
    arguments = parser.parse_args()
    count = write_gum_articles(arguments.data / "gum", arguments.gold, arguments.articles)
    print(f"{count} articles in {arguments.articles}")


if __name__ == "__main__":
    main()
