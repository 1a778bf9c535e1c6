"""One pass of the joint encoder: tags, lemmas, parse, names and references of a Doc."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
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
from kg.annotate.pieces import LONGEST, MOST_PIECES, Pieces, join, lay_out, pack, read_cutter
from kg.annotate.tree import decode_trees
from kg.embedded import EMBEDDED

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
WIDTH = 384  # of a word's state in `doc.tensor`
REFERENCES = "references"  # key of the span group
# Key of what the scores say of each name: its place -> labels with their shares.
LABEL_SHARES = "label_shares"
_MOST_PIECES = 512  # with padding, of one run; more is slower on one thread
_NO_ARC = -1e4  # score of what is no word of the sentence
_BREAKS = frozenset(";:,\u2013\u2014")
_ROOT, _JOIN, _SPACE_RELATION = "ROOT", "parataxis", "dep"
_OUTPUTS = ("states", "upos", "names", "references", "arcs", "labels", "dependents", "heads")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A sentence, or a part of one too long for the encoder, as tokens of a document.

    `sentence` is the first token of the sentence, `joins` the unit whose root this one's root
    hangs from.
    """

    sentence: int
    tokens: list[int]
    words: list[str]
    pieces: Pieces
    joins: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Analysis:
    """What the encoder says about a unit; heads count from 1, 0 is the root.

    Tags and relations are numbers of the manifest's.
    """

    states: Floats
    upos: Numbers
    heads: Numbers
    relations: Numbers
    names: list[TaggedSpan]
    references: list[TaggedSpan]


class Encoder:
    """Annotate documents whose sentence starts are set."""

    def __init__(self, manifest: Manifest, strings: StringStore, *, threads: int) -> None:
        folder = manifest.folder
        self._manifest = manifest
        self._attributes = _Attributes(manifest, strings)
        self._session = open_network(folder / "encoder.onnx", threads=threads)
        self._cutter = read_cutter(folder / "tokenizer.json")
        self._lemmas = read_lemmas(folder / "lemmas.json.gz")
        self._product: Floats = np.load(folder / "labels.npy").astype(np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document.

        The sentences of a chunk see each other. Chunks are run together within a document only:
        int8 products scale with what is run together, and a document must not depend on its
        neighbours. Nor must an article on what stands around it on its page: that is run apart.
        """
        blank: list[bool] = doc.to_array(["IS_SPACE"]).tolist()
        sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
        units = self._collect(doc, sentences, blank)
        analyses: dict[int, _Analysis] = {}
        furniture = {start for start, _ in doc.user_data.get("furniture", ())}
        for apart in (False, True):
            part = [n for n, unit in enumerate(units) if (unit.sentence in furniture) is apart]
            analyses.update(self._analyse_together(units, part))
        table = _Table(doc, sentences, blank, self._attributes)
        self._write(doc, table, units, analyses)
        return doc

    def _analyse_together(
        self, units: Sequence[_Unit], numbers: Sequence[int]
    ) -> Iterator[tuple[int, _Analysis]]:
        """Yield the numbers of some units with their analyses."""
        sizes = [len(units[number].pieces.numbers) for number in numbers]
        chunks = [[numbers[place] for place in chunk] for chunk in pack(sizes)]
        joined = [join([units[number].pieces for number in chunk]) for chunk in chunks]
        lengths = [len(chunk.numbers) for chunk in joined]
        for batch in group_by_length(lengths, most=_MOST_PIECES):
            found = self._analyse([joined[place] for place in batch])
            together = chain.from_iterable(chunks[place] for place in batch)
            yield from zip(together, found, strict=True)

    def _collect(
        self, doc: Doc, sentences: Sequence[tuple[int, int]], blank: Sequence[bool]
    ) -> list[_Unit]:
        """Return the sentences of a document without white space, long ones in parts."""
        words = [token.text for token in doc]
        units: list[_Unit] = []
        for start, end in sentences:
            tokens = [place for place in range(start, end) if not blank[place]]
            joins: int | None = None
            for part in self._parts(tokens, words):
                texts = [words[place] for place in part]
                pieces = self._cutter.frame(texts)
                units.append(
                    _Unit(sentence=start, tokens=part, words=texts, pieces=pieces, joins=joins)
                )
                joins = len(units) - 1 if joins is None else joins
        return units

    def _parts(self, tokens: list[int], words: Sequence[str]) -> Iterator[list[int]]:
        """Cut a sentence that has too many pieces, after punctuation where there is some."""
        if len(tokens) * MOST_PIECES <= LONGEST - 2:
            yield from [tokens] if tokens else []
            return
        while tokens:
            sizes = np.cumsum([len(self._cutter.cut(words[place])) for place in tokens])
            count = int(np.searchsorted(sizes, LONGEST - 2, side="right"))
            if count < len(tokens):
                breaks = [k for k in range(count // 2, count) if words[tokens[k]] in _BREAKS]
                count = breaks[-1] + 1 if breaks else count
            yield tokens[:count]
            tokens = tokens[count:]

    def _analyse(self, chunks: Sequence[Pieces]) -> Iterator[_Analysis]:
        """Run the encoder on a batch of chunks; yield the analyses of their sentences."""
        values = self._session.run(list(_OUTPUTS), lay_out(chunks))
        found = dict(zip(_OUTPUTS, values, strict=True))
        upos, labels = found["upos"].argmax(-1), found["labels"].argmax(-1)
        places = list(_find_sentences(chunks))
        arcs = _cut_arcs(found["arcs"], places)
        heads = decode_trees(arcs, np.array([end - start for _, start, end in places]))
        scored = arcs.argmax(-1)  # the network named the relations to these heads
        for number, (row, start, end) in enumerate(places):
            inside, own = slice(start, end), slice(1, end - start + 1)
            relations = labels[row, inside]
            for word in np.flatnonzero(heads[number, own] != scored[number, own]):
                head = heads[number, word + 1]
                relations[word] = self._relation(
                    found["dependents"][row, start + word],
                    found["heads"][row, start + head - 1 if head else 0],
                )
            yield _Analysis(
                states=found["states"][row, inside],
                upos=upos[row, inside],
                heads=heads[number, own],
                relations=relations,
                names=decode_spans(found["names"][row, inside], self._manifest.names),
                references=decode_spans(
                    found["references"][row, inside], self._manifest.references
                ),
            )

    def _relation(self, dependent: Floats, head: Floats) -> int:
        """Return the best relation of a word to a head."""
        scores = dependent @ self._product.reshape(len(dependent), -1)
        return int((scores.reshape(-1, len(head)) @ head).argmax())

    def _write(
        self,
        doc: Doc,
        table: "_Table",
        units: Sequence[_Unit],
        analyses: Mapping[int, _Analysis],
    ) -> None:
        """Set the annotation of a document."""
        names: list[Span] = []
        references: list[Span] = []
        roots: dict[int, int] = {}
        shares: dict[tuple[int, int], tuple[tuple[str, float], ...]] = {}
        for number, unit in enumerate(units):
            analysis = analyses[number]
            tags = [self._manifest.upos[tag] for tag in analysis.upos.tolist()]
            lemmas = self._lemmas.find_all(unit.words, tags)
            roots[number] = table.add(unit.tokens, analysis, lemmas)
            if unit.joins is not None:
                table.join(roots[number], roots[unit.joins])
            found = list(_spans(doc, unit.tokens, analysis.names))
            names += found
            for span, tagged in zip(found, analysis.names, strict=True):
                shares[span.start, span.end] = tagged.shares
            references += _spans(doc, unit.tokens, analysis.references)
        table.write()
        doc.set_ents(names)
        doc.user_data[LABEL_SHARES] = shares
        doc.spans[REFERENCES] = SpanGroup(doc, name=REFERENCES, spans=references)


class _Attributes:
    """What spaCy calls the tags and relations: numbers in its table of strings."""

    def __init__(self, manifest: Manifest, strings: StringStore) -> None:
        self.strings = strings
        self.space, self.space_relation = strings.add("SPACE"), strings.add(_SPACE_RELATION)
        self.root, self.join = strings.add(_ROOT), strings.add(_JOIN)
        self.upos = np.array([strings.add(tag) for tag in manifest.upos], np.uint64)
        # A word that the scores call the root, and that is none, joins its head.
        names = [_JOIN if name == "root" else name for name in manifest.relations]
        self.relations = np.array([strings.add(name) for name in names], np.uint64)


class _Table:
    """The annotation of a document's tokens, white space hung from a neighbour."""

    def __init__(
        self,
        doc: Doc,
        sentences: Sequence[tuple[int, int]],
        blank: Sequence[bool],
        attributes: _Attributes,
    ) -> None:
        self._doc, self._attributes = doc, attributes
        self._states: Any = np.zeros((len(doc), WIDTH), np.float32)  # the stubs want float64
        self._heads = np.arange(len(doc))
        self._relations = np.full(len(doc), attributes.space_relation, np.uint64)
        self._upos = np.full(len(doc), attributes.space, np.uint64)
        self._lemmas = [token.text for token in doc]
        for start, end in sentences:
            spaces = [place for place in range(start, end) if blank[place]]
            anchor = next((place for place in range(start, end) if not blank[place]), start)
            for place in spaces:
                if place > start and not blank[place - 1]:
                    anchor = place - 1
                self._heads[place] = anchor
                if place == anchor:
                    self._relations[place] = attributes.root

    def add(self, tokens: Sequence[int], analysis: _Analysis, lemmas: Sequence[str]) -> int:
        """Take over what is said of a unit; return the token that is its root."""
        places = np.array(tokens)
        is_root = analysis.heads == 0
        self._states[places] = analysis.states
        self._heads[places] = np.where(is_root, places, places[analysis.heads - 1])
        relations = self._attributes.relations[analysis.relations]
        self._relations[places] = np.where(is_root, np.uint64(self._attributes.root), relations)
        self._upos[places] = self._attributes.upos[analysis.upos]
        for place, lemma in zip(tokens, lemmas, strict=True):
            self._lemmas[place] = lemma
        return tokens[int(is_root.argmax())]

    def join(self, root: int, other: int) -> None:
        """Hang a part of a sentence from its first part."""
        self._heads[root], self._relations[root] = other, self._attributes.join

    def write(self) -> None:
        """Write the table to the document."""
        offsets = self._heads - np.arange(len(self._heads))
        add = self._attributes.strings.add
        lemmas = np.array([add(lemma) for lemma in self._lemmas], np.uint64)
        columns = [offsets.view(np.uint64), self._relations, self._upos, lemmas]
        table: Any = np.stack(columns, axis=1)  # spaCy's stubs want a type of thinc's
        self._doc.from_array(["HEAD", "DEP", "POS", "LEMMA"], table)
        self._doc.tensor = self._states


def _find_sentences(chunks: Sequence[Pieces]) -> Iterator[tuple[int, int, int]]:
    """Yield of each sentence its chunk, and its first word and the one after its last there."""
    for row, chunk in enumerate(chunks):
        homes = np.array(chunk.sentences)
        bounds = [0, *(np.flatnonzero(np.diff(homes)) + 1).tolist(), len(homes)]
        for start, end in pairwise(bounds):
            yield row, start + 1, end + 1


def _cut_arcs(arcs: Floats, places: Sequence[tuple[int, int, int]]) -> Floats:
    """Cut the arcs within each sentence, the root first, out of those of the chunks."""
    width = max(end - start for _, start, end in places) + 1
    result: Floats = np.full((len(places), width, width), _NO_ARC, np.float32)
    for number, (row, start, end) in enumerate(places):
        size = end - start + 1
        result[number, 1:size, 1:size] = arcs[row, start:end, start:end]
        result[number, 1:size, 0] = arcs[row, start:end, 0]
    return result


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
