import shutil
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDFS, SKOS, Literal
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.query import load_dataset
from kg.view import render_graph
from kg.vocab import KG, OA

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
NASTY = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>\u2028"


@pytest.fixture
def dataset(tmp_path):
    shutil.copy(ROOT / "tests" / "data" / "sample.ttl", tmp_path / "graph.ttl")
    return load_dataset(tmp_path)


@pytest.fixture
def open_page(open_html, schema):
    def open_page(dataset, *, focus=None, **options):
        return open_html(render_graph(dataset, schema=schema, focus=focus), **options)

    return open_page


def find(page, kind, test):
    script = f"""() => {{
        const data = newskg.data;
        const label = (id) => data.entities[id].label;
        return Object.entries(data.{kind}).find(([id, it]) => {test})[0];
    }}"""
    found = page.evaluate(script)
    assert found
    return found


def click(page, identifier):
    spot = page.evaluate("(id) => newskg.place(id)", identifier)
    page.mouse.click(spot["x"], spot["y"])


def test_page_draws_the_graph(dataset, open_page):
    page = open_page(dataset)
    assert page.locator("h1").inner_text() == "Knowledge graph"
    painted = """() => {
        const canvas = document.querySelector("#graph canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value) => value !== 0);
    }"""
    assert page.evaluate(painted)
    overview = page.locator("#panel").inner_text()
    disagreeing = overview.split("Where sources disagree".upper())[1].split("but also")
    assert all("disputed" in side for side in disagreeing[:2])
    assert "$75 million" in overview


def test_click_on_an_edge_shows_its_sentences(dataset, open_page):
    page = open_page(dataset)
    test = "it.relation === 'investsIn' && label(it.subject) === 'Google DeepMind'"
    click(page, find(page, "statements", test))
    text = page.locator("#panel").inner_text()
    for expected in (
        "Google DeepMind invests in A24",
        "$75 million",
        "16 November 2026",
        "97 %",
        "asserted",
        "disputed",
        "this funding takes the form of an investment of $75 million",
        "AI is reshaping filmmaking",
        "Bullpen Markets, 17 November 2026",
        "according to Bloomberg",
    ):
        assert expected in text
    link = page.locator("#panel figcaption a").first
    assert link.get_attribute("href").startswith("https://news.example/")
    assert "noopener" in link.get_attribute("rel")


def test_every_edge_can_be_clicked(dataset, open_page):
    page = open_page(dataset)
    for identifier in page.evaluate("newskg.data.edges.map(e => e.id)"):
        page.evaluate("newskg.select(null)")
        click(page, identifier)
        page.wait_for_selector("#panel h2.triple", timeout=20_000)
        expected = page.evaluate(
            "(id) => newskg.data.relations[newskg.data.statements[id].relation]",
            identifier,
        )
        assert expected in page.locator("#panel h2").inner_text()


def test_click_on_a_node_shows_what_is_known(dataset, open_page):
    page = open_page(dataset)
    click(page, find(page, "entities", "it.label === 'Google DeepMind'"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Google DeepMind"
    assert "also: DeepMind" in panel.inner_text()
    assert panel.locator("h3").count() >= 4
    panel.locator("summary").first.click()
    assert panel.locator("details[open] blockquote").count() == 4
    panel.get_by_role("button", name="A24").first.click()
    assert panel.locator("h2").inner_text() == "A24"
    page.keyboard.press("Escape")
    assert panel.locator("h2").inner_text() == "Overview"


def test_search_suggests_and_selects(dataset, open_page):
    page = open_page(dataset)
    search = page.get_by_role("combobox")
    search.fill("quill")
    assert page.get_by_role("option").count() == 1
    search.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Mara Quíll"
    search.fill("deepm")
    page.get_by_role("option").first.click()
    assert page.locator("#panel h2").inner_text() == "Google DeepMind"
    search.fill("nobody at all")
    assert "No entity has this name" in page.locator("#suggestions").inner_text()


def test_legend_hides_kinds_and_statuses(dataset, open_page):
    page = open_page(dataset)
    for name in ("person", "denied"):
        button = page.locator("#legend").get_by_role("button", name=name)
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
    page.locator("#legend").get_by_role("button", name="person").click()


def test_theme_follows_the_system_and_the_button(dataset, open_page):
    page = open_page(dataset, scheme="dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="Dark colours").click()
    assert page.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_class_of_the_ontology_has_a_colour_of_its_own(dataset, open_page, schema, scheme):
    page = open_page(dataset, scheme=scheme)
    colours = page.evaluate(
        """(count) => { const kinds = newskg.data.kinds;
        const dot = document.querySelector("#legend .dot");
        const name = dot.dataset.kind;
        const kind = kinds.find((found) => found.name === name);
        return Array.from({ length: count }, (_, place) => {
            kind.colour = place;
            document.getElementById("theme").click();
            document.getElementById("theme").click();
            return dot.style.backgroundColor + dot.style.borderColor; }); }""",
        len(schema.entity_classes()),
    )
    assert len(set(colours)) == len(colours)


def test_focus_opens_the_entity(dataset, open_page):
    page = open_page(dataset, focus="InterPositive")
    assert page.locator("#panel h2").inner_text() == "InterPositive"


@pytest.mark.parametrize(("width", "height"), [(380, 720), (700, 500), (1920, 1080)])
def test_page_fits_the_window(dataset, open_page, width, height):
    page = open_page(dataset, width=width, height=height)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#graph canvas", "#panel", "#search"):
        box = page.locator(part).bounding_box()
        assert box["width"] > 150
        assert box["height"] > 30
        assert box["x"] + box["width"] <= width + 1
        assert box["y"] + box["height"] <= height + 1


def test_an_articles_words_never_run(dataset, open_page):
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    for predicate in (
        RDFS.label,
        SKOS.altLabel,
        DCTERMS.title,
        DCTERMS.publisher,
        OA.exact,
        KG.role,
        KG.date,
        DCTERMS.issued,
    ):
        for subject in sorted(graph.subjects(predicate)):
            graph.set((subject, predicate, Literal(NASTY)))
    for article in sorted(graph.subjects(DCTERMS.source)):
        graph.set((article, DCTERMS.source, Literal("javascript:window.pwned=1")))
    page = open_page(dataset)
    for kind in ("entities", "statements"):
        page.evaluate("(id) => newskg.select(id)", find(page, kind, "true"))
        for summary in page.locator("#panel summary").all():
            summary.click()
        assert "</script>" in page.locator("#panel").inner_text()
        assert page.locator("#panel a").count() == 0
    page.get_by_role("combobox").fill("script")
    assert page.get_by_role("option").count() > 1
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
