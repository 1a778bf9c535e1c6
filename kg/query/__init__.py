"""SPARQL over a finished graph: load it, ask, and write the answer down."""

from kg.query.answer import Answer, format_answer
from kg.query.dataset import load_dataset, load_store
from kg.query.named import NamedQuery, bind_parameters, read_queries, select_query
from kg.query.names import find_entity
from kg.query.ontology import describe_schema
from kg.query.run import run_query
from kg.query.syntax import names_graphs
from kg.query.terms import find_unknown_terms

__all__ = [
    "Answer",
    "NamedQuery",
    "bind_parameters",
    "describe_schema",
    "find_entity",
    "find_unknown_terms",
    "format_answer",
    "load_dataset",
    "load_store",
    "names_graphs",
    "read_queries",
    "run_query",
    "select_query",
]
