"""The page as a person uses it, in a real browser."""

import csv
import io
import itertools
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from contrast import list_faint_texts
from playwright.sync_api import expect
from rdflib import RDF, Graph

from benchmarks.page import render_generated
from kg.query import load_dataset
from kg.view import render_graph
from kg.vocab import KG

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data" / "sample.ttl"


@pytest.fixture(scope="module")
def sample(tmp_path_factory, schema):
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(SAMPLE, folder / "graph.ttl")
    return render_graph(load_dataset(folder), schema=schema)


@pytest.fixture
def page(open_html, sample):
    return open_html(sample, accept_downloads=True)


def shown(page):
    """Name what is on the screen: entities, and statements as three words."""
    return page.evaluate(
        """() => { const { entities, statements } = newskg.shown(); const { data } = newskg;
        const name = (id) => data.entities[id].label;
        return { entities: entities.map(name), statements: statements.map((id) => {
            const s = data.statements[id];
            return [name(s.subject), s.relation, name(s.object), s.status]; }) }; }"""
    )


def entity(page, label):
    return page.evaluate(
        "(l) => Object.entries(newskg.data.entities).find(([id, e]) => e.label === l)[0]", label
    )


def click_entity(page, label):
    spot = page.evaluate("(id) => newskg.place(id)", entity(page, label))
    page.mouse.click(spot["x"], spot["y"])


def press(page, row, name):
    page.get_by_role("group", name=row, exact=True).get_by_role("button", name=name).click()


def fragment(page):
    return unquote(page.evaluate("location.hash"))


def saved(page, name):
    page.locator("#save summary").click()
    with page.expect_download() as found:
        page.get_by_role("button", name=name).click()
    return Path(found.value.path()), found.value.suggested_filename


# --- what is shown -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "name", "gone"),
    [
        ("Kinds", "person", lambda s: "Demis Hassabis" in (s[0], s[2])),
        ("Relations", "invests in", lambda s: s[1] == "investsIn"),
        ("Lines", "denied", lambda s: s[3] == "denied"),
        ("Lines", "rumoured", lambda s: s[3] == "rumoured"),
    ],
)
def test_a_filter_leaves_out_what_it_names_and_lets_it_in_again(page, row, name, gone):
    before = shown(page)
    assert any(map(gone, before["statements"]))
    press(page, row, name)
    assert not any(map(gone, shown(page)["statements"]))
    assert shown(page)["statements"]
    press(page, row, name)
    assert shown(page) == before


def test_an_outlet_that_is_left_out_takes_what_it_alone_says(page):
    before = shown(page)["statements"]
    press(page, "Outlets", "Block Daily")
    assert 0 < len(shown(page)["statements"]) < len(before)
    page.get_by_role("button", name="Show everything").click()
    assert shown(page)["statements"] == before


def test_confidence_leaves_out_what_is_less_sure(page):
    slider = page.get_by_role("slider", name="Confidence")
    slider.fill("90")
    assert "at least 90 %" in page.locator("#legend").inner_text()
    least = page.evaluate(
        "Math.min(...newskg.shown().statements.map((id) => newskg.data.statements[id].confidence))"
    )
    assert least >= 0.9
    assert len(shown(page)["statements"]) < 21


def test_the_time_line_keeps_the_days_between_its_ends(page):
    before = shown(page)["statements"]
    page.get_by_role("slider", name="First day").press("ArrowRight")
    later = shown(page)["statements"]
    page.get_by_role("slider", name="Last day").press("ArrowLeft")
    between = shown(page)["statements"]
    assert len(between) < len(later) < len(before)
    assert "days=2026-11-17..2026-11-17" in fragment(page)
    assert "17 November 2026 – 17 November 2026" in page.locator("#days").inner_text()


def test_a_drag_over_the_bars_chooses_days_and_a_click_all(page):
    before = shown(page)["statements"]
    box = page.locator("#bars").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=5)
    page.mouse.up()
    assert "days=2026-11-16..2026-11-17" in fragment(page)
    page.mouse.click(box["x"] + 5, box["y"] + 20)
    assert shown(page)["statements"] == before


def test_statuses_have_lines_of_their_own(page):
    looks = page.evaluate(
        """() => ["asserted", "planned", "rumoured", "former", "denied", "disputed"].map((name) => {
        const style = getComputedStyle(document.querySelector(`.stroke.${name}`));
        return [style.borderTopStyle, style.borderTopWidth, style.backgroundImage].join(); })"""
    )
    assert len(set(looks)) == 6


def test_surroundings_show_one_entity_and_its_neighbours_and_back(page):
    before = shown(page)
    click_entity(page, "A24")
    page.get_by_role("button", name="Show its surroundings only").click()
    near = shown(page)
    assert "InterPositive" not in near["entities"]
    assert all("A24" in (s[0], s[2]) for s in near["statements"])
    assert "The surroundings of A24" in page.locator("#hint").inner_text()
    page.go_back()
    assert shown(page) == before
    page.go_forward()
    assert shown(page) == near
    page.locator("#hint").get_by_role("button").click()
    assert shown(page) == before


def test_sentences_have_the_names_marked(page):
    page.evaluate(
        """newskg.select(Object.entries(newskg.data.statements).find(([id, s]) =>
        s.relation === "investsIn" && s.disagrees.length)[0])"""
    )
    marked = page.locator("#panel mark").all_inner_texts()
    assert "A24" in marked
    assert any("Google" in name for name in marked)


# --- links -------------------------------------------------------------------------


def test_a_link_brings_another_reader_to_the_same_view(page, open_html, sample):
    press(page, "Lines", "denied")
    press(page, "Kinds", "award")
    page.get_by_role("slider", name="Confidence").fill("60")
    click_entity(page, "Google DeepMind")
    other = open_html(sample, fragment=page.evaluate("location.hash"), width=1200)
    assert shown(other) == shown(page)
    assert other.locator("#panel h2").inner_text() == "Google DeepMind"
    button = other.get_by_role("button", name="denied")
    assert button.get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(
    "given",
    [
        "#at=nobody&near=nobody&open=nobody&open=statement/0",
        "#at=__proto__&near=constructor&no-kind=__proto__",
        "#sure=NaN&days=a..b&days=2026-99-99..2026-01-01",
        "#sure=-5&days=2026-12-01..2026-01-01",
        "#<script>alert(1)</script>=%E0%A4%A",
        "#" + "&".join(f"open={n}" for n in range(2000)),
    ],
)
def test_a_link_to_what_is_not_there_shows_the_whole(open_html, sample, given):
    page = open_html(sample, fragment=given)
    assert len(shown(page)["statements"]) == 21
    assert page.locator("#panel h2").inner_text() == "Overview"


# --- exports -----------------------------------------------------------------------


def test_turtle_is_part_of_the_graph(page):
    press(page, "Kinds", "person")
    path, name = saved(page, "as Turtle")
    assert name == "graph.ttl"
    found = Graph().parse(path, format="turtle")
    whole = Graph().parse(SAMPLE, format="turtle")
    nodes = set(found.subjects(RDF.type, KG.Statement))
    assert len(nodes) == len(shown(page)["statements"])
    assert {(s, p) for s, p, _ in found} <= {(s, p) for s, p, _ in whole}
    same = {(s, p, o.toPython()) for s, p, o in whole}
    assert [t for t in found if (t[0], t[1], t[2].toPython()) not in same] == []


def test_table_has_a_row_for_each_sentence(page):
    path, name = saved(page, "as CSV")
    assert name == "graph.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert len({(r["subject"], r["relation"], r["object"]) for r in rows}) >= 18
    row = next(r for r in rows if r["subject"] == "Google DeepMind" and "invests" in r["relation"])
    assert "Amount: $75 million" in row["qualifiers"]
    assert row["url"].startswith("https://news.example/")


def test_picture_is_a_png_of_the_graph(page):
    path, name = saved(page, "PNG")
    assert name == "graph.png"
    assert path.read_bytes().startswith(b"\x89PNG\r\n")
    assert path.stat().st_size > 5000


# --- for everybody -----------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(open_html, sample, scheme):
    page = open_html(sample, scheme=scheme)
    page.get_by_role("button", name="denied").click()
    assert list_faint_texts(page) == []
    for status in ("planned", "rumoured", "former", "denied"):
        page.evaluate(
            """(s) => newskg.select(Object.entries(newskg.data.statements)
            .find(([id, found]) => found.status === s)[0])""",
            status,
        )
        assert list_faint_texts(page) == []


def test_all_controls_have_names_and_are_reached_in_order(page):
    names = []
    for _ in itertools.repeat(None, 60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return null;
            return at.getAttribute("aria-label") || at.labels?.[0]?.textContent.trim()
                || at.textContent.trim() || "NAMELESS " + at.outerHTML; }"""
        )
        if name is None:
            break
        names.append(name)
    assert not [name for name in names if name.startswith("NAMELESS")]
    order = ["Find an entity", "Save", "Dark colours", "Entities and the relations", "Zoom in"]
    places = [next(i for i, n in enumerate(names) if n.startswith(word)) for word in order]
    assert places == sorted(places)


def test_reading_goes_on_where_a_button_led(page):
    button = page.locator("#panel").get_by_role("button", name="A24").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "A24"
    assert page.evaluate("document.activeElement.id") == "panel"
    assert page.locator("#told").inner_text() == "A24"


@pytest.mark.parametrize("key", ["ArrowLeft", "ArrowDown", "+", "-"])
def test_keys_move_the_graph(page, key):
    place = "newskg.place(newskg.data.nodes[0].id)"
    page.locator("#graph").focus()
    before = page.evaluate(place)
    page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.evaluate(place) != before


def test_theme_follows_the_system_until_it_is_chosen(page):
    theme = page.locator("html")
    page.emulate_media(color_scheme="dark")
    expect(theme).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Dark colours").click()
    assert theme.get_attribute("data-theme") == "light"
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert theme.get_attribute("data-theme") == "light"


def test_a_narrow_window_opens_its_legend_when_asked(open_html, sample):
    page = open_html(sample, width=390, height=780)
    button = page.get_by_role("button", name="rumoured")
    assert not button.is_visible()
    page.get_by_text("Colours, lines, filters").click()
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_query_page_is_linked_only_where_it_is(page):
    assert not page.get_by_role("link", name="Query").is_visible()


# --- large graphs ------------------------------------------------------------------


@pytest.fixture(scope="module")
def large():
    return render_generated(1_000, 2_500)


def test_a_large_graph_opens_as_an_overview(open_html, large):
    page = open_html(large)
    assert page.evaluate("Object.keys(newskg.data.entities).length") == 1_000
    assert 10 < len(shown(page)["entities"]) <= 40
    assert len(shown(page)["statements"]) <= 160
    assert "of 1,000 entities shown" in page.locator("#hint").inner_text()


def test_a_selection_unfolds_what_is_around_it(open_html, large):
    page = open_html(large)
    before = shown(page)
    spot, label = page.evaluate(
        """() => { const id = newskg.data.nodes.reduce((a, b) => (b.size > a.size ? b : a)).id;
        return [newskg.place(id), newskg.data.entities[id].label]; }"""
    )
    page.mouse.click(spot["x"], spot["y"])
    assert page.locator("#panel h2").inner_text() == label
    after = shown(page)
    assert len(before["entities"]) < len(after["entities"]) <= len(before["entities"]) + 24
    page.get_by_role("button", name="more neighbours").click()
    assert len(shown(page)["entities"]) > len(after["entities"])
    boxes = page.evaluate("newskg.shown().entities.map((id) => newskg.place(id))")
    assert len({(round(b["x"]), round(b["y"])) for b in boxes}) == len(boxes)


def test_search_finds_what_is_not_drawn_yet(open_html, large):
    page = open_html(large)
    label = page.evaluate(
        """() => { const drawn = new Set(newskg.shown().entities);
        return Object.entries(newskg.data.entities).find(([id]) => !drawn.has(id))[1].label; }"""
    )
    page.get_by_role("combobox").fill(label)
    page.get_by_role("combobox").press("Enter")
    assert page.locator("#panel h2").inner_text() == label
    assert label in shown(page)["entities"]


def test_a_link_unfolds_a_large_graph_for_another_reader(open_html, large):
    page = open_html(large)
    page.evaluate("newskg.select(newskg.data.nodes[1].id)")
    page.evaluate("newskg.select(newskg.data.nodes[2].id)")
    other = open_html(large, fragment=page.evaluate("location.hash"))
    assert shown(other) == shown(page)
