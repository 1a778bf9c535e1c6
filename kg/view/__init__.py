"""Show the graph: one self-contained HTML page."""

from kg.view.render import render_contents, render_graph

__all__ = ["render_contents", "render_graph"]
