"""What decides about a graph besides its articles."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kg import __version__
from kg.datamodel import Run
from kg.embedded import digest_model, digest_program, name_model
from kg.lexicon.ontology import Ontology
from kg.resolve import Corrections
from kg.vocab import fingerprint

# Another release of these may read a text in another way.
READERS = ("spacy", "onnxruntime", "tokenizers")
# Another release of these may write, judge or draw a statement in another way.
WRITERS = ("pyoxigraph", "pyshacl", "rdflib", "networkx", "numpy", "scipy")

_LEAST = "minConfidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides about the result besides the articles, and with how many processes.

    Attributes:
        corrections: The user's file; without one it is corrections.ttl in the output folder.
        min_confidence: From which on what an article says is believed, in [0, 1]; without one
            it is what was fitted to annotated news.
    """

    ontology: Path
    model: str | None = None
    corrections: Path | None = None
    jobs: int = 1
    any_language: bool = False
    min_confidence: float | None = None


def describe_run(settings: Settings, ontology: Ontology, corrections: Corrections) -> Run:
    """Tell what produces a graph.

    Raises:
        ModelError: There is no such model.
    """
    chosen = [("model", name_model(settings.model))]
    if settings.min_confidence is not None:
        chosen.append((_LEAST, str(settings.min_confidence)))
    if corrections.digest:
        chosen.append(("corrections", corrections.digest))
    return Run(
        version=__version__,
        model=digest_model(settings.model),
        ontology=ontology.digest,
        settings=tuple(chosen),
    )


def name_reader(model: str, ontology: Ontology) -> str:
    """Name all that decides how a text is read; `model` is its digest."""
    releases = (f"{name} {version(name)}" for name in READERS)
    return fingerprint(digest_program(), model, ontology.reading_digest, *releases)


def name_engine(run: Run, ontology: Ontology) -> str:
    """Name all that decides how an article is read."""
    least = dict(run.settings).get(_LEAST, "")
    return fingerprint(least, name_reader(run.model, ontology))


def name_writer(run: Run, ontology: Ontology) -> str:
    """Name all that decides how a graph is written, besides its articles and corrections."""
    releases = (f"{name} {version(name)}" for name in WRITERS)
    return fingerprint(name_engine(run, ontology), run.ontology, *releases)
