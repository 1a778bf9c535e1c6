"""Marks page furniture: lines and sentences that are left out of extraction.

The text keeps them, so that offsets hold; attribution lines have a kind of their own.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.lexicon.furniture import FurniturePattern
from kg.lexicon.ontology import load_ontology

# Furniture shows within its first words; longer lines are paragraphs, and one line of
# 50 MB must not cost more than any other.
_LONGEST_LOOK = 600
_LINE = re.compile(r"[^\n]+")


def find_furniture(
    lines: Sequence[str], patterns: Sequence[FurniturePattern]
) -> tuple[str | None, ...]:
    """Find the kind of furniture that each line is; None where it belongs to the article.

    A heading takes the lines of its list along; blank lines do not end the list.
    """
    kinds: list[str | None] = []
    heading: FurniturePattern | None = None
    left = 0
    for line in lines:
        text = line.strip()[:_LONGEST_LOOK]
        if not text:
            kinds.append(None)
            continue
        own = _match(text, patterns)
        if own is not None and own.item:
            heading, left = own, own.max_items
        elif heading is not None and left and _is_item(text, heading):
            own, left = own or heading, left - 1
        else:
            heading = heading if own is not None else None
        kinds.append(own.kind if own is not None else None)
    return tuple(kinds)


def _match(text: str, patterns: Sequence[FurniturePattern]) -> FurniturePattern | None:
    return next((found for found in patterns if found.matches(text)), None)


def _is_item(text: str, heading: FurniturePattern) -> bool:
    return heading.item is not None and bool(heading.item.search(text))


class FurnitureMarker:
    """A pipeline component that marks the sentences of a Doc that are page furniture.

    Needs sentences. Sets `doc.user_data["furniture"]`: a sorted tuple of (start token of the
    sentence, kind).
    """

    def __init__(self, patterns: Sequence[FurniturePattern]) -> None:
        # A pattern of sentences must not take the paragraph around it along.
        self.of_lines = tuple(p for p in patterns if not p.any_sentence)
        self.of_sentences = tuple(p for p in patterns if p.any_sentence)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the furniture of `doc` and return it."""
        text = doc.text
        lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
        kinds = find_furniture([text[start:end] for start, end in lines], self.of_lines)
        doc.user_data["furniture"] = tuple(self._mark(doc, text, lines, kinds))
        return doc

    def _mark(
        self,
        doc: Doc,
        text: str,
        lines: Sequence[tuple[int, int]],
        kinds: Sequence[str | None],
    ) -> Iterator[tuple[int, str]]:
        at = 0
        for sentence in doc.sents:
            start, end = _extent(sentence, text)
            while at < len(lines) and lines[at][1] <= start:
                at += 1
            last = at
            while last < len(lines) and lines[last][0] < end:
                last += 1
            covered = set(kinds[at:last])
            # a sentence over several lines goes only if each of them does
            kind = None if None in covered else next(iter(kinds[at:last]), None)
            if kind is None and (
                found := _match(text[start:end][:_LONGEST_LOOK], self.of_sentences)
            ):
                kind = found.kind
            if kind is not None:
                yield sentence.start, kind


def _extent(sentence: Span, text: str) -> tuple[int, int]:
    """Give where the sentence begins and ends without its outer blanks."""
    quote = text[sentence.start_char : sentence.end_char]
    start = sentence.start_char + len(quote) - len(quote.lstrip())
    return start, start + len(quote.strip())


@Language.factory("kg_furniture", requires=["doc.sents"])
def make_furniture_marker(nlp: Language, name: str, path: str) -> FurnitureMarker:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    return FurnitureMarker(load_ontology(Path(path)).furniture)
