import datetime
from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from kg.datamodel import ArticleHeader, Date, Development, Disagreement, Money, Run
from kg.merge import GraphContents, GraphNodes, make_dataset, make_ledger, merge_statements
from kg.merge.ledger import StatementTable
from kg.vocab import ID, KG, OA, article_iri

RUN = Run(version="1", model="m", ontology="o")
ACME, GLOBEX = ID["entity/acme"], ID["entity/globex"]
FACT = "Acme acquires Globex"
ODD = [
    'say "hi"',
    "it's",
    "two\nlines",
    "a\r\nb",
    "tab\there",
    "back\\slash",
    '"""',
    'ends in "',
    "\\",
    "<a> & b",
    "🎬 ünï",
    "\u2028",
    "\ufeffx",
    "{}$?@^^",
    "</script>",
]


@pytest.fixture(scope="session")
def dataset_of(make_found, entity_of, schema):
    """Make the Dataset of facts; each is (fact, options), of article "a" unless it says so."""

    def run(*facts, headers=None, disagree=False):
        found = [make_found(fact, **options) for fact, options in facts]
        statements = merge_statements(found, entity_of, schema)
        articles = sorted({f.evidence.article for f in found})
        known = {a: ArticleHeader(id=a, path=f"{a}.txt", digest="0" * 64) for a in articles}
        pairs = (
            [Disagreement(one=statements[0], other=statements[1], reason="x")] if disagree else []
        )
        contents = GraphContents(
            statements=make_ledger(statements),
            disagreements=pairs,
            headers=headers or known,
            run=RUN,
        )
        return make_dataset(contents)

    return run


def merged(dataset):
    return dataset.default_context


def plain(term):
    """Write a string one way: with and without its datatype it is one literal in RDF 1.1."""
    return Literal(str(term)) if getattr(term, "datatype", None) == XSD.string else term


def triples(graph):
    return {tuple(plain(term) for term in triple) for triple in graph}


def one_value(dataset, predicate):
    (found,) = merged(dataset).objects(None, predicate)
    return found


# --- statements ----------------------------------------------------------------------


def test_make_dataset_holds_no_blank_node(dataset_of):
    money = Money(amount=Decimal("5.5"), currency="USD", upper=Decimal(7))
    dataset = dataset_of(
        (FACT, {"amount": money, "by": "Reuters"}), ("Acme owns Hooli", {"article": "b"})
    )
    terms = {term for quad in dataset.quads() for term in quad if term is not None}
    assert not [term for term in terms if isinstance(term, BNode)]


@pytest.mark.parametrize(
    ("status", "plain"),
    [
        ("asserted", True),
        ("planned", False),
        ("rumoured", False),
        ("denied", False),
        ("former", False),
    ],
)
def test_make_dataset_gives_only_the_asserted_a_plain_triple(dataset_of, status, plain):
    dataset = dataset_of((FACT, {"status": status}))
    assert ((ACME, KG.acquires, GLOBEX) in merged(dataset)) is plain


@pytest.mark.parametrize("status", ["asserted", "planned", "rumoured", "denied", "former"])
def test_make_dataset_gives_every_statement_a_node(dataset_of, status):
    graph = merged(dataset_of((FACT, {"status": status})))
    (node,) = graph.subjects(RDF.type, KG.Statement)
    parts = {(p, o) for p, o in graph.predicate_objects(node)}
    assert {
        (RDF.subject, ACME),
        (RDF.predicate, KG.acquires),
        (RDF.object, GLOBEX),
        (KG.status, KG[status]),
        (KG.sources, Literal(1)),
    } <= parts


@pytest.mark.parametrize(
    ("amount", "lexical", "datatype"),
    [
        pytest.param("75000000", "75000000", XSD.integer, id="whole"),
        pytest.param("75E+6", "75000000", XSD.integer, id="exponent"),
        pytest.param("75.0", "75", XSD.integer, id="whole with a point"),
        pytest.param("1.50", "1.5", XSD.decimal, id="trailing nought"),
        pytest.param("0.000001", "0.000001", XSD.decimal, id="small"),
        pytest.param("1000000000000.25", "1000000000000.25", XSD.decimal, id="large"),
    ],
)
def test_make_dataset_writes_numbers_one_way(dataset_of, amount, lexical, datatype):
    money = Money(amount=Decimal(amount), currency="USD")
    found = one_value(dataset_of((FACT, {"amount": money})), KG.amount)
    assert (str(found), found.datatype) == (lexical, datatype)


def test_make_dataset_writes_qualifiers(dataset_of):
    dataset = dataset_of(
        (
            FACT,
            {
                "amount": Money(
                    amount=Decimal(5), currency="USD", precision="upTo", upper=Decimal(7)
                ),
                "valuation": Money(
                    amount=Decimal(9), currency="EUR", precision="atLeast", upper=Decimal(11)
                ),
                "date": Date(day=datetime.date(2026, 11, 1), precision="month"),
                "role": "founder",
                "role_wording": "Founder",
                "stake": Decimal("12.5"),
                "round": "Series A",
                "lead": True,
            },
        )
    )
    graph = merged(dataset)
    (node,) = graph.subjects(RDF.type, KG.Statement)
    expected = {
        KG.amount: Literal(5),
        KG.currency: Literal("USD"),
        KG.amountPrecision: KG.upTo,
        KG.amountUpTo: Literal(7),
        KG.valuation: Literal(9),
        KG.valuationCurrency: Literal("EUR"),
        KG.valuationPrecision: KG.atLeast,
        KG.valuationUpTo: Literal(11),
        KG.date: Literal("2026-11-01", datatype=XSD.date),
        KG.datePrecision: KG.month,
        KG.role: Literal("founder"),
        KG.roleWording: Literal("Founder"),
        KG.stake: Literal("12.5", datatype=XSD.decimal),
        KG["round"]: Literal("Series A"),
        KG.lead: Literal(True),
    }
    assert {p: plain(graph.value(node, p)) for p in expected} == expected


def test_make_dataset_writes_no_qualifier_that_is_not_said(dataset_of):
    graph = merged(dataset_of((FACT, {})))
    (node,) = graph.subjects(RDF.type, KG.Statement)
    assert not {KG.amount, KG.date, KG.role, KG.lead, KG.stake} & set(graph.predicates(node))


def test_make_dataset_links_statements_that_disagree(dataset_of):
    dataset = dataset_of((FACT, {}), (FACT, {"status": "denied", "article": "b"}), disagree=True)
    pairs = set(merged(dataset).subject_objects(KG.disagreesWith))
    assert pairs == {(b, a) for a, b in pairs}
    assert len(pairs) == 2


def test_make_dataset_ranks_and_links_what_came_of_it(make_found, entity_of, schema):
    found = [make_found(FACT, status="planned"), make_found(FACT, article="b")]
    done, plan = merge_statements(found, entity_of, schema)
    step = Development(earlier=plan, later=done, reason="planned, then asserted")
    headers = {a: ArticleHeader(id=a, path=f"{a}.txt", digest="0" * 64) for a in "ab"}
    contents = GraphContents(
        statements=make_ledger([done, plan]),
        disagreements=[],
        headers=headers,
        run=RUN,
        developments=[step],
        preferred={done.iri},
    )
    graph = merged(make_dataset(contents))
    assert list(graph.subject_objects(KG.followedBy)) == [(URIRef(plan.iri), URIRef(done.iri))]
    assert set(graph.subject_objects(KG["rank"])) == {
        (URIRef(done.iri), KG.preferred),
        (URIRef(plan.iri), KG.normal),
    }


# --- evidence and provenance -----------------------------------------------------------


def test_make_dataset_anchors_evidence_in_the_text(dataset_of):
    graph = merged(dataset_of((FACT, {"start": 40})))
    assert [
        int(one) for p in (OA.start, OA.end) for one in graph.objects(None, p)
    ] == [40, 40 + len(FACT)]  # fmt: skip


def test_make_dataset_tells_who_is_quoted(dataset_of):
    graph = merged(dataset_of((FACT, {"by": "Reuters"})))
    said = {str(graph.value(o, RDFS.label)) for o in graph.objects(None, KG.attributedTo)}
    assert said == {"Reuters"}


def test_make_dataset_shares_the_evidence_of_one_sentence(dataset_of):
    graph = merged(dataset_of((FACT, {"quote": "x"}), ("Acme owns Globex", {"quote": "x"})))
    assert len(set(graph.objects(None, PROV.wasDerivedFrom))) == 1


def test_make_dataset_gives_each_article_its_graph(dataset_of):
    dataset = dataset_of((FACT, {}), ("Acme owns Hooli", {"article": "b"}))
    plain = {
        article: (ACME, KG.acquires, GLOBEX) in dataset.graph(article_iri(article))
        for article in "ab"
    }
    assert plain == {"a": True, "b": False}


def test_make_dataset_leaves_to_each_article_its_own_qualifiers(dataset_of):
    money = Money(amount=Decimal(5), currency="USD")
    dataset = dataset_of((FACT, {}), (FACT, {"article": "b", "amount": money}))
    amounts = {a: list(dataset.graph(article_iri(a)).objects(None, KG.amount)) for a in "ab"}
    assert amounts == {"a": [], "b": [Literal(5)]}


def test_make_dataset_tells_what_run_an_article_graph_comes_from(dataset_of):
    dataset = dataset_of((FACT, {}))
    (run,) = dataset.graph(article_iri("a")).objects(article_iri("a"), PROV.wasGeneratedBy)
    assert (run, RDF.type, PROV.Activity) in merged(dataset)


def test_make_dataset_describes_articles(dataset_of):
    header = ArticleHeader(
        id="a",
        path="a.txt",
        digest="d",
        title="T",
        url="https://x.example/?q=a b",
        date=datetime.date(2026, 11, 16),
        publisher="P",
        author="A",
    )
    graph = merged(dataset_of((FACT, {}), headers={"a": header}))
    node = article_iri("a")
    assert {
        DCTERMS.title: Literal("T"),
        DCTERMS.issued: Literal("2026-11-16", datatype=XSD.date),
        DCTERMS.publisher: Literal("P"),
        DCTERMS.creator: Literal("A"),
        DCTERMS.source: Literal("https://x.example/?q=a b", datatype=XSD.anyURI),
    } == {
        p: plain(o)
        for p, o in graph.predicate_objects(node)
        if p in DCTERMS and p != DCTERMS.identifier
    }


def test_make_dataset_lists_articles_that_state_nothing(dataset_of):
    header = ArticleHeader(id="empty", path="e.txt", digest="d")
    dataset = dataset_of(headers={"empty": header})
    assert (article_iri("empty"), RDF.type, KG.Article) in merged(dataset)


def test_make_dataset_names_entities(dataset_of):
    graph = merged(dataset_of((FACT, {})))
    assert plain(graph.value(ACME, RDFS.label)) == Literal("Acme")
    assert (ACME, RDF.type, KG.Organization) in graph
    assert not list(graph.objects(ACME, SKOS.altLabel))


# --- article_iri -----------------------------------------------------------------------


@given(st.text(min_size=1), st.text(min_size=1))
def test_article_iri_tells_ids_apart(one, other):
    assert (article_iri(one) == article_iri(other)) is (one == other)


# --- round trips -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ODD, ids=repr)
def test_turtle_gives_back_odd_text(dataset_of, text):
    dataset = dataset_of((FACT, {"quote": text, "role": text}))
    read = Graph().parse(data=merged(dataset).serialize(format="turtle"), format="turtle")
    assert [plain(found) for found in read.objects(None, OA.exact)] == [Literal(text)]


# what the reader lets through: no control character but the line feed, no half of a pair
TEXT = st.text(st.one_of(st.characters(exclude_categories=("Cc", "Cs")), st.just("\n")), min_size=1)


@settings(max_examples=30)
@given(quote=TEXT, title=TEXT)
def test_turtle_gives_back_the_graph(dataset_of, quote, title):
    header = ArticleHeader(id=title, path="a.txt", digest="d", title=title)
    graph = merged(dataset_of((FACT, {"quote": quote}), headers={"a": header}))
    read = Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    assert triples(read) == triples(graph)


@settings(max_examples=30)
@given(quote=TEXT)
def test_trig_gives_back_the_quote(dataset_of, quote):
    text = dataset_of((FACT, {"quote": quote})).serialize(format="trig")
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TRIG)
    found = {q.object.value for q in quads if q.predicate.value == str(OA.exact)}
    assert found == {quote}


def test_turtle_is_the_same_for_the_same_facts(dataset_of):
    facts = [(FACT, {"by": "Reuters"}), ("Acme owns Hooli", {"article": "b"})]
    one, other = (
        merged(dataset_of(*order)).serialize(format="turtle") for order in (facts, facts[::-1])
    )
    assert one == other


def test_what_many_articles_say_is_not_looked_up_for_each(
    make_found, entity_of, schema, monkeypatch
):
    articles = {a: ArticleHeader(id=a, path=a, digest="0" * 64) for a in map(str, range(30))}
    statements = merge_statements(
        [make_found(FACT, article=a) for a in articles], entity_of, schema
    )
    ledger, looked, row = make_ledger(statements), [], StatementTable.row
    monkeypatch.setattr(
        StatementTable, "row", lambda table, order: looked.append(order) or row(table, order)
    )
    nodes = GraphNodes(
        GraphContents(statements=ledger, disagreements=[], headers=articles, run=RUN)
    )
    anchors = [o for _, p, o in nodes.merged() if p.value == str(PROV.wasDerivedFrom)]
    assert len(set(anchors)) == len(articles)
    for article in articles:
        (anchor,) = [o for _, p, o in nodes.graph(article) if p.value == str(PROV.wasDerivedFrom)]
        assert anchor in anchors
    assert len(looked) <= 2


def test_make_dataset_uses_names_of_the_schema_only(dataset_of, ontology):
    known = Graph().parse(ontology.folder / "schema.ttl", format="turtle")
    used = {p for p in merged(dataset_of((FACT, {"by": "Reuters"}))).predicates() if p in KG}
    assert not {p for p in used if (p, None, None) not in known}


def test_article_iri_is_an_iri():
    assert isinstance(article_iri("a b/c<d>"), URIRef)
    assert not set(" <>") & set(str(article_iri("a b/c<d>")))
