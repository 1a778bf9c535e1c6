"""How amounts, shares, dates and funding rounds are written, loaded from values.ttl."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast, get_args

from rdflib import RDF, SKOS, Graph, URIRef

from kg.datamodel import AmountPrecision
from kg.errors import OntologyError
from kg.vocab import KG, parse_turtle


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """`symbols` stand before a number; what is weak only counts with a magnitude."""

    code: str
    weak_code: bool
    symbols: tuple[str, ...]
    weak_symbols: tuple[str, ...]
    names: tuple[str, ...]
    weak_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorUnit:
    """A part of a currency: `factor` of one; `not_numbers` mean something else with it."""

    code: str
    factor: Decimal
    names: tuple[str, ...]
    glued: tuple[str, ...]
    not_numbers: frozenset[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Words around an amount that say how exact it is, unless they come after `not_after`."""

    precision: AmountPrecision
    before: tuple[str, ...]
    after: tuple[str, ...]
    not_after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarName:
    """A month (1 to 12) or weekday (Monday is 1); `also_word` asks for support."""

    number: int
    name: str
    abbreviations: tuple[str, ...]
    also_word: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A funding round: `names` take one of `letters`, `alone` stands by itself.

    `bare_letters` and `needs_next` only count before a word for a round.
    """

    name: str
    names: tuple[str, ...]
    letters: str
    bare_letters: str
    needs_next: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSets:
    """The `kg:WordSet`s of the file, whose local names are these fields in camel case."""

    range_word: tuple[str, ...]
    between_word: tuple[str, ...]
    and_word: tuple[str, ...]
    change_word: tuple[str, ...]
    article_word: tuple[str, ...]
    of_word: tuple[str, ...]
    percent_word: tuple[str, ...]
    share_word: tuple[str, ...]
    rate_word: tuple[str, ...]
    last_word: tuple[str, ...]
    past_word: tuple[str, ...]
    this_word: tuple[str, ...]
    next_word: tuple[str, ...]
    within_word: tuple[str, ...]
    ago_word: tuple[str, ...]
    later_word: tuple[str, ...]
    following_word: tuple[str, ...]
    same_word: tuple[str, ...]
    compared_word: tuple[str, ...]
    lasting_word: tuple[str, ...]
    mid_word: tuple[str, ...]
    day_word: tuple[str, ...]
    month_word: tuple[str, ...]
    year_word: tuple[str, ...]
    year_end: tuple[str, ...]
    other_period: tuple[str, ...]
    fiscal_year: tuple[str, ...]
    quarter_name: tuple[str, ...]
    past_unit: tuple[str, ...]
    day_part: tuple[str, ...]
    ordinal_ending: tuple[str, ...]
    the_word: tuple[str, ...]
    date_support: tuple[str, ...]
    weekday_support: tuple[str, ...]
    strong_support: tuple[str, ...]
    opening_support: tuple[str, ...]
    firm_support: tuple[str, ...]
    year_determiner: tuple[str, ...]
    saying_word: tuple[str, ...]
    future_cue: tuple[str, ...]
    past_cue: tuple[str, ...]
    round_word: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ValueWords:
    """All words of values.ttl; compared by identity, so that patterns can be kept for each.

    `fractions` are None where no decimal is exact; `ordinals` are fractions that also count
    things; `glued` magnitudes touch their number; `seasons` give their first month.
    """

    numbers: Mapping[str, Decimal]
    fractions: Mapping[str, Decimal | None]
    ordinals: frozenset[str]
    magnitudes: Mapping[str, Decimal]
    glued: Mapping[str, Decimal]
    currencies: tuple[Currency, ...]
    minor_units: tuple[MinorUnit, ...]
    hedges: tuple[Hedge, ...]
    months: tuple[CalendarName, ...]
    weekdays: tuple[CalendarName, ...]
    relative_days: Mapping[str, int]
    seasons: Mapping[str, int]
    rounds: tuple[Round, ...]
    sets: WordSets


def load_value_words(path: Path) -> ValueWords:
    """Load the wordings of values.

    Raises:
        OntologyError: The file is not Turtle, or an item lacks what its class needs.
    """
    items = _Items(path, parse_turtle(path))
    currencies = tuple(_read_currency(items, node) for node in items.of(KG.Currency))
    return ValueWords(
        numbers=_numbers(items, KG.NumberWord, SKOS.altLabel),
        fractions=_fractions(items),
        ordinals=frozenset(
            word
            for node in items.of(KG.Fraction)
            if items.words(node, KG.alsoWord)
            for word in items.words(node, SKOS.altLabel)
        ),
        magnitudes=_numbers(items, KG.Magnitude, SKOS.altLabel),
        glued=_numbers(items, KG.Magnitude, KG.glued),
        currencies=currencies,
        minor_units=tuple(_read_minor_unit(items, node) for node in items.of(KG.MinorUnit)),
        hedges=tuple(_read_hedge(items, node) for node in items.of(KG.Hedge)),
        months=_calendar(items, KG.Month, 12),
        weekdays=_calendar(items, KG.Weekday, 7),
        relative_days=_whole_numbers(items, KG.RelativeDay),
        seasons=_whole_numbers(items, KG.Season),
        rounds=tuple(_read_round(items, node) for node in items.of(KG.Round)),
        sets=_read_sets(items),
    )


@dataclass(frozen=True, slots=True)
class _Items:
    """The file's graph, with faults that name the file and the item."""

    path: Path
    graph: Graph

    def of(self, kind: URIRef) -> Iterator[URIRef]:
        found = set(self.graph.subjects(RDF.type, kind))
        named = sorted(node for node in found if isinstance(node, URIRef))
        if len(named) < len(found):
            raise OntologyError(self.path, f"has a <{kind}> without an IRI")
        if not named:
            raise OntologyError(self.path, f"has no <{kind}>")
        yield from named

    def words(self, node: URIRef, predicate: URIRef) -> tuple[str, ...]:
        found = {str(o) for o in self.graph.objects(node, predicate)}
        if "" in found:
            raise OntologyError(self.path, f"<{node}> has an empty <{predicate}>")
        return tuple(sorted(found, key=lambda word: (-len(word), word)))

    def one(self, node: URIRef, predicate: URIRef) -> str:
        found = self.words(node, predicate)
        if len(found) != 1:
            raise OntologyError(self.path, f"<{node}> needs one <{predicate}>, has {len(found)}")
        return found[0]

    def number(self, node: URIRef, text: str) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise OntologyError(self.path, f"<{node}> has no number but {text!r}") from None


def _numbers(items: _Items, kind: URIRef, predicate: URIRef) -> Mapping[str, Decimal]:
    found = {}
    for node in items.of(kind):
        number = items.number(node, items.one(node, KG.number))
        found.update({word.lower(): number for word in items.words(node, predicate)})
    return found


def _whole_numbers(items: _Items, kind: URIRef) -> Mapping[str, int]:
    return {word: int(number) for word, number in _numbers(items, kind, SKOS.altLabel).items()}


def _fractions(items: _Items) -> Mapping[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for node in items.of(KG.Fraction):
        stated = items.words(node, KG.number)
        number = items.number(node, stated[0]) if stated else None
        found.update({word.lower(): number for word in items.words(node, SKOS.altLabel)})
    return found


def _read_currency(items: _Items, node: URIRef) -> Currency:
    code = items.one(node, SKOS.notation)
    if not re.fullmatch("[A-Z]{3}", code):
        raise OntologyError(items.path, f"<{node}> has {code!r}, which is no ISO 4217 code")
    return Currency(
        code=code,
        weak_code="true" in items.words(node, KG.weakCode),
        symbols=items.words(node, KG.symbol),
        weak_symbols=items.words(node, KG.weakSymbol),
        names=items.words(node, SKOS.altLabel),
        weak_names=items.words(node, KG.weakLabel),
    )


def _read_minor_unit(items: _Items, node: URIRef) -> MinorUnit:
    return MinorUnit(
        code=items.one(URIRef(items.one(node, KG.currency)), SKOS.notation),
        factor=items.number(node, items.one(node, KG.number)),
        names=items.words(node, SKOS.altLabel),
        glued=items.words(node, KG.glued),
        not_numbers=frozenset(items.number(node, n) for n in items.words(node, KG.notNumber)),
    )


def _read_hedge(items: _Items, node: URIRef) -> Hedge:
    precision = items.one(node, KG.amountPrecision).removeprefix(str(KG))
    if precision not in get_args(AmountPrecision):
        raise OntologyError(items.path, f"<{node}> has the unknown precision {precision!r}")
    return Hedge(
        # the check above is the proof that mypy cannot follow
        precision=cast(AmountPrecision, precision),
        before=items.words(node, SKOS.altLabel),
        after=items.words(node, KG.after),
        not_after=items.words(node, KG.notAfter),
    )


def _calendar(items: _Items, kind: URIRef, length: int) -> tuple[CalendarName, ...]:
    found = []
    for node in items.of(kind):
        number = items.number(node, items.one(node, KG.number))
        if number != int(number) or not 1 <= number <= length:
            raise OntologyError(items.path, f"<{node}> is not numbered 1 to {length}")
        found.append(
            CalendarName(
                number=int(number),
                name=items.one(node, SKOS.prefLabel),
                abbreviations=items.words(node, SKOS.altLabel),
                also_word="true" in items.words(node, KG.alsoWord),
            )
        )
    return tuple(sorted(found, key=lambda name: name.number))


def _read_round(items: _Items, node: URIRef) -> Round:
    names = items.words(node, SKOS.altLabel)
    return Round(
        name=items.one(node, SKOS.prefLabel),
        names=names,
        letters=items.one(node, KG.letters) if names else "",
        bare_letters="".join(items.words(node, KG.bareLetters)),
        needs_next=items.words(node, KG.needsNext),
        alone=items.words(node, KG.alone),
    )


def _read_sets(items: _Items) -> WordSets:
    found = {str(node).rpartition("#")[2]: node for node in items.of(KG.WordSet)}
    words = {}
    for field in fields(WordSets):
        name = re.sub("_([a-z])", lambda letter: letter[1].upper(), field.name)
        if name not in found:
            raise OntologyError(items.path, f"lacks the kg:WordSet {name!r}")
        words[field.name] = items.words(found[name], SKOS.altLabel)
        if not words[field.name]:
            raise OntologyError(items.path, f"<{found[name]}> lists no skos:altLabel")
    return WordSets(**words)
