"""What of a name counts when names are compared."""

import html
import re
import unicodedata

from kg.lexicon.frames import Lexicon

# Tokens that make a genitive of the name before them.
GENITIVE = frozenset({"'s", "’s", "‘s", "'", "’"})
_SHORTEST_SHOUTED = 6
_POSSESSIVE = re.compile(r"(?:'s|’s|'|’)$")


def clean_name(text: str) -> str:
    """Strip quotes, white space and what nobody sees from a name; read what HTML escapes in it.

    >>> clean_name("“Backrooms,”"), clean_name("Marlow &amp; Finch"), clean_name("Tarn\u200b foods")
    ('Backrooms', 'Marlow & Finch', 'Tarn foods')
    """
    shown = html.unescape(text)
    if not shown.isascii():
        shown = "".join(sign for sign in shown if unicodedata.category(sign) != "Cf")
    name = re.sub(r"\s+", " ", shown).strip(" \t\n\"“”‘’',;:()[]")
    return name or text.strip()


def is_shouted(name: str) -> bool:
    """Tell whether a name is written in capitals, and too long for an acronym.

    >>> is_shouted("GLOBEX TOWERS"), is_shouted("NASA")
    (True, False)
    """
    return name.isupper() and len(name) >= _SHORTEST_SHOUTED


def without_possessive(name: str) -> str:
    """Leave out the ending of a genitive, or of a name like McDonald's.

    >>> without_possessive("McDonald’s")
    'McDonald'
    """
    return _POSSESSIVE.sub("", name) or name


def name_key(text: str, lexicon: Lexicon) -> str:
    """Reduce a name to what must agree: case, "The", titles, legal forms and genitives go."""
    return without_titles(without_article(text), lexicon).casefold()


def without_article(text: str) -> str:
    """Leave out "The" before a name and the ending of a genitive.

    >>> without_article("“The Lloyd’s Quay’s”")
    "Lloyd's Quay"
    """
    words = without_possessive(clean_name(text)).replace("’", "'").split()
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)


def without_titles(name: str, lexicon: Lexicon) -> str:
    """Leave out what stands before a person's name, and what `without_ending` does."""
    words = name.split()
    while len(words) > 1 and words[0] in lexicon.words("honorific"):
        words = words[1:]
    return without_ending(" ".join(words), lexicon)


def without_ending(name: str, lexicon: Lexicon) -> str:
    """Leave out the legal form of an organisation, the degrees of a person."""
    words = name.split()
    after = lexicon.words("legalForm") | lexicon.words("postNominal")
    while len(words) > 1 and words[-1].strip(",") in after:
        words = words[:-1]
    return " ".join(words).strip(",")
