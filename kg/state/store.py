"""The file that holds articles and their readings: SQLite, one row each.

    articles   content, header (JSON), text
    readings   content, engine, checksum, reading (JSON)

`content` names text and header of an article, `engine` everything that decides how it is
read: version, model, ontology. A row that is damaged counts as missing.

Beside it, `readings.seal` tells size and time of the file as it was left. While they are the same
it is taken as sound: to look through all of it takes longer than to add an article. What is asked
for is checked even then.
"""

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any  # rows as SQLite gives them

from kg.datamodel import Article, ArticleHeader, ArticleReading
from kg.errors import OutputError
from kg.outputs import replace_file
from kg.state.records import (
    content_key,
    decode_header,
    decode_reading,
    encode_header,
    encode_reading,
)

PLACE = Path(".state", "readings.sqlite")
SEAL = ".seal"
# Goes up when the form of the rows changes; a file of another form is begun anew.
FORM = 1
# Readings that are lost at most when a build is killed.
COMMIT_EVERY = 32

_TABLES = """
CREATE TABLE articles (
    content TEXT PRIMARY KEY, digest TEXT NOT NULL, header TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX articles_by_digest ON articles (digest);
CREATE TABLE readings (
    content TEXT NOT NULL, engine TEXT NOT NULL, checksum INTEGER NOT NULL, reading TEXT NOT NULL,
    PRIMARY KEY (content, engine)
);
"""
_READING = "SELECT header, reading, checksum FROM articles JOIN readings USING (content)"


class ReadingStore:
    """Articles and their readings by one engine."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, engine: str, *, sealed: bool
    ) -> None:
        """Take an open file.

        Args:
            sealed: Whether nothing has written to it since it was found sound, or made.
        """
        self._connection = connection
        self._path = path
        self._engine = engine
        self._sealed = sealed
        self._unsaved = 0

    def find_missing(self, contents: Iterable[str]) -> list[str]:
        """Return those of some articles that have no undamaged reading, in their order."""
        wanted = dict.fromkeys(contents)
        columns = "content, NULL, 0" if self._sealed else "content, reading, checksum"
        query = f"SELECT {columns} FROM articles JOIN readings USING (content) WHERE engine = ?"
        with _told(self._path):
            rows = self._connection.execute(query, (self._engine,))
            sound = {
                content
                for content, reading, checksum in rows
                if reading is None or checksum == _checksum(reading)
            }
        return [content for content in wanted if content not in sound]

    def has_reading(self, content: str) -> bool:
        """Tell whether an article has been read, and its reading is undamaged."""
        return self._find(content) is not None

    def get_reading(self, content: str, *, article: str, path: str) -> ArticleReading:
        """Return the reading of an article, as that of an article of this id and path.

        Raises:
            OutputError: There is none without damage.
        """
        found = self._find(content)
        if found is None:
            _seal_of(self._path).unlink(missing_ok=True)
            raise OutputError(f"{self._path}: is damaged; with the next command it is mended")
        header, reading = found
        return decode_reading(reading, decode_header(header, article=article, path=path))

    def get_headers(self, wanted: Iterable[tuple[str, str, str]]) -> dict[str, ArticleHeader]:
        """Return the headers of articles, by their ids; wanted are content, id and path."""
        with _told(self._path):
            found = dict(self._connection.execute("SELECT content, header FROM articles"))
        return {
            article: decode_header(found[content], article=article, path=path)
            for content, article, path in wanted
        }

    def get_article(self, content: str) -> Article | None:
        """Return an article, its content for an id; None where it is missing or damaged."""
        row = self._one("SELECT header, text FROM articles WHERE content = ?", content)
        if row is None:
            return None
        header = decode_header(row[0], article=content, path="")
        article = Article(header=header, text=row[1])
        return article if content_key(header) == content else None

    def keep_article(self, content: str, article: Article) -> None:
        """Keep an article's text and header."""
        self._write(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)",
            (content, article.header.digest, encode_header(article.header), article.text),
        )

    def keep_reading(self, content: str, reading: ArticleReading) -> None:
        """Keep what an article says."""
        text = encode_reading(reading)
        self._write(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)",
            (content, self._engine, _checksum(text), text),
        )
        self._unsaved += 1
        if self._unsaved >= COMMIT_EVERY:
            self.save()

    def save(self) -> None:
        """Put on disk what has been kept so far."""
        with _told(self._path):
            self._connection.commit()
        self._unsaved = 0

    def forget_all_but(self, contents: Collection[str]) -> None:
        """Drop other articles, and readings of other engines."""
        rows = [(content,) for content in sorted(contents)]
        with _told(self._path):
            known = self._connection.execute(
                "SELECT content, ? FROM articles UNION SELECT content, engine FROM readings",
                (self._engine,),
            ).fetchall()
            if all(content in contents and engine == self._engine for content, engine in known):
                self._connection.commit()
                return
            self._connection.execute("CREATE TEMP TABLE kept (content TEXT PRIMARY KEY)")
            self._connection.executemany("INSERT INTO kept VALUES (?)", rows)
            other = "content NOT IN (SELECT content FROM kept)"
            self._connection.execute(f"DELETE FROM articles WHERE {other}")
            self._connection.execute(
                f"DELETE FROM readings WHERE engine != ? OR {other}", (self._engine,)
            )
            self._connection.execute("DROP TABLE kept")
            self._connection.commit()

    def _find(self, content: str) -> tuple[str, str] | None:
        row = self._one(f"{_READING} WHERE content = ? AND engine = ?", content, self._engine)
        if row is None:
            return None
        header, reading, checksum = row
        return (header, reading) if checksum == _checksum(reading) else None

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with _told(self._path):
            row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
            return row

    def _write(self, query: str, values: tuple[object, ...]) -> None:
        with _told(self._path):
            self._connection.execute(query, values)


@contextmanager
def open_store(
    out: Path, engine: str, *, on_fault: Callable[[str], None]
) -> Iterator[ReadingStore]:
    """Open the state of a folder; one that is damaged is told and begun anew.

    Raises:
        OutputError: It cannot be written.
    """
    path = out / PLACE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be written to: {error.strerror}") from error
    sealed = _is_sealed(path)
    connection = _connect(path)
    if not sealed and not _is_sound(connection):
        connection.close()
        on_fault(f"{path}: is damaged or of another version; the articles are read again")
        _discard(path)
        connection = _connect(path)
    with closing(connection):
        if not _has_tables(connection):
            with _told(path):
                connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORM}; COMMIT;")
        store = ReadingStore(connection, path, engine, sealed=sealed)
        yield store
        store.save()
    replace_file(_seal_of(path), _describe(path))


def read_texts(out: Path) -> Iterator[tuple[str, str]]:
    """Yield digest and text of the articles that are kept; none where the state is damaged."""
    path = out / PLACE
    if path.is_file():
        with closing(_connect(path)) as connection:
            if _is_sound(connection) and _has_tables(connection):
                yield from connection.execute("SELECT digest, text FROM articles ORDER BY content")


def _connect(path: Path) -> sqlite3.Connection:
    with _told(path):
        return sqlite3.connect(path)


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether the file is new, or a database of this form without damage to its pages."""
    try:
        (form,) = connection.execute("PRAGMA user_version").fetchone()
        if form == 0:
            return not connection.execute("SELECT name FROM sqlite_master").fetchall()
        (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        return bool(form == FORM and result == "ok")
    except sqlite3.DatabaseError:
        return False


def _seal_of(path: Path) -> Path:
    return path.with_suffix(SEAL)


def _describe(path: Path) -> str:
    found = path.stat()
    return f"{FORM} {found.st_size} {found.st_mtime_ns}"


def _is_sealed(path: Path) -> bool:
    """Tell whether nothing has written to the file since it was left."""
    try:
        return _seal_of(path).read_text(encoding="utf-8") == _describe(path)
    except (OSError, UnicodeDecodeError):
        return False


def _has_tables(connection: sqlite3.Connection) -> bool:
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(form == FORM)


def _discard(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}-journal"), _seal_of(path)):
        file.unlink(missing_ok=True)


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode())


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Let a fault of the file be one of the output folder's."""
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be written to: {error}") from error
