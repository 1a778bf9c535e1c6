"""Cut words into WordPieces and lay sentences out as the encoder's input."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import ModelError

Numbers = NDArray[np.int64]
MOST_PIECES = 8  # of one word; the rest of a longer one says little
LONGEST = 250  # pieces of a sentence, as in training
_REMEMBERED = 100_000  # words whose pieces are kept
_LOWER, _TITLE, _UPPER, _MIXED = 1, 2, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A sentence in pieces, framed; `first` is the place of each word's first piece."""

    numbers: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]


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
        return Pieces(numbers=(*numbers, self._after), shapes=(*shapes, 0), first=tuple(first))


def _number(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ModelError(f"the tokenizer has no piece {piece}")
    return number


def read_cutter(path: Path) -> PieceCutter:
    """Read the model folder's `tokenizer.json`."""
    return PieceCutter(Tokenizer.from_file(str(path)))


def lay_out(sentences: Sequence[Pieces]) -> dict[str, Numbers]:
    """Pad sentences to the arrays that the encoder takes; word 0 is the root."""
    rows = len(sentences)
    time = max(len(sentence.numbers) for sentence in sentences)
    width = max(len(sentence.first) for sentence in sentences) + 1
    arrays = {
        **{name: np.zeros((rows, time), np.int64) for name in ("pieces", "mask", "shapes")},
        **{name: np.zeros((rows, width), np.int64) for name in ("first", "words")},
    }
    for row, sentence in enumerate(sentences):
        count = len(sentence.numbers)
        arrays["pieces"][row, :count] = sentence.numbers
        arrays["shapes"][row, :count] = sentence.shapes
        arrays["mask"][row, :count] = 1
        arrays["first"][row, 1 : len(sentence.first) + 1] = sentence.first
        arrays["words"][row, : len(sentence.first) + 1] = 1
    return arrays
