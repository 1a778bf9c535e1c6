"""Read the documents of GUM, EWT and Re-DocRED, sentence by sentence."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.treebank import read_documents

TREEBANKS = ("gum", "ewt")
_QUOTE = '"'
_TO_BOTH = frozenset("-/")  # no blank on either side
_TO_LAST = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "%", "'", "n't",
                      "'s", "’s", "'re", "'ve", "'ll", "'d", "'m"])  # fmt: skip
_TO_NEXT = frozenset("([$£€")


def read_open_texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the training documents of the open corpora: name, sentences.

    A document of Re-DocRED is named `redocred_` and its place in the file.
    """
    for name in TREEBANKS:
        for sentences in read_documents(data / name / "train.conllu"):
            yield sentences[0].document, [sentence.text for sentence in sentences]
    path = data / "redocred" / "dev_revised.json"
    for number, document in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        yield f"redocred_{number}", [join_words(words) for words in document["sents"]]


def join_words(words: Sequence[str]) -> str:
    """Write words with blanks where English has them; every second straight quote closes."""
    text = ""
    quoted, glued = False, True
    for word in words:
        to_last = glued or word in _TO_BOTH or word in _TO_LAST
        glued = word in _TO_BOTH or word in _TO_NEXT
        if word == _QUOTE:
            to_last, glued = to_last or quoted, not quoted
            quoted = not quoted
        text += word if to_last else f" {word}"
    return text.strip()
