"""The gate at the end of a build: shapes, and the schema's domains and ranges."""

import datetime
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from kg.build.changes import Basis, Renewal
from kg.build.rejections import render_rejections
from kg.build.report import render_report
from kg.datamodel import (
    ArticleHeader,
    Date,
    Development,
    Money,
    Rejection,
    Run,
    Violation,
)
from kg.errors import OntologyError
from kg.merge import (
    GraphContents,
    describe_statement,
    make_dataset,
    make_ledger,
    merge_statements,
    order_of,
)
from kg.resolve import resolve_mentions
from kg.state import Lazy, PartStore
from kg.validate import check_shapes, check_statements, load_shapes
from kg.vocab import KG

PREFIXES = """\
@prefix kg: <https://newskg.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
"""
FULL = {
    "amount": Money(amount=Decimal("5.5"), currency="USD", upper=Decimal(7)),
    "valuation": Money(amount=Decimal(9), currency="EUR"),
    "date": Date(day=datetime.date(2026, 11, 1), precision="month"),
    "role": "founder",
    "role_wording": "Founder",
    "stake": Decimal("12.5"),
    "round": "Series A",
    "lead": True,
    "by": "Reuters",
}
DIGEST = "0" * 64


@pytest.fixture(scope="session")
def shapes(ontology):
    return load_shapes(ontology.folder / "shapes.ttl")


@pytest.fixture
def own_shapes(tmp_path):
    def load(text):
        path = tmp_path / "shapes.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return load_shapes(path)

    return load


@pytest.fixture(scope="session")
def merge(make_found, entity_of, schema):
    """Merge facts, each (fact, options)."""

    def run(*facts):
        return merge_statements(
            [make_found(fact, **options) for fact, options in facts], entity_of, schema
        )

    return run


@pytest.fixture(scope="session")
def judge(schema):
    """Return (subject, reason, warning) for all that is wrong with statements."""

    def run(statements, shapes, **header):
        found = check_statements(
            statements, schema, shapes, lambda one: describe_statement(one, headers(**header))
        )
        return [(v.statement.subject.label, v.reason, v.warning) for v in found]

    return run


def _render(violations, rejected=(), left=()):
    doubts = Lazy([("a", number) for number in left], lambda place: rejected[place[1]])
    ledger = make_ledger([v.statement for v in violations])
    now = Basis(
        table=ledger.table,
        verdicts={order_of(v.statement): [(v.reason, v.warning)] for v in violations},
        headers=dict.fromkeys("abz", DIGEST),
        left={"a": tuple(left)},
    )
    renewal = Renewal(Basis(), now, ledger, PartStore())
    return b"".join(render_rejections(doubts, told(violations), renewal)).decode()


def told(violations):
    known = {order_of(v.statement): v for v in violations}
    rows = [(order, v.reason, v.warning) for order, v in sorted(known.items())]
    return Lazy(rows, lambda row: known[row[0]])


def headers(**more):
    known = {a: ArticleHeader(id=a, path=f"{a}.txt", digest=DIGEST) for a in "abz"}
    return {a: replace(header, **more) for a, header in known.items()}


# --- check_statements ------------------------------------------------------------------


@pytest.mark.parametrize("status", ["asserted", "planned", "rumoured", "denied", "former"])
def test_check_statements_lets_in_all_that_a_statement_can_hold(merge, judge, shapes, status):
    statements = merge(("Acme investsIn Globex", {**FULL, "status": status}))
    header = {"title": "T", "date": datetime.date(2026, 1, 1), "publisher": "P", "author": "A"}
    assert judge(statements, shapes, **header, url="https://example.org/a?b=c d") == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"evidence": ()}, "A statement rests on at least one sentence.", id="bare"),
        pytest.param({"confidence": 1.5}, "A confidence is a number from 0 to 1.", id="confidence"),
        pytest.param({"sources": 0}, "A statement has at least one source.", id="sources"),
        pytest.param(
            {"status": "invented"},
            "A statement is asserted, planned, rumoured, denied or former.",
            id="status",
        ),
    ],
)
def test_check_statements_finds_what_is_out_of_shape(merge, judge, shapes, change, reason):
    (statement,) = merge(("Acme acquires Globex", {}))
    ((_, found, warning),) = judge([replace(statement, **change)], shapes)
    assert found.startswith(reason)
    assert not warning


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        pytest.param(
            {"amount": Money(amount=Decimal(-5), currency="USD")}, "An amount", id="negative amount"
        ),
        pytest.param(
            {"amount": Money(amount=Decimal(5), currency="dollars")}, "A currency", id="currency"
        ),
        pytest.param({"stake": Decimal(101)}, "A stake", id="stake"),
        pytest.param({"round": ""}, None, id="an empty qualifier is none"),
    ],
)
def test_check_statements_looks_at_qualifiers(merge, judge, shapes, options, reason):
    found = judge(merge(("Acme investsIn Globex", {"amount": None, **options})), shapes)
    reasons = [said for _, said, warning in found if not warning]
    assert [said.startswith(reason) for said in reasons] == [True] * bool(reason)


@pytest.mark.parametrize(
    ("fact", "options", "warned"),
    [
        ("Acme investsIn Globex", {}, True),
        ("Acme investsIn Globex", {"amount": Money(amount=Decimal(5), currency="USD")}, False),
        ("Acme investsIn Globex", {"stake": Decimal(5)}, False),
        ("Acme acquires Globex", {}, False),
    ],
    ids=["no amount", "amount", "stake", "no investment"],
)
def test_check_statements_only_warns_of_an_investment_without_amount(
    merge, judge, shapes, fact, options, warned
):
    found = judge(merge((fact, options)), shapes)
    assert found == ([("Acme", "An investment says how much.", True)] if warned else [])


def test_check_statements_blames_the_statements_of_an_article_out_of_shape(merge, judge, shapes):
    statements = merge(("Acme acquires Globex", {}), ("Hooli owns Initech", {"article": "b"}))
    found = judge(statements, shapes, digest="no digest")
    assert {who for who, _, _ in found} == {"Acme", "Hooli"}
    assert all(why.startswith("An article is pinned by") for _, why, _ in found)


def test_check_statements_blames_no_other_statement(merge, judge, shapes):
    good, bad = merge(("Acme acquires Globex", {}), ("Acme owns Initech", {"article": "b"}))
    assert [why for _, why, _ in judge([good, replace(bad, sources=0)], shapes)] == [
        "A statement has at least one source. (kg:sources 0)"
    ]


def test_check_statements_gives_one_verdict_in_any_company(merge, judge, shapes, monkeypatch):
    monkeypatch.setattr("kg.validate.gate.BATCH", 2)
    facts = [(f"Acme investsIn Globex{n}", {"start": 100 * n}) for n in range(5)]
    statements = merge(*facts)
    alone = [found for one in statements for found in judge([one], shapes)]
    assert judge(statements, shapes) == alone
    assert len(alone) == 5


# --- domain and range ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "kinds", "reason"),
    [
        pytest.param(
            "Dune investsIn Globex",
            {"Dune": "Film"},
            "type clash: Dune (film) as subject of invests in, which takes organization or person",
            id="subject",
        ),
        pytest.param(
            "Acme acquires Paris",
            {"Paris": "Place"},
            "type clash: Paris (place) as object of acquires,"
            " which takes creative work or organization or product",
            id="object",
        ),
        pytest.param(
            "Acme founded Globex",
            {"Globex": "Gizmo"},
            "type clash: Globex (Gizmo) as object of founded, which takes organization",
            id="class unknown to the schema",
        ),
        pytest.param(
            "Acme acquires Acme", {}, "subject and object are one thing: Acme", id="one thing"
        ),
        pytest.param("Acme acquires Globex", {"Globex": "FilmStudio"}, None, id="subclass"),
        pytest.param("Acme acquires Globex", {"Globex": "Agent"}, None, id="class above"),
    ],
)
def test_check_statements_checks_the_ends_of_a_relation(merge, judge, fact, kinds, reason):
    found = judge(merge((fact, {"kinds": kinds})), None)
    assert [why for _, why, _ in found] == ([reason] if reason else [])


def test_check_statements_takes_a_symmetric_relation_either_way(merge, schema, entity_of):
    relation = replace(schema.relations["competesWith"], domain=("Place",), range=("Person",))
    own = replace(schema, relations={**schema.relations, "competesWith": relation})
    (statement,) = merge(
        ("Acme competesWith Zed", {"kinds": {"Acme": "Person", "Zed": "Place"}}),
    )
    assert check_statements([statement], own, None, lambda one: ()) == []


# --- shapes ----------------------------------------------------------------------------


def test_load_shapes_finds_none_where_there_is_no_file(tmp_path):
    assert load_shapes(tmp_path / "shapes.ttl") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("ex:S a", "is not Turtle", id="syntax"),
        pytest.param(
            "ex:S sh:targetClass kg:Run ; sh:property [ sh:path kg:x ; sh:minCount 'a' ] .",
            "malformed shape",
            id="count that is no number",
        ),
        pytest.param(
            "ex:S a sh:NodeShape ; sh:targetClass kg:Statement ; sh:property [ sh:minCount 1 ] .",
            "malformed shape",
            id="no path",
        ),
        pytest.param(
            "ex:S sh:targetClass kg:Run ; sh:property [ sh:path kg:x ; sh:pattern '(' ] .",
            "malformed shape",
            id="pattern",
        ),
        pytest.param(
            "ex:S a sh:NodeShape ; sh:targetClass kg:Company ; sh:property"
            " [ sh:path [ sh:inversePath rdf:subject ] ; sh:maxCount 1 ] .",
            "judged by its own triples",
            id="counts statements of an entity",
        ),
        pytest.param(
            "ex:S a sh:NodeShape ; sh:targetClass kg:Company ; sh:property"
            " [ sh:path ( [ sh:inversePath rdf:subject ] kg:amount ) ; sh:minCount 1 ] .",
            "judged by its own triples",
            id="counts on the way",
        ),
    ],
)
def test_load_shapes_refuses_what_is_malformed(own_shapes, text, reason):
    with pytest.raises(OntologyError, match=reason):
        own_shapes(text)


CLOSED = """
ex:Closed a sh:NodeShape ; sh:targetClass kg:Thing ; sh:closed true ;
    sh:ignoredProperties ( rdf:type ) ;
    sh:property [ sh:path kg:a ; sh:maxCount 1 ; sh:message "one a" ] ,
        [ sh:path kg:b ; sh:minCount 1 ; sh:message "some b" ] .
"""
USED = """
ex:Used a sh:NodeShape ; sh:targetClass kg:Thing ;
    sh:property [ sh:path kg:b ; sh:minCount 1 ; sh:message "some b" ] .
ex:User a sh:NodeShape ; sh:targetClass kg:Other ; sh:node ex:Used ; sh:message "not as Used" .
"""
OFF = """
ex:Off a sh:NodeShape ; sh:targetClass kg:Thing ; sh:deactivated true ;
    sh:property [ sh:path kg:b ; sh:minCount 1 ; sh:message "some b" ] .
"""
IMPLICIT = """
kg:Thing a sh:NodeShape , rdfs:Class ;
    sh:property [ sh:path kg:b ; sh:minCount 1 ; sh:message "some b" ] .
"""


@pytest.mark.parametrize(
    ("text", "kind", "triples", "reasons"),
    [
        pytest.param(CLOSED, "Thing", {"b": "x"}, [], id="closed, allowed"),
        pytest.param(CLOSED, "Thing", {"a": "x"}, ["some b"], id="closed, missing"),
        pytest.param(CLOSED, "Thing", {"b": "x", "c": "x"}, ["closed"], id="closed, unknown"),
        pytest.param(CLOSED, "Other", {"c": "x"}, [], id="no target"),
        pytest.param(USED, "Thing", {}, ["some b"], id="used by another, itself"),
        pytest.param(USED, "Other", {}, ["not as Used"], id="used by another"),
        pytest.param(USED, "Other", {"b": "x"}, [], id="used by another, conforming"),
        pytest.param(OFF, "Thing", {}, [], id="deactivated"),
        pytest.param(IMPLICIT, "Thing", {}, ["some b"], id="class that is a shape"),
    ],
)
def test_check_shapes_finds_what_the_standard_finds(own_shapes, text, kind, triples, reasons):
    data, node = Graph(), URIRef("https://example.org/node")
    data.add((node, RDF.type, KG[kind]))
    for predicate, value in triples.items():
        data.add((node, KG[predicate], Literal(value)))
    found = check_shapes(data, own_shapes(text))
    assert [any(reason in f.reason for f in found) for reason in reasons] == [True] * len(reasons)
    assert len(found) == len(reasons)


def test_check_shapes_leaves_shapes_and_data_as_they_are(shapes):
    data = Graph()
    data.add((KG.x, RDF.type, KG.Statement))
    before, faults = set(shapes.graph), check_shapes(data, shapes)
    assert check_shapes(data, shapes) == faults
    assert set(shapes.graph) == before
    assert len(data) == 1


def test_shapes_hold_for_the_whole_merged_graph(merge, shapes):
    """Any SHACL tool can check graph.ttl, where entities have their plain triples."""
    statements = merge(
        ("Acme investsIn Globex", FULL),
        ("Acme partnersWith Hooli", {"article": "b"}),
        ("Acme owns Globex", {"article": "b", "status": "denied"}),
    )
    run = Run(version="1", model="m", ontology="o", settings=(("base", "x"),))
    merged = Graph()
    contents = GraphContents(
        statements=make_ledger(statements),
        disagreements=[],
        headers=headers(),
        run=run,
        developments=[Development(earlier=statements[0], later=statements[1], reason="x")],
        preferred={statements[0].iri},
    )
    for triple in make_dataset(contents).default_context:
        merged.add(triple)
    assert check_shapes(merged, shapes) == []


def test_shapes_allow_an_entity_every_relation(ontology, shapes):
    entity = URIRef("https://newskg.example/shape/Entity")
    ignored = shapes.graph.value(entity, URIRef("http://www.w3.org/ns/shacl#ignoredProperties"))
    allowed = set(shapes.graph.items(ignored))
    assert {KG[name] for name in ontology.schema.relations} <= allowed


# --- what is kept out ------------------------------------------------------------------


def test_render_rejections_gives_each_sentence_a_line(merge):
    (statement,) = merge(
        ("Acme acquires Globex", {"quote": "One."}),
        ("Acme acquires Globex", {"article": "b", "start": 7, "quote": "Two."}),
    )
    text = _render([Violation(statement=statement, reason="wrong")])
    rows = [json.loads(line) for line in text.splitlines()]
    assert [(r["article"], r["start"], r["end"], r["sentence"]) for r in rows] == [
        ("a", 0, 4, "One."),
        ("b", 7, 11, "Two."),
    ]
    assert {(r["stage"], r["reason"], r["statement"]) for r in rows} == {
        ("validate", "wrong", statement.iri)
    }


def test_render_rejections_leaves_out_what_is_in_the_graph_with_a_warning(merge):
    one, other = merge(("Acme acquires Globex", {}), ("Acme owns Hooli", {}))
    violations = [
        Violation(statement=one, reason="odd", warning=True),
        Violation(statement=other, reason="wrong"),
    ]
    (row,) = map(json.loads, _render(violations).splitlines())
    assert row["statement"] == other.iri


def test_render_rejections_lists_a_statement_without_a_sentence(merge):
    (statement,) = merge(("Acme acquires Globex", {}))
    bare = Violation(statement=replace(statement, evidence=()), reason="no evidence")
    (row,) = map(json.loads, _render([bare]).splitlines())
    assert (row["reason"], row["sentence"], row["start"]) == ("no evidence", None, None)


def test_render_rejections_lists_what_was_not_believed_unless_it_was_confirmed(make_found):
    doubted, confirmed = make_found("Acme owns Globex"), make_found("Acme owns Hooli")
    rejected = [Rejection(found=f, reason="weak") for f in (doubted, confirmed)]
    (row,) = map(json.loads, _render([], rejected, left=(0,)).splitlines())
    assert (row["stage"], row["reason"], row["object"], row["confidence"]) == (
        "extract",
        "weak",
        "Globex",
        1.0,
    )


@pytest.fixture
def report_on(merge, schema, lexicon):
    """Render a report on one statement with a violation or a warning, or with neither."""

    def run(*, warning=None, shaped=True):
        statements = merge(("Acme acquires Globex", {}))
        found = [] if warning is None else [(statements[0], warning)]
        violations = told(
            [Violation(statement=s, reason="odd *size*", warning=w) for s, w in found]
        )
        nobody = resolve_mentions([], schema, lexicon)
        ledger = make_ledger(statements)
        report = render_report({}, {}, [], ledger, [], [], nobody, [], violations, shaped=shaped)
        return report.partition("## Out of shape\n")[2].partition("\n##")[0]

    return run


@pytest.mark.parametrize(
    ("options", "section"),
    [
        pytest.param({}, "None.\n", id="nothing wrong"),
        pytest.param(
            {"warning": True},
            "1 statement in the graph, with a warning:\n"
            "- Acme — acquires — Globex: odd \\*size\\*\n",
            id="warning",
        ),
        pytest.param(
            {"warning": False},
            "1 statement kept out of the graph:\n- Acme — acquires — Globex: odd \\*size\\*\n",
            id="violation",
        ),
        pytest.param(
            {"shaped": False},
            "The ontology has no shapes.ttl: only the ends of relations were checked.\n",
            id="no shapes",
        ),
    ],
)
def test_render_report_tells_what_is_out_of_shape(report_on, options, section):
    assert report_on(**options) == section
