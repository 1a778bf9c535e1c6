"""Find entities by their names, and what is around one."""

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Self

from kg.query.names import ENTITY
from kg.vocab import KG

# One letter is at the start of every tenth name: a person goes on typing.
MOST_RANKED = 2000
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
    """An entity as a page shows it: its label and its class."""

    iri: str
    label: str
    kind: str

    def as_json(self) -> dict[str, str]:
        """Write it for a page."""
        return {"iri": self.iri, "label": self.label, "kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a graph's entities.

    `text` holds all folded names, a line each and a line's end before the first: to look
    through one string costs a hundredth of looking through each name. `starts` is where each
    begins, and `bearers` whose it is.
    """

    entities: Mapping[str, Named]
    text: str
    starts: tuple[int, ...]
    bearers: tuple[str, ...]

    @classmethod
    def from_results(cls, bindings: Iterable[Binding]) -> Self:
        """Take the bindings of `NAMES`."""
        names: set[tuple[str, str]] = set()
        about: dict[str, tuple[str, str]] = {}
        for binding in bindings:
            iri = binding["entity"]["value"]
            one = binding["label"]["value"], _local_name(binding["kind"]["value"])
            about[iri] = min(about.get(iri, one), one)
            names.add((fold(binding["name"]["value"]), iri))
        ordered = sorted(names)
        lengths = (len(name) + 1 for name, _ in ordered)
        entities = {
            iri: Named(iri=iri, label=label, kind=kind)
            for iri, (label, kind) in sorted(about.items())
        }
        return cls(
            entities=entities,
            text="".join(f"\n{name}" for name, _ in ordered),
            starts=tuple(accumulate(lengths, initial=1))[:-1],
            bearers=tuple(iri for _, iri in ordered),
        )

    def find(self, words: str, most: int) -> list[Named]:
        """Find entities by words of a name: at its start before in it, short before long."""
        sought = fold(words)
        found: dict[str, None] = {}
        for pattern in (f"\n{sought}", f" {sought}", sought) if sought else ():
            places = islice(self._places(pattern), MOST_RANKED)
            ranked = sorted({self._bearer(at + len(pattern) - 1) for at in places})
            found.update(dict.fromkeys(iri for _, _, iri in ranked))
            if len(found) >= most:
                break
        return [self.entities[iri] for iri in list(found)[:most]]

    def _places(self, pattern: str) -> Iterator[int]:
        at = self.text.find(pattern)
        while at >= 0:
            yield at
            at = self.text.find(pattern, at + 1)

    def _bearer(self, at: int) -> tuple[int, str, str]:
        """Tell whose name is at a place: the label's length, the label, the IRI."""
        iri = self.bearers[bisect_right(self.starts, at) - 1]
        label = self.entities[iri].label
        return len(label), label, iri

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
    """Fold case and accents, and write every gap as one space.

    >>> fold(" Mara  Quíll")
    'mara quill'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(plain.split())


def _local_name(iri: str) -> str:
    return iri.removeprefix(str(KG))
