"""Keep annotation of open texts apart from the texts: `python -m models.standoff FILE...`.

FILE holds passages of open documents in the inline form (corpus/README.md); a passage is named by
its document, `#` and the number of its first sentence. Marks and facts are added to
corpus/open.marks; the texts stay in their corpora.
"""

import argparse
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from models.corpus import ARROW, HEADER, PIECE, Passage, parse_passages
from models.open_texts import read_open_texts

MARKS = "open.marks"
_DIGEST = 8  # hexadecimal digits
_MARK = re.compile(r"(\d+)-(\d+)\|(\S+)")

Texts = Mapping[str, Sequence[str]]


def main() -> None:
    """Add the passages of the files to those that are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="open corpora")
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    options = parser.parse_args()
    texts = dict(read_open_texts(options.data))
    store = options.corpus / MARKS
    kept = dict(_read_blocks(store.read_text(encoding="utf-8")) if store.exists() else ())
    for path in options.files:
        for name, rows in _read_blocks(path.read_text(encoding="utf-8")):
            try:
                kept[name] = take_out_marks(name, rows, texts)
            except ValueError as error:
                print(f"{path}: {name}: {error}")
    blocks = ("\n".join((f"{HEADER} {name}", *rows)) for name, rows in sorted(kept.items()))
    store.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    print(len(kept), "passages")


def read_open_passages(folders: Iterable[Path], data: Path) -> list[Passage]:
    """Read the annotated passages of open documents, their texts from the corpora in `data`.

    Raises:
        ValueError: A text is another than the one that was annotated, or a mark is unsound.
    """
    stores = [folder / MARKS for folder in folders if (folder / MARKS).exists()]
    texts = dict(read_open_texts(data)) if stores else {}
    passages: list[Passage] = []
    for store in stores:
        for name, rows in _read_blocks(store.read_text(encoding="utf-8")):
            inline = "\n".join((f"{HEADER} {name}", *put_in_marks(name, rows, texts)))
            for passage, faults in parse_passages(inline):
                if faults:
                    raise ValueError(f"{store}: {name}: {faults[0].reason}")
                passages.append(passage)
    return passages


def take_out_marks(name: str, rows: Sequence[str], texts: Texts) -> list[str]:
    """Turn the inline lines of a passage into marks, without their text.

    The first row is the number of sentences and a digest of them; each further one a sentence's
    number, its marks as `start-end|P1` in code points, and its facts.

    Raises:
        ValueError: The lines are not those of the document, or are not well annotated.
    """
    ((passage, faults),) = parse_passages("\n".join((HEADER, *rows)))
    if faults:
        raise ValueError(faults[0].reason)
    sentences = _sentences(name, len(rows), texts)
    for line, sentence in zip(passage.lines, sentences, strict=True):
        if line.text != sentence:
            raise ValueError(f"not the text of the document: {line.text}")
    result = [f"{len(rows)} {_digest(sentences)}"]
    for number, (row, line) in enumerate(zip(rows, passage.lines, strict=True)):
        marks = [f"{m.start}-{m.end}|{m.letter}{m.key}" for m in line.mentions]
        said = row.partition(ARROW)[2].strip()
        if marks or said:
            result.append(" ".join((str(number), *marks)) + (f"{ARROW}{said}" if said else ""))
    return result


def put_in_marks(name: str, rows: Sequence[str], texts: Texts) -> list[str]:
    """Turn marks back into the inline lines of the passage: the inverse of `take_out_marks`.

    Raises:
        ValueError: The document has other sentences than those that were annotated.
    """
    count, _, digest = rows[0].partition(" ")
    lines = _sentences(name, int(count), texts)
    if _digest(lines) != digest:
        raise ValueError(f"{name}: another text than the one that was annotated")
    for row in rows[1:]:
        marked, _, said = row.partition(ARROW)
        number = int(marked.split(" ", 1)[0])
        line = lines[number]
        for start, end, sign in reversed(_MARK.findall(marked)):
            inner = line[int(start) : int(end)]
            line = f"{line[: int(start)]}[{inner}|{sign}]{line[int(end) :]}"
        lines[number] = line + (f"{ARROW}{said}" if said else "")
    return lines


def _sentences(name: str, count: int, texts: Texts) -> list[str]:
    document, _, first = name.partition(PIECE)
    if document not in texts or not first.isdigit():
        raise ValueError(f"{name}: no such document")
    sentences = texts[document][int(first) - 1 :][:count]
    if len(sentences) != count:
        raise ValueError(f"{name}: the document has fewer sentences")
    return [sentence.rstrip() for sentence in sentences]


def _digest(sentences: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:_DIGEST]


def _read_blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the passages of a file: name, and the rows below it."""
    for block in filter(None, re.split(r"\n\s*\n", text.strip())):
        header, *rows = block.split("\n")
        yield header.removeprefix(HEADER).partition("|")[0].strip(), rows


if __name__ == "__main__":
    main()
