"""Answer a query from the store, and from nowhere else."""

from collections.abc import Mapping

from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.term import Identifier

from kg.errors import QueryError
from kg.query.answer import Answer
from kg.query.syntax import SERVICE_REFUSED, asks_elsewhere, explain_fault, read_keywords
from kg.vocab import PREFIXES


def run_query(
    dataset: Dataset, query: str, *, parameters: Mapping[str, Identifier] | None = None
) -> Answer:
    """Answer a SPARQL 1.1 query; the project's prefixes need no declaration.

    Args:
        dataset: On an Oxigraph store, as from `load_dataset`: it opens no graph of
            FROM or FROM NAMED that is not in it.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE; anything else is malformed.
        parameters: Terms to take for variables that the query selects.

    Returns:
        The answer; rows keep the order that the query asks for, and are sorted where
        it asks for none.

    Raises:
        QueryError: The query is malformed, or would ask another machine (SERVICE).
    """
    if not isinstance(dataset.store, OxigraphStore):
        raise ValueError("the dataset must stand on an Oxigraph store")
    if asks_elsewhere(query):
        raise QueryError(SERVICE_REFUSED)
    prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    try:
        # Straight to the store: rdflib's own call puts its default graph before a FROM.
        result = dataset.store.query(query, prefixes, parameters or {}, "")
        # Rows are computed as they are read, so what can go wrong goes wrong in here.
        return Answer.from_result(result, keep_order="ORDER" in read_keywords(query))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        reason = explain_fault(str(error), query, prefixes)
        raise QueryError(f"malformed query: {reason}") from error
