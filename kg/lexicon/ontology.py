"""One ontology folder, loaded: the schema, and all that it knows about words."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.lexicon.frames import Lexicon, load_lexicon
from kg.lexicon.furniture import FurniturePattern, load_furniture
from kg.lexicon.gazetteer import NAMES_FILE, Gazetteer, load_gazetteer
from kg.lexicon.values import ValueWords, load_value_words
from kg.schema import Schema, load_schema

FILES = ("schema.ttl", "lexicon.ttl", "gazetteer.ttl", "values.ttl", "furniture.ttl")
# May be missing; where it is not, it decides how an article is read.
OPTIONAL_FILES = (NAMES_FILE,)
# May be missing; where it is not, it decides about a graph, and not about reading.
GATE_FILES = ("shapes.ttl",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """All knowledge of one folder.

    `digest` is the SHA-256 of its files, `reading_digest` of those that decide how an article
    is read.
    """

    folder: Path
    digest: str
    reading_digest: str
    schema: Schema
    lexicon: Lexicon
    gazetteer: Gazetteer
    values: ValueWords
    furniture: tuple[FurniturePattern, ...]


def find_ontology() -> Path:
    """Return the folder that ships with the program: in the wheel, or in the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "ontology"
    return installed if installed.is_dir() else package.parent / "ontology"


def load_ontology(folder: Path) -> Ontology:
    """Load an ontology folder; while its files stay as they are, only once.

    Raises:
        OntologyError: A file is missing, is not Turtle, or is inconsistent.
    """
    optional, gate = (
        tuple(name for name in names if (folder / name).exists())
        for names in (OPTIONAL_FILES, GATE_FILES)
    )
    reading = FILES + optional
    digest, reading_digest = (_digest_files(folder, n) for n in (reading + gate, reading))
    return _load_files(folder, digest, reading_digest)


@lru_cache(maxsize=1)
def _load_files(folder: Path, digest: str, reading_digest: str) -> Ontology:
    schema = load_schema(folder / "schema.ttl")
    return Ontology(
        folder=folder,
        digest=digest,
        reading_digest=reading_digest,
        schema=schema,
        lexicon=load_lexicon(folder / "lexicon.ttl", schema),
        gazetteer=load_gazetteer(folder / "gazetteer.ttl", schema.classes),
        values=load_value_words(folder / "values.ttl"),
        furniture=load_furniture(folder / "furniture.ttl"),
    )


def _digest_files(folder: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        try:
            digest.update((folder / name).read_bytes())
        except OSError as error:
            raise OntologyError(folder / name, f"cannot be read: {error.strerror}") from error
    return digest.hexdigest()
