"""Statements of the graph, with all that the viewer reads of them, as a query."""

from collections.abc import Sequence

from kg.query.names import ENTITY

MOST_STATEMENTS = 300
MOST_ENTITIES = 300
MOST_RIVALS = 100
# %s chooses statements; then come how many, from which on, and where entities begin.
SUBGRAPH = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { SELECT DISTINCT ?statement WHERE { %s } %s }
  ?statement (
    rdf:subject|rdf:object|kg:attributedTo|prov:wasDerivedFrom
    |prov:wasDerivedFrom/(oa:hasSelector|oa:hasSource|kg:attributedTo)
  )? ?s .
  ?s ?p ?o .
  FILTER(!STRSTARTS(STR(?s), "%s") || ?p IN (rdf:type, rdfs:label, skos:altLabel))
}
"""
# Said of each branch, for a join with a union would look at every statement there is.
_SUPPORT = """
  OPTIONAL { ?statement kg:sources ?sources } OPTIONAL { ?statement kg:confidence ?confidence }
"""
_BEST_FIRST = "ORDER BY DESC(?sources) DESC(?confidence) ?statement"

# The IRIs of all of these are such that `check_iri` has seen, or of the graph itself.


def ask_around(iri: str, *, most: int = MOST_STATEMENTS, start: int = 0) -> str:
    """Word the query for the statements about an entity, the best supported first."""
    ends = (f"{{ ?statement rdf:{end} <{iri}> . {_SUPPORT} }}" for end in ("subject", "object"))
    return _ask(" UNION ".join(ends), f"{_BEST_FIRST} LIMIT {most} OFFSET {start}")


def ask_among(iris: Sequence[str]) -> str:
    """Word the query for the statements among several entities."""
    among = " ".join(f"<{iri}>" for iri in iris)
    chosen = (
        f"VALUES ?one {{ {among} }} VALUES ?other {{ {among} }} "
        "?statement rdf:subject ?one ; rdf:object ?other ; a kg:Statement ."
    )
    return _ask(chosen, f"LIMIT {MOST_STATEMENTS}")


def ask_statements(iris: Sequence[str]) -> str:
    """Word the query for some statements."""
    return _ask(f"VALUES ?statement {{ {' '.join(f'<{iri}>' for iri in iris)} }}")


def ask_rivals(iri: str) -> str:
    """Word the query for a statement and those that disagree with it."""
    chosen = (
        f"{{ VALUES ?statement {{ <{iri}> }} ?statement a kg:Statement }} "
        f"UNION {{ <{iri}> kg:disagreesWith ?statement }}"
    )
    return _ask(chosen, f"LIMIT {MOST_RIVALS}")


def _ask(chosen: str, slice_: str = "") -> str:
    return SUBGRAPH % (chosen, slice_, ENTITY)
