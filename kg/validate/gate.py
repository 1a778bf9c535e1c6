"""The gate at the end of a build: which statements may not go into the graph, and why."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyoxigraph as ox
from rdflib import XSD, Graph, Literal, URIRef

from kg.datamodel import Entity, Statement, Violation
from kg.schema import Schema, SchemaRelation
from kg.validate.shapes import Fault, Shapes, check_shapes

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

# Statements that are checked together: more cost memory, fewer the validator's start.
BATCH = 2000


def check_statements(
    statements: Sequence[Statement],
    schema: Schema,
    shapes: Shapes | None,
    describe: Callable[[Statement], Iterable[Triple]],
) -> list[Violation]:
    """Check statements against the schema's domains and ranges, and against shapes.

    None may be of one thing alone: where articles, or the user, take two names for one, what was
    said of the two falls away.

    A statement is judged by its own triples alone, so that the verdict on it holds
    whatever others there are.

    Args:
        shapes: None where the ontology has none; domains and ranges are checked all the same.
        describe: All triples about a statement: of its node, evidence, articles, entities.

    Returns:
        Violations and warnings, in order of the statements; of each reason one.
    """
    found = [v for statement in statements for v in _check_ends(statement, schema)]
    if shapes is not None:
        for start in range(0, len(statements), BATCH):
            with _paused_collector():
                found += _check_batch(statements[start : start + BATCH], shapes, describe)
    place = {statement.iri: number for number, statement in enumerate(statements)}
    return sorted(dict.fromkeys(found), key=lambda v: (place[v.statement.iri], v.warning, v.reason))


def _check_ends(statement: Statement, schema: Schema) -> Iterator[Violation]:
    relation = schema.relations[statement.relation]
    ends = (statement.subject, statement.object)
    if statement.subject.iri == statement.object.iri:
        reason = f"subject and object are one thing: {statement.subject.label}"
        yield Violation(statement=statement, reason=reason)
        return
    ways = [ends, ends[::-1]] if relation.symmetric else [ends]
    if any(
        schema.fits(one.type, relation.domain) and schema.fits(other.type, relation.range)
        for one, other in ways
    ):
        return
    sides = (("subject", relation.domain), ("object", relation.range))
    for entity, (side, allowed) in zip(ends, sides, strict=True):
        if not schema.fits(entity.type, allowed):
            reason = _word_clash(entity, side, allowed, relation, schema)
            yield Violation(statement=statement, reason=reason)


def _word_clash(
    entity: Entity, side: str, allowed: tuple[str, ...], relation: SchemaRelation, schema: Schema
) -> str:
    kind, *kinds = (
        schema.classes[name].label if name in schema.classes else name
        for name in (entity.type, *allowed)
    )
    place = f"{side} of {relation.label}, which takes {' or '.join(kinds)}"
    return f"type clash: {entity.label} ({kind}) as {place}"


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Keep the garbage collector from walking all statements over and over.

    A batch makes so many small objects that of 10,000 articles' statements half the time
    went there; what it leaves, and nothing else, is collected before the next.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if was_on:
            gc.enable()


def _check_batch(
    statements: Sequence[Statement],
    shapes: Shapes,
    describe: Callable[[Statement], Iterable[Triple]],
) -> Iterator[Violation]:
    triples: dict[Triple, None] = {}
    owners: dict[str, dict[str, Statement]] = defaultdict(dict)
    for statement in statements:
        for triple in describe(statement):
            triples[triple] = None
            owners[triple[0].value][statement.iri] = statement
    graph = Graph()
    for subject, predicate, value in triples:
        graph.add((URIRef(subject.value), URIRef(predicate.value), _to_rdflib(value)))
    for fault in check_shapes(graph, shapes):
        for statement in _owners_of(fault, owners):
            yield Violation(statement=statement, reason=fault.reason, warning=fault.warning)


def _owners_of(fault: Fault, owners: dict[str, dict[str, Statement]]) -> Iterable[Statement]:
    """Find whose fault it is: a shape may target a relation and look at its statements."""
    node = fault.focus if fault.focus in owners else fault.value
    return owners[node].values() if node in owners else ()


def _to_rdflib(term: ox.NamedNode | ox.Literal) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    datatype = URIRef(term.datatype.value)
    # As Turtle is read: in a shape, "text" stands for what has no datatype.
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype)
