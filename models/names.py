"""Read the open name corpora: CrossNER, WNUT 17 and Universal NER; titles of TekGen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.labels import all_allowed, outside, tag_number
from models.open_texts import CROSSNER_DOMAINS, read_columns, read_tekgen

# "O" is a type that counts as no name, None one whose words are left open.
_CROSSNER: dict[str, str | None] = {
    **dict.fromkeys(("politician", "person", "scientist", "musicalartist", "writer"), "PERSON"),
    **dict.fromkeys(("politicalparty", "organisation", "university", "band"), "ORG"),
    **dict.fromkeys(("magazine", "academicjournal"), "ORG"),
    **dict.fromkeys(("location", "country"), "LOC"),
    **dict.fromkeys(("election", "event", "conference"), "EVENT"),
    **dict.fromkeys(("album", "song", "book", "poem"), "WORK"),
    **dict.fromkeys(("product", "programlang"), "PRODUCT"),
    **dict.fromkeys(("misc", "award", "astronomicalobject", "algorithm", "theory"), None),
    **dict.fromkeys(("musicgenre", "literarygenre", "field", "task", "metrics"), "O"),
    **dict.fromkeys(("chemicalcompound", "enzyme", "discipline", "chemicalelement"), "O"),
    "musicalinstrument": "O",
    "protein": None,
    "researcher": "PERSON",
}
_WNUT: dict[str, str | None] = {
    "person": "PERSON",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "product": "PRODUCT",
    "creative-work": "WORK",
}
_UNER: dict[str, str | None] = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "OTH": None}
# Relations of TekGen whose subject is a film, book, song or the like.
_OF_WORKS = frozenset(
    ("director", "screenwriter", "cast member", "based on", "author", "illustrator",
     "composer", "lyrics by", "tracklist", "record label")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A sentence of pre-tokenised words with the tags each is allowed, as bit masks."""

    name: str
    words: tuple[str, ...]
    masks: tuple[int, ...]


def read_crossner(folder: Path, part: str) -> Iterator[Named]:
    """Read all domains; `ai` calls every laboratory a product, so its products are left open."""
    for domain in CROSSNER_DOMAINS:
        types = dict(_CROSSNER)
        if domain == "ai":
            types["product"] = types["organisation"] = None
        path = folder / domain / f"{part}.txt"
        for number, rows in enumerate(read_columns(path, word=0, tag=1)):
            yield _named(f"crossner-{domain}-{part}-{number}", rows, types)


def read_titles(folder: Path) -> list[str]:
    """Return the titles of works that TekGen's triples speak of, sorted."""
    titles = {row.subject for row in read_tekgen(folder) if row.relation in _OF_WORKS}
    return sorted(title for title in titles if not title[0].islower())


def read_wnut(path: Path) -> Iterator[Named]:
    """Read a file of WNUT 17."""
    for number, rows in enumerate(read_columns(path, word=0, tag=1)):
        yield _named(f"wnut-{path.stem}-{number}", rows, _WNUT)


def read_uner(path: Path) -> Iterator[Named]:
    """Read Universal NER on EWT; it tags the treebank's own tokens."""
    for number, rows in enumerate(read_columns(path, word=1, tag=2)):
        yield _named(f"uner-{path.stem}-{number}", rows, _UNER)


def _named(name: str, rows: list[tuple[str, str]], types: dict[str, str | None]) -> Named:
    masks: list[int] = []
    previous = "O"
    for _, tag in rows:
        position, _, found = tag.partition("-")
        kind = types.get(found) if found else "O"
        if kind == "O":
            masks.append(outside(titles_known=False))
        elif kind is None:
            masks.append(all_allowed())
        else:
            begins = position == "B" or previous != found
            masks.append(1 << tag_number(kind, "B" if begins else "I"))
        previous = found
    return Named(name=name, words=tuple(word for word, _ in rows), masks=tuple(masks))
