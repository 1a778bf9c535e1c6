"""Sentence starts, decided before the parser from line breaks and punctuation.

Every line break starts a sentence, so that headings, captions and list items stand alone. Within
a line a sentence ends at closing punctuation before a word that is not in lower case. A full stop
that belongs to an abbreviation ends none, unless the abbreviation can close a sentence ("Inc.",
"U.S.") and an opening word ("The", "It") follows. A hyphen never ends one.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.tokenize import Words, read_words

_END = re.compile(r"[.!?…。]+")
_CLOSING = frozenset("\"'\u201d\u2019»)]}") | {"''"}
_OPENING = frozenset("\"'\u201c\u2018«([{¿¡*•·") | {"``"}
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Z]\.")


class SentenceStarter:
    """Set `is_sent_start` on every token of a Doc."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of one document."""
        starts = set(sentence_starts(doc, self._words))
        for token in doc:
            token.is_sent_start = token.i == 0 or token.i in starts
        return doc


def sentence_starts(doc: Doc, words: Words) -> Iterator[int]:
    """Yield the tokens that start a sentence, in order; white space starts none."""
    seen: list[Token] = []  # the words of the sentence so far
    broken = False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text or "\r" in token.text
            continue
        if seen and (broken or _ends(seen, token, doc, words)):
            yield token.i
            seen = []
        seen.append(token)
        broken = False


def _ends(seen: Sequence[Token], token: Token, doc: Doc, words: Words) -> bool:
    """Tell whether the sentence so far is complete before this token."""
    place = len(seen) - 1
    while place > 0 and seen[place].text in _CLOSING and not seen[place - 1].whitespace_:
        place -= 1
    last = seen[place]
    if not seen[-1].whitespace_ and seen[-1].i + 1 == token.i:
        return False
    following = _first_word(doc, token.i)
    if following is None or following.text.islower():
        return False
    if _is_item_number(seen, place):
        return False
    abbreviation = _abbreviation(seen, place, words)
    if abbreviation:
        return _closes(abbreviation, following, words)
    if following.lower_ in words.abbreviations and last.text in "!?":
        return False
    return bool(_END.fullmatch(last.text))


def _first_word(doc: Doc, start: int) -> Token | None:
    """Return the first token from `start` on that is no opening sign."""
    for number in range(start, min(start + 5, len(doc))):
        if doc[number].text not in _OPENING and not doc[number].is_space:
            return doc[number]
    return None


def _is_item_number(seen: Sequence[Token], place: int) -> bool:
    """Tell whether the sentence so far is only the number of a list item: "3."."""
    text = "".join(token.text for token in seen[: place + 1])
    return place <= 1 and text.removesuffix(".").isdigit()


def _abbreviation(seen: Sequence[Token], place: int, words: Words) -> str:
    """Return the abbreviation that ends here in lower case, or an empty string.

    Its full stop may be a token of its own.
    """
    text = seen[place].text
    if text == "." and place > 0 and not seen[place - 1].whitespace_:
        if place > 1 and not seen[place - 2].whitespace_:
            return ""  # the end of something longer: "2.5M."
        text = seen[place - 1].text + text
    lower = text.lower()
    known = words.abbreviations | words.final_abbreviations | words.numbered_abbreviations
    return lower if lower in known or _INITIALS.fullmatch(text) else ""


def _closes(abbreviation: str, following: Token, words: Words) -> bool:
    """Tell whether a sentence ends after an abbreviation, by the word that follows."""
    if abbreviation in words.numbered_abbreviations:
        return not following.text[0].isdigit()
    if abbreviation in words.final_abbreviations or _INITIALS.fullmatch(abbreviation):
        return following.lower_ in words.sentence_openers
    return False


@Language.factory("kg_sentences", assigns=["token.is_sent_start"], default_config={"words": None})
def make_sentence_starter(nlp: Language, name: str, words: str | None) -> SentenceStarter:
    """Make the component; `words` is the path of a `words.json`, the embedded one if None."""
    path = Path(words) if words else Path(__file__).parent.parent / "model" / "words.json"
    return SentenceStarter(read_words(path))
