"""Plain text and Markdown files, one article each."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import decode, load_bytes, normalise
from kg.read.header import Fields, make_article

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?")
# what else YAML may hold between the fields: blank lines, comments, list items, nested lines
_OTHER = re.compile(r"\s*(?:#.*)?|\s*-\s.*|\s+\S.*")
_KNOWN = frozenset(Fields.__dataclass_fields__)


def read_plain(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read a text file.

    Raises:
        InputError: The file holds no article.
        OSError: It cannot be read.
    """
    text = decode(load_bytes(path), path)
    yield make_article(text, Fields(), path, article_id=path.stem, on_fault=on_fault)


def read_markdown(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read a Markdown file: front matter is metadata, and not part of the text.

    Raises:
        InputError: The file holds no article.
        OSError: It cannot be read.
    """
    fields, text = split_front_matter(normalise(decode(load_bytes(path), path)))
    yield make_article(text, fields, path, article_id=path.stem, on_fault=on_fault)


def split_front_matter(text: str) -> tuple[Fields, str]:
    """Split "key: value" lines between two lines "---" from the text.

    A text that merely begins with a rule is returned whole: to be front matter, the lines
    have to look like it throughout and set at least one known field.
    """
    match = _FRONT_MATTER.match(text)
    lines = (match["lines"] or "").splitlines() if match else []
    found = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is not None:
            found[field["key"].lower()] = _unquoted(field["value"] or "")
        elif not _OTHER.fullmatch(line):
            return Fields(), text
    known = {key: value for key, value in found.items() if key in _KNOWN}
    if match is None or not known:
        return Fields(), text
    return Fields(**known), text[match.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
