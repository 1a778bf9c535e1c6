"""Lemmas by look-up: the word with its part of speech, then rules of the ending."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Lemmas:
    """Tables by part of speech, all in lower case.

    `known` are words with their lemma; `rules` are endings with what replaces them, tried in
    order; a result counts if it is in `index`.
    """

    known: dict[str, dict[str, str]]
    rules: dict[str, tuple[tuple[str, str], ...]]
    index: dict[str, frozenset[str]]

    def find(self, word: str, upos: str) -> str:
        """Return the lemma of a word; the word itself where the tables do not say."""
        lower = word.lower()
        lemma = self.known.get(upos, {}).get(lower)
        if lemma is not None:
            return lemma
        if upos == "PROPN":
            return word
        index = self.index.get(upos)
        if index is None or lower in index:
            return lower
        for old, new in self.rules[upos]:
            if lower.endswith(old):
                form = lower[: len(lower) - len(old)] + new
                if form in index:
                    return form
        return lower


def read_lemmas(path: Path) -> Lemmas:
    """Read the tables from the model folder's `lemmas.json.gz`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = json.load(file)
    return Lemmas(
        known=found["known"],
        rules={
            upos: tuple((old, new) for old, new in rules) for upos, rules in found["rules"].items()
        },
        index={upos: frozenset(words.split()) for upos, words in found["index"].items()},
    )
