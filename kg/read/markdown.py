"""Markdown files (CommonMark, with tables): metadata from front matter, and text without markup."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import decode, load_bytes, normalise
from kg.read.front_matter import split_front_matter
from kg.read.header import check_size, fill_header, make_article
from kg.read.wrapped import join_wrapped

# Deeper blocks are left out by the parser, which recurses; news has two or three levels.
MAX_NESTING = 100

_FOOTNOTE_SIGN = re.compile(r"\[\^[^\]\s]+\](?!\()(?::[ \t]*)?")
_HTML_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[?!].*?(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# the elements that stay within a line; every other tag ends one
_HTML_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strike"
    r"|strong|sub|sup|time|tt|u|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_HTML_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_HTML_BREAK = re.compile(r"<br\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """The text of one block, and the lines of the file that it stands on, half-open, from 0."""

    start: int
    end: int
    text: str
    title: bool = False


def read_markdown(path: Path, on_fault: Callable[[InputError], None]) -> Iterator[Article]:
    """Read a Markdown file: front matter is metadata, and neither it nor markup is text.

    Raises:
        InputError: The file holds no article.
        OSError: It cannot be read.
    """
    fields, source = split_front_matter(normalise(decode(load_bytes(path), path)))
    check_size(source, path)
    title, text = strip_markdown(source)
    # a byline is often wrapped like a sentence, and then only the source tells its lines apart
    fields = fill_header(fields, title=title, text=source)
    yield make_article(text, fields, path, article_id=path.stem, on_fault=on_fault)


def strip_markdown(source: str) -> tuple[str | None, str]:
    r"""Split Markdown into its title, which is None without one, and its plain text.

    The title is a heading of the first level that the text begins with; it stays in the text.
    A paragraph is a line, so is an item of a list, after a "-" or its number, and the row of a
    table. Line breaks stay, but for those of lines that are wrapped (`join_wrapped`).

    >>> strip_markdown("# A *big* deal\n\n**Acme** bought [Globex](https://globex.example).\n")
    ('A big deal', 'A big deal\n\nAcme bought Globex.\n')
    """
    source = _FOOTNOTE_SIGN.sub("", join_wrapped(source))
    written: list[str] = []
    title = None
    at = 0
    for block in _blocks(_parser().parse(source)):
        if block.start < at and written:
            # only the cells of one row share a line
            written[-1] += f" | {block.text}" if block.text else ""
            continue
        if block.title and not "".join(written).strip():
            title = block.text
        written += [""] * (block.start - at) + [block.text]
        at = block.end
    written += [""] * (source.count("\n") - at + 1)
    return title, "\n".join(written).removesuffix("" if source.endswith("\n") else "\n")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    # in an article an indented line begins a paragraph
    return parser.enable(["table", "strikethrough"]).disable("code")


def _blocks(tokens: Sequence[Token]) -> Iterator[_Block]:
    sign = ""
    heading = False
    for token in tokens:
        if token.type == "list_item_open":
            sign = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "list_item_close":
            sign = ""
        elif token.type == "heading_open":
            heading = token.tag == "h1" and token.level == 0
        elif token.map is not None and (text := _block_text(token)) is not None:
            start, end = token.map
            text = f"{sign}{text}" if text else ""
            yield _Block(start=start, end=end, text=text, title=heading)
            sign, heading = ("" if text else sign), False


def _block_text(token: Token) -> str | None:
    """Give the text of a block; None for a token that has no text of its own."""
    if token.type == "inline":
        text = _inline_text(token)
    elif token.type == "fence":
        # what is fenced may be a statement as well as code, or, never closed, half an article
        text = token.content
    elif token.type == "html_block":
        text = _html_text(token.content)
    else:
        return None
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _inline_text(token: Token) -> str:
    return "".join(map(_text_of, token.children or ()))


def _text_of(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "image":
        return "".join(map(_text_of, token.children or ()))
    if token.type == "html_inline":
        return "\n" if _HTML_BREAK.match(token.content) else ""
    # Markdown would join all lines; what is not wrapped stands alone, as a byline does
    return "\n" if token.type in ("hardbreak", "softbreak") else ""


def _html_text(markup: str) -> str:
    shown = _HTML_INLINE.sub("", _HTML_HIDDEN.sub("", markup))
    return html.unescape(_HTML_TAG.sub("\n", shown))
