"""Cut words into WordPieces and lay chunks of sentences out as the encoder's input."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import ModelError

Numbers = NDArray[np.int64]
MOST_PIECES = 8  # of one word; the rest of a longer one says little
LONGEST = 250  # pieces of a chunk, as in training
_REMEMBERED = 100_000  # words whose pieces are kept
_LOWER, _TITLE, _UPPER, _MIXED = 1, 2, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Sentences in pieces, framed.

    `first` is the place of each word's first piece, `sentences` the number of its sentence,
    from 1.
    """

    numbers: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]
    sentences: tuple[int, ...]


def word_shape(word: str) -> int:
    """Shape of a word: 0 no letters, 1 lower, 2 title, 3 upper, 4 mixed case.

    >>> [word_shape(word) for word in ("24", "film", "Film", "IBM", "DeepMind")]
    [0, 1, 2, 3, 4]
    """
    if not any(map(str.isalpha, word)):
        return 0
    if word.islower():
        return _LOWER
    if word.istitle():
        return _TITLE
    return _UPPER if word.isupper() else _MIXED


class PieceCutter:
    """Cut words into pieces, each word for itself."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        self._unknown, self._before, self._after = (
            _number(tokenizer, piece) for piece in ("[UNK]", "[CLS]", "[SEP]")
        )

    def cut(self, word: str) -> tuple[int, ...]:
        """Return the word's pieces; never none."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            numbers = self._tokenizer.encode(word, add_special_tokens=False).ids[:MOST_PIECES]
            found = self._known[word] = tuple(numbers) or (self._unknown,)
        return found

    def frame(self, words: Sequence[str]) -> Pieces:
        """Cut the words of a sentence."""
        numbers, shapes, first = [self._before], [0], []
        for word in words:
            found = self.cut(word)
            first.append(len(numbers))
            numbers += found
            shapes += [word_shape(word)] * len(found)
        return Pieces(
            numbers=(*numbers, self._after),
            shapes=(*shapes, 0),
            first=tuple(first),
            sentences=(1,) * len(first),
        )


def _number(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ModelError(f"the tokenizer has no piece {piece}")
    return number


def read_cutter(path: Path) -> PieceCutter:
    """Read the model folder's `tokenizer.json`."""
    return PieceCutter(Tokenizer.from_file(str(path)))


def pack(sizes: Sequence[int], longest: int = LONGEST) -> Iterator[range]:
    """Group consecutive sentences, as many to a chunk as it has pieces for.

    Args:
        sizes: The pieces of each sentence, with those of its frame.
        longest: The most pieces of a chunk; a longer sentence has one to itself.

    >>> list(pack([100, 100, 100, 300, 10]))
    [range(0, 2), range(2, 3), range(3, 4), range(4, 5)]
    """
    start = total = 0
    for number, size in enumerate(sizes):
        if number > start and total + size - 1 > longest:
            yield range(start, number)
            start, total = number, 0
        total += size - (number > start)  # one [CLS] stands before all of them
    if sizes:
        yield range(start, len(sizes))


def join(sentences: Sequence[Pieces]) -> Pieces:
    """Put the sentences of a chunk after each other, with one [CLS] before all of them."""
    numbers, shapes = sentences[0].numbers[:1], sentences[0].shapes[:1]
    first: list[int] = []
    homes: list[int] = []
    for number, sentence in enumerate(sentences, 1):
        shift = len(numbers) - 1
        first += [place + shift for place in sentence.first]
        homes += [number] * len(sentence.first)
        numbers += sentence.numbers[1:]
        shapes += sentence.shapes[1:]
    return Pieces(numbers=numbers, shapes=shapes, first=tuple(first), sentences=tuple(homes))


def lay_out(chunks: Sequence[Pieces]) -> dict[str, Numbers]:
    """Pad chunks to the arrays that the encoder takes; word 0 is the root of all sentences."""
    rows = len(chunks)
    time = max(len(chunk.numbers) for chunk in chunks)
    width = max(len(chunk.first) for chunk in chunks) + 1
    arrays = {
        **{name: np.zeros((rows, time), np.int64) for name in ("pieces", "mask", "shapes")},
        **{name: np.zeros((rows, width), np.int64) for name in ("first", "words")},
    }
    for row, chunk in enumerate(chunks):
        count = len(chunk.numbers)
        arrays["pieces"][row, :count] = chunk.numbers
        arrays["shapes"][row, :count] = chunk.shapes
        arrays["mask"][row, :count] = 1
        arrays["first"][row, 1 : len(chunk.first) + 1] = chunk.first
        arrays["words"][row, : len(chunk.first) + 1] = 1, *chunk.sentences
    return arrays
