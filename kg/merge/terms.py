"""Vocabularies as nodes of pyoxigraph, each made once: millions of triples hold them."""

from pyoxigraph import NamedNode

from kg.vocab import PREFIXES


class Names:
    """A namespace; an attribute or an item is one of its names."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._known: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = NamedNode(self._namespace + name)
        return found

    def __getattr__(self, name: str) -> NamedNode:
        return self[name]


DCTERMS, FOAF, KG, OA, PROV, RDF, RDFS, SKOS, XSD = (
    Names(str(PREFIXES[name]))
    for name in ("dcterms", "foaf", "kg", "oa", "prov", "rdf", "rdfs", "skos", "xsd")
)
