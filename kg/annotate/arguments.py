"""What can be subject, object or qualifier: names, references and values of a Doc.

The component `kg_arguments` runs last. It joins and parts things of `kg_names` as the model
takes them for one or two, resolves references to them, and leaves
`doc.user_data["arguments"]`: `Argument`s in order of the text, none overlapping.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from kg.annotate.coreference import Reference, ReferenceResolver
from kg.annotate.items import ITEMS
from kg.annotate.judged import NameJudge
from kg.annotate.mentions import TypedThing, kept_sentences, number_sentences, overlaps, tokens_of
from kg.annotate.types import add_votes, vote_by_scores
from kg.datamodel import Argument, ArticleHeader, Mention, Span
from kg.lexicon.class_words import ClassWords
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.labels import REFERENCE, TITLE
from kg.lexicon.ontology import load_ontology
from kg.schema import Schema


class ArgumentFinder:
    """Set `doc.user_data["arguments"]` on Docs whose things, references and values are known.

    `doc.user_data["things"]` become those that the model's scores leave.
    """

    def __init__(self, schema: Schema, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._schema = schema
        self._words = ClassWords(schema)
        self._judge = NameJudge(schema, lexicon, gazetteer, self._words)
        self.resolver = ReferenceResolver(schema, lexicon, self._words)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc; sentences of page furniture get no arguments."""
        sentence_of = number_sentences(doc)
        kept = kept_sentences(doc)
        values = [s for s in doc.spans.get("values", ()) if sentence_of[s.start] in kept]
        joined = self._judge.join(doc, doc.user_data["things"])
        doc.user_data["things"] = tuple(self._judge.part(doc, joined))
        things = self._weigh_scores(doc)
        titles = [ent for ent in doc.ents if ent.label_ == TITLE and sentence_of[ent.start] in kept]
        spans = doc.spans["references"] if "references" in doc.spans else _describe(doc)
        taken = tokens_of([*doc.ents, *values])
        free = [span for span in spans if not overlaps(span, taken)]
        references = self.resolver.resolve(
            doc,
            [s for s in free if sentence_of[s.start] in kept],
            [t.thing for t in things],
            {t.thing.number: t.types for t in things},
            sentence_of,
            doc.user_data[ITEMS],
        )
        found = (
            *_name_arguments(doc, things),
            *_reference_arguments(doc, references, things),
            *_title_arguments(titles),
            *_value_arguments(doc, values),
        )
        doc.user_data["arguments"] = tuple(sorted(found, key=lambda a: (a.start, a.end)))
        return doc

    def _weigh_scores(self, doc: Doc) -> list[TypedThing]:
        """Let what the relation head has scored vote on the types of things."""
        things: Sequence[TypedThing] = doc.user_data["things"]
        thing_at = {
            token: typed.thing.number
            for typed in things
            for mention in typed.thing.mentions
            for token in range(mention.start, mention.end)
        }
        scored = vote_by_scores(doc, thing_at, self._schema, self._words)
        return [
            replace(typed, votes=add_votes(typed.votes, scored.get(typed.thing.number, ())))
            for typed in things
        ]


@Language.factory("kg_arguments", requires=["doc.ents", "token.dep"])
def make_argument_finder(nlp: Language, name: str, path: str) -> ArgumentFinder:
    """Make the component from the ontology folder at `path`.

    Raises:
        OntologyError: A file of the folder is malformed or inconsistent.
    """
    ontology = load_ontology(Path(path))
    return ArgumentFinder(ontology.schema, ontology.lexicon, ontology.gazetteer)


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


def _mention(
    doc: Doc,
    start: int,
    end: int,
    typed: TypedThing,
) -> Mention:
    header: ArticleHeader = doc.user_data["article"]
    span = doc[start:end]
    return Mention(
        article=header.id,
        span=Span(span.start_char, span.end_char),
        text=span.text,
        name=typed.thing.name,
        aliases=typed.thing.aliases,
        types=typed.types,
        region=typed.thing.region,
    )


def _name_arguments(doc: Doc, things: Iterable[TypedThing]) -> Iterator[Argument]:
    for typed in things:
        for found in typed.thing.mentions:
            yield Argument(
                start=found.start,
                end=found.end,
                label=found.label,
                mention=_mention(doc, found.start, found.end, typed),
                entity=typed.thing.number,
            )


def _reference_arguments(
    doc: Doc, references: Iterable[Reference], things: Iterable[TypedThing]
) -> Iterator[Argument]:
    by_number = {typed.thing.number: typed for typed in things}
    for found in references:
        yield Argument(
            start=found.start,
            end=found.end,
            label=REFERENCE,
            mention=_mention(doc, found.start, found.end, by_number[found.thing]),
            entity=found.thing,
            certainty=found.certainty,
            steps=(found.step,),
        )


def _title_arguments(names: Iterable[SpacySpan]) -> Iterator[Argument]:
    for ent in names:
        if ent.label_ == TITLE:
            yield Argument(start=ent.start, end=ent.end, label=TITLE, value=ent.text)


def _value_arguments(doc: Doc, values: Iterable[SpacySpan]) -> Iterator[Argument]:
    known = doc.user_data.get("values", {})
    for span in values:
        value = known.get((span.start, span.end))
        yield Argument(start=span.start, end=span.end, label=span.label_, value=value)
