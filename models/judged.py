"""What the readers propose for annotated articles, and whether the annotation has it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.annotate import annotate_articles, make_pipeline
from kg.evaluate import make_rules
from kg.evaluate.facts import Name, read_gold
from kg.evaluate.names import Surroundings, agree
from kg.extract import RelationExtractor, compile_lexicon
from kg.extract.candidates import Candidate
from kg.extract.verdict import Rivals, choose, find_type_clash
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.read import read_articles

Known = tuple[Name, str, Name]


def read_judged(
    gold_path: Path, articles_path: Path
) -> Iterator[tuple[str, Sequence[Candidate], Rivals, bool]]:
    """Yield (article, candidates of one pair and relation, frames, whether the gold has it).

    Questions, conditions, crossed pairs and pairs of the wrong kinds are left out: no
    confidence is needed.
    """
    ontology = load_ontology(find_ontology())
    nlp, _ = make_pipeline(None, ontology.folder)
    frames, _ = compile_lexicon(ontology.lexicon, nlp)
    extractor = RelationExtractor(ontology.schema, ontology.lexicon, ontology.gazetteer, frames)
    around = make_rules(ontology).around
    facts: dict[str, list[Known]] = {}
    for known in read_gold(gold_path, ontology.schema).facts:
        fact = known.fact
        facts.setdefault(known.article, []).append((fact.subject, fact.relation, fact.object))
    for doc in annotate_articles(
        read_articles([articles_path], any_language=True, on_fault=_refuse), nlp
    ):
        article = doc.user_data["article"].id
        groups = extractor.propose(doc, extractor.read_clauses(doc))
        rivals = Rivals(groups)
        for group in groups:
            best = choose(group)
            clash = find_type_clash(best, ontology.schema)
            if best.status is None or clash or all(rivals.framed_elsewhere(group)):
                continue
            symmetric = ontology.schema.relations[best.relation].symmetric
            right = any(
                _is(best, known, around, symmetric=symmetric) for known in facts.get(article, ())
            )
            yield article, group, rivals, right


def _is(found: Candidate, known: Known, around: Surroundings, *, symmetric: bool) -> bool:
    one, relation, other = known
    if relation != found.relation or not found.subject.mention or not found.object.mention:
        return False
    subject, object_ = (
        Name(label=mention.name, aliases=mention.aliases)
        for mention in (found.subject.mention, found.object.mention)
    )
    if agree(subject, one, around) and agree(object_, other, around):
        return True
    return symmetric and agree(subject, other, around) and agree(object_, one, around)


def _refuse(fault: Exception) -> None:
    raise fault
