"""Front matter: the "key: value" lines that a Markdown file may begin with."""

import re

from kg.read.header import Fields

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?")
# what else YAML may hold between the fields: blank lines, comments, list items, nested lines
_OTHER = re.compile(r"\s*(?:#.*)?|\s*-\s.*|\s+\S.*")
_KNOWN = frozenset(Fields.__dataclass_fields__)


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
