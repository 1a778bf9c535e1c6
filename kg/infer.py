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

from kg.schema import Schema
from kg.vocab import KG

# IRIs as text.
Triple = tuple[str, str, str]

_TYPE = str(RDF.type)


class Rules:
    """What the schema entails, worked out once for each class and relation."""

    def __init__(self, schema: Schema) -> None:
        self._above = cache(lambda kind: tuple(_classes_above(kind, schema)))
        self._of = cache(lambda relation: tuple(_rules(relation, schema)))

    def infer(
        self,
        subject: str,
        kind: str,
        out: Iterable[tuple[str, str]],
        into: Iterable[tuple[str, str]],
    ) -> list[Triple]:
        """Return what follows of an entity and is not said, sorted.

        Args:
            subject: Its IRI.
            kind: Its class.
            out: Relation and object of what is asserted of it as a subject.
            into: Relation and subject of what is asserted of it as an object.
        """
        out = list(out)
        found = {(subject, _TYPE, above) for above in self._above(kind)}
        for relations, turned in ((out, False), (into, True)):
            for relation, other in relations:
                for predicate, turns in self._of(relation):
                    if turns is turned:
                        found.add((subject, predicate, other))
        return sorted(found - {(subject, _iri(relation), other) for relation, other in out})


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
