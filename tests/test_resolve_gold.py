"""How well names are merged, on the pairs and homonyms of tests/gold/names.

`python tests/test_resolve_gold.py` tells the figures, and what goes wrong in the development half.
"""

import json
import re
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from kg.datamodel import Evidence, Mention, Qualifiers, RelationMention, Span
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.resolve import resolve_mentions

GOLD = Path(__file__).parent / "gold" / "names"
FLOORS = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
HALVES = ("development", "held-out")
LINE = re.compile(r"(\w+) (.+?) \((\w+)\): (.*)")


@dataclass(frozen=True, kw_only=True)
class Score:
    """Of the pairs that are merged, and of those that should be."""

    precision: float
    recall: float
    wrong: tuple[str, ...]


def mention(article, name, kind):
    return Mention(
        article=article, span=Span(0, len(name)), text=name, name=name, types=((kind, 1.0),)
    )


def fact(subject, relation, object_, role=None):
    quote = f"{subject.name} {relation} {object_.name}"
    return RelationMention(
        subject=subject,
        relation=relation,
        object=object_,
        evidence=Evidence(article=subject.article, span=Span(0, len(quote)), quote=quote),
        qualifiers=Qualifiers(role=role),
    )


def iris(said, own, ontology):
    """Return the IRI of each of the mentions `own`."""
    others = [end for one in said for end in (one.subject, one.object)]
    found = resolve_mentions(
        [*own, *others],
        ontology.schema,
        ontology.lexicon,
        said=said,
        is_wide=ontology.gazetteer.is_wide_place,
    )
    return [found.entity_of(one).iri for one in own]


# --- pairs -------------------------------------------------------------------------


def score_pairs(half, ontology):
    rows = (GOLD / f"pairs-{half}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    outcomes = []
    for row in rows:
        kind, verdict, one, other, shared = row.split("\t")
        own = [mention("a", one, kind), mention("b", other, kind)]
        said = []
        if shared:
            relation = "partnersWith" if kind == "Organization" else "joins"
            said = [fact(m, relation, mention(m.article, shared, "Company")) for m in own]
        first, second = iris(said, own, ontology)
        outcomes.append((verdict == "same", first == second, row))
    return count(outcomes)


# --- homonyms ----------------------------------------------------------------------


def score_homonyms(half, ontology):
    cases = (GOLD / f"homonyms-{half}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return count([pair for case in cases for pair in score_case(case, ontology)])


def score_case(case, ontology):
    title, *lines, groups = case.splitlines()
    wanted = {a: n for n, g in enumerate(groups.lstrip("= ").split(" | ")) for a in g.split()}
    own, said = [], []
    for line in lines:
        article, name, kind, facts = LINE.fullmatch(line).groups()
        own.append(mention(article, name, kind))
        said += [read_fact(text, own[-1], ontology.schema) for text in facts.split("; ")]
    found = dict(zip((m.article for m in own), iris(said, own, ontology), strict=True))
    for a, b in combinations(sorted(wanted), 2):
        yield wanted[a] == wanted[b], found[a] == found[b], f"{title[2:]}: {a} {b}"


def read_fact(text, thing, schema):
    relation = next(w for w in re.findall(r"(?<= )\w+(?=[ (])", text) if w in schema.relations)
    left, right = re.split(rf" {relation}(?:\([^)]*\))? ", text)
    role = re.search(rf"{relation}\(([^)]*)\)", text)
    known = schema.relations[relation]

    def end(name, kinds):
        if name == "*":
            return thing
        people = ("hasRole", "joins", "leaves", "directs", "writes", "starsIn", "founded")
        kind = kinds[0] if kinds[0] != "Person" or relation in people else "Organization"
        if relation == "founded" and kinds is known.domain:
            kind = "Person"
        return mention(thing.article, name, kind)

    return fact(
        end(left, known.domain), relation, end(right, known.range), role[1] if role else None
    )


# --- figures -----------------------------------------------------------------------


def count(outcomes):
    right = sum(same and merged for same, merged, _ in outcomes)
    merged = sum(merged for _, merged, _ in outcomes)
    same = sum(same for same, _, _ in outcomes)
    wrong = tuple(
        f"{'merged' if merged else 'apart '} {what}"
        for same, merged, what in outcomes
        if same != merged
    )
    return Score(precision=right / merged, recall=right / same, wrong=wrong)


SCORERS = {"pairs": score_pairs, "homonyms": score_homonyms}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("name", SCORERS)
def test_merging_keeps_its_quality(name, half, ontology):
    score, floor = SCORERS[name](half, ontology), FLOORS[name][half]
    assert score.precision >= floor["precision"], score.wrong
    assert score.recall >= floor["recall"], score.wrong


@pytest.mark.parametrize(("name", "least"), [("pairs", 200), ("homonyms", 60)])
def test_gold_is_large_enough(name, least):
    files = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob(f"{name}-*"))]
    rows = [
        len(re.findall(r"^#" if name == "homonyms" else r"\t(?:same|different)\t", t, re.M))
        for t in files
    ]
    assert sum(rows) >= least


def tell():
    known = load_ontology(find_ontology())
    for name, scorer in SCORERS.items():
        for half in HALVES:
            score = scorer(half, known)
            yield f"{name} {half}: precision {score.precision:.3f} recall {score.recall:.3f}"
            if half == "development":
                yield from (f"  {line}" for line in score.wrong)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in tell())
