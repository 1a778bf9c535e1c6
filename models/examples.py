"""Training examples of the encoder: the words of a sentence, and what is known about each."""

from dataclasses import dataclass

from spacy.language import Language

from models.corpus import Fact, Passage
from models.labels import NAME_OF_LETTER, UPOS, outside, tag_number
from models.names import Named
from models.treebank import Sentence

UNKNOWN = -100  # the number that the losses leave out


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
    for line in passage.lines:
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
