"""One pass of the joint encoder: tags, lemmas, parse, names and references of a Doc."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span, SpanGroup

from kg.annotate.bio import TaggedSpan, decode_spans
from kg.annotate.folder import Manifest, open_network, read_manifest
from kg.annotate.groups import group_by_length
from kg.annotate.lemmas import read_lemmas
from kg.annotate.pieces import LONGEST, Pieces, lay_out, read_cutter
from kg.annotate.tree import decode_tree
from kg.embedded import EMBEDDED

WIDTH = 384  # of a word's state in `doc.tensor`
REFERENCES = "references"  # key of the span group
# Key of what the scores say of each name: its place -> labels with their shares.
LABEL_SHARES = "label_shares"
_MOST_PIECES = 512  # with padding, of one run; more is slower on one thread
_BREAKS = frozenset(";:,\u2013\u2014")
_ROOT, _JOIN, _SPACE_RELATION = "ROOT", "parataxis", "dep"
_OUTPUTS = ("states", "upos", "names", "references", "arcs", "labels", "dependents", "heads")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A sentence, or a part of one too long for the encoder, as tokens of a document."""

    tokens: tuple[int, ...]
    words: tuple[str, ...]
    pieces: Pieces
    joins: int | None  # the unit whose root this one's root hangs from


@dataclass(frozen=True, slots=True, kw_only=True)
class _Analysis:
    """What the encoder says about a unit; heads count from 1, 0 is the root."""

    states: NDArray[np.float32]
    upos: tuple[int, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: list[TaggedSpan]
    references: list[TaggedSpan]


class Encoder:
    """Annotate documents whose sentence starts are set."""

    def __init__(self, manifest: Manifest, strings: StringStore, *, threads: int) -> None:
        folder = manifest.folder
        self._manifest = manifest
        self._strings = strings
        self._session = open_network(folder / "encoder.onnx", threads=threads)
        self._cutter = read_cutter(folder / "tokenizer.json")
        self._lemmas = read_lemmas(folder / "lemmas.json.gz")
        self._product: NDArray[np.float32] = np.load(folder / "labels.npy").astype(np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document.

        Sentences are run together within a document only: int8 products scale with what is run
        together, and a document must not depend on its neighbours.
        """
        units = self._collect(doc)
        analyses: dict[int, _Analysis] = {}
        lengths = [len(unit.pieces.numbers) for unit in units]
        for batch in group_by_length(lengths, most=_MOST_PIECES):
            found = self._analyse([units[number].pieces for number in batch])
            analyses.update(zip(batch, found, strict=True))
        self._write(doc, units, analyses)
        return doc

    def _collect(self, doc: Doc) -> list[_Unit]:
        """Return the sentences of a document, long ones in parts."""
        units: list[_Unit] = []
        for sentence in doc.sents:
            tokens = [(token.i, token.text) for token in sentence if not token.is_space]
            joins: int | None = None
            for part in self._parts(tokens):
                words = tuple(word for _, word in part)
                pieces = self._cutter.frame(words)
                places = tuple(place for place, _ in part)
                units.append(_Unit(tokens=places, words=words, pieces=pieces, joins=joins))
                joins = len(units) - 1 if joins is None else joins
        return units

    def _parts(self, tokens: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
        """Cut a sentence that has too many pieces, after punctuation where there is some."""
        while tokens:
            sizes = np.cumsum([len(self._cutter.cut(word)) for _, word in tokens])
            count = int(np.searchsorted(sizes, LONGEST - 2, side="right"))
            if count < len(tokens):
                breaks = [k for k in range(count // 2, count) if tokens[k][1] in _BREAKS]
                count = breaks[-1] + 1 if breaks else count
            yield tokens[:count]
            tokens = tokens[count:]

    def _analyse(self, sentences: Sequence[Pieces]) -> Iterator[_Analysis]:
        """Run the encoder on a batch."""
        values = self._session.run(list(_OUTPUTS), lay_out(sentences))
        found = dict(zip(_OUTPUTS, values, strict=True))
        upos = found["upos"].argmax(-1)
        greedy = found["labels"].argmax(-1)
        for row, sentence in enumerate(sentences):
            size = len(sentence.first)
            arcs = found["arcs"][row, : size + 1, : size + 1]
            heads = decode_tree(arcs)
            relations = self._relations(
                heads,
                [int(head) for head in arcs.argmax(1)[1:]],
                greedy[row],
                found["dependents"][row],
                found["heads"][row],
            )
            inside = slice(1, size + 1)
            yield _Analysis(
                states=found["states"][row, inside],
                upos=tuple(int(tag) for tag in upos[row, inside]),
                heads=heads,
                relations=relations,
                names=decode_spans(found["names"][row, inside], self._manifest.names),
                references=decode_spans(
                    found["references"][row, inside], self._manifest.references
                ),
            )

    def _relations(
        self,
        heads: Sequence[int],
        greedy_heads: Sequence[int],
        greedy: NDArray[np.intp],
        dependents: NDArray[np.float32],
        head_vectors: NDArray[np.float32],
    ) -> tuple[str, ...]:
        """Name the relations; the network scored them for the greedy heads only."""
        names = self._manifest.relations
        result: list[str] = []
        for word, head in enumerate(heads, 1):
            label = int(greedy[word])
            if head != greedy_heads[word - 1]:
                scores = dependents[word] @ self._product.reshape(len(dependents[word]), -1)
                label = int((scores.reshape(len(names), -1) @ head_vectors[head]).argmax())
            name = names[label]
            if head == 0:
                name = _ROOT
            elif name == "root":
                name = _JOIN
            result.append(name)
        return tuple(result)

    def _write(self, doc: Doc, units: Sequence[_Unit], analyses: dict[int, _Analysis]) -> None:
        """Set the annotation of a document."""
        table = _Table(doc, self._strings)
        names: list[Span] = []
        references: list[Span] = []
        roots: dict[int, int] = {}
        shares: dict[tuple[int, int], tuple[tuple[str, float], ...]] = {}
        for number, unit in enumerate(units):
            analysis = analyses[number]
            table.states[list(unit.tokens)] = analysis.states
            tags = [self._manifest.upos[tag] for tag in analysis.upos]
            for token, word, head, relation, tag in zip(
                unit.tokens, unit.words, analysis.heads, analysis.relations, tags, strict=True
            ):
                table.heads[token] = unit.tokens[head - 1] if head else token
                table.relations[token] = relation
                table.upos[token] = tag
                table.lemmas[token] = self._lemmas.find(word, tag)
                if not head:
                    roots[number] = token
            if unit.joins is not None:
                table.heads[roots[number]] = roots[unit.joins]
                table.relations[roots[number]] = _JOIN
            found = list(_spans(doc, unit.tokens, analysis.names))
            names += found
            for span, tagged in zip(found, analysis.names, strict=True):
                shares[span.start, span.end] = tagged.shares
            references += _spans(doc, unit.tokens, analysis.references)
        table.write()
        doc.set_ents(names)
        doc.user_data[LABEL_SHARES] = shares
        doc.spans[REFERENCES] = SpanGroup(doc, name=REFERENCES, spans=references)


class _Table:
    """The annotation of a document's tokens, white space hung from a neighbour."""

    def __init__(self, doc: Doc, strings: StringStore) -> None:
        self._doc, self._strings = doc, strings
        self.states: Any = np.zeros((len(doc), WIDTH), np.float32)  # the stubs want float64
        self.heads = list(range(len(doc)))
        self.relations = [_SPACE_RELATION] * len(doc)
        self.upos = ["SPACE"] * len(doc)
        self.lemmas = [token.text for token in doc]
        for sentence in doc.sents:
            inside = [token.i for token in sentence if not token.is_space]
            anchor = inside[0] if inside else sentence.start
            for token in sentence:
                if not token.is_space:
                    anchor = token.i
                elif token.i == anchor:
                    self.relations[token.i] = _ROOT
                else:
                    self.heads[token.i] = anchor

    def write(self) -> None:
        """Write the table to the document."""
        offsets = np.array(self.heads, np.int64) - np.arange(len(self.heads))
        add = self._strings.add
        known = {value: add(value) for value in sorted({*self.relations, *self.upos})}
        columns = [
            offsets.view(np.uint64),
            np.array([known[relation] for relation in self.relations], np.uint64),
            np.array([known[tag] for tag in self.upos], np.uint64),
            np.array([add(lemma) for lemma in self.lemmas], np.uint64),
        ]
        table: Any = np.stack(columns, axis=1)  # spaCy's stubs want a type of thinc's
        self._doc.from_array(["HEAD", "DEP", "POS", "LEMMA"], table)
        self._doc.tensor = self.states


def _spans(doc: Doc, tokens: Sequence[int], found: Sequence[TaggedSpan]) -> Iterator[Span]:
    for span in found:
        yield Span(doc, tokens[span.start], tokens[span.end - 1] + 1, label=span.label)


@Language.factory(
    "kg_encoder",
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.lemma", "token.head", "token.dep", "doc.ents", "doc.tensor"],
    default_config={"model": None, "threads": 1},
)
def make_encoder(nlp: Language, name: str, model: str | None, threads: int) -> Encoder:
    """Make the component; `model` is the path of a model folder, the embedded one if None."""
    manifest = read_manifest(Path(model) if model else EMBEDDED)
    return Encoder(manifest, nlp.vocab.strings, threads=threads)
