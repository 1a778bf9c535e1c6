"""Clients that other people wrote ask the served graph what `kg query` is asked."""

import json
import subprocess
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import ARTICLE, ENTITY, ROOT, make_output, serving
from SPARQLWrapper import CSV, JSON, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from kg.query import format_answer, load_dataset, read_queries, run_query

QUERIES = read_queries(ROOT / "ontology" / "queries")
COMUNICA = ROOT / "tests" / "comunica"
IN_ARTICLE = "PREFIX kg: <https://newskg.example/ontology#> SELECT ?s ?o { ?s kg:acquires ?o }"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return make_output(tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def endpoint(out):
    with serving(out) as url:
        yield f"{url}/sparql"


@pytest.fixture(scope="module")
def expected(out):
    """What `kg query NAME --format json` prints, as rows of values, by name."""
    dataset = load_dataset(out)
    return {
        name: rows(json.loads(format_answer(run_query(dataset, query.text), "json")))
        for name, query in QUERIES.items()
    }


def rows(results):
    return [
        {name: term["value"] for name, term in row.items()}
        for row in results["results"]["bindings"]
    ]


def test_there_is_something_to_compare(expected):
    assert sum(map(len, expected.values())) > 50


# --- SPARQLWrapper -----------------------------------------------------------------


@pytest.mark.parametrize("name", list(QUERIES))
def test_sparqlwrapper_agrees(endpoint, expected, name):
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setQuery(QUERIES[name].text)
    assert rows(wrapper.queryAndConvert()) == expected[name]


@pytest.mark.parametrize("method", ["URLENCODED", POSTDIRECTLY])
def test_sparqlwrapper_agrees_by_post(endpoint, expected, method):
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(method.lower())
    wrapper.setQuery(QUERIES["deals"].text)
    assert rows(wrapper.queryAndConvert()) == expected["deals"]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_asks_one_articles_graph(endpoint, method):
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setMethod(method)
    wrapper.addDefaultGraph(f"{ARTICLE}two")
    wrapper.setQuery(IN_ARTICLE)
    assert rows(wrapper.queryAndConvert()) == [
        {"s": f"{ENTITY}netflix", "o": f"{ENTITY}interpositive"}
    ]


@pytest.mark.parametrize("kind", [XML, CSV, TSV])
def test_sparqlwrapper_takes_the_other_result_formats(endpoint, kind):
    wrapper = SPARQLWrapper(endpoint, returnFormat=kind)
    wrapper.setQuery(QUERIES["deals"].text)
    found = wrapper.queryAndConvert()
    text = found.toxml() if kind == XML else found.decode()
    assert "Google DeepMind" in text


# SPARQLWrapper 2.0 still makes a graph of a class that rdflib gives up.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("kind", [RDFXML, TURTLE, N3])
def test_sparqlwrapper_takes_graphs(endpoint, kind):
    wrapper = SPARQLWrapper(endpoint, returnFormat=kind)
    wrapper.setQuery(f"DESCRIBE <{ENTITY}a24>")
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert (URIRef(f"{ENTITY}a24"), RDFS.label, Literal("A24")) in graph


# --- rdflib ------------------------------------------------------------------------


@pytest.fixture
def remote(endpoint):
    return SPARQLStore(endpoint, returnFormat="json")


@pytest.mark.parametrize("name", list(QUERIES))
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_agrees(endpoint, expected, name, method):
    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat="json"))
    found = graph.query(QUERIES[name].text)
    got = [{str(variable): str(term) for variable, term in row.items()} for row in found.bindings]
    assert got == expected[name]


def test_rdflib_reads_the_graph_as_its_own(remote, out):
    remote_graph, local = Graph(remote), load_dataset(out).default_context
    node = URIRef(f"{ENTITY}a24")
    assert len(remote_graph) == len(local)
    # A plain literal and an xsd:string are one in RDF 1.1, and two to rdflib.
    got = {(p, str(o)) for p, o in remote_graph.predicate_objects(node)}
    assert got == {(p, str(o)) for p, o in local.predicate_objects(node)}


def test_rdflib_constructs(endpoint):
    graph = Graph(SPARQLStore(endpoint))
    query = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }"
    found = graph.query(f"PREFIX rdfs: <{RDFS}> {query}").graph
    assert (URIRef(f"{ENTITY}a24"), RDFS.label, Literal("A24")) in found


# --- Comunica ----------------------------------------------------------------------


def test_comunica_agrees(endpoint, expected):
    if not (COMUNICA / "node_modules").is_dir():
        pytest.fail(f"Comunica is missing: `npm ci --prefix {Path('tests') / 'comunica'}`")
    done = subprocess.run(
        ["node", "ask.js", endpoint],
        input=json.dumps({name: query.text for name, query in QUERIES.items()}),
        capture_output=True,
        text=True,
        cwd=COMUNICA,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == expected
