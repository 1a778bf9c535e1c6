"""Answer a query from the store, and from nowhere else."""

import re
from collections.abc import Iterator, Mapping

from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.term import Identifier

from kg.errors import QueryError
from kg.query.answer import Answer
from kg.vocab import PREFIXES

# SPARQL's lexical rules, as far as they decide what is a keyword: strings, IRIs,
# comments, variables, prefixed names with their escapes, then words.
TOKEN = re.compile(
    r"""
      \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
    | \"(?:\\.|[^\"\\\n\r])*\" | '(?:\\.|[^'\\\n\r])*'
    | <[^<>\"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$]\w+
    | (?P<prefix>[\w.-]*):(?:[\w.:%-]|\\.)*
    | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_REASON = 200


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
    keywords = set(_keywords(query))
    if any("SERVICE" in word for word in keywords):
        raise QueryError("SERVICE is not answered: a query never leaves this machine")
    prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    try:
        # Straight to the store: rdflib's own call puts its default graph before a FROM.
        result = dataset.store.query(query, prefixes, parameters or {}, "")
        # Rows are computed as they are read, so what can go wrong goes wrong in here.
        return Answer.from_result(result, keep_order="ORDER" in keywords)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"malformed query: {_reason(str(error))}") from error


def _keywords(query: str) -> Iterator[str]:
    """Yield the bare words of a query, and its prefixes, in upper case.

    `SERVICE:a` is the keyword and then a name with the empty prefix, so a prefix may
    hide a keyword.
    """
    for token in TOKEN.finditer(query):
        yield (token["word"] or token["prefix"] or "").upper()


def _reason(message: str) -> str:
    """Shorten the parser's list of all that it would have taken."""
    line = " ".join(message.split())
    if "Prefix not found" in line:
        return line.partition(":")[0] + ": a prefix is not declared"
    place, _, expected = line.partition(": expected ")
    if "one of" in expected and "[" in expected:
        words = [word.strip() for word in expected.removeprefix("one of").split(", ")]
        named = [word for word in words if re.fullmatch(r"\"?[\w\s(){}.]+\"?", word)]
        line = f"{place}: expected {' or '.join(named)}" if named else place
    return line if len(line) <= LONGEST_REASON else line[:LONGEST_REASON] + "…"
