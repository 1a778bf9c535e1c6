"""Which date is not of a fact: what lasts has its own phrase's, what ends not its beginning."""

from collections.abc import Collection, Mapping

from spacy.tokens import Doc, Token

from kg.datamodel import Argument
from kg.extract.candidates import without
from kg.extract.paths import CLAUSES, find_clause, find_root, trace_ends

# By these a noun completes what a verb says.
_COMPLEMENTS = frozenset({"xcomp", "obj", "dobj", "attr", "oprd", "obl", "pobj"})


def keep_own_date(
    doc: Doc,
    values: Mapping[str, Argument],
    ends: tuple[Argument, Argument],
    takes: Collection[str],
) -> Mapping[str, Argument]:
    """Leave out a date that stands in a clause of its own, or outside the noun phrase of both ends.

    It does not date what lasts: "Roe, who founded Acme in 2010, is its chief", "Acme chief Jane Roe
    left in 2024".
    """
    if "date" not in values:
        return values
    others = without(values, "date")
    when = find_root(doc, values["date"])
    if _find_verb_outside(when, _noun_phrase(doc, ends)):
        return others
    role = others.get("role")
    taken = (value for key, value in others.items() if key in takes)
    clauses = (find_clause(find_root(doc, a)) for a in ([role] if role else [*ends, *taken]))
    return values if find_clause(when) in clauses else others


def leave_out_bound(
    doc: Doc, values: Mapping[str, Argument], bounds: Collection[str]
) -> Mapping[str, Argument]:
    """Leave out since or until when something lasts: "Roe, chief since 2020, leaves".

    "Chief since 2020, when Poe left" tells when Poe left.
    """
    if "date" not in values:
        return values
    children = list(find_root(doc, values["date"]).children)
    bound = any(child.lower_ in bounds for child in children)
    told = any(child.dep_ in CLAUSES for child in children)
    return without(values, "date") if bound and not told else values


def leave_out_aside(
    doc: Doc,
    values: Mapping[str, Argument],
    noun: Token,
    nouns: Collection[str],
    light: Collection[str],
) -> Mapping[str, Argument]:
    """Leave out the date of a verb that says something else of what a noun tells aside.

    "Acme founder Jane Roe quit in 2018", "dismissed Acme's suit against Globex on Friday"; but
    "completed its purchase of Globex on Friday".

    Args:
        noun: What tells the fact.
        nouns: What such a fact is called.
        light: Verbs that say of these that they come to be.
    """
    verb = _find_verb_outside(find_root(doc, values["date"]), noun) if "date" in values else None
    if verb is None:
        return values
    is_told = verb.lemma_.lower() in light if noun.lemma_.lower() in nouns else _completes(noun)
    return values if is_told else without(values, "date")


def _completes(noun: Token) -> bool:
    """Tell whether a noun is what a verb says of somebody: "became chief of Acme in 2018"."""
    return noun.dep_ in _COMPLEMENTS


def _find_verb_outside(when: Token, phrase: Token | None) -> Token | None:
    """Return the verb that a date hangs on outside a noun phrase."""
    if phrase is None or phrase == when or phrase.is_ancestor(when):
        return None
    return next((token for token in when.ancestors if token.pos_ == "VERB"), None)


def _noun_phrase(doc: Doc, ends: tuple[Argument, Argument]) -> Token | None:
    """Return the noun that both ends hang on without a verb between: "Acme chief Jane Roe"."""
    ways, met = trace_ends(doc, ends)
    verbal = any(token.pos_ in ("VERB", "AUX") for way in ways for token in way)
    return None if verbal else met
