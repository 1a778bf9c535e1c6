"""Nothing from an article becomes markup or script, however it comes into the page."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from injections import INJECTIONS
from rdflib import RDF, Graph, URIRef

from kg.datamodel import ArticleHeader, Disagreement, Entity, Run
from kg.merge import GraphContents, make_dataset, merge_statements
from kg.query import load_dataset
from kg.view import render_contents, render_graph
from kg.vocab import KG

pytestmark = pytest.mark.browser


def make_contents(make_found, make_mention, schema, texts):
    """Make one statement of each text, which stands wherever an article's words may go."""

    def entity(mention):
        number, _, text = mention.name.partition(" ")
        iri = f"https://newskg.example/id/entity/{number.lower()}"
        return Entity(iri=iri, label=text, type=mention.types[0][0], aliases=(f"{text} alias",))

    found, headers = [], {}
    for number, text in enumerate(texts):
        article = f"a{number}"
        headers[article] = ArticleHeader(
            id=article, path=text, digest=str(number), title=text, url=text, publisher=text
        )
        one = make_found("S hasRole O", article=article, quote=f"{text} before {text}")
        names = (f"{end}{number} {text}" for end in "so")
        subject, object_ = (
            replace(make_mention("x", kind, article=article), name=name)
            for kind, name in zip(("Person", "Company"), names, strict=True)
        )
        speaker = replace(make_mention("x", article=article), name=f"q{number} {text}")
        found.append(
            replace(
                one,
                subject=subject,
                object=object_,
                evidence=replace(one.evidence, attributed_to=speaker),
                qualifiers=replace(one.qualifiers, role=text, role_wording=f"{text}!", round=text),
            )
        )
    statements = merge_statements(found, entity, schema)
    return GraphContents(
        statements=statements,
        disagreements=[Disagreement(one=statements[0], other=statements[1], reason=texts[0])],
        headers=headers,
        run=Run(version="1", model="m", ontology="o"),
    )


@pytest.fixture
def contents(make_found, make_mention, schema):
    return make_contents(make_found, make_mention, schema, list(INJECTIONS.values()))


def elements(page):
    """Count the elements of the page by name and by attributes that could run something."""
    return page.evaluate(
        """() => { const counts = {};
        for (const element of document.querySelectorAll("*")) {
            const on = element.getAttributeNames().filter((name) => name.startsWith("on"));
            if (on.length) counts[`on ${element.localName}`] = on;
            if (["a", "script", "style", "link", "base", "meta", "img", "iframe", "object", "embed",
                "form", "template", "math", "animate", "textarea"].includes(element.localName))
                counts[element.localName] = (counts[element.localName] || 0) + 1;
        }
        return counts; }"""
    )


def links(page):
    return page.evaluate(
        """[...document.querySelectorAll("#panel a")]
        .map((a) => [new URL(a.href).protocol, a.rel])"""
    )


def test_the_corpus_is_large():
    assert len(set(INJECTIONS.values())) >= 40


def test_nothing_of_an_article_runs_or_becomes_an_element(contents, schema, open_html):
    page = open_html(render_contents(contents, schema=schema))
    plain = {"script": 3, "style": 1, "meta": 5, "link": 1}
    ids = page.evaluate(
        "[...Object.keys(newskg.data.entities), ...Object.keys(newskg.data.statements)]"
    )
    assert len(ids) == 3 * len(INJECTIONS)
    for identifier in [None, *ids]:
        page.evaluate(
            """(id) => { newskg.select(id);
            document.querySelectorAll("#panel summary").forEach((at) => at.click()); }""",
            identifier,
        )
        found = elements(page)
        # The link to the query page is always there, hidden.
        assert found.pop("a") == 1 + len(links(page))
        assert found == plain
        assert {protocol for protocol, _ in links(page)} <= {"https:", "http:"}
        assert all("noopener" in rel for _, rel in links(page))
    assert page.evaluate("window.pwned ?? ({}).pwned") is None


def test_every_text_is_read_as_it_was_written(contents, schema, open_html):
    page = open_html(render_contents(contents, schema=schema))
    labels = page.evaluate("Object.values(newskg.data.entities).map((e) => e.label)")
    assert sorted(labels) == sorted(2 * list(INJECTIONS.values()))
    for name in ("image", "script", "entity", "template literal"):
        text = INJECTIONS[name]
        page.evaluate(
            """(t) => newskg.select(Object.entries(newskg.data.entities)
            .find(([id, e]) => e.label === t)[0])""",
            text,
        )
        assert page.locator("#panel h2").inner_text() == text
    page.get_by_role("combobox").fill("<script>")
    assert page.get_by_role("option").count() > 3


def test_a_link_is_made_of_an_address_of_the_web_only(contents, schema, open_html):
    page = open_html(render_contents(contents, schema=schema))
    urls = page.evaluate("Object.values(newskg.data.articles).map((a) => a.url).filter(Boolean)")
    assert urls == [INJECTIONS["address with markup"]]


def test_what_is_written_out_is_text_there_too(contents, schema, open_html):
    page = open_html(render_contents(contents, schema=schema), accept_downloads=True)
    saved = {}
    for name in ("as CSV", "as Turtle"):
        page.locator("#save summary").click()
        with page.expect_download() as found:
            page.get_by_role("button", name=name).click()
        saved[name] = Path(found.value.path()).read_bytes().decode()
    rows = list(csv.reader(io.StringIO(saved["as CSV"], newline="")))
    assert {len(row) for row in rows} == {12}
    assert len(rows) == 1 + len(INJECTIONS)
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    graph = Graph().parse(data=saved["as Turtle"], format="turtle")
    assert len(set(graph.subjects(RDF.type, KG.Statement))) == len(INJECTIONS)
    assert not list(graph.predicate_objects(URIRef("urn:x")))


def test_the_page_of_the_written_graph_is_the_same(contents, schema, tmp_path):
    dataset = make_dataset(contents)
    dataset.default_graph.serialize(tmp_path / "graph.ttl", format="turtle")
    page = render_graph(load_dataset(tmp_path), schema=schema)
    assert page == render_contents(contents, schema=schema)
