import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from test_parts import HEADER, STATEMENT

from kg.datamodel import ArticleHeader, Disagreement, Run
from kg.errors import QueryError
from kg.merge import GraphContents, make_dataset, make_ledger, merge_statements
from kg.query import load_dataset
from kg.schema import load_schema
from kg.state import PartStore
from kg.view import render_contents, render_graph
from kg.view.choice import choose_facts, choose_overview
from kg.view.facts import read_facts
from kg.view.layout import SHAPE, Link, measure_bends, place_nodes
from kg.view.merged import merged_facts
from kg.view.network import EDGE_FONT, draw_network, edge_label, text_width
from kg.view.page import embed_json, render_page
from kg.view.records import write_article
from kg.view.whole import count_whole, summarise
from kg.view.wording import Qualifiers
from kg.vocab import ID, KG, OA

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data" / "sample.ttl"

NASTY = [
    "</script><script>window.pwned = 1</script>",
    '"><img src=x onerror="window.pwned = 1">',
    "<!--<script>",
    "\u2028window.pwned = 1\u2029//",
    "{{script}} {{data}} ${window.pwned = 1}",
    "<b>bold</b> href=javascript:alert(1)",
    "\u202e\u0000\ud7ff 漢字 'single' \\u003c \\",
]


@pytest.fixture(scope="module")
def schema():
    return load_schema(ROOT / "ontology" / "schema.ttl")


@pytest.fixture
def dataset(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "graph.ttl")
    return load_dataset(tmp_path)


@pytest.fixture(scope="module")
def clean(tmp_path_factory, schema):
    folder = tmp_path_factory.mktemp("clean")
    shutil.copy(SAMPLE, folder / "graph.ttl")
    return Page(render_graph(load_dataset(folder), schema=schema))


@pytest.fixture
def facts(dataset, schema):
    return read_facts(dataset, schema)


class Page(HTMLParser):
    """What a browser makes of a page, as far as scripts and links go."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.scripts, self.tags, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] == "script":
            self.scripts[-1] += data
        self.text += data

    @property
    def data(self):
        data = json.loads(self.scripts[0])
        for name in ("entities", "statements", "articles"):
            fields, letter = data[name]["fields"], name[0]
            rows = [dict(zip(fields, row, strict=False)) for row in data[name]["rows"]]
            data[name] = {f"{letter}{number}": row for number, row in enumerate(rows)}
        return data


def poison(dataset, text):
    """Write `text` wherever an article's words may go."""
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    for predicate in (
        RDFS.label,
        SKOS.altLabel,
        DCTERMS.title,
        DCTERMS.publisher,
        DCTERMS.identifier,
        OA.exact,
        KG.role,
        KG.roleWording,
        KG.currency,
        KG["round"],
    ):
        for subject in sorted(graph.subjects(predicate)):
            graph.set((subject, predicate, Literal(text)))
    return dataset


# --- wording ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        pytest.param({}, "", id="none"),
        pytest.param({"amount": 75e6, "currency": "USD"}, "$75 million", id="million"),
        pytest.param({"amount": 1.2e9, "currency": "EUR"}, "€1.2 billion", id="billion"),
        pytest.param(
            {"amount": 3e9, "currency": "CHF", "amount_precision": "exact"},
            "CHF 3 billion",
            id="no symbol",
        ),
        pytest.param(
            {"amount": 6e8, "currency": "USD", "amount_precision": "upTo"},
            "up to $600 million",
            id="up to",
        ),
        pytest.param(
            {"amount": 5e7, "amount_up_to": 1e8, "currency": "GBP", "amount_precision": "about"},
            "about £50 million to £100 million",
            id="range",
        ),
        pytest.param({"amount": 1234.5, "currency": "USD"}, "$1,234.50", id="small"),
    ],
)
def test_money_is_worded_with_its_precision(qualifiers, expected):
    assert Qualifiers(**qualifiers).money() == expected
    worth = {
        name.replace("amount", "valuation").replace("currency", "valuation_currency"): value
        for name, value in qualifiers.items()
    }
    assert dict(Qualifiers(**worth).lines()).get("Valuation", "") == expected


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("day", "1 March 2026"), ("month", "March 2026"), ("year", "2026"), ("", "1 March 2026")],
)
def test_when_is_worded_as_precisely_as_known(precision, expected):
    assert Qualifiers(date="2026-03-01", date_precision=precision).when() == expected


def test_lines_show_the_wording_of_a_role():
    lines = Qualifiers(role="chief executive officer", role_wording="CEO").lines()
    assert lines == [("Role", "chief executive officer (“CEO”)")]


# --- facts -----------------------------------------------------------------------


def test_read_facts_reads_statements_with_their_sentences(facts):
    statement = next(
        s
        for s in facts.statements.values()
        if s.relation == "investsIn" and s.subject.endswith("/google-deepmind")
    )
    assert statement.qualifiers.money() == "$75 million"
    assert statement.speakers == ("The Wall Street Journal",)
    assert [e.speakers for e in statement.evidence] == [
        ("Bloomberg",),
        ("The Wall Street Journal",),
    ]
    assert facts.articles[statement.evidence[0].article].outlet == "Bullpen Markets"
    assert [facts.statements[o].subject for o in statement.disagrees] == [str(ID["entity/google"])]


def test_read_facts_leaves_out_what_no_statement_is_about(facts):
    labels = {entity.label for entity in facts.entities.values()}
    assert "Bloomberg" not in labels
    assert "A24" in labels


def test_read_facts_takes_the_most_particular_kind(dataset, schema):
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    graph.add((ID["entity/a24"], RDF.type, KG.Organization))
    graph.add((ID["entity/a24"], RDF.type, KG.Company))
    assert read_facts(dataset, schema).entities[str(ID["entity/a24"])].kind == "FilmStudio"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c&d=e", True),
        ("http://news.example/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("file:///etc/passwd", False),
        ("https:relative", False),
        ("http://[broken", False),
    ],
)
def test_read_facts_keeps_addresses_of_web_pages_only(dataset, schema, url, kept):
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    article = URIRef(ID["article/000-d0a2"])
    graph.set((article, DCTERMS.source, Literal(url)))
    assert read_facts(dataset, schema).articles[str(article)].url == (url if kept else "")


# --- choice ----------------------------------------------------------------------


def test_choose_facts_keeps_the_best_connected(facts):
    chosen = choose_facts(facts, focus=None, most=3)
    labels = {entity.label for entity in chosen.entities.values()}
    assert {"A24", "Google DeepMind"} <= labels
    assert len(labels) <= 3
    ends = {iri for s in chosen.statements.values() for iri in (s.subject, s.object)}
    assert ends == set(chosen.entities)


def test_choose_facts_keeps_the_surroundings_of_one_entity(facts):
    chosen = choose_facts(facts, focus=str(ID["entity/interpositive"]))
    assert sorted(e.label for e in chosen.entities.values()) == [
        "Amazon",
        "Ben Affleck",
        "InterPositive",
        "Netflix",
    ]
    assert set(chosen.articles) < set(facts.articles)


def test_choose_overview_shows_all_of_a_small_graph():
    pairs = [(f"e{n}", f"e{n + 1}") for n in range(299)]
    assert len(choose_overview(pairs)) == 300


def test_choose_overview_takes_the_best_connected_of_many():
    hubs = [(f"h{a}", f"h{b}") for a in range(12) for b in range(a)]
    leaves = [(f"h{n % 12}", f"e{n}") for n in range(600)]
    chosen = choose_overview([*hubs, *leaves])
    assert {f"h{n}" for n in range(12)} <= chosen
    assert len(chosen) == 40


def test_choose_overview_shows_hubs_with_their_neighbours_where_they_are_not_joined():
    pairs = [(f"h{n // 20}", f"e{n}") for n in range(2_000)]
    chosen = choose_overview(pairs)
    joined = [pair for pair in pairs if chosen.issuperset(pair)]
    assert 40 <= len(chosen) <= 46
    assert {iri for pair in joined for iri in pair} == chosen


def test_choose_overview_keeps_lines_few():
    pairs = [(f"e{a}", f"e{b}") for a in range(60) for b in range(a)]
    chosen = choose_overview(pairs)
    assert 10 < len(chosen) < 40
    assert sum(chosen.issuperset(pair) for pair in pairs) <= 160


# --- layout ----------------------------------------------------------------------


def overlaps(drawing):
    """List labels of nodes and edges that cover one another."""
    boxes = []
    place = {node["id"]: (node["x"], node["y"]) for node in drawing.nodes}
    for node in drawing.nodes:
        lines = node["label"].count("\n") + 1
        half = text_width(node["label"], node["size"]) / 2 + 10, lines * node["size"] * 0.6 + 10
        boxes.append((node["label"], *place[node["id"]], *half))
    for edge in drawing.edges:
        (x1, y1), (x2, y2) = place[edge["from"]], place[edge["to"]]
        length = max(np.hypot(x2 - x1, y2 - y1), 1)
        x = (x1 + x2) / 2 - (y2 - y1) / length * edge["bend"]
        y = (y1 + y2) / 2 + (x2 - x1) / length * edge["bend"]
        lines = edge["label"].count("\n") + 1
        half = text_width(edge["label"], EDGE_FONT) / 2, lines * EDGE_FONT * 0.6
        boxes.append((edge["label"], x, y, *half))
    return [
        (a[0], b[0])
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if abs(a[1] - b[1]) < a[3] + b[3] and abs(a[2] - b[2]) < a[4] + b[4]
    ]


def test_draw_network_covers_no_label(facts, schema):
    assert overlaps(draw_network(facts, schema)) == []


def test_draw_network_bends_parallel_edges_apart(facts, schema):
    drawing = draw_network(facts, schema)
    name = {node["id"]: node["label"] for node in drawing.nodes}
    bends = [e["bend"] for e in drawing.edges if name[e["from"]] == "Demis Hassabis"]
    assert len(bends) == len(set(bends)) == 3


@pytest.mark.parametrize("focus", ["a24", "demis-hassabis", "google", "google-deepmind"])
def test_draw_network_covers_no_label_around_an_entity(facts, schema, focus):
    shown = choose_facts(facts, focus=str(ID[f"entity/{focus}"]))
    assert overlaps(draw_network(shown, schema)) == []


def test_edge_label_names_the_role_and_the_money(facts, schema):
    labels = {edge_label(statement, schema) for statement in facts.statements.values()}
    assert {"co-founder", "invests in\n$75 million", "acquires\nup to $600 million"} <= labels


@pytest.mark.parametrize(
    ("relation", "values", "expected"),
    [
        ("owns", {"stake": 27.0}, "owns\n27 %"),
        ("investsIn", {"stake": 5.0, "amount": 1e6, "currency": "USD"}, "invests in\n$1 million"),
        ("leaves", {"role": "co-lead"}, "leaves\nco-lead"),
        ("hasRole", {"role": "chair"}, "chair"),
        ("owns", {}, "owns"),
    ],
)
def test_edge_label_names_the_main_qualifier(facts, schema, relation, values, expected):
    statement = next(iter(facts.statements.values()))
    chosen = replace(statement, relation=relation, qualifiers=Qualifiers(**values))
    assert edge_label(chosen, schema) == expected


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_place_nodes_sets_lone_nodes_apart(count):
    places = place_nodes({f"n{i}": (100.0, 40.0) for i in range(count)}, [])
    assert len(set(places.values())) == count


def test_place_nodes_takes_loops_and_parallels():
    link = Link(source="a", target="a", width=40, height=15)
    other = Link(source="a", target="b", width=40, height=15, rank=-0.5, step=(50, 25))
    back = Link(source="b", target="a", width=40, height=15, rank=-0.5, step=(50, 25))
    places = place_nodes({"a": (60.0, 40.0), "b": (60.0, 40.0)}, [link, other, back])
    assert places["a"] != places["b"]


@pytest.mark.parametrize("angle", range(0, 360, 15))
def test_labels_of_parallels_stand_apart_whichever_way_the_edges_run(angle):
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    places = {"a": (0, 0), "b": (round(400 * way[0]), round(400 * way[1]))}
    size, step = (104.0, 36.0), (118.0, 48.0)
    links = [
        Link(source=s, target=t, width=size[0], height=size[1], rank=r, step=step)
        for s, t, r in (("a", "b", -1), ("b", "a", 0), ("b", "a", -1))
    ]
    right = np.array([-way[1], way[0]])
    spots = [
        right * bend if link.source == "a" else -right * bend
        for link, bend in zip(links, measure_bends(places, links), strict=True)
    ]
    for n, spot in enumerate(spots):
        assert all((np.abs(spot - other) > size).any() for other in spots[:n])


@pytest.mark.parametrize("others", range(0, 10, 3))
def test_place_nodes_keeps_the_labels_of_parallels_off_their_ends(others):
    sizes = {"a": (218.0, 48.0), "b": (68.0, 48.0), "c": (88.0, 42.0), "d": (128.0, 42.0)}
    sizes |= {f"n{i}": (120.0, 42.0) for i in range(others)}
    rows = [("b", "a", 104, 36, -0.5), ("a", "b", 84, 36, -0.5), ("c", "b", 84, 36, 0)]
    rows += [("a", "c", 76, 20, 0), ("b", "d", 74, 20, 0)]
    rows += [(f"n{i}", "a", 54, 20, 0) for i in range(others)]
    links = [
        Link(source=s, target=t, width=w, height=h, rank=r, step=(110, 48))
        for s, t, w, h, r in rows
    ]
    places = place_nodes(sizes, links)
    for link, bend in zip(links[:2], measure_bends(places, links), strict=False):
        one, other = np.array(places[link.source]), np.array(places[link.target])
        way = (other - one) / np.linalg.norm(other - one)
        label = (one + other) / 2 + np.array([-way[1], way[0]]) * bend
        for node in "ab":
            reach = (sizes[node] + np.array([link.width, link.height])) / 2
            assert (np.abs(label - places[node]) > reach).any()


def test_place_nodes_fits_a_screen():
    sizes = {f"n{i}": (120.0, 40.0) for i in range(40)}
    links = [Link(source=f"n{i}", target=f"n{i + 1}", width=60, height=15) for i in range(0, 40, 2)]
    spots = np.array(list(place_nodes(sizes, links).values()))
    width, height = np.ptp(spots, axis=0)
    assert SHAPE / 2 < width / height < SHAPE * 2


@pytest.mark.parametrize("nodes", [2, 3, 5])
def test_place_nodes_keeps_many_small_parts_on_a_screen(nodes):
    """A layout of two nodes has no height."""
    parts = [[f"n{part}-{i}" for i in range(nodes)] for part in range(400 // nodes)]
    sizes = {node: (120.0, 40.0) for part in parts for node in part}
    links = [
        Link(source=one, target=other, width=60, height=15)
        for part in parts
        for one, other in pairwise(part)
    ]
    places = place_nodes(sizes, links)
    width, height = np.ptp(np.array(list(places.values())), axis=0)
    assert SHAPE / 2 < width / height < SHAPE * 2
    assert width * height < 40 * len(sizes) * 120 * 40
    lengths = [np.hypot(*np.subtract(places[link.source], places[link.target])) for link in links]
    assert max(lengths) < 1000


# --- page ------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_embed_json_starts_no_markup_and_reads_back(text):
    written = embed_json({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


def test_render_page_puts_words_in_as_text():
    text = "</title><script>{{script}}"
    page = Page(render_page(title=text, summary=text, data=[]))
    assert len(page.scripts) == 3
    assert page.text.count(text) >= 2


@pytest.mark.parametrize("text", NASTY)
def test_render_graph_makes_no_markup_of_an_articles_words(dataset, schema, clean, text):
    page = Page(render_graph(poison(dataset, text), schema=schema))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
    assert len(page.scripts) == 3
    assert page.scripts[1:] == clean.scripts[1:]
    quotes = {f[0] for s in page.data["statements"].values() for f in s["sentences"]}
    assert quotes == {text}


def test_render_graph_gives_the_same_bytes(tmp_path, schema):
    texts = set()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        lines = SAMPLE.read_text(encoding="utf-8").split("\n\n")
        # The order of the file is no part of the graph.
        lines[1:] = lines[1:] if folder == "one" else lines[:0:-1]
        (tmp_path / folder / "graph.ttl").write_text("\n\n".join(lines), encoding="utf-8")
        texts.add(render_graph(load_dataset(tmp_path / folder), schema=schema))
    assert len(texts) == 1


def test_render_graph_asks_the_network_for_nothing(dataset, schema):
    text = render_graph(dataset, schema=schema)
    page = Page(text)
    for tag, attributes in page.tags:
        assert "src" not in attributes
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    policy = next(a["content"] for _, a in page.tags if "content" in a and "http-equiv" in a)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_render_graph_says_what_it_shows(dataset, schema):
    page = Page(render_graph(dataset, schema=schema, title="Film & AI"))
    assert "Film & AI" in page.text
    assert "18 entities and 21 statements from 6 articles" in page.text
    assert {kind["label"] for kind in page.data["kinds"]} >= {"film studio", "person"}


def test_render_graph_shows_the_surroundings_of_one_entity(dataset, schema):
    page = Page(render_graph(dataset, schema=schema, focus="interpositive"))
    assert len(page.data["nodes"]) == 4
    assert page.data["entities"][page.data["focus"]]["label"] == "InterPositive"
    assert "14 more entities are in the graph" in page.text


def test_a_class_has_one_colour_on_all_pages(dataset, schema):
    pages = [Page(render_graph(dataset, schema=schema, focus=f)) for f in (None, "A24", "Netflix")]
    colours = {(kind["name"], kind["colour"]) for page in pages for kind in page.data["kinds"]}
    assert len(dict(colours)) == len({colour for _, colour in colours}) == len(colours)
    assert all(0 <= colour < len(schema.entity_classes()) for _, colour in colours)


def test_the_summary_tells_how_many_articles_are_dated(facts):
    undated = {iri: replace(article, date="") for iri, article in facts.articles.items()}
    days = ["2026-11-18", *["2026-11-17"] * 5]
    dated = {
        iri: replace(article, date=day)
        for (iri, article), day in zip(facts.articles.items(), days, strict=True)
    }
    one = next(iri for iri, article in facts.articles.items() if article.date == "2026-11-17")
    for articles, expected in (
        (undated, "from 6 articles."),
        ({**undated, one: facts.articles[one]}, "from 6 articles (1 dated, 17 November 2026)."),
        (facts.articles, "(4 dated, 16 November 2026 to 18 November 2026)."),
        (dated, "from 6 articles, 17 November 2026 to 18 November 2026."),
    ):
        whole = count_whole(replace(facts, articles=articles))
        assert summarise(whole, whole.entities, choice="").endswith(expected)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("05-google-stake-in-a24", "Google stake in a24"),
        ("news/2026/deepmind_joins_forces", "Deepmind joins forces"),
        ("000-d0a2", "000-d0a2"),
        ("20261117", "20261117"),
        ("https://news.example/", "https://news.example/"),
        ("", ""),
    ],
)
def test_an_article_without_a_title_is_named_by_the_words_of_its_id(facts, identifier, expected):
    article = next(iter(facts.articles.values()))
    assert write_article(replace(article, title="", identifier=identifier))["title"] == expected
    assert write_article(replace(article, title="A", identifier=identifier))["title"] == "A"


def test_render_graph_names_near_entities(dataset, schema):
    with pytest.raises(QueryError, match="near: Netflix"):
        render_graph(dataset, schema=schema, focus="Netflicks")


def test_render_graph_shows_an_empty_graph(tmp_path, schema):
    (tmp_path / "graph.ttl").write_text("")
    page = Page(render_graph(load_dataset(tmp_path), schema=schema))
    assert "Nothing is known yet." in page.text


def test_render_graph_draws_the_best_connected_of_many(tmp_path, schema):
    entity = "https://newskg.example/id/entity/n"
    lines = [f"@prefix kg: <{KG}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> ."]
    for n in range(700):
        # Each 50th is known to all that follow it.
        lines.append(f'<{entity}{n}> a kg:Company ; rdfs:label "Company {n}" .')
        lines.append(
            f"<{ID}statement/{n}> a kg:Statement ; rdf:subject <{entity}{n}> ; "
            f"rdf:predicate kg:acquires ; rdf:object <{entity}{n // 50 * 50}> ."
        )
    (tmp_path / "graph.ttl").write_text("\n".join(lines))
    page = Page(render_graph(load_dataset(tmp_path), schema=schema))
    names = {key: entity["label"] for key, entity in page.data["entities"].items()}
    assert len(names) == 700
    assert "700 entities and 700 statements" in page.text
    assert len(page.data["nodes"]) == 40
    assert {f"Company {n * 50}" for n in range(14)} <= {names[n["id"]] for n in page.data["nodes"]}


def test_page_scripts_use_no_markup():
    for path in (ROOT / "kg" / "view" / "page").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", text)


@pytest.mark.parametrize("most", [2, 300])
def test_render_contents_gives_the_page_of_the_whole_dataset(make_found, entity_of, schema, most):
    facts = ["Acme acquires Globex", "Acme owns Hooli", "Acme acquires Hooli", "Umbrella owns Acme"]
    found = [make_found(fact, article=f"a{n}", start=n) for n, fact in enumerate(facts)]
    statements = merge_statements(found, entity_of, schema)
    contents = GraphContents(
        statements=make_ledger(statements),
        disagreements=[Disagreement(one=statements[0], other=statements[1], reason="x")],
        headers={f"a{n}": ArticleHeader(id=f"a{n}", path="", digest="0") for n in range(4)},
        run=Run(version="1", model="m", ontology="o"),
    )
    alone = render_contents(contents, schema=schema, most=most)
    if most == 300:
        assert alone == render_graph(make_dataset(contents), schema=schema)
    else:
        assert "2 more entities are in the graph" in alone


def test_render_contents_places_nothing_again_that_was_placed(
    make_found, entity_of, schema, monkeypatch
):
    statements = merge_statements([make_found("Acme acquires Globex")], entity_of, schema)
    contents = GraphContents(
        statements=make_ledger(statements),
        disagreements=[],
        headers={"a": ArticleHeader(id="a", path="", digest="0")},
        run=Run(version="1", model="m", ontology="o"),
    )
    kept = PartStore()
    first = render_contents(contents, schema=schema, kept=kept)
    monkeypatch.setattr("kg.view.network.place_nodes", None)
    assert render_contents(contents, schema=schema, kept=kept) == first


def test_merged_facts_are_those_of_the_whole_dataset(schema, monkeypatch):
    denied = replace(STATEMENT, iri="https://x.example/t", status="denied", by_article=())
    statements = [STATEMENT, denied]
    contents = GraphContents(
        statements=make_ledger(statements),
        disagreements=[Disagreement(one=statements[0], other=statements[1], reason="x")],
        headers={"n": replace(HEADER, url="https://x.example/n"), "m": replace(HEADER, id="m")},
        run=Run(version="1", model="m", ontology="o"),
        preferred={STATEMENT.iri},
    )
    whole = choose_facts(read_facts(make_dataset(contents), schema), focus=None)
    assert merged_facts(contents, schema, most=300) == (whole, 2)
    kept = PartStore()
    assert merged_facts(contents, schema, most=300, kept=kept) == (whole, 2)
    # What was shown once need not be read again.
    monkeypatch.setattr("kg.view.merged._statement", None)
    assert merged_facts(contents, schema, most=300, kept=kept) == (whole, 2)
