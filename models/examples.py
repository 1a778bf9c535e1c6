"""Training examples of the encoder: the words of a sentence, and what is known about each."""

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from spacy.language import Language

from models.corpus import Fact, Line, Mention, Passage
from models.labels import NAME_OF_LETTER, UPOS, outside, tag_number
from models.names import Named
from models.treebank import Sentence

UNKNOWN = -100  # the number that the losses leave out
_THE = "the "
_PLACE = "L"
_WITH_THE = "WL"  # letters of works and places: "The Crown", "The Hague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence; what a corpus does not annotate is an empty tuple.

    Heads count from 1, 0 is the root; names are bit masks of the allowed tags; references are
    numbers of the reference tags; source tells treebanks, own passages and other corpora apart.
    """

    source: str
    words: tuple[str, ...]
    document: str = ""  # sentences of one document that follow each other are read together
    heads: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()
    upos: tuple[str, ...] = ()
    names: tuple[int, ...] = ()
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class TokenMention:
    """A mention of a line in tokens, half-open; `key` is its thing's number."""

    start: int
    end: int
    label: str
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A line of a passage in the pipeline's tokens."""

    words: tuple[str, ...]
    mentions: tuple[TokenMention, ...]
    facts: tuple[Fact, ...]


def tokenize_passage(passage: Passage, nlp: Language) -> tuple[TokenLine, ...]:
    """Cut the lines of a passage into tokens without the white space among them."""
    result: list[TokenLine] = []
    for line in even_out_names(passage).lines:
        doc = nlp.make_doc(line.text)
        number = {token.i: k for k, token in enumerate(t for t in doc if not t.is_space)}
        mentions: list[TokenMention] = []
        last = 0
        for mention in line.mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            inside = [number[t.i] for t in span or () if t.i in number and number[t.i] >= last]
            if not inside:
                continue
            last = inside[-1] + 1
            mentions.append(
                TokenMention(start=inside[0], end=last, label=mention.label, key=mention.key)
            )
        words = tuple(token.text for token in doc if not token.is_space)
        result.append(TokenLine(words=words, mentions=tuple(mentions), facts=line.facts))
    return tuple(result)


def even_out_names(passage: Passage) -> Passage:
    """Begin names behind "the", and part "Austin, Texas": annotators differ about both.

    A capital "The" within a sentence belongs to the name, and so does that of a work or a place;
    at the beginning of a sentence it does where the passage has it elsewhere.
    """
    lines = passage.lines
    firm = {m.key for line in lines for m in line.mentions if _has_own_article(line, m)}
    unused = itertools.count(1 + max((m.key for o in lines for m in o.mentions), default=0))

    def even_out(line: Line, mention: Mention) -> Iterator[Mention]:
        text = line.text[mention.start : mention.end]
        if mention.letter == _PLACE and ", " in text:
            comma = mention.start + text.index(", ")
            yield replace(mention, end=comma)
            yield replace(mention, start=comma + len(", "), key=next(unused))
        elif _has_article(text, mention, firm):
            yield replace(mention, start=mention.start + len(_THE))
        else:
            yield mention

    evened = (
        replace(line, mentions=tuple(e for m in line.mentions for e in even_out(line, m)))
        for line in lines
    )
    return replace(passage, lines=tuple(evened))


def _has_article(text: str, mention: Mention, firm: Collection[int]) -> bool:
    """Tell whether a name begins with an article that is no part of it."""
    if mention.letter not in NAME_OF_LETTER or not text.lower().startswith(_THE):
        return False
    return text[0] == "t" or (mention.letter not in _WITH_THE and mention.key not in firm)


def _has_own_article(line: Line, mention: Mention) -> bool:
    before = line.text[: mention.start].rstrip(" \"'“‘(")
    within = before[-1:].isalnum() or before[-1:] == ","
    return within and line.text[mention.start :].startswith("The ")


def from_line(line: TokenLine, document: str) -> Example:
    """Make the example of an annotated line: names, titles and references are all known."""
    names = [outside(titles_known=True)] * len(line.words)
    references = [0] * len(line.words)
    for mention in line.mentions:
        for number in range(mention.start, mention.end):
            begins = number == mention.start
            if mention.label == "REF":
                references[number] = 1 if begins else 2
            elif mention.label in NAME_OF_LETTER.values():
                names[number] = 1 << tag_number(mention.label, "B" if begins else "I")
    return Example(
        source="own",
        words=line.words,
        document=document,
        names=tuple(names),
        references=tuple(references),
    )


def from_sentence(sentence: Sentence, masks: list[int] | None) -> Example:
    """Make the example of a treebank sentence, with name masks where there are some."""
    words = sentence.words
    return Example(
        source="treebank",
        words=tuple(word.form for word in words),
        document=sentence.document,
        heads=tuple(word.head for word in words),
        relations=tuple(word.relation for word in words),
        upos=tuple(word.upos if word.upos in UPOS else "X" for word in words),
        names=tuple(masks or ()),
    )


def from_named(named: Named, nlp: Language) -> Example:
    """Make the example of another corpus, its words cut as the pipeline cuts them."""
    words: list[str] = []
    masks: list[int] = []
    for word, mask in zip(named.words, named.masks, strict=True):
        parts = [token.text for token in nlp.make_doc(_plain(word)) if not token.is_space]
        words += parts
        masks += [mask if number == 0 else _continued(mask) for number in range(len(parts))]
    return Example(source="other", words=tuple(words), names=tuple(masks))


def _plain(word: str) -> str:
    return '"' if word in ("``", "''") else word


def _continued(mask: int) -> int:
    """Turn the mask of a beginning tag into the one of its continuation."""
    number = mask.bit_length() - 1
    return mask << 1 if mask == 1 << number and number % 2 == 1 else mask
