"""What stands around a date: support, neighbours that are names, and signs of the future."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from kg.annotate.values.value import GAP, any_of
from kg.lexicon.values import ValueWords

# How far a sentence is searched for a sign of the future, in either direction.
_REACH = 200
# Longer than any support.
_NEAR = 40
SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019)]?\s|\n")
_NAME_BEHIND = re.compile(rf"[A-Z][\w.\u2019'&]*{GAP}\Z")
_NAME_AHEAD = re.compile(rf"{GAP}[A-Z]\w|-[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supports:
    """Patterns of what may stand right before a date."""

    date: re.Pattern[str]
    firm: re.Pattern[str]
    weekday: re.Pattern[str]
    strong: re.Pattern[str]
    determiner: re.Pattern[str]
    year_range: re.Pattern[str]
    fraction: re.Pattern[str]
    lasting: re.Pattern[str]
    future: re.Pattern[str]
    saying: re.Pattern[str]
    told: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The text that a date is found in, and the date it is read against."""

    text: str
    article_date: datetime.date | None
    words: ValueWords

    @property
    def supports(self) -> Supports:
        """Give the patterns of `words`."""
        return _supports(self.words)

    def behind(self, start: int, pattern: re.Pattern[str]) -> bool:
        """Tell whether `pattern` matches what stands right before `start`."""
        return bool(pattern.search(self.text[max(0, start - _NEAR) : start]))

    def behind_opening(self, start: int) -> bool:
        """Tell whether a sentence opens right before `start` with a word such as "In"."""
        left = SENTENCE_END.split(self.text[max(0, start - _REACH) : start])[-1]
        return left.strip() in self.words.sets.opening_support

    def after_name(self, start: int) -> bool:
        """Tell whether a word with a capital letter stands right before `start`."""
        return self.behind(start, _NAME_BEHIND)

    def before_name(self, end: int) -> bool:
        """Tell whether a word with a capital letter follows right after `end`."""
        return bool(_NAME_AHEAD.match(self.text, end))

    def future(self, start: int, end: int) -> bool:
        """Tell whether the sentence speaks of the date as one to come.

        A sign counts before the date, if no verb of saying and none of the past stands between
        the two, and after a date that opens its sentence.
        """
        left = self.text[max(0, start - _REACH) : start]
        left = SENTENCE_END.split(left)[-1]
        # "Roe will follow Poe, who was ousted in May"
        told = [match.end() for match in self.supports.told.finditer(left)]
        if self.supports.future.search(left, told[-1] if told else 0):
            return True
        if len(left.split()) > 1:
            return False
        right = SENTENCE_END.split(self.text[end : end + _REACH])[0]
        saying = self.supports.saying.search(right)
        return bool(self.supports.future.search(right, 0, saying.start() if saying else len(right)))


@lru_cache(maxsize=4)
def _supports(words: ValueWords) -> Supports:
    sets = words.sets
    joints = (*sets.range_word, *sets.and_word)
    spelled, dashes = (
        any_of(w for w in joints if w.isalpha()),
        any_of(w for w in joints if not w.isalpha()),
    )
    return Supports(
        date=_right_before(sets.date_support),
        firm=_right_before(sets.firm_support),
        weekday=_right_before(sets.weekday_support),
        strong=_right_before(sets.strong_support),
        determiner=_right_before(sets.year_determiner),
        year_range=re.compile(rf"(?<!\d)\d{{4}}(?:{GAP}(?i:{spelled}){GAP}|{dashes})\Z"),
        fraction=_right_before(tuple(words.fractions)),
        lasting=_right_before(sets.lasting_word),
        future=re.compile(rf"(?<!\w)(?i:{any_of(sets.future_cue)})(?!\w)"),
        saying=re.compile(rf"(?<!\w)(?i:{any_of(sets.saying_word)})(?!\w)"),
        told=re.compile(rf"(?<!\w)(?i:{any_of([*sets.saying_word, *sets.past_cue])})(?!\w)"),
    )


def _right_before(phrases: tuple[str, ...]) -> re.Pattern[str]:
    glued = (
        any_of(p for p in phrases if p.endswith("-"))
        if any(p.endswith("-") for p in phrases)
        else r"(?!)"
    )
    open_ = any_of(p for p in phrases if not p.endswith("-"))
    return re.compile(rf"(?<![\w-])(?:(?i:{open_}){GAP}|(?i:{glued}))\Z")
