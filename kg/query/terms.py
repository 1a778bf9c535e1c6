"""What a query names: the terms of the schema and entities, and those that are not there."""

from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process
from rdflib import Dataset, URIRef

from kg.query.names import ENTITY, NEAR_ENOUGH
from kg.query.syntax import read_names
from kg.vocab import KG, PREFIXES, parse_turtle, shorten


def find_unknown_terms(dataset: Dataset, query: str, schema: Path) -> Iterator[str]:
    """Yield a line on each entity that is not in the graph, and each such term of the schema.

    Of terms under `kg:` it is those that the schema has not either. No row can hold such a term,
    so that a query with a misspelt one is answered with nothing.

    Args:
        schema: The file schema.ttl, which is read only where a term is not in the graph.

    Raises:
        OntologyError: The file cannot be read.
    """
    used, declared = read_names(query)
    prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()} | declared
    named = [
        prefixes.get(name.prefix, "") + name.local if name.prefix is not None else name.local
        for name in used
    ]
    for iri in dict.fromkeys(named):
        if iri.startswith(ENTITY) and not _is_in(dataset, URIRef(iri)):
            yield f"{shorten(iri)} is not in the graph"
    terms = [KG[iri.removeprefix(str(KG))] for iri in dict.fromkeys(named) if iri in KG]
    absent = [term for term in terms if not _is_in(dataset, term)]
    if not absent:
        return
    known = {
        str(node).removeprefix(str(KG))
        for node in parse_turtle(schema).subjects()
        if str(node) in KG
    }
    for term in absent:
        local = term.removeprefix(str(KG))
        if local and local not in known:
            near = process.extractOne(
                local,
                sorted(known),
                scorer=fuzz.ratio,
                processor=str.casefold,
                score_cutoff=NEAR_ENOUGH,
            )
            hint = f"; near: kg:{near[0]}" if near else ""
            yield f"kg:{local} is no term of the schema, and nothing has it{hint}"


def _is_in(dataset: Dataset, term: URIRef) -> bool:
    patterns = ((term, None, None, None), (None, term, None, None), (None, None, term, None))
    return any(True for pattern in patterns for _ in dataset.quads(pattern))
