"""What kind of thing a name names: the article's own words, the gazetteer, the tagger.

The language model's label tells the kind, and the words around a name what sort of it: "the
film studio A24", "Globex, a start-up". They vote together; the schema's class words are the
vocabulary. Where the model has scored relations and coreference, these vote as well: what
somebody stars in, and "the drama" refers to, is no company.
"""

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.annotate.names import NamedThing
from kg.lexicon.class_words import ClassWords
from kg.lexicon.labels import PLACE
from kg.schema import Schema

WORD_SUPPORT = 2.0
GAZETTEER_SUPPORT = 3.0
LABEL_SUPPORT = 1.0
# "Backrooms and Obsession": what "and" joins is mostly of one kind.
COORDINATION_SUPPORT = 0.75
# What is left of the support of such words where they name another kind than the labels do. Of 166
# words beside names of the development passages that did, 23 were right; of 155 names joined by
# "and", 33.
CONTRADICTING = 0.25
# From this score on the relation head votes for what its relations and references imply.
LEAST_SCORE = 0.5

# Classes with their support, strongest first.
Votes = tuple[tuple[str, float], ...]


def vote_types(
    thing: NamedThing,
    doc: Doc,
    schema: Schema,
    words: ClassWords,
    known: Mapping[str, str],
    parts: Mapping[str, str],
) -> Votes:
    """Weigh what speaks for each class.

    Args:
        known: Name -> class, from the gazetteer.
        parts: Last word of a name -> class: "Studios".
    """
    votes: dict[str, float] = {}
    placed = any(mention.placed for mention in thing.mentions)
    for mention in thing.mentions:
        for label, share in ((PLACE, 1.0),) if placed else mention.labels:
            base = schema.class_of_label(label)
            if base:
                votes[base] = votes.get(base, 0.0) + LABEL_SUPPORT * share
    labelled = schema.kind_of(_rank(votes)[0][0]) if votes else ""
    for name, support in _vote_beside(thing, doc, schema, words):
        agrees = labelled in ("", schema.kind_of(name))
        votes[name] = votes.get(name, 0.0) + support * (1.0 if agrees else CONTRADICTING)
    for name in (thing.name, *thing.aliases):
        part = parts.get(name.split()[-1])
        if part and " " in name:
            votes[part] = votes.get(part, 0.0) + WORD_SUPPORT
        if name in known:
            votes[known[name]] = votes.get(known[name], 0.0) + GAZETTEER_SUPPORT
    return _rank(votes)


def _vote_beside(
    thing: NamedThing, doc: Doc, schema: Schema, words: ClassWords
) -> Iterator[tuple[str, float]]:
    """Yield what the words beside its names say, with their support."""
    for mention in thing.mentions:
        # In "the Akron, Ohio, company" and "Akron, Ohio-based maker Acme" the noun is another's.
        for found in () if mention.placed else _described_as(doc, *mention.place, words):
            yield found, WORD_SUPPORT
        for label in _coordinated_labels(doc, mention.start, mention.end):
            joined = schema.class_of_label(label)
            if joined:
                yield joined, COORDINATION_SUPPORT


def vote_by_scores(
    doc: Doc, thing_at: Mapping[int, int], schema: Schema, words: ClassWords
) -> Mapping[int, Votes]:
    """Weigh what the scores of the relation head imply of each thing, by its number.

    A relation votes where one kind alone can stand in the place; a description votes for
    the class that it names, if it was taken for the thing. A name is no description: "Acme
    Capital" is no city.

    Args:
        doc: Has `user_data` "relation_scores" and "coreference_scores", or no votes.
        thing_at: Token -> number of the thing named there.
    """
    votes: dict[int, dict[str, float]] = {}
    named = {label for found in schema.classes.values() for label in found.labels}

    def vote(token: int, name: str, support: float) -> None:
        if token in thing_at:
            found = votes.setdefault(thing_at[token], {})
            found[name] = found.get(name, 0.0) + support

    for (start, _), kinds, score in imply_kinds(doc, schema):
        if len(kinds) == 1:
            vote(start, next(iter(kinds)), score)
    for mention, antecedent, score in doc.user_data.get("coreference_scores", ()):
        said = doc[slice(*mention)]
        found = words.class_of(t.lemma_ or t.text for t in said if t.ent_type_ not in named)
        if found and score >= LEAST_SCORE:
            vote(antecedent[0], found, WORD_SUPPORT * score)
    return {number: _rank(found) for number, found in votes.items()}


def imply_kinds(
    doc: Doc, schema: Schema
) -> Iterator[tuple[tuple[int, int], frozenset[str], float]]:
    """Yield spans with the kinds that a relation takes there, and the relation's score."""
    for scored in doc.user_data.get("relation_scores", ()):
        relation = schema.relations.get(scored.relation)
        if relation is not None and scored.score >= LEAST_SCORE:
            for place, allowed in (
                (scored.subject, relation.domain),
                (scored.object, relation.range),
            ):
                yield place, frozenset(map(schema.kind_of, allowed)), scored.score


def add_votes(one: Votes, other: Votes) -> Votes:
    """Return the votes of both."""
    both = dict(one)
    for name, support in other:
        both[name] = both.get(name, 0.0) + support
    return _rank(both)


def share_votes(votes: Votes) -> Votes:
    """Return each class's share of the support."""
    total = sum(support for _, support in votes)
    return tuple((name, round(support / total, 3)) for name, support in votes)


def _rank(votes: Mapping[str, float]) -> Votes:
    return tuple(sorted(votes.items(), key=lambda item: (-item[1], item[0])))


def _described_as(doc: Doc, start: int, end: int, words: ClassWords) -> Iterator[str]:
    """Yield the class that the words beside a name say, before it or in apposition.

    A plural before a list speaks of all its names: "the films A and B".
    """
    found = _described_before(doc, start, words)
    head = _head(doc, start, end)
    if not found and head.dep_ == "conj":
        first = _name_start(head.head)
        if 0 < first < start and _is_plural(doc[first - 1]):
            found = _described_before(doc, first, words)
    if found:
        yield found
        return
    for token in _predicates(head):
        phrase = [t.lemma_ or t.text for t in doc[max(token.i - 2, 0) : token.i + 1]]
        found = words.class_of(phrase)
        if found:
            yield found
            return


def _described_before(doc: Doc, start: int, words: ClassWords) -> str | None:
    """Return the class that the words before a name say.

    The words of other names and of titles say nothing: "head brewer" is no company.
    """
    before: list[str] = []
    for i in range(start - 1, max(start - 5, -1), -1):
        token = doc[i]
        described = token.pos_ in ("NOUN", "ADJ", "PROPN") and not token.ent_type_
        if not described or (token.is_sent_start and i != start - 1):
            break
        before.insert(0, token.lemma_ or token.text)
        if token.is_sent_start:
            break
    found = words.class_of(before) if before and doc[start - 1].pos_ == "NOUN" else None
    return found if found and not _is_possessed(doc, start) else None


def _name_start(token: Token) -> int:
    """Return where the name that a token is in begins."""
    return next((e.start for e in token.doc.ents if e.start <= token.i < e.end), token.i)


def _is_plural(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lower_.endswith("s") and token.lemma_ != token.lower_


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
    yield from (child for child in head.children if child.dep_ == "appos" and _is_free(child))
    copula = any(child.dep_ == "cop" for child in head.head.children)
    if (head.dep_ == "appos" or (head.dep_.startswith("nsubj") and copula)) and _is_free(head.head):
        yield head.head


def _is_free(token: Token) -> bool:
    """Tell whether a token is a noun outside names and titles."""
    return token.pos_ == "NOUN" and not token.ent_type_
