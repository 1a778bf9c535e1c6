"""Vary the annotated passages, so that the model learns constructions and not names."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.corpus import Line, Mention, Passage

_SWAPPED = "POWDLT"
_TITLE = "T"
TITLE_SHARE = 0.35  # of the titles of roles; of names it is the caller's
HARD_SHARE = 0.2  # of the new names, those whose ends are hard to find
_NAMES = "names.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """Names by letter; `hard` are those whose ends are hard to find."""

    names: Mapping[str, Sequence[str]]
    hard: Mapping[str, Sequence[str]]

    def choose(self, letter: str, rng: random.Random) -> str:
        """Choose a name."""
        hard = self.hard.get(letter)
        return rng.choice(hard if hard and rng.random() < HARD_SHARE else self.names[letter])


def read_hard_names(folders: Iterable[Path]) -> dict[str, list[str]]:
    """Read the corpus folders' lists of names, by letter; lines with # are comments."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in (folder / _NAMES for folder in folders):
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            if not line.startswith("#"):
                letter, name = line.split("\t")
                found[letter].append(name)
    return dict(found)


def name_pools(
    passages: Iterable[Passage],
    others: Mapping[str, Iterable[str]],
    hard: Mapping[str, Sequence[str]],
) -> Pools:
    """Collect the full names of the passages by letter, with names from other corpora."""
    pools: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for surfaces in _surfaces(passage).values():
            letter, full = max(surfaces, key=lambda pair: (len(pair[1]), pair[1]))
            pools[letter].add(full)
    for letter, names in others.items():
        pools[letter].update(names)
    names = {letter: sorted(found) for letter, found in sorted(pools.items())}
    return Pools(names=names, hard=hard)


def swap_names(passage: Passage, pools: Pools, share: float, rng: random.Random) -> Passage:
    """Give a share of the passage's things another name of their type, the same throughout.

    A thing keeps its name where a short form of it cannot be carried over.
    """
    swaps: dict[tuple[int, str], str] = {}
    for key, surfaces in sorted(_surfaces(passage).items()):
        letter = surfaces[0][0]
        if rng.random() < (TITLE_SHARE if letter == _TITLE else share):
            name = pools.choose(letter, rng)
            swaps.update(_carry_over(key, [surface for _, surface in surfaces], name))
    if not swaps:
        return passage
    lines = tuple(_rename(line, swaps) for line in passage.lines)
    return Passage(name=passage.name, style=passage.style, lines=lines)


def _surfaces(passage: Passage) -> dict[int, list[tuple[str, str]]]:
    """Letter and surface of each thing's names, and of the titles that any person may have."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for line in passage.lines:
        for mention in line.mentions:
            surface = line.text[mention.start : mention.end]
            if mention.letter in _SWAPPED and (mention.letter != _TITLE or _is_plain(surface)):
                found[mention.key].append((mention.letter, surface))
    return found


def _is_plain(title: str) -> bool:
    """Tell whether a title says nothing of a relation (founders founded), nor of several people."""
    word = title.casefold()
    return "founder" not in word and not word.endswith("s")


def _carry_over(key: int, surfaces: list[str], name: str) -> dict[tuple[int, str], str]:
    """Map each surface of a thing to its form of the new name; empty where one has none."""
    full = max(surfaces, key=lambda surface: (len(surface), surface)).casefold().split()
    fresh = name.split()
    result: dict[tuple[int, str], str] = {}
    for surface in surfaces:
        parts = surface.casefold().split()
        if parts == full:
            replacement = name
        elif len(parts) == 1 and len(full) > 1 and len(fresh) > 1 and parts[0] == full[-1]:
            replacement = fresh[-1]
        elif len(parts) == 1 and len(full) > 1 and len(fresh) > 1 and parts[0] == full[0]:
            replacement = fresh[0]
        else:
            return {}
        loud = surface.isupper() and len(surface) > 5
        result[key, surface] = replacement.upper() if loud else replacement
    return result


def _rename(line: Line, swaps: Mapping[tuple[int, str], str]) -> Line:
    text, last = "", 0
    mentions: list[Mention] = []
    for mention in line.mentions:
        surface = line.text[mention.start : mention.end]
        text += line.text[last : mention.start]
        start = len(text)
        text += swaps.get((mention.key, surface), surface)
        mentions.append(Mention(start=start, end=len(text), letter=mention.letter, key=mention.key))
        last = mention.end
    return Line(text=text + line.text[last:], mentions=tuple(mentions), facts=line.facts)
