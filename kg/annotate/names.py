"""Names of one thing within an article: full names, short forms, surnames, acronyms.

A short form is joined to a longer name only where one longer name fits. What could as
well be two things (Google, Google DeepMind) stays two.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kg.annotate.genders import Genders
from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer, Region
from kg.lexicon.labels import ORGANIZATION, PERSON, PLACE, PRODUCT, WORK
from kg.lexicon.names import KnownName
from kg.lexicon.naming import (
    clean_name,
    is_shouted,
    name_key,
    without_ending,
    without_possessive,
    without_titles,
)

# A name is joined to a longer one of another kind if this much of its labels allows it.
LEAST_SHARE = 0.1
# A headline shortens names of this kind, which the text gives in full within so many sentences.
HEADED, HEADLINE_REACH = ORGANIZATION, 3
# Persons are known by their surnames, and organizations are named after places: a name is
# short for neither by its wording alone.
_APART = (PERSON, PLACE)
# With a number behind it a name of these kinds is that of a sequel or a model: of 91 such pairs of
# the training passages whose longer name came first, 27 are one thing.
_SERIAL = (PRODUCT, WORK)
_NUMERAL = re.compile(r".*\d.*|[ivx]+")
# Between the capitals of an acronym: S&N, S and N.
_AND = re.compile(r"(?<=\b[A-Z])(?: ?& ?| and )(?=[A-Z]\b)")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name as it stands in the article: its tokens, label and sentence number.

    `shares` are the labels that it may bear; without any, `label` alone counts. `region` is
    where the text says right behind it that it lies, `long` then the name with those words;
    `placed` where this or a dateline leaves no doubt that it is a place.
    """

    start: int
    end: int
    text: str
    label: str
    sentence: int
    shares: tuple[tuple[str, float], ...] = ()
    region: Region = ()
    long: str = ""
    placed: bool = False

    @property
    def place(self) -> Place:
        """Return its tokens."""
        return self.start, self.end

    @property
    def labels(self) -> tuple[tuple[str, float], ...]:
        """Return the labels that it may bear, with their shares."""
        return self.shares or ((self.label, 1.0),)


@dataclass(slots=True)
class NamedThing:
    """All mentions that name one thing.

    `name` is its fullest name, `label` the label that most of its mentions bear.
    """

    number: int
    name: str
    label: str
    mentions: list[NameMention] = field(default_factory=list)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return its other names, sorted."""
        names = {clean_name(m.text) for m in self.mentions}
        if self.region:
            names |= {m.long for m in self.mentions if m.region}
        return tuple(sorted(names - {self.name, without_possessive(self.name)}))

    @property
    def region(self) -> Region:
        """Return where the article says that a place lies; nothing where it says two things."""
        told = {m.region for m in self.mentions if m.region} if self.label == PLACE else set()
        return told.pop() if len(told) == 1 else ()


def link_names(
    mentions: Iterable[NameMention],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    introduced: Mapping[Place, Place] = MappingProxyType({}),
    headings: Collection[int] = (),
    renamed: Mapping[Place, Place] = MappingProxyType({}),
) -> list[NamedThing]:
    """Group names that stand for one thing.

    A name that the gazetteer knows is no short form of another, nor is a state's.

    Args:
        introduced: Mentions in brackets, and the mention that these stand behind.
        headings: The numbers of sentences that are headings; the first with a name always is.
        renamed: Mentions of another name of a thing, and its mention that these stand behind.

    Returns:
        Things in order of their first mention.
    """
    by_key: dict[str, list[NameMention]] = {}
    for mention in mentions:
        known = find_known(mention.text, lexicon, gazetteer)
        key = name_key(known.name if known else mention.text, lexicon)
        by_key.setdefault(key, []).append(mention)
    labels = {key: _majority(found) for key, found in by_key.items()}
    bracketed = _find_bracketed(by_key, introduced) | _find_other_names(by_key, labels, renamed)
    by_word: dict[str, list[str]] = {}
    for key in by_key:
        for word in set(key.split()):
            by_word.setdefault(word, []).append(key)
    first = min((m.sentence for found in by_key.values() for m in found), default=0)
    heads = {first, *headings}
    linked = {
        key: bracketed.get(key) or _longer_name(key, by_key, by_word, labels, lexicon, heads)
        for key, found in by_key.items()
        if not _is_known(found[0].text, lexicon, gazetteer)
    }
    groups: dict[str, list[NameMention]] = {}
    for key, found in by_key.items():
        root, seen = key, {key}
        while (longer := linked.get(root)) and longer not in seen:
            root = longer
            seen.add(root)
        short = key != root and labels[root] == PERSON
        groups.setdefault(root, []).extend(map(_as_surname, found) if short else found)
    ordered = sorted(groups.items(), key=lambda item: min(m.start for m in item[1]))
    return [
        replace(
            make_thing(number, by_key[root], lexicon, gazetteer),
            mentions=sorted(found, key=lambda m: m.start),
        )
        for number, (root, found) in enumerate(ordered)
    ]


def make_thing(
    number: int, mentions: Sequence[NameMention], lexicon: Lexicon, gazetteer: Gazetteer
) -> NamedThing:
    """Make a thing of mentions, named as the gazetteer or most of them name it."""
    label = _majority(mentions)
    name = _known_name(mentions, lexicon, gazetteer)
    name = name or _plain_name(_best_name(mentions), label, lexicon)
    return NamedThing(number=number, name=name, label=label, mentions=list(mentions))


def _as_surname(mention: NameMention) -> NameMention:
    """Return what is short for a person's name as such, whatever the tagger took it for."""
    return mention if mention.label == PERSON else replace(mention, label=PERSON, shares=())


def _find_bracketed(
    by_key: Mapping[str, Sequence[NameMention]], introduced: Mapping[Place, Place]
) -> dict[str, str]:
    """Return what is short for what: the key of `Acme Industries, Inc. (NYSE: AC) ("Acme")`.

    A work has another title there, in another language say.
    """
    at = {m.place: (m, key) for key, found in by_key.items() for m in found}
    found: dict[str, str] = {}
    for place, before in introduced.items():
        (short, key), (long, other) = at[place], at[before]
        if key == other:
            continue
        if long.label == short.label == WORK:
            earlier = min(m.start for m in by_key[other]) < min(m.start for m in by_key[key])
            if earlier and not set(key.split()) & set(other.split()):
                found[key] = other
        elif long.label == HEADED and _abbreviates(short.text, long.text):
            found[key] = other
    return found


def _find_other_names(
    by_key: Mapping[str, Sequence[NameMention]],
    labels: Mapping[str, str],
    renamed: Mapping[Place, Place],
) -> dict[str, str]:
    """Return which name stands for what another does, which the article says is another name."""
    at = {m.place: key for key, found in by_key.items() for m in found}
    pairs = ((at[place], at[before]) for place, before in renamed.items())
    return {one: other for one, other in pairs if one != other and labels[one] == labels[other]}


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether a name is the first words of another, or capitals out of it in their order."""
    words = clean_name(short).casefold().split()
    if words == clean_name(long).casefold().split()[: len(words)]:
        return True
    letters = iter(long.casefold())
    begins = short[:1].casefold() == long[:1].casefold()
    return short.isupper() and begins and all(letter in letters for letter in short.casefold())


def _majority(mentions: Sequence[NameMention]) -> str:
    support = _support(mentions)
    return max(support, key=lambda label: (support[label], -_first(mentions, label)))


def _support(mentions: Iterable[NameMention]) -> dict[str, float]:
    support: dict[str, float] = {}
    for mention in mentions:
        for label, share in mention.labels:
            support[label] = support.get(label, 0.0) + share
    return support


def _first(mentions: Sequence[NameMention], label: str) -> int:
    return min((m.start for m in mentions if m.label == label), default=mentions[-1].end)


def _best_name(mentions: Sequence[NameMention]) -> str:
    """Return the wording seen most often, mixed case before capitals, then the longest.

    Of two as frequent the one with a capital: a character is "known as the man from Oslo".

    Of the genitive of McDonald's the name is only half: where it is not much rarer, the whole
    one counts for both.
    """
    counts = Counter(clean_name(m.text) for m in mentions)
    for name in list(counts):
        bare = without_possessive(name)
        if bare != name and 2 * counts[name] >= counts[bare]:
            counts[name] += counts.pop(bare, 0)
    return max(
        counts,
        key=lambda name: (
            not is_shouted(name),
            counts[name],
            " " in name and name[0].isupper(),
            len(name),
            name,
        ),
    )


def _plain_name(name: str, label: str, lexicon: Lexicon) -> str:
    """Return a person's name without title and degrees, where it has two words then."""
    if label != PERSON:
        return name
    plain = without_titles(name, lexicon)
    return plain if " " in plain else name


def find_known(text: str, lexicon: Lexicon, gazetteer: Gazetteer) -> KnownName | None:
    """Return what the gazetteer knows by a name as it stands, or without its legal form."""
    name = clean_name(text)
    tries = (name, without_possessive(name), without_ending(name, lexicon))
    return next((known for one in tries if (known := gazetteer.find(one))), None)


def _is_known(text: str, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is one of its own: of a thing, or of a state or the like."""
    region = gazetteer.region_of(without_possessive(clean_name(text)))
    return bool(region) or find_known(text, lexicon, gazetteer) is not None


def _known_name(
    mentions: Sequence[NameMention], lexicon: Lexicon, gazetteer: Gazetteer
) -> str | None:
    known = find_known(mentions[0].text, lexicon, gazetteer)
    return known.name if known else None


def _longer_name(
    key: str,
    by_key: Mapping[str, Sequence[NameMention]],
    by_word: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    lexicon: Lexicon,
    headings: Collection[int],
) -> str | None:
    """Return the one longer name that `key` is short for, or None.

    But for acronyms it has the first word of `key`: of thousands of names few are compared.
    """
    generic = {word.casefold() for word in lexicon.words("genericPart")}
    short = key.split()
    is_acronym = _may_be_acronym(by_key[key][0].text)
    fits = []
    for other in by_key if is_acronym else by_word.get(key.partition(" ")[0], ()):
        long = other.split()
        surname = labels[other] == PERSON and short == long[-1:]
        surname = surname and (labels[key] == PRODUCT or _only_heads(by_key[key], headings))
        if other == key or not (surname or _may_be(labels[other], by_key[key])):
            continue
        if labels[other] == PERSON:
            matches = len(short) < len(long) and _is_part_of_person(short, long)
        else:
            matches = _is_short_form(short, long, generic) or (
                short == long[: len(short)]
                and len(short) < len(long)
                and (
                    _introduces(by_key, labels, key, other, short)
                    or _heads(by_key, labels, key, other, headings)
                )
            )
        if matches or (is_acronym and _is_spelled_by(by_key[key], by_key[other][0])):
            fits.append(other)
    if len(fits) > 1:
        fits = _of_gender(fits, by_key[key], by_key, lexicon)
    if not fits:
        return None
    longest = max(fits, key=lambda o: (len(o.split()), o))
    nested = all(set(o.split()) <= set(longest.split()) for o in fits)
    return longest if len(fits) == 1 or nested else None


def _of_gender(
    fits: list[str],
    mentions: Sequence[NameMention],
    by_key: Mapping[str, Sequence[NameMention]],
    lexicon: Lexicon,
) -> list[str]:
    """Leave out who a surname with "Mr" or "Ms" is not, by the names that are longer."""
    titles = lexicon.words("honorific")
    titled = [name for m in mentions if (name := clean_name(m.text)).split()[0] in titles]
    if not titled:
        return fits
    genders = Genders(lexicon)
    told = {genders.of_name(name) for name in titled} - {None}
    if len(told) != 1:
        return fits
    return [
        key for key in fits if genders.of_name(clean_name(by_key[key][0].text)) in (None, *told)
    ]


def _may_be(label: str, mentions: Sequence[NameMention]) -> bool:
    """Tell whether a name may be that of a thing of a kind, by the shares of its labels."""
    support = _support(mentions)
    apart = sum(share for name, share in support.items() if name in _APART)
    share = support.get(label, 0.0) if label in _APART else sum(support.values()) - apart
    return share >= LEAST_SHARE * sum(support.values())


def _is_part_of_person(short: Sequence[str], long: Sequence[str]) -> bool:
    return short == long[-len(short) :] or (len(short) == 1 and short[0] == long[0])


def _is_short_form(short: Sequence[str], long: Sequence[str], generic: set[str]) -> bool:
    """Tell whether the long name only adds words such as "Studios", or words before it.

    Words of its own may come again: "Faber" is short for "Faber & Faber".
    """
    if len(short) >= len(long) or all(word in generic for word in short):
        return False
    if short == long[: len(short)]:
        return all(word in generic or word in short for word in long[len(short) :])
    return short == long[-len(short) :] and len(long) - len(short) <= 1


def _introduces(
    by_key: Mapping[str, Sequence[NameMention]],
    labels: Mapping[str, str],
    key: str,
    other: str,
    short: Sequence[str],
) -> bool:
    """Tell whether the long name comes first and the short one takes up from there."""
    if len(short[0]) < 3:
        return False
    if all(m.label == PLACE for m in by_key[other]):  # what is named after a place is not it
        return False
    if labels[other] in _SERIAL and any(map(_NUMERAL.fullmatch, other.split()[len(short) :])):
        return False
    together = {m.sentence for m in by_key[key]} & {m.sentence for m in by_key[other]}
    first_long = min(m.start for m in by_key[other])
    return not together and first_long < min(m.start for m in by_key[key])


def _only_heads(mentions: Sequence[NameMention], headings: Collection[int]) -> bool:
    """Tell whether a name stands in headings alone: "Roe goes" says little of what Roe is."""
    return all(m.sentence in headings for m in mentions)


def _heads(
    by_key: Mapping[str, Sequence[NameMention]],
    labels: Mapping[str, str],
    short: str,
    long: str,
    headings: Collection[int],
) -> bool:
    """Tell whether a heading shortens a name that the text gives in full at once.

    The short name stands in a heading, and nowhere else before the long one. Of 251 such pairs of
    organizations below the headlines of the corpus 247 are one.
    """
    if {labels[short], labels[long]} != {HEADED}:
        return False
    full = min(m.sentence for m in by_key[long])
    before = {m.sentence for m in by_key[short] if m.sentence <= full}
    heading = min(before, default=full)
    near = heading < full <= heading + HEADLINE_REACH
    return near and heading in headings and before == {heading}


def _may_be_acronym(text: str) -> bool:
    name = _without_and(text)
    return 2 <= len(name) <= 6 and name.isupper()


def _is_spelled_by(acronyms: Sequence[NameMention], full: NameMention) -> bool:
    """Tell whether capitals spell a name before one of them: "BLM" Big Lake Mills, BigLakeMills."""
    words = clean_name(full.text).split()
    if len(words) == 1 and words[0].isupper():
        return False
    letters = [word[0] for word in words] if len(words) > 1 else words[0]
    capitals = "".join(filter(str.isupper, letters))
    before = full.start < max(acronym.end for acronym in acronyms)
    return before and capitals == _without_and(acronyms[0].text)


def _without_and(text: str) -> str:
    """Return "SN" for "S&N" and "S and N"."""
    return _AND.sub("", clean_name(text))
