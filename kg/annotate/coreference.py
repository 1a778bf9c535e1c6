"""Who is meant: pronouns and definite descriptions, resolved within the article.

Each candidate antecedent is scored by distance, grammatical role, topic and kind; where
the best two are about equal, nothing is resolved (precision before recall).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.genders import Genders
from kg.annotate.items import OUTSIDE, Items
from kg.annotate.names import NamedThing, NameMention
from kg.annotate.types import ClassWords
from kg.lexicon.frames import Lexicon
from kg.schema import Schema

MAX_SENTENCES_BACK = 3
# Below this lead over the next candidate the reading is left open.
MARGIN = 0.6
# How well a kind fits: the article has used the word itself; it may be one.
SAME_WORD, SOME_FIT = 2.5, 0.5
# The model's head is believed from this score on, and this far before its next choice.
MODEL_SCORE = 0.5
MODEL_MARGIN = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A pronoun or description and what it was taken to stand for."""

    start: int
    end: int
    thing: int
    certainty: float
    step: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    thing: NamedThing
    mention: NameMention


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """What is known of an article before its references are resolved.

    `thing_at` tells which thing a token names, `scores` what the model says of each span and an
    antecedent's first token.
    """

    doc: Doc
    types: Mapping[int, tuple[tuple[str, float], ...]]
    sentence_of: Sequence[int]
    items: Items
    candidates: Sequence[_Candidate]
    thing_at: Mapping[int, int]
    scores: Mapping[tuple[int, int], Sequence[tuple[int, float]]]


class ReferenceResolver:
    """Resolve the references of one article after another."""

    def __init__(self, schema: Schema, lexicon: Lexicon, words: ClassWords) -> None:
        self._schema = schema
        self._words = words
        self._person = lexicon.words("personPronoun")
        self._thing = lexicon.words("thingPronoun")
        self._definite = lexicon.words("definite")
        self._genders = Genders(lexicon)

    def wanted_class(self, span: SpacySpan) -> str | None:
        """Return the class that a reference can stand for; None if it is none of ours."""
        word = span.text.lower()
        if word in self._person:
            return self._schema.class_of_label("PERSON")
        if word in self._thing:
            return self._schema.class_of_label("ORG")
        first = span[0]
        described = first.lower_ in self._definite or first.pos_ == "PRON"
        if not described or len(span) < 2 or span[-1].pos_ != "NOUN":
            return None
        return self._words.class_of([token.lemma_ or token.text for token in span[1:]])

    def resolve(
        self,
        doc: Doc,
        spans: Sequence[SpacySpan],
        things: Sequence[NamedThing],
        types: Mapping[int, tuple[tuple[str, float], ...]],
        sentence_of: Sequence[int],
        items: Items,
    ) -> list[Reference]:
        """Resolve what can be resolved, in order of the text.

        Nobody is both "he" and "she": what has become so is resolved again.
        """
        article = _Article(
            doc=doc,
            types=types,
            sentence_of=sentence_of,
            items=items,
            candidates=sorted(
                (_Candidate(t, m) for t in things for m in t.mentions),
                key=lambda c: c.mention.start,
            ),
            thing_at={
                token: t.number
                for t in things
                for m in t.mentions
                for token in range(m.start, m.end)
            },
            scores=_group_scores(doc),
        )
        names = {t.number: t.name for t in things}
        genders = {number: self._genders.of_name(name) for number, name in names.items()}
        ordered = sorted(spans, key=lambda s: s.start)
        found = list(self._resolve(article, ordered, genders))
        while settled := self._genders.settle((s.text, n, certainty) for s, n, certainty in found):
            genders.update(settled)
            found = list(self._resolve(article, ordered, genders))
        return [
            Reference(
                start=span.start,
                end=span.end,
                thing=number,
                certainty=certainty,
                step=f'"{span.text}" taken for {names[number]}',
            )
            for span, number, certainty in found
        ]

    def _resolve(
        self, article: _Article, spans: Iterable[SpacySpan], genders: Mapping[int, int | None]
    ) -> Iterator[tuple[SpacySpan, int, float]]:
        """Yield what spans stand for and how sure that is, as far as it can be told.

        Args:
            genders: Of each thing; None where it is not known.
        """
        thing_at = dict(article.thing_at)
        called: dict[str, frozenset[int]] = {}
        of_gender = {
            gender: frozenset(n for n, own in genders.items() if own in (gender, None))
            for gender in self._genders.all
        }
        for span in spans:
            near = self._find_near(span, article, thing_at)
            gender = self._genders.of_pronoun(span.text)
            possible = genders.keys() if gender is None else of_gender[gender]
            possible = near & possible if near else possible
            said = {
                number: score
                for place, score in article.scores.get((span.start, span.end), ())
                if (number := thing_at.get(place)) is not None and number in possible
            }
            best = _by_model(self._keep_called(span, said, article, called))
            best = best or self._by_rule(span, article, possible)
            if best is not None:
                thing_at |= dict.fromkeys(range(span.start, span.end), best[0])
                yield span, *best

    def _find_near(
        self, span: SpacySpan, article: _Article, thing_at: Mapping[int, int]
    ) -> frozenset[int]:
        """Return what a reference may stand for, if its item has named something that fits.

        Another item is no help then.
        """
        place, items = span.start, article.items
        if items.numbers[place] == OUTSIDE:
            return frozenset()
        wanted = self.wanted_class(span)

        def fitting(tokens: Iterable[int]) -> set[int]:
            named = {thing_at[token] for token in tokens if token in thing_at}
            return {n for n in named if wanted is None or self._fit(article.types[n], wanted) > 0.0}

        inside = fitting(items.before(place))
        return frozenset(inside | fitting(items.above(place)) if inside else ())

    def _keep_called(
        self,
        span: SpacySpan,
        scores: Mapping[int, float],
        article: _Article,
        called: dict[str, frozenset[int]],
    ) -> Mapping[int, float]:
        """Keep to what the article itself has called "the studio", if there is just one.

        Args:
            called: What it has called so, by class; filled as it is asked for.
        """
        wanted = self.wanted_class(span) if len(span) > 1 else None
        if wanted is None:
            return scores
        if wanted not in called:
            fits = {number: self._fit(votes, wanted) for number, votes in article.types.items()}
            called[wanted] = frozenset(n for n, fit in fits.items() if fit >= SAME_WORD)
        if len(called[wanted]) != 1:
            return scores
        return {number: score for number, score in scores.items() if number in called[wanted]}

    def _by_rule(
        self, span: SpacySpan, article: _Article, possible: Set[int]
    ) -> tuple[int, float] | None:
        wanted = self.wanted_class(span)
        if wanted is None:
            return None
        scores = self._score(span, wanted, article)
        return _best({n: score for n, score in scores.items() if n in possible})

    def _score(self, span: SpacySpan, wanted: str, article: _Article) -> dict[int, float]:
        scores: dict[int, float] = {}
        here = article.sentence_of[span.start]
        first = bisect_left(
            article.candidates, here - MAX_SENTENCES_BACK, key=lambda c: c.mention.sentence
        )
        for candidate in article.candidates[first:]:
            mention = candidate.mention
            if mention.start >= span.start:
                break
            back = here - mention.sentence
            kind = self._fit(article.types[candidate.thing.number], wanted)
            if kind == 0.0:
                continue
            score = 3.0 - back + kind
            if _is_subject(article.doc, mention):
                score += 0.8
            if back == 0 and len(span) > 1:
                score -= 0.8
            if _is_bracketed(article.doc, mention):
                score -= 0.8
            scores[candidate.thing.number] = max(scores.get(candidate.thing.number, 0.0), score)
        return scores

    def _fit(self, votes: tuple[tuple[str, float], ...], wanted: str) -> float:
        """Return 0 where the kinds exclude each other, up to 2.5 where the words agree."""
        if not votes:
            return 0.0
        best = votes[0][0]
        narrow = self._schema.kind_of(wanted) != wanted
        if narrow and any(self._schema.is_a(name, wanted) for name, _ in votes[:2]):
            return SAME_WORD
        if self._schema.is_a(best, wanted):
            return 1.0
        return SOME_FIT if self._schema.is_a(wanted, best) else 0.0


def _group_scores(doc: Doc) -> Mapping[tuple[int, int], Sequence[tuple[int, float]]]:
    """Return, of each span, the model's antecedents by their first tokens, best last."""
    found: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for mention, antecedent, score in doc.user_data.get("coreference_scores", ()):
        found.setdefault(mention, []).append((antecedent[0], score))
    return {mention: sorted(rows, key=itemgetter(1)) for mention, rows in found.items()}


def _by_model(scores: Mapping[int, float]) -> tuple[int, float] | None:
    """Return the thing that the model's coreference head is sure of, and how sure."""
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < MODEL_SCORE:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MODEL_MARGIN:
        return None
    return ranked[0]


def _best(scores: Mapping[int, float]) -> tuple[int, float] | None:
    """Return the best thing and a certainty in [0, 1], or None where two are about equal."""
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 2.0
    if lead < MARGIN:
        return None
    return ranked[0][0], min(0.95, 0.7 + 0.12 * lead)


def _is_bracketed(doc: Doc, mention: NameMention) -> bool:
    """Tell whether a name stands in brackets."""
    before = doc[doc[mention.start].sent.start : mention.start].text
    return before.count("(") > before.count(")")


def _is_subject(doc: Doc, mention: NameMention) -> bool:
    for token in doc[mention.start : mention.end]:
        if not mention.start <= token.head.i < mention.end:
            return token.dep_.startswith("nsubj")
    return False
