"""An IRI of the graph -> what is known about it, as RDF and as a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from kg.query.names import ENTITY
from kg.serve.search import Names
from kg.vocab import ID, KG, OA, shorten

# What is around the best connected is cut here: a page, and not a dump.
MOST_TRIPLES = 5000
# %s is an IRI that `check_iri` has seen: its own triples, those that point at it, the
# statements about it, the sentences under it, and the labels of what is next to it.
DESCRIBE = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { <%s> } ?s ?p ?o }
  UNION { VALUES ?o { <%s> } ?s ?p ?o }
  UNION { { ?s rdf:subject <%s> } UNION { ?s rdf:object <%s> } ?s ?p ?o }
  UNION { <%s> prov:wasDerivedFrom ?s . ?s ?p ?o }
  UNION { <%s> prov:wasDerivedFrom?/oa:hasSelector ?s . ?s ?p ?o }
  UNION { <%s> ?next ?s . ?s rdfs:label ?o . BIND(rdfs:label AS ?p) }
  UNION { ?s ?next <%s> . ?s rdfs:label ?o . BIND(rdfs:label AS ?p) }
}
"""
WORDED = (RDF.subject, RDF.predicate, RDF.object)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Shown:
    """A value on a page: its words, and where they lead (nowhere: empty)."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a page tells of an IRI: rows of a name and its values, both sorted."""

    iri: str
    title: str
    entity: bool
    own: tuple[tuple[str, tuple[Shown, ...]], ...]
    said: tuple[tuple[str, tuple[Shown, ...]], ...]


def ask_about(iri: str) -> str:
    """Word the query for what is known about an IRI."""
    return f"{DESCRIBE.replace('%s', iri)} LIMIT {MOST_TRIPLES}"


def describe_iri(iri: str, triples: Iterable[Quad], names: Names) -> Description:
    """Arrange the triples about an IRI for a person."""
    found = sorted(((q.subject, q.predicate, q.object) for q in triples), key=str)
    about: dict[str, dict[str, str]] = {}
    for s, p, o in found:
        if isinstance(o, NamedNode | Literal):
            about.setdefault(_name(s), {}).setdefault(p.value, o.value)
    own: dict[str, set[Shown]] = {}
    said: dict[str, set[Shown]] = {}
    for s, p, o in found:
        if _name(s) == iri:
            own.setdefault(shorten(p.value), set()).add(_show(o, about, names))
        elif isinstance(o, NamedNode) and o.value == iri:
            said.setdefault(shorten(p.value), set()).add(_show(s, about, names))
    return Description(
        iri=iri,
        title=_word(iri, about, names),
        entity=iri.startswith(ENTITY),
        own=tuple((name, tuple(sorted(values))) for name, values in sorted(own.items())),
        said=tuple((name, tuple(sorted(values))) for name, values in sorted(said.items())),
    )


def _show(
    term: NamedNode | BlankNode | Literal | Triple,
    about: Mapping[str, Mapping[str, str]],
    names: Names,
) -> Shown:
    if isinstance(term, Literal):
        typed = term.datatype.value == str(XSD.anyURI)
        return Shown(text=term.value, link=_web(term.value) if typed else "")
    iri = _name(term)
    if iri.startswith(str(ID)):
        return Shown(text=_word(iri, about, names), link=f"/id/{iri.removeprefix(str(ID))}")
    return Shown(text=shorten(iri), link="" if iri.startswith(str(KG)) else _web(iri))


def _word(iri: str, about: Mapping[str, Mapping[str, str]], names: Names) -> str:
    """Call a thing by its name: an entity's label, a title, a sentence, a statement's words."""
    if iri in names.entities:
        return names.entities[iri].label
    known = about.get(iri, {})
    if all(str(part) in known for part in WORDED):
        ends = (known[str(RDF.subject)], known[str(RDF.object)])
        one, other = map(names.label_of, ends)
        return f"{one} — {known[str(RDF.predicate)].removeprefix(str(KG))} — {other}"
    for naming in (OA.exact, DCTERMS.title, RDFS.label):
        if str(naming) in known:
            return known[str(naming)]
    return shorten(iri)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _web(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""
