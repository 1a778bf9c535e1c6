"""The shipped ontology as a whole: defined, described, used, consistent."""

import re

import owlrl
import pytest
from conftest import ROOT
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.query import describe_schema
from kg.vocab import KG

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
TERM = re.compile(r"\bkg:([A-Za-z]\w*)")
IN_CODE = re.compile(r"""\bKG\.([A-Za-z]\w*)|\bKG\["(\w+)"\]""")


@pytest.fixture(scope="module")
def terms(ontology):
    return Graph().parse(ontology.folder / "schema.ttl", format="turtle")


@pytest.fixture(scope="module")
def defined(terms):
    return {str(n).removeprefix(KG) for n in terms.subjects(RDF.type, None) if n in KG}


@pytest.fixture(scope="module")
def used(ontology):
    """Return every term that code, queries and the other files of the ontology name."""
    files = [p for p in ontology.folder.rglob("*") if p.name != "schema.ttl" and p.is_file()]
    texts = [re.sub(r"(?m)^\s*#.*$", "", p.read_text(encoding="utf-8")) for p in files]
    code = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "kg").rglob("*.py"))]
    in_code = {a or b for text in code for a, b in IN_CODE.findall(text)}
    return in_code | {name for text in texts for name in TERM.findall(text)}


def close(graph):
    """Close a copy of a graph under OWL 2 RL; return what is inconsistent in it."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(copy)
    return sorted(
        str(message)
        for node in copy.subjects(RDF.type, ERROR)
        for message in copy.objects(node, None)
        if isinstance(message, Literal)
    )


def test_schema_is_consistent_under_owl_rl(terms):
    assert close(terms) == []


def test_schema_has_inconsistencies_to_find(terms):
    """A thing of two kinds is a contradiction, so that consistency says something."""
    wrong = Graph()
    for triple in terms:
        wrong.add(triple)
    wrong.add((KG.x, RDF.type, KG.Film))
    wrong.add((KG.x, RDF.type, KG.Company))
    assert close(wrong)


def test_schema_uses_no_term_that_it_does_not_define(terms, defined, used):
    inside = {
        str(term).removeprefix(KG)
        for triple in terms
        for term in triple
        if isinstance(term, URIRef) and term in KG
    }
    assert (used | inside) - defined == set()


def test_schema_defines_no_term_that_nothing_uses(terms, defined, used, schema):
    entities = {one.name for one in schema.entity_classes()}
    relations = {n for r in schema.relations.values() for n in (r.name, *r.broader, *r.inverse)}
    ranges = {str(term).removeprefix(KG) for term in terms.objects(None, RDFS.range)}
    facets = {facet.name for facet in schema.facets}
    assert defined - used - entities - relations - ranges - facets == set()


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment], ids=["label", "comment"])
def test_schema_describes_every_term(terms, defined, predicate):
    assert {n for n in defined if len(list(terms.objects(KG[n], predicate))) != 1} == set()


def test_schema_gives_an_example_of_every_class_relation_and_qualifier(schema):
    described = [*schema.classes.values(), *schema.relations.values(), *schema.qualifiers.values()]
    assert [one.name for one in described if not one.example] == []


def test_schema_ties_every_entity_class_to_another_vocabulary(schema):
    assert [one.name for one in schema.entity_classes() if not one.outside] == []


def test_schema_ties_to_wikidata_entail_nothing(terms):
    ties = {p for _, p, o in terms if "wikidata.org" in str(o)}
    assert ties <= {SKOS.closeMatch, RDFS.seeAlso}


def test_an_inverse_is_of_no_symmetric_relation(schema):
    assert [r.name for r in schema.relations.values() if r.symmetric and r.inverse] == []


def test_shapes_name_every_qualifier(ontology):
    shapes = (ontology.folder / "shapes.ttl").read_text(encoding="utf-8")
    assert [n for n in ontology.schema.qualifiers if f"sh:path kg:{n} " not in shapes] == []


# --- kg ontology -----------------------------------------------------------------------


def rows_of(schema, part):
    answer = describe_schema(schema, part)
    return {
        str(row[0]): dict(zip(answer.columns, map(str, row), strict=True)) for row in answer.rows
    }


def test_describe_schema_lists_all(schema):
    assert rows_of(schema, "relations").keys() == schema.relations.keys()
    assert rows_of(schema, "qualifiers").keys() == schema.qualifiers.keys()
    assert {"Agent", "FilmStudio", "Place"} <= rows_of(schema, "classes").keys()
    assert not {"Statement", "Run", "Status"} & rows_of(schema, "classes").keys()


def test_describe_schema_shows_a_relation_whole(schema):
    assert rows_of(schema, "relations")["investsIn"] == {
        "relation": "investsIn",
        "domain": "Organization, Person",
        "range": "Organization",
        "qualifiers": "amount, date, lead, round, stake, valuation",
        "other way round": "hasInvestor",
        "example": "Google DeepMind invested $75 million in A24.",
    }
    assert rows_of(schema, "relations")["partnersWith"]["other way round"] == "the same"


def test_describe_schema_puts_a_class_below_its_kind(schema):
    names = list(rows_of(schema, "classes"))
    kinds = {name: row["kind of"] for name, row in rows_of(schema, "classes").items()}
    assert kinds["FilmStudio"] == "Company"
    assert names.index("Agent") < names.index("Company") < names.index("FilmStudio")


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        pytest.param([], 0, "FilmStudio", id="all"),
        pytest.param(["relations", "--format", "csv"], 0, "investsIn,", id="csv"),
        pytest.param(["qualifiers", "--format", "json"], 0, '"qualifier"', id="json"),
        pytest.param(["verbs"], 2, "'verbs' is not one of 'classes'", id="unknown part"),
        pytest.param(["--format", "csv"], 2, "csv holds one table", id="csv of all"),
        pytest.param(["--ontology", "nowhere"], 1, "nowhere", id="no ontology"),
    ],
)
def test_ontology_command(run_kg, arguments, code, shown):
    done = run_kg("ontology", *arguments)
    assert done.returncode == code
    assert shown in done.stdout + " ".join(done.stderr.replace("│", " ").split())
