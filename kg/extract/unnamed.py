"""What a sentence says of things that it does not name: "Jane Roe has starred in several films".

The relation head may take them for something of the kind that another sentence names. Frames show
what is said of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses
from kg.extract.frames import FrameIndex, is_bare
from kg.extract.normalise import build_clauses
from kg.extract.obstacles import TAKEN
from kg.lexicon.class_words import ClassWords
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import REFERENCE
from kg.schema import Schema

# What stands by these with a noun tells that it is of something known, or what its name is.
_IDENTIFYING = frozenset({"cop", "det", "nmod:poss", "poss"})
_NAMING = frozenset({"appos", "compound", "flat"})
# A relation, the number of the thing at one end of it, and whether that is the subject.
_End = tuple[str, int, bool]


class UnnamedThings:
    """Find what is said of things without a name."""

    def __init__(self, schema: Schema, lexicon: Lexicon, frames: FrameIndex) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._frames = frames
        self._words = ClassWords(schema)

    def rule_out(
        self, candidates: Iterable[Candidate], sentences: Iterable[Clauses]
    ) -> Iterator[Candidate]:
        """Let no candidate stand that takes what is said of unnamed things for a named one."""
        by_start = {clauses.sentence.start: clauses for clauses in sentences}
        known: dict[int, Mapping[_End, str]] = {}
        for one in candidates:
            start, end = one.sentence.start, _find_lone_end(one)
            if end is not None and start in by_start:
                if start not in known:
                    known[start] = self._find_ends(by_start[start])
                if noun := known[start].get(end):
                    reason = f'"{noun}" has no name'
                    one = replace(one, status=None, reasons=(*one.reasons, reason))
            yield one

    def _find_ends(self, clauses: Clauses) -> Mapping[_End, str]:
        """Return what a sentence joins to things without a name, with the noun for them."""
        named = clauses.arguments.values()
        inside = {place for a in named for place in range(a.start, a.end)}
        unnamed = [
            Argument(start=token.i, end=token.i + 1, label=REFERENCE)
            for token in clauses.sentence
            if token.i not in inside and self._is_unnamed(token, inside)
        ]
        if not unnamed:
            return {}
        found: dict[_End, str] = {}
        whole = build_clauses(clauses.sentence, [*named, *unnamed], self._lexicon)
        for match in self._frames.match(whole):
            if is_bare(match.frame):
                continue
            name = match.frame.relation
            relation = self._schema.relations[name]
            subject, object_ = match.slots["subject"], match.slots["object"]
            for end, other, allowed in (
                (subject, object_, relation.range),
                (object_, subject, relation.domain),
            ):
                if other in unnamed and end.entity != -1:
                    noun = clauses.token(other.start)
                    if self._schema.fits(self._class_of(noun) or "", allowed):
                        found.setdefault((name, end.entity, end is subject), noun.text)
        return found

    def _class_of(self, noun: Token) -> str | None:
        return self._words.class_of([noun.lemma_ or noun.text])

    def _is_unnamed(self, token: Token, inside: Collection[int]) -> bool:
        """Tell whether a noun stands for several things of a class, and none is named with it."""
        if token.pos_ != "NOUN" or token.dep_ not in TAKEN or self._class_of(token) is None:
            return False
        for child in token.children:
            if child.pos_ == "DET" or child.dep_ in _IDENTIFYING:
                return False
            if child.dep_ in _NAMING and child.i in inside:
                return False
        counted = any(child.dep_ == "nummod" for child in token.children)
        return counted or token.lemma_.lower() != token.lower_


def _find_lone_end(one: Candidate) -> _End | None:
    """Return the end of a candidate that stands in its sentence, if the other does not."""
    inside = range(one.sentence.start, one.sentence.end)
    if (one.subject.start in inside) == (one.object.start in inside):
        return None
    is_subject = one.subject.start in inside
    return one.relation, (one.subject if is_subject else one.object).entity, is_subject
