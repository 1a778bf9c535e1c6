"""Show part of a graph that is served: what is not on the page, the page asks the server for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kg.schema import Schema
from kg.view.facts import Facts
from kg.view.network import Record, choose_font, draw_network
from kg.view.page import render_page
from kg.view.records import choose_sentences, write_article, write_entity, write_statement
from kg.view.render import MOST_SENTENCES, TITLE, word_title, write_data
from kg.view.whole import AROUND, ASKED, Whole, count_whole, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Some facts of a graph, and how much more of it there is.

    `counts` tells how many statements the graph has about each entity of `facts`, and
    `entities` how many entities it has; `whole` what else it holds, and None where a page is
    about these facts only. `generation` names the state of the graph.
    """

    facts: Facts
    counts: Mapping[str, int]
    entities: int
    generation: str
    whole: Whole | None = None


def render_share(
    share: Share, schema: Schema, *, drawn: Collection[str] | None = None, centre: str | None = None
) -> str:
    """Render some facts as a page that finds the others by the server's JSON API.

    Args:
        drawn: The IRIs of the entities to draw at first; None: all.
        centre: The IRI of an entity whose surroundings the facts are.
    """
    whole = share.whole or count_whole(share.facts)
    # A page with all there is looks as the file does that can be mailed.
    said = share.counts if len(share.facts.statements) < whole.statements else None
    drawing = draw_network(share.facts, schema, overview=drawn, said=said)
    data = write_data(share.facts, drawing, schema, whole=whole, centre=centre, counts=share.counts)
    data["served"] = {"generation": share.generation, "entities": share.entities}
    summary = summarise(whole, share.entities, choice=AROUND if centre else ASKED)
    title = word_title(TITLE, share.facts, centre)
    return render_page(title=title, summary=summary, data=data, connected=True)


def write_share(share: Share, schema: Schema, *, sentences: int = MOST_SENTENCES) -> Record:
    """Write some facts as the JSON API gives them: by their IRIs, the best supported first.

    Args:
        sentences: How many of one statement are written at most.
    """
    statements = sorted(
        share.facts.statements.values(), key=lambda s: (-s.sources, -s.confidence, s.iri)
    )
    articles = share.facts.articles
    return {
        "nodes": [
            {**write_entity(entity, choose_font(count)), "count": count}
            for iri, entity in share.facts.entities.items()
            for count in [share.counts.get(iri, 0)]
        ],
        "statements": [
            write_statement(s, schema, choose_sentences(s, articles, sentences)) for s in statements
        ],
        "articles": [write_article(article) for article in articles.values()],
    }
