"""What the user knows better: a Turtle file of owl:sameAs, owl:differentFrom, labels, classes.

An entity is named by its IRI, or by the IRI that one of its names alone would have, so that
both sides of a wrong merge can be named; `<.../article/ID#acme>` is what one article calls Acme.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from rdflib.namespace import OWL, RDF, SKOS

from kg.errors import InputError
from kg.schema import Schema
from kg.vocab import ID, KG

_SAME, _DIFFERENT = str(OWL.sameAs), str(OWL.differentFrom)
_LABEL, _TYPE = str(SKOS.prefLabel), str(RDF.type)
_KNOWN = "owl:sameAs, owl:differentFrom, skos:prefLabel or rdf:type"
_THINGS = (f"{ID}entity/", f"{ID}article/")


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One line: of what, and the other entity, the label or the class; IRIs as text."""

    subject: str
    value: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """All corrections of the file `name`; `digest` is the SHA-256 of its bytes, "" without."""

    name: str = ""
    digest: str = ""
    same: tuple[Correction, ...] = ()
    different: tuple[Correction, ...] = ()
    labels: tuple[Correction, ...] = ()
    types: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is corrected."""
        return bool(self.same or self.different or self.labels or self.types)


def read_corrections(path: Path, schema: Schema) -> Corrections:
    """Read a file of corrections.

    Raises:
        InputError: The file cannot be read, is not Turtle, or says what is no correction.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {error}") from error
    found: dict[str, list[Correction]] = {p: [] for p in (_SAME, _DIFFERENT, _LABEL, _TYPE)}
    for subject, predicate, value in _read_triples(path, text):
        line = _find_line(text, subject, value)
        _check(path, line, subject, predicate, value, schema)
        found[predicate].append(Correction(subject, value.value, line))
    for one, other in zip(found[_LABEL], found[_LABEL][1:], strict=False):
        if one.subject == other.subject:
            raise InputError(path, f"<{one.subject}> is given two labels", line=other.line)
    return Corrections(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        same=tuple(sorted(found[_SAME])),
        different=tuple(sorted(found[_DIFFERENT])),
        labels=tuple(sorted(found[_LABEL])),
        types=tuple(
            Correction(c.subject, c.value.removeprefix(str(KG)), c.line)
            for c in sorted(found[_TYPE])
        ),
    )


Term = pyoxigraph.NamedNode | pyoxigraph.Literal


def _read_triples(path: Path, text: str) -> Iterator[tuple[str, str, Term]]:
    try:
        triples = sorted(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE), key=str)
    except SyntaxError as error:
        raise InputError(path, f"is not Turtle: {error.msg}", line=error.lineno) from error
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(
            value, pyoxigraph.NamedNode | pyoxigraph.Literal
        ):
            raise InputError(path, f"{triple} names no entity")
        yield subject.value, triple.predicate.value, value


def _check(
    path: Path, line: int | None, subject: str, predicate: str, value: Term, schema: Schema
) -> None:
    """Refuse what is no correction.

    Raises:
        InputError: The line says something else, or of something else than an entity.
    """
    reason = None
    if predicate not in (_SAME, _DIFFERENT, _LABEL, _TYPE):
        reason = f"<{predicate}> is not {_KNOWN}"
    elif not subject.startswith(_THINGS):
        reason = f"<{subject}> is no IRI of an entity, as {ID}entity/acme is"
    elif predicate == _LABEL:
        if not isinstance(value, pyoxigraph.Literal) or not value.value.strip():
            reason = f"the label of <{subject}> is no text"
    elif predicate == _TYPE:
        if value.value.removeprefix(str(KG)) not in schema.classes:
            reason = f"<{value.value}> is no class of the schema"
    elif not isinstance(value, pyoxigraph.NamedNode) or not value.value.startswith(_THINGS):
        reason = f"{value} is no IRI of an entity, as {ID}entity/acme is"
    if reason:
        raise InputError(path, reason, line=line)


def _find_line(text: str, subject: str, value: Term) -> int:
    """Return the line on which a statement ends: where its value stands after its subject."""
    names = [re.split(r"[/#]", name)[-1] for name in (subject, value.value)]
    lines = text.splitlines()
    first = next((n for n, row in enumerate(lines) if _has(row, names[0])), 0)
    later = (n for n, row in enumerate(lines) if n >= first and _has(row, names[1]))
    return next(later, first) + 1


def _has(row: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", row) is not None
