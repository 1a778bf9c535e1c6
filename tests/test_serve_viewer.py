"""The served page: it holds an overview, and asks the server for the rest as it is used."""

import re
import shutil

import httpx
import pytest
from playwright.sync_api import expect
from serving import SAMPLE, make_output, serving

from benchmarks.page import write_generated
from kg.outputs import publish

pytestmark = pytest.mark.browser

ENTITIES, STATEMENTS = 1_000, 2_500
NEW = """
@prefix kg: <https://newskg.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://newskg.example/id/> .
<https://newskg.example/id/entity/new-films> a kg:FilmStudio ; rdfs:label "New Films" .
<https://newskg.example/id/statement/new> a kg:Statement ; rdf:predicate kg:partnersWith ;
  rdf:subject <https://newskg.example/id/entity/new-films> ;
  rdf:object <https://newskg.example/id/entity/a24> ;
  kg:status kg:asserted ; kg:confidence 0.9 ; kg:sources 1 .
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    with serving(write_generated(tmp_path_factory.mktemp("large"), ENTITIES, STATEMENTS)) as url:
        yield url


@pytest.fixture
def open_url(chromium):
    """Open a served page; at the end nothing may have gone wrong or been asked of others."""
    faults, contexts = [], []

    def open_url(url, path="/", *, faultless=True):
        context = chromium.new_context(viewport={"width": 1400, "height": 860})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        own = (url, "data:", "blob:")
        if faultless:
            page.on("console", lambda message: faults.append(message.text))
            page.on("request", lambda r: r.url.startswith(own) or faults.append(r.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{url}{path}")
        page.locator("#panel h2").wait_for()
        return page

    yield open_url
    for context in contexts:
        context.close()
    assert faults == []


def apis(page):
    """List the addresses of the JSON API that the page has asked."""
    return [re.sub(r"^.*?/api/([a-z]+)\?.*", r"\1", url) for url in page.asked if "/api/" in url]


def known(page):
    return page.evaluate("Object.keys(newskg.data.entities).length")


def shown(page):
    return page.evaluate(
        """() => newskg.shown().entities.map((id) => newskg.data.entities[id].label).sort()"""
    )


def find(page, words):
    box = page.get_by_role("combobox")
    box.fill(words)
    box.press("Enter")


def test_a_large_graph_is_served_as_an_overview(open_url, large):
    page = open_url(large)
    assert known(page) < ENTITIES / 5
    assert f"of {ENTITIES:,} entities shown" in page.locator("#hint").inner_text()
    assert f"{ENTITIES:,} entities and" in page.locator("header p").inner_text()
    total = page.evaluate("newskg.data.whole.status.reduce((sum, [, count]) => sum + count, 0)")
    assert f"and {total:,} statements" in page.locator("header p").inner_text()
    assert page.evaluate("newskg.data.whole.day.length") > 100
    assert apis(page) == []


def test_names_are_found_by_the_server(open_url, large):
    page = open_url(large)
    hub = page.evaluate("newskg.data.entities[newskg.data.nodes[0].id].label")
    words = hub.split()[0][:3]
    found = httpx.get(
        f"{large}/api/search", params={"q": words, "limit": 8}, trust_env=False, timeout=60
    )
    page.get_by_role("combobox").press_sequentially(words, delay=30)
    expect(page.get_by_role("option").first).to_contain_text(found.json()["found"][0]["label"])
    offered = page.get_by_role("option").all_inner_texts()
    assert [one.split("\n")[0] for one in offered] == [
        one["label"] for one in found.json()["found"]
    ]
    assert set(apis(page)) == {"search"}


def test_what_the_page_does_not_hold_is_found_and_drawn(open_url, large):
    page = open_url(large)
    here = set(page.evaluate("Object.values(newskg.data.entities).map((e) => e.label)"))
    found = httpx.get(
        f"{large}/api/search", params={"q": "an", "limit": 300}, trust_env=False, timeout=60
    )
    label = next(one["label"] for one in found.json()["found"] if one["label"] not in here)
    before = shown(page)
    find(page, label)
    expect(page.locator("#panel h2")).to_have_text(label)
    assert label in shown(page)
    assert len(shown(page)) > len(before)
    page.locator("#panel summary").first.click()
    assert page.locator("#panel blockquote").first.inner_text().count(label) == 1
    assert apis(page) == ["search", "neighbourhood"]


def test_a_click_unfolds_what_the_server_tells(open_url, large):
    page = open_url(large)
    before, held = shown(page), known(page)
    spot, label, count = page.evaluate(
        """() => { const id = newskg.data.nodes.reduce((a, b) => (b.size > a.size ? b : a)).id;
        const { label, count } = newskg.data.entities[id];
        return [newskg.place(id), label, count]; }"""
    )
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator("#panel h2")).to_have_text(label)
    assert len(before) < len(shown(page)) <= len(before) + 24
    assert known(page) > held
    told = page.evaluate(
        """(label) => { const { data } = newskg;
        const id = Object.keys(data.entities).find((id) => data.entities[id].label === label);
        return Object.values(data.statements).filter((s) => s.subject === id || s.object === id)
            .length; }""",
        label,
    )
    assert told == min(count, 100)
    # What is known is not asked for again.
    page.get_by_role("button", name="Overview").click()
    find(page, label)
    expect(page.locator("#panel h2")).to_have_text(label)
    assert apis(page).count("neighbourhood") == 1


def test_a_link_brings_another_reader_to_the_same_view(open_url, large):
    page = open_url(large)
    for place in (1, 2):
        page.evaluate("(n) => newskg.select(newskg.data.nodes[n].id)", place)
    other = open_url(large, f"/{page.evaluate('location.hash')}")
    expect(other.locator("#panel h2")).to_have_text(page.locator("#panel h2").inner_text())
    assert shown(other) == shown(page)


def test_a_link_to_what_is_not_there_shows_the_overview(open_url, large):
    link = "/#at=entity/nobody&near=statement/none&open=entity/nobody&open=__proto__"
    page = open_url(large, link, faultless=False)
    expect(page.locator("#panel h2")).to_have_text("Overview")
    assert len(shown(page)) > 10


def test_the_page_can_ask_its_own_server_and_nobody_else(open_url, large, tmp_path):
    with serving(make_output(tmp_path)) as other:
        page = open_url(large, faultless=False)
        ask = "(url) => fetch(url, { mode: 'no-cors' }).then(() => 'came', () => 'refused')"
        assert page.evaluate(ask, f"{large}/healthz") == "came"
        assert page.evaluate(ask, f"{other}/healthz") == "refused"


def test_a_hub_is_told_in_portions(open_url, tmp_path):
    shutil.copy(SAMPLE, tmp_path / "graph.ttl")
    with (tmp_path / "graph.ttl").open("a", encoding="utf-8") as sheet:
        sheet.write(NEW)
        for n in range(230):
            sheet.write(
                f'id:entity\\/n{n} a kg:Company ; rdfs:label "Firm {n}" .\n'
                f"id:statement\\/n{n} a kg:Statement ; rdf:subject id:entity\\/n{n} ; "
                "rdf:predicate kg:acquires ; rdf:object id:entity\\/new-films ; "
                "kg:status kg:asserted ; kg:confidence 0.9 ; kg:sources 1 .\n"
            )
        for n in range(700):
            sheet.write(
                f'id:entity\\/m{n} a kg:Company ; rdfs:label "Other {n}" .\n'
                f"id:statement\\/m{n} a kg:Statement ; rdf:subject id:entity\\/m{n} ; "
                f"rdf:predicate kg:acquires ; rdf:object id:entity\\/m{n // 9} ; "
                "kg:status kg:asserted ; kg:confidence 0.9 ; kg:sources 1 .\n"
            )
    with serving(tmp_path) as url:
        page = open_url(url)
        find(page, "New Films")
        expect(page.locator("#panel h2")).to_have_text("New Films")
        page.get_by_role("button", name=re.compile("Tell 100 of 1[23]. more statements")).click()
        page.get_by_role("button", name=re.compile("Tell [23]. more statements")).click()
        expect(page.get_by_role("button", name="more statement")).to_have_count(0)
        labels = page.evaluate("Object.values(newskg.data.entities).map((e) => e.label)")
        assert len({label for label in labels if label.startswith("Firm")}) == 230
        page.close()  # before its server, of which it goes on to ask


def test_a_new_build_shows_up_in_an_open_page(open_url, tmp_path):
    old = SAMPLE.read_text(encoding="utf-8")
    publish(tmp_path, {"graph.ttl": old})
    with serving(tmp_path) as url:
        page = open_url(url)
        page.evaluate("window.stays = true")
        page.evaluate(
            """() => newskg.select(Object.keys(newskg.data.entities)
            .find((id) => newskg.data.entities[id].label === "A24"))"""
        )
        place = """() => newskg.place(Object.keys(newskg.data.entities)
            .find((id) => newskg.data.entities[id].label === "Netflix"))"""
        before, held = page.evaluate(place), shown(page)
        publish(tmp_path, {"graph.ttl": old + NEW})
        expect(page.locator("header p")).to_contain_text("19 entities", timeout=60_000)
        expect(page.locator("#panel h2")).to_have_text("A24")
        expect(page.locator("#panel")).to_contain_text("New Films")
        assert shown(page) == sorted([*held, "New Films"])
        assert page.evaluate(place) == before
        assert page.evaluate("window.stays") is True
        page.wait_for_timeout(300)
        page.close()


def test_a_server_that_is_gone_is_told_and_the_page_goes_on(open_url, tmp_path):
    with serving(write_generated(tmp_path, 400, 1_000)) as url:
        page = open_url(url, faultless=False)
    page.evaluate("newskg.select(newskg.data.nodes[0].id)")
    assert "The server does not answer" in page.locator("#panel").inner_text()
    assert page.locator("#panel .triple").count() > 0
    page.get_by_role("combobox").fill("an")
    expect(page.get_by_role("option")).to_contain_text("The server does not answer")


def test_a_link_to_a_statement_that_the_page_does_not_hold_shows_it(open_url, large):
    found = httpx.get(
        f"{large}/api/search", params={"q": "an", "limit": 300}, trust_env=False, timeout=60
    )
    rare = min(found.json()["found"], key=lambda one: one["count"])
    query = {"entity": rare["iri"]}
    around = httpx.get(
        f"{large}/api/neighbourhood", params=query, trust_env=False, timeout=60
    ).json()
    iri = around["statements"][0]["iri"].removeprefix("https://newskg.example/id/")
    near = rare["iri"].removeprefix("https://newskg.example/id/")
    page = open_url(large, f"/#at={iri}&near={near}")
    expect(page.locator("#panel h2")).to_contain_text(rare["label"])
    expect(page.locator("#panel blockquote").first).to_contain_text(rare["label"])
    assert f"The surroundings of {rare['label']}" in page.locator("#hint").inner_text()
    assert rare["label"] in shown(page)
