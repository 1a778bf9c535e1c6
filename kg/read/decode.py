"""Bytes -> text: what is read, how much of it at most, and how it is normalised."""

import codecs
import os
import re
from pathlib import Path

from kg.errors import InputError

# A page of a news site is 0.1 to 2 MB; more than this is no article, and all of it is in memory.
MAX_BYTES = 10_000_000
# spaCy refuses longer texts (its default `max_length`); the longest reports have a tenth of it.
MAX_CHARACTERS = 1_000_000
# A whole long read without a line end stays below this; beyond it stands data, not prose.
MAX_LINE_CHARACTERS = 100_000
# As much as git looks at to tell binary files from text.
BINARY_PROBE = 8_000

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# the mandatory breaks of Unicode (UAX #14, classes BK, CR, LF and NL)
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def load_bytes(path: Path) -> bytes:
    """Read a file of at most `MAX_BYTES`.

    Raises:
        InputError: It is longer, or empty.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(shown(path), f"is longer than {MAX_BYTES:,} bytes")
    if not data.strip():
        raise InputError(shown(path), "is empty")
    return data


def decode(data: bytes, path: Path) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; the mark itself is left out.

    Raises:
        InputError: The data is of another encoding, or binary.
    """
    mark = data[:2]
    if mark in _UTF16:
        try:
            return data[2:].decode(_UTF16[mark])
        except UnicodeDecodeError as error:
            reason = f"is not UTF-16, as its mark says (offset {error.start + 2:,})"
            raise InputError(shown(path), reason) from error
    check_not_binary(data, path)
    return decode_utf8(data, path).removeprefix("\ufeff")


def decode_utf8(data: bytes, path: Path, *, line: int | None = None) -> str:
    """Decode a file or one of its lines.

    Raises:
        InputError: The data is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start:,})"
        raise InputError(shown(path), reason, line=line) from error


def check_not_binary(data: bytes, path: Path) -> None:
    """Refuse data with a NUL byte near its start.

    Raises:
        InputError: There is one.
    """
    offset = data.find(b"\0", 0, BINARY_PROBE)
    if offset >= 0:
        raise InputError(shown(path), f"is binary (NUL byte at offset {offset:,})")


def normalise(text: str) -> str:
    r"""Make every line end "\n", and other control characters spaces.

    Only "\r\n" changes its length; everything else keeps its place.
    """
    text = _CONTROL.sub(" ", _LINE_END.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Normalise a title, a name or a path to a single line with single spaces."""
    return " ".join(normalise(text).split())


def shown(path: Path) -> str:
    """Write a path for people and for output: one line of valid Unicode."""
    return normalise(os.fsencode(path).decode("utf-8", "replace")).replace("\n", " ")
