"""JSON Lines: one article a line, streamed, so that a file may be larger than memory."""

import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import BINARY_PROBE, MAX_BYTES, check_not_binary, decode_utf8, shown
from kg.read.header import Fields, make_article

_OPTIONAL = tuple(Fields.__dataclass_fields__)


def read_jsonl(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read objects with `id` and `text`, and optionally the names of `Fields`.

    A faulty line is told to `on_fault`, and the others are kept.

    Raises:
        InputError: The file is empty, binary or UTF-16.
        OSError: It cannot be read.
    """
    empty = True
    with path.open("rb") as file:
        _check_start(file, path)
        for number, data in _lines(file):
            if not data.strip():
                continue
            empty = False
            try:
                article = _parse_line(data, path, number, on_fault)
            except InputError as error:
                on_fault(error)
            else:
                yield article
    if empty:
        raise InputError(shown(path), "is empty")


def _check_start(file: BinaryIO, path: Path) -> None:
    start = file.read(BINARY_PROBE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(shown(path), "is UTF-16; JSON Lines are UTF-8")
    check_not_binary(start, path)
    file.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number the lines from 1; of an overlong one only the first `MAX_BYTES` + 1 bytes."""
    number = 0
    while data := file.readline(MAX_BYTES + 1):
        number += 1
        rest = data
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BYTES + 1)
        yield number, data


def _parse_line(
    data: bytes, path: Path, number: int, on_fault: Callable[[InputError], None]
) -> Article:
    data = data.rstrip()
    if len(data) > MAX_BYTES:
        raise InputError(shown(path), f"is longer than {MAX_BYTES:,} bytes", line=number)
    try:
        record = json.loads(decode_utf8(data, path, line=number))
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg} at column {error.pos + 1:,}"
        raise InputError(shown(path), reason, line=number) from error
    except (ValueError, RecursionError) as error:
        # a number of thousands of digits, or brackets nested as deep
        raise InputError(shown(path), "is not JSON within reason", line=number) from error
    if not isinstance(record, dict):
        raise InputError(shown(path), "is not a JSON object", line=number)
    article_id = _required(_number_as_text(record), "id", path, number)
    text = _required(record, "text", path, number)
    values = {key: record[key] for key in _OPTIONAL if record.get(key) is not None}
    fields = Fields(**{key: value for key, value in values.items() if isinstance(value, str)})
    article = make_article(
        text, fields, path, article_id=article_id, line=number, on_fault=on_fault
    )
    for key in sorted(key for key, value in values.items() if not isinstance(value, str)):
        reason = f'"{key}" is not a string; without it the article is kept'
        on_fault(InputError(shown(path), reason, line=number))
    return article


def _number_as_text(record: dict[str, object]) -> dict[str, object]:
    value = record.get("id")
    numbered = isinstance(value, int) and not isinstance(value, bool)
    return {**record, "id": str(value)} if numbered else record


def _required(record: dict[str, object], key: str, path: Path, number: int) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        fault = "is not a string" if key in record else "is missing"
        raise InputError(shown(path), f'"{key}" {fault}', line=number)
    return value
