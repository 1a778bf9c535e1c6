"""Whose title it is, where its place alone tells: "Chairman of Acme John Smith said so"."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.datamodel import Argument, Status
from kg.extract.candidates import Candidate
from kg.extract.paths import RELATIVE, find_clause, find_root
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import ORGANIZATION, PERSON, PLACE, TITLE

# Signs between two of a row: ", and".
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


def part_posts(
    doc: Doc, candidate: Candidate, titles: Sequence[Argument], lexicon: Lexicon
) -> Iterator[Candidate]:
    """Yield a post for each title that a sentence gives to one person at one employer.

    Of "Jane Roe, its finance chief, will become chief executive" the first is held, and what is
    said of the other is planned. A date is of the title that it hangs on, or else of what is new.

    Args:
        titles: Those of the pair, in order; of a row of titles one speaks for all.
    """
    for one in _part_titles(doc, _take_up(doc, candidate, lexicon), titles, lexicon):
        yield _step_up(doc, one, lexicon)


def _part_titles(
    doc: Doc, candidate: Candidate, titles: Sequence[Argument], lexicon: Lexicon
) -> Iterator[Candidate]:
    rows = {find_row(doc, title): title for title in reversed(titles)}
    if len(rows) < 2 or candidate.status not in ("asserted", "planned"):
        yield candidate
        return
    person = find_root(doc, candidate.subject)
    words = {row: find_root(doc, title) for row, title in sorted(rows.items())}
    date = candidate.values.get("date")
    dated = _find_dated(find_root(doc, date), words.values()) if date else None
    for row, word in words.items():
        held = person in word.ancestors or word in person.ancestors
        values = {**candidate.values, "role": rows[row]}
        if date and (held if dated is None else word != dated):
            del values["date"]
        status = "asserted" if held else _plan(candidate.status, find_clause(word), lexicon)
        yield replace(candidate, values=values, status=status)


def _take_up(doc: Doc, candidate: Candidate, lexicon: Lexicon) -> Candidate:
    """Let a post that somebody is said to take up now not be a former one.

    "She replaces Jane Roe, who becomes a senior adviser", "who has become chairman".
    """
    title = candidate.values.get("role")
    if title is None or candidate.status != "former":
        return candidate
    verb, person = find_root(doc, title).head, find_root(doc, candidate.subject)
    is_own = person.head == verb or (verb.dep_ in RELATIVE and verb.head == person)
    if not is_own or verb.lemma_.lower() not in lexicon.words("becoming"):
        return candidate
    perfect = any(c.lower_ in lexicon.words("hasPerfect") for c in verb.children)
    now = perfect or verb.lower_ == f"{verb.lemma_.lower()}s"
    status = _plan("asserted", verb, lexicon)
    return replace(candidate, status=status) if now or status == "planned" else candidate


def _step_up(doc: Doc, candidate: Candidate, lexicon: Lexicon) -> Candidate:
    """Let the first of two titles be past, and not the second: "from vice president to president".

    What lies ahead ends nothing yet.
    """
    title = candidate.values.get("role")
    if title is None or candidate.status not in ("asserted", "former"):
        return candidate
    titles = [a for a in doc.user_data["arguments"] if a.label == TITLE]
    for left, taken in pairwise(titles):
        together = doc[left.start].sent == doc[taken.start].sent
        if not (together and _is_behind(doc, left, "from") and _is_behind(doc, taken, "to")):
            continue
        verb = find_clause(find_root(doc, left))
        if title.start == left.start and _plan("asserted", verb, lexicon) == "asserted":
            return replace(candidate, status="former")
        if title.start == taken.start:
            return replace(candidate, status="asserted")
    return candidate


def _is_behind(doc: Doc, title: Argument, word: str) -> bool:
    """Tell whether a word leads to a title, an article or its owner between them."""
    place = title.start - 1
    while place > 0 and doc[place].pos_ in ("DET", "PRON"):
        place -= 1
    return place >= 0 and doc[place].lower_ == word


def _find_dated(date: Token, titles: Collection[Token]) -> Token | None:
    """Return the title that a date hangs on: "president since 2020"."""
    return next((title for title in titles if title in date.ancestors), None)


def _plan(status: Status, verb: Token, lexicon: Lexicon) -> Status:
    """Return a status, or that of a verb that lies ahead."""
    ahead = any(child.lower_ in lexicon.future_auxiliaries for child in verb.children)
    return "planned" if ahead else status


def share_rows(
    doc: Doc, candidates: Sequence[Candidate], split: Callable[[str], Sequence[str]]
) -> list[Candidate]:
    """Give each person what is theirs of a row of titles.

    Who holds one holds the others, too: "president and CEO of Acme". As many people as titles
    have one each, in their order: "Acme's chairman and chief executive, A and B".

    Args:
        split: Parts a wording into the titles that it holds.
    """
    rows = {title.start: row for row in _find_rows(doc, split) for title in row}
    if not rows:
        return list(candidates)
    people = _join_neighbours(doc, [a for a in doc.user_data["arguments"] if a.label == PERSON])
    beside = {person.start: row for row in people for person in row}
    holders: dict[int, set[int]] = {}
    for candidate in candidates:
        title = candidate.values.get("role")
        if title is not None and title.start in rows and candidate.status is not None:
            begin = rows[title.start][0].start
            holders.setdefault(begin, set()).add(candidate.subject.entity)

    def share(subject: Argument, values: Mapping[str, Argument]) -> Mapping[str, Argument]:
        title = values.get("role")
        row = rows.get(title.start) if title is not None else None
        if row is None:
            return values
        others = beside.get(subject.start, [subject])
        if _are_shared_out(doc, row, others):
            return {**values, "role": row[others.index(subject)]}
        if len(holders.get(row[0].start, ())) != 1:
            return values
        words = doc[row[0].start : row[-1].end].text
        return {**values, "role": replace(row[0], end=row[-1].end, value=words)}

    return [
        replace(c, values=share(c.subject, c.values), near=share(c.subject, c.near))
        for c in candidates
    ]


def _are_shared_out(doc: Doc, titles: Sequence[Argument], people: Sequence[Argument]) -> bool:
    """Tell whether of as many people each has one title: not of "founders and directors".

    Of "CEO Jane Roe and John Poe" the title is Roe's.
    """
    many = any(doc[one.end - 1].lower_ != doc[one.end - 1].lemma_.lower() for one in titles)
    return len(titles) == len(people) > 1 and not many and titles[-1].end != people[0].start


def _find_rows(doc: Doc, split: Callable[[str], Sequence[str]]) -> Iterator[Sequence[Argument]]:
    """Yield titles that follow one another, the last behind an "and"; also those within one."""
    titles = [
        part for a in doc.user_data["arguments"] if a.label == TITLE for part in _part(doc, a)
    ]
    for row in _join_neighbours(doc, titles):
        if len(row) < 2:
            continue
        last = [token.pos_ for token in doc[row[-2].end : row[-1].start]]
        # "A, the chairman, and CEO B" are two people's.
        is_list = last == ["CCONJ"] or ("CCONJ" in last and len(row) > 2)
        if is_list and len(split(doc[row[0].start : row[-1].end].text)) == len(row):
            yield row


def _part(doc: Doc, title: Argument) -> Iterator[Argument]:
    """Yield the stretches of a title that signs of a row part."""
    start = title.start
    for place in range(title.start, title.end + 1):
        if place == title.end or _is_sign(doc[place]):
            if start < place:
                yield replace(title, start=start, end=place, value=doc[start:place].text)
            start = place + 1


def _join_neighbours(doc: Doc, arguments: Sequence[Argument]) -> list[list[Argument]]:
    """Join what has nothing but signs of a row between it."""
    rows = [[*arguments[:1]]]
    for before, one in pairwise(arguments):
        between = doc[before.end : one.start]
        if 0 < len(between) <= _MOST_BETWEEN and all(map(_is_sign, between)):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _is_sign(token: Token) -> bool:
    return token.pos_ == "CCONJ" or token.text == ","


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
