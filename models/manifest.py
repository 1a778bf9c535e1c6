"""Write the manifest of the model folder."""

import json
from pathlib import Path
from typing import Any

from kg.annotate.folder import FORMAT
from models.labels import (
    NAME_TAGS,
    PAIR_OUTPUTS,
    QUALIFIERS_OF_LABEL,
    REFERENCE_TAGS,
    STATUSES,
    SYMMETRIC,
    UPOS,
)

VERSION = "1.0.0"
_FILE = "model.json"
_ENCODER = ("encoder.onnx", "labels.npy", "lemmas.json.gz", "tokenizer.json", "words.json")
_RELATIONS = "relations.onnx"


def write_encoder_manifest(folder: Path, relations: tuple[str, ...], layers: int) -> None:
    """Describe a new encoder; a relation head made for another one is no longer valid."""
    (folder / _RELATIONS).unlink(missing_ok=True)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "layers": layers,
        "upos": UPOS,
        "relations": relations,
        "names": NAME_TAGS,
        "references": REFERENCE_TAGS,
        "files": {name: (folder / name).stat().st_size for name in _ENCODER},
    }
    _write(folder, manifest)


def add_relations(folder: Path) -> None:
    """Add the relation head to the manifest."""
    manifest: dict[str, Any] = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    manifest["format"] = FORMAT
    manifest["pairs"] = {
        "outputs": PAIR_OUTPUTS,
        "symmetric": SYMMETRIC,
        "statuses": STATUSES,
        "qualifiers": QUALIFIERS_OF_LABEL,
    }
    manifest["files"][_RELATIONS] = (folder / _RELATIONS).stat().st_size
    _write(folder, manifest)


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / _FILE).write_text(text + "\n", encoding="utf-8")
