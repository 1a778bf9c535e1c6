"""Measure the exported encoder: `python -m models.evaluate --work DIR [--output MODEL]`.

Tags, parse, names and references on gold tokens and sentences of the held-out parts, with the
int8 networks and the run-time components. Names where a corpus leaves words open are not counted
there.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.model import load_model
from models.examples import Example
from models.labels import NAME_TAGS, tag_number
from models.options import read_options
from models.prepared import read_prepared

_DETAILS = ("nsubj", "obj", "obl", "nmod", "appos", "conj", "acl:relcl", "compound", "flat")
_SETS = ("dev-ewt", "test-ewt", "dev-gum", "test-gum", "test-news", "test-uner")
_ANNOTATED = ("dev-own", "test-own", "dev-open", "test-open")
Name = tuple[int, int, str]


def main() -> None:
    """Print the tables."""
    options = read_options(__doc__)
    prepared = read_prepared(options.work)
    nlp = load_model(str(options.output))
    for name in (*_SETS, *_ANNOTATED):
        examples = [example for example in prepared.examples[name] if example.words]
        begin = time.process_time()
        sentences = annotate(examples, nlp)
        spent = time.process_time() - begin
        words = sum(len(example.words) for example in examples)
        print(f"{name}: {words / spent:.0f} words/s")
        if examples[0].heads:
            print("  ", parse_scores(examples, sentences))
        if any(example.names for example in examples):
            only = ("PERSON", "ORG", "LOC") if name == "test-uner" else ()
            print("  ", name_scores(examples, sentences, only))
        if examples[0].references:
            print("  ", reference_scores(examples, sentences))


def annotate(examples: Sequence[Example], nlp: Language) -> list[Span]:
    """Run the encoder on the examples' own words, each document for itself."""
    encoder = nlp.get_pipe("kg_encoder")
    sentences: list[Span] = []
    for _, group in groupby(enumerate(examples), lambda pair: pair[1].document or pair[0]):
        some = [example for _, example in group]
        words = [word for example in some for word in example.words]
        starts = [number == 0 for example in some for number in range(len(example.words))]
        sentences += encoder(Doc(nlp.vocab, words=words, sent_starts=starts)).sents
    return sentences


def parse_scores(examples: Sequence[Example], sentences: Sequence[Span]) -> str:
    """UPOS accuracy, attachment scores, and F of some relations."""
    count: Counter[str] = Counter()
    gold, found, right = Counter[str](), Counter[str](), Counter[str]()
    for example, sentence in zip(examples, sentences, strict=True):
        for token, head, relation, upos in zip(
            sentence, example.heads, example.relations, example.upos, strict=True
        ):
            chosen = 0 if token.dep_ == "ROOT" else token.head.i - sentence.start + 1
            label = "root" if token.dep_ == "ROOT" else token.dep_
            hit = chosen == head and label == relation
            count.update(n=1, upos=token.pos_ == upos, uas=chosen == head, las=hit)
            gold[relation] += 1
            found[label] += 1
            right[relation] += hit
    share = {key: f"{100 * count[key] / count['n']:.2f}" for key in ("upos", "uas", "las")}
    details = {k: round(200 * right[k] / max(1, gold[k] + found[k])) for k in _DETAILS}
    return f"{share} {details}"


def name_scores(examples: Sequence[Example], sentences: Sequence[Span], only: Sequence[str]) -> str:
    """Precision, recall and F of the names, together and by type."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example, sentence in zip(examples, sentences, strict=True):
        if not example.names:
            continue
        gold = set(_gold_names(example.names))
        at = sentence.start
        found = {(ent.start - at, ent.end - at, ent.label_) for ent in sentence.ents}
        found = {span for span in found if span in gold or not _open(span, example.names)}
        for key, spans in (("gold", gold), ("found", found), ("right", gold & found)):
            for span in spans:
                if not only or span[2] in only:
                    counts["all"][key] += 1
                    counts[span[2]][key] += 1
    return " ".join(f"{kind} {_prf(count)}" for kind, count in sorted(counts.items()))


def reference_scores(examples: Sequence[Example], sentences: Sequence[Span]) -> str:
    """Precision, recall and F of the references."""
    count: Counter[str] = Counter()
    for example, sentence in zip(examples, sentences, strict=True):
        gold = set(_gold_references(example.references))
        at, doc = sentence.start, sentence.doc
        found = {
            (span.start - at, span.end - at)
            for span in doc.spans["references"]
            if sentence.start <= span.start < sentence.end
        }
        count.update(gold=len(gold), found=len(found), right=len(gold & found))
    return f"references {_prf(count)}"


def _open(span: Name, masks: Sequence[int]) -> bool:
    """Tell whether the corpus leaves open if the span is a name of its type."""
    begins = 1 << tag_number(span[2], "B")
    return any(mask & begins and mask != begins for mask in masks[span[0] : span[1]])


def _prf(count: Counter[str]) -> str:
    precision = 100 * count["right"] / max(1, count["found"])
    recall = 100 * count["right"] / max(1, count["gold"])
    score = 200 * count["right"] / max(1, count["found"] + count["gold"])
    return f"{precision:.1f}/{recall:.1f}/{score:.1f} (n={count['gold']})"


def _gold_names(masks: Sequence[int]) -> Iterator[Name]:
    start, kind = 0, ""
    for number, mask in enumerate([*masks, 1]):
        tag = NAME_TAGS[mask.bit_length() - 1] if mask.bit_count() == 1 else "O"
        if kind and tag != f"I-{kind}":
            yield start, number, kind
            kind = ""
        if tag.startswith("B-"):
            start, kind = number, tag[2:]


def _gold_references(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for number, tag in enumerate([*tags, 0]):
        if start >= 0 and tag != 2:
            yield start, number
            start = -1
        if tag == 1:
            start = number


if __name__ == "__main__":
    main()
