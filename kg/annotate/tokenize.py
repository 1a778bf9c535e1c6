"""The tokens: spaCy's English rules, adjusted to how news writes compounds.

A prefixed word stays whole ("co-founder", "ex-minister", "re-elect"); every other hyphenated
compound is split ("Oslo-based" is three tokens, and so are "15-year" and "ex-Google"), so that
the name in it can be a mention of its own.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# A mark that opens a quotation, in place of the apostrophe: "Highsmith‘s".
_GENITIVE = r"(?<=[A-Za-z])‘s"
# Runs of these signs are one token: banners and separators of plain-text articles.
_RUNS = (r"!+", r"\?+", r"=+", r"_+", r"\*+", r"~+", r"<+", r">+", r"#{2,}", r"-{2,}")
_LETTER = re.compile(r"[a-z]\.")
# Without an apostrophe they are names and words sooner than contractions: "Ive", "Im", "wed".
_CONTRACTION = re.compile(r"[A-Z](?!annot|onna|otta)[a-z]+|id|wed")
_HYPHEN = "[-\u2010\u2011\u2013]"
# A hyphen between a digit, per cent sign or full stop and a letter: "15-year", "U.S.-based".
_COMPOUND = rf"(?<=[0-9%.]){_HYPHEN}(?=[A-Za-z])"
# After a word that says a role is past, a capital begins a name: "ex-Google", not "ex-wife".
_NAME_AFTER = rf"(?<=\b(?i:ex)){_HYPHEN}(?=[A-Z0-9])"
# What the mark of a citation parts: "in time.[20] He", "in time.[3][4]"; "]" may be gone already.
_CITATION = r"(?<=\w)[.,;!?](?=\[\d+(?:\]|$))|\[(?=\d+(?:\]|$))|(?<=\d)\](?=\[)"
# Brackets right behind an abbreviation: "Acme Inc.(NYSE: ACM)".
_BRACKET = r"(?<=[a-z]\.)[(\[](?=[A-Z])"
# A sentence ends behind a name that ends with one capital: "founded SpaceX."
_CAPITAL_STOP = r"(?<=[a-z&][A-Z])\."
# Markup that was left in a text: "<b>Acme</b>", and the end of a tag with attributes.
_TAG = r"</?[A-Za-z][A-Za-z0-9]*/?>"
_ATTRIBUTE = r"""[a-z]+=(?P<mark>["'])[^"'<>\s]*(?P=mark)/?>"""
_SPACY_HYPHENS = "(?:-|\u2013|\u2014|--|---|\u2014\u2014|~)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The word lists of tokenizer and sentence splitter, in lower case."""

    hyphen_prefixes: tuple[str, ...]
    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    numbered_abbreviations: frozenset[str]
    lettered: frozenset[str]
    sentence_openers: frozenset[str]
    clause_openers: frozenset[str]


def read_words(path: Path) -> Words:
    """Read the word lists from the model folder's `words.json`."""
    lists = json.loads(path.read_text(encoding="utf-8"))
    return Words(
        hyphen_prefixes=tuple(lists["hyphen_prefixes"]),
        abbreviations=frozenset(lists["abbreviations"]),
        final_abbreviations=frozenset(lists["final_abbreviations"]),
        numbered_abbreviations=frozenset(lists["numbered_abbreviations"]),
        lettered=frozenset(lists["lettered"]),
        sentence_openers=frozenset(lists["sentence_openers"]),
        clause_openers=frozenset(lists["clause_openers"]),
    )


def make_blank(words: Words) -> Language:
    """Make an English pipeline of nothing but the adjusted tokenizer."""
    nlp = spacy.blank("en")
    adjust_tokenizer(nlp, words.hyphen_prefixes)
    return nlp


def adjust_tokenizer(nlp: Language, hyphen_prefixes: Collection[str]) -> None:
    """Change the rules of the pipeline's tokenizer in place."""
    defaults = nlp.Defaults
    tokenizer: Any = nlp.tokenizer  # spaCy's stubs leave its rules out
    prefixes = [_TAG, _ATTRIBUTE, *_RUNS, *(defaults.prefixes or ())]
    suffixes = [_TAG, *_RUNS, _GENITIVE, _CAPITAL_STOP, *(defaults.suffixes or ())]
    keep = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in sorted(hyphen_prefixes))
    infixes = [
        keep + rule if isinstance(rule, str) and _SPACY_HYPHENS in rule else rule
        for rule in (defaults.infixes or ())
    ]
    # "2.5m." ends with a unit and a full stop, not with the abbreviation "m.".
    tokenizer.rules = {
        word: parts
        for word, parts in tokenizer.rules.items()
        if not _LETTER.fullmatch(word) and not (len(parts) > 1 and _CONTRACTION.fullmatch(word))
    }
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(
        [_TAG, *infixes, _COMPOUND, _NAME_AFTER, _CITATION, _BRACKET]
    ).finditer
