"""Draw the chosen facts as nodes and edges, in the form that vis-network reads."""

import textwrap
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import log2

from kg.merge import digest
from kg.schema import Schema
from kg.state import PartStore
from kg.view.choice import restrict_facts
from kg.view.facts import Entity, Facts, Statement
from kg.view.layout import Link, measure_bends, place_nodes
from kg.view.wording import split_words

NODE_FONT = 16
# The largest, of what most is said of, and what each doubling of the sentences adds.
HUB_FONT = 25
DOUBLED = 1.5
EDGE_FONT = 14
LINE_HEIGHT = 1.25
# What the page adds around the text of a node, in pixels.
MARGIN = 10
NODE_LINE = 24
EDGE_LINE = 30
MOST_LINES = 3
# Nodes that a large graph is found by from afar: the few that hold it together.
HUB_NEIGHBOURS = 5
MANY_NODES = 60
# Pixels that the largest hub of a large graph grows by, for each node of the graph.
GROWTH = 0.25
# Pixels between the labels of parallel edges.
PARALLEL = 13.0
# Widths of characters in a sans-serif font, as shares of its size: DejaVu Sans, which is
# among the widest.
WIDE, UPPER, LOWER, NARROW = 1.0, 0.77, 0.61, 0.33

Record = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Nodes and edges as records of vis-network.

    `ids` are those of all IRIs, drawn or not, and `fonts` the sizes of all entities' names.
    """

    nodes: list[Record]
    edges: list[Record]
    ids: Mapping[str, str]
    fonts: Mapping[str, int]


def draw_network(
    facts: Facts,
    schema: Schema,
    *,
    overview: Collection[str] | None = None,
    said: Mapping[str, int] | None = None,
    kept: PartStore | None = None,
) -> Drawing:
    """Label, place and link; statements get the ids s0, s1 ..., entities e0, e1 ...

    Args:
        overview: The IRIs of the entities to draw, all where it is None.
        said: How much is said of each entity, where that is more than `facts` have.
        kept: Has the places of the last build, if all is to be placed that was then.
    """
    # pyvis pulls in IPython, half a second that only a page needs.
    from pyvis.network import Network

    ids = {iri: f"e{n}" for n, iri in enumerate(facts.entities)}
    ids |= {iri: f"s{n}" for n, iri in enumerate(facts.statements)}
    ids |= {iri: f"a{n}" for n, iri in enumerate(facts.articles)}
    said = said or _count_sentences(facts)
    fonts = {iri: choose_font(said.get(iri, 0)) for iri in facts.entities}
    if overview is not None and len(overview) < len(facts.entities):
        facts = restrict_facts(facts, overview)
    degree = _count_neighbours(facts)
    fonts |= {iri: _enlarge_font(fonts[iri], degree[iri], degree) for iri in facts.entities}
    labels = {iri: _node_label(entity) for iri, entity in facts.entities.items()}
    sizes = {
        iri: (
            text_width(label, fonts[iri]) + 2 * MARGIN + 4,
            _text_height(label, fonts[iri]) + 2 * MARGIN,
        )
        for iri, label in labels.items()
    }
    links = _link_statements(facts, schema)
    places = _place_again(sizes, list(links.values()), kept)
    bends = dict(zip(links, measure_bends(places, list(links.values())), strict=True))
    network = Network(directed=True)
    for iri, entity in facts.entities.items():
        x, y = places[iri]
        network.add_node(
            ids[iri],
            label=labels[iri],
            shape="box",
            kind=entity.kind,
            size=fonts[iri],
            x=x,
            y=y,
        )
    for iri, statement in facts.statements.items():
        network.add_edge(
            ids[statement.subject],
            ids[statement.object],
            id=ids[iri],
            label=edge_label(statement, schema),
            status=statement.status,
            disputed=bool(statement.disagrees),
            symmetric=_is_symmetric(statement, schema),
            bend=bends[iri],
        )
    return Drawing(nodes=network.nodes, edges=network.edges, ids=ids, fonts=fonts)


def _place_again(
    sizes: Mapping[str, tuple[float, float]], links: Sequence[Link], kept: PartStore | None
) -> Mapping[str, tuple[int, int]]:
    """Place nodes as they were placed before, where that is known."""
    if kept is None:
        return place_nodes(sizes, links)
    key = digest("places", tuple(sizes.items()), tuple([astuple(link) for link in links]))
    places: Mapping[str, tuple[int, int]] | None = kept.find(key)
    if places is None:
        places = place_nodes(sizes, links)
        kept.keep(key, places)
    return places


def _count_sentences(facts: Facts) -> Counter[str]:
    """Count how much is said of each entity."""
    said: Counter[str] = Counter()
    for statement in facts.statements.values():
        for iri in {statement.subject, statement.object}:
            said[iri] += max(len(statement.evidence), 1)
    return said


def choose_font(sentences: int) -> int:
    """Set larger what more is said of, in pixels."""
    return round(min(NODE_FONT + DOUBLED * log2(max(sentences, 1)), HUB_FONT))


def _enlarge_font(font: int, neighbours: int, degree: Counter[str]) -> int:
    """Set the hubs of a large graph so large that their names show from afar."""
    if neighbours < HUB_NEIGHBOURS or len(degree) <= MANY_NODES:
        return font
    return round(font + GROWTH * len(degree) * neighbours / max(degree.values()))


def edge_label(statement: Statement, schema: Schema) -> str:
    """Word a relation in few words, with the money, the stake or the role that it is about."""
    relation = schema.relations.get(statement.relation)
    label = relation.label if relation else split_words(statement.relation)
    values = statement.qualifiers
    role = values.role
    if relation and "role" in relation.identified_by and role:
        label, role = role, ""
    label = _wrap(label, EDGE_LINE)
    main = values.money() or values.share() or (_wrap(role, EDGE_LINE) if role else "")
    return f"{label}\n{main}" if main else label


def text_width(text: str, size: float) -> float:
    """Estimate how wide the longest line is, in pixels; rather too wide than too narrow."""
    return max(sum(map(_share, line)) for line in text.split("\n")) * size


def _share(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    if character in " .,;:!|'ijlt()[]\u2019":
        return NARROW
    return UPPER if character.isupper() or character in "mwMW%&@$€£—" else LOWER


def _text_height(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * LINE_HEIGHT


def _wrap(text: str, width: int) -> str:
    lines = textwrap.wrap(" ".join(text.split()), width, max_lines=MOST_LINES, placeholder=" …")
    return "\n".join(lines) or "?"


def _node_label(entity: Entity) -> str:
    return _wrap(entity.label, NODE_LINE)


def _count_neighbours(facts: Facts) -> Counter[str]:
    pairs = {(s.subject, s.object) for s in facts.statements.values()}
    pairs |= {(b, a) for a, b in pairs}
    return Counter(a for a, b in pairs if a != b)


def _is_symmetric(statement: Statement, schema: Schema) -> bool:
    relation = schema.relations.get(statement.relation)
    return relation is not None and relation.symmetric


def _link_statements(facts: Facts, schema: Schema) -> dict[str, Link]:
    """Bend parallel edges away from one another."""
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, statement in facts.statements.items():
        first, second = sorted((statement.subject, statement.object))
        between[first, second].append(iri)
    links = {}
    for (first, _), iris in between.items():
        labels = {iri: edge_label(facts.statements[iri], schema) for iri in iris}
        tallest = max(_text_height(label, EDGE_FONT) for label in labels.values())
        widest = max(text_width(label, EDGE_FONT) for label in labels.values())
        for number, (iri, label) in enumerate(labels.items()):
            statement = facts.statements[iri]
            rank = number - (len(iris) - 1) / 2
            links[iri] = Link(
                source=statement.subject,
                target=statement.object,
                width=text_width(label, EDGE_FONT) + 6,
                height=_text_height(label, EDGE_FONT) + 2,
                rank=rank if statement.subject == first else -rank,
                step=(widest + 6 + PARALLEL, tallest + PARALLEL),
            )
    return links
