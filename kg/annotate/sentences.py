"""Sentence starts, decided before the parser from line breaks and punctuation.

Every line break starts a sentence, so that headings, captions and list items stand alone. Within
a line a sentence ends at closing punctuation before a word that is not in lower case. A full stop
that belongs to an abbreviation ends none, unless the abbreviation can close a sentence ("Inc.",
"U.S.") and an opening word ("The", "It") follows. A hyphen never ends one. In a headline, which has
no full stop, a semicolon does.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.tokenize import Words, read_words

_SIGNS = ".!?…。"
# Words and signs of a headline, at most.
_MOST_HEADLINE = 40
_END = re.compile(f"[{_SIGNS}]+")
# So many dots lead the eye along a line of a list: "Roe ..... Hamlet".
_LEADERS = re.compile(r"\.{5,}")
_CLOSING = frozenset("\"'\u201d\u2019»)]}") | {"''"}
_OPENING = frozenset("\"'\u201c\u2018«([{¿¡*•·") | {"``"}
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Z]\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The tokens of a document as plain lists; asking spaCy for each anew takes longer."""

    words: list[str]
    spaced: list[bool]  # white space follows
    blank: list[bool]  # is nothing but white space


class SentenceStarter:
    """Set `is_sent_start` on every token of a Doc."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of one document."""
        starts = np.full(len(doc), -1, np.int64)  # spaCy's "no"
        starts[[0, *sentence_starts(doc, self._words)] if len(doc) else []] = 1
        table: Any = starts.view(np.uint64)  # spaCy's stubs want a type of thinc's
        return doc.from_array(["SENT_START"], table)


def sentence_starts(doc: Doc, words: Words) -> Iterator[int]:
    """Yield the tokens that start a sentence, in order; white space starts none."""
    texts = [token.text for token in doc]
    text = _Text(
        words=texts,
        spaced=[bool(token.whitespace_) for token in doc],
        blank=[word.isspace() for word in texts],
    )
    known = words.abbreviations | words.final_abbreviations | words.numbered_abbreviations
    seen: list[int] = []  # the words of the sentence so far
    broken = False
    behind_semicolon = set(_headline_parts(text)) if ";" in texts else ()
    for number, word in enumerate(texts):
        if text.blank[number]:
            broken = broken or "\n" in word or "\r" in word
            continue
        broken = broken or number in behind_semicolon
        if seen and (broken or _ends(seen, number, text, words, known)):
            yield number
            seen = []
        seen.append(number)
        broken = False


def _headline_parts(text: _Text) -> Iterator[int]:
    """Yield the tokens behind the semicolons of lines that nothing closes."""
    breaks = [n for n, word in enumerate(text.words) if "\n" in word and text.blank[n]]
    for start, end in pairwise([-1, *breaks, len(text.words)]):
        line = [n for n in range(start + 1, end) if not text.blank[n]]
        short = line and len(line) <= _MOST_HEADLINE and text.words[line[-1]][-1].isalnum()
        if short and not any(_END.fullmatch(text.words[n]) for n in line):
            yield from (after for n, after in pairwise(line) if text.words[n] == ";")


def _ends(
    seen: Sequence[int], number: int, text: _Text, words: Words, known: Collection[str]
) -> bool:
    """Tell whether the sentence so far is complete before this token."""
    if _is_citation(text.words, range(number, number + 3)):
        return False
    place = _before_citations(seen, text)
    while place > 0 and text.words[seen[place]] in _CLOSING and not text.spaced[seen[place - 1]]:
        place -= 1
    last = text.words[seen[place]]
    if last[-1] not in _SIGNS and last.lower() not in known:
        return False  # most often so
    if not text.spaced[seen[-1]] and seen[-1] + 1 == number:
        return False
    following = _first_word(text, number)
    if following in ("", "."):
        return False
    if following.islower():
        return place == len(seen) - 1 and _goes_on_small(seen, number, text, words, known)
    if _is_item_number(seen, place, text):
        return False
    abbreviation = _abbreviation(seen, place, text, known)
    if abbreviation:
        lettered = _is_lettered(seen, place, text, words)
        return lettered or _closes(abbreviation, following, words)
    if following.lower() in words.abbreviations and last in "!?":
        return False
    return bool(_END.fullmatch(last)) and not _LEADERS.fullmatch(last)


def _goes_on_small(
    seen: Sequence[int], number: int, text: _Text, words: Words, known: Collection[str]
) -> bool:
    """Tell whether a sentence begins in lower case: "we left. it was late"."""
    last = text.words[seen[-1]]
    if len(seen) > 1 and text.words[seen[-2]] == last == ".":
        return False  # an ellipsis: ". . ."
    opens = text.words[number] in words.clause_openers and last in (".", "?")
    return opens and not _abbreviation(seen, len(seen) - 1, text, known)


def _is_citation(words: Sequence[str], places: Sequence[int]) -> bool:
    """Tell whether the words at three places are a mark such as [20]."""
    first, inner, last = places
    return (
        words[first] == "[" and last < len(words) and words[last] == "]" and words[inner].isdigit()
    )


def _before_citations(seen: Sequence[int], text: _Text) -> int:
    """Return the place of the last word that is in no mark such as [20]."""
    place = len(seen) - 1
    while place > 2 and _is_citation(text.words, seen[place - 2 : place + 1]):
        place -= 3
    return place


def _first_word(text: _Text, start: int) -> str:
    """Return the first token from `start` on that is no opening sign, or an empty string."""
    for number in range(start, min(start + 5, len(text.words))):
        if text.words[number] not in _OPENING and not text.blank[number]:
            return text.words[number]
    return ""


def _is_item_number(seen: Sequence[int], place: int, text: _Text) -> bool:
    """Tell whether the sentence so far is only the number of a list item: "3."."""
    if place > 1:
        return False
    return "".join(text.words[k] for k in seen[: place + 1]).removesuffix(".").isdigit()


def _abbreviation(seen: Sequence[int], place: int, text: _Text, known: Collection[str]) -> str:
    """Return the abbreviation that ends here, or an empty string; initials keep their capitals.

    Its full stop may be a token of its own.
    """
    word = text.words[seen[place]]
    if word == "." and place > 0 and not text.spaced[seen[place - 1]]:
        before = seen[place - 2] if place > 1 else None
        if before is not None and not text.spaced[before] and text.words[before] not in _OPENING:
            return ""  # the end of something longer: "2.5M."
        word = text.words[seen[place - 1]] + word
    lower = word.lower()
    if _INITIALS.fullmatch(word):
        return word if word.isupper() else lower
    return lower if lower in known else ""


def _is_lettered(seen: Sequence[int], place: int, text: _Text, words: Words) -> bool:
    """Tell whether a capital with a full stop is no initial: that of "a Series B."."""
    apart = text.words[seen[place]] == "."
    letter = text.words[seen[place - apart]].removesuffix(".")
    before = place - apart - 1
    single = len(letter) == 1 and letter.isupper()
    return single and before >= 0 and text.words[seen[before]].lower() in words.lettered


def _closes(abbreviation: str, following: str, words: Words) -> bool:
    """Tell whether a sentence ends after an abbreviation, by the word that follows."""
    lower = abbreviation.lower()
    if abbreviation in words.numbered_abbreviations:
        return not following[0].isdigit()
    closing = lower in words.final_abbreviations or (
        len(abbreviation) > len("A.") and lower not in words.abbreviations
    )
    return closing and following.lower() in words.sentence_openers


@Language.factory("kg_sentences", assigns=["token.is_sent_start"], default_config={"words": None})
def make_sentence_starter(nlp: Language, name: str, words: str | None) -> SentenceStarter:
    """Make the component; `words` is the path of a `words.json`, the embedded one if None."""
    path = Path(words) if words else Path(__file__).parent.parent / "model" / "words.json"
    return SentenceStarter(read_words(path))
