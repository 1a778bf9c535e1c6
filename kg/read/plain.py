"""Plain text files, one article each."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import decode, load_bytes
from kg.read.header import Fields, make_article


def read_plain(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read a text file.

    Raises:
        InputError: The file holds no article.
        OSError: It cannot be read.
    """
    text = decode(load_bytes(path), path)
    yield make_article(text, Fields(), path, article_id=path.stem, on_fault=on_fault)
