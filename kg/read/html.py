"""Web pages: main text and metadata by trafilatura, without a network and without a clock."""

import codecs
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import decode, load_bytes, one_line, shown
from kg.read.header import Fields, make_article

# Declared single-byte encodings of old pages; names as in the WHATWG Encoding Standard.
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*((?:iso-8859|windows-125)-?\d+)"""
)
# The standard looks for the declaration in as many bytes.
_DECLARATION_BYTES = 1_024
# "extensive_search" would guess a date from any number on the page, and the default of
# "max_date" is today, so that the same page would be read differently on another day.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
# Where the main text is scant trafilatura falls back on the whole page, with these in it.
_PRUNED = ["//nav", "//footer"]
# A page with less text than a short sentence is a notice or a menu.
MIN_WORDS = 5
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer")


def read_html(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read a saved web page: its headline, then its main text, one block a line.

    Raises:
        InputError: The page has no text, or is no page.
        OSError: It cannot be read.
    """
    fields, text = extract_page(_decode_page(load_bytes(path), path))
    if not text:
        raise InputError(shown(path), "is a page without an article's text")
    yield make_article(text, fields, path, article_id=path.stem, on_fault=on_fault)


def extract_page(page: str) -> tuple[Fields, str]:
    """Split a page into metadata and main text, which is empty where there is none.

    The headline leads the text, for it often says the most and is a sentence to quote.
    """
    with warnings.catch_warnings():
        # importing it, which is slow and needed only here, warns of proxies that are not used
        warnings.simplefilter("ignore")
        import trafilatura

    for name in _LOGGERS:
        # what it complains of is told as a fault of the file
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    document = trafilatura.bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
        prune_xpath=_PRUNED,
    )
    if document is None:
        return Fields(), ""
    found = document if isinstance(document, dict) else document.as_dict()
    text = found["text"] or ""
    fields = Fields(
        title=_without_site(found["title"], found["sitename"]),
        url=found["url"],
        date=found["date"],
        publisher=found["sitename"],
        author=found["author"],
    )
    if len(text.split()) < MIN_WORDS:
        return fields, ""
    if fields.title and not one_line(text).startswith(fields.title):
        text = f"{fields.title}\n{text}"
    return fields, text


def _without_site(title: str | None, site: str | None) -> str | None:
    """Cut the site's name off "Acme buys Globex | The Daily Example"."""
    title = one_line(title or "")
    if site:
        cut = re.sub(rf"\s+[|\u00b7\u2022\u2014\u2013-]\s+{re.escape(one_line(site))}$", "", title)
        title = cut or title
    return title or None


def _decode_page(data: bytes, path: Path) -> str:
    declared = _DECLARED.search(data[:_DECLARATION_BYTES].lower())
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return decode(data, path)
    except InputError:
        if declared is None or marked:
            raise
        # the standard reads iso-8859-1 as its superset
        name = declared[1].decode().replace("iso-8859-1", "windows-1252")
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError) as error:
            raise InputError(shown(path), f"is not {name}, as it declares") from error
