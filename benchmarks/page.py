"""How fast a page opens and moves in a headless browser, with a generated graph of each size.

The large one is measured as a file and as it is served.

Without Debian's Chromium there is nothing to measure, and a line says so.
"""

import datetime
import math
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import httpx
import pyoxigraph as ox
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import served
from kg.datamodel import (
    ArticleHeader,
    Entity,
    Evidence,
    Mention,
    RelationMention,
    Run,
    Span,
    Status,
)
from kg.lexicon.ontology import find_ontology
from kg.merge import GraphContents, GraphNodes, make_ledger, merge_statements
from kg.schema import load_schema
from kg.view import render_contents

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SIZES = ((300, 450), (5_000, 15_000))
ROUNDS = 3
KINDS = ("Company", "Person", "Film", "Place", "Award", "FilmStudio")
RELATIONS = ("acquires", "investsIn", "partnersWith", "competesWith", "owns", "produces")
STATUSES: tuple[Status, ...] = ("asserted",) * 8 + ("planned", "rumoured", "denied", "former")
SYLLABLES = ("an", "bel", "cor", "dra", "el", "fin", "gal", "hor", "ist", "jun", "kel", "lum")
# How long a hand drags the graph about, in seconds, and how often the mouse tells of it.
DRAGGED = 3.0
MOVES = 60
UNFOLD = """async () => {
    const hub = newskg.data.nodes.reduce((a, b) => (b.size > a.size ? b : a)).id;
    const begun = performance.now();
    await newskg.select(hub);
    return performance.now() - begun;
}"""
PLACE = "newskg.place(newskg.data.nodes[0].id)"
COUNT = """() => {
    const state = { frames: 0, longest: 0, last: performance.now() };
    window.counted = state;
    const step = (now) => {
        state.frames += 1;
        state.longest = Math.max(state.longest, now - state.last);
        state.last = now;
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
}"""


def measure_page() -> Iterable[str]:
    """Yield the lines of the report."""
    yield "\nthe page in headless Chromium"
    if not CHROMIUM.exists():
        yield f"{CHROMIUM} is missing: apt-get install chromium"
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for entities, statements in SIZES:
            path = Path(folder) / f"{entities}.html"
            begun = time.perf_counter()
            path.write_text(render_generated(entities, statements), encoding="utf-8")
            rendered = time.perf_counter() - begun
            size = path.stat().st_size / 1e6
            yield f"{entities:,} entities, {statements:,} statements: {size:.1f} MB"
            yield f"  made                              {rendered:7.2f} s"
            yield from _measure_use(browser, path.as_uri())
        yield f"{entities:,} entities, {statements:,} statements, served"
        out = write_generated(Path(folder) / "out", entities, statements)
        with served(out) as url:
            begun = time.perf_counter()
            size = len(httpx.get(url, trust_env=False, timeout=60).content) / 1e6
            yield f"  first answer                      {time.perf_counter() - begun:7.2f} s"
            yield f"  size                              {size:7.1f} MB"
            yield from _measure_use(browser, url)
        browser.close()


def _measure_use(browser: Browser, address: str) -> Iterable[str]:
    best = 60.0
    for number in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        begun = time.perf_counter()
        page.goto(address)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
        best = min(best, time.perf_counter() - begun)
        if number < ROUNDS - 1:
            page.close()
    yield f"  open, first picture (best of {ROUNDS})    {best:7.2f} s   (bound: 3 s)"
    yield f"  drag                              {_drag(page)}   (bound: 30)"
    spent = page.evaluate(UNFOLD)
    yield f"  unfold the best connected         {spent:7.0f} ms"
    yield f"  drag, unfolded                    {_drag(page)}   (bound: 30)"
    page.close()


def _drag(page: Page) -> str:
    """Drag the graph to and fro, and say how many pictures a second that gave."""
    before = page.evaluate(PLACE)
    page.evaluate(COUNT)
    page.mouse.move(500, 100)
    page.mouse.down()
    begun = time.perf_counter()
    while (past := time.perf_counter() - begun) < DRAGGED:
        page.mouse.move(500 + 150 * math.sin(past * 3), 250 - 150 * math.cos(past * 2))
        time.sleep(1 / MOVES / 2)
    if page.evaluate(PLACE) == before:
        raise ValueError("nothing was dragged")
    page.mouse.up()
    frames, longest = page.evaluate("[counted.frames, counted.longest]")
    return f"{frames / past:7.0f} frames/s, longest {longest:.0f} ms"


def render_generated(entities: int, statements: int) -> str:
    """Render a graph in which some are known to many, as in the news; the same each time."""
    schema = load_schema(find_ontology() / "schema.ttl")
    contents = generate_contents(entities, statements)
    return render_contents(contents, schema=schema)


def write_generated(out: Path, entities: int, statements: int) -> Path:
    """Write that graph as a build would, for a server; return the folder."""
    out.mkdir(parents=True, exist_ok=True)
    nodes = GraphNodes(generate_contents(entities, statements))
    triples = (ox.Triple(*triple) for triple in nodes.merged())
    (out / "graph.ttl").write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    return out


def generate_contents(entities: int, statements: int) -> GraphContents:
    """Make statements by hand: each new entity is joined to one that is often named."""
    chance = random.Random(3)
    names = _names(entities, chance)
    kinds = {name: chance.choice(KINDS) for name in names}
    often = [names[0]]
    found: list[RelationMention] = []
    facts: set[tuple[str, str, str]] = set()
    while len(facts) < statements:
        number = len(facts)
        subject = names[number + 1] if number + 1 < entities else chance.choice(often)
        other = chance.choice(often)
        relation = chance.choice(RELATIONS)
        if subject == other or (subject, relation, other) in facts:
            continue
        facts.add((subject, relation, other))
        often += [subject, other]
        found.append(_mention(subject, relation, other, number, kinds, chance))
    schema = load_schema(find_ontology() / "schema.ttl")
    return GraphContents(
        statements=make_ledger(merge_statements(found, lambda m: _entity(m, kinds), schema)),
        disagreements=[],
        headers=_headers(statements),
        run=Run(version="0", model="none", ontology="none"),
    )


def _names(count: int, chance: random.Random) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        words = ("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        names[" ".join(words)] = None
    return list(names)


def _headers(statements: int) -> dict[str, ArticleHeader]:
    first = datetime.date(2025, 1, 1)
    return {
        f"a{n}": ArticleHeader(
            id=f"a{n}",
            path=f"a{n}.txt",
            digest=f"{n:064}",
            title=f"What happened on day {n}",
            url=f"https://news.example/{n}",
            date=first + datetime.timedelta(days=n % 600),
            publisher=f"Outlet {n % 9}",
        )
        for n in range(statements // 8 + 1)
    }


def _entity(mention: Mention, kinds: dict[str, str]) -> Entity:
    slug = mention.name.lower().replace(" ", "-")
    return Entity(
        iri=f"https://newskg.example/id/entity/{slug}", label=mention.name, type=kinds[mention.name]
    )


def _mention(
    subject: str,
    relation: str,
    other: str,
    number: int,
    kinds: dict[str, str],
    chance: random.Random,
) -> RelationMention:
    article = f"a{number // 8}"
    quote = f"On the day in question {subject} was said to be in talks with {other} over a deal."

    def mention(name: str) -> Mention:
        start = quote.index(name)
        return Mention(
            article=article,
            span=Span(start, start + len(name)),
            text=name,
            name=name,
            types=((kinds[name], 1.0),),
        )

    start = number % 8 * 200
    return RelationMention(
        subject=mention(subject),
        relation=relation,
        object=mention(other),
        evidence=Evidence(article=article, span=Span(start, start + len(quote)), quote=quote),
        status=chance.choice(STATUSES),
        confidence=round(chance.uniform(0.5, 0.99), 2),
    )
