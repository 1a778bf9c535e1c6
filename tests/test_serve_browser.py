from pathlib import Path

import pytest
from contrast import list_faint_texts
from playwright.sync_api import sync_playwright
from serving import make_output, serving

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with serving(make_output(tmp_path_factory.mktemp("out"))) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: `apt-get install chromium`, or `-m 'not browser'`")
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser, url):
    """The query page; at the end nothing may have gone wrong or been asked of others."""
    faults = []
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((url, "data:", "blob:")) or faults.append(request.url)
        ),
    )
    page.goto(f"{url}/query")
    page.wait_for_selector("#queries button")
    yield page
    page.close()
    assert [fault for fault in faults if "503" not in fault and "400" not in fault] == []


def write(page, query):
    page.evaluate(
        "(query) => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query
    )


def rows(page):
    page.wait_for_selector("#results tbody tr")
    return page.locator("#results tbody tr").count()


def test_a_named_query_is_answered_by_a_click(page):
    page.get_by_role("button", name="deals").click()
    assert rows(page) > 2
    assert "Google DeepMind" in page.locator("#results").inner_text()
    assert "kg:investsIn" in page.locator("#results").inner_text()
    assert "rows" in page.get_by_role("status").inner_text()


def test_a_query_is_written_and_run_by_the_keyboard(page):
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?who { ?who kg:investsIn entity:a24 }")
    page.keyboard.press("Control+Enter")
    assert rows(page) >= 1
    page.locator("#results a").first.click()
    page.wait_for_url("**/id/entity/**")
    assert page.locator("h1").inner_text()


def test_a_query_about_one_entity_takes_its_name(page):
    page.locator("[data-name=entity]").click()
    every = rows(page)
    page.get_by_label("About which entity?").press_sequentially("A24", delay=20)
    page.locator("#results tbody tr").nth(every - 1).wait_for(state="detached")
    assert 0 < rows(page) < every


def test_entities_among_the_results_are_shown_in_the_viewer(page):
    write(page, "SELECT ?a ?b { ?a kg:investsIn ?b }")
    page.get_by_role("button", name="Run").click()
    rows(page)
    page.get_by_role("button", name="Graph").click()
    viewer = page.frame_locator("#results iframe")
    viewer.locator("#graph canvas").wait_for(timeout=60_000)
    assert "A24" in viewer.locator("#panel").inner_text()
    page.get_by_role("button", name="Table").click()
    assert rows(page) >= 1


def test_names_among_the_results_are_shown_in_the_viewer(page):
    page.get_by_role("button", name="deals").click()
    rows(page)
    page.get_by_role("button", name="Graph").click()
    viewer = page.frame_locator("#results iframe")
    viewer.locator("#graph canvas").wait_for(timeout=60_000)
    assert "A24" in viewer.locator("#panel").inner_text()


def test_results_are_saved_as_csv(page):
    write(page, "SELECT ?who { ?who kg:investsIn entity:a24 }")
    page.get_by_role("button", name="Run").click()
    rows(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert Path(download.value.path()).read_bytes().startswith(b"who\r\n")


def test_the_address_shares_the_query(page, browser, url):
    write(page, "SELECT (42 AS ?answer) {}")
    page.get_by_role("button", name="Run").click()
    rows(page)
    other = browser.new_page()
    other.goto(page.url)
    other.locator(".CodeMirror-code", has_text="answer").wait_for()
    other.close()


def test_a_malformed_query_is_told(page):
    write(page, "SELECT ?x WHERE {")
    page.get_by_role("button", name="Run").click()
    assert "malformed" in page.get_by_role("alert").inner_text()


def test_a_running_query_is_stopped(page):
    write(page, ENDLESS)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click()
    page.locator("#status", has_text="stopped").wait_for()


def test_other_answers_than_rows_are_shown(page):
    write(page, "DESCRIBE entity:a24")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#results pre")
    assert "entity:a24" in page.locator("#results pre").inner_text()
    write(page, "ASK { entity:a24 ?p ?o }")
    page.get_by_role("button", name="Run").click()
    page.locator("#status", has_text="yes").wait_for()


def test_the_page_fits_a_narrow_window(page):
    page.set_viewport_size({"width": 380, "height": 720})
    page.locator("[data-name=statements]").click()
    rows(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(page, url, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator("[data-name=statements]").click()
    rows(page)
    assert list_faint_texts(page) == []
    page.locator(".CodeMirror").click()
    assert list_faint_texts(page) == []
    page.goto(f"{url}/id/entity/a24")
    assert list_faint_texts(page) == []


def test_the_served_graph_leads_to_the_query_page(page, url):
    page.goto(f"{url}/")
    page.get_by_role("link", name="Query").click()
    page.wait_for_selector("#queries button")
    assert page.url == f"{url}/query"
