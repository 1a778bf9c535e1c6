"""Named queries: files of a folder, each documented by its first comment line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset, Literal, URIRef
from rdflib.term import Identifier

from kg.errors import OntologyError, QueryError
from kg.query.names import find_entity, suggest

VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# "# param entity: a name, an alias or an IRI": the variable ?entity is bound to an entity
PARAMETER = re.compile(r"#\s*param\s+(\w+)\s*:\s*(\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A SPARQL query under a name; `parameters` maps each to what it says of itself."""

    name: str
    description: str
    text: str
    parameters: Mapping[str, str]


def read_queries(folder: Path) -> Mapping[str, NamedQuery]:
    """Read the `.rq` files of a folder, by name, in order of their names.

    Raises:
        OntologyError: The folder is not there, or a file is unreadable or undocumented.
    """
    if not folder.is_dir():
        raise OntologyError(folder, "no such folder of queries")
    return {path.stem: _read_query(path) for path in sorted(folder.glob("*.rq"))}


def _read_query(path: Path) -> NamedQuery:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(path, f"cannot be read: {error}") from error
    first = text.partition("\n")[0]
    description = first.removeprefix("#").strip()
    if not first.startswith("#") or not description:
        raise OntologyError(path, "has no comment in its first line to say what it lists", line=1)
    found = (PARAMETER.fullmatch(line.strip()) for line in text.splitlines())
    parameters = {match[1]: match[2] for match in found if match}
    return NamedQuery(name=path.stem, description=description, text=text, parameters=parameters)


def select_query(given: str, queries: Mapping[str, NamedQuery]) -> NamedQuery:
    """Take what a person typed as a name, as the path of a `.rq` file, or as SPARQL.

    Raises:
        QueryError: It is one word and no query has this name (near names are suggested).
        OntologyError: It is the path of a file that cannot be read.
    """
    if given in queries:
        return queries[given]
    if given.endswith(".rq") and not re.search(r"[{\n]", given):
        path = Path(given)
        if not path.is_file():
            raise QueryError(f"{path}: no such file")
        # A person's own file need not be documented.
        text = path.read_text(encoding="utf-8", errors="replace")
        return NamedQuery(name=path.stem, description="", text=text, parameters={})
    if re.fullmatch(r"[\w.-]*", given.strip()):
        near = suggest(given, list(queries)) or f"; there are: {', '.join(queries)}"
        raise QueryError(f"no query is named {given!r}{near}")
    return NamedQuery(name="query", description="", text=given, parameters={})


def bind_parameters(
    dataset: Dataset, query: NamedQuery, given: Mapping[str, str]
) -> dict[str, Identifier]:
    """Turn what a person gave for variables into terms; nothing is pasted into the query.

    A parameter that the query declares is the name of an entity and becomes its IRI.
    Any other variable takes an IRI where the value stands in `<>`, or plain text.

    Raises:
        QueryError: A variable is malformed or not in the query, or the name is unknown.
    """
    terms: dict[str, Identifier] = {}
    for variable, value in given.items():
        if not VARIABLE.fullmatch(variable):
            raise QueryError(f"{variable!r} cannot be the name of a parameter")
        if not re.search(rf"[?$]{variable}\b", query.text):
            known = ", ".join(query.parameters) or "none"
            raise QueryError(f"{query.name} has no parameter {variable!r}; it declares: {known}")
        if variable in query.parameters:
            terms[variable] = find_entity(dataset, value)
        elif re.fullmatch(r"<[^<>\s\"{}|\\^`]+>", value):
            terms[variable] = URIRef(value[1:-1])
        else:
            terms[variable] = Literal(value)
    return terms
