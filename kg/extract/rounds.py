"""What another sentence has told of a funding round: its name, its money and its date."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from kg.datamodel import Argument
from kg.extract.candidates import Judged
from kg.extract.paths import find_clause, find_root
from kg.lexicon.labels import DATE, ROUND
from kg.schema import Schema

# What all who take part in a funding round share.
_OF_ROUND = ("amount", "round")


def find_told_round(
    sentence: SpacySpan, thing: int, *, nouns: Collection[str], definite: Collection[str]
) -> Argument | None:
    """Return the round that a sentence takes up as "the round", or None.

    It is the one round that the article has named before in a sentence on who has raised it; of
    two, neither is taken.

    Args:
        sentence: Of a Doc with `user_data` "arguments".
        thing: The entity that has raised it, by its number.
        nouns: What a funding, once told, is called: "round", "financing".
        definite: What a definite description begins with.
    """
    if not any(_takes_up(token, nouns, definite) for token in sentence):
        return None
    told: dict[object, Argument] = {}
    arguments: Sequence[Argument] = sentence.doc.user_data["arguments"]
    own = {_sentence_of(sentence, a) for a in arguments if a.entity == thing}
    for argument in arguments:
        is_named = argument.label == ROUND and argument.value and argument.start < sentence.end
        if is_named and _sentence_of(sentence, argument) in own:
            told.setdefault(argument.value, argument)
    return next(iter(told.values())) if len(told) == 1 else None


def find_round_date(doc: Doc, told: Argument) -> Argument | None:
    """Return the one date of the clause that tells the money or the name of a round, or None.

    It is Monday in "Acme closed a $5m round on Monday", but neither in "Acme said on Monday that it
    has raised $5m" nor in "It has raised $5m, Acme said on Monday".
    """
    clause, sentence = find_clause(find_root(doc, told)), doc[told.start].sent
    dates = [
        argument
        for argument in doc.user_data["arguments"]
        if argument.label == DATE
        and argument.value
        and sentence.start <= argument.start < sentence.end
        and find_clause(find_root(doc, argument)) == clause
        and find_clause(_find_before(doc, argument)) == clause
    ]
    return dates[0] if len(dates) == 1 else None


def _find_before(doc: Doc, date: Argument) -> Token:
    """Return the verb that a date follows, or the date's own word where it follows none."""
    place = date.start - 1
    while place > 0 and doc[place].pos_ in ("ADP", "DET", "ADV"):
        place -= 1
    follows = place >= 0 and doc[place].pos_ == "VERB"
    return doc[place] if follows else find_root(doc, date)


def _sentence_of(sentence: SpacySpan, argument: Argument) -> int:
    """Return where the sentence of an argument begins."""
    return sentence.doc[argument.start].sent.start


def _takes_up(token: Token, nouns: Collection[str], definite: Collection[str]) -> bool:
    """Tell whether a noun has an article and nothing else that would tell it from others."""
    if token.pos_ != "NOUN" or token.lemma_ not in nouns:
        return False
    before = [child for child in token.children if child.i < token.i]
    return len(before) == 1 and before[0].lower_ in definite


def share_round(judged: Sequence[Judged], schema: Schema) -> list[Judged]:
    """Give all who join a round in a sentence what another sentence tells of it.

    "Acme and Globex took part": the money and the name of the round above are of both.
    """
    told: dict[tuple[int, str, int, str | None], dict[str, dict[object, Argument]]] = {}
    for one in judged:
        best = one.best
        if one.reason is None and "round" in schema.relations[best.relation].takes:
            values = told.setdefault(_taken_part(one), {name: {} for name in _OF_ROUND})
            for name in _OF_ROUND:
                value = best.values.get(name)
                if value and not best.sentence.start <= value.start < best.sentence.end:
                    values[name].setdefault(value.value, value)
    shared = []
    for one in judged:
        found = told.get(_taken_part(one), {}) if one.reason is None else {}
        single = {name: next(iter(of.values())) for name, of in found.items() if len(of) == 1}
        if single:
            one = replace(one, best=replace(one.best, values={**single, **one.best.values}))
        shared.append(_date_round(one, schema))
    return shared


def _date_round(one: Judged, schema: Schema) -> Judged:
    """Give who joins a round that another sentence tells the date that it gives it."""
    best = one.best
    if one.reason is not None or "round" not in schema.relations[best.relation].takes:
        return one
    within = range(best.sentence.start, best.sentence.end)
    told = [v for name in _OF_ROUND if (v := best.values.get(name))]
    found = (find_round_date(best.sentence.doc, v) for v in told if v.start not in within)
    dates = {date.value: date for date in found if date}
    if "date" in best.values or len(dates) != 1:
        return one
    return replace(one, best=replace(best, values={**best.values, "date": dates.popitem()[1]}))


def _taken_part(one: Judged) -> tuple[int, str, int, str | None]:
    return one.sentence, one.best.relation, one.best.object.entity, one.best.status
