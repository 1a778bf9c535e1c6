"""Show the graph: one self-contained HTML page, or part of a graph that is served."""

from kg.view.render import render_contents, render_graph
from kg.view.share import Share, render_share, write_share

__all__ = ["Share", "render_contents", "render_graph", "render_share", "write_share"]
