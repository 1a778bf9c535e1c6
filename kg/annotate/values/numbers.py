"""Numbers written as words: "three hundred and fifty thousand", "half a billion"."""

from decimal import Decimal

from kg.annotate.values.value import any_of
from kg.lexicon.values import ValueWords

# Longer runs of number words are lists, not numbers.
_MAX_WORDS = 8


def number_words_pattern(words: ValueWords) -> str:
    """Write a pattern for a run of number words, to be read by `read_number_words`."""
    spelled = [word for word in words.magnitudes if word not in _abbreviations(words)]
    one = any_of(
        [
            *words.numbers,
            *words.fractions,
            *spelled,
            *words.sets.article_word,
            *words.sets.and_word,
            *words.sets.of_word,
        ]
    )
    return rf"(?i:{one}(?:[ -]{one}){{0,{_MAX_WORDS - 1}}})"


def read_number_words(tokens: list[str], words: ValueWords) -> Decimal | None:
    """Read a run of number words in lower case; None where it makes no exact number."""
    total, current, added, seen = Decimal(0), Decimal(0), False, False
    for token in tokens:
        if token in words.numbers:
            current += words.numbers[token]
        elif token in words.fractions:
            share = words.fractions[token]
            if share is None:
                return None
            current = current + share if added or not current else current * share
        elif token in words.magnitudes:
            factor = words.magnitudes[token]
            current = (current or Decimal(1)) * factor
            # "two hundred thousand": a hundred is multiplied on, the rest is summed up
            if factor >= 1000:
                total, current = total + current, Decimal(0)
        else:
            added = added or token in words.sets.and_word
            continue
        seen, added = True, False
    return total + current if seen else None


def _abbreviations(words: ValueWords) -> frozenset[str]:
    return frozenset(word for word in words.magnitudes if not set(word) & set("aeiou"))
