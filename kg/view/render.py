"""From a dataset to a page that holds it."""

from collections.abc import Mapping

from rdflib import Dataset

from kg.merge import GraphContents
from kg.query import find_entity
from kg.schema import Schema
from kg.state import PartStore
from kg.view.choice import MOST_ENTITIES, choose_facts, choose_overview, pairs_of
from kg.view.facts import Facts, Statement, read_facts
from kg.view.layout import MOST_LABELLED
from kg.view.merged import merged_facts
from kg.view.network import Drawing, Record, draw_network
from kg.view.page import render_page
from kg.view.records import (
    choose_sentences,
    shorten,
    tabulate,
    write_article,
    write_entity,
    write_statement,
)
from kg.view.whole import AROUND, BEST, Whole, count_whole, rank_counts, summarise
from kg.view.wording import split_words
from kg.vocab import ID, KG

TITLE = "Knowledge graph"
# Sentences shown for one statement, and for one of a large graph; the rest is counted.
MOST_SENTENCES = 12
MOST_OF_MANY = 4
MANY_STATEMENTS = 3_000


def render_graph(
    dataset: Dataset,
    *,
    schema: Schema,
    focus: str | None = None,
    title: str = TITLE,
) -> str:
    """Render the merged graph as one HTML file; the same input gives the same text.

    Args:
        dataset: Its default graph is shown.
        schema: For the names of classes and relations.
        focus: The name, alias or IRI of an entity, to show its surroundings only.
        title: Heads the page.

    Raises:
        QueryError: No entity has the name `focus`, or several have.
    """
    found = read_facts(dataset, schema)
    centre = None if focus is None else str(find_entity(dataset, focus))
    shown = choose_facts(found, focus=centre)
    return _render(shown, schema, centre=centre, title=title, total=len(found.entities))


def render_contents(
    contents: GraphContents,
    *,
    schema: Schema,
    most: int = MOST_ENTITIES,
    kept: PartStore | None = None,
) -> str:
    """Render what a build has merged, as `render_graph` would, at the cost of what is shown.

    Args:
        kept: What the last build found out; what is to be drawn as before has its place there.
    """
    shown, total = merged_facts(contents, schema, most=most, kept=kept)
    return _render(shown, schema, centre=None, title=TITLE, total=total, kept=kept)


def _render(
    shown: Facts,
    schema: Schema,
    *,
    centre: str | None,
    title: str,
    total: int,
    kept: PartStore | None = None,
) -> str:
    """Render what is chosen; `total` is how many entities there are."""
    drawn = choose_overview(pairs_of(shown), focus=centre)
    drawing = draw_network(shown, schema, overview=drawn, kept=kept)
    whole = count_whole(shown)
    data = write_data(shown, drawing, schema, whole=whole, centre=centre)
    summary = summarise(whole, total, choice=AROUND if centre else BEST)
    return render_page(title=word_title(title, shown, centre), summary=summary, data=data)


def word_title(title: str, shown: Facts, centre: str | None) -> str:
    """Name the entity that a page is about."""
    if centre is None or centre not in shown.entities:
        return title
    return f"{title}: {shown.entities[centre].label}"


def write_data(
    facts: Facts,
    drawing: Drawing,
    schema: Schema,
    *,
    whole: Whole,
    centre: str | None,
    counts: Mapping[str, int] | None = None,
) -> Record:
    """Write what the page's scripts read.

    Args:
        facts: On the page; `drawing` may leave some of them out.
        whole: What the legend tells of.
        centre: The IRI of an entity that is selected at first.
        counts: How many statements there are about each entity, where the page lacks some: then
            it may come to hold anything of the schema.
    """
    entities = [
        _shorten(write_entity(entity, drawing.fonts[iri])) for iri, entity in facts.entities.items()
    ]
    if counts is not None:
        entities = [
            {**record, "count": counts.get(iri, 0)}
            for iri, record in zip(facts.entities, entities, strict=True)
        ]
    more = counts is not None
    most = choose_most(whole)
    statements = [
        _compact(statement, facts, drawing.ids, schema, most)
        for statement in facts.statements.values()
    ]
    return {
        "base": str(ID),
        "schema": str(KG),
        "focus": drawing.ids.get(centre or ""),
        "dense": len(drawing.edges) > MOST_LABELLED,
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "kinds": _kinds(whole, schema, more=more),
        "relations": _relations(whole, schema, more=more),
        "symmetric": sorted(n for n, relation in schema.relations.items() if relation.symmetric),
        "whole": {
            "entities": whole.entities,
            "articles": whole.articles,
            "relation": rank_counts(whole.relations),
            "status": rank_counts(whole.statuses),
            "outlet": rank_counts(whole.outlets),
            "day": sorted(whole.said.items()),
        },
        "entities": tabulate(entities),
        "statements": tabulate(statements),
        "articles": tabulate([_shorten(write_article(a)) for a in facts.articles.values()]),
    }


def choose_most(whole: Whole) -> int:
    """Choose how many sentences of a statement are shown: fewer in a large graph."""
    return MOST_SENTENCES if whole.statements <= MANY_STATEMENTS else MOST_OF_MANY


def _kinds(whole: Whole, schema: Schema, *, more: bool) -> list[Record]:
    """List the classes of entities, the most frequent first.

    A `colour` is the place of the class in the ontology, the same on all pages; -1 is none.
    """
    counts = {**dict.fromkeys(schema.classes if more else (), 0), **whole.kinds}
    colours = {found.name: place for place, found in enumerate(schema.entity_classes())}
    return [
        {
            "name": kind,
            "count": count,
            "label": schema.classes[kind].label if kind else "other",
            "colour": colours.get(kind, -1),
        }
        for kind, count in rank_counts(counts)
    ]


def _relations(whole: Whole, schema: Schema, *, more: bool) -> dict[str, str]:
    known = schema.relations
    names = {*whole.relations, *(known if more else ())}
    return {
        name: known[name].label if name in known else split_words(name) for name in sorted(names)
    }


def _shorten(record: Mapping[str, object]) -> Record:
    return {**record, "iri": shorten(str(record["iri"]), ID)}


def _compact(
    statement: Statement, facts: Facts, ids: Mapping[str, str], schema: Schema, most: int
) -> Record:
    """Write a statement that names its ends and its articles by their ids."""
    sentences = choose_sentences(statement, facts.articles, most)
    return {
        **write_statement(statement, schema, sentences),
        "iri": shorten(statement.iri, ID),
        "subject": ids[statement.subject],
        "object": ids[statement.object],
        "disagrees": [shorten(other, ID) for other in statement.disagrees],
        "sentences": [
            (found.quote, ids[found.article], *([found.speakers] if found.speakers else []))
            for found in sentences
        ],
    }
