"""The network as GraphML."""

import re

import networkx

from kg.export.network import Network, Value

# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(network: Network) -> str:
    """Write nodes and edges with their properties; of several values one text is made."""
    graph = networkx.MultiDiGraph()
    for node in network.nodes:
        above = node.classes[1:]
        graph.add_node(
            node.iri,
            label=_plain(node.label),
            type=_plain(node.classes[0] if node.classes else ""),
            classes=_plain(above),
            aliases=_plain(node.aliases),
        )
    for edge in network.edges:
        known = {name: _plain(value) for name, value in edge.properties.items()}
        graph.add_edge(edge.source, edge.target, key=edge.iri, relation=edge.relation, **known)
    lines = networkx.generate_graphml(graph, named_key_ids=True)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(lines) + "\n"


def _plain(value: Value) -> str | int | float | bool:
    if isinstance(value, tuple):
        value = "; ".join(value)
    return NOT_XML.sub(" ", value) if isinstance(value, str) else value
