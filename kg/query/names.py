"""Find the entity that a person means by a name."""

from rapidfuzz import fuzz, process, utils
from rdflib import RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import QueryError
from kg.vocab import ID, PREFIXES

# Below this, suggestions for the names of the seed graph are no longer what was meant.
NEAR_ENOUGH = 70
SUGGESTIONS = 3
ENTITY = f"{ID}entity/"


def find_entity(dataset: Dataset, name: str) -> URIRef:
    """Find one entity by its label, its alias, or its IRI (also as `entity:...`).

    A label counts before an alias, and the same case before another.

    Raises:
        QueryError: No entity has the name (near names are suggested), or several have.
    """
    graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    iri = _as_iri(name)
    if iri is not None and (iri, RDFS.label, None) in graph:
        return iri
    labels, aliases = _names(graph, RDFS.label), _names(graph, SKOS.altLabel)
    for names in (labels, _casefolded(labels), aliases, _casefolded(aliases)):
        found = sorted(names.get(name, names.get(name.casefold(), set())))
        if len(found) > 1:
            raise QueryError(f"{name!r} names several entities: give one of {', '.join(found)}")
        if found:
            return URIRef(found[0])
    raise QueryError(f"no entity is named {name!r}{suggest(name, [*labels, *aliases])}")


def suggest(name: str, known: list[str]) -> str:
    """Word a hint at the known names near a name, or nothing where none is near."""
    near = process.extract(
        name,
        sorted(set(known)),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=SUGGESTIONS,
        score_cutoff=NEAR_ENOUGH,
    )
    return "; near: " + ", ".join(match for match, *_ in near) if near else ""


def _as_iri(name: str) -> URIRef | None:
    bare = name.removeprefix("<").removesuffix(">")
    if bare.startswith(ENTITY):
        return URIRef(bare)
    prefix, colon, local = bare.partition(":")
    return URIRef(f"{PREFIXES[prefix]}{local}") if colon and prefix in PREFIXES else None


def _names(graph: Graph, naming: URIRef) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for entity, _, name in graph.triples((None, naming, None)):
        if str(entity).startswith(ENTITY) and isinstance(name, Literal):
            names.setdefault(str(name), set()).add(str(entity))
    return names


def _casefolded(names: dict[str, set[str]]) -> dict[str, set[str]]:
    folded: dict[str, set[str]] = {}
    for name, entities in names.items():
        folded.setdefault(name.casefold(), set()).update(entities)
    return folded
