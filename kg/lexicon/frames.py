"""Frames and cues of lexicon.ttl: how a relation is said, as example sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import cast, get_args

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from kg.datamodel import Span, Status
from kg.errors import OntologyError
from kg.schema import Schema
from kg.vocab import KG, parse_turtle

LEX = Namespace("https://newskg.example/lexicon#")
SLOTS = frozenset(
    {"subject", "object", "amount", "valuation", "date", "role", "round", "stake"},
)
_SLOT = re.compile(r"\[([^\[\]]+)\](?:\{(\w+)\})?|\*([^*]+)\*")
_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One wording of a relation.

    Attributes:
        wording: The example as the lexicon has it, alternatives chosen.
        text: The plain sentence.
        slots: Slot name -> where it stands in `text`.
        required: Words that must be there for the meaning.
        counter: Whether it must not match `relation`.
        leads: Whether its subject leads the round.
        also: Relations whose frames may match it as well.
    """

    frame: str
    relation: str
    wording: str
    text: str
    slots: Mapping[str, Span]
    required: tuple[Span, ...] = ()
    counter: bool = False
    leads: bool = False
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCue:
    """Words that say how firmly a statement is made; `status` None means not at all.

    `own_nouns`, of the `words`, say so even where a frame tells the relation by them: "a bid for
    Acme"; `said_nouns` are words as nouns only: "claims that it bought Acme".
    """

    name: str
    status: Status | None
    auxiliaries: frozenset[str]
    words: frozenset[str]
    own_nouns: frozenset[str]
    said_nouns: frozenset[str]
    adverbs: frozenset[str]
    adjectives: frozenset[str]
    marks: frozenset[str]
    exceptions: frozenset[str]
    phrases: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordClass:
    """Words with a grammar of their own, such as light verbs and verbs of saying."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gender:
    """Pronouns that stand for persons of one gender only, and what begins the names of these."""

    pronouns: frozenset[str]
    first_names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All frames and cues of one ontology folder.

    `cue_words` are the words of all cues together, `condition_marks` the words such as "if",
    `negators` those such as "not", `future_auxiliaries` those such as "will".
    `nouns` are what a relation, once told, is called: "the deal", "this cooperation".
    `states` are the verbs by which a relation lasts; in the past tense it is over: "ran", "owned".
    `placeholders` are the names used in examples and the classes they stand for;
    `name_parts` are words that end a name and tell its class: "Studios"; `name_marks` are
    pairs of quotation marks that do.
    `abbreviations` maps a short word of a name to the words it may stand for: "Intl", "Bill";
    `transcriptions` maps other ways to write a word to one: "Aleksey", "Colour".
    """

    path: Path
    examples: tuple[Example, ...]
    cues: tuple[StatusCue, ...]
    cue_words: frozenset[str]
    condition_marks: frozenset[str]
    negators: frozenset[str]
    future_auxiliaries: frozenset[str]
    nouns: Mapping[str, frozenset[str]]
    states: Mapping[str, frozenset[str]]
    placeholders: Mapping[str, str]
    name_parts: Mapping[str, str]
    name_marks: Mapping[str, str]
    abbreviations: Mapping[str, frozenset[str]]
    transcriptions: Mapping[str, str]
    classes: Mapping[str, WordClass]
    genders: tuple[Gender, ...]

    def phrase(self, name: str) -> re.Pattern[str] | None:
        """Return the pattern of a class's phrases, such as those of "saying"."""
        found = self.classes.get(name)
        return found.phrases if found else None

    def words(self, name: str) -> frozenset[str]:
        """Return the words of a class such as "light"; none where the lexicon has no such class."""
        found = self.classes.get(name)
        return found.words if found else frozenset()


def load_lexicon(path: Path, schema: Schema) -> Lexicon:
    """Load frames and cues.

    Raises:
        OntologyError: The file is not Turtle, or a frame is malformed; the example is named.
    """
    graph = parse_turtle(path)
    cues = tuple(_read_cue(graph, node, path) for node in _members(graph, LEX.StatusCue))
    return Lexicon(
        path=path,
        examples=tuple(_read_frames(graph, path, schema)),
        cues=cues,
        cue_words=frozenset(word for cue in cues for word in cue.words),
        condition_marks=frozenset(m for cue in cues if cue.status is None for m in cue.marks),
        negators=frozenset(w for cue in cues if cue.status == "denied" for w in cue.adverbs),
        future_auxiliaries=frozenset(
            word for cue in cues if cue.status == "planned" for word in cue.auxiliaries
        ),
        nouns=_read_relation_words(graph, LEX.noun),
        states=_read_relation_words(graph, LEX.state),
        placeholders=_read_standing(graph, LEX.Placeholders, path, schema),
        name_parts=_read_standing(graph, LEX.NameParts, path, schema),
        name_marks=_read_standing(graph, LEX.NameMarks, path, schema),
        abbreviations=_read_abbreviations(graph),
        transcriptions=_read_transcriptions(graph),
        classes={
            str(node).removeprefix(str(LEX)): _read_word_class(graph, node)
            for node in _members(graph, LEX.WordClass)
        },
        genders=tuple(_read_gender(graph, node) for node in _members(graph, LEX.Gender)),
    )


def parse_example(wording: str, *, frame: str, relation: str, counter: bool = False) -> Example:
    """Read `[Acme]{subject} bought [Globex]{object}.` into its text and slots.

    Raises:
        ValueError: A slot is unknown or given twice, or subject or object is missing.
    """
    slots: dict[str, Span] = {}
    required: list[Span] = []
    text = ""
    last = 0
    for match in _SLOT.finditer(wording):
        text += wording[last : match.start()]
        words, slot, must = match.groups()
        span = Span(len(text), len(text) + len(words or must))
        text += words or must
        last = match.end()
        if must:
            required.append(span)
        elif slot:
            if slot not in SLOTS or slot in slots:
                raise ValueError(f"slot {{{slot}}} is unknown or given twice")
            slots[slot] = span
    text += wording[last:]
    if not {"subject", "object"} <= slots.keys():
        raise ValueError("needs a {subject} and an {object}")
    return Example(
        frame=frame,
        relation=relation,
        wording=wording,
        text=text,
        slots=slots,
        required=tuple(required),
        counter=counter,
    )


def expand_choices(wording: str) -> Iterator[str]:
    """Yield one wording for each way to choose between alternatives.

    >>> list(expand_choices("A (bought|buys) B"))
    ['A bought B', 'A buys B']
    """
    parts = _CHOICE.split(wording)
    options = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    for chosen in product(*options):
        yield re.sub(r"  +", " ", "".join(chosen)).strip()


def _members(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(n for n in graph.subjects(RDF.type, kind) if isinstance(n, URIRef))


def _read_frames(graph: Graph, path: Path, schema: Schema) -> Iterator[Example]:
    for node in _members(graph, LEX.Frame):
        frame = str(node).removeprefix(str(LEX))
        relation = str(graph.value(node, LEX.expresses) or "").removeprefix(str(KG))
        if relation not in schema.relations:
            raise OntologyError(path, f"<{node}> expresses no relation of the schema")
        if (node, LEX.example, None) not in graph:
            raise OntologyError(path, f"<{node}> has no lex:example")
        also = frozenset(
            str(other).removeprefix(str(KG)) for other in graph.objects(node, LEX.alsoSays)
        )
        leads = (node, LEX.implies, KG.lead) in graph
        for predicate, counter in ((LEX.example, False), (LEX.counterExample, True)):
            for template in sorted(str(o) for o in graph.objects(node, predicate)):
                for wording in expand_choices(template):
                    try:
                        example = parse_example(
                            wording, frame=frame, relation=relation, counter=counter
                        )
                        yield replace(example, leads=leads, also=also)
                    except ValueError as error:
                        reason = f'lex:{frame}, example "{template}": {error}'
                        raise OntologyError(path, reason) from error


def _words(graph: Graph, node: URIRef, predicate: URIRef) -> frozenset[str]:
    return frozenset(str(o) for o in graph.objects(node, predicate))


def _read_cue(graph: Graph, node: URIRef, path: Path) -> StatusCue:
    says = str(graph.value(node, LEX.says) or "").removeprefix(str(KG))
    if says not in (*get_args(Status), str(LEX.nothing)):
        raise OntologyError(path, f"<{node}> says {says or 'nothing'}, which is no status")
    return StatusCue(
        name=str(node).removeprefix(str(LEX)),
        status=None if says == str(LEX.nothing) else cast("Status", says),  # checked above
        auxiliaries=_words(graph, node, LEX.auxiliary),
        words=_words(graph, node, LEX.word),
        own_nouns=_words(graph, node, LEX.ownNoun),
        said_nouns=_words(graph, node, LEX.saidNoun),
        adverbs=_words(graph, node, LEX.adverb),
        marks=_words(graph, node, LEX.mark),
        adjectives=_words(graph, node, LEX.adjective),
        exceptions=_words(graph, node, LEX["except"]),
        phrases=_pattern(_words(graph, node, LEX.phrase)),
    )


def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    """Compile phrases to be found as whole words, in any case; a sign may follow any word."""
    if not phrases:
        return None
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    whole = (
        (r"\b" if phrase[0].isalnum() else "") + re.escape(phrase) + r"\b"
        for phrase in longest_first
    )
    return re.compile("|".join(whole), re.IGNORECASE)


def _read_relation_words(graph: Graph, predicate: URIRef) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for node in _members(graph, LEX.Frame):
        relation = str(graph.value(node, LEX.expresses)).removeprefix(str(KG))
        found[relation] = found.get(relation, frozenset()) | _words(graph, node, predicate)
    return found


def _read_standing(graph: Graph, kind: URIRef, path: Path, schema: Schema) -> Mapping[str, str]:
    """Read words and the classes that they stand for."""
    standing: dict[str, str] = {}
    for node in _members(graph, kind):
        name = str(graph.value(node, LEX.standFor) or "").removeprefix(str(KG))
        if name not in schema.classes:
            raise OntologyError(path, f"<{node}> stands for no class of the schema")
        standing |= dict.fromkeys(_words(graph, node, LEX.word), name)
    return standing


def _read_abbreviations(graph: Graph) -> Mapping[str, frozenset[str]]:
    stands_for: dict[str, frozenset[str]] = {}
    for node in _members(graph, LEX.Abbreviation):
        for short in _words(graph, node, LEX.short):
            stands_for[short] = stands_for.get(short, frozenset()) | _words(graph, node, LEX.word)
    return stands_for


def _read_transcriptions(graph: Graph) -> Mapping[str, str]:
    return {
        written: str(graph.value(node, LEX.word))
        for node in _members(graph, LEX.Transcription)
        for written in _words(graph, node, LEX.written)
    }


def _read_word_class(graph: Graph, node: URIRef) -> WordClass:
    return WordClass(
        words=_words(graph, node, LEX.word), phrases=_pattern(_words(graph, node, LEX.phrase))
    )


def _read_gender(graph: Graph, node: URIRef) -> Gender:
    names = " ".join(sorted(_words(graph, node, LEX.firstNames)))
    return Gender(pronouns=_words(graph, node, LEX.pronoun), first_names=frozenset(names.split()))
