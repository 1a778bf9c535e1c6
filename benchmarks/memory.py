"""Memory of a reader that goes on and on: it must not grow with what it has read.

The articles are paragraphs of seeds/ with other names and numbers, so that the words of
one are not those of the next.
"""

import random
import resource
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.speed import SEEDS, refuse
from kg.build import Settings
from kg.build.reading import ArticleReader
from kg.datamodel import Article
from kg.lexicon.ontology import find_ontology
from kg.read import read_articles

ARTICLES, EARLY = 5_000, 1_000
PARAGRAPHS = 2
SYLLABLES = ("ba", "cor", "da", "el", "fin", "gar", "hol", "im", "jo", "ka", "lor", "mi", "nox")


def measure_memory() -> Iterable[str]:
    """Yield the lines of the report."""
    reader = ArticleReader(Settings(ontology=find_ontology()))
    readings = reader.read(_varied(ARTICLES))
    for _ in islice(readings, EARLY):
        pass
    early = _resident()
    for _ in readings:
        pass
    late = _resident()
    yield f"\nmemory held after {EARLY:,} articles   {early:7.0f} MB"
    yield f"memory held after {ARTICLES:,} articles   {late:7.0f} MB   ({late / early:.2f} times)"


def _varied(count: int) -> Iterator[Article]:
    """Yield articles of some paragraphs, with names that are new in each."""
    rng = random.Random(1)
    seeds = list(read_articles([SEEDS], on_fault=refuse))
    paragraphs = [p for seed in seeds for p in seed.text.split("\n") if len(p.split()) > 20]
    names = ("Google DeepMind", "DeepMind", "A24", "Netflix", "Anthropic", "OpenAI", "Amazon")
    for number in range(count):
        text = "\n".join(rng.sample(paragraphs, PARAGRAPHS))
        for name in names:
            text = text.replace(name, "".join(rng.choices(SYLLABLES, k=3)).title())
        text = text.replace("75", str(rng.randint(2, 900)))
        yield replace(
            seeds[0], header=replace(seeds[0].header, id=f"article-{number}", date=None), text=text
        )


def _resident() -> float:
    """Return the memory that the process holds now, in megabytes; Linux tells it here."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
