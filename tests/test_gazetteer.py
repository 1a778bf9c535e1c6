import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.lexicon.gazetteer import NAMES_FILE, load_gazetteer
from kg.lexicon.ontology import load_ontology
from kg.schema import load_schema
from kg.vocab import ID, slug

ONTOLOGY = Path(__file__).parents[1] / "ontology"
PATH = ONTOLOGY / "gazetteer.ttl"


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer(PATH, load_schema(ONTOLOGY / "schema.ttl").classes)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Reuters", "NewsOutlet"),
        ("WSJ", "NewsOutlet"),
        ("the Wall Street Journal", "NewsOutlet"),
        ("Wall Street Journal", "NewsOutlet"),
        ("THE WALL STREET JOURNAL", "NewsOutlet"),
        ("The Block", "NewsOutlet"),
        ("Block", "Company"),
        ("Nobel", "Award"),
        ("Oscar", "Award"),
        ("Gap", "Company"),
        ("gap", None),
        ("US", "Place"),
        ("us", None),
        ("Gemini", "Product"),
        ("Nowhere Gazette", None),
    ],
)
def test_class_of_follows_case(gazetteer, name, expected):
    assert gazetteer.class_of(name) == expected


def test_label_of_gives_the_label_of_the_language_model(gazetteer):
    assert [gazetteer.label_of(n) for n in ("Gemini", "Apple", "Oscar", "France", "none")] == [
        "PRODUCT", "ORG", "EVENT", "LOC", None
    ]  # fmt: skip


def test_is_wide_place_tells_countries_from_cities(gazetteer):
    names = ("Ukraine", "Kiev", "L.A.", "Reuters", "Nowhere")
    assert [name for name in names if gazetteer.is_wide_place(name)] == ["Ukraine"]


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Mass.", ("Massachusetts", "United States")),
        ("TX", ("Texas", "United States")),
        ("Georgia", ("Georgia", "United States")),
        ("Scotland", ("Scotland", "United Kingdom")),
        ("U.K.", ("United Kingdom",)),
        ("Kiev", ()),
        ("texas", ()),
    ],
)
def test_region_of_tells_states_and_countries(gazetteer, name, region):
    assert gazetteer.region_of(name) == region


def test_a_region_is_no_name_by_itself(gazetteer):
    assert [gazetteer.label_of(name) for name in ("Virginia", "Washington", "Mass.")] == [None] * 3


def test_is_adjective_tells_nationalities(gazetteer):
    assert gazetteer.is_adjective("British")
    assert not gazetteer.is_adjective("Britain")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("CEO", "chief executive officer"),
        ("chief executive", "chief executive officer"),
        ("the chairwoman", "chair"),
        ("VP of Design", "vice president of design"),
        ("Vice president, engineering", "vice president, engineering"),
        ("interim CEO", "interim chief executive officer"),
        ("Head of Research and Development", "head of research and development"),
        ("co-lead", "co-lead"),
        ("Keeper of Clocks", "keeper of clocks"),
    ],
)
def test_normalise_role(gazetteer, wording, expected):
    assert gazetteer.normalise_role(wording) == expected
    assert gazetteer.normalise_role(expected) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("co-founder and CEO", ("co-founder", "CEO")),
        ("founder, chairman and CEO", ("founder", "chairman", "CEO")),
        ("CEO/founder", ("CEO", "founder")),
        ("head of research and development", ("head of research and development",)),
        ("vice president of sales and marketing", ("vice president of sales and marketing",)),
        ("partner", ("partner",)),
    ],
)
def test_split_roles(gazetteer, wording, expected):
    assert gazetteer.split_roles(wording) == expected


def test_implied_relation_is_what_a_founder_did(gazetteer):
    assert gazetteer.implied_relation("Co-founder") == "founded"
    assert gazetteer.implied_relation("CEO") is None


def test_gazetteer_names_entities_as_their_labels(gazetteer):
    for entity in gazetteer.exact.values():
        assert entity.iri == f"{ID}entity/{slug(entity.name)}"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kg:NewsOutlet ; rdfs:label", "kg:NewsOutlet ; rdfs:lable", "needs one"),
        ("ent:reuters a kg:NewsOutlet", "ent:reuters a kg:Newsoutlet", "Newsoutlet"),
        ('rdfs:label "Reuters"', 'rdfs:label "WSJ"', "'WSJ' names"),
        ('kg:Place kg:nerLabel "LOC" .', "", "no kg:nerLabel"),
        ('skos:prefLabel "partner"', 'skos:prefLabel "CEO"', "names the roles"),
        ("role:separator", "role:separators", "separator"),
        ("ent:reuters a", "ent:reuters a a", "is not Turtle"),
    ],
)  # fmt: skip
def test_load_gazetteer_names_the_fault(tmp_path, old, new, reason):
    path = tmp_path / "gazetteer.ttl"
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=reason) as fault:
        load_gazetteer(path, load_schema(ONTOLOGY / "schema.ttl").classes)
    assert str(path) in str(fault.value)


def _put_lists(tmp_path, rows):
    path = tmp_path / "gazetteer.ttl"
    text = PATH.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    prefixes = "".join(row for row in text.splitlines(keepends=True) if row.startswith("@prefix"))
    prefixes += "@prefix names: <https://newskg.example/id/names/> ."
    (tmp_path / NAMES_FILE).write_text(f"{prefixes}\n{rows}\n", encoding="utf-8")
    return path


def test_load_gazetteer_reads_lists_of_names(tmp_path):
    path = _put_lists(
        tmp_path,
        """names:firms a kg:NameList ; kg:listOf kg:Company ; kg:names \"\"\"
            Blorptech | Acme & Daughters of
            Nowhere | "Quux" \"\"\" .
        names:towns a kg:NameList ; kg:listOf kg:Place ; kg:within ent:france ;
            kg:names "Blorpville" .
        """,
    )
    found = load_gazetteer(path, load_schema(ONTOLOGY / "schema.ttl").classes)
    names = ("Blorptech", "Acme & Daughters of Nowhere", '"Quux"', "Blorpville", "blorptech")
    assert [found.class_of(name) for name in names] == ["Company"] * 3 + ["Place", None]
    assert found.is_city("Blorpville")
    assert not found.is_wide_place("Blorpville")


def test_load_gazetteer_goes_by_its_items_before_lists(tmp_path):
    path = _put_lists(tmp_path, 'names:x a kg:NameList ; kg:listOf kg:Film ; kg:names "Gap" .')
    classes = load_schema(ONTOLOGY / "schema.ttl").classes
    text = (tmp_path / NAMES_FILE).read_text(encoding="utf-8")
    (tmp_path / NAMES_FILE).write_text(f'{text}kg:Film kg:nerLabel "WORK" .', encoding="utf-8")
    assert load_gazetteer(path, classes).class_of("Gap") == "Company"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param('kg:names "Blorp"', "one class of the schema, has 0", id="no class"),
        pytest.param('kg:listOf kg:Firm ; kg:names "Blorp"', "class kg:Firm", id="unknown class"),
        pytest.param("kg:listOf kg:Company", "or none", id="no names"),
        pytest.param(
            'kg:listOf kg:Company ; kg:names "A | | B"', "an empty name", id="an empty one"
        ),
        pytest.param('kg:listOf kg:Company ; kg:names "A | A"', "'A' of", id="one twice"),
        pytest.param('kg:listOf kg:Place ; kg:names "Blorp"', "within", id="places of nowhere"),
    ],
)
def test_load_gazetteer_names_the_fault_of_a_list(tmp_path, row, reason):
    path = _put_lists(tmp_path, f"names:blorp a kg:NameList ; {row} .")
    with pytest.raises(OntologyError, match=reason) as fault:
        load_gazetteer(path, load_schema(ONTOLOGY / "schema.ttl").classes)
    assert str(tmp_path) in str(fault.value)


def test_lists_find_each_of_their_names(gazetteer):
    """Each stands where a text goes on with it, and is of the class that its list tells."""
    lists = gazetteer.lists
    assert len(lists.lists) > 20_000
    for name, known in lists.lists.items():
        assert lists.find_at(f"{name} grew", 0) == name
        found = lists.find(name)
        assert found is not None, name
        assert (found.name, found.type) == (name, known.type)
        assert gazetteer.class_of(name) == known.type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Peaky Blinders", "Series"),
        ("PEAKY BLINDERS", "Series"),
        ("Falcon and the Winter Soldier", "Series"),
        ("the Falcon and the Winter Soldier", "Series"),
        ("Leonardo DiCaprio", "Person"),
        ("pringles", None),
    ],
)
def test_lists_are_found_as_other_names_are(gazetteer, name, expected):
    assert gazetteer.class_of(name) == expected


def test_load_ontology_needs_no_lists(tmp_path):
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    (folder / NAMES_FILE).unlink()
    without, shipped = load_ontology(folder), load_ontology(ONTOLOGY)
    assert without.gazetteer.class_of("Peaky Blinders") is None
    assert without.reading_digest != shipped.reading_digest


def test_an_ontology_has_no_name_of_a_class_that_its_schema_lacks(tmp_path):
    shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    path = tmp_path / "ontology" / "gazetteer.ttl"
    text = path.read_text(encoding="utf-8").replace("ent:apple a kg:Company", "ent:apple a kg:Firm")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="Firm"):
        load_ontology(tmp_path / "ontology")
