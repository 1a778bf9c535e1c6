"""The program and the model that ship, and what tells one from another; nothing here runs them."""

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ModelError

EMBEDDED = Path(__file__).parent / "model"
MANIFEST = "model.json"
_PACKAGE = Path(__file__).parent
# Of the program: its code, the weights fitted with it, and what its pages are made of.
_PROGRAM = (".py", ".json", ".js", ".css", ".html")


def is_model_folder(folder: Path) -> bool:
    """Tell whether a folder claims to hold a model of this program."""
    return (folder / MANIFEST).is_file()


def digest_model(name: str | None) -> str:
    """Return what tells one model from another: its files, or its name and version.

    Args:
        name: A model folder of this program, or the name or folder of a spaCy pipeline;
            None is the embedded model.

    Raises:
        ModelError: There is no such model.
    """
    folder = Path(name) if name else EMBEDDED
    if name and not is_model_folder(folder):
        return _digest_pipeline(name)
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    except OSError as error:
        raise ModelError(f"{folder}: cannot be read: {error.strerror}") from error
    return digest.hexdigest()


@cache
def digest_program() -> str:
    """Return what tells one state of this program from another, the model aside."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in _PROGRAM and EMBEDDED not in path.parents:
            name = path.relative_to(_PACKAGE).as_posix()
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def name_model(name: str | None) -> str:
    """Return the model's own name and version, for people.

    Raises:
        ModelError: There is no such model.
    """
    folder = Path(name) if name else EMBEDDED
    if name and not is_model_folder(folder):
        return _digest_pipeline(name)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return f"newskg-{manifest['version']}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST}: is no manifest of a model: {error!r}") from error


def _digest_pipeline(name: str) -> str:
    package = find_spec(name) if name.isidentifier() else None
    folder = Path(package.origin).parent if package and package.origin else Path(name)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return "{lang}_{name}-{version}".format(**meta)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{name}: is no model that can be loaded") from error
