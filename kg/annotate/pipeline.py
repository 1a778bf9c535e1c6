"""The whole pipeline: a language model, then what newskg adds to any of them."""

from pathlib import Path

from spacy.language import Language

# The factories of the components are registered when their modules are imported.
import kg.annotate.arguments
import kg.annotate.furniture
import kg.annotate.mentions
import kg.annotate.values  # noqa: F401
from kg.annotate.model import load_model
from kg.embedded import digest_model
from kg.errors import ModelError


def make_pipeline(name: str | None, ontology: Path) -> tuple[Language, str]:
    """Load a language model and add the components that need the ontology.

    Args:
        name: As `load_model` takes it; None is the embedded model.
        ontology: The ontology folder.

    Returns:
        The pipeline and the digest of its model.

    Raises:
        ModelError: The model is missing, incomplete or of another version.
    """
    nlp = load_model(name)
    _check_annotates(nlp, name)
    config = {"path": str(ontology)}
    # The embedded model reads furniture apart, and scores what the others have found.
    for component, other in (
        ("kg_furniture", "kg_encoder"),
        ("kg_values", "kg_relations"),
        ("kg_names", "kg_relations"),
    ):
        nlp.add_pipe(component, config=config, before=other if nlp.has_pipe(other) else None)
    nlp.add_pipe("kg_arguments", config=config)
    return nlp, digest_model(name)


def _check_annotates(nlp: Language, name: str | None) -> None:
    """Refuse a pipeline that does not set what the next components read.

    Raises:
        ModelError: It sets no sentences and parse, no parts of speech, or no names.
    """
    doc = nlp("Acme bought Globex. It paid $5 million.")
    for attribute, meaning in (("DEP", "parse"), ("POS", "parts of speech"), ("ENT_IOB", "names")):
        if not doc.has_annotation(attribute):
            raise ModelError(f"{name}: the pipeline sets no {meaning}; it has {nlp.pipe_names}")
