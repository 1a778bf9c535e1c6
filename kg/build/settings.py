"""What decides about a graph besides its articles."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kg import __version__
from kg.datamodel import Run
from kg.embedded import digest_model, name_model
from kg.lexicon.ontology import Ontology
from kg.vocab import fingerprint

# Another release of these may read a text in another way.
READERS = ("spacy", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides about the result besides the articles, and with how many processes."""

    ontology: Path
    model: str | None = None
    jobs: int = 1
    any_language: bool = False


def describe_run(settings: Settings, ontology: Ontology) -> Run:
    """Tell what produces a graph.

    Raises:
        ModelError: There is no such model.
    """
    return Run(
        version=__version__,
        model=digest_model(settings.model),
        ontology=ontology.digest,
        settings=(("model", name_model(settings.model)),),
    )


def name_engine(run: Run) -> str:
    """Name all that decides how an article is read."""
    releases = (f"{name} {version(name)}" for name in READERS)
    return fingerprint(run.version, run.model, run.ontology, *releases)
