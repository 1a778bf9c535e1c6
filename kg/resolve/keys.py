"""What of a name is compared: its words, folded, without what says nothing of the thing."""

import re
import unicodedata
from collections.abc import Iterable, Set
from typing import NamedTuple

from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import PERSON, PLACE
from kg.lexicon.naming import name_key, without_article
from kg.schema import Schema

# Letters that Unicode does not take apart, and news writes without their strokes.
_PLAIN = str.maketrans(
    dict(zip("øłđðı", "olddi", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("'’`")
)
# How those letters are written that stand for two where a keyboard lacks them.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
# How a nickname stands between other names: William "Bill" Roe, William (Bill) Roe.
_NICKNAME = re.compile(r"\s(?:[\"“‘'][^\"”’']+[\"”’']|\([^()]+\))\s")
_WORD = re.compile(r"\w+")
# A given and a family name; an office before fewer words may be part of the name: "Pope Francis".
_FULL_NAME = 2
# An acronym has so many capitals; more spell a word.
ACRONYM = range(2, 7)


class NameId(NamedTuple):
    """What names are grouped by: the folded words of a name, and the kind of thing."""

    key: str
    kind: str

    @property
    def letters(self) -> str:
        """Return the name without its spaces."""
        return self.key.replace(" ", "")


def fold(text: str) -> str:
    """Drop case, accents and apostrophes.

    >>> fold("Müller’s Łódź"), fold("Kværner")
    ('mullers lodz', 'kvaerner')
    """
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return "".join(c for c in text if not unicodedata.combining(c))


def place_and_region(name: str) -> tuple[str, str]:
    """Part a place from where it lies.

    >>> place_and_region("Portland, Oregon")
    ('Portland', 'Oregon')
    """
    place, _, region = name.partition(",")
    return (place, region.strip()) if place.strip() else (name, "")


def spell_out(text: str) -> str:
    """Write two letters for one that stands for two, in lower case.

    >>> spell_out("Würth")
    'wuerth'
    """
    return unicodedata.normalize("NFC", text.lower()).translate(_SPELLED_OUT)


class NameReader:
    """Reads names with the words of one lexicon and the kinds of one schema."""

    def __init__(self, lexicon: Lexicon, schema: Schema) -> None:
        self._lexicon = lexicon
        self.person = schema.class_of_label(PERSON)
        self.place = schema.class_of_label(PLACE)
        self._sharing = {name for name, found in schema.classes.items() if found.shared_names}
        legal = lexicon.words("legalForm")
        self._legal = frozenset(tuple(_split(form)) for form in legal)
        self._longest_legal = max(map(len, self._legal), default=0)
        self._before = tuple(tuple(_split(f)) for f in sorted(lexicon.words("legalFormBefore")))
        self._generic = _folded(lexicon.words("genericPart"))
        self._suffixes = _folded(lexicon.words("nameSuffix"))
        self._honorific = _folded(lexicon.words("honorific"))
        self._office = _folded(lexicon.words("officeTitle"))
        self._given = _folded(lexicon.words("commonGivenName"))
        self._family = _folded(lexicon.words("commonFamilyName"))
        self._common = _folded(lexicon.words("commonName"))
        self._long = {
            fold(short): frozenset(map(fold, words))
            for short, words in lexicon.abbreviations.items()
        }
        self._transcribed = {fold(k): fold(v) for k, v in lexicon.transcriptions.items()}
        self._known: dict[tuple[str, str], NameId] = {}

    def is_person(self, kind: str) -> bool:
        """Tell whether things of a kind have given and family names."""
        return kind == self.person

    def read(self, name: str, kind: str) -> NameId:
        """Return what a name is grouped by."""
        found = self._known.get((name, kind))
        if found is None:
            if self.is_person(kind):
                words = self._person_words(name)
            else:
                words = self._words(place_and_region(name)[0] if kind == self.place else name)
            found = self._known[name, kind] = NameId(" ".join(words), kind)
        return found

    def _words(self, name: str) -> list[str]:
        words = [self._lengthen(word) for word in _split(without_article(name))]
        words = [self._transcribed.get(word, word) for word in self._without_legal(words)]
        before = next((form for form in self._before if tuple(words[: len(form)]) == form), ())
        return words[len(before) :] or words

    def _without_legal(self, words: list[str]) -> list[str]:
        """Leave out legal forms at the end, of one word or several, and what joins them."""
        for size in range(min(self._longest_legal, len(words) - 1), 0, -1):
            if tuple(words[-size:]) in self._legal:
                return self._without_legal(words[:-size])
        return self._without_legal(words[:-1]) if len(words) > 1 and words[-1] == "and" else words

    def _person_words(self, name: str) -> list[str]:
        words = _split(name_key(_NICKNAME.sub(" ", name), self._lexicon))
        while len(words) > 1 and words[0] in self._honorific:
            words = words[1:]
        while len(words) > _FULL_NAME and words[0] in self._office:
            words = words[1:]
        return [self._transcribed.get(word, word) for word in words]

    def _lengthen(self, word: str) -> str:
        """Write an abbreviated word out, where it stands for one only."""
        words = self._long.get(word, frozenset())
        return next(iter(words)) if len(words) == 1 else word

    def given_names(self, word: str) -> frozenset[str]:
        """Return what a given name may be short for, and itself."""
        return self._long.get(word, frozenset()) | {word}

    def family(self, words: list[str]) -> str:
        """Return the family name: the last word but for "Jr" and the like."""
        return next((w for w in reversed(words) if w not in self._suffixes), words[-1])

    def suffix(self, words: list[str]) -> str:
        """Return "jr" or the like, or nothing."""
        return words[-1] if len(words) > 1 and words[-1] in self._suffixes else ""

    def without_generic(self, words: list[str]) -> list[str]:
        """Leave out words at the end that only say what kind of thing it is."""
        while len(words) > 1 and words[-1] in self._generic:
            words = words[:-1]
        return words

    def is_common_given(self, word: str) -> bool:
        """Tell whether many bear a given name."""
        return word in self._given

    def is_common(self, name: NameId) -> bool:
        """Tell whether many things bear the name."""
        words = name.key.split()
        if self.is_person(name.kind):
            return words[0] in self._given and self.family(words) in self._family
        return len(words) == 1 and words[0] in self._common

    def may_share(self, classes: Set[str]) -> bool:
        """Tell whether things of some of the classes often have one name."""
        return not self._sharing.isdisjoint(classes)

    def initials(self, name: str) -> frozenset[str]:
        """Return the acronyms that a name may have: with its legal forms and without.

        >>> from kg.lexicon.ontology import find_ontology, load_ontology
        >>> known = load_ontology(find_ontology())
        >>> names = NameReader(known.lexicon, known.schema)
        >>> sorted(names.initials("Taiwan Semiconductor Manufacturing Company"))
        ['tsm', 'tsmc']
        """
        words = re.findall(r"[\w&]+", name)
        if len(words) < 2 or max(map(len, words)) == 1:
            return frozenset()
        written = [words]
        while len(written[-1]) > 1 and (fold(written[-1][-1]),) in self._legal:
            written.append(written[-1][:-1])
        found = ("".join(w[0] for w in each if w[0].isupper()) for each in written)
        return frozenset(fold(letters) for letters in found if len(letters) in ACRONYM)


def is_acronym(name: str) -> bool:
    """Tell whether a name is written as an acronym: "WHO", "A.B.A.", "P&G"."""
    return bool(acronym_letters(name))


def acronym_letters(name: str) -> str:
    """Return the folded letters of an acronym, nothing of another name."""
    letters = name.replace(".", "").replace("&", "")
    acronym = len(letters) in ACRONYM and letters.isalpha() and letters.isupper()
    return fold(letters) if acronym else ""


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word).replace(".", "") for word in words)


def _split(text: str) -> list[str]:
    """Split a name into folded words; single letters that follow one another are one word."""
    words: list[str] = []
    last_end, initials = -1, False
    for match in _WORD.finditer(fold(text).replace("&", " and ").replace("+", " plus ")):
        word = match.group()
        letter = len(word) == 1 and word.isalpha()
        if letter and initials and match.start() - last_end <= 2:
            words[-1] += word
        else:
            words.append(word)
        initials, last_end = letter, match.end()
    return words or [fold(text)]
