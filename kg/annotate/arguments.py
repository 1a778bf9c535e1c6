"""What can be subject, object or qualifier: names, references and values of a Doc.

The component `kg_arguments` runs last. It corrects names by the gazetteer, links those
that name one thing, weighs the types of each thing, resolves references, and leaves
`doc.user_data["arguments"]`: `Argument`s in order of the text, none overlapping.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.coreference import Reference, ReferenceResolver
from kg.annotate.names import NamedThing, NameMention, link_names
from kg.annotate.types import ClassWords, vote_types
from kg.datamodel import Argument, ArticleHeader, Mention, Span
from kg.lexicon.frames import Lexicon, load_lexicon
from kg.lexicon.gazetteer import Gazetteer, load_gazetteer
from kg.lexicon.naming import clean_name
from kg.schema import Schema, load_schema

_TITLE = "TITLE"
# Furniture of this kind names where the article is from.
_SOURCE_LINE = "attribution"


class ArgumentFinder:
    """Set `doc.user_data["arguments"]` on Docs that names, references and values are set on."""

    def __init__(self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._schema = schema
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._words = ClassWords(schema)
        self._resolver = ReferenceResolver(schema, lexicon, self._words)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc; sentences of page furniture get no arguments."""
        sentence_of = _number_sentences(doc)
        furniture = doc.user_data.get("furniture", ())
        skipped = {start for start, kind in furniture if kind != _SOURCE_LINE}
        starts = [sentence.start for sentence in doc.sents]
        kept = {number for number, start in enumerate(starts) if start not in skipped}
        values = [span for span in doc.spans.get("values", ()) if sentence_of[span.start] in kept]
        names = [
            ent
            for ent in _whole_names(doc)
            if sentence_of[ent.start] in kept and not _overlaps(ent, values) and self._has_name(ent)
        ]
        again = _find_again(doc, names, [*doc.ents, *values])
        names += [span for span in again if sentence_of[span.start] in kept]
        things = link_names(
            (
                self._read_name(ent, sentence_of[ent.start])
                for ent in names
                if ent.label_ != _TITLE and self._is_name(ent)
            ),
            self._lexicon,
            self._gazetteer,
        )
        known = self._known(things)
        types = {t.number: vote_types(t, doc, self._schema, self._words, known) for t in things}
        references = self._resolver.resolve(
            doc, self._references(doc, names, values), things, types, sentence_of
        )
        doc.user_data["arguments"] = tuple(
            sorted(
                (
                    *_name_arguments(doc, things, types),
                    *_reference_arguments(doc, references, things, types),
                    *_title_arguments(names),
                    *_value_arguments(doc, values),
                ),
                key=lambda a: (a.start, a.end),
            )
        )
        return doc

    def _read_name(self, ent: SpacySpan, sentence: int) -> NameMention:
        label = self._gazetteer.label_of(clean_name(ent.text)) or ent.label_
        return NameMention(
            start=ent.start, end=ent.end, text=ent.text, label=label, sentence=sentence
        )

    def _has_name(self, ent: SpacySpan) -> bool:
        """Tell whether a span holds more than articles, prepositions and signs."""
        return any(
            token.pos_ in ("PROPN", "NOUN", "ADJ", "NUM", "X", "VERB")
            and token.lower_ not in self._lexicon.words("definite")
            for token in ent
        )

    def _is_name(self, ent: SpacySpan) -> bool:
        known = self._schema.class_of_label(ent.label_) is not None
        return known and not self._gazetteer.is_adjective(clean_name(ent.text))

    def _known(self, things: Iterable[NamedThing]) -> Mapping[str, str]:
        names = (name for thing in things for name in (thing.name, *thing.aliases))
        known = {name: self._gazetteer.class_of(name) for name in names}
        return {name: found for name, found in known.items() if found}

    def _references(
        self, doc: Doc, names: Sequence[SpacySpan], values: Sequence[SpacySpan]
    ) -> list[SpacySpan]:
        spans = doc.spans["references"] if "references" in doc.spans else _describe(doc)
        return [s for s in spans if not _overlaps(s, names) and not _overlaps(s, values)]


@Language.factory("kg_arguments", requires=["doc.ents", "token.dep"])
def make_argument_finder(nlp: Language, name: str, path: str) -> ArgumentFinder:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    folder = Path(path)
    schema = load_schema(folder / "schema.ttl")
    return ArgumentFinder(
        schema,
        load_lexicon(folder / "lexicon.ttl", schema),
        load_gazetteer(folder / "gazetteer.ttl"),
    )


def _describe(doc: Doc) -> list[SpacySpan]:
    """Find pronouns and definite noun phrases where the pipeline has no head for them."""
    spans = []
    for token in doc:
        if token.pos_ == "PRON":
            spans.append(doc[token.i : token.i + 1])
        elif token.pos_ == "NOUN":
            first = min((c.i for c in token.children if c.dep_ == "det"), default=token.i)
            if first < token.i:
                spans.append(doc[first : token.i + 1])
    return spans


def _whole_names(doc: Doc) -> list[SpacySpan]:
    """Return the names, each with what a hyphen joins to it: "Morrow-Adeleke", not "Adeleke"."""
    taken = {i for ent in doc.ents for i in range(ent.start, ent.end)}
    whole = []
    for ent in doc.ents:
        start, end = ent.start, ent.end
        while start >= 2 and _joins(doc, start - 1) and start - 2 not in taken:
            start -= 2
        while end + 1 < len(doc) and _joins(doc, end) and end + 1 not in taken:
            end += 2
        whole.append(SpacySpan(doc, start, end, label=ent.label))
    return whole


def _joins(doc: Doc, hyphen: int) -> bool:
    """Tell whether a hyphen stands between two capitalised words, without a blank."""
    before, sign, after = doc[hyphen - 1 : hyphen + 2]
    joined = sign.text == "-" and not before.whitespace_ and not sign.whitespace_
    return joined and before.text[:1].isupper() and after.text[:1].isupper()


def _find_again(
    doc: Doc, names: Sequence[SpacySpan], taken: Sequence[SpacySpan]
) -> list[SpacySpan]:
    """Find further places of the names that the article holds, written just so.

    At the start of a sentence a capital says nothing, so that place is passed over.
    """
    used = {i for span in taken for i in range(span.start, span.end)}
    counts = Counter((ent.text, ent.label_) for ent in names if ent.label_ != _TITLE)
    labels = {text: label for (text, label), _ in reversed(counts.most_common())}
    first_words: dict[str, list[list[str]]] = {}
    for text in labels:
        words = [token.text for token in next(ent for ent in names if ent.text == text)]
        if words[0][0].isupper():
            first_words.setdefault(words[0], []).append(words)
    found = []
    for token in doc:
        for words in sorted(first_words.get(token.text, ()), key=len, reverse=True):
            span = doc[token.i : token.i + len(words)]
            free = not used & set(range(span.start, span.end))
            if free and not token.is_sent_start and [t.text for t in span] == words:
                used.update(range(span.start, span.end))
                found.append(SpacySpan(doc, span.start, span.end, label=labels[span.text]))
                break
    return found


def _number_sentences(doc: Doc) -> list[int]:
    numbers = []
    for number, sentence in enumerate(doc.sents):
        numbers += [number] * len(sentence)
    return numbers


def _overlaps(span: SpacySpan, others: Sequence[SpacySpan]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _mention(
    doc: Doc,
    start: int,
    end: int,
    thing: NamedThing,
    types: Mapping[int, tuple[tuple[str, float], ...]],
) -> Mention:
    header: ArticleHeader = doc.user_data["article"]
    span = doc[start:end]
    return Mention(
        article=header.id,
        span=Span(span.start_char, span.end_char),
        text=span.text,
        name=thing.name,
        aliases=thing.aliases,
        types=types[thing.number],
    )


def _name_arguments(
    doc: Doc,
    things: Iterable[NamedThing],
    types: Mapping[int, tuple[tuple[str, float], ...]],
) -> Iterable[Argument]:
    for thing in things:
        for found in thing.mentions:
            yield Argument(
                start=found.start,
                end=found.end,
                label=found.label,
                mention=_mention(doc, found.start, found.end, thing, types),
                entity=thing.number,
            )


def _reference_arguments(
    doc: Doc,
    references: Iterable[Reference],
    things: Sequence[NamedThing],
    types: Mapping[int, tuple[tuple[str, float], ...]],
) -> Iterable[Argument]:
    by_number = {thing.number: thing for thing in things}
    for found in references:
        yield Argument(
            start=found.start,
            end=found.end,
            label="REF",
            mention=_mention(doc, found.start, found.end, by_number[found.thing], types),
            entity=found.thing,
            certainty=found.certainty,
            steps=(found.step,),
        )


def _title_arguments(names: Iterable[SpacySpan]) -> Iterable[Argument]:
    for ent in names:
        if ent.label_ == _TITLE:
            yield Argument(start=ent.start, end=ent.end, label=_TITLE, value=ent.text)


def _value_arguments(doc: Doc, values: Iterable[SpacySpan]) -> Iterable[Argument]:
    known = doc.user_data.get("values", {})
    for span in values:
        value = known.get((span.start, span.end))
        yield Argument(start=span.start, end=span.end, label=span.label_, value=value)
