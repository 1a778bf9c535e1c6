"""Why a statement stands in the graph: its sentences, its readers, its names.

Everything is read from the files that a build has written: statements.jsonl, and for what
was not believed rejected.jsonl.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any  # parsed JSON

from kg.errors import OutputError, QueryError
from kg.outputs import read_current, read_rows
from kg.vocab import ID, shorten, slug

# More are listed by name only.
MOST = 5
_ENTITY = f"{ID}entity/"

Row = dict[str, Any]


def explain(out: Path, wanted: Sequence[str]) -> Iterator[str]:
    """Yield lines that explain the statements that are meant.

    Args:
        wanted: The end of a statement's IRI, or words that its subject, relation and object
            have among them: in their names, or in the last parts of their IRIs; an IRI as well,
            in full or with its prefix.

    Raises:
        OutputError: There is no build in `out`.
        QueryError: Nothing was found or rejected that fits.
    """
    found, rejected = read_current(out, lambda folder: _read(folder, out))
    words = [word.removeprefix(_ENTITY).removeprefix(shorten(_ENTITY)) for word in wanted if word]
    chosen = [row for row in found if _is_meant(row, words)]
    doubted = [row for row in rejected if _is_meant(row, words)]
    if not chosen and not doubted:
        raise QueryError(f"{out}: nothing was read that fits {' '.join(wanted)!r}")
    for row in chosen[:MOST]:
        yield from _explain_statement(row)
    for row in chosen[MOST:]:
        yield f"also: {_name(row)} {row['id']}"
    for row in doubted[:MOST]:
        yield from _explain_rejection(row)
    if len(doubted) > MOST:
        yield f"… and {len(doubted) - MOST} more that are not believed"


def _read(folder: Path, out: Path) -> tuple[list[Row], list[Row]]:
    if not (folder / "statements.jsonl").is_file():
        raise OutputError(f"{out}: holds no statements.jsonl; run `kg build` first")
    return read_rows(folder / "statements.jsonl"), read_rows(folder / "rejected.jsonl")


def _is_meant(row: Row, words: Sequence[str]) -> bool:
    if len(words) == 1 and str(row.get("id", "")).endswith(words[0]):
        return True
    subject, object_ = row["subject"], row["object"]
    names = f"{_label(subject)} {row['relation']} {_label(object_)}"
    iris = f"{_local(subject)} {row['relation']} {_local(object_)}"
    text = "\n".join((names, iris, *_aliases(subject), *_aliases(object_))).casefold()
    return bool(words) and all(word.casefold() in text for word in words)


def _aliases(end: Row | str) -> Sequence[str]:
    return () if isinstance(end, str) else end["aliases"]


def _label(end: Row | str) -> str:
    return end if isinstance(end, str) else str(end["label"])


def _local(end: Row | str) -> str:
    """Return the last part of an entity's IRI, or of the one that its name alone would have."""
    return slug(end) if isinstance(end, str) else str(end["iri"]).rpartition("/")[2]


def _name(row: Row) -> str:
    return " — ".join((_label(row["subject"]), row["relation"], _label(row["object"])))


def _explain_statement(row: Row) -> Iterator[str]:
    yield _name(row)
    yield f"  {row['id']}"
    yield f"  {row['status']}, confidence {row['confidence']:.2f}, {row['sources']} independent"
    for key, value in row["qualifiers"].items():
        yield f"  {key}: {value}"
    for found in row["evidence"]:
        yield from _explain_evidence(found)
    for end in ("subject", "object"):
        yield from _explain_names(end, row[end])
    yield ""


def _explain_evidence(found: Row) -> Iterator[str]:
    yield f"  in {found['article']}, at {found['start']}: confidence {found['confidence']:.2f}"
    yield f"    “{_mark(found)}”"
    if found["attributedTo"]:
        yield f"    as said by {found['attributedTo']}"
    yield from (f"    {reason}" for reason in found["reasons"])


def _mark(found: Row) -> str:
    """Put what names subject and object, where the sentence does, into brackets."""
    start, quote = found["start"], found["quote"]
    inside = [
        (a - start, b - start) for a, b in found["mentions"] if start <= a and b <= found["end"]
    ]
    marked, last = "", 0
    for a, b in sorted(inside):
        if a >= last:
            marked += f"{quote[last:a]}[{quote[a:b]}]"
            last = b
    return " ".join((marked + quote[last:]).split())


def _explain_names(end: str, entity: Row) -> Iterator[str]:
    others: Iterable[str] = entity["aliases"]
    also = f", also {', '.join(others)}" if others else ""
    yield f"  {end}: {entity['label']} ({entity['type']}){also}"
    for merge in entity.get("merges", ()):
        place = f" in {merge['article']}" if merge["article"] else ""
        yield (
            f"    “{merge['name']}”{place} taken for “{merge['into']}”:"
            f" {merge['reason']} ({merge['score']:.2f})"
        )


def _explain_rejection(row: Row) -> Iterator[str]:
    yield f"not believed: {_name(row)}"
    yield f"  {row['status']}, {row['reason']}"
    if row["sentence"]:
        yield f"  in {row['article']}, at {row['start']}: “{' '.join(row['sentence'].split())}”"
    yield from (f"    {reason}" for reason in row.get("reasons", ()))
    yield ""
