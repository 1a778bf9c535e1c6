"""Place nodes so that no label covers another: seeded, computed once, the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.view.pack import Part, pack_parts
from kg.view.separate import Boxes, Floats, count_faults, find_bends, separate

# In pixels at zoom 1.
EDGE_LENGTH = 128.0
# Shares of it that are tried in turn: shorter is larger on the screen, if there is room.
LENGTHS = (1.0, 0.7)
# Labels are wider than high.
STRETCH = 1.3
# Width by height of the room that a page has for the graph.
SHAPE = 1.6
MOST_SPREAD = 1.6
# Times the area of its nodes that a large component takes up.
ROOMY = 3.5
SEED = 7
# Height of a layout as a share of its width, or the reverse, at the least.
FLATTEST = 0.25
# Kamada-Kawai is the calmer layout, and its cost grows with the cube of the nodes.
MOST_FOR_KAMADA_KAWAI = 120
# Small graphs start from other layouts as well, where the first leaves a fault.
MOST_FOR_SEEDS = 12
# Two crossings, and nothing else.
GOOD_ENOUGH = 0.25
# How many ways round the layout is tried before it is stretched; the more nodes and
# edges, the fewer, so that it stays within about a second.
TURNS = 12
EFFORT = 600
# Above so many nodes and edges, or edges, labels of edges are not looked after: the page
# does not show them then.
MOST_FOR_CARE = 220
MOST_LABELLED = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An edge to be drawn, with the size of its label.

    `rank` is how many steps its middle leaves the straight line by, to the right of the way
    from `source` to `target`; `step` the width and height that a step must clear, so that
    labels of parallel edges stand apart.
    """

    source: str
    target: str
    width: float
    height: float
    rank: float = 0.0
    step: tuple[float, float] = (0.0, 0.0)


def place_nodes(
    sizes: Mapping[str, tuple[float, float]], links: Sequence[Link]
) -> dict[str, tuple[int, int]]:
    """Give each node the place of its centre.

    Args:
        sizes: Width and height of each node.
        links: Between nodes of `sizes`; several between two are allowed.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(sizes))
    graph.add_edges_from(sorted((link.source, link.target) for link in links))
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    component = {node: number for number, part in enumerate(parts) for node in part}
    links_of: list[list[Link]] = [[] for _ in parts]
    for link in links:
        if link.source != link.target:
            links_of[component[link.source]].append(link)
    placed = []
    effort = len(sizes) + len(links)
    careful = effort <= MOST_FOR_CARE and len(links) <= MOST_LABELLED
    turns = min(max(EFFORT // max(effort, 1), 1), TURNS) if careful else 0
    for part, own in zip(parts, links_of, strict=True):
        boxes = _boxes(part, sizes, own)
        found = _place_component(graph.subgraph(part), part, boxes, turns=turns)
        placed.append(Part(nodes=part, boxes=boxes, centres=found))
    return _fill(pack_parts(placed, SHAPE))


def measure_bends(places: Mapping[str, tuple[int, int]], links: Sequence[Link]) -> list[int]:
    """Tell by how many pixels the middle of each edge leaves the straight line, to its right.

    Args:
        places: As `place_nodes` gives them.
        links: Between them.
    """
    if not links:
        return []
    nodes = sorted(places)
    boxes = _boxes(nodes, dict.fromkeys(nodes, (0.0, 0.0)), links)
    found = find_bends(np.array([places[node] for node in nodes], dtype=np.float64), boxes)
    return [round(float(bend)) for bend in found]


def _boxes(
    part: Sequence[str], sizes: Mapping[str, tuple[float, float]], links: Sequence[Link]
) -> Boxes:
    number = {node: i for i, node in enumerate(part)}
    return Boxes(
        nodes=np.array([sizes[node] for node in part]) / 2,
        labels=np.array([(link.width, link.height) for link in links]).reshape(-1, 2) / 2,
        ends=np.array(
            [(number[link.source], number[link.target]) for link in links], dtype=np.int64
        ).reshape(-1, 2),
        ranks=np.array([link.rank for link in links]),
        steps=np.array([link.step for link in links]).reshape(-1, 2),
    )


def _place_component(graph: nx.Graph, part: Sequence[str], boxes: Boxes, *, turns: int) -> Floats:
    """Place one component, the best of `turns` ways round; in haste where it is 0."""
    if len(part) == 1:
        return np.zeros((1, 2))
    starts = _start_layouts(_ordered(graph, part), part)
    if turns == 0:
        start = _scale(starts[0], boxes, roomy=True)
        return separate(start * (STRETCH, 1 / STRETCH), boxes, careful=False)
    best, fewest = starts[0], (np.inf, np.inf)
    for start in starts:
        for turn in range(turns):
            angle = np.pi * turn / turns
            way = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            length = LENGTHS[turn % len(LENGTHS)]
            begun = _scale(start, boxes, roomy=False) @ way * (STRETCH * length, length / STRETCH)
            tried = separate(begun, boxes)
            extent = np.ptp(np.concatenate([tried - boxes.nodes, tried + boxes.nodes]), axis=0)
            reach = round(max(float(extent[0]) / SHAPE, float(extent[1])))
            faults = count_faults(tried, boxes), reach
            if faults < fewest:
                best, fewest = tried, faults
        if fewest[0] < GOOD_ENOUGH:
            break
    return best


def _start_layouts(graph: nx.Graph, part: Sequence[str]) -> list[Floats]:
    """Lay out without a thought for labels; small graphs in several ways."""
    if len(part) > MOST_FOR_KAMADA_KAWAI:
        found = [nx.spring_layout(graph, seed=SEED, iterations=100, method="force")]
    else:
        found = [nx.kamada_kawai_layout(graph)]
    if len(part) <= MOST_FOR_SEEDS:
        found += [nx.spring_layout(graph, seed=seed) for seed in range(SEED, SEED + 3)]
    return [np.array([layout[node] for node in part]) for layout in found]


def _scale(start: Floats, boxes: Boxes, *, roomy: bool) -> Floats:
    """Give edges their length, or nodes room, however many they are."""
    lengths = np.linalg.norm(start[boxes.ends[:, 0]] - start[boxes.ends[:, 1]], axis=1)
    factor = EDGE_LENGTH / max(float(np.median(lengths)), 1e-6)
    extent = np.ptp(start, axis=0)
    # What lies in a line takes up room on both its sides.
    spread = float(np.maximum(extent, extent.max() * FLATTEST).prod())
    if roomy and spread > 0:
        room = ROOMY * float((4 * boxes.nodes.prod(axis=1)).sum())
        factor = max(factor, (room / spread) ** 0.5)
    return start * factor


def _ordered(graph: nx.Graph, part: Sequence[str]) -> nx.Graph:
    """Copy a graph with its nodes in a fixed order, on which layouts depend."""
    ordered = nx.Graph()
    ordered.add_nodes_from(part)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges))
    return ordered


def _fill(places: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Spread along the way that has room left, which costs no zoom."""
    spots = np.array(list(places.values()), dtype=np.float64).reshape(-1, 2)
    if len(spots) < 2:
        return places
    width, height = np.ptp(spots, axis=0) + 100.0
    wider = float(np.clip(SHAPE * height / width, 1.0, MOST_SPREAD))
    higher = float(np.clip(width / SHAPE / height, 1.0, MOST_SPREAD))
    return {node: (round(x * wider), round(y * higher)) for node, (x, y) in places.items()}
