"""One pass of the joint encoder: tags, lemmas, parse, names and references of a Doc."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.annotate.bio import TaggedSpan, decode_spans
from kg.annotate.folder import EMBEDDED, Manifest, open_network, read_manifest
from kg.annotate.lemmas import read_lemmas
from kg.annotate.pieces import LONGEST, Pieces, lay_out, read_cutter
from kg.annotate.tree import decode_tree

WIDTH = 384  # of a word's state in `doc.tensor`
REFERENCES = "references"  # key of the span group
_BATCH_PIECES = 768  # with padding, of one run; more is slower on one thread
_BREAKS = frozenset(";:,\u2013\u2014")
_ROOT, _JOIN, _SPACE_RELATION = "ROOT", "parataxis", "dep"
_OUTPUTS = ("states", "upos", "names", "references", "arcs", "labels", "dependents", "heads")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A sentence, or a part of one too long for the encoder, as tokens of a document."""

    tokens: tuple[int, ...]
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

    def __init__(self, manifest: Manifest, vocab_strings: Language, *, threads: int) -> None:
        folder = manifest.folder
        self._manifest = manifest
        self._strings = vocab_strings.vocab.strings
        self._session = open_network(folder / "encoder.onnx", threads=threads)
        self._cutter = read_cutter(folder / "tokenizer.json")
        self._lemmas = read_lemmas(folder / "lemmas.json.gz")
        self._product: NDArray[np.float32] = np.load(folder / "labels.npy").astype(np.float32)
        self._upos = np.array([self._strings[tag] for tag in manifest.upos], np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document.

        Sentences are run together within a document only: int8 products scale with what is run
        together, and a document must not depend on its neighbours.
        """
        units = self._collect(doc)
        analyses: dict[int, _Analysis] = {}
        for batch in _batches(units):
            found = self._analyse([units[number].pieces for number in batch])
            analyses.update(zip(batch, found, strict=True))
        self._write(doc, units, analyses)
        return doc

    def _collect(self, doc: Doc) -> list[_Unit]:
        """Return the sentences of a document, long ones in parts."""
        units: list[_Unit] = []
        for sentence in doc.sents:
            tokens = [token.i for token in sentence if not token.is_space]
            joins: int | None = None
            for part in self._parts(doc, tokens):
                pieces = self._cutter.frame([doc[i].text for i in part])
                units.append(_Unit(tokens=tuple(part), pieces=pieces, joins=joins))
                joins = len(units) - 1 if joins is None else joins
        return units

    def _parts(self, doc: Doc, tokens: list[int]) -> Iterator[list[int]]:
        """Cut a sentence that has too many pieces, after punctuation where there is some."""
        while tokens:
            room, count = LONGEST - 2, 0
            while count < len(tokens) and room >= len(self._cutter.cut(doc[tokens[count]].text)):
                room -= len(self._cutter.cut(doc[tokens[count]].text))
                count += 1
            if count < len(tokens):
                breaks = [k for k in range(count // 2, count) if doc[tokens[k]].text in _BREAKS]
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

    def _write(
        self,
        doc: Doc,
        units: Sequence[_Unit],
        analyses: dict[int, _Analysis],
    ) -> None:
        """Set the annotation of a document."""
        size = len(doc)
        heads = np.arange(size)
        upos = np.full(size, self._strings["SPACE"], dtype=np.uint64)
        relations = [_SPACE_RELATION] * size
        lemmas = [token.text for token in doc]
        doc.tensor = np.zeros((size, WIDTH), dtype=np.float32)
        names: list[Span] = []
        references: list[Span] = []
        roots: dict[int, int] = {}
        for number, unit in enumerate(units):
            tokens, analysis = unit.tokens, analyses[number]
            place = np.array(tokens)
            doc.tensor[place] = analysis.states
            upos[place] = self._upos[list(analysis.upos)]
            for token, head, relation, tag in zip(
                tokens, analysis.heads, analysis.relations, analysis.upos, strict=True
            ):
                heads[token] = tokens[head - 1] if head else token
                relations[token] = relation
                lemmas[token] = self._lemmas.find(doc[token].text, self._manifest.upos[tag])
                if not head:
                    roots[number] = token
            if unit.joins is not None:
                heads[roots[number]] = roots[unit.joins]
                relations[roots[number]] = _JOIN
            names += _spans(doc, tokens, analysis.names)
            references += _spans(doc, tokens, analysis.references)
        _attach_space(doc, heads, relations)
        strings = [[self._strings.add(value) for value in row] for row in (relations, lemmas)]
        offsets = (heads - np.arange(size)).astype(np.int64).view(np.uint64)
        columns = [offsets, np.array(strings[0], np.uint64), upos, np.array(strings[1], np.uint64)]
        table: Any = np.stack(columns, axis=1)  # spaCy's stubs want a type of thinc's
        doc.from_array(["HEAD", "DEP", "POS", "LEMMA"], table)
        doc.set_ents(names)
        doc.spans[REFERENCES] = SpanGroup(doc, name=REFERENCES, spans=references)


def _batches(units: Sequence[_Unit]) -> Iterator[list[int]]:
    """Group units of similar length, so that a run has few padded pieces."""
    order = sorted(range(len(units)), key=lambda number: len(units[number].pieces.numbers))
    batch: list[int] = []
    for number in order:
        if batch and len(units[number].pieces.numbers) * (len(batch) + 1) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _spans(doc: Doc, tokens: Sequence[int], found: Sequence[TaggedSpan]) -> Iterator[Span]:
    for span in found:
        yield Span(doc, tokens[span.start], tokens[span.end - 1] + 1, label=span.label)


def _attach_space(doc: Doc, heads: NDArray[np.intp], relations: list[str]) -> None:
    """Hang white space from a neighbour in its sentence."""
    for sentence in doc.sents:
        inside = [token.i for token in sentence if not token.is_space]
        for token in sentence:
            if not token.is_space:
                continue
            if inside:
                before = [i for i in inside if i < token.i]
                heads[token.i] = before[-1] if before else inside[0]
            elif token.i != sentence.start:
                heads[token.i] = sentence.start
            else:
                relations[token.i] = _ROOT


@Language.factory(
    "kg_encoder",
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.lemma", "token.head", "token.dep", "doc.ents", "doc.tensor"],
    default_config={"model": None, "threads": 1},
)
def make_encoder(nlp: Language, name: str, model: str | None, threads: int) -> Encoder:
    """Make the component; `model` is the path of a model folder, the embedded one if None."""
    manifest = read_manifest(Path(model) if model else EMBEDDED)
    return Encoder(manifest, nlp, threads=threads)
