"""Score relations, their qualifiers and coreference between the mentions of a Doc."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.encoder import LABEL_SHARES, REFERENCES
from kg.annotate.folder import Manifest, PairOutputs, open_network, read_manifest
from kg.annotate.groups import group_by_length
from kg.annotate.items import ITEMS, OUTSIDE, Items
from kg.annotate.windows import (
    FAR,
    LABELS,
    Floats,
    Window,
    WindowMention,
    lay_out_windows,
    make_windows,
)
from kg.embedded import EMBEDDED
from kg.errors import ModelError
from kg.lexicon.labels import THINGS

VALUES = "values"  # key of the span group of money, percentages, dates and rounds
RELATION_SCORES, COREFERENCE_SCORES, SOURCE_SCORES = (
    "relation_scores",
    "coreference_scores",
    "source_scores",
)
# Candidates below this are not kept: of those between 0.1 and 0.2 one in six is right.
LOWEST = 0.15
_MOST_WORDS = 512  # with padding, of one run; more is slower on one thread
_OUTPUTS = ("outputs", "statuses", "sources")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class ScoredRelation:
    """A relation that a sentence may state between two mentions.

    Places are tokens of the document, half-open; all scores are in [0, 1]. An argument may
    stand in an earlier sentence. `lead` is the score that the subject leads the round.
    """

    sentence: Place
    subject: Place
    object: Place
    relation: str
    score: float
    status: str
    qualifiers: tuple[tuple[str, Place, float], ...]
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """A window of a document with the network's scores of its pairs and mentions."""

    window: Window
    outputs: Floats  # pairs by outputs
    statuses: Floats  # pairs by relations by statuses
    sources: Floats  # mentions


class RelationScorer:
    """Set the scores in `doc.user_data`; needs `doc.tensor`, names and references."""

    def __init__(self, manifest: Manifest, *, threads: int) -> None:
        if manifest.pairs is None:
            raise ModelError(f"{manifest.folder}: the model has no relation head")
        self._names = manifest.pairs
        self._session = open_network(manifest.folder / "relations.onnx", threads=threads)

    def __call__(self, doc: Doc) -> Doc:
        """Score one document; as in the encoder, documents are not run together."""
        mentions = find_mentions(doc)
        items = doc.user_data.get(ITEMS) or Items([OUTSIDE] * len(doc))
        starts = [sentence.start for sentence in doc.sents]
        windows = list(
            make_windows(
                _states(doc),
                _sentences(doc),
                mentions,
                items.tells_apart,
                lambda number: items.sentences_before(number, starts, FAR),
            )
        )
        scored: dict[int, _Scored] = {}
        lengths = [len(window.distances) for window in windows]
        for batch in group_by_length(lengths, most=_MOST_WORDS):
            found = self._score([windows[place] for place in batch])
            scored.update(zip(batch, found, strict=True))
        _write(doc, mentions, [scored[place] for place in range(len(windows))], self._names)
        return doc

    def _score(self, windows: Sequence[Window]) -> Iterator[_Scored]:
        values = self._session.run(list(_OUTPUTS), lay_out_windows(windows))
        pair = mention = 0
        for window in windows:
            pairs = slice(pair, pair + len(window.pairs))
            mentions = slice(mention, mention + len(window.mentions))
            yield _Scored(
                window=window,
                outputs=values[0][pairs],
                statuses=values[1][pairs],
                sources=values[2][mentions],
            )
            pair, mention = pairs.stop, mentions.stop


def find_mentions(doc: Doc) -> list[WindowMention]:
    """Collect names, references and values; of two that overlap the longer one counts."""
    spans: list[Span] = [*doc.ents]
    for key in (VALUES, REFERENCES):
        if key in doc.spans:
            spans += doc.spans[key]
    order = sorted(range(len(spans)), key=lambda k: (spans[k].start - spans[k].end, k))
    taken: set[int] = set()
    mentions: list[WindowMention] = []
    for number in order:
        span = spans[number]
        inside = range(span.start, span.end)
        if span.label_ in LABELS and not taken.intersection(inside):
            taken.update(inside)
            mentions.append(window_mention(doc, span.start, span.end, span.label_))
    return sorted(mentions)


def window_mention(doc: Doc, start: int, end: int, label: str) -> WindowMention:
    """Make a mention with the text by which mentions are compared."""
    text = " ".join(token.lower_ for token in doc[start:end])
    shares = doc.user_data.get(LABEL_SHARES, {}).get((start, end), ())
    known = tuple(share for share in shares if share[0] in LABELS)
    return WindowMention(start=start, end=end, label=label, text=text, shares=known)


def _states(doc: Doc) -> Floats:
    return np.asarray(doc.tensor, dtype=np.float32)


def _sentences(doc: Doc) -> list[list[int]]:
    blank: list[bool] = doc.to_array(["IS_SPACE"]).tolist()
    return [
        [place for place in range(sentence.start, sentence.end) if not blank[place]]
        for sentence in doc.sents
    ]


def _write(
    doc: Doc, mentions: Sequence[WindowMention], scored: Sequence[_Scored], names: PairOutputs
) -> None:
    places = [(mention.start, mention.end) for mention in mentions]
    sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
    relations: list[ScoredRelation] = []
    coreference: list[tuple[Place, Place, float]] = []
    sources: list[tuple[Place, float]] = []
    for found in scored:
        window = found.window
        chosen = [places[m] for m in window.mentions]
        labels = [mentions[m].label for m in window.mentions]
        reader = _WindowReader(found, names, chosen, labels, sentences[window.sentence])
        relations += reader.relations()
        coreference += reader.coreference()
        sources += [
            (chosen[k], float(found.sources[k]))
            for k in range(window.targets)
            if labels[k] in THINGS and found.sources[k] >= LOWEST
        ]
    doc.user_data[RELATION_SCORES] = tuple(sorted(relations))
    doc.user_data[COREFERENCE_SCORES] = tuple(sorted(coreference))
    doc.user_data[SOURCE_SCORES] = tuple(sorted(sources))


class _WindowReader:
    """Read the scores of one window."""

    def __init__(
        self,
        scored: _Scored,
        names: PairOutputs,
        places: Sequence[Place],
        labels: Sequence[str],
        sentence: Place,
    ) -> None:
        self._outputs, self._statuses = scored.outputs, scored.statuses
        self._targets = scored.window.targets
        self._names, self._places, self._sentence = names, places, sentence
        self._labels = labels
        self._is_thing = [label in THINGS for label in labels]
        self._pairs: list[list[int]] = scored.window.pairs.tolist()
        self._row_of = {(left, right): row for row, (left, right) in enumerate(self._pairs)}

    def relations(self) -> Iterator[ScoredRelation]:
        """Yield the relations that score high enough."""
        count = len(self._names.relations)
        for row, column in np.argwhere(self._outputs[:, :count] >= LOWEST).tolist():
            left, right = self._pairs[row]
            if not self._is_thing[right]:
                continue
            relation = self._names.relations[column]
            score = float(self._outputs[row, column])
            if relation in self._names.symmetric:
                back = float(self._outputs[self._row_of[right, left], column])
                score = (score + back) / 2
                first = self._places[left] < self._places[right]
                if score < LOWEST or (not first and back >= LOWEST):
                    continue
            best = int(self._statuses[row, column].argmax())
            yield ScoredRelation(
                sentence=self._sentence,
                subject=self._places[left],
                object=self._places[right],
                relation=relation,
                score=score,
                status=self._names.statuses[best],
                qualifiers=tuple(sorted(self._qualifiers(left, right))),
                lead=float(self._outputs[row, self._names.lead]),
            )

    def _qualifiers(self, left: int, right: int) -> Iterator[tuple[str, Place, float]]:
        """Yield values that belong to both arguments: the score is the geometric mean."""
        for value, label in enumerate(self._labels):
            rows = [self._row_of.get((argument, value)) for argument in (left, right)]
            known = [row for row in rows if row is not None]
            if not known:
                continue
            for key, column in self._names.qualifiers.get(label, ()):
                score = float(np.prod([self._outputs[row, column] for row in known]))
                score **= 1 / len(known)
                if score >= LOWEST:
                    yield key, self._places[value], score

    def coreference(self) -> Iterator[tuple[Place, Place, float]]:
        """Yield mentions of the sentence with earlier mentions of perhaps the same thing."""
        for row in np.flatnonzero(self._outputs[:, self._names.same] >= LOWEST).tolist():
            left, right = self._pairs[row]
            earlier = self._places[right] < self._places[left]
            if left < self._targets and self._is_thing[right] and earlier:
                yield (
                    self._places[left],
                    self._places[right],
                    float(self._outputs[row, self._names.same]),
                )


@Language.factory(
    "kg_relations",
    requires=["doc.ents", "doc.tensor"],
    default_config={"model": None, "threads": 1},
)
def make_relation_scorer(
    nlp: Language, name: str, model: str | None, threads: int
) -> RelationScorer:
    """Make the component; `model` is the path of a model folder, the embedded one if None."""
    manifest = read_manifest(Path(model) if model else EMBEDDED)
    return RelationScorer(manifest, threads=threads)
