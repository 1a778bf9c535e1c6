"""Find entities by their names, and what is around one."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from kg.query.names import ENTITY
from kg.vocab import KG

Binding = Mapping[str, Mapping[str, str]]

NAMES = f"""
SELECT DISTINCT ?entity ?label ?kind ?name WHERE {{
  ?entity rdfs:label ?label ; a ?kind .
  FILTER(STRSTARTS(STR(?entity), "{ENTITY}"))
  {{ ?entity rdfs:label ?name }} UNION {{ ?entity skos:altLabel ?name }}
}}
"""
# Said twice, for a join with a union would look at every statement there is.
_STATEMENT = """
  ?statement a kg:Statement ;
    rdf:subject ?subject ;
    rdf:predicate ?relation ;
    rdf:object ?object ;
    kg:status ?status ;
    kg:confidence ?confidence ;
    kg:sources ?sources .
"""
# %s is an IRI that `check_iri` has seen.
AROUND = f"""
SELECT DISTINCT ?statement ?subject ?relation ?object ?status ?confidence ?sources WHERE {{
  {{ ?statement rdf:subject <%s> . {_STATEMENT} }}
  UNION
  {{ ?statement rdf:object <%s> . {_STATEMENT} }}
}}
ORDER BY DESC(?sources) DESC(?confidence) ?statement
LIMIT %d
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entity as a page shows it: its label, its class, and its names, folded."""

    iri: str
    label: str
    kind: str
    folded: tuple[str, ...]

    def as_json(self) -> dict[str, str]:
        """Write it for a page."""
        return {"iri": self.iri, "label": self.label, "kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a graph's entities, by IRI."""

    entities: Mapping[str, Named]

    @classmethod
    def from_results(cls, bindings: Iterable[Binding]) -> Self:
        """Take the bindings of `NAMES`."""
        names: dict[str, set[str]] = {}
        about: dict[str, tuple[str, str]] = {}
        for binding in bindings:
            iri = binding["entity"]["value"]
            one = binding["label"]["value"], _local_name(binding["kind"]["value"])
            about[iri] = min(about.get(iri, one), one)
            names.setdefault(iri, set()).add(fold(binding["name"]["value"]))
        entities = {
            iri: Named(iri=iri, label=label, kind=kind, folded=tuple(sorted(names[iri])))
            for iri, (label, kind) in sorted(about.items())
        }
        return cls(entities=entities)

    def find(self, words: str, most: int) -> list[Named]:
        """Find entities by words of a name: at its start before in it, short before long."""
        sought = fold(words.strip())
        found = [
            (*min(ranks), named.label, named.iri)
            for named in self.entities.values()
            if (ranks := [_rank(name, sought) for name in named.folded if sought in name])
        ]
        return [self.entities[iri] for *_, iri in sorted(found)[:most]]

    def labelled(self, labels: Collection[str]) -> list[str]:
        """List the IRIs of the entities that bear one of some labels."""
        wanted = frozenset(labels)
        return [named.iri for named in self.entities.values() if named.label in wanted]

    def show(self, iri: str) -> dict[str, str]:
        """Write an entity for a page, known or not."""
        named = self.entities.get(iri)
        return named.as_json() if named else {"iri": iri, "label": iri, "kind": ""}


def show_neighbourhood(iri: str, bindings: Iterable[Binding], names: Names) -> dict[str, object]:
    """Write the bindings of `AROUND` for a page: nodes and the statements between them."""
    rows = [{name: term["value"] for name, term in found.items()} for found in bindings]
    near = sorted({row[end] for row in rows for end in ("subject", "object")} | {iri})
    statements = [
        {
            "iri": row["statement"],
            "subject": row["subject"],
            "relation": _local_name(row["relation"]),
            "object": row["object"],
            "status": _local_name(row["status"]),
            "confidence": float(row["confidence"]),
            "sources": int(row["sources"]),
        }
        for row in rows
    ]
    return {
        "entity": names.show(iri),
        "nodes": [names.show(other) for other in near],
        "statements": statements,
    }


def fold(text: str) -> str:
    """Fold case and accents.

    >>> fold("Quíll")
    'quill'
    """
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _rank(name: str, sought: str) -> tuple[int, int]:
    if name.startswith(sought):
        return 0, len(name)
    return (1 if f" {sought}" in name else 2), len(name)


def _local_name(iri: str) -> str:
    return iri.removeprefix(str(KG))
