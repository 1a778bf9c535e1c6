"""Names mended by what the whole article shows, and the things that they name.

A tagger looks at one sentence; the component `kg_names` looks at the article. A name that
is found in one place is found in all; the longest form wins over a part of it; the
article's own words and the gazetteer outvote a label. It rewrites `doc.ents` and leaves
`doc.user_data["things"]`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.encoder import LABEL_SHARES
from kg.annotate.names import NamedThing, NameMention, link_names
from kg.annotate.quoted import find_quoted_names
from kg.annotate.relations import COREFERENCE_SCORES
from kg.annotate.types import (
    WORD_SUPPORT,
    ClassWords,
    Votes,
    add_votes,
    share_votes,
    vote_types,
)
from kg.lexicon.frames import Lexicon, load_lexicon
from kg.lexicon.gazetteer import Gazetteer, load_gazetteer
from kg.lexicon.naming import clean_name
from kg.schema import Schema, load_schema

TITLE = "TITLE"
# Furniture of this kind names where the article is from.
SOURCE_LINE = "attribution"
# A word that the tagger takes for a name in fewer of its places than this share is none.
LEAST_TAGGED = 0.25


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
    """Mend `doc.ents` and set `doc.user_data["things"]`."""

    def __init__(self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._words = ClassWords(schema)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc; page furniture names nothing."""
        sentence_of = number_sentences(doc)
        kept = kept_sentences(doc)
        values = list(doc.spans.get("values", ()))
        spans = [
            ent
            for ent in _whole_names(doc, self._lexicon)
            if sentence_of[ent.start] in kept and not overlaps(ent, values) and self._is_name(ent)
        ]
        spans = _outside_capitals(doc, spans)
        quoted = self._find_quoted(doc)
        spans = self._take_quoted(doc, spans, quoted)
        titles = [ent for ent in spans if ent.label_ == TITLE]
        names = _drop_rare(doc, [ent for ent in spans if ent.label_ != TITLE])
        names = _spread(doc, names, [*titles, *values])
        names = [span for span in names if sentence_of[span.start] in kept]
        things = link_names(
            (self._read_name(doc, span, sentence_of[span.start]) for span in names),
            self._lexicon,
            self._gazetteer,
            doc.user_data.get(COREFERENCE_SCORES, ()),
        )
        known = self._known(things)
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
        return doc

    def _find_quoted(self, doc: Doc) -> dict[tuple[int, int], str]:
        found = find_quoted_names(doc, self._lexicon.name_marks, self._lexicon.words("smallWord"))
        return {(start, end): name for start, end, name in found}

    def _take_quoted(
        self, doc: Doc, spans: Sequence[SpacySpan], quoted: Mapping[tuple[int, int], str]
    ) -> list[SpacySpan]:
        """Take what stands in quotation marks for one name, unless a tagged one crosses them."""
        tagged = {(span.start, span.end) for span in spans}
        fresh = []
        for (start, end), name in quoted.items():
            labels = self._schema.classes[self._schema.kind_of(name)].labels
            across = any(s < start < e or s < end < e for s, e in tagged)
            if labels and (start, end) not in tagged and not across:
                fresh.append(SpacySpan(doc, start, end, label=labels[0]))
        kept = [span for span in spans if not overlaps(span, fresh)]
        return sorted([*kept, *fresh], key=lambda span: span.start)

    def _is_name(self, ent: SpacySpan) -> bool:
        """Tell whether a span is of a kind that we know, and more than articles and signs."""
        if ent.label_ != TITLE and self._schema.class_of_label(ent.label_) is None:
            return False
        if self._gazetteer.is_adjective(clean_name(ent.text)):
            return False
        if ent.text in self._lexicon.words("postNominal"):
            return False
        return any(
            token.pos_ in ("PROPN", "NOUN", "ADJ", "NUM", "X", "VERB")
            and token.lower_ not in self._lexicon.words("definite")
            for token in ent
        )

    def _read_name(self, doc: Doc, span: SpacySpan, sentence: int) -> NameMention:
        known = self._gazetteer.label_of(clean_name(span.text))
        shares = doc.user_data.get(LABEL_SHARES, {}).get((span.start, span.end), ())
        return NameMention(
            start=span.start,
            end=span.end,
            text=span.text,
            label=known or span.label_,
            sentence=sentence,
            shares=() if known else tuple(s for s in shares if s[0] != TITLE),
        )

    def _known(self, things: Iterable[NamedThing]) -> Mapping[str, str]:
        names = (name for thing in things for name in (thing.name, *thing.aliases))
        known = {name: self._gazetteer.class_of(name) for name in names}
        return {name: found for name, found in known.items() if found}

    def _label(self, doc: Doc, things: Iterable[TypedThing]) -> list[SpacySpan]:
        """Give all names of a thing the label of the kind that most speaks for."""
        spans = []
        for typed in things:
            kind = self._schema.kind_of(typed.types[0][0]) if typed.types else ""
            found = self._schema.classes.get(kind)
            label = found.labels[0] if found and found.labels else typed.thing.label
            spans += [SpacySpan(doc, m.start, m.end, label=label) for m in typed.thing.mentions]
        return spans


@Language.factory("kg_names", requires=["doc.ents", "token.dep"], assigns=["doc.ents"])
def make_name_mender(nlp: Language, name: str, path: str) -> NameMender:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    folder = Path(path)
    schema = load_schema(folder / "schema.ttl")
    return NameMender(
        schema,
        load_lexicon(folder / "lexicon.ttl", schema),
        load_gazetteer(folder / "gazetteer.ttl"),
    )


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


def kept_sentences(doc: Doc) -> set[int]:
    """Return the numbers of the sentences that are article text, or name its source."""
    furniture = doc.user_data.get("furniture", ())
    skipped = {start for start, kind in furniture if kind != SOURCE_LINE}
    return {number for number, s in enumerate(doc.sents) if s.start not in skipped}


def overlaps(span: SpacySpan, others: Iterable[SpacySpan]) -> bool:
    """Tell whether a span shares a token with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def _whole_names(doc: Doc, lexicon: Lexicon) -> list[SpacySpan]:
    """Return the names, each with what belongs to it.

    A hyphen joins ("Morrow-Adeleke", not "Adeleke"), but for "Ex-Intel"; and no name ends with a
    small word: it goes on with the name behind ("University of" and "Oslo"), or ends before.
    """
    small, past = lexicon.words("smallWord"), lexicon.words("pastPrefix")
    whole: list[SpacySpan] = []
    for span in _join_hyphens(doc, past):
        last = whole[-1] if whole else None
        if last and last.end == span.start and _ends_small(last, small):
            whole[-1] = SpacySpan(doc, last.start, span.end, label=last.label)
        else:
            whole.append(span)
    return [
        SpacySpan(doc, one.start, one.end - _ends_small(one, small), label=one.label)
        for one in whole
    ]


def _ends_small(span: SpacySpan, small: Collection[str]) -> bool:
    return len(span) > 1 and span[-1].text in small


def _join_hyphens(doc: Doc, apart: Collection[str]) -> list[SpacySpan]:
    """Return the names with what a hyphen joins to them; the words `apart` join nothing."""
    taken = {i for ent in doc.ents for i in range(ent.start, ent.end)}
    whole = []
    for ent in doc.ents:
        start, end = ent.start, ent.end
        while start >= 2 and _joins(doc, start - 1, apart) and start - 2 not in taken:
            start -= 2
        while end + 1 < len(doc) and _joins(doc, end, apart) and end + 1 not in taken:
            end += 2
        whole.append(SpacySpan(doc, start, end, label=ent.label))
    return whole


def _joins(doc: Doc, hyphen: int, apart: Collection[str]) -> bool:
    """Tell whether a hyphen joins two capitalised words, without a blank."""
    before, sign, after = doc[hyphen - 1 : hyphen + 2]
    joined = sign.text == "-" and not before.whitespace_ and not sign.whitespace_
    return (
        joined
        and before.lower_ not in apart
        and before.text[:1].isupper()
        and after.text[:1].isupper()
    )


def _outside_capitals(doc: Doc, spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop what looks like a name only because a heading capitalises every word.

    It stands between other capitalised words that are no names, and nowhere else; of several
    words, the first stands with a capital nowhere in the text below.
    """
    named = {i for span in spans for i in range(span.start, span.end)}
    headings = {sentence.start for sentence in doc.sents if _is_title_case(sentence)}
    written = {t.text for s in doc.sents if s.start not in headings for t in s}
    doubtful = {
        span.start
        for span in spans
        if span.sent.start in headings
        and (len(span) == 1 or (span.label_ != "PERSON" and _is_new(span[0].text, written)))
        and _among_capitals(doc, span, named)
    }
    sure = {span.text for span in spans if span.start not in doubtful}
    return [span for span in spans if span.start not in doubtful or span.text in sure]


def _is_new(word: str, written: Collection[str]) -> bool:
    """Tell whether there is a text, and it does not write the word so."""
    return bool(written) and word not in written


def _is_title_case(sentence: SpacySpan) -> bool:
    words = [t for t in sentence if t.is_alpha and t.pos_ in ("NOUN", "VERB", "ADJ", "PROPN")]
    return len(words) > 3 and all(word.text[0].isupper() for word in words)


def _among_capitals(doc: Doc, span: SpacySpan, named: set[int]) -> bool:
    beside = [i for i in (span.start - 1, span.end) if 0 <= i < len(doc)]
    return all(doc[i].text[:1].isupper() and i not in named for i in beside)


def _drop_rare(doc: Doc, names: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop words that the tagger takes for names in few of the places where they stand."""
    tagged = Counter(name.text for name in names)
    inside = {i for name in names for i in range(name.start, name.end)}
    bare = Counter(token.text for token in doc if token.i not in inside)

    def is_often(name: SpacySpan) -> bool:
        count = tagged[name.text]
        return len(name) > 1 or count >= LEAST_TAGGED * (count + bare[name.text])

    return [name for name in names if is_often(name)]


def _spread(doc: Doc, names: Sequence[SpacySpan], taken: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Find each name wherever it is written just so, a longer one before its parts.

    At the start of a sentence a capital says nothing, so that no new name is found there.
    """
    blocked = {i for span in taken for i in range(span.start, span.end)}
    starts = {name.start for name in names}
    counts = Counter((name.text, name.label) for name in names)
    labels = {text: label for (text, label), _ in reversed(counts.most_common())}
    by_first: dict[str, list[list[str]]] = {}
    for name in {name.text: name for name in names}.values():
        by_first.setdefault(name[0].text, []).append([token.text for token in name])
    found: list[SpacySpan] = []
    end = 0
    for token in doc:
        known = token.i in starts or (token.text[0].isupper() and not token.is_sent_start)
        if token.i < end or not known:
            continue
        for words in sorted(by_first.get(token.text, ()), key=len, reverse=True):
            span = doc[token.i : token.i + len(words)]
            inside = range(span.start, span.end)
            if [t.text for t in span] == words and blocked.isdisjoint(inside):
                found.append(SpacySpan(doc, span.start, span.end, label=labels[span.text]))
                end = span.end
                break
    return found
