"""When two names agree: apart from writing they must be equal, never one inside the other.

The rule is the scorer's own, so that a change to how the program joins names does not
change how the program is scored.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from kg.evaluate.facts import Name

_POSSESSIVE = re.compile(r"(?:'s|')$")
_APOSTROPHES = str.maketrans("\u2019\u2018`\u00b4", "''''")
_AROUND = " \t\"\u201c\u201d'.,;:()[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Words that do not count before and after a name, folded: "dr", "inc"."""

    before: frozenset[str]
    after: frozenset[str]


def make_surroundings(*, before: Collection[str] = (), after: Collection[str] = ()) -> Surroundings:
    """Fold words such as "Dr." and "S.p.A.", so that they are found in folded names."""
    first, last = (
        frozenset(_fold(word).strip(_AROUND) for word in words) for words in (before, after)
    )
    return Surroundings(before=first | {"the"}, after=last)


def agree(one: Name, other: Name, around: Surroundings) -> bool:
    """Tell whether a label or alias of `one` equals one of `other`."""
    return not _keys(one, around).isdisjoint(_keys(other, around))


@lru_cache(maxsize=1 << 16)
def _keys(name: Name, around: Surroundings) -> frozenset[str]:
    return frozenset(name_key(text, around) for text in (name.label, *name.aliases))


def name_key(text: str, around: Surroundings) -> str:
    """Reduce a name to what must agree.

    >>> name_key("The Café Noir Inc.'s", make_surroundings(after=["Inc."]))
    'cafe noir'
    """
    whole = _fold(text)
    words = _POSSESSIVE.sub("", whole.strip()).strip(_AROUND).split()
    while len(words) > 1 and words[0].strip(_AROUND) in around.before:
        words = words[1:]
    while len(words) > 1 and words[-1].strip(_AROUND) in around.after:
        words = words[:-1]
    return " ".join(words).strip(_AROUND) or whole


def _fold(text: str) -> str:
    """Drop case, accents and the differences between apostrophes."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.split())
