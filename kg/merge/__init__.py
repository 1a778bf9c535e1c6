"""Relation mentions and entities -> statements, and statements -> an rdflib Dataset.

statements  the same fact of several articles becomes one statement
rdf         statements as triples, article by article and merged
"""

from kg.merge.confirm import confirm_doubtful
from kg.merge.rdf import describe_statement, make_dataset
from kg.merge.statements import merge_statements

__all__ = ["confirm_doubtful", "describe_statement", "make_dataset", "merge_statements"]
