"""Measure the exported relation head end to end: `python -m models.evaluate_relations --work DIR`.

Facts of the held-out passages, own and of open documents, by the things that their arguments stand
for: with the annotated mentions, and with those that the encoder finds (values are always the
annotated ones). A found mention stands for the annotated one that it overlaps most.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.annotate.encoder import LABEL_SHARES
from kg.annotate.model import load_model
from kg.annotate.relations import COREFERENCE_SCORES, RELATION_SCORES, SOURCE_SCORES
from kg.lexicon.labels import THINGS
from models.examples import TokenLine
from models.labels import ATTRIBUTION, SYMMETRIC, VALUE_OF_LETTER
from models.options import read_options
from models.prepared import read_prepared
from models.relation_data import encode_lines

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_SHOWN = 0.5  # threshold of the table by relation
_VALUES = tuple(VALUE_OF_LETTER.values())
Place = tuple[int, int]
FactKey = tuple[int, str, int, int]  # line, relation, subject, object


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A passage as the head read it, with what each place of a mention stands for."""

    doc: Doc
    lines: tuple[TokenLine, ...]
    keys: Mapping[Place, int]


def main() -> None:
    """Print the tables."""
    options = read_options(__doc__)
    prepared = read_prepared(options.work)
    nlp = load_model(str(options.output))
    for part in prepared.passages:
        for gold in (True, False):
            reads = [read(lines, nlp, gold=gold) for lines in prepared.passages[part]]
            print(f"{part}, {'annotated' if gold else 'found'} mentions")
            report(reads)


def read(lines: Sequence[TokenLine], nlp: Language, *, gold: bool) -> Read:
    """Run the encoder and the relation head on a passage."""
    lines = tuple(line for line in lines if line.words)
    doc = encode_lines([line.words for line in lines], nlp)
    marked: dict[Place, tuple[str, int]] = {}
    for line, sentence in zip(lines, doc.sents, strict=True):
        for mention in line.mentions:
            place = (sentence.start + mention.start, sentence.start + mention.end)
            marked[place] = (mention.label, mention.key)
    values = [Span(doc, *p, label=label) for p, (label, _) in marked.items() if label in _VALUES]
    doc.spans["values"] = SpanGroup(doc, name="values", spans=values)
    if gold:
        own = {p: label for p, (label, _) in marked.items() if label not in (*_VALUES, "REF")}
        doc.set_ents([Span(doc, *place, label=label) for place, label in own.items()])
        doc.user_data[LABEL_SHARES] = {}
        references = [
            Span(doc, *p, label="REF") for p, (label, _) in marked.items() if label == "REF"
        ]
        doc.spans["references"] = SpanGroup(doc, name="references", spans=references)
    doc = nlp.get_pipe("kg_relations")(doc)
    places = [(s.start, s.end) for s in (*doc.ents, *doc.spans["references"], *values)]
    keys = {place: _stands_for(place, marked) for place in places}
    return Read(doc=doc, lines=lines, keys=keys)


def _stands_for(place: Place, marked: Mapping[Place, tuple[str, int]]) -> int:
    """Return the thing of the mention that overlaps most; -1 where none does."""
    overlaps = [
        (min(place[1], end) - max(place[0], start), -start, key)
        for (start, end), (_, key) in marked.items()
    ]
    best = max(overlaps, default=(0, 0, -1))
    return best[2] if best[0] > 0 else -1 - place[0]


def report(reads: Sequence[Read]) -> None:
    """Print precision, recall and F by threshold, by relation, and the smaller tables."""
    for threshold in THRESHOLDS:
        count: Counter[str] = Counter()
        for one in reads:
            gold, found = set(gold_facts(one)), found_facts(one, threshold)
            count.update(gold=len(gold), found=len(found), right=len(gold & set(found)))
        print(f"  {threshold}: {_prf(count)}")
    by_relation: dict[str, Counter[str]] = defaultdict(Counter)
    status: Counter[str] = Counter()
    for one in reads:
        gold, found = gold_facts(one), found_facts(one, _SHOWN)
        for key, keys in (("gold", gold), ("found", found), ("right", set(gold) & set(found))):
            for fact in keys:
                by_relation[fact[1]][key] += 1
        for fact in set(gold) & set(found):
            right = gold[fact] == found[fact]
            status.update(n=1, right=right)
            if gold[fact] != "asserted":
                status.update(other=1, other_right=right)
    for relation, count in sorted(by_relation.items()):
        print(f"    {relation}: {_prf(count)}")
    print(f"  status {status['right']}/{status['n']}, not asserted"
          f" {status['other_right']}/{status['other']}")  # fmt: skip
    print(f"  qualifiers {_prf(_qualifier_counts(reads))}")
    print(f"  coreference {_prf(_coreference_counts(reads))}")
    print(f"  source {_prf(_source_counts(reads))}")


def gold_facts(one: Read) -> dict[FactKey, str]:
    """Return the annotated facts with their status."""
    return {
        _key(number, fact.relation, fact.subject, fact.object): fact.status
        for number, line in enumerate(one.lines)
        for fact in line.facts
        if fact.relation != ATTRIBUTION
    }


def found_facts(one: Read, threshold: float) -> dict[FactKey, str]:
    """Return the facts that score high enough, with their status."""
    starts = {sentence.start: number for number, sentence in enumerate(one.doc.sents)}
    facts: dict[FactKey, tuple[float, str]] = {}
    for scored in one.doc.user_data[RELATION_SCORES]:
        if scored.score < threshold:
            continue
        subject, object_ = one.keys[scored.subject], one.keys[scored.object]
        key = _key(starts[scored.sentence[0]], scored.relation, subject, object_)
        facts[key] = max(facts.get(key, (0.0, "")), (scored.score, scored.status))
    return {key: status for key, (_, status) in facts.items()}


def _key(line: int, relation: str, subject: int, object_: int) -> FactKey:
    if relation in SYMMETRIC:
        subject, object_ = sorted((subject, object_))
    return line, relation, subject, object_


def _qualifier_counts(reads: Sequence[Read]) -> Counter[str]:
    """Count qualifiers of the facts that were found."""
    count: Counter[str] = Counter()
    for one in reads:
        starts = {sentence.start: number for number, sentence in enumerate(one.doc.sents)}
        found: dict[FactKey, set[tuple[str, int]]] = {}
        for scored in one.doc.user_data[RELATION_SCORES]:
            if scored.score >= _SHOWN:
                key = _key(
                    starts[scored.sentence[0]],
                    scored.relation,
                    one.keys[scored.subject],
                    one.keys[scored.object],
                )
                found.setdefault(key, set()).update(
                    (name, one.keys[place])
                    for name, place, score in scored.qualifiers
                    if score >= _SHOWN
                )
        for number, line in enumerate(one.lines):
            for fact in line.facts:
                key = _key(number, fact.relation, fact.subject, fact.object)
                if key in found:
                    gold = {(k, int(v)) for k, v in fact.qualifiers if v.isdigit()}
                    right = len(gold & found[key])
                    count.update(gold=len(gold), found=len(found[key]), right=right)
    return count


def _coreference_counts(reads: Sequence[Read]) -> Counter[str]:
    """Count references whose best antecedent is right."""
    count: Counter[str] = Counter()
    for one in reads:
        best: dict[Place, tuple[float, Place]] = {}
        for place, antecedent, score in one.doc.user_data[COREFERENCE_SCORES]:
            best[place] = max(best.get(place, (0.0, (0, 0))), (score, antecedent))
        for span in one.doc.spans["references"]:
            place = (span.start, span.end)
            named = {k for p, k in one.keys.items() if p < place and _is_thing(one.doc, p)}
            count["gold"] += one.keys[place] in named
            if place in best and best[place][0] >= _SHOWN:
                count["found"] += 1
                count["right"] += one.keys[best[place][1]] == one.keys[place]
    return count


def _is_thing(doc: Doc, place: Place) -> bool:
    return any(
        (span.start, span.end) == place and span.label_ in THINGS
        for span in (*doc.ents, *doc.spans["references"])
    )


def _source_counts(reads: Sequence[Read]) -> Counter[str]:
    count: Counter[str] = Counter()
    for one in reads:
        starts = [sentence.start for sentence in one.doc.sents]
        gold = {
            (number, fact.object)
            for number, line in enumerate(one.lines)
            for fact in line.facts
            if fact.relation == ATTRIBUTION
        }
        found = {
            (max(k for k, start in enumerate(starts) if start <= place[0]), one.keys[place])
            for place, score in one.doc.user_data[SOURCE_SCORES]
            if score >= _SHOWN
        }
        count.update(gold=len(gold), found=len(found), right=len(gold & found))
    return count


def _prf(count: Mapping[str, int]) -> str:
    gold, found, right = (count.get(key, 0) for key in ("gold", "found", "right"))
    return (
        f"P {100 * right / max(1, found):.1f} R {100 * right / max(1, gold):.1f}"
        f" F {200 * right / max(1, gold + found):.1f} (n={gold})"
    )


if __name__ == "__main__":
    main()
