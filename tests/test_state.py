import dataclasses
import datetime
import sqlite3
import typing
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import datamodel
from kg.datamodel import ArticleHeader, ArticleReading
from kg.errors import OutputError
from kg.state.records import (
    content_key,
    decode_header,
    decode_reading,
    encode_header,
    encode_reading,
)
from kg.state.store import open_store

TEXT = st.text(max_size=8)
LEAVES = {
    str: TEXT,
    int: st.integers(0, 10**6),
    float: st.floats(0, 1),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime.date: st.dates(),
}


def strategy_of(kind):
    """Make values of any type of the data model, with every field set."""
    if kind in LEAVES:
        return LEAVES[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind, vars(datamodel))
        return st.builds(kind, **{name: strategy_of(hint) for name, hint in hints.items()})
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Literal:
        return st.sampled_from(parts)
    if typing.get_origin(kind) is tuple:
        if parts[-1] is Ellipsis:
            return st.lists(strategy_of(parts[0]), max_size=2).map(tuple)
        return st.tuples(*map(strategy_of, parts))
    return st.one_of(*(st.none() if part is type(None) else strategy_of(part) for part in parts))


def of_article(value, article):
    """Give all that is in a reading to one article, as a reader does."""
    if isinstance(value, tuple):
        return tuple(of_article(part, article) for part in value)
    if not dataclasses.is_dataclass(value):
        return value
    changed = {
        field.name: of_article(getattr(value, field.name), article)
        for field in dataclasses.fields(value)
    }
    if "article" in changed:
        changed["article"] = article
    return dataclasses.replace(value, **changed)


READINGS = strategy_of(ArticleReading).map(lambda r: of_article(r, r.header.id))


@settings(max_examples=60)
@given(reading=READINGS)
def test_a_reading_comes_back_as_it_was(reading):
    assert decode_reading(encode_reading(reading), reading.header) == reading


@settings(max_examples=30)
@given(reading=READINGS, article=TEXT)
def test_a_reading_can_be_given_to_another_article(reading, article):
    header = dataclasses.replace(reading.header, id=article)
    again = decode_reading(encode_reading(reading), header)
    assert again == dataclasses.replace(of_article(reading, article), header=header)


@given(header=strategy_of(ArticleHeader))
def test_a_header_comes_back_as_it_was(header):
    assert decode_header(encode_header(header), article=header.id, path=header.path) == header


@pytest.mark.parametrize("text", ["{}", "[]", "[[],[[1]],[],[0,0,0]]", "null", "[1,2,3,4]"])
def test_decode_reading_refuses_what_is_no_reading(text):
    with pytest.raises(ValueError):  # noqa: PT011
        decode_reading(text, ArticleHeader(id="a", path="", digest=""))


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("id", "b", True),
        ("path", "b.txt", True),
        ("digest", "1", False),
        ("date", datetime.date(2026, 1, 1), False),
        ("title", "T", False),
    ],
)
def test_content_key_tells_what_decides_about_a_reading(field, value, same):
    header = ArticleHeader(id="a", path="a.txt", digest="0")
    other = dataclasses.replace(header, **{field: value})
    assert (content_key(header) == content_key(other)) is same


# --- the store ---------------------------------------------------------------------------


@pytest.fixture
def reading():
    header = ArticleHeader(id="a", path="a.txt", digest="0")
    return ArticleReading(header=header, found=(), words=3)


def keep(out, reading, engine="one"):
    article = datamodel.Article(header=reading.header, text="x")
    with open_store(out, engine, on_fault=pytest.fail) as store:
        store.keep_article("c", article)
        store.keep_reading("c", reading)


def test_store_keeps_a_reading(tmp_path, reading):
    keep(tmp_path, reading)
    with open_store(tmp_path, "one", on_fault=pytest.fail) as store:
        assert store.get_reading("c", article="a", path="a.txt") == reading


def test_store_keeps_the_readings_of_engines_apart(tmp_path, reading):
    keep(tmp_path, reading)
    with open_store(tmp_path, "two", on_fault=pytest.fail) as store:
        assert not store.has_reading("c")


def test_store_tells_a_file_of_another_version(tmp_path, reading):
    keep(tmp_path, reading)
    connection = sqlite3.connect(tmp_path / ".state" / "readings.sqlite")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    told = []
    with open_store(tmp_path, "one", on_fault=told.append) as store:
        assert not store.has_reading("c")
    assert len(told) == 1


def test_store_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / ".state").write_text("a file")
    with (
        pytest.raises(OutputError, match="cannot be written"),
        open_store(tmp_path, "one", on_fault=pytest.fail),
    ):
        pass


def test_store_on_a_full_disk_says_so(tmp_path, reading):
    with open_store(tmp_path, "one", on_fault=pytest.fail) as store:
        store._connection.execute("PRAGMA max_page_count = 1")
        article = datamodel.Article(header=reading.header, text="x" * 100_000)
        with pytest.raises(OutputError, match="cannot be written to: database or disk is full"):
            store.keep_article("c", article)
