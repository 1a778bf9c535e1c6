"""Read the documents of GUM, EWT, Re-DocRED, TekGen and CrossNER, sentence by sentence."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.treebank import read_documents

TREEBANKS = ("gum", "ewt")
CROSSNER_DOMAINS = ("ai", "literature", "music", "politics", "science")
_QUOTE = '"'
_TO_BOTH = frozenset("-/")  # no blank on either side
_TO_LAST = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "%", "'", "n't",
                      "'s", "’s", "'re", "'ve", "'ll", "'d", "'m"])  # fmt: skip
_TO_NEXT = frozenset("([$£€")


def read_open_texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the training documents of the open corpora: name, sentences.

    A document of Re-DocRED is named `redocred_` and its place in the file; one of TekGen, a single
    sentence, `tekgen_` and its id; one of CrossNER, a single sentence of its train and dev parts,
    `crossner_` with domain, part and its place in the file.
    """
    for name in TREEBANKS:
        for sentences in read_documents(data / name / "train.conllu"):
            yield sentences[0].document, [sentence.text for sentence in sentences]
    path = data / "redocred" / "dev_revised.json"
    for number, document in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        yield f"redocred_{number}", [join_words(words) for words in document["sents"]]
    for row in read_tekgen(data / "text2kg-tekgen"):
        yield row.name, [row.sentence]
    for domain in CROSSNER_DOMAINS:
        for part in ("train", "dev"):
            rows = read_columns(data / "crossner" / domain / f"{part}.txt", word=0, tag=1)
            for number, sentence in enumerate(rows):
                words = [word for word, _ in sentence]
                yield f"crossner_{domain}_{part}_{number}", [join_words(words)]


def read_columns(path: Path, *, word: int, tag: int) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a file of one token a line: its word and its tag, by column from 0."""
    rows: list[tuple[str, str]] = []
    for row in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if row.startswith("# ") and word:
            continue
        cells = row.split("\t") if "\t" in row else row.split()
        if len(cells) > tag and cells[word].strip():
            rows.append((cells[word], cells[tag]))
        elif rows:
            yield rows
            rows = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A sentence, with the labels of a triple of Wikidata that it says."""

    name: str
    sentence: str
    subject: str
    relation: str
    object: str


def read_tekgen(folder: Path) -> Iterator[Aligned]:
    """Read the train and validation parts of Text2KGBench's TekGen."""
    for part in ("train", "validation"):
        for path in sorted((folder / part).glob("*.jsonl")):
            with path.open(encoding="utf-8") as file:
                for row in map(json.loads, file):
                    yield Aligned(
                        name=f"tekgen_{row['id'].removeprefix('ont_')}",
                        sentence=_decode_again(row["sent"]),
                        subject=_decode_again(row["sub_label"]),
                        relation=row["rel_label"].strip(),
                        object=_decode_again(row["obj_label"]),
                    )


def _decode_again(text: str) -> str:
    """Return the text as it was before its UTF-8 was read as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


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
