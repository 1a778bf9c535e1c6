"""Lemmas by look-up: the word with its part of speech, then rules of the ending."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_WOULD_OR_HAD = ("'d", "\u2019d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lemmas:
    """Tables by part of speech, all in lower case.

    `known` are words with their lemma; `rules` are endings with what replaces them, tried in
    order; a result counts if it is in `index`.
    """

    known: dict[str, dict[str, str]]
    rules: dict[str, tuple[tuple[str, str], ...]]
    index: dict[str, frozenset[str]]

    def find_all(self, words: Sequence[str], tags: Sequence[str]) -> list[str]:
        """Return the lemmas of a sentence's words.

        "'d" is "have" before a participle, "would" before a verb as it stands in a dictionary.
        """
        lemmas = [self.find(*pair) for pair in zip(words, tags, strict=True)]
        for place, word in enumerate(words):
            if tags[place] == "AUX" and word.lower() in _WOULD_OR_HAD:
                verbs = (n for n in range(place + 1, len(words)) if tags[n] in ("AUX", "VERB"))
                verb = next(verbs, place)
                inflected = verb > place and lemmas[verb] != words[verb].lower()
                lemmas[place] = "have" if inflected else "would"
        return lemmas

    def find(self, word: str, upos: str) -> str:
        """Return the lemma of a word; the word itself where the tables do not say.

        A word that is taken for a symbol, as "percent" is, has that of a noun.
        """
        lower = word.lower()
        if upos == "SYM" and word.isalpha():
            upos = "NOUN"
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
