r"""Files -> `Article`: .txt, .md, .html and .jsonl, each fault told in one line.

What `Article.text` is, and hence what every offset of the program counts in:

- .txt: the whole file;
- .md: the file without front matter and markup, one block a line (markdown-it-py);
- .html: the headline and the main text, one block a line (trafilatura);
- .jsonl: the value of `text`, one article a line.

Then only this is normalised: every line end becomes one line feed, every other control
character one space, a half of a surrogate pair U+FFFD. Nothing is stripped, so that apart
from "\r\n" every code point keeps its place.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from kg.datamodel import Article
from kg.errors import InputError
from kg.read.decode import shown
from kg.read.find import find_files
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.language import ENGLISH, find_language
from kg.read.markdown import read_markdown
from kg.read.plain import read_plain

__all__ = ["read_articles"]

_READERS: dict[str, Callable[[Path, Callable[[InputError], None]], Iterator[Article]]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
}


def read_articles(
    paths: Iterable[Path],
    *,
    besides: Collection[Path] = (),
    any_language: bool = False,
    on_fault: Callable[[InputError], None],
) -> Iterator[Article]:
    """Read every article of files and folders.

    Args:
        paths: Files, and folders read with their subfolders; hidden names and unknown
            suffixes inside folders are passed over. A file reached twice is read once.
        besides: Folders to pass over, such as the one that the graph is written to.
        any_language: Read articles in other languages than English as well.
        on_fault: Told of each fault, while the rest goes on. A fault of a single field ends
            in "is kept"; for any other, the file or line it names gives no article.

    Yields:
        Articles in the order of `paths`, inside a folder by name, inside a file by line. Two
        may have one id.
    """
    for path in find_files(paths, suffixes=frozenset(_READERS), besides=besides, on_fault=on_fault):
        try:
            for article in _READERS[path.suffix.lower()](path, on_fault):
                language = ENGLISH if any_language else find_language(article.text)
                if language != ENGLISH:
                    reason = f'"{article.header.id}" is left out: not English, but "{language}"'
                    on_fault(InputError(shown(path), reason))
                    continue
                yield article
        except OSError as error:
            on_fault(InputError(shown(path), f"cannot be read: {error.strerror or error}"))
        except InputError as error:
            on_fault(error)
