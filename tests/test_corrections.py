import pytest

from kg.errors import InputError
from kg.resolve import read_corrections, resolve_mentions

PREFIXES = """\
@prefix entity: <https://newskg.example/id/entity/> .
@prefix in-b: <https://newskg.example/id/article/b#> .
@prefix kg: <https://newskg.example/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ENTITY = "https://newskg.example/id/entity/"


@pytest.fixture
def write(tmp_path, schema):
    """Write a file of corrections and read it."""

    def run(text, prefixes=PREFIXES):
        path = tmp_path / "corrections.ttl"
        path.write_text(prefixes + text, encoding="utf-8")
        return read_corrections(path, schema)

    return run


@pytest.fixture
def resolve(write, schema, lexicon):
    """Resolve mentions with corrections; return what came out, and their entities."""

    def run(text, mentions, said=()):
        found = resolve_mentions(mentions, schema, lexicon, said=said, corrections=write(text))
        return found, [found.entity_of(mention) for mention in mentions]

    return run


def names(entities):
    return [entity.iri.removeprefix(ENTITY) for entity in entities]


@pytest.fixture
def labs(make_mention):
    """Acme Labs, short Acme, in one article and Acme in another: one thing to the program."""
    return [
        make_mention("Acme Labs", article="a", aliases=("Acme",)),
        make_mention("Acme", article="b"),
    ]


# --- different -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("entity:acme-labs owl:differentFrom entity:acme .", id="one way"),
        pytest.param("entity:acme owl:differentFrom entity:acme-labs .", id="the other way"),
    ],
)
def test_different_undoes_a_merge(resolve, labs, line):
    _, entities = resolve(line, labs)
    assert names(entities) == ["acme-labs", "acme"]
    assert [entity.merges for entity in entities] == [(), ()]


def test_different_leaves_the_iris_that_the_names_have_alone(resolve, make_mention):
    apart = [make_mention("Acme Labs", article="a"), make_mention("Acme", article="b")]
    merged = [make_mention("Acme Labs", article="a", aliases=("Acme",)), apart[1]]
    line = "entity:acme-labs owl:differentFrom entity:acme ."
    assert names(resolve("", apart)[1]) == names(resolve(line, merged)[1])


def test_different_parts_two_spellings_of_one_name(resolve, make_mention):
    mentions = [make_mention("Acme Inc.", article="a"), make_mention("Acme Ltd.", article="b")]
    assert len(set(names(resolve("", mentions)[1]))) == 1
    line = "entity:acme-inc owl:differentFrom entity:acme-ltd ."
    assert names(resolve(line, mentions)[1]) == ["acme-inc", "acme-ltd"]


def test_different_takes_out_what_one_article_means(resolve, make_mention):
    mentions = [make_mention("Mercury", article=article) for article in "abc"]
    _, (a, b, c) = resolve("in-b:mercury owl:differentFrom entity:mercury .", mentions)
    assert a == c
    assert names([a]) == ["mercury"]
    assert b.iri not in (a.iri, "")


def test_different_leaves_the_rest_of_a_thing_whole(resolve, make_mention):
    names_ = ("Acme Inc.", "Acme", "Acme")
    mentions = [make_mention(n, article=a) for n, a in zip(names_, "abc", strict=True)]
    _, (a, b, c) = resolve("in-b:acme owl:differentFrom entity:acme .", mentions)
    assert a == c
    assert b.iri not in (a.iri, "")


def test_same_does_not_reach_what_different_has_taken_out(resolve, make_mention):
    names_ = ("Acme Inc.", "Acme", "Acme")
    mentions = [make_mention(n, article=a) for n, a in zip(names_, "abc", strict=True)]
    lines = "in-b:acme owl:differentFrom entity:acme . entity:acme owl:sameAs entity:acme-inc ."
    found, (a, b, c) = resolve(lines, mentions)
    assert a == c
    assert names([a]) == ["acme"]
    assert b.iri not in (a.iri, "")
    assert not found.warnings


def test_different_keeps_apart_what_new_articles_would_join(resolve, labs, make_mention):
    more = [*labs, make_mention("Acme Labs", article="c", aliases=("Acme",))]
    _, entities = resolve("entity:acme-labs owl:differentFrom entity:acme .", more)
    assert names(entities) == ["acme-labs", "acme", "acme-labs"]


# --- same ----------------------------------------------------------------------------


def test_same_joins_under_the_iri_of_its_subject(resolve, make_mention):
    mentions = [make_mention("Facebook", article="a"), make_mention("Meta", article="b")]
    _, entities = resolve("entity:meta owl:sameAs entity:facebook .", mentions)
    assert names(entities) == ["meta", "meta"]
    assert entities[0].merges[0].reason == "corrected by hand"


def test_same_joins_things_of_two_kinds(resolve, make_mention):
    mentions = [make_mention("Acme", article="a"), make_mention("Acme", "Product", article="b")]
    found = resolve("entity:acme owl:sameAs entity:acme-product .", mentions)[1]
    assert names(found) == ["acme", "acme"]


def test_same_joins_three_in_a_chain(resolve, make_mention):
    mentions = [make_mention(name, article=name) for name in ("One", "Two", "Three")]
    lines = "entity:one owl:sameAs entity:two . entity:two owl:sameAs entity:three ."
    assert names(resolve(lines, mentions)[1]) == ["one", "one", "one"]


def test_same_moves_what_one_article_means(resolve, make_mention, make_found):
    mentions = [make_mention("Mercury", article="b"), make_mention("Quicksilver", article="c")]
    others = [make_mention("Mercury", article="a"), *mentions]
    _, (a, b, c) = resolve(
        "entity:quicksilver owl:sameAs in-b:mercury ."
        " in-b:mercury owl:differentFrom entity:mercury .",
        others,
    )
    assert b == c
    assert names([a, b]) == ["mercury", "quicksilver"]


# --- labels and classes --------------------------------------------------------------


def test_a_label_is_given(resolve, labs):
    _, entities = resolve('entity:acme skos:prefLabel "ACME Laboratories" .', labs)
    assert {e.label for e in entities} == {"ACME Laboratories"}
    assert entities[0].aliases == ("Acme", "Acme Labs")


def test_a_label_changes_no_iri(resolve, labs):
    without = names(resolve("", labs)[1])
    assert names(resolve('entity:acme skos:prefLabel "X" .', labs)[1]) == without


def test_a_class_is_given(resolve, labs):
    _, entities = resolve("entity:acme a kg:FilmStudio .", labs)
    assert {e.type for e in entities} == {"FilmStudio"}


# --- what is wrong with a file -------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("entity:nobody owl:sameAs entity:acme .", id="same"),
        pytest.param("entity:acme owl:differentFrom entity:nobody .", id="different"),
        pytest.param('entity:nobody skos:prefLabel "N" .', id="label"),
        pytest.param("entity:nobody a kg:Company .", id="class"),
        pytest.param("in-b:nobody owl:sameAs entity:acme .", id="article"),
    ],
)
def test_an_iri_that_nothing_has_is_a_warning(resolve, labs, line):
    found, _ = resolve(f"\n\n{line}", labs)
    (warning,) = found.warnings
    assert "corrections.ttl:9: nothing is named <https://newskg.example/id/" in warning


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("entity:a owl:sameAs", 7, "is not Turtle", id="cut off"),
        pytest.param("\nentity:a rdfs:seeAlso entity:b .", 8, "is not owl:sameAs", id="predicate"),
        pytest.param("entity:a owl:sameAs <http://x.example/b> .", 7, "is no IRI of", id="object"),
        pytest.param("kg:a owl:sameAs entity:b .", 7, "is no IRI of an entity", id="subject"),
        pytest.param("entity:a a kg:Sandwich .", 7, "is no class of the schema", id="class"),
        pytest.param("entity:a skos:prefLabel entity:b .", 7, "is no text", id="label"),
        pytest.param('entity:a owl:sameAs "b" .', 7, "is no IRI of an entity", id="text"),
        pytest.param(
            'entity:a skos:prefLabel "b" ;\n  skos:prefLabel "c" .', 8, "two labels", id="two"
        ),
    ],
)
def test_a_fault_names_file_and_line(write, text, line, reason):
    with pytest.raises(InputError, match=reason) as caught:
        write(text)
    assert f"corrections.ttl:{line}: " in str(caught.value)


def test_a_blank_node_is_refused(write):
    with pytest.raises(InputError, match="names no entity"):
        write("[] owl:sameAs entity:b .")


def test_a_file_that_is_not_there_is_refused(tmp_path, schema):
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "none.ttl", schema)


def test_both_sides_the_same_is_a_warning(resolve, make_mention):
    found, _ = resolve(
        "entity:acme owl:differentFrom entity:acme .", [make_mention("Acme", article="a")]
    )
    assert "both sides name the same" in found.warnings[0]


def test_same_and_different_at_once_is_a_warning(resolve, labs):
    found, _ = resolve(
        "entity:acme owl:sameAs entity:acme-labs ; owl:differentFrom entity:acme-labs .", labs
    )
    assert any("same and different" in warning for warning in found.warnings)
