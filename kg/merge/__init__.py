"""Relation mentions and entities -> statements, and statements -> an rdflib Dataset.

statements  the same fact of several articles becomes one statement
rdf         statements as triples, article by article and merged
terms       vocabularies as nodes
"""

from kg.merge.confirm import confirm_doubtful
from kg.merge.rdf import GraphContents, describe_articles, describe_merged, make_dataset
from kg.merge.statements import merge_statements

__all__ = [
    "GraphContents",
    "confirm_doubtful",
    "describe_articles",
    "describe_merged",
    "make_dataset",
    "merge_statements",
]
