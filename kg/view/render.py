"""From a dataset to a page."""

from rdflib import Dataset

from kg.merge import GraphContents
from kg.query import find_entity
from kg.schema import Schema
from kg.view.choice import MOST_ENTITIES, choose_facts, choose_overview
from kg.view.facts import Article, Entity, Facts, Statement, read_facts
from kg.view.merged import merged_facts
from kg.view.network import Drawing, Record, draw_network, edge_label
from kg.view.page import render_page
from kg.view.records import list_values, shorten, tabulate
from kg.view.wording import format_date, split_words
from kg.vocab import ID, KG

TITLE = "Knowledge graph"
# Sentences shown for one statement, and for one of a large graph; the rest is counted.
MOST_SENTENCES = 12
MOST_OF_MANY = 4
MANY_STATEMENTS = 3_000
# Above so many edges, labels show only around what is selected.
MOST_EDGE_LABELS = 90


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


def render_contents(contents: GraphContents, *, schema: Schema, most: int = MOST_ENTITIES) -> str:
    """Render what a build has merged, as `render_graph` would, at the cost of what is shown."""
    shown, total = merged_facts(contents, schema, most=most)
    return _render(shown, schema, centre=None, title=TITLE, total=total)


def _render(shown: Facts, schema: Schema, *, centre: str | None, title: str, total: int) -> str:
    """Render what is chosen; `total` is how many entities there are."""
    overview = choose_overview(shown, focus=centre)
    drawing = draw_network(shown, schema, overview=overview)
    if centre is not None and centre in shown.entities:
        title = f"{title}: {shown.entities[centre].label}"
    summary = summarise(shown, total, focused=centre is not None)
    most = MOST_SENTENCES if len(shown.statements) <= MANY_STATEMENTS else MOST_OF_MANY
    statements = [_statement(s, drawing, schema, most) for s in shown.statements.values()]
    data = {
        "base": str(ID),
        "schema": str(KG),
        "focus": drawing.ids.get(centre or ""),
        "dense": len(drawing.edges) > MOST_EDGE_LABELS,
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "kinds": _kinds(shown, schema),
        "relations": _relations(shown, schema),
        "symmetric": sorted(n for n, relation in schema.relations.items() if relation.symmetric),
        "entities": tabulate([_entity(e, drawing) for e in shown.entities.values()]),
        "statements": tabulate(statements),
        "articles": tabulate([_article(a) for a in shown.articles.values()]),
    }
    return render_page(title=title, summary=summary, data=data)


def summarise(shown: Facts, total: int, *, focused: bool) -> str:
    """Say in a line what is on the page, and what is not."""
    if not shown.entities:
        return "Nothing is known yet."
    days = sorted(article.date for article in shown.articles.values() if article.date)
    words = (
        f"{_count(len(shown.entities), 'entity', 'entities')} and "
        f"{_count(len(shown.statements), 'statement', 'statements')} from "
        f"{_count(len(shown.articles), 'article', 'articles')}"
    )
    if days:
        first, last = format_date(days[0]), format_date(days[-1])
        words += f", {first}" if first == last else f", {first} to {last}"
    rest = total - len(shown.entities)
    if rest and focused:
        words += f". The surroundings of one entity; {rest:,} more entities are in the graph"
    elif rest:
        words += f". The best connected are shown; {rest:,} more entities are in the graph"
    return words + "."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _kinds(facts: Facts, schema: Schema) -> list[Record]:
    """List the classes on the page, the most frequent first: their order is their colour."""
    counts: dict[str, int] = {}
    for entity in facts.entities.values():
        counts[entity.kind] = counts.get(entity.kind, 0) + 1
    return [
        {"name": kind, "count": count, "label": schema.classes[kind].label if kind else "other"}
        for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _relations(facts: Facts, schema: Schema) -> dict[str, str]:
    names = sorted({statement.relation for statement in facts.statements.values()})
    known = schema.relations
    return {name: known[name].label if name in known else split_words(name) for name in names}


def _entity(entity: Entity, drawing: Drawing) -> Record:
    return {
        "iri": shorten(entity.iri, ID),
        "label": entity.label,
        "kind": entity.kind,
        "size": drawing.fonts[entity.iri],
        "aliases": entity.aliases,
    }


def _article(article: Article) -> Record:
    return {
        "iri": shorten(article.iri, ID),
        "title": article.title or article.identifier,
        "outlet": article.outlet,
        "date": format_date(article.date) if article.date else "",
        "day": article.date,
        "url": article.url,
    }


def _statement(statement: Statement, drawing: Drawing, schema: Schema, most: int) -> Record:
    values = list_values(statement.qualifiers)
    sentences = [
        (found.quote, drawing.ids[found.article], *([found.speakers] if found.speakers else []))
        for found in statement.evidence
        if found.article in drawing.ids
    ]
    return {
        "iri": shorten(statement.iri, ID),
        "subject": drawing.ids[statement.subject],
        "relation": statement.relation,
        "object": drawing.ids[statement.object],
        "status": statement.status,
        "confidence": statement.confidence,
        "sources": statement.sources,
        "lines": statement.qualifiers.lines(),
        "speakers": statement.speakers,
        "disagrees": [drawing.ids[o] for o in statement.disagrees if o in drawing.ids],
        "preferred": statement.preferred,
        "sentences": sentences[:most],
        "more": max(len(sentences) - most, 0),
        # Without qualifiers it is the name of the relation.
        "label": edge_label(statement, schema) if values else "",
        "values": values,
    }
