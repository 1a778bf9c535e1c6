"""What follows from the schema: triples that no article states, kept apart from those that do.

From each asserted statement, by what schema.ttl declares of its relation:

    rdfs:subPropertyOf      A headquarteredIn B  ->  A locatedIn B
    owl:inverseOf           A investsIn B        ->  B hasInvestor A
    owl:SymmetricProperty   A partnersWith B     ->  B partnersWith A

and from the class of each entity, by rdfs:subClassOf, its classes above, those of other
vocabularies as well. Nothing else is inferred. The triples stand in a named graph of their
own, which is no article's; no query counts them unless it names that graph.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF

from kg.datamodel import Statement
from kg.schema import Schema
from kg.vocab import KG

# IRIs as text.
Triple = tuple[str, str, str]

_TYPE = str(RDF.type)


def infer_triples(statements: Iterable[Statement], schema: Schema) -> list[Triple]:
    """Return what follows from statements and is not said by any of them, sorted."""
    types: dict[str, str] = {}
    facts: dict[Triple, None] = {}
    for statement in statements:
        for entity in (statement.subject, statement.object):
            types[entity.iri] = entity.type
        for found in statement.evidence:
            if found.attributed_to:
                types[found.attributed_to.iri] = found.attributed_to.type
        if statement.status == "asserted":
            facts[statement.subject.iri, statement.relation, statement.object.iri] = None
    iri = cache(_iri)
    above = cache(lambda name: tuple(_classes_above(name, schema)))
    rules = cache(lambda name: tuple(_rules(name, schema)))
    follows = {(iri, _TYPE, kind) for iri, name in types.items() for kind in above(name)}
    for one, relation, other in facts:
        for predicate, turned in rules(relation):
            follows.add((other, predicate, one) if turned else (one, predicate, other))
    said = {(one, iri(relation), other) for one, relation, other in facts}
    return sorted(follows - said)


def _iri(name: str) -> str:
    return str(KG[name])


def _classes_above(name: str, schema: Schema) -> Iterator[str]:
    known = schema.classes.get(name)
    if known is not None:
        yield from map(_iri, known.ancestors)
        yield from known.outside


def _rules(relation: str, schema: Schema) -> Iterator[tuple[str, bool]]:
    """Yield all that one triple entails: its relation, those above it, and each turned round.

    The second value of each tells whether subject and object change places.
    """
    for name in (relation, *schema.relations[relation].broader):
        yield _iri(name), False
        known = schema.relations.get(name)
        if known is not None and known.symmetric:
            yield from ((_iri(above), True) for above in (name, *known.broader))
        if known is not None:
            yield from ((_iri(opposite), True) for opposite in known.inverse)
