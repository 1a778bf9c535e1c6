"""What the readers propose for annotated articles, and whether the annotation has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotate import annotate_articles, make_pipeline
from kg.datamodel import Mention
from kg.evaluate import make_rules
from kg.evaluate.facts import Name, read_gold
from kg.evaluate.names import Surroundings, agree
from kg.extract import RelationExtractor, compile_lexicon
from kg.extract.candidates import Candidate
from kg.extract.clauses import Clauses
from kg.extract.verdict import Rivals, choose, find_type_clash
from kg.lexicon.ontology import Ontology, find_ontology, load_ontology
from kg.read import read_articles
from kg.schema import Schema

Known = tuple[Name, str, Name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An article, its sentences, and what the readers propose for each pair and relation."""

    article: str
    sentences: Sequence[Clauses]
    groups: Sequence[Sequence[Candidate]]


class Annotation:
    """The facts of annotated articles."""

    def __init__(self, path: Path, ontology: Ontology) -> None:
        self._around: Surroundings = make_rules(ontology).around
        self._facts: dict[str, list[Known]] = {}
        for known in read_gold(path, ontology.schema).facts:
            fact = known.fact
            found = (fact.subject, fact.relation, fact.object)
            self._facts.setdefault(known.article, []).append(found)

    def relations(self, article: str, subject: Mention, object_: Mention) -> frozenset[str]:
        """Return the relations that an article states between two things, in this order."""
        one, other = (Name(label=m.name, aliases=m.aliases) for m in (subject, object_))
        return frozenset(
            relation
            for first, relation, second in self._facts.get(article, ())
            if agree(one, first, self._around) and agree(other, second, self._around)
        )


def propose(articles_path: Path, ontology: Ontology) -> Iterator[Proposed]:
    """Read articles, up to what both readers propose."""
    nlp, _ = make_pipeline(None, ontology.folder)
    frames, _ = compile_lexicon(ontology.lexicon, nlp)
    extractor = RelationExtractor(ontology.schema, ontology.lexicon, ontology.gazetteer, frames)
    articles = read_articles([articles_path], any_language=True, on_fault=_refuse)
    for doc in annotate_articles(articles, nlp):
        sentences = extractor.read_clauses(doc)
        groups = extractor.propose(doc, sentences)
        yield Proposed(article=doc.user_data["article"].id, sentences=sentences, groups=groups)


def read_judged(
    gold_path: Path, articles_path: Path
) -> Iterator[tuple[str, Sequence[Candidate], Rivals, bool]]:
    """Yield (article, candidates of one pair and relation, frames, whether the gold has it).

    Questions, conditions, crossed pairs and pairs of the wrong kinds are left out: no
    confidence is needed.
    """
    ontology = load_ontology(find_ontology())
    annotation = Annotation(gold_path, ontology)
    for proposed in propose(articles_path, ontology):
        rivals = Rivals(proposed.groups, ontology.schema)
        for group in proposed.groups:
            best = choose(group)
            clash = find_type_clash(best, ontology.schema)
            if best.status is None or clash or all(rivals.framed_elsewhere(group)):
                continue
            right = _has(annotation, proposed.article, best, ontology.schema)
            yield proposed.article, group, rivals, right


def _has(annotation: Annotation, article: str, found: Candidate, schema: Schema) -> bool:
    subject, object_ = found.subject.mention, found.object.mention
    if subject is None or object_ is None:
        return False
    said = annotation.relations(article, subject, object_)
    if schema.relations[found.relation].symmetric:
        said |= annotation.relations(article, object_, subject)
    return found.relation in said


def _refuse(fault: Exception) -> None:
    raise fault
