"""Relation mentions and entities -> statements, and statements -> an rdflib Dataset.

copies      articles that are copies of one text are one source
statements  the same fact of several articles becomes one statement
deals       one relation of two things, parted by amount, stake and date
confirm     what one article leaves in doubt, and another confirms
digests     what tells one statement, entity or article from another
index       which statements name an entity, or are said by an article
ledger      statements as rows, of which few are looked at
nodes       each node of a graph as triples
rdf         statements as triples, article by article and merged
terms       vocabularies as nodes
"""

from kg.merge.confirm import LEAST_TOGETHER, confirm_doubtful
from kg.merge.copies import Signed, find_sources, group_copies, pack
from kg.merge.digests import Digests, digest
from kg.merge.ledger import (
    Fetch,
    Key,
    Ledger,
    Order,
    StatementRow,
    StatementTable,
    entities_of,
    fetch_none,
    iri_of,
    make_ledger,
    make_row,
    order_of,
    read_order,
)
from kg.merge.nodes import Triple, article_node, make_node
from kg.merge.rdf import (
    NOTHING_BEYOND,
    Beyond,
    GraphContents,
    GraphNodes,
    describe_inferred,
    describe_statement,
    find_beyond,
    make_dataset,
    run_digest,
)
from kg.merge.statements import merge_statements

__all__ = [
    "LEAST_TOGETHER",
    "NOTHING_BEYOND",
    "Beyond",
    "Digests",
    "Fetch",
    "GraphContents",
    "GraphNodes",
    "Key",
    "Ledger",
    "Order",
    "Signed",
    "StatementRow",
    "StatementTable",
    "Triple",
    "article_node",
    "confirm_doubtful",
    "describe_inferred",
    "describe_statement",
    "digest",
    "entities_of",
    "fetch_none",
    "find_beyond",
    "find_sources",
    "group_copies",
    "iri_of",
    "make_dataset",
    "make_ledger",
    "make_node",
    "make_row",
    "merge_statements",
    "order_of",
    "pack",
    "read_order",
    "run_digest",
]
