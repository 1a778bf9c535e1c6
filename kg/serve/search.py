"""Find entities by their names."""

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

    `text` holds all folded names, a line each and a line's end before the first and after the
    last: to look through one string costs a hundredth of looking through each name. `starts`
    is where each begins, and `bearers` whose it is. `counts` tells how many statements there
    are about an entity.
    """

    entities: Mapping[str, Named]
    counts: Mapping[str, int]
    text: str
    starts: tuple[int, ...]
    bearers: tuple[str, ...]

    @classmethod
    def from_results(cls, bindings: Iterable[Binding], counts: Mapping[str, int]) -> Self:
        """Take the bindings of `NAMES`, and how many statements there are about each entity."""
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
            counts=counts,
            text="".join(f"\n{name}" for name, _ in ordered) + "\n",
            starts=tuple(accumulate(lengths, initial=1))[:-1],
            bearers=tuple(iri for _, iri in ordered),
        )

    def find(self, words: str, most: int) -> list[Named]:
        """Find entities by words of a name.

        All of a name comes before its start, then the start of a word, then any place; among
        those alike, the one of which most is said, then the short before the long.
        """
        sought = fold(words)
        found: dict[str, None] = {}
        for pattern in (f"\n{sought}\n", f"\n{sought}", f" {sought}", sought) if sought else ():
            places = islice(self._places(pattern), MOST_RANKED)
            last = len(pattern.rstrip("\n")) - 1
            ranked = sorted({self._bearer(at + last) for at in places})
            found.update(dict.fromkeys(iri for *_, iri in ranked))
            if len(found) >= most:
                break
        return [self.entities[iri] for iri in list(found)[:most]]

    def _places(self, pattern: str) -> Iterator[int]:
        at = self.text.find(pattern)
        while at >= 0:
            yield at
            at = self.text.find(pattern, at + 1)

    def _bearer(self, at: int) -> tuple[int, int, str, str]:
        """Tell whose name is at a place: what ranks it, and its IRI."""
        iri = self.bearers[bisect_right(self.starts, at) - 1]
        label = self.entities[iri].label
        return -self.counts.get(iri, 0), len(label), label, iri

    def labelled(self, labels: Collection[str]) -> list[str]:
        """List the IRIs of the entities that bear one of some labels."""
        wanted = frozenset(labels)
        return [named.iri for named in self.entities.values() if named.label in wanted]

    def label_of(self, iri: str) -> str:
        """Name an entity, known or not."""
        return self.entities[iri].label if iri in self.entities else iri

    def show(self, iri: str) -> dict[str, object]:
        """Write an entity for a page, with how many statements there are about it."""
        return {**self.entities[iri].as_json(), "count": self.counts.get(iri, 0)}


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
