"""What follows from the schema, and stays apart from what articles state."""

import pytest
from rdflib import RDF, URIRef

from kg.datamodel import ArticleHeader, Run
from kg.infer import Rules
from kg.lexicon.ontology import find_ontology
from kg.merge import GraphContents, GraphNodes, make_dataset, make_ledger, merge_statements
from kg.query import read_queries, run_query
from kg.vocab import ID, INFERRED, KG, shorten

FACTS = (
    ("Acme investsIn Globex", {}),
    ("Acme partnersWith Hooli", {"article": "b", "by": "Reuters"}),
    ("Globex headquarteredIn Paris", {"kinds": {"Paris": "Place"}, "start": 99}),
)


@pytest.fixture(scope="session")
def merge(make_found, entity_of, schema):
    def run(*facts):
        found = [make_found(fact, **options) for fact, options in facts]
        return merge_statements(found, entity_of, schema)

    return run


@pytest.fixture(scope="session")
def make_inferred(merge, schema):
    """Make the Dataset of FACTS; with what follows from them, if so wished."""

    def run(*, inferred=True):
        statements = merge(*FACTS)
        headers = {a: ArticleHeader(id=a, path=f"{a}.txt", digest="0" * 64) for a in "ab"}
        contents = GraphContents(
            statements=make_ledger(statements),
            disagreements=[],
            headers=headers,
            run=Run(version="1", model="m", ontology="o"),
            infer=Rules(schema).infer if inferred else None,
        )
        return make_dataset(contents)

    return run


def triples_of(statements, schema):
    ledger = make_ledger(statements)
    run = Run(version="1", model="m", ontology="o")
    infer = Rules(schema).infer
    contents = GraphContents(statements=ledger, disagreements=[], headers={}, run=run, infer=infer)
    nodes = GraphNodes(contents)
    found = (triple for iri in ledger.entities() for triple in nodes.inferred(iri))
    return [tuple(term.value for term in triple) for triple in found]


def relations(triples):
    """Write triples between entities as "subject relation object"."""
    return {
        " ".join(shorten(str(term)).partition(":")[2] for term in (s, p, o))
        for s, p, o in triples
        if p != str(RDF.type)
    }


@pytest.mark.parametrize(
    ("fact", "kinds", "expected"),
    [
        pytest.param(
            "Acme investsIn Globex",
            {},
            {"acme relation globex", "globex hasInvestor acme"},
            id="inverse",
        ),
        pytest.param(
            "Acme partnersWith Globex",
            {},
            {"acme relation globex", "globex partnersWith acme", "globex relation acme"},
            id="symmetric",
        ),
        pytest.param(
            "Acme headquarteredIn Paris",
            {"Paris": "Place"},
            {"acme locatedIn paris", "acme relation paris"},
            id="subproperty",
        ),
    ],
)
def test_infer_follows_the_schema(merge, schema, fact, kinds, expected):
    triples = triples_of(merge((fact, {"kinds": kinds})), schema)
    assert relations(triples) == expected


@pytest.mark.parametrize("status", ["planned", "rumoured", "denied", "former"])
def test_infer_infers_nothing_from_what_is_not_asserted(merge, schema, status):
    triples = triples_of(merge(("Acme investsIn Globex", {"status": status})), schema)
    assert relations(triples) == set()


def test_infer_gives_an_entity_its_classes_above(merge, schema):
    triples = triples_of(
        merge(("Acme acquires Globex", {"kinds": {"Globex": "FilmStudio"}})), schema
    )
    kinds = {
        shorten(str(o))
        for s, p, o in triples
        if s == str(ID["entity/globex"]) and p == str(RDF.type)
    }
    assert kinds == {
        "kg:Company", "kg:Organization", "kg:Agent", "schema:Corporation",
        "schema:Organization", "org:Organization", "prov:Agent",
    }  # fmt: skip


def test_infer_leaves_out_what_is_said(merge, schema):
    statements = merge(
        ("Acme headquarteredIn Paris", {"kinds": {"Paris": "Place"}}),
        ("Acme locatedIn Paris", {"kinds": {"Paris": "Place"}, "article": "b"}),
    )
    assert relations(triples_of(statements, schema)) == {"acme relation paris"}


def test_inferred_triples_touch_no_other_graph(make_inferred):
    def others(dataset):
        return {quad for quad in dataset.quads() if quad[3] != INFERRED}

    bare, whole = make_inferred(inferred=False), make_inferred()
    assert others(whole) == others(bare)
    assert len(whole.graph(INFERRED)) > 0
    assert not set(whole.graph(INFERRED)) & set(whole.default_context)


def test_inferred_triples_stand_in_a_graph_of_their_own(make_inferred):
    graph = make_inferred().graph(INFERRED)
    assert (INFERRED, RDF.type, KG.Inferred) in graph


def test_nothing_inferred_makes_no_graph(make_inferred):
    assert len(make_inferred(inferred=False).graph(INFERRED)) == 0


@pytest.mark.parametrize("name", sorted(read_queries(find_ontology() / "queries")))
def test_named_queries_count_nothing_inferred(make_inferred, name):
    chosen = read_queries(find_ontology() / "queries")[name]
    answers = [run_query(make_inferred(inferred=i), chosen.text) for i in (False, True)]
    assert answers[0] == answers[1]


def test_inferred_triples_are_there_for_who_asks(make_inferred):
    query = "SELECT ?who WHERE { GRAPH graph:inferred { entity:globex kg:hasInvestor ?who } }"
    assert run_query(make_inferred(), query).rows == ((URIRef(ID["entity/acme"]),),)
