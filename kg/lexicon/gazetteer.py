"""Names known beforehand and titles of posts, loaded from gazetteer.ttl and names.ttl."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from kg.errors import OntologyError
from kg.lexicon.labels import PLACE
from kg.lexicon.names import KnownName, NameLists, is_long, load_names, read_class, without_the
from kg.vocab import ID, KG, parse_turtle

_ENTITIES = f"{ID}entity/"
# Lists of names; they may be missing.
NAMES_FILE = "names.ttl"
# A region and what it is part of, innermost first: ("Texas", "United States").
Region = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A title of a post; `implies` is the relation that the title alone states, if any."""

    title: str
    names: tuple[str, ...]
    implies: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWords:
    """Words that part two titles, that join a title to its field, and that come before it."""

    separators: tuple[str, ...]
    joints: frozenset[str]
    articles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All known names and roles of one ontology folder.

    A name of one word is found as it is written, a longer one in any case; "the" may stand
    before it. What `exact` does not know, `lists` may.
    """

    exact: Mapping[str, KnownName]
    folded: Mapping[str, KnownName]
    lists: NameLists
    adjectives: Mapping[str, KnownName]
    regions: Mapping[str, Region]
    roles: Mapping[str, Role]
    words: RoleWords

    def find(self, name: str) -> KnownName | None:
        """Return the one thing that a name stands for; names of lists stand for none."""
        found = self.exact.get(name) or self.folded.get(name.casefold())
        rest = without_the(name)
        if found is None and rest != name:
            found = self.exact.get(f"The {rest}") or self.exact.get(rest)
        return found

    def _find_kind(self, name: str) -> KnownName | None:
        return self.find(name) or self.lists.find(name)

    def find_written(self, name: str) -> KnownName | None:
        """Return what a name stands for that is written just so."""
        return self.exact.get(name) or (self.lists.find(name) if name in self.lists.lists else None)

    def class_of(self, name: str) -> str | None:
        """Return the class (local name in the schema) of the thing with this name."""
        found = self._find_kind(name)
        return found.type if found else None

    def label_of(self, name: str) -> str | None:
        """Return the language model's label for the thing with this name."""
        found = self._find_kind(name)
        return found.label if found else None

    def is_wide_place(self, name: str) -> bool:
        """Tell whether a name is of a place that others lie in: of a country, not of a city."""
        found = self._find_kind(name)
        return found is not None and found.label == PLACE and found.within is None

    def is_city(self, name: str) -> bool:
        """Tell whether a name is of a city that the gazetteer knows."""
        found = self._find_kind(name)
        return found is not None and found.label == PLACE and found.within is not None

    def region_of(self, name: str) -> Region:
        """Return the region that a name stands for where it follows a place's name.

        It is a state or the like before it is a country, and nothing for any other name.
        """
        return self.regions.get(name, ())

    def is_adjective(self, name: str) -> bool:
        """Tell whether a name only says where something comes from: "British"."""
        return name in self.adjectives

    def normalise_role(self, wording: str) -> str:
        """Write a role the same way whatever its wording.

        A title inside a longer wording is normalised, the rest is kept in lower case: "VP of
        Design" is "vice president of design", "interim CEO" "interim chief executive officer".
        """
        words = self._role_words(wording)
        if not words:
            return wording.casefold().strip()
        if role := self.roles.get(" ".join(words)):
            return role.title
        for end in range(len(words) - 1, 0, -1):
            opening = " ".join(words[:end]).rstrip(",")
            glued = words[end - 1].endswith(",")
            if (glued or words[end] in self.words.joints) and opening in self.roles:
                rest = " ".join(words[end:])
                joint = ", " if glued else " "
                return f"{self.roles[opening].title}{joint}{rest}"
        for start in range(1, len(words)):
            if role := self.roles.get(" ".join(words[start:])):
                return f"{' '.join(words[:start])} {role.title}"
        return " ".join(words)

    def split_roles(self, wording: str) -> tuple[str, ...]:
        """Part a wording into its roles: "co-founder and CEO" is two.

        It stays whole unless each part holds a known title.
        """
        pattern = _separator(self.words.separators)
        parts = [part.strip() for part in pattern.split(wording)]
        parts = [part for part in parts if part]
        if len(parts) > 1 and all(self._holds_title(part) for part in parts):
            return tuple(parts)
        return (wording.strip(),)

    def implied_relation(self, wording: str) -> str | None:
        """Return the relation that a title alone states: a founder founded."""
        role = self.roles.get(" ".join(self._role_words(wording)))
        return role.implies if role else None

    def _holds_title(self, part: str) -> bool:
        words = self._role_words(part)
        spans = ((s, e) for s in range(len(words)) for e in range(s + 1, len(words) + 1))
        return any(
            " ".join(words[s:e]) in self.roles
            and (e == len(words) or words[e] in self.words.joints or words[e - 1].endswith(","))
            for s, e in spans
        )

    def _role_words(self, wording: str) -> list[str]:
        words = wording.casefold().replace("\u2019", "'").split()
        while len(words) > 1 and words[0] in self.words.articles:
            words = words[1:]
        return words


def load_gazetteer(path: Path, classes: Collection[str] | None = None) -> Gazetteer:
    """Load known names and roles.

    Args:
        path: The gazetteer.ttl; lists of names are beside it.
        classes: The schema's classes, to check against; None checks nothing.

    Raises:
        OntologyError: The file is not Turtle, an item lacks a label or a class, or a name
            stands for two things.
    """
    graph = parse_turtle(path)
    lists = path.with_name(NAMES_FILE)
    entities = tuple(_read_entities(path, graph, classes))
    roles = tuple(_read_roles(path, graph))
    names = ((name, e) for e in entities for name in _spellings((e.name, *e.aliases)))
    exact = _index(path, names)
    listed = load_names(lists, graph, classes) if lists.exists() else NameLists()
    return Gazetteer(
        exact=exact,
        folded={n.casefold(): e for n, e in exact.items() if is_long(n)},
        lists=listed,
        adjectives=_index(path, ((name, e) for e in entities for name in e.adjectives)),
        regions=_read_regions(path, graph, entities),
        roles=_index_roles(path, roles),
        words=_read_role_words(path, graph),
    )


def _read_entities(
    path: Path, graph: Graph, classes: Collection[str] | None
) -> Iterator[KnownName]:
    for node in sorted(n for n in set(graph.subjects()) if isinstance(n, URIRef)):
        if not str(node).startswith(_ENTITIES):
            continue
        kind, label = read_class(path, (graph,), node, RDF.type, classes)
        yield KnownName(
            iri=str(node),
            name=_label(path, graph, node, RDFS.label),
            aliases=_texts(graph, node, SKOS.altLabel),
            adjectives=_texts(graph, node, KG.adjective),
            type=kind,
            label=label,
            within=next(map(str, graph.objects(node, KG.within)), None),
            part_of=next(map(str, graph.objects(node, KG.partOf)), None),
        )


def _read_regions(path: Path, graph: Graph, known: Iterable[KnownName]) -> Mapping[str, Region]:
    """Index countries by their names, and over them the states and the like."""
    countries = {e.iri: e for e in known if e.label == PLACE and e.within is None}
    whole: dict[str, Region] = {}
    for iri, country in countries.items():
        above = countries.get(country.part_of or "")
        whole[iri] = (country.name, above.name) if above else (country.name,)
    found = {
        name: whole[iri]
        for iri, country in countries.items()
        for name in (country.name, *country.aliases)
    }
    taken: dict[str, URIRef] = {}
    for node in sorted(n for n in graph.subjects(RDF.type, KG.Region) if isinstance(n, URIRef)):
        label = _label(path, graph, node, RDFS.label)
        within = graph.value(node, KG.partOf)
        if str(within) not in whole:
            raise OntologyError(path, f"<{node}> is part of no country of this file")
        for name in (label, *_texts(graph, node, SKOS.altLabel)):
            if taken.setdefault(name, node) != node:
                raise OntologyError(path, f"{name!r} names <{taken[name]}> and <{node}>")
            found[name] = (label, *whole[str(within)])
    return found


def _read_roles(path: Path, graph: Graph) -> Iterator[Role]:
    for node in sorted(n for n in graph.subjects(RDF.type, KG.Role) if isinstance(n, URIRef)):
        implied = graph.value(node, KG.impliesRelation)
        yield Role(
            title=_label(path, graph, node, SKOS.prefLabel),
            names=_texts(graph, node, SKOS.altLabel),
            implies=str(implied).removeprefix(str(KG)) if implied is not None else None,
        )


def _read_role_words(path: Path, graph: Graph) -> RoleWords:
    sets = {
        str(node).rpartition("/")[2]: _texts(graph, node, SKOS.altLabel)
        for node in graph.subjects(RDF.type, KG.WordSet)
        if isinstance(node, URIRef)
    }
    for name in ("separator", "joint", "article"):
        if not sets.get(name):
            raise OntologyError(path, f"lacks the kg:WordSet {name!r}")
    return RoleWords(
        separators=sets["separator"],
        joints=frozenset(sets["joint"]),
        articles=frozenset(sets["article"]),
    )


def _label(path: Path, graph: Graph, node: URIRef, predicate: URIRef) -> str:
    found = _texts(graph, node, predicate)
    if len(found) != 1 or not found[0].strip():
        raise OntologyError(path, f"<{node}> needs one <{predicate}>, has {len(found)}")
    return found[0]


def _texts(graph: Graph, node: URIRef, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(o) for o in graph.objects(node, predicate)))


def _spellings(names: Iterable[str]) -> frozenset[str]:
    """Add what a name of three words or more is without its "The"."""
    return frozenset(names) | {without_the(name) for name in names if is_long(name)}


def _index(path: Path, names: Iterable[tuple[str, KnownName]]) -> Mapping[str, KnownName]:
    found: dict[str, KnownName] = {}
    for name, entity in sorted(names, key=lambda pair: (pair[0], pair[1].iri)):
        other = found.setdefault(name, entity)
        if other is not entity:
            raise OntologyError(path, f"{name!r} names <{other.iri}> and <{entity.iri}>")
    return found


def _index_roles(path: Path, roles: Iterable[Role]) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for role in roles:
        for name in sorted({role.title.casefold(), *(n.casefold() for n in role.names)}):
            other = found.setdefault(name, role)
            if other is not role:
                raise OntologyError(
                    path, f"{name!r} names the roles {other.title!r} and {role.title!r}"
                )
    return found


def _separator(words: tuple[str, ...]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(w) for w in words if w[0].isalpha())
    signs = "|".join(re.escape(w) for w in words if not w[0].isalpha())
    return re.compile(rf"\s*(?:{signs})\s*(?:(?:{spelled})\s+)?|\s+(?:{spelled})\s+", re.IGNORECASE)
