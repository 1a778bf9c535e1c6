"""The few IRIs that the code must know, and how new ones are minted."""

import hashlib
import re
import unicodedata
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD

from kg.errors import OntologyError

KG = Namespace("https://newskg.example/ontology#")
ID = Namespace("https://newskg.example/id/")
OA = Namespace("http://www.w3.org/ns/oa#")

# The graph of triples that no article states.
INFERRED = ID["graph/inferred"]

PREFIXES = {
    "kg": KG,
    "id": ID,
    "entity": Namespace(ID["entity/"]),
    "statement": Namespace(ID["statement/"]),
    "evidence": Namespace(ID["evidence/"]),
    "article": Namespace(ID["article/"]),
    "run": Namespace(ID["run/"]),
    "graph": Namespace(ID["graph/"]),
    "agent": Namespace(ID["agent/"]),
    "oa": OA,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "skos": SKOS,
    "xsd": XSD,
}


def slug(text: str) -> str:
    """Write a name as the last part of an IRI: lower case, ASCII where Unicode has a way.

    >>> slug("Ben Affleck’s Café & Co.")
    'ben-afflecks-cafe-co'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")
    return re.sub(r"[^\w]+", "-", plain).strip("-_") or "x-" + fingerprint(text)


def article_iri(article: str) -> URIRef:
    """Return the IRI of an article, which names its graph as well."""
    local = slug(article)
    return ID[f"article/{local if local == article else f'{local}-{fingerprint(article)[:6]}'}"]


def fingerprint(*parts: str) -> str:
    """Name content by its SHA-256, shortened to 16 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def shorten(iri: str) -> str:
    """Write an IRI with its prefix, where it has one.

    >>> shorten("https://newskg.example/ontology#investsIn")
    'kg:investsIn'
    """
    known = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(str(namespace))]
    if not known:
        return iri
    prefix = max(known, key=lambda prefix: len(str(PREFIXES[prefix])))
    return f"{prefix}:{iri.removeprefix(str(PREFIXES[prefix]))}"


def parse_turtle(path: Path) -> Graph:
    """Parse a Turtle file of the ontology.

    Raises:
        OntologyError: It cannot be read, or is not Turtle; the line is named where known.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(path, f"cannot be read: {error}") from error
    try:
        # This parser tells the line of every fault, and is fast; rdflib's own dies of some.
        return Graph().parse(data=text, format="ox-turtle")
    except SyntaxError as error:
        raise OntologyError(path, f"is not Turtle: {error.msg}", line=error.lineno) from error
