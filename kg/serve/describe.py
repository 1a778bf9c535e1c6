"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple, serialize
from rdflib.namespace import RDF, VOID, XSD, Namespace

from kg.serve.answer import Reply, refuse
from kg.serve.media import GRAPHS, choose_type, with_charset

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
PREFIXES = {"sd": str(SD), "void": str(VOID), "formats": str(FORMATS)}


def describe_service(endpoint: str, triples: int, accept: str) -> Reply:
    """Describe the endpoint at a URL in the syntax that a client would rather have."""
    media_type = choose_type(accept, list(GRAPHS))
    if media_type is None:
        return refuse(406, f"the service is described in one of: {', '.join(GRAPHS)}")
    body = serialize(_triples(endpoint, triples), format=GRAPHS[media_type], prefixes=PREFIXES)
    return Reply(status=200, type=with_charset(media_type), body=body or b"")


def _triples(endpoint: str, triples: int) -> Iterator[Triple]:
    service, dataset = _node(f"{endpoint}#service"), _node(f"{endpoint}#dataset")
    graph = _node(f"{endpoint}#default-graph")
    yield Triple(service, _node(RDF.type), _node(SD.Service))
    yield Triple(service, _node(SD.endpoint), _node(endpoint))
    yield Triple(service, _node(SD.supportedLanguage), _node(SD.SPARQL11Query))
    for name in WRITTEN:
        yield Triple(service, _node(SD.resultFormat), _node(FORMATS[name]))
    yield Triple(service, _node(SD.defaultDataset), dataset)
    yield Triple(dataset, _node(RDF.type), _node(SD.Dataset))
    yield Triple(dataset, _node(SD.defaultGraph), graph)
    yield Triple(graph, _node(RDF.type), _node(SD.Graph))
    count = Literal(str(triples), datatype=_node(XSD.integer))
    yield Triple(graph, _node(VOID.triples), count)


def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))
