"""Articles in any number, varied from the wording of seeds/, with their readings.

Every word of a name is replaced by one of as many letters, so that what was read of the
article it is varied from holds at the same offsets, and no model is needed.
"""

import hashlib
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.datamodel import Article, ArticleReading, Mention, RelationMention
from kg.state.records import decode_reading, encode_reading

# How many words one word is replaced by at most; few of them are met often.
VARIANTS = 500
_VOWELS, _CONSONANTS = "aeiou", "bcdfgklmnprstvz"


def vary_articles(
    originals: Sequence[tuple[Article, ArticleReading]], count: int
) -> Iterator[tuple[Article, ArticleReading]]:
    """Yield articles and their readings; the same ones each time."""
    chance = random.Random(1)
    words = [_words_of(reading) for _, reading in originals]
    for number in range(count):
        article, reading = originals[number % len(originals)]
        names = {
            word: _vary(word, int(min(chance.paretovariate(0.5), VARIANTS)))
            for word in words[number % len(originals)]
        }
        yield _rename(article, reading, names, f"generated-{number:06}")


def _words_of(reading: ArticleReading) -> list[str]:
    found = (*reading.found, *(rejected.found for rejected in reading.rejected))
    names = {name for one in found for m in _mentions(one) for name in (m.name, *m.aliases)}
    words = {word for name in names for word in re.findall(r"[A-Za-z0-9]+", name)}
    return sorted(word for word in words if word[0].isupper() and len(word) > 1)


def _mentions(found: RelationMention) -> Iterator[Mention]:
    yield from (found.subject, found.object)
    if found.evidence.attributed_to:
        yield found.evidence.attributed_to


def _vary(word: str, number: int) -> str:
    chance = random.Random(f"{word} {number}")
    letters = []
    for letter in word:
        if letter not in string.ascii_letters:
            letters.append(letter)
            continue
        new = chance.choice(_VOWELS if letter.lower() in _VOWELS else _CONSONANTS)
        letters.append(new.upper() if letter.isupper() else new)
    return "".join(letters)


def _rename(
    article: Article, reading: ArticleReading, names: dict[str, str], article_id: str
) -> tuple[Article, ArticleReading]:
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b")

    def rename(text: str) -> str:
        return pattern.sub(lambda match: names[match[1]], text)

    text = rename(article.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    title = rename(article.header.title) if article.header.title else None
    header = replace(article.header, id=article_id, digest=digest, title=title)
    # In a reading that is written down, all that could be taken for a name is one.
    renamed = decode_reading(rename(encode_reading(reading)), header)
    return Article(header=header, text=text), renamed
