"""Whose title it is, where its place alone tells: "Chairman of Acme John Smith said so"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from kg.datamodel import Argument
from kg.extract.candidates import Candidate
from kg.lexicon.labels import ORGANIZATION, PERSON, PLACE, TITLE

# Signs between two titles of a row: ", and".
_MOST_BETWEEN = 2
_EMPLOYERS = frozenset({ORGANIZATION, PLACE})


def keep_to_titles(doc: Doc, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Let no candidate give a person a title that is another's by its place."""
    arguments: Sequence[Argument] = doc.user_data["arguments"]
    holders = _find_holders(doc, arguments)
    listed = _find_listed(doc, arguments)
    kept = []
    for candidate in candidates:
        title = candidate.values.get("role")
        if title is not None:
            holder = holders.get(title.start)
            other = holder is not None and holder.entity != candidate.subject.entity
            if other or (candidate.subject.entity, title.start) in listed:
                words = doc[title.start : title.end].text
                reasons = (*candidate.reasons, f'"{words}" stands with another name')
                candidate = replace(candidate, status=None, reasons=reasons)
        kept.append(candidate)
    return kept


def complete_rows(
    doc: Doc, candidates: Sequence[Candidate], split: Callable[[str], Sequence[str]]
) -> list[Candidate]:
    """Give who holds one title of a row the others, too: "president and CEO of Acme".

    Nobody is given any of a row that is shared: "A and B are chairman and CEO".

    Args:
        split: Parts a wording into the titles that it holds.
    """
    rows = {title.start: row for row in _find_rows(doc, split) for title in row}
    if not rows:
        return list(candidates)
    holders: dict[int, set[int]] = {}
    for candidate in candidates:
        title = candidate.values.get("role")
        if title is not None and title.start in rows and candidate.status is not None:
            begin = rows[title.start][0].start
            holders.setdefault(begin, set()).add(candidate.subject.entity)

    def complete(values: Mapping[str, Argument]) -> Mapping[str, Argument]:
        title = values.get("role")
        row = rows.get(title.start) if title is not None else None
        if row is None or len(holders.get(row[0].start, ())) != 1:
            return values
        words = doc[row[0].start : row[-1].end].text
        return {**values, "role": replace(row[0], end=row[-1].end, value=words)}

    return [replace(c, values=complete(c.values), near=complete(c.near)) for c in candidates]


def _find_rows(doc: Doc, split: Callable[[str], Sequence[str]]) -> Iterator[Sequence[Argument]]:
    """Yield titles that follow one another, the last behind an "and"."""
    titles = [a for a in doc.user_data["arguments"] if a.label == TITLE]
    rows = [titles[:1]]
    for before, title in pairwise(titles):
        if _is_between(doc, before.end, title.start):
            rows[-1].append(title)
        else:
            rows.append([title])
    for row in rows:
        if len(row) < 2:
            continue
        last = [token.pos_ for token in doc[row[-2].end : row[-1].start]]
        # "A, the chairman, and CEO B" are two people's.
        is_list = last == ["CCONJ"] or ("CCONJ" in last and len(row) > 2)
        if is_list and len(split(doc[row[0].start : row[-1].end].text)) >= len(row):
            yield row


def _is_between(doc: Doc, start: int, end: int) -> bool:
    """Tell whether there are nothing but signs of a row between two titles."""
    between = doc[start:end]
    return 0 < len(between) <= _MOST_BETWEEN and all(
        token.pos_ == "CCONJ" or token.text == "," for token in between
    )


def find_row(doc: Doc, title: Argument) -> int:
    """Return where the row of titles begins that one stands in: "President, Chairman and CEO"."""
    start = place = title.start
    while place and doc[place - 1].pos_ in ("CCONJ", "PUNCT") and start - place < _MOST_BETWEEN:
        place -= 1
        if place and doc[place - 1].ent_type_ == TITLE:
            start = place = _begin_of_name(doc, place - 1)
    return start


def _begin_of_name(doc: Doc, place: int) -> int:
    while doc[place].ent_iob_ == "I":
        place -= 1
    return place


def _find_holders(doc: Doc, arguments: Sequence[Argument]) -> Mapping[int, Argument]:
    """Return the people before whose names titles stand with their employers, by title start.

    The employer may be in the title: "Mayor of Busan Hyeong-joon Park".
    "CEO Jane Roe" is not among them: whoever succeeds "CEO Jane Roe" takes the title, too.
    """
    by_start = {argument.start: argument for argument in arguments}
    holders: dict[int, Argument] = {}
    for title in arguments:
        if title.label != TITLE:
            continue
        place = title.end
        tells = any(token.pos_ == "ADP" for token in doc[title.start : title.end])
        while place < len(doc) and doc[place].pos_ in ("ADP", "DET"):
            place += 1
        employer = by_start.get(place)
        if place > title.end and employer is not None and employer.label in _EMPLOYERS:
            place, tells = employer.end, True
            while place < len(doc) and doc[place].pos_ == "PROPN" and place not in by_start:
                place += 1  # "of Acme Group"
        holder = by_start.get(place)
        if tells and holder is not None and holder.label == PERSON:
            holders[title.start] = holder
    return holders


def _find_listed(doc: Doc, arguments: Sequence[Argument]) -> set[tuple[int, int]]:
    """Return entities and the titles that come after them and an "and": they are of the next."""
    by_end = {argument.end: argument for argument in arguments}
    return {
        (name.entity, title.start)
        for title in arguments
        if title.label == TITLE and title.start > 1 and doc[title.start - 1].pos_ == "CCONJ"
        if (name := by_end.get(title.start - 1)) is not None and name.label == PERSON
    }
