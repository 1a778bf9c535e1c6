"""What follows from the schema: triples that no article states, kept apart from those that do.

From each asserted statement, by what schema.ttl declares of its relation:

    rdfs:subPropertyOf      A headquarteredIn B  ->  A locatedIn B
    owl:inverseOf           A investsIn B        ->  B hasInvestor A
    owl:SymmetricProperty   A partnersWith B     ->  B partnersWith A

and from the class of each entity, by rdfs:subClassOf, its classes above, those of other
vocabularies as well. Nothing else is inferred. The triples stand in a named graph of their
own, which is no article's; no query counts them unless it names that graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from rdflib import RDF

from kg.schema import Schema
from kg.vocab import KG

# IRIs as text.
Triple = tuple[str, str, str]

_TYPE = str(RDF.type)


class Inferred(NamedTuple):
    """What follows of an entity.

    Attributes:
        kind: Its class.
        out: Relation and object of what is asserted of it as a subject.
        into: Relation and subject of what is asserted of it as an object.
    """

    subject: str
    kind: str
    out: tuple[tuple[str, str], ...]
    into: tuple[tuple[str, str], ...]
    rules: "_Rules"

    @property
    def rests_on(self) -> tuple[object, ...]:
        """Return what it follows from."""
        return self.subject, self.kind, self.out, self.into

    def triples(self) -> list[Triple]:
        """Return what follows and is not said, sorted."""
        one, rules = self.subject, self.rules
        found = {(one, _TYPE, kind) for kind in rules.above(self.kind)}
        for relations, turned in ((self.out, False), (self.into, True)):
            for relation, other in relations:
                for predicate, turns in rules.of(relation):
                    if turns is turned:
                        found.add((one, predicate, other))
        return sorted(found - {(one, _iri(relation), other) for relation, other in self.out})


def infer_triples(
    kinds: Mapping[str, str], facts: Iterable[tuple[str, str, str]], schema: Schema
) -> list[Inferred]:
    """Return what follows of each entity, by IRI.

    Args:
        kinds: The class of each entity, by IRI.
        facts: Subject, relation (its name) and object of all that is asserted, in order.
    """
    out: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    into: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for one, relation, other in facts:
        out[one][relation, other] = None
        into[other][relation, one] = None
    rules = _Rules(schema)
    return [
        Inferred(iri, kind, tuple(out.get(iri, ())), tuple(into.get(iri, ())), rules)
        for iri, kind in sorted(kinds.items())
    ]


class _Rules:
    """What the schema entails, worked out once for each class and relation."""

    def __init__(self, schema: Schema) -> None:
        self.above = cache(lambda kind: tuple(_classes_above(kind, schema)))
        self.of = cache(lambda relation: tuple(_rules(relation, schema)))


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
