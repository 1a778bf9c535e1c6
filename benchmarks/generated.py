"""Articles in any number, varied from real wording, with their readings.

Each is an article of seeds/, or two of tests/gold/news/ that are shorter, about 300 words, under
other names: every word of a name is replaced by one of as many letters, so that what was read
of an article holds at the same offsets, and no model is needed.
"""

import hashlib
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.datamodel import Article, ArticleReading, Mention, RelationMention, Span
from kg.extract.signature import sign_text
from kg.state.records import decode_reading, encode_reading

_ROOT = Path(__file__).parent.parent
ORIGINALS = (_ROOT / "seeds", _ROOT / "tests/gold/news/development-articles.jsonl")
# An article of fewer words is put together with another.
SHORT = 250
# How many words one word is replaced by at most; few of them are met often.
VARIANTS = 500
_GAP = "\n\n"
_VOWELS, _CONSONANTS = "aeiou", "bcdfgklmnprstvz"


def vary_articles(
    originals: Sequence[tuple[Article, ArticleReading]], count: int
) -> Iterator[tuple[Article, ArticleReading]]:
    """Yield articles and their readings; the same ones each time."""
    chance = random.Random(1)
    short = [one for one in originals if one[1].words < SHORT]
    for number in range(count):
        article, reading = chance.choice(originals)
        if reading.words < SHORT:
            article, reading = _put_together((article, reading), chance.choice(short))
        names = {
            word: _vary(word, int(min(chance.paretovariate(0.5), VARIANTS)))
            for word in _words_of(reading)
        }
        yield _rename(article, reading, names, f"generated-{number:06}")


def _put_together(
    one: tuple[Article, ArticleReading], other: tuple[Article, ArticleReading]
) -> tuple[Article, ArticleReading]:
    """Put one article after another, and what is read of it after what is read of that."""
    (first, said), (second, more) = one, other
    by = len(first.text) + len(_GAP)
    reading = replace(
        said,
        found=(*said.found, *(_shift(found, by) for found in more.found)),
        rejected=(
            *said.rejected,
            *(replace(one, found=_shift(one.found, by)) for one in more.rejected),
        ),
        sentences=said.sentences + more.sentences,
        words=said.words + more.words,
        furniture=said.furniture + more.furniture,
    )
    return replace(first, text=f"{first.text}{_GAP}{second.text}"), reading


def _shift(found: RelationMention, by: int) -> RelationMention:
    evidence, source = found.evidence, found.evidence.attributed_to
    return replace(
        found,
        subject=_shift_mention(found.subject, by),
        object=_shift_mention(found.object, by),
        evidence=replace(
            evidence,
            span=Span(evidence.span.start + by, evidence.span.end + by),
            attributed_to=_shift_mention(source, by) if source else None,
        ),
    )


def _shift_mention(mention: Mention, by: int) -> Mention:
    return replace(mention, span=Span(mention.span.start + by, mention.span.end + by))


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
        return pattern.sub(lambda match: names[match[1]], text) if names else text

    text = rename(article.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    title = rename(article.header.title) if article.header.title else None
    header = replace(article.header, id=article_id, digest=digest, title=title)
    # In a reading that is written down, all that could be taken for a name is one.
    renamed = decode_reading(rename(encode_reading(reading)), header)
    return Article(header=header, text=text), replace(renamed, signature=sign_text(text))
