import pytest

from kg.errors import OntologyError
from kg.schema import load_schema

PREFIXES = """\
@prefix kg: <https://newskg.example/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
"""
SPORT = """
kg:Player a owl:Class ; rdfs:label "player" ; kg:nerLabel "PERSON" .
kg:Club a owl:Class ; rdfs:label "club" ; kg:nerLabel "ORG" .
kg:playsFor a owl:ObjectProperty ; schema:domainIncludes kg:Player ; schema:rangeIncludes kg:Club .
"""


@pytest.fixture
def load(tmp_path):
    def run(text):
        path = tmp_path / "schema.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return load_schema(path)

    return run


# --- load_schema -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "relation",
    [
        "investsIn", "acquires", "partnersWith", "hasRole", "founded", "joins", "leaves",
        "subsidiaryOf", "owns", "produces", "directs", "starsIn", "writes", "develops", "launches",
        "competesWith", "sues", "headquarteredIn", "locatedIn", "receivesAward", "mergesWith",
    ],
)  # fmt: skip
def test_load_schema_knows_the_relations_of_news(schema, relation):
    assert schema.relations[relation].label


def test_load_schema_passes_over_properties_of_statements(schema):
    assert not {"status", "amountPrecision", "disagreesWith"} & schema.relations.keys()


@pytest.mark.parametrize("relation", ["partnersWith", "mergesWith", "competesWith"])
def test_load_schema_reads_symmetry(schema, relation):
    assert schema.relations[relation].symmetric


def test_load_schema_reads_what_tells_two_statements_apart(schema):
    assert schema.relations["hasRole"].identified_by == {"role"}


def test_load_schema_reads_what_a_relation_ends(schema):
    assert schema.relations["leaves"].ends == {"hasRole"}


def test_load_schema_takes_another_field(load):
    schema = load(SPORT)
    assert (list(schema.classes), schema.relations["playsFor"].domain) == (
        ["Club", "Player"],
        ("Player",),
    )


def test_load_schema_names_a_relation_without_a_label_by_its_local_name(load):
    assert load(SPORT).relations["playsFor"].label == "playsFor"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "kg:A a owl:Class .\nkg:r a owl:ObjectProperty ; schema:domainIncludes kg:A .",
            "ontology#r> has a domain but no range",
            id="no range",
        ),
        pytest.param(
            "kg:A a owl:Class .\nkg:r a owl:ObjectProperty ; schema:domainIncludes kg:A ;"
            " schema:rangeIncludes kg:B .",
            "ontology#r> names the unknown class kg:B",
            id="unknown class",
        ),
        pytest.param("kg:A a owl:Class .", "has no relation", id="no relation"),
        pytest.param("", "has no relation", id="empty"),
        pytest.param("kg:A a owl:Class", "schema.ttl:5: is not Turtle", id="missing full stop"),
        pytest.param(
            "\n\nkg:A a a a .", "schema.ttl:7: is not Turtle", id="line of a syntax error"
        ),
        pytest.param("no:A a owl:Class .", "schema.ttl:5: is not Turtle", id="unknown prefix"),
        pytest.param('kg:A rdfs:label "x .', "schema.ttl:5: is not Turtle", id="open string"),
        pytest.param(
            SPORT.replace("schema:domain", "kg:identifiedBy kg:shirt ; schema:domain"),
            "shirt",
            id="identified by an unknown qualifier",
        ),
        pytest.param(
            SPORT.replace("schema:domain", "kg:takes kg:shirt ; schema:domain"),
            "shirt",
            id="takes an unknown qualifier",
        ),
        pytest.param(
            SPORT + "kg:shirt a kg:Facet .",
            "ontology#shirt> needs a number above 0 as kg:oddsWhenDifferent, has none",
            id="facet without odds",
        ),
        pytest.param(
            SPORT + 'kg:shirt a kg:Facet ; kg:oddsWhenDifferent 0.1 ; kg:oddsWhenShared "two" .',
            "ontology#shirt> needs a number above 0 as kg:oddsWhenShared, has two",
            id="odds that are a word",
        ),
        pytest.param(
            SPORT + "kg:shirt a kg:Facet ; kg:oddsWhenDifferent 0 .",
            "needs a number above 0 as kg:oddsWhenDifferent, has 0",
            id="odds of nothing",
        ),
    ],
)
def test_load_schema_names_the_fault_in_one_line(load, text, expected):
    with pytest.raises(OntologyError) as caught:
        load(text)
    message = str(caught.value)
    assert expected in message
    assert "schema.ttl" in message
    assert "\n" not in message


def test_load_schema_tells_of_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "schema.ttl"
    path.write_bytes(b'\xff\xfe"\xe9"')
    with pytest.raises(OntologyError, match=r"schema\.ttl: cannot be read"):
        load_schema(path)


def test_load_schema_takes_a_byte_order_mark(tmp_path):
    path = tmp_path / "schema.ttl"
    path.write_text("\ufeff" + PREFIXES + SPORT, encoding="utf-8")
    assert "playsFor" in load_schema(path).relations


def test_load_schema_ends_where_classes_are_each_others_superclass(load):
    schema = load(SPORT + "kg:Club rdfs:subClassOf kg:Team .\nkg:Team a owl:Class ;"
                  " rdfs:subClassOf kg:Club .")  # fmt: skip
    assert schema.classes["Club"].ancestors == ("Team",)


# --- Schema ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ancestor", "expected"),
    [
        pytest.param("FilmStudio", "FilmStudio", True, id="itself"),
        pytest.param("FilmStudio", "Company", True, id="parent"),
        pytest.param("FilmStudio", "Agent", True, id="grandparent"),
        pytest.param("Company", "FilmStudio", False, id="child"),
        pytest.param("Person", "Organization", False, id="other branch"),
    ],
)
def test_is_a_follows_superclasses(schema, name, ancestor, expected):
    assert schema.is_a(name, ancestor) is expected


@pytest.mark.parametrize(
    ("name", "allowed", "expected"),
    [
        pytest.param("FilmStudio", ("Organization",), True, id="below an allowed class"),
        pytest.param("Organization", ("FilmStudio",), True, id="above an allowed class"),
        pytest.param("Person", ("Organization", "Place"), False, id="beside all allowed"),
        pytest.param("Person", (), False, id="nothing allowed"),
    ],
)
def test_fits_takes_what_may_turn_out_allowed(schema, name, allowed, expected):
    assert schema.fits(name, allowed) is expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("ORG", "Organization"),
        ("PERSON", "Person"),
        ("GPE", "Place"),
        ("WORK_OF_ART", "CreativeWork"),
        ("CARDINAL", None),
    ],
)
def test_class_of_label_reads_labels_of_several_models(schema, label, expected):
    assert schema.class_of_label(label) == expected


def test_label_of_is_that_of_the_kind(schema):
    assert schema.label_of("FilmStudio") == "ORG"
    assert schema.label_of("Person") == "PERSON"
    assert schema.label_of("NoSuchClass") is None
