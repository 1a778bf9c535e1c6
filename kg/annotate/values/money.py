"""Amounts of money: signs before a number, names behind it, ranges and hedges."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.annotate.values.numbers import number_words_pattern, read_number_words
from kg.annotate.values.value import GAP, NUMBER, Value, any_of, holds_any, plain, to_decimal
from kg.datamodel import AmountPrecision, Money, Span
from kg.lexicon.values import Hedge, ValueWords

# How far back and ahead of an amount its hedge is looked for.
_HEDGE_REACH = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    prefixed: re.Pattern[str]
    suffixed: re.Pattern[str]
    spelled: re.Pattern[str]
    leading: re.Pattern[str]
    between: re.Pattern[str]
    change: re.Pattern[str]
    rate: re.Pattern[str]
    hedges: tuple[tuple[Hedge, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Units:
    """Sign or name -> ISO code, the factor of it, and whether it needs a magnitude."""

    signs: Mapping[str, tuple[str, Decimal, bool]]
    names: Mapping[str, tuple[str, Decimal, bool]]
    not_numbers: Mapping[str, frozenset[Decimal]]


def find_money(text: str, words: ValueWords) -> Iterator[Value]:
    """Find amounts of money in `text`; those of the three ways of writing may overlap.

    A price of one of many ("$12 a share") has no value.
    """
    rate = _patterns(words).rate
    for value in _find_amounts(text, words):
        yield replace(value, value=None) if rate.match(text, value.span.end) else value


def _find_amounts(text: str, words: ValueWords) -> Iterator[Value]:
    patterns = _patterns(words)
    yield from _scan(text, patterns.prefixed, words)
    yield from _scan(text, patterns.suffixed, words)
    units = _units(words)
    if not holds_any(text, units.names):
        return
    for match in patterns.spelled.finditer(text):
        leading = patterns.leading.match(match["words"])
        length = leading.end() if leading else 0
        tokens = re.split(f"{GAP}|-", match["words"][length:].lower())
        code, factor, weak = units.names[_flat(match["name"])]
        number = read_number_words(tokens, words)
        counted = any(t in words.numbers or t in words.magnitudes for t in tokens)
        large = any(words.magnitudes.get(t, 0) >= 1000 for t in tokens)
        # "tens of millions" is no number
        if number is None or not (large if weak else counted) or tokens[0] in words.magnitudes:
            continue
        start = match.start() + length
        money = Money(
            amount=plain(number * factor),
            currency=code,
            precision=_precision(text, start, match.end(), patterns),
        )
        yield Value(span=Span(start, match.end()), label="MONEY", value=money)


def _scan(text: str, pattern: re.Pattern[str], words: ValueWords) -> Iterator[Value]:
    at = 0
    while match := pattern.search(text, at):
        found = _read(text, match, words)
        at = max(found.span.end, match.start() + 1) if found else match.end("n1")
        if found:
            yield found


def _read(text: str, match: re.Match[str], words: ValueWords) -> Value | None:
    unit = _unit(match, words)
    if unit is None:
        return None
    code, factor, weak = unit
    lower, upper = _number(match, "1", words), _number(match, "2", words)
    start, end = match.span()
    if upper is not None and not _is_range(text, match, words):
        # two amounts: a sign stands before the first, a name after the second
        if match.re.groupindex.get("c1"):
            end = match.end("amount1")
        else:
            start, lower = match.start("amount2"), upper
        upper = None
    if weak and not (_magnitude(match, "1", words) or _magnitude(match, "2", words)):
        return None
    if lower is None:
        return None
    money = Money(
        amount=plain(lower * factor),
        currency=code,
        precision=_precision(text, start, end, _patterns(words)),
        upper=plain(upper * factor) if upper is not None else None,
    )
    return Value(span=Span(start, end), label="MONEY", value=money)


def _unit(match: re.Match[str], words: ValueWords) -> tuple[str, Decimal, bool] | None:
    units, groups = _units(words), match.groupdict()
    if sign := groups.get("code") or groups.get("c0") or groups.get("c1") or groups.get("sign"):
        unit = units.signs[_blanks(sign)]
        other = groups.get("c2")
        return None if other and units.signs[_blanks(other)][0] != unit[0] else unit
    name = _flat(groups.get("name") or groups["glued"])
    if to_decimal(match["n1"]) in units.not_numbers.get(name, frozenset()):
        return None
    return units.names[name]


def _is_range(text: str, match: re.Match[str], words: ValueWords) -> bool:
    """Tell "$5m to $7m" from "rose from $5m to $7m" and "$5m and $7m"."""
    patterns = _patterns(words)
    lower, upper = _number(match, "1", words), _number(match, "2", words)
    before = text[max(0, match.start() - _HEDGE_REACH) : match.start()]
    joined = match["to"].strip().lower()
    if lower is None or upper is None or upper <= lower:
        return False
    if joined in words.sets.and_word:
        return bool(patterns.between.search(before))
    if joined.isalpha() and patterns.change.search(before):
        return False
    signed = match.groupdict().get("c2") or "c1" not in match.re.groupindex
    return bool(signed or _magnitude(match, "2", words) or not joined.isalpha())


def _number(match: re.Match[str], part: str, words: ValueWords) -> Decimal | None:
    digits = match[f"n{part}"]
    if digits is None:
        return None
    number, magnitude = to_decimal(digits), _magnitude(match, part, words)
    if part == "1" and magnitude is None and number < 1000:
        # "$5-7 million": the lower end borrows the magnitude
        magnitude = _magnitude(match, "2", words)
    return number * (magnitude or 1)


def _magnitude(match: re.Match[str], part: str, words: ValueWords) -> Decimal | None:
    if glued := match[f"g{part}"]:
        return words.glued[glued.lower()]
    if not (spaced := match[f"m{part}"]):
        return None
    factor = words.magnitudes[spaced.lower()]
    if again := match[f"mm{part}"]:
        factor *= words.magnitudes[again.lower()]
    return factor


def _precision(text: str, start: int, end: int, patterns: _Patterns) -> AmountPrecision:
    before = text[max(0, start - _HEDGE_REACH) : start]
    after = text[end : end + _HEDGE_REACH]
    best: tuple[int, AmountPrecision] = (0, "exact")
    for hedge, ahead, behind, excluded in patterns.hedges:
        if found := ahead.search(before):
            if not excluded.search(before[: found.start()]):
                best = max(best, (len(found[0]), hedge.precision))
        elif found := behind.match(after):
            best = max(best, (len(found[0]), hedge.precision))
    return best[1]


def _flat(name: str) -> str:
    return _blanks(name).lower()


def _blanks(text: str) -> str:
    return re.sub(f"{GAP}|-", " ", text)


@lru_cache(maxsize=4)
def _units(words: ValueWords) -> _Units:
    signs: dict[str, tuple[str, Decimal, bool]] = {}
    names: dict[str, tuple[str, Decimal, bool]] = {}
    not_numbers = {}
    for currency in words.currencies:
        signs[currency.code] = (currency.code, Decimal(1), currency.weak_code)
        signs |= {_blanks(s): (currency.code, Decimal(1), False) for s in currency.symbols}
        signs |= {_blanks(s): (currency.code, Decimal(1), True) for s in currency.weak_symbols}
        names |= {_flat(n): (currency.code, Decimal(1), False) for n in currency.names}
        names |= {_flat(n): (currency.code, Decimal(1), True) for n in currency.weak_names}
    for minor in words.minor_units:
        for name in (*minor.names, *minor.glued):
            names[_flat(name)] = (minor.code, minor.factor, False)
            not_numbers[_flat(name)] = minor.not_numbers
    return _Units(signs=signs, names=names, not_numbers=not_numbers)


@lru_cache(maxsize=4)
def _patterns(words: ValueWords) -> _Patterns:
    codes = any_of(c.code for c in words.currencies)
    signs = any_of(s for c in words.currencies for s in (c.code, *c.symbols, *c.weak_symbols))
    names = any_of(
        [n for c in words.currencies for n in (*c.names, *c.weak_names)]
        + [n for m in words.minor_units for n in m.names]
    )
    glued = any_of(n for m in words.minor_units for n in m.glued)
    to = _joint(words)
    first, second = _amount("1", words), _amount("2", words)
    return _Patterns(
        prefixed=re.compile(
            rf"(?<![\w$€£¥])(?:(?P<c0>{codes}){GAP}?)??(?P<c1>{signs}){GAP}?{first}"
            rf"(?:{to}(?:(?P<c2>{signs}){GAP}?)?{second})?(?:{GAP}(?P<code>{codes}))?(?!\w)"
        ),
        suffixed=re.compile(
            rf"(?<![\w.,$€£¥₹]){first}(?:{to}{second})?"
            rf"(?:(?:{GAP}|-)?(?P<name>(?i:{names}))|(?P<glued>{glued})"
            rf"|{GAP}?(?P<sign>{signs})(?!{GAP}?\d))(?!\w)"
        ),
        spelled=re.compile(
            rf"(?<![\w-])(?P<words>{number_words_pattern(words)})(?:{GAP}|-)"
            rf"(?P<name>(?i:{names}))(?!\w)"
        ),
        leading=re.compile(
            rf"(?:(?i:{any_of([*words.sets.of_word, *words.sets.and_word])})(?:{GAP}|-))*"
        ),
        between=_before(words.sets.between_word),
        change=re.compile(rf"(?<!\w)(?i:{any_of(words.sets.change_word)}){GAP}(?:\w+{GAP})?\Z"),
        rate=re.compile(rf"{GAP}(?i:{any_of(words.sets.rate_word)})(?!\w)"),
        hedges=tuple(_hedge(hedge, words) for hedge in words.hedges),
    )


def _amount(part: str, words: ValueWords) -> str:
    """Write the pattern of a number with its magnitude."""
    magnitude, glued = any_of(words.magnitudes), any_of(words.glued)
    return (
        rf"(?P<amount{part}>(?P<n{part}>{NUMBER})(?:(?:(?:{GAP}|-)?(?P<m{part}>(?i:{magnitude}))"
        rf"(?:{GAP}(?P<mm{part}>(?i:{magnitude})))?|(?P<g{part}>(?i:{glued})))(?!\w))?)"
    )


def _joint(words: ValueWords) -> str:
    spelled = any_of(w for w in (*words.sets.range_word, *words.sets.and_word) if w.isalpha())
    dashes = any_of(w for w in words.sets.range_word if not w.isalpha())
    return rf"(?P<to>{GAP}(?i:{spelled}){GAP}|{GAP}?{dashes}{GAP}?)"


def _before(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{any_of(phrases)}){GAP}\Z")


def _hedge(
    hedge: Hedge, words: ValueWords
) -> tuple[Hedge, re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    article = any_of(words.sets.article_word)
    return (
        hedge,
        re.compile(rf"(?<!\w)(?i:{any_of(hedge.before)}){GAP}?(?:(?i:{article}){GAP})?\Z"),
        re.compile(rf"(?:{GAP}|-)?(?i:{any_of(hedge.after)})(?!\w)"),
        _before(hedge.not_after) if hedge.not_after else re.compile(r"(?!)"),
    )
