"""Names of which no more is known beforehand than what they are, loaded from names.ttl.

They are many, so that they are kept by list: what is known of a name is made when it is asked.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from kg.errors import OntologyError
from kg.lexicon.labels import PLACE
from kg.vocab import KG, parse_turtle

_THE = "the "
_WORD = re.compile(r"\w+")
_BETWEEN_NAMES = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A thing that is known beforehand; `type` and `label` are its class and model label.

    `iri` is its own, or that of the list that it stands in. `within` is the IRI of the place
    that a city is in, `part_of` that of the country that another is part of, where it is told.
    """

    iri: str
    name: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    within: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """All lists of one ontology folder.

    Attributes:
        lists: Name -> what all names of its list are.
        folded: A name of two words or more in small letters -> the name.
        by_word: First word -> the names that begin with it, longest first.
    """

    lists: Mapping[str, KnownName] = field(default_factory=dict)
    folded: Mapping[str, str] = field(default_factory=dict)
    by_word: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def find(self, name: str) -> KnownName | None:
        """Return what a name stands for; one of several words in any case."""
        written = name if name in self.lists else self.folded.get(name.casefold(), "")
        found = self.lists.get(written)
        return replace(found, name=written) if found else None

    def find_at(self, text: str, start: int) -> str | None:
        """Return the longest name that a text goes on with; it may end inside a word."""
        word = _WORD.match(text, start)
        names = self.by_word.get(word[0], ()) if word else ()
        return next((name for name in names if text.startswith(name, start)), None)


def load_names(path: Path, known: Graph, classes: Collection[str] | None = None) -> NameLists:
    """Load lists of names.

    Args:
        path: The names.ttl.
        known: The gazetteer, which tells the model's labels for its classes.
        classes: The schema's classes, to check against; None checks nothing.

    Raises:
        OntologyError: The file is not Turtle, or a list is malformed or repeats a name.
    """
    graph = parse_turtle(path)
    lists: dict[str, KnownName] = {}
    bare: dict[str, KnownName] = {}
    for node in sorted(n for n in graph.subjects(RDF.type, KG.NameList) if isinstance(n, URIRef)):
        kind, label = read_class(path, (graph, known), node, KG.listOf, classes)
        within = next(map(str, graph.objects(node, KG.within)), None)
        if label == PLACE and within is None:
            raise OntologyError(path, f"<{node}> lists places, and tells not what they are within")
        written = sorted(map(str, graph.objects(node, KG.names)))
        names = [" ".join(n.split()) for text in written for n in text.split(_BETWEEN_NAMES)]
        if not names or "" in names:
            raise OntologyError(path, f"<{node}> lists an empty name, or none")
        repeated = [n for n, count in Counter(names).items() if count > 1 or n in lists]
        if repeated:
            raise OntologyError(path, f"{repeated[0]!r} of <{node}> stands in a list already")
        same = KnownName(iri=str(node), name="", type=kind, label=label, within=within)
        lists |= dict.fromkeys(names, same)
        for name in filter(is_long, names):
            bare.setdefault(without_the(name), same)
    lists = bare | lists
    by_word: dict[str, list[str]] = {}
    for name in sorted(lists, key=len, reverse=True):
        if word := _WORD.match(name):
            by_word.setdefault(word[0], []).append(name)
    folded = {name.casefold(): name for name in lists if " " in name}
    return NameLists(lists=lists, folded=folded, by_word=by_word)


def is_long(name: str) -> bool:
    """Tell whether a name has two words or more besides "The"."""
    return " " in without_the(name)


def without_the(name: str) -> str:
    """Return a name without its "The"."""
    return name[len(_THE) :] if name.casefold().startswith(_THE) else name


def read_class(
    path: Path,
    graphs: Sequence[Graph],
    node: URIRef,
    predicate: URIRef,
    classes: Collection[str] | None,
) -> tuple[str, str]:
    """Return the class that an item or a list is of, and the model's label for it.

    Args:
        graphs: The first tells of the node, any of them of its class.

    Raises:
        OntologyError: It is of no class, of several or of an unknown one, or has no label.
    """
    kinds = [k for k in graphs[0].objects(node, predicate) if isinstance(k, URIRef) and k in KG]
    if len(kinds) != 1:
        raise OntologyError(path, f"<{node}> needs one class of the schema, has {len(kinds)}")
    kind = kinds[0].removeprefix(str(KG))
    if classes is not None and kind not in classes:
        raise OntologyError(path, f"<{node}> has the unknown class kg:{kind}")
    labels = (graph.value(kinds[0], KG.nerLabel) for graph in graphs)
    label = next((str(label) for label in labels if label is not None), None)
    if label is None:
        raise OntologyError(path, f"<{kinds[0]}> has no kg:nerLabel")
    return kind, label
