"""What may be said: classes, relations and their qualifiers, loaded from schema.ttl."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SDO, SKOS, Graph, Literal, URIRef

from kg.datamodel import Qualifiers
from kg.errors import OntologyError
from kg.vocab import KG, parse_turtle

QUALIFIERS = frozenset(field.name for field in fields(Qualifiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaClass:
    """A kind of thing; `ancestors` are its superclasses within the schema, nearest first.

    `words` are what news calls its members; `labels` language models' names for it, that of
    the embedded model first; `outside` the IRIs of superclasses in other vocabularies, its
    own and those of its ancestors. Members of one with `shared_names` often have a name in common.
    """

    name: str
    label: str
    ancestors: tuple[str, ...]
    words: tuple[str, ...]
    labels: tuple[str, ...]
    outside: tuple[str, ...] = ()
    comment: str = ""
    example: str = ""
    shared_names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaRelation:
    """A relation; what its fields name are local names of the schema.

    `ends` are the relations that are past once this one is said of the same two; of a
    `single_valued` relation a subject has one object at a time; a `one_way` one seldom holds of
    two things both ways; `broader` are those that hold
    wherever this one does; `inverse` the properties that say it the other way round, and are
    no relations themselves.
    """

    name: str
    label: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    takes: frozenset[str]
    identified_by: frozenset[str]
    ends: frozenset[str]
    symmetric: bool
    single_valued: bool = False
    one_way: bool = False
    broader: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    comment: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFacet:
    """What is said of a thing as the subject of some relations and the object of others.

    `odds` multiplies the odds that two things of one name are one where the facet differs,
    `odds_shared` where it does not; a `calling` is what a thing does, and two that have none in
    common are seldom one.
    """

    name: str
    label: str
    of_subject: frozenset[str]
    of_object: frozenset[str]
    odds: float
    odds_shared: float
    calling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaQualifier:
    """A qualifier as the schema describes it, for people."""

    name: str
    label: str
    comment: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The classes, relations and qualifiers of one ontology folder, by local name.

    `single_valued` are the qualifiers of which one deal has one value.
    """

    classes: Mapping[str, SchemaClass]
    relations: Mapping[str, SchemaRelation]
    qualifiers: Mapping[str, SchemaQualifier] = field(default_factory=dict)
    facets: tuple[SchemaFacet, ...] = ()
    single_valued: frozenset[str] = frozenset()

    def is_a(self, name: str, ancestor: str) -> bool:
        """Tell whether every member of class `name` is one of `ancestor`."""
        if name == ancestor:
            return True
        return name in self.classes and ancestor in self.classes[name].ancestors

    def fits(self, name: str, allowed: tuple[str, ...]) -> bool:
        """Tell whether a thing of class `name` may stand where `allowed` classes may.

        A class above an allowed one fits as well: an organization may turn out a company.
        """
        return any(self.is_a(name, other) or self.is_a(other, name) for other in allowed)

    def entity_classes(self) -> list[SchemaClass]:
        """Return the classes of what relations join, by name; not those of statements."""
        ends = [name for r in self.relations.values() for name in (*r.domain, *r.range)]
        return [found for name, found in self.classes.items() if self.fits(name, tuple(ends))]

    def kind_of(self, name: str) -> str:
        """Return the broad kind of a class: the nearest one that a language model tells.

        Things of different kinds are different things, whatever their names.
        """
        found = self.classes.get(name)
        if found is None or found.labels:
            return name
        return next((a for a in found.ancestors if self.classes[a].labels), name)

    def label_of(self, name: str) -> str | None:
        """Return the label that a language model gives to things of the kind of a class."""
        found = self.classes.get(self.kind_of(name))
        return found.labels[0] if found and found.labels else None

    def class_of_label(self, label: str) -> str | None:
        """Return the class that a label of the language model stands for."""
        for found in self.classes.values():
            if label in found.labels:
                return found.name
        return None


def load_schema(path: Path) -> Schema:
    """Load classes and relations.

    Raises:
        OntologyError: The file is not Turtle, or a relation lacks a domain or a range.
    """
    graph = parse_turtle(path)
    classes = {_local(node): _read_class(graph, node) for node in _nodes(graph, OWL.Class)}
    relations = {}
    for node in _nodes(graph, OWL.ObjectProperty):
        if not any(True for _ in graph.objects(node, SDO.domainIncludes)):
            continue
        relations[_local(node)] = relation = _read_relation(graph, node)
        if not relation.range:
            raise OntologyError(path, f"<{node}> has a domain but no range")
        for name in (*relation.domain, *relation.range):
            if name not in classes:
                raise OntologyError(path, f"<{node}> names the unknown class kg:{name}")
        for name in sorted((relation.takes | relation.identified_by) - QUALIFIERS):
            raise OntologyError(path, f"<{node}> takes the unknown qualifier kg:{name}")
    if not relations:
        raise OntologyError(path, "has no relation with a schema:domainIncludes")
    taken = sorted({name for relation in relations.values() for name in relation.takes})
    single = {_local(node) for node in graph.subjects(KG.singleValued, Literal(True))}
    return Schema(
        classes=classes,
        relations=relations,
        qualifiers={name: _read_qualifier(graph, KG[name]) for name in taken},
        facets=tuple(_read_facet(graph, node, path) for node in _nodes(graph, KG.Facet)),
        single_valued=QUALIFIERS & single,
    )


def _nodes(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(n for n in graph.subjects(RDF.type, kind) if isinstance(n, URIRef) and n in KG)


def _local(node: object) -> str:
    return str(node).removeprefix(str(KG))


def _names(graph: Graph, node: URIRef, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(_local(o) for o in graph.objects(node, predicate)))


def _label(graph: Graph, node: URIRef) -> str:
    return str(graph.value(node, RDFS.label) or _local(node))


def _text(graph: Graph, node: URIRef, predicate: URIRef) -> str:
    return str(graph.value(node, predicate) or "")


def _climb(graph: Graph, node: URIRef, predicate: URIRef) -> list[URIRef]:
    """Return what stands above a term, nearest first; terms of other vocabularies as well."""
    above: list[URIRef] = []
    layer = [node]
    while layer:
        parents = {p for n in layer for p in graph.objects(n, predicate)}
        layer = sorted(p for p in parents if isinstance(p, URIRef) and p not in (node, *above))
        above += layer
    return above


def _read_class(graph: Graph, node: URIRef) -> SchemaClass:
    above = _climb(graph, node, RDFS.subClassOf)
    return SchemaClass(
        name=_local(node),
        label=_label(graph, node),
        ancestors=tuple(_local(p) for p in above if p in KG),
        words=_names(graph, node, SKOS.altLabel),
        labels=_names(graph, node, KG.nerLabel) + _names(graph, node, KG.otherNerLabel),
        outside=tuple(sorted(str(p) for p in above if p not in KG)),
        comment=_text(graph, node, RDFS.comment),
        example=_text(graph, node, SKOS.example),
        shared_names=(node, KG.sharedNames, Literal(True)) in graph,
    )


def _read_facet(graph: Graph, node: URIRef, path: Path) -> SchemaFacet:
    return SchemaFacet(
        name=_local(node),
        label=_label(graph, node),
        of_subject=frozenset(_names(graph, node, KG.ofSubject)),
        of_object=frozenset(_names(graph, node, KG.ofObject)),
        odds=_read_odds(graph, node, KG.oddsWhenDifferent, path),
        odds_shared=_read_odds(graph, node, KG.oddsWhenShared, path, default="1"),
        calling=(node, RDF.type, KG.Calling) in graph,
    )


def _read_odds(graph: Graph, node: URIRef, key: URIRef, path: Path, *, default: str = "") -> float:
    written = str(graph.value(node, key, default=Literal(default)))
    try:
        odds = float(written)
    except ValueError:
        odds = math.nan
    if not 0 < odds < math.inf:
        reason = f"<{node}> needs a number above 0 as kg:{_local(key)}, has {written or 'none'}"
        raise OntologyError(path, reason)
    return odds


def _read_relation(graph: Graph, node: URIRef) -> SchemaRelation:
    opposite = {*graph.subjects(OWL.inverseOf, node), *graph.objects(node, OWL.inverseOf)}
    return SchemaRelation(
        name=_local(node),
        label=_label(graph, node),
        domain=_names(graph, node, SDO.domainIncludes),
        range=_names(graph, node, SDO.rangeIncludes),
        takes=frozenset(_names(graph, node, KG.takes)),
        identified_by=frozenset(_names(graph, node, KG.identifiedBy)),
        ends=frozenset(_names(graph, node, KG.ends)),
        symmetric=(node, RDF.type, OWL.SymmetricProperty) in graph,
        single_valued=(node, KG.singleValued, Literal(True)) in graph,
        one_way=(node, KG.oneWay, Literal(True)) in graph,
        broader=tuple(_local(p) for p in _climb(graph, node, RDFS.subPropertyOf) if p in KG),
        inverse=tuple(sorted(_local(p) for p in opposite)),
        comment=_text(graph, node, RDFS.comment),
        example=_text(graph, node, SKOS.example),
    )


def _read_qualifier(graph: Graph, node: URIRef) -> SchemaQualifier:
    return SchemaQualifier(
        name=_local(node),
        label=_label(graph, node),
        comment=_text(graph, node, RDFS.comment),
        example=_text(graph, node, SKOS.example),
    )
