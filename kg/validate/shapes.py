"""SHACL shapes over a graph: which of its nodes are out of shape, and why."""

import logging
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import OntologyError
from kg.vocab import parse_turtle, shorten

# What this one says of a malformed shape is raised as well.
logging.getLogger("pyshacl-validate").disabled = True

# Of what is found, so much is shown.
LONGEST_VALUE = 80

TARGETS = (SH.targetNode, SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
# What is said of all values of a path together.
COUNTS = (SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.hasValue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """The shapes of one file, ready to be checked."""

    path: Path
    graph: Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A result of the check: `focus` is the node out of shape, `value` what is wrong there."""

    focus: str
    value: str
    reason: str
    warning: bool


def load_shapes(path: Path) -> Shapes | None:
    """Load shapes; where there is no such file, there are none.

    Raises:
        OntologyError: The file is not Turtle, or a shape is malformed or counts statements.
    """
    if not path.exists():
        return None
    graph = parse_turtle(path)
    _require_local(path, graph)
    shapes = Shapes(path=path, graph=_flatten(graph))
    check_shapes(_make_probe(shapes.graph), shapes)
    return shapes


def _require_local(path: Path, shapes: Graph) -> None:
    """Require that no shape counts what points to a node: a statement is judged alone.

    Which others are judged with it would decide.
    """
    for shape, way in sorted(shapes.subject_objects(SH.path), key=str):
        steps = [way, *shapes.items(way)]
        if any((step, SH.inversePath, None) in shapes for step in steps):
            for counts in COUNTS:
                if (shape, counts, None) in shapes:
                    reason = f"has {shorten(str(counts))} on an inverse path"
                    raise OntologyError(path, f"{reason}; a statement is judged by its own triples")


def check_shapes(data: Graph, shapes: Shapes) -> list[Fault]:
    """Check every node that a shape targets.

    Returns:
        What does not conform, sorted; informational results are left out.

    Raises:
        OntologyError: A shape is malformed.
    """
    try:
        # The validator writes to the shapes that it is given.
        _, results, text = pyshacl.validate(
            data, shacl_graph=_copy(shapes.graph), inference="none", inplace=True
        )
    except (ReportableRuntimeError, re.error) as error:
        reason = str(error).partition("\n")[0]
        raise OntologyError(shapes.path, f"holds a malformed shape: {reason}") from error
    if not isinstance(results, Graph):
        raise OntologyError(shapes.path, f"cannot be checked: {text}")
    return sorted(_read_faults(results), key=lambda f: (f.focus, f.reason, f.value))


def _make_probe(shapes: Graph) -> Graph:
    """Make a graph with something for every target: a shape is only read once it is used."""
    node, probe = URIRef("urn:probe"), Graph()
    for target in shapes.objects(None, SH.targetClass):
        probe.add((node, RDF.type, target))
    for aim in (SH.targetObjectsOf, SH.targetSubjectsOf):
        for target in shapes.objects(None, aim):
            probe.add((node, target, node))
    return probe


def _read_faults(results: Graph) -> Iterator[Fault]:
    for node in results.objects(None, SH.result):
        severity = results.value(node, SH.resultSeverity)
        if severity == SH.Info:
            continue
        yield Fault(
            focus=str(results.value(node, SH.focusNode)),
            value=str(results.value(node, SH.value)),
            reason=_word(results, node),
            warning=severity == SH.Warning,
        )


def _word(results: Graph, node: Node) -> str:
    """Word a result: the shape's message, then what was found under which property."""
    messages = sorted(str(m) for m in results.objects(node, SH.resultMessage))
    path, value = results.value(node, SH.resultPath), results.value(node, SH.value)
    # A path of several steps is a blank node, which has another name in every run.
    terms = (path, value) if isinstance(path, URIRef) else ()
    found = " ".join(shorten(str(term)) for term in terms if term is not None)
    text = " ".join(" ".join(messages).split())
    return f"{text} ({textwrap.shorten(found, LONGEST_VALUE)})" if found else text


def _copy(graph: Graph) -> Graph:
    copied = Graph()
    for triple in graph:
        copied.add(triple)
    return copied


def _flatten(shapes: Graph) -> Graph:
    """Give each property shape of a node shape the targets of that shape.

    The same nodes conform, five times as fast: the validator checks all targets of a
    shape together, but the nodes that come to it through sh:property one by one. What
    sh:property allows in a closed shape becomes an ignored property.
    """
    flat = _copy(shapes)
    for shape in sorted(set(shapes.subjects(RDF.type, SH.NodeShape)), key=str):
        if not _stands_alone(shapes, shape):
            continue
        parts = sorted(shapes.objects(shape, SH.property), key=str)
        for part in parts:
            flat.remove((shape, SH.property, part))
            for aim in TARGETS:
                for target in shapes.objects(shape, aim):
                    flat.add((part, aim, target))
        named = shapes.value(shape, SH.ignoredProperties)
        allowed = [*shapes.items(named)] if named is not None else []
        allowed += [path for part in parts for path in shapes.objects(part, SH.path)]
        ignored: list[Node] = [path for path in allowed if isinstance(path, URIRef)]
        if (shape, SH.closed, Literal(True)) in shapes:
            flat.set((shape, SH.ignoredProperties, Collection(flat, BNode(), ignored).uri))
    return flat


def _stands_alone(shapes: Graph, shape: Node) -> bool:
    """Tell whether all that a node shape is checked on are the targets that it names."""
    named = any((shape, aim, None) in shapes for aim in TARGETS)
    used = any(predicate != RDF.type for predicate in shapes.predicates(None, shape))
    other = {(shape, RDF.type, RDFS.Class), (shape, RDF.type, OWL.Class)}
    off = (shape, SH.deactivated, None) in shapes or (shape, SH.target, None) in shapes
    return named and not used and not off and not any(triple in shapes for triple in other)
