"""Nothing from an article becomes markup or script, however it comes into the page."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from injections import INJECTIONS
from playwright.sync_api import expect
from rdflib import RDF, Graph, URIRef
from serving import serving

from benchmarks.page import write_generated
from kg.datamodel import ArticleHeader, Disagreement, Entity, Run
from kg.merge import GraphContents, make_dataset, make_ledger, merge_statements
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
        statements=make_ledger(statements),
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


PLAIN = {"script": 3, "style": 1, "meta": 5, "link": 1}


def check_every_panel(page, *, about=""):
    """Select all there is, with all its sentences: nothing may run or become an element.

    Where `about` is given, only what has it in its IRI.
    """
    ids = page.evaluate(
        """(about) => [newskg.data.entities, newskg.data.statements].flatMap(Object.entries)
        .filter(([id, { iri }]) => iri.includes(about)).map(([id]) => id)""",
        about,
    )
    for identifier in [None, *ids]:
        page.evaluate(
            """async (id) => { await newskg.select(id);
            document.querySelectorAll("#panel summary").forEach((at) => at.click()); }""",
            identifier,
        )
        found = elements(page)
        # The link to the query page is always there, hidden.
        assert found.pop("a") == 1 + len(links(page))
        assert found == PLAIN
        assert {protocol for protocol, _ in links(page)} <= {"https:", "http:"}
        assert all("noopener" in rel for _, rel in links(page))
    assert page.evaluate("window.pwned ?? ({}).pwned") is None
    return ids


def test_nothing_of_an_article_runs_or_becomes_an_element(contents, schema, open_html):
    ids = check_every_panel(open_html(render_contents(contents, schema=schema)))
    assert len(ids) == 3 * len(INJECTIONS)


@pytest.mark.model
def test_nothing_of_an_article_runs_after_a_build(run_kg, tmp_path, open_html):
    rows = [
        {
            "id": f"a{number} {text}",
            "title": text,
            "url": text if number % 2 else f"https://news.example/{text}",
            "publisher": text,
            "date": text if number % 3 else "2026-11-17",
            "text": f"{text} acquired Globex for $5 million on {text}. Google DeepMind has "
            f"invested $75 million in A24, said {text}. “{text}”, Acme {text} said.",
        }
        for number, text in enumerate(INJECTIONS.values())
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    done = run_kg("build", path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    page = open_html((tmp_path / "out" / "graph.html").read_text(encoding="utf-8"))
    titles = page.evaluate("Object.values(newskg.data.articles).map((a) => a.title)")
    assert len(set(titles) & set(INJECTIONS.values())) >= 40
    assert page.evaluate("Object.values(newskg.data.statements).length") > 0
    check_every_panel(page)


def test_nothing_of_an_article_runs_when_a_server_tells_it(contents, chromium, tmp_path):
    write_generated(tmp_path, 400, 1_000)
    triples = make_dataset(contents).default_graph.serialize(format="nt")
    with (tmp_path / "graph.ttl").open("a", encoding="utf-8") as sheet:
        sheet.write(triples)
    faults = []
    with serving(tmp_path) as url:
        page = chromium.new_page()
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda r: r.url.startswith((url, "data:")) or faults.append(r.url))
        page.goto(url)
        for number, text in enumerate(INJECTIONS.values()):
            page.evaluate("(n) => { location.hash = `at=entity/o${n}`; }", number)
            expect(page.locator("#panel h2")).to_have_text(" ".join(text.split()))
            page.get_by_role("combobox").fill(text)
            expect(page.get_by_role("option").first).to_be_visible()
        page.get_by_role("combobox").fill("")
        labels = page.evaluate("Object.values(newskg.data.entities).map((e) => e.label)")
        assert set(INJECTIONS.values()) <= set(labels)
        assert len(check_every_panel(page, about="entity/o")) >= len(INJECTIONS)
        page.close()
    assert faults == []


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
