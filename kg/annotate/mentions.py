"""Names mended by what the whole article shows, and the things that they name.

A tagger looks at one sentence; the component `kg_names` looks at the article. A name that
is found in one place is found in all; the longest form wins over a part of it; the
article's own words and the gazetteer outvote a label. It rewrites `doc.ents` and leaves
`doc.user_data["things"]`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.datelines import find_dateline_places
from kg.annotate.encoder import LABEL_SHARES, REFERENCES
from kg.annotate.introduced import find_introduced, find_renamed
from kg.annotate.items import ITEMS, number_items
from kg.annotate.name_spans import (
    add_listed,
    complete_known,
    drop_rare,
    drop_spelled,
    drop_symbols,
    outside_capitals,
    part_credits,
    part_titles,
    split_lists,
    split_pairs,
    spread_names,
    whole_names,
)
from kg.annotate.names import NamedThing, NameMention, link_names
from kg.annotate.quoted import find_quoted_names
from kg.annotate.regions import ends_region, find_region
from kg.annotate.types import (
    WORD_SUPPORT,
    Votes,
    add_votes,
    share_votes,
    vote_types,
)
from kg.lexicon.class_words import ClassWords
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.labels import ORGANIZATION, PERSON, PLACE, PRODUCT, TITLE
from kg.lexicon.naming import clean_name, without_possessive
from kg.lexicon.ontology import load_ontology
from kg.schema import Schema

_NUMBER_BEHIND = re.compile(r" ?\d+$")
_CAPITALISED = frozenset({PERSON, ORGANIZATION, PRODUCT})
# Furniture of this kind names where the article is from.
SOURCE_LINE = "attribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedThing:
    """A thing and what speaks for each class it may be of."""

    thing: NamedThing
    votes: Votes

    @property
    def types(self) -> Votes:
        """Return the classes with their shares of the support, strongest first."""
        return share_votes(self.votes)


class NameMender:
    """Mend `doc.ents` and set `doc.user_data`: "things" and "items"."""

    def __init__(self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._words = ClassWords(schema)
        borne = frozenset[str]().union(*(gender.first_names for gender in lexicon.genders))
        self._first_names = borne - lexicon.words("honorific")

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc; page furniture names nothing."""
        sentence_of = number_sentences(doc)
        kept = kept_sentences(doc)
        values = tokens_of(doc.spans.get("values", ()))
        spans = [
            ent
            for ent in map(self._bare, whole_names(doc, self._lexicon))
            if sentence_of[ent.start] in kept and not overlaps(ent, values) and self._is_name(ent)
        ]
        spans = outside_capitals(doc, drop_spelled(doc, drop_symbols(doc, spans)))
        spans = part_credits(spans, self._first_names)
        quoted = self._find_quoted(doc)
        spans = self._take_quoted(doc, spans, quoted)
        spans = complete_known(split_lists(doc, split_pairs(spans)), self._gazetteer)
        spans = add_listed(doc, spans, self._gazetteer, values)
        spans = part_titles(spans, self._lexicon.words("commonAbbreviation"))
        titles = [ent for ent in spans if ent.label_ == TITLE]
        names = drop_rare(doc, [ent for ent in spans if ent.label_ != TITLE])
        names = spread_names(doc, names, values | tokens_of(titles))
        names = [span for span in names if sentence_of[span.start] in kept]
        places = {name.casefold() for name in find_dateline_places(doc, self._gazetteer)}
        things = link_names(
            (self._read_name(doc, span, sentence_of[span.start], places) for span in names),
            self._lexicon,
            self._gazetteer,
            find_introduced(doc, names),
            set(_find_headings(doc)),
            find_renamed(doc, names, self._lexicon.phrase("renamed")),
        )
        known = find_classes(things, self._gazetteer)
        doc.user_data["things"] = tuple(
            TypedThing(
                thing=thing,
                votes=add_votes(
                    vote_types(
                        thing, doc, self._schema, self._words, known, self._lexicon.name_parts
                    ),
                    _vote_by_marks(thing, quoted),
                ),
            )
            for thing in things
        )
        doc.ents = [*titles, *self._label(doc, doc.user_data["things"])]
        doc.user_data[LABEL_SHARES] = dict(self._share_labels(doc.user_data["things"]))
        doc.user_data[ITEMS] = number_items(doc, things, doc.spans.get(REFERENCES, ()))
        return doc

    def _find_quoted(self, doc: Doc) -> dict[tuple[int, int], str]:
        small, definite = (self._lexicon.words(name) for name in ("smallWord", "definite"))
        found = find_quoted_names(doc, self._lexicon.name_marks, small, definite)
        return {(start, end): name for start, end, name in found}

    def _take_quoted(
        self, doc: Doc, spans: Sequence[SpacySpan], quoted: Mapping[tuple[int, int], str]
    ) -> list[SpacySpan]:
        """Take what stands in quotation marks for one name, unless a tagged one crosses them."""
        tagged = {(span.start, span.end) for span in spans}
        fresh = []
        for (start, end), name in quoted.items():
            label = self._schema.label_of(name)
            across = any(s < start < e or s < end < e for s, e in tagged)
            if label and (start, end) not in tagged and not across:
                fresh.append(SpacySpan(doc, start, end, label=label))
        taken = tokens_of(fresh)
        kept = [span for span in spans if not overlaps(span, taken)]
        return sorted([*kept, *fresh], key=lambda span: span.start)

    def _bare(self, ent: SpacySpan) -> SpacySpan:
        return self._without_field(self._without_nationality(ent))

    def _without_nationality(self, ent: SpacySpan) -> SpacySpan:
        """Leave out what a person is besides the name: "Serbian Dragan Popadic"."""
        if ent.label_ != PERSON or len(ent) < 3 or not self._gazetteer.is_adjective(ent[0].text):
            return ent
        return SpacySpan(ent.doc, ent.start + 1, ent.end, label=PERSON)

    def _without_field(self, ent: SpacySpan) -> SpacySpan:
        """Leave out what a place is said to be busy with: "Hollywood AI" research."""
        field = ent[-1].text in self._lexicon.words("commonAbbreviation")
        place = ent[:-1]
        if ent.label_ == TITLE or not field or self._gazetteer.label_of(place.text) != PLACE:
            return ent
        noun = ent.root.head
        if noun.i < ent.end or noun.pos_ != "NOUN" or not noun.is_lower:
            return ent
        return SpacySpan(ent.doc, place.start, place.end, label=PLACE)

    def _is_name(self, ent: SpacySpan) -> bool:
        """Tell whether a span is of a kind that we know, and more than articles and signs."""
        if ent.label_ != TITLE and self._schema.class_of_label(ent.label_) is None:
            return False
        longer = ent.doc[ent.start : ent.end + 1]  # "South" Korean
        if any(self._gazetteer.is_adjective(clean_name(one.text)) for one in (ent, longer)):
            return False
        if ent.text in self._lexicon.words("postNominal"):
            return False
        if any(token.like_email for token in ent):
            return False
        words = {ent.text, _NUMBER_BEHIND.sub("", ent.text)}
        if ent.label_ != TITLE and words & self._lexicon.words("commonAbbreviation"):
            return False
        if _is_written_small(ent) or ent.text in self._lexicon.words("genericName"):
            return False
        first = ent[0]
        if len(ent) == 1 and first.pos_ == "ADJ" and first.dep_ == "amod" and first.is_sent_start:
            return False  # "Global drug maker Acme": its capital says nothing
        return any(
            token.pos_ in ("PROPN", "NOUN", "ADJ", "NUM", "X", "VERB")
            and token.lower_ not in self._lexicon.words("definite")
            for token in ent
        )

    def _read_name(
        self, doc: Doc, span: SpacySpan, sentence: int, places: Collection[str]
    ) -> NameMention:
        name = clean_name(span.text)
        known = self._gazetteer.label_of(name) or self._gazetteer.label_of(without_possessive(name))
        shares = doc.user_data.get(LABEL_SHARES, {}).get((span.start, span.end), ())
        label = known or span.label_
        end, region = find_region(span, self._gazetteer)
        dated = name.casefold() in places and (name.isupper() or label != PERSON)
        lies = bool(region) and label != PERSON and (label == PLACE or ends_region(doc, end))
        placed = dated or lies
        label = known or (PLACE if placed else label)
        if label != PLACE:
            region, placed = (), False
        return NameMention(
            start=span.start,
            end=span.end,
            text=span.text,
            label=label,
            sentence=sentence,
            shares=() if known or placed else tuple(s for s in shares if s[0] != TITLE),
            region=region,
            long=clean_name(doc[span.start : end].text) if region else "",
            placed=placed,
        )

    def _label(self, doc: Doc, things: Iterable[TypedThing]) -> list[SpacySpan]:
        """Give all names of a thing the label of the kind that most speaks for."""
        spans = []
        for typed in things:
            label = self._schema.label_of(typed.types[0][0]) if typed.types else None
            label = label or typed.thing.label
            spans += [SpacySpan(doc, m.start, m.end, label=label) for m in typed.thing.mentions]
        return spans

    def _share_labels(
        self, things: Iterable[TypedThing]
    ) -> Iterator[tuple[tuple[int, int], tuple[tuple[str, float], ...]]]:
        """Yield the place of each name with the labels of the kinds that something speaks for."""
        for typed in things:
            shares: dict[str, float] = {}
            for name, share in typed.types:
                if label := self._schema.label_of(name):
                    shares[label] = shares.get(label, 0.0) + share
            for mention in typed.thing.mentions:
                yield mention.place, tuple(shares.items())


def find_classes(things: Iterable[NamedThing], gazetteer: Gazetteer) -> Mapping[str, str]:
    """Return name -> class, for the names of things that the gazetteer knows."""
    names = (name for thing in things for name in (thing.name, *thing.aliases))
    known = {name: gazetteer.class_of(name) for name in names}
    return {name: found for name, found in known.items() if found}


def _is_written_small(ent: SpacySpan) -> bool:
    """Tell whether common words have no capital in a sentence that has others: "the state museum".

    "abrdn" is none of them; awards and works may be written so.
    """
    common = len(ent) > 1 or (ent[0].is_alpha and ent[0].pos_ not in ("PROPN", "X"))
    small = ent.text.islower() and not ent.sent.text.islower()
    return ent.label_ in _CAPITALISED and common and small


@Language.factory("kg_names", requires=["doc.ents", "token.dep"], assigns=["doc.ents"])
def make_name_mender(nlp: Language, name: str, path: str) -> NameMender:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    ontology = load_ontology(Path(path))
    return NameMender(ontology.schema, ontology.lexicon, ontology.gazetteer)


def _vote_by_marks(thing: NamedThing, quoted: Mapping[tuple[int, int], str]) -> Votes:
    votes: Votes = ()
    for mention in thing.mentions:
        if name := quoted.get((mention.start, mention.end)):
            votes = add_votes(votes, ((name, WORD_SUPPORT),))
    return votes


def number_sentences(doc: Doc) -> list[int]:
    """Return the number of each token's sentence."""
    numbers = []
    for number, sentence in enumerate(doc.sents):
        numbers += [number] * len(sentence)
    return numbers


def _find_headings(doc: Doc) -> Iterator[int]:
    """Yield the numbers of the sentences that end a line without a mark."""
    for number, sentence in enumerate(doc.sents):
        text = sentence.text
        line = text.rstrip()
        if line[-1:].isalnum() and "\n" in text[len(line) :]:
            yield number


def kept_sentences(doc: Doc) -> set[int]:
    """Return the numbers of the sentences that are article text, or name its source."""
    furniture = doc.user_data.get("furniture", ())
    skipped = {start for start, kind in furniture if kind != SOURCE_LINE}
    return {number for number, s in enumerate(doc.sents) if s.start not in skipped}


def tokens_of(spans: Iterable[SpacySpan]) -> frozenset[int]:
    """Return the tokens of spans."""
    return frozenset(token for span in spans for token in range(span.start, span.end))


def overlaps(span: SpacySpan, tokens: frozenset[int]) -> bool:
    """Tell whether one of the tokens is in a span."""
    return not tokens.isdisjoint(range(span.start, span.end))
