"""Lines of JSON, field by field: a fault names the file, the line, the field and why."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from kg.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A JSON object and where it stands; `field` is empty for the object of a whole line."""

    path: Path
    line: int
    field: str
    data: Mapping[object, object]

    def fail(self, key: str, reason: str) -> NoReturn:
        """Raise the fault of a field.

        Raises:
            InputError: Always.
        """
        raise InputError(self.path, f'"{self._name(key)}" {reason}', line=self.line)

    def text(self, key: str) -> str:
        """Return a string that must be there and say something."""
        return self.optional_text(key) or self.fail(key, "is missing or empty")

    def optional_text(self, key: str) -> str | None:
        """Return a string; None where there is none."""
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        return self.fail(key, "is not a string")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; none where there is no list."""
        values = self.data.get(key)
        if values is None:
            return ()
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.fail(key, "is not a list of strings")
        return tuple(values)

    def number(self, key: str) -> Decimal | None:
        """Return a number, which may be written as a string."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            self.fail(key, "is not a number")
        try:
            number = Decimal(value)
        except InvalidOperation:
            self.fail(key, "is not a number")
        return number if number.is_finite() else self.fail(key, "is not a number")

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is not there."""
        value = self.data.get(key, False)
        return value if isinstance(value, bool) else self.fail(key, "is neither true nor false")

    def child(self, key: str) -> "Record":
        """Return an object that must be there."""
        value = self.data.get(key)
        if not isinstance(value, dict):
            self.fail(key, "is not an object" if key in self.data else "is missing")
        return self._inside(self._name(key), value)

    def children(self, key: str) -> Iterator["Record"]:
        """Yield the objects of a list that must be there."""
        values = self.data.get(key)
        if not isinstance(values, list):
            self.fail(key, "is not a list" if key in self.data else "is missing")
        for number, value in enumerate(values, 1):
            if not isinstance(value, dict):
                self.fail(key, f"holds as number {number} what is not an object")
            yield self._inside(f"{self._name(key)}[{number}]", value)

    def _name(self, key: str) -> str:
        return f"{self.field}.{key}" if self.field else key

    def _inside(self, field: str, data: Mapping[object, object]) -> "Record":
        return Record(path=self.path, line=self.line, field=field, data=data)


def read_records(path: Path) -> Iterator[Record]:
    """Read a file of JSON Lines; empty lines are passed over.

    Raises:
        InputError: The file cannot be read, or a line is not a JSON object.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, row in enumerate(file, 1):
                if row.strip():
                    yield Record(path=path, line=number, field="", data=_parse(row, path, number))
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8") from error


def _parse(row: str, path: Path, number: int) -> Mapping[object, object]:
    try:
        data = json.loads(row, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError(
            path, f"is not JSON: {error.msg} at column {error.colno}", line=number
        ) from error
    except (ValueError, RecursionError) as error:
        # a number of thousands of digits, or brackets nested as deep
        raise InputError(path, "is not JSON within reason", line=number) from error
    if not isinstance(data, dict):
        raise InputError(path, "is not a JSON object", line=number)
    return data
