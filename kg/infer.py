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

from rdflib import RDF, URIRef

from kg.datamodel import Entity, Statement
from kg.schema import Schema
from kg.vocab import KG

Triple = tuple[URIRef, URIRef, URIRef]


def infer_triples(statements: Iterable[Statement], schema: Schema) -> list[Triple]:
    """Return what follows from statements and is not said by any of them, sorted."""
    said: set[Triple] = set()
    follows: set[Triple] = set()
    for statement in statements:
        entities = [statement.subject, statement.object]
        entities += [e.attributed_to for e in statement.evidence if e.attributed_to]
        for entity in entities:
            follows.update(_classes_above(entity, schema))
        if statement.status == "asserted":
            one, other = URIRef(statement.subject.iri), URIRef(statement.object.iri)
            said.add((one, KG[statement.relation], other))
            follows.update(_follow(one, statement.relation, other, schema))
    return sorted(follows - said)


def _classes_above(entity: Entity, schema: Schema) -> Iterator[Triple]:
    known = schema.classes.get(entity.type)
    if known is not None:
        for iri in (*(KG[name] for name in known.ancestors), *map(URIRef, known.outside)):
            yield URIRef(entity.iri), RDF.type, iri


def _follow(one: URIRef, relation: str, other: URIRef, schema: Schema) -> Iterator[Triple]:
    """Yield all that one triple entails: its relation, those above it, and each turned round."""
    for name in (relation, *schema.relations[relation].broader):
        yield one, KG[name], other
        known = schema.relations.get(name)
        if known is not None and known.symmetric:
            yield from ((other, KG[above], one) for above in (name, *known.broader))
        if known is not None:
            yield from ((other, KG[opposite], one) for opposite in known.inverse)
