import json
import re

import httpx
import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDFS, Graph, Literal, URIRef
from serving import ENTITY, make_output, serving

from kg.query import load_dataset
from kg.view import render_graph

NASTY = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)>'
TYPES = ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with (
        serving(make_output(tmp_path_factory.mktemp("out"))) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        yield client


# --- /id/ --------------------------------------------------------------------------


@pytest.mark.parametrize("accept", TYPES)
def test_an_iri_answers_in_the_syntax_asked_for(client, accept):
    response = client.get("/id/entity/a24", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == accept
    syntax = ox.RdfFormat.from_media_type(accept)
    found = {quad.triple for quad in ox.parse(response.content, syntax)}
    node = ox.NamedNode(f"{ENTITY}a24")
    label = ox.Triple(node, ox.NamedNode(str(RDFS.label)), ox.Literal("A24"))
    assert label in found
    assert any(triple.object == node for triple in found)


def test_an_iri_answers_a_person_with_a_page(client):
    response = client.get("/id/entity/a24", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["vary"] == "Accept"
    assert '<h1 dir="auto">A24</h1>' in response.text
    assert "/id/entity/google-deepmind" in response.text
    assert "Google DeepMind — investsIn — A24" in response.text


def test_the_pages_of_the_graph_link_to_each_other(client):
    links, seen = ["/id/entity/a24"], set()
    while links and len(seen) < 40:
        path = links.pop()
        seen.add(path)
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 200, path
        found = Graph().parse(
            data=client.get(path, headers={"Accept": "text/turtle"}).text, format="turtle"
        )
        assert len(found) > 0
        links += [
            part.split('"')[0]
            for part in response.text.split('href="')[1:]
            if part.startswith("/id/") and part.split('"')[0] not in seen
        ]
    assert {path.split("/")[2] for path in seen} >= {"entity", "statement", "evidence", "article"}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/id/entity/nobody", 404), ("/id/", 404), ("/id/entity/a b", 400), ('/id/"<>', 400)],
)
def test_an_iri_that_is_not_there(client, path, status):
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == status
    assert client.get(path).status_code == status


def test_an_iri_is_written_in_no_other_type(client):
    response = client.get("/id/entity/a24", headers={"Accept": "image/png"})
    assert response.status_code == 406


def test_an_articles_words_never_become_markup(tmp_path):
    make_output(tmp_path)
    graph = Graph().parse(tmp_path / "graph.ttl")
    node = URIRef(f"{ENTITY}a24")
    graph.set((node, RDFS.label, Literal(NASTY)))
    graph.add((node, DCTERMS.source, Literal("javascript:alert(1)")))
    graph.serialize(tmp_path / "graph.ttl", format="turtle")
    with (
        serving(tmp_path) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        page = client.get("/id/entity/a24", headers={"Accept": "text/html"}).text
        assert "alert(1)" in page
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


# --- the API -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("google", ["Google", "Google DeepMind"], id="short before long"),
        pytest.param("deepm", ["Google DeepMind"], id="by an alias, or within a name"),
        pytest.param("quill", ["Mara Quíll"], id="without its accent"),
        pytest.param("zzz", [], id="nobody"),
    ],
)
def test_search_finds_entities(client, words, expected):
    found = client.get("/api/search", params={"q": words}).json()["found"]
    assert [one["label"] for one in found] == expected
    assert all(one["iri"].startswith(ENTITY) and one["kind"] for one in found)


def test_search_gives_as_many_as_asked(client):
    assert len(client.get("/api/search", params={"q": "a", "limit": 3}).json()["found"]) == 3


def test_neighbourhood_holds_the_statements_and_both_their_ends(client):
    told = client.get("/api/neighbourhood", params={"entity": f"{ENTITY}a24"}).json()
    assert told["entity"]["label"] == "A24"
    nodes = {node["iri"]: node["label"] for node in told["nodes"]}
    assert len(told["statements"]) > 3
    assert told["total"] == len(told["statements"])
    articles = {article["iri"] for article in told["articles"]}
    for statement in told["statements"]:
        assert {found["article"] for found in statement["sentences"]} <= articles
        assert all(found["quote"] for found in statement["sentences"])
        assert f"{ENTITY}a24" in (statement["subject"], statement["object"])
        assert {statement["subject"], statement["object"]} <= set(nodes)
    sources = [statement["sources"] for statement in told["statements"]]
    assert sources == sorted(sources, reverse=True)


def test_neighbourhood_is_told_in_parts(client):
    def ask(**part):
        query = {"entity": f"{ENTITY}a24", **part}
        return client.get("/api/neighbourhood", params=query).json()["statements"]

    whole = ask()
    assert [ask(limit=1, offset=n)[0] for n in range(len(whole))] == whole
    assert ask(offset=len(whole)) == []


def test_statement_is_told_with_those_that_disagree(client):
    around = client.get("/api/neighbourhood", params={"entity": f"{ENTITY}a24"}).json()
    disputed = next(one for one in around["statements"] if one["disagrees"])
    told = client.get("/api/statement", params={"iri": disputed["iri"]}).json()
    known = {one["iri"] for one in told["statements"]}
    assert known == {disputed["iri"], *disputed["disagrees"]}
    assert told["state"] == around["state"] == client.get("/healthz").json()["state"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/neighbourhood?entity=https://newskg.example/id/entity/a24&offset=-1", 400),
        ("/api/statement", 400),
        (f"/api/statement?iri={ENTITY}a24", 404),
        ("/api/search", 400),
        ("/api/search?q=a&limit=0", 400),
        ("/api/search?q=a&limit=x", 400),
        ("/api/search?q=a&limit=99999999999999999999", 400),
        ("/api/neighbourhood", 400),
        ("/api/neighbourhood?entity=a24", 400),
        (f"/api/neighbourhood?entity={ENTITY}nobody", 404),
    ],
)
def test_the_api_words_its_faults_as_json(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert response.json()["error"]


def test_queries_are_those_of_the_ontology(client):
    told = client.get("/api/queries").json()
    assert {"deals", "entity", "statements"} <= {query["name"] for query in told["queries"]}
    assert told["prefixes"]["kg"].startswith("https://")


# --- the viewer --------------------------------------------------------------------


def data_of(text):
    return json.loads(re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', text)[1])


def test_the_page_holds_what_the_file_holds_that_can_be_mailed(client, tmp_path, schema):
    mailed = data_of(render_graph(load_dataset(make_output(tmp_path)), schema=schema))
    served = data_of(client.get("/").text)
    assert served.pop("served")["entities"] == len(mailed["entities"]["rows"])
    counted = served.pop("entities")
    place = counted["fields"].index("count")
    padded = [(row + [[]] * place)[:place] for row in mailed.pop("entities")["rows"]]
    assert [row[:place] for row in counted["rows"]] == padded
    # What the page may meet later has a name as well.
    assert mailed.pop("relations").items() <= served.pop("relations").items()
    assert [kind for kind in served.pop("kinds") if kind["count"]] == mailed.pop("kinds")
    assert served == mailed


def test_only_the_served_page_may_ask_and_its_own_server_only(client):
    for path in ("/", f"/view?entity={ENTITY}a24"):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', client.get(path).text)[1]
        assert "connect-src 'self';" in policy
        assert policy.startswith("default-src 'none'")


def shown(page):
    entities = data_of(page.text)["entities"]
    label = entities["fields"].index("label")
    return sorted(row[label] for row in entities["rows"])


def test_view_shows_the_surroundings_of_one_entity(client):
    page = client.get("/view", params={"entity": f"{ENTITY}interpositive"})
    assert page.status_code == 200
    assert "Knowledge graph: InterPositive" in page.text
    assert shown(page) == ["Amazon", "Ben Affleck", "InterPositive", "Netflix"]


def test_view_shows_the_statements_among_several(client):
    iris = [f"{ENTITY}a24", f"{ENTITY}google-deepmind"]
    page = client.get("/view", params={"entity": iris})
    assert shown(page) == ["A24", "Google DeepMind"]
    assert "Those that were asked for; 16 more entities are in the graph." in page.text


def test_view_shows_entities_by_name_and_passes_over_what_is_none(client):
    page = client.get("/view", params={"name": ["A24", "75000000", "Google DeepMind"]})
    assert shown(page) == ["A24", "Google DeepMind"]


@pytest.mark.parametrize(
    ("iris", "status"),
    [
        ([], 404),
        (["a24"], 400),
        ([f"{ENTITY}nobody"], 404),
        ([f"{ENTITY}{n}" for n in range(301)], 404),
    ],
)
def test_view_refuses_what_it_cannot_show(client, iris, status):
    assert client.get("/view", params={"entity": iris}).status_code == status
