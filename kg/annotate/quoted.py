"""Names that stand in quotation marks: "Backrooms", 'A Long Way Home'.

News puts the names of works in marks; a name is told from what somebody says by its
capitals. In the annotated passages of `models/corpus` 98 % of such stretches of several
words name a work, and nine in ten of one word, those in parentheses left out.
"""

from collections.abc import Collection, Iterator, Mapping

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

# Longer stretches are mostly sentences.
MOST_WORDS = 8


def find_quoted_names(
    doc: Doc, marks: Mapping[str, str], small: Collection[str], definite: Collection[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield token offsets and class of the names in quotation marks.

    Args:
        marks: A pair of marks -> the class of what stands between them.
        small: Words that a name may write small: "of", "the".
        definite: What a definite description begins with.
    """
    closing = {pair[0]: (pair[1], name) for pair, name in marks.items()}
    for sentence in doc.sents:
        for opening in sentence:
            if opening.text in closing and _opens(opening):
                mark, name = closing[opening.text]
                inside = _inside(sentence, opening, mark)
                if (
                    inside is not None
                    and _is_name(inside, small)
                    and not _is_defined(inside, definite)
                ):
                    yield inside.start, inside.end, name


def _opens(mark: Token) -> bool:
    """Tell whether a mark stands before a word and not behind one."""
    begins = mark.i == 0 or bool(mark.nbor(-1).whitespace_) or bool(mark.is_sent_start)
    return begins and not mark.whitespace_


def _inside(sentence: SpacySpan, opening: Token, mark: str) -> SpacySpan | None:
    """Return what stands between the marks, without a comma before the second."""
    doc = sentence.doc
    for token in doc[opening.i + 1 : min(opening.i + MOST_WORDS + 3, sentence.end)]:
        if token.text == mark and not token.nbor(-1).whitespace_:
            end = token.i
            if doc[end - 1].text == ",":
                end -= 1
            return doc[opening.i + 1 : end] if end > opening.i + 1 else None
    return None


def _is_name(inside: SpacySpan, small: Collection[str]) -> bool:
    """Tell whether a stretch is written as a name is, and what stands around it allows it."""
    words = [token for token in inside if not token.is_punct]
    if not 0 < len(words) <= MOST_WORDS or not inside[0].text[0].isupper():
        return False
    if any(not (t.text[0].isupper() or t.is_digit or t.lower_ in small) for t in words):
        return False
    if inside[-1].is_sent_end or inside[-1].text in (".", "!", "?"):
        return len(words) > 1 and inside[-1].text != "."
    return not _is_aside(inside) and (len(words) > 1 or not inside[0].nbor(-1).is_sent_start)


def _is_aside(inside: SpacySpan) -> bool:
    """Tell whether a name is another one's short form or nickname: Jane "Roe" Poe."""
    doc = inside.doc
    before = doc[inside.start - 2] if inside.start > 1 else None
    after = doc[inside.end + 1] if inside.end + 1 < len(doc) else None
    if before is None or after is None:
        return False
    nickname = before.pos_ == "PROPN" and after.pos_ == "PROPN" and before.sent == after.sent
    return before.text == "(" or nickname


def _is_defined(inside: SpacySpan, definite: Collection[str]) -> bool:
    """Tell whether brackets say what something is called below: Acme Inc. (the "Company")."""
    doc, first = inside.doc, inside.sent.start
    if inside.start < first + 2 or doc[inside.start - 2].lower_ not in definite:
        return False
    before = [token.text for token in doc[first : inside.start]]
    return before.count("(") > before.count(")")
