"""The model folder: what must be in it, and how its networks are opened."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # parsed JSON

import onnxruntime

from kg.embedded import MANIFEST
from kg.errors import ModelError

FORMAT = 4  # the relation head takes shares of labels
# onnxruntime's fused addition and normalisation takes three times as long as the two by themselves.
_SLOWER = ("SkipLayerNormFusion",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOutputs:
    """What the relation head says about a pair: columns of its output, in order.

    The relations come first; `qualifiers` are, by label of the value, keys with their column.
    """

    relations: tuple[str, ...]
    symmetric: frozenset[str]
    statuses: tuple[str, ...]
    same: int
    lead: int
    qualifiers: dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `model.json` says: version, label sets and sizes in bytes of the files.

    `pairs` is None where the model has no relation head.
    """

    folder: Path
    version: str
    upos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]
    references: tuple[str, ...]
    sizes: dict[str, int]
    pairs: PairOutputs | None


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest and check that the folder is complete.

    Raises:
        ModelError: A file is missing or cut short, or the folder is of another format.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ModelError(f"{path}: format {found['format']}, this program reads {FORMAT}")
        manifest = Manifest(
            folder=folder,
            version=found["version"],
            upos=tuple(found["upos"]),
            relations=tuple(found["relations"]),
            names=tuple(found["names"]),
            references=tuple(found["references"]),
            sizes=dict(found["files"]),
            pairs=_read_pairs(found["pairs"]) if "pairs" in found else None,
        )
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: is no manifest of a model: {error!r}") from error
    for name, size in sorted(manifest.sizes.items()):
        file = folder / name
        if not file.is_file():
            raise ModelError(f"{file}: is missing from the model")
        if file.stat().st_size != size:
            raise ModelError(f"{file}: has {file.stat().st_size} bytes, the model says {size}")
    return manifest


def _read_pairs(found: dict[str, Any]) -> PairOutputs:
    outputs = list(found["outputs"])
    return PairOutputs(
        relations=tuple(outputs[: outputs.index("same")]),
        symmetric=frozenset(found["symmetric"]),
        statuses=tuple(found["statuses"]),
        same=outputs.index("same"),
        lead=outputs.index("lead"),
        qualifiers={
            label: tuple((key, outputs.index(key)) for key in keys)
            for label, keys in found["qualifiers"].items()
        },
    )


def open_network(path: Path, *, threads: int) -> onnxruntime.InferenceSession:
    """Open an ONNX network for a fixed number of threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    except Exception as error:  # onnxruntime's errors share no public class
        raise ModelError(f"{path}: cannot be opened: {error}") from error
