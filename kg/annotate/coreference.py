"""Who is meant: pronouns and definite descriptions, resolved within the article.

Each thing named near, or scored by the model, is weighed with all others and with nothing at all;
where none is likely enough, nothing is resolved (precision before recall).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.antecedents import UNSCORED, Features, load_antecedents, logit
from kg.annotate.genders import Genders
from kg.annotate.items import OUTSIDE, Items
from kg.annotate.names import NamedThing, NameMention
from kg.annotate.relations import COREFERENCE_SCORES, Place
from kg.annotate.types import Votes, imply_kinds
from kg.lexicon.class_words import ClassWords
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import ORGANIZATION, PERSON, PRODUCT, WORK
from kg.schema import Schema

# Things further back than this count only where the model has scored them.
MAX_SENTENCES_BACK = 3
# Further back than this is as far as can be.
FAR = 6
# What ties an object to its verb, an owner to what it owns, and a relative clause to its noun, by
# the labels of UD and of spaCy's English pipelines.
_OBJECTS = frozenset({"obj", "iobj", "obl", "dobj", "dative"})
_POSSESSIVE = frozenset({"nmod:poss", "poss"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A pronoun or description and what it was taken to stand for; how likely that is."""

    start: int
    end: int
    thing: int
    certainty: float
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """What is known of an article before its references are resolved.

    Attributes:
        names: Of all things, in order of the text, with their numbers.
        thing_at: Which thing a token names.
        scores: What the model says of a span, by the antecedents' first tokens; None without a
            model that does.
        implied: The kinds of thing that a span can be by the surest relation that it is in.
        shares: How often each thing is named, as a share of the one named most often.
        words: The words of each thing's names and their lemmas, in small letters.
    """

    doc: Doc
    types: Mapping[int, Votes]
    sentence_of: Sequence[int]
    items: Items
    names: Sequence[tuple[NameMention, int]]
    thing_at: Mapping[int, int]
    scores: Mapping[tuple[int, int], Sequence[tuple[int, float]]] | None
    implied: Mapping[Place, Set[str]]
    shares: Mapping[int, float]
    words: Mapping[int, Set[str]]


@dataclass(slots=True)
class _Told:
    """What an article has told of a thing so far.

    Attributes:
        token, sentence: Where it was meant last, by a name or a reference.
        subject: Whether its last name is a subject.
        bracketed: Whether it was meant last by a name in brackets.
        opening: Whether the first sentence names it.
        aside: Whether it was meant last by a name in a relative clause.
    """

    token: int
    sentence: int
    subject: bool
    bracketed: bool
    opening: bool
    aside: bool


# Of what is named further down only.
_UNTOLD = _Told(token=-1, sentence=-FAR, subject=False, bracketed=False, opening=False, aside=False)


@dataclass(slots=True)
class _SoFar:
    """An article as far as it has been read: what its tokens stand for, and what of each thing."""

    thing_at: dict[int, int]
    told: dict[int, _Told] = field(default_factory=dict)
    taken_in: int = 0

    def read_to(self, place: int, article: _Article) -> None:
        """Take in the names before a token."""
        while self.taken_in < len(article.names):
            mention, thing = article.names[self.taken_in]
            if mention.start >= place:
                break
            self.taken_in += 1
            before = self.told.get(thing)
            self.told[thing] = _Told(
                token=mention.start,
                sentence=mention.sentence,
                subject=_is_subject(article.doc, mention.start, mention.end),
                bracketed=_is_bracketed(article.doc, mention.start),
                opening=before.opening if before else mention.sentence == 0,
                aside=_is_aside(article.doc, mention.start),
            )

    def take(self, span: SpacySpan, thing: int, sentence: int) -> None:
        """Note what a reference stands for."""
        self.thing_at |= dict.fromkeys(range(span.start, span.end), thing)
        if told := self.told.get(thing):
            told.token, told.sentence = span.start, sentence
            told.bracketed = told.aside = False


class ReferenceResolver:
    """Resolve the references of one article after another."""

    def __init__(self, schema: Schema, lexicon: Lexicon, words: ClassWords) -> None:
        self._schema = schema
        self._words = words
        self._person = lexicon.words("personPronoun")
        self._thing = lexicon.words("thingPronoun")
        self._reflexive = lexicon.words("reflexivePronoun")
        self._definite = lexicon.words("definite")
        self._genders = Genders(lexicon)
        self._antecedents = load_antecedents()
        self._persons = _classes_of(schema, PERSON)
        self._things = _classes_of(schema, ORGANIZATION, PRODUCT, WORK)

    def wanted_classes(self, span: SpacySpan) -> frozenset[str]:
        """Return the classes that a reference can stand for; empty if it is none of ours."""
        word = span.text.lower()
        if word in self._person:
            return self._persons
        if word in self._thing:
            return self._things
        first = span[0]
        described = first.lower_ in self._definite or first.pos_ == "PRON"
        if not described or len(span) < 2 or span[-1].pos_ != "NOUN":
            return frozenset()
        found = self._words.class_of([token.lemma_ or token.text for token in span[1:]])
        return frozenset({found} if found else ())

    def resolve(
        self,
        doc: Doc,
        spans: Sequence[SpacySpan],
        things: Sequence[NamedThing],
        types: Mapping[int, Votes],
        sentence_of: Sequence[int],
        items: Items,
    ) -> list[Reference]:
        """Resolve what can be resolved, in order of the text.

        Nobody is both "he" and "she": what has become so is resolved again.
        """
        most = max((len(t.mentions) for t in things), default=1)
        article = _Article(
            doc=doc,
            types=types,
            sentence_of=sentence_of,
            items=items,
            names=sorted(
                ((m, t.number) for t in things for m in t.mentions), key=lambda row: row[0].start
            ),
            thing_at={
                token: t.number
                for t in things
                for m in t.mentions
                for token in range(m.start, m.end)
            },
            scores=_group_scores(doc),
            implied={
                place: kinds
                for place, kinds, _ in sorted(imply_kinds(doc, self._schema), key=itemgetter(2))
            },
            shares={t.number: len(t.mentions) / most for t in things},
            words={t.number: _name_words(doc, t) for t in things},
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
                step=f'"{span.text}" taken for {names[number]}: {certainty:.2f}',
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
        so_far = _SoFar(dict(article.thing_at))
        of_gender = {
            gender: frozenset(n for n, own in genders.items() if own in (gender, None))
            for gender in self._genders.all
        }
        for span in spans:
            so_far.read_to(span.start, article)
            gender = self._genders.of_pronoun(span.text)
            possible = genders.keys() if gender is None else of_gender[gender]
            things, nothing = self._weigh(span, article, so_far, possible)
            best = self.choose(span, things, nothing, has_head=article.scores is not None)
            if best is not None:
                so_far.take(span, best[0], article.sentence_of[span.start])
                yield span, *best

    def choose(
        self,
        span: SpacySpan,
        things: Mapping[int, Features],
        nothing: Features,
        *,
        has_head: bool,
    ) -> tuple[int, float] | None:
        """Return what a reference stands for and how likely that is, None where it is open.

        Args:
            things: The features of each thing that it may stand for.
            nothing: Those of its standing for none.
        """
        return self._antecedents.choose(things, nothing, has_head=has_head)

    def _weigh(
        self, span: SpacySpan, article: _Article, so_far: _SoFar, possible: Set[int]
    ) -> tuple[Mapping[int, Features], Features]:
        """Return the features of all that a reference may stand for, and of nothing."""
        wanted = self._narrow(
            self.wanted_classes(span), article.implied.get((span.start, span.end), frozenset())
        )
        near = self._find_near(span, article, so_far.thing_at, wanted)
        scores = _read_scores(span, article, so_far.thing_at)
        here = article.sentence_of[span.start]
        is_pronoun, is_subject = len(span) == 1, _begins_subject(span)
        noun = span.root.lemma_.casefold()

        def is_named_after(thing: int) -> bool:
            return not is_pronoun and noun in article.words[thing]

        candidates = [
            thing
            for thing in sorted(
                (scores.keys() | so_far.told.keys()) & (near or possible) & possible
            )
            if thing in scores
            or (
                (here - so_far.told[thing].sentence <= MAX_SENTENCES_BACK or is_named_after(thing))
                and self._may_be(article.types[thing], wanted)
            )
        ]
        known = [so_far.told[thing] for thing in candidates if thing in so_far.told]
        nearest = max(known, key=attrgetter("token"), default=None)
        is_reflexive = span.text.lower() in self._reflexive
        subjects = set() if is_reflexive else _subjects_beside(span, so_far.thing_at)

        def weigh(thing: int) -> Features:
            told = so_far.told.get(thing, _UNTOLD)
            back = min(here - told.sentence, FAR)
            return (
                logit(scores.get(thing, UNSCORED)),
                float(thing not in scores),
                float(back == 1),
                back / FAR,
                float(told.opening),
                article.shares[thing],
                float(told is nearest),
                float(told.bracketed),
                float(not self._is_of_class(article.types[thing], wanted)),
                float(thing in near),
                float(told.subject and is_subject),
                float(is_pronoun and back == 0),
                float(thing in subjects),
                float(is_named_after(thing)),
                float(told.aside),
            )

        nothing = (1.0, float(not wanted), float(span.text.lower() in self._thing))
        return {thing: weigh(thing) for thing in candidates}, nothing

    def _narrow(self, wanted: Set[str], implied: Set[str]) -> Set[str]:
        """Return those classes that what is said allows: what somebody directs is a work.

        Words that name no class stand for what is said to be there.
        """
        if not wanted:
            return implied
        return {name for name in wanted if self._schema.fits(name, tuple(implied))} or wanted

    def _find_near(
        self,
        span: SpacySpan,
        article: _Article,
        thing_at: Mapping[int, int],
        wanted: Set[str],
    ) -> frozenset[int]:
        """Return what a reference may stand for, if its item has named something that fits.

        Another item is no help then.
        """
        place, items = span.start, article.items
        if items.numbers[place] == OUTSIDE:
            return frozenset()

        def fitting(tokens: Iterable[int]) -> set[int]:
            named = {thing_at[token] for token in tokens if token in thing_at}
            return {n for n in named if not wanted or self._may_be(article.types[n], wanted)}

        inside = fitting(items.before(place))
        return frozenset(inside | fitting(items.above(place)) if inside else ())

    def _is_of_class(self, votes: Votes, wanted: Set[str]) -> bool:
        """Tell whether what a thing is taken for, or may well be, is of one of the classes."""
        return any(
            self._schema.is_a(name, one)
            for one in wanted
            for name, _ in votes[: 2 if self._schema.kind_of(one) != one else 1]
        )

    def _may_be(self, votes: Votes, wanted: Set[str]) -> bool:
        """Tell whether nothing rules out that a thing is of a class: a company may be a studio."""
        wide = bool(votes) and any(self._schema.is_a(one, votes[0][0]) for one in wanted)
        return wide or self._is_of_class(votes, wanted)


def _group_scores(doc: Doc) -> Mapping[tuple[int, int], Sequence[tuple[int, float]]] | None:
    """Return, of each span, the model's antecedents by their first tokens, best last."""
    if COREFERENCE_SCORES not in doc.user_data:
        return None
    found: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for mention, antecedent, score in doc.user_data[COREFERENCE_SCORES]:
        found.setdefault(mention, []).append((antecedent[0], score))
    return {mention: sorted(rows, key=itemgetter(1)) for mention, rows in found.items()}


def _read_scores(
    span: SpacySpan, article: _Article, thing_at: Mapping[int, int]
) -> Mapping[int, float]:
    """Return what the model says of a reference, by thing."""
    found = (article.scores or {}).get((span.start, span.end), ())
    return {thing_at[place]: score for place, score in found if place in thing_at}


def _is_bracketed(doc: Doc, place: int) -> bool:
    before = doc[doc[place].sent.start : place].text
    return before.count("(") > before.count(")")


def _is_subject(doc: Doc, start: int, end: int) -> bool:
    for token in doc[start:end]:
        if not start <= token.head.i < end:
            return token.dep_.startswith("nsubj")
    return False


def _begins_subject(span: SpacySpan) -> bool:
    """Tell whether a reference is a subject, or owns one: "its founder said"."""
    owned = span.root.head
    start, end = span.start, span.end
    if span.root.dep_ in _POSSESSIVE:
        start, end = owned.i, owned.i + 1
    return _is_subject(span.doc, start, end)


def _is_aside(doc: Doc, place: int) -> bool:
    """Tell whether a token stands in a relative clause: "Acme, which owns Globex, grew"."""
    return any(token.dep_ in _RELATIVE for token in (doc[place], *doc[place].ancestors))


def _subjects_beside(span: SpacySpan, thing_at: Mapping[int, int]) -> Set[int]:
    """Return the subjects of the verb that a span is an object of: "Acme bought it" says of two."""
    if span.root.dep_ not in _OBJECTS:
        return set()
    beside = (child for child in span.root.head.children if child.dep_.startswith("nsubj"))
    return {thing_at[child.i] for child in beside if child.i in thing_at}


def _name_words(doc: Doc, thing: NamedThing) -> Set[str]:
    """Return the words of a thing's names as they stand, and their lemmas."""
    tokens = [token for m in thing.mentions for token in doc[m.start : m.end]]
    return {word.casefold() for token in tokens for word in (token.text, token.lemma_)}


def _classes_of(schema: Schema, *labels: str) -> frozenset[str]:
    found = (schema.class_of_label(label) for label in labels)
    return frozenset(name for name in found if name is not None)
