"""What kind of thing a name names: the article's own words, the gazetteer, the tagger.

The words around a name say most: "the film studio A24", "Globex, a start-up". They vote
with the label of the language model; the schema's class words are the vocabulary.
"""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.annotate.names import NamedThing
from kg.schema import Schema

# The article's own words outweigh a few mistaken labels of the tagger.
WORD_SUPPORT = 2.0
GAZETTEER_SUPPORT = 3.0
LABEL_SUPPORT = 1.0
# "Backrooms and Obsession": what "and" joins is mostly of one kind.
COORDINATION_SUPPORT = 0.75


class ClassWords:
    """The schema's words for its classes, longest phrase first."""

    def __init__(self, schema: Schema) -> None:
        self._classes: dict[str, str] = {}
        for name, found in sorted(schema.classes.items()):
            for word in (found.label, *found.words):
                self._classes.setdefault(word.casefold(), name)

    def class_of(self, words: Iterable[str]) -> str | None:
        """Return the class that the end of a noun phrase names: "indie film studio"."""
        parts = [word.casefold() for word in words]
        for length in (3, 2, 1):
            if len(parts) >= length:
                found = self._classes.get(" ".join(parts[-length:]))
                if found:
                    return found
        return None


def vote_types(
    thing: NamedThing,
    doc: Doc,
    schema: Schema,
    words: ClassWords,
    known: Mapping[str, str],
    parts: Mapping[str, str],
) -> tuple[tuple[str, float], ...]:
    """Weigh what speaks for each class.

    Args:
        known: Name -> class, from the gazetteer.
        parts: Last word of a name -> class: "Studios".

    Returns:
        Classes with their support, strongest first.
    """
    votes: dict[str, float] = {}
    for mention in thing.mentions:
        base = schema.class_of_label(mention.label)
        if base:
            votes[base] = votes.get(base, 0.0) + LABEL_SUPPORT
        for found in _described_as(doc, mention.start, mention.end, words):
            votes[found] = votes.get(found, 0.0) + WORD_SUPPORT
        for other in _coordinated_labels(doc, mention.start, mention.end):
            joined = schema.class_of_label(other)
            if joined:
                votes[joined] = votes.get(joined, 0.0) + COORDINATION_SUPPORT
    for name in (thing.name, *thing.aliases):
        part = parts.get(name.split()[-1])
        if part and " " in name:
            votes[part] = votes.get(part, 0.0) + WORD_SUPPORT
        if name in known:
            votes[known[name]] = votes.get(known[name], 0.0) + GAZETTEER_SUPPORT
    total = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, round(support / total, 3)) for name, support in ranked)


def _described_as(doc: Doc, start: int, end: int, words: ClassWords) -> Iterator[str]:
    """Yield the class that the words beside a name say, before it or in apposition."""
    before: list[str] = []
    for i in range(start - 1, max(start - 5, -1), -1):
        token = doc[i]
        if token.pos_ not in ("NOUN", "ADJ", "PROPN") or (token.is_sent_start and i != start - 1):
            break
        before.insert(0, token.lemma_ or token.text)
        if token.is_sent_start:
            break
    found = words.class_of(before) if before and doc[start - 1].pos_ == "NOUN" else None
    if found and not _is_possessed(doc, start):
        yield found
        return
    head = _head(doc, start, end)
    for token in _predicates(head):
        phrase = [t.lemma_ or t.text for t in doc[max(token.i - 2, 0) : token.i + 1]]
        found = words.class_of(phrase)
        if found:
            yield found
            return


def _coordinated_labels(doc: Doc, start: int, end: int) -> Iterator[str]:
    """Yield the labels of the names that only a conjunction parts from this one."""
    if end + 1 < len(doc) and doc[end].pos_ == "CCONJ" and doc[end + 1].ent_type_:
        yield doc[end + 1].ent_type_
    if start >= 2 and doc[start - 1].pos_ == "CCONJ" and doc[start - 2].ent_type_:
        yield doc[start - 2].ent_type_


def _is_possessed(doc: Doc, start: int) -> bool:
    return doc[start - 1].lower_ in ("'s", "’s")


def _head(doc: Doc, start: int, end: int) -> Token:
    for token in doc[start:end]:
        if not start <= token.head.i < end or token.head.i == token.i:
            return token
    return doc[end - 1]


def _predicates(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "NOUN":
            yield child
    copula = any(child.dep_ == "cop" for child in head.head.children)
    if head.dep_.startswith("nsubj") and copula and head.head.pos_ == "NOUN":
        yield head.head
    if head.dep_ == "appos" and head.head.pos_ == "NOUN":
        yield head.head
