"""Read the UD English treebanks, and turn GUM's entity annotation into names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from models.labels import all_allowed, outside, tag_number

_KIND = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT"}
NAMED = (*_KIND.values(), "WORK", "PRODUCT")
# Single words that GUM takes for a person; as a name of its own they are a title, left open.
_TITLES = frozenset(
    [
        "president",
        "minister",
        "prime",
        "secretary",
        "king",
        "queen",
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "professor",
        "senator",
        "pope",
        "sir",
        "lord",
        "lady",
        "prince",
        "princess",
        "chief",
        "general",
        "colonel",
        "captain",
        "chancellor",
        "governor",
        "mayor",
        "emperor",
        "senators",
        "congressman",
        "congresswoman",
        "god",
        "mom",
        "dad",
        "mommy",
        "daddy",
        "director",
        "chairman",
    ]
)
_TIMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sep.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "christmas",
        "easter",
    ]
)
_OPENING = re.compile(r"\(([^()]+)\)|\(([^()]+)|(\d+)[^()]*\)")
_PERSONAL = ("PRP", "PRP$")
_DEFINITE = ("the", "this", "that")
_QUOTES = frozenset("\"\u201c\u201d'\u2018\u2019,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A syntactic word; `head` is 0 for the root, else the head's number from 1."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    relation: str
    misc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a treebank with the document it is from."""

    document: str
    name: str
    text: str
    words: tuple[Word, ...]
    opens: bool = False  # a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class GumMention:
    """A mention of GUM in words of its sentence, half-open; `group` is the thing's number.

    `is_name` and `is_reference` tell whether our schema has such mentions: names of a type of its
    own; personal and possessive pronouns, and phrases that a definite word opens.
    """

    start: int
    end: int
    head: int
    group: str
    is_name: bool
    is_reference: bool


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    start: int
    end: int
    kind: str


def read_treebank(path: Path) -> Iterator[Sentence]:
    """Read a CoNLL-U file; empty nodes and the surface forms of multiword tokens are left out."""
    document = name = text = ""
    opens = False
    words: list[Word] = []
    for row in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if row.startswith("# newdoc id = "):
            document = row[14:].strip()
        elif row.startswith("# sent_id = "):
            name = row[12:].strip()
        elif row.startswith("# text = "):
            text = row[9:]
        elif row.startswith("# newpar"):
            opens = True
        elif not row and words:
            yield Sentence(document=document, name=name, text=text, words=tuple(words), opens=opens)
            words, opens = [], False
        elif row and row[0] != "#":
            cells = row.split("\t")
            if cells[0].isdigit():
                words.append(_read_word(cells))


def read_documents(path: Path) -> Iterator[list[Sentence]]:
    """Yield the sentences of a CoNLL-U file document by document."""
    for _, group in groupby(read_treebank(path), key=lambda sentence: sentence.document):
        yield list(group)


def _read_word(cells: list[str]) -> Word:
    return Word(
        form=cells[1],
        lemma=cells[2],
        upos=cells[3],
        xpos=cells[4],
        head=int(cells[6]),
        relation=cells[7],
        misc=cells[9],
    )


def gum_name_masks(sentence: Sentence) -> list[int]:
    """Name tags that GUM's entities allow each word, as bit masks.

    Spans headed by a proper noun are names, cut to the proper nouns around the head. Things in
    italics or quotation marks are works, other objects products. Proper nouns in no such name
    are left open, months and weekdays are outside.
    """
    found: list[_Name] = []
    for start, end, kind, _ in _entities(sentence):
        name = _name_in(sentence, start, end, kind)
        if name:
            found.append(name)
    masks = [outside(titles_known=False)] * len(sentence.words)
    for number, word in enumerate(sentence.words):
        if word.upos == "PROPN" and word.form.lower() not in _TIMES | _TITLES:
            masks[number] = all_allowed()
    taken: set[int] = set()
    for name in sorted(found, key=lambda name: (name.start - name.end, name)):
        inside = range(name.start, name.end)
        if taken.intersection(inside):
            continue
        taken.update(inside)
        for number in inside:
            position = "B" if number == name.start else "I"
            masks[number] = _mask(name.kind, position)
    return masks


def _mask(kind: str, position: str) -> int:
    if kind == "TIME":
        return outside(titles_known=False)
    if kind == "OPEN":
        return all_allowed()
    return 1 << tag_number(kind, position)


def gum_mentions(sentence: Sentence) -> Iterator[GumMention]:
    """All mentions that GUM annotates in a sentence, with the thing that each stands for."""
    for start, end, kind, group in _entities(sentence):
        words = sentence.words[start:end]
        inside = range(start + 1, end + 1)
        heads = [k for k, word in enumerate(words) if word.head not in inside]
        name = _name_in(sentence, start, end, kind)
        head = heads[0] if heads else 0
        pronoun = len(words) == 1 and words[0].xpos in _PERSONAL
        described = words[0].lemma in _DEFINITE and words[head].upos == "NOUN"
        yield GumMention(
            start=start,
            end=end,
            head=start + head,
            group=group,
            is_name=name is not None and name.kind in NAMED,
            is_reference=pronoun or described,
        )


def _entities(sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    """Spans of GUM's `Entity` annotation within the sentence, with entity type and group."""
    pending: list[tuple[str, int, str]] = []
    for number, word in enumerate(sentence.words):
        value = next((f[7:] for f in word.misc.split("|") if f.startswith("Entity=")), "")
        for match in _OPENING.finditer(value):
            opened = match.group(1) or match.group(2)
            if opened:
                group, kind = opened.split("-")[:2]
                if match.group(1):
                    yield number, number + 1, kind, group
                else:
                    pending.append((group, number, kind))
                continue
            for place in reversed(range(len(pending))):
                if pending[place][0] == match.group(3):
                    group, start, kind = pending.pop(place)
                    yield start, number + 1, kind, group
                    break


def _name_in(sentence: Sentence, start: int, end: int, kind: str) -> _Name | None:
    words = sentence.words
    heads = [
        number
        for number in range(start, end)
        if not start < words[number].head <= end and words[number].upos != "PUNCT"
    ]
    if not heads or words[heads[0]].upos != "PROPN":
        return None
    head = heads[0]
    chosen = {head}
    _grow(sentence, start, end, kind, head, chosen)
    first = last = head
    while first - 1 in chosen:
        first -= 1
    while last + 1 in chosen:
        last += 1
    return _Name(first, last + 1, _kind(words, first, last + 1, head, kind))


def _grow(sentence: Sentence, start: int, end: int, kind: str, at: int, chosen: set[int]) -> None:
    """Add the dependents of a word that belong to its name."""
    words = sentence.words
    for number in range(start, end):
        word = words[number]
        if word.head != at + 1:
            continue
        proper = word.xpos in ("NNP", "NNPS")
        if word.relation in ("flat", "goeswith"):
            chosen.add(number)
            _grow(sentence, start, end, kind, number, chosen)
        elif word.relation == "punct" and word.form in ("-", "\u2013"):
            chosen.add(number)
        elif kind == "person":
            continue
        elif _modifies(word, proper=proper, after=number > at):
            chosen.add(number)
            _grow(sentence, start, end, kind, number, chosen)
        elif word.relation == "nmod" and proper and number > at:
            inner = [k for k in range(start, end) if words[k].head == number + 1]
            case = [k for k in inner if words[k].relation == "case"]
            if case and words[case[0]].form in ("of", "for", "on"):
                chosen.add(number)
                chosen.update(k for k in inner if words[k].relation in ("case", "det"))
                _grow(sentence, start, end, kind, number, chosen)


def _modifies(word: Word, *, proper: bool, after: bool) -> bool:
    if word.relation in ("compound", "amod"):
        return proper or word.xpos == "HYPH"
    if word.relation == "nmod:desc":
        return proper and after
    return word.relation == "nummod" and (proper or after)


def _kind(words: tuple[Word, ...], first: int, end: int, head: int, kind: str) -> str:
    """Name type of an entity; OPEN where GUM does not say, TIME for dates."""
    alone = end - first == 1
    form = words[first].form.lower()
    if kind == "time" or (alone and form in _TIMES):
        return "TIME"
    if kind == "person" and alone and (words[head].xpos == "NNPS" or form in _TITLES):
        return "OPEN"
    if kind in ("abstract", "object"):
        marked = "italic" in words[head].misc or "italic" in words[first].misc
        before = words[first - 1].form if first else " "
        after = words[end].form if end < len(words) else " "
        quoted = before in _QUOTES - {","} and after in _QUOTES
        if marked or quoted:
            return "WORK"
        return "PRODUCT" if kind == "object" else "OPEN"
    return _KIND.get(kind, "OPEN")
