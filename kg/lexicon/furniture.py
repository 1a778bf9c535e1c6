"""Patterns of what stands on a page besides the article, loaded from furniture.ttl."""

import re
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from kg.errors import OntologyError
from kg.vocab import KG, parse_turtle

# What may stand before the words of a line: bullets, brackets, emoji.
_SIGNS = re.compile(r"\W*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FurniturePattern:
    """One kind of line that belongs to the page, not to the article.

    Attributes:
        opening: How such a line begins, with or without signs before its first word.
        within: What such a line holds anywhere.
        any_sentence: Whether it is about a sentence, wherever that stands, not a whole line.
        item: What the lines after a heading look like that go with it.
        max_items: How many of them there may be.
    """

    name: str
    kind: str
    opening: re.Pattern[str] | None
    within: re.Pattern[str] | None
    any_sentence: bool = False
    item: re.Pattern[str] | None = None
    max_items: int = 0

    def matches(self, line: str) -> bool:
        """Tell whether a line without outer blanks is furniture of this kind."""
        if self.opening is not None:
            if self.opening.match(line):
                return True
            signs = _SIGNS.match(line)
            if signs and signs.end() and self.opening.match(line, signs.end()):
                return True
        return self.within is not None and bool(self.within.search(line))


def load_furniture(path: Path) -> tuple[FurniturePattern, ...]:
    """Load the patterns: headings first, then by name.

    Raises:
        OntologyError: The file is not Turtle, a pattern is broken, an example does not match
            or a counter-example does.
    """
    graph = parse_turtle(path)
    found = []
    for kind in (KG.FurnitureHeading, KG.FurniturePattern):
        nodes = [node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)]
        for node in sorted(nodes):
            found.append(furniture := _read_pattern(path, graph, node))
            _check_examples(path, graph, node, furniture)
    if not found:
        raise OntologyError(path, f"has no <{KG.FurniturePattern}>")
    return tuple(found)


def _read_pattern(path: Path, graph: Graph, node: URIRef) -> FurniturePattern:
    heading = (node, RDF.type, KG.FurnitureHeading) in graph
    limit = _one(path, graph, node, KG.maxItems) if heading else "0"
    if not limit.isdecimal():
        raise OntologyError(path, f"<{node}> has a kg:maxItems that is no number: {limit!r}")
    opening = _optional(path, graph, node, KG.pattern)
    within = _optional(path, graph, node, KG.within)
    if opening is None and within is None:
        raise OntologyError(path, f"<{node}> has neither kg:pattern nor kg:within")
    return FurniturePattern(
        name=node.rpartition("#")[2],
        kind=_one(path, graph, node, KG.kind),
        opening=opening,
        within=within,
        any_sentence=within is not None or str(graph.value(node, KG.anySentence)) == "true",
        item=_compile(path, node, _one(path, graph, node, KG.itemPattern)) if heading else None,
        max_items=int(limit),
    )


def _one(path: Path, graph: Graph, node: URIRef, predicate: URIRef) -> str:
    found = [str(o) for o in graph.objects(node, predicate)]
    if len(found) != 1 or not found[0]:
        raise OntologyError(path, f"<{node}> needs one <{predicate}>, has {len(found)}")
    return found[0]


def _optional(path: Path, graph: Graph, node: URIRef, predicate: URIRef) -> re.Pattern[str] | None:
    if (node, predicate, None) not in graph:
        return None
    return _compile(path, node, _one(path, graph, node, predicate))


def _compile(path: Path, node: URIRef, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise OntologyError(path, f"<{node}> has a broken pattern: {error}") from error


def _check_examples(path: Path, graph: Graph, node: URIRef, furniture: FurniturePattern) -> None:
    examples = sorted(str(o) for o in graph.objects(node, KG.example))
    if not examples:
        raise OntologyError(path, f"<{node}> has no kg:example")
    for example in examples:
        if not furniture.matches(example):
            raise OntologyError(path, f"<{node}> does not match its example {example!r}")
    for example in sorted(str(o) for o in graph.objects(node, KG.counterExample)):
        if furniture.matches(example):
            raise OntologyError(path, f"<{node}> matches its counter-example {example!r}")
