"""Statements as triples: the merged view in the default graph, each article in its own.

Both come in parts, so that a part that was written before need not be described again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from oxrdflib import OxigraphStore
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
from rdflib import Dataset

from kg.datamodel import (
    ArticleHeader,
    Development,
    Disagreement,
    Entity,
    Run,
    Statement,
    StatementEvidence,
)
from kg.merge.digests import Digests, digest
from kg.merge.nodes import (
    Said,
    Triple,
    article_node,
    article_triples,
    entity_triples,
    evidence_iri,
    evidence_triples,
    make_node,
    run_iri,
    run_triples,
    source_triples,
    statement_triples,
)
from kg.merge.terms import KG, PROV, RDF
from kg.vocab import INFERRED, PREFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphContents:
    """All that a graph is made of.

    Statements are sorted; `headers` holds the articles by id, in order. `developments` tell
    which statement came of which, `preferred` are those, by IRI, that rank before all that they
    disagree with, and `inferred` is what follows from the schema, as triples of IRIs.
    """

    statements: Sequence[Statement]
    disagreements: Sequence[Disagreement]
    headers: Mapping[str, ArticleHeader]
    run: Run
    developments: Sequence[Development] = ()
    preferred: Collection[str] = ()
    inferred: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some nodes of one graph that stand together; no other part describes them.

    `key` is the digest of all that `describe` makes the triples of; `graph` is None in the
    merged view.
    """

    key: str
    describe: Callable[[], Iterable[Triple]]
    graph: NamedNode | None = None

    def quads(self) -> Iterator[Quad]:
        """Yield the triples with the name of their graph."""
        graph = self.graph or DefaultGraph()
        return (Quad(*triple, graph) for triple in self.describe())


def make_dataset(contents: GraphContents) -> Dataset:
    """Write statements as RDF.

    Returns:
        A Dataset whose default graph is the merged view, and whose named graphs, one an
        article, hold what that article alone says, with its provenance; one more holds what
        is inferred.
    """
    digests = Digests()
    store = Store()
    for part in chain(
        merged_parts(contents, digests), article_parts(contents, digests), inferred_parts(contents)
    ):
        store.bulk_extend(part.quads())
    dataset = Dataset(store=OxigraphStore(store=store), default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def merged_parts(contents: GraphContents, digests: Digests) -> Iterator[Part]:
    """Yield the merged view: the run, the articles, the entities, the statements."""
    run, headers = contents.run, contents.headers
    key = digest("run", run_iri(run).value, tuple(headers))
    yield Part(key, partial(run_triples, run, headers))
    for header in headers.values():
        key = digest("article", digests.of_header(header))
        yield Part(key, partial(article_triples, header))
    said = [_merged(s) for s in contents.statements]
    for entity, relations in _entities_of(said):
        key = digest("entity", digests.of_entity(entity), relations)
        yield Part(key, partial(_describe_entity, entity, relations))
    anchored: set[tuple[object, ...]] = set()
    across = _Across(contents)
    for one in said:
        fresh, beyond = _fresh_evidence(one, anchored), across.find(one.statement)
        key = digest("statement", digests.of_statement(one.statement), fresh, beyond)
        yield Part(key, partial(_describe_merged, one, fresh, beyond))


def article_parts(contents: GraphContents, digests: Digests) -> Iterator[Part]:
    """Yield the named graphs, article by article: each has what that article alone says."""
    said: dict[str, list[Said]] = defaultdict(list)
    for statement in contents.statements:
        evidence: dict[str, list[StatementEvidence]] = defaultdict(list)
        for found in statement.evidence:
            evidence[found.evidence.article].append(found)
        for article, qualifiers, confidence in statement.by_article:
            said[article].append(Said(statement, qualifiers, confidence, evidence[article]))
    activity = run_iri(contents.run)
    for article, header in contents.headers.items():
        here = said.get(article, ())
        statements = tuple([digests.of_statement(one.statement) for one in here])
        key = digest("graph", digests.of_header(header), activity.value, statements)
        describe = partial(_describe_article, header, activity, here)
        yield Part(key, describe, article_node(article))


def inferred_parts(contents: GraphContents) -> Iterator[Part]:
    """Yield the graph of inferred triples; where nothing is inferred, there is none."""
    if contents.inferred:
        key = digest("inferred", tuple(contents.inferred))
        yield Part(key, partial(_describe_inferred, contents.inferred), make_node(INFERRED))


def describe_merged(contents: GraphContents) -> Iterator[Triple]:
    """Yield all triples of the merged view."""
    for part in merged_parts(contents, Digests()):
        yield from part.describe()


def describe_statement(
    statement: Statement, headers: Mapping[str, ArticleHeader]
) -> Iterator[Triple]:
    """Yield what the merged view says of a statement, its evidence, articles and entities.

    The plain triple is not among it: that is the statement once more. Nor is what comes of
    other statements, such as its rank.
    """
    said = _merged(statement)
    for entity, _ in _entities_of([said]):
        yield from entity_triples(entity)
    yield from _describe_said(said, source_triples(statement))
    for article in dict.fromkeys(found.evidence.article for found in statement.evidence):
        yield from article_triples(headers[article])


def _merged(statement: Statement) -> Said:
    return Said(statement, statement.qualifiers, statement.confidence, statement.evidence)


def _entities_of(said: Iterable[Said]) -> list[tuple[Entity, tuple[tuple[str, str], ...]]]:
    """Return entities, each with relation and object of its plain triples."""
    entities: dict[str, Entity] = {}
    plain: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for one in said:
        statement = one.statement
        sources = (found.attributed_to for found in one.evidence if found.attributed_to)
        for entity in (statement.subject, statement.object, *sources):
            entities[entity.iri] = entity
        if statement.status == "asserted":
            plain[statement.subject.iri][statement.relation, statement.object.iri] = None
    return [(entity, tuple(plain.get(iri, ()))) for iri, entity in sorted(entities.items())]


def _describe_entity(entity: Entity, relations: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    yield from entity_triples(entity)
    node = make_node(entity.iri)
    yield from ((node, KG[relation], make_node(other)) for relation, other in relations)


def _fresh_evidence(one: Said, anchored: set[tuple[object, ...]]) -> tuple[int, ...]:
    """Return, by number, the evidence that no statement before rests on, and note it."""
    fresh = []
    for number, found in enumerate(one.evidence):
        anchor, source = found.evidence, found.attributed_to
        place = (anchor.article, anchor.span.start, anchor.span.end, source and source.iri)
        if place not in anchored:
            anchored.add(place)
            fresh.append(number)
    return tuple(fresh)


def _describe_said(
    one: Said, more: Iterable[Triple], fresh: Collection[int] | None = None
) -> Iterator[Triple]:
    """Yield a statement and its evidence, all or what is `fresh` of it, by number."""
    evidence = {evidence_iri(found): found for found in one.evidence}
    yield from statement_triples(one, evidence)
    yield from more
    for number, (node, found) in enumerate(evidence.items()):
        if fresh is None or number in fresh:
            yield from evidence_triples(node, found)


# Whether it is preferred, which statements disagree, and which follow, by IRI.
Beyond = tuple[bool, tuple[str, ...], tuple[str, ...]]


class _Across:
    """What only all articles together tell of a statement."""

    def __init__(self, contents: GraphContents) -> None:
        self._preferred = contents.preferred
        self._disputed: dict[str, set[str]] = defaultdict(set)
        for found in contents.disagreements:
            self._disputed[found.one.iri].add(found.other.iri)
            self._disputed[found.other.iri].add(found.one.iri)
        self._following: dict[str, set[str]] = defaultdict(set)
        for step in contents.developments:
            self._following[step.earlier.iri].add(step.later.iri)

    def find(self, statement: Statement) -> Beyond:
        iri = statement.iri
        disputed, following = self._disputed.get(iri, ()), self._following.get(iri, ())
        return iri in self._preferred, tuple(sorted(disputed)), tuple(sorted(following))


def _describe_merged(one: Said, fresh: Collection[int], beyond: Beyond) -> Iterator[Triple]:
    node = make_node(one.statement.iri)
    preferred, disputed, following = beyond
    more = [
        *source_triples(one.statement),
        (node, KG["rank"], KG.preferred if preferred else KG.normal),
        *((node, KG.disagreesWith, make_node(other)) for other in disputed),
        *((node, KG.followedBy, make_node(later)) for later in following),
    ]
    yield from _describe_said(one, more, fresh)


def _describe_article(
    header: ArticleHeader, activity: NamedNode, said: Sequence[Said]
) -> Iterator[Triple]:
    yield from article_triples(header)
    yield article_node(header.id), PROV.wasGeneratedBy, activity
    for entity, relations in _entities_of(said):
        yield from _describe_entity(entity, relations)
    anchored: set[tuple[object, ...]] = set()
    for one in said:
        yield from _describe_said(one, (), _fresh_evidence(one, anchored))


def _describe_inferred(inferred: Iterable[tuple[str, str, str]]) -> Iterator[Triple]:
    graph = make_node(INFERRED)
    yield graph, RDF.type, KG.Inferred
    yield graph, RDF.type, PROV.Entity
    for subject, predicate, value in inferred:
        yield make_node(subject), make_node(predicate), make_node(value)
