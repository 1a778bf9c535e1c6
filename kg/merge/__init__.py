"""Relation mentions and entities -> statements, and statements -> an rdflib Dataset.

copies      articles that are copies of one text are one source
statements  the same fact of several articles becomes one statement
deals       one relation of two things, parted by amount, stake and date
confirm     what one article leaves in doubt, and another confirms
digests     what tells one statement, entity or article from another
ledger      statements as rows, of which few are looked at
nodes       each node of a graph as triples
rdf         statements as triples, article by article and merged
terms       vocabularies as nodes
"""

from kg.merge.confirm import LEAST_TOGETHER, confirm_doubtful
from kg.merge.copies import Signed, find_sources, group_copies, pack
from kg.merge.digests import Digests, digest
from kg.merge.ledger import Ledger, StatementRow, fetch_none, make_ledger, make_row
from kg.merge.rdf import (
    GraphContents,
    Part,
    article_parts,
    describe_statement,
    inferred_parts,
    make_dataset,
    merged_parts,
)
from kg.merge.statements import merge_statements

__all__ = [
    "LEAST_TOGETHER",
    "Digests",
    "GraphContents",
    "Ledger",
    "Part",
    "Signed",
    "StatementRow",
    "article_parts",
    "confirm_doubtful",
    "describe_statement",
    "digest",
    "fetch_none",
    "find_sources",
    "group_copies",
    "inferred_parts",
    "make_dataset",
    "make_ledger",
    "make_row",
    "merge_statements",
    "merged_parts",
    "pack",
]
