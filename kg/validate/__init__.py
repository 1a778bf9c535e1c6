"""What is wrong with statements: sources that contradict each other, and nodes out of shape.

comparable  which statements have others to be compared with
conflicts   statements that cannot all be the whole truth, and what became of others
shapes      SHACL over a graph
gate        which statements may not go into the graph, and why
"""

from kg.validate.comparable import select_comparable
from kg.validate.conflicts import (
    PARENT,
    Dates,
    choose_preferred,
    find_developments,
    find_disagreements,
    time_of,
)
from kg.validate.gate import check_statements
from kg.validate.shapes import Fault, Shapes, check_shapes, load_shapes

__all__ = [
    "PARENT",
    "Dates",
    "Fault",
    "Shapes",
    "check_shapes",
    "check_statements",
    "choose_preferred",
    "find_developments",
    "find_disagreements",
    "load_shapes",
    "select_comparable",
    "time_of",
]
