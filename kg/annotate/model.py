"""Load the pipeline that annotates: the embedded model, or any other spaCy pipeline."""

from pathlib import Path

import spacy
from spacy.language import Language

from kg.annotate import encoder, relations, sentences
from kg.annotate.folder import read_manifest
from kg.annotate.tokenize import make_blank, read_words
from kg.embedded import EMBEDDED, is_model_folder
from kg.errors import ModelError

# Importing these modules registers the factories of the components.
COMPONENTS = (sentences, encoder, relations)


def load_model(name: str | None = None, *, threads: int = 1) -> Language:
    """Load a pipeline.

    Args:
        name: A model folder of this program, or the name or folder of a spaCy pipeline;
            None is the embedded model.
        threads: How many threads the embedded model's networks use.

    Raises:
        ModelError: The model is missing, incomplete or of another version.
    """
    folder = Path(name) if name else EMBEDDED
    if name and not is_model_folder(folder):
        try:
            return spacy.load(name)
        except (OSError, ValueError) as error:
            raise ModelError(f"{name}: is no model that can be loaded: {error}") from error
    manifest = read_manifest(folder)
    nlp = make_blank(read_words(folder / "words.json"))
    nlp.meta["name"], nlp.meta["version"] = "newskg", manifest.version
    nlp.add_pipe("kg_sentences", config={"words": str(folder / "words.json")})
    nlp.add_pipe("kg_encoder", config={"model": str(folder), "threads": threads})
    if manifest.pairs:
        nlp.add_pipe("kg_relations", config={"model": str(folder), "threads": threads})
    return nlp
