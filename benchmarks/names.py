"""How the cost of merging names grows with the names: 1,000, 10,000 and 100,000 of them.

Names are made of syllables, so that as many look alike as in news; half are companies, some
with a long form, an acronym or a slip of the pen, half are people, some by their family name.
"""

import random
import time
from collections.abc import Iterable, Iterator

from kg.datamodel import Evidence, Mention, RelationMention, Span
from kg.lexicon.ontology import find_ontology, load_ontology
from kg.resolve import resolve_mentions

SIZES = (1_000, 10_000, 100_000)
# fmt: off
SYLLABLES = (
    "ar", "bel", "cor", "dan", "el", "far", "gol", "har", "is", "jun", "kar", "lo", "mer",
    "nor", "or", "pel", "quin", "ros", "sel", "tor", "ul", "ver", "wes", "yor", "zan", "ti",
)
# fmt: on
ENDINGS = ("", "", " Inc.", " Capital", " Studios", " Group", " Holdings plc")
SEED = 1


def measure_names() -> Iterable[str]:
    """Yield the lines of the report."""
    ontology = load_ontology(find_ontology())
    yield "\nmerging names (2 mentions a name, in as many articles)"
    before = None
    for size in SIZES:
        said = list(_make_facts(size, random.Random(SEED)))
        mentions = [end for one in said for end in (one.subject, one.object)]
        start = time.perf_counter()
        found = resolve_mentions(mentions, ontology.schema, ontology.lexicon, said=said)
        seconds = time.perf_counter() - start
        entities = len({found.entity_of(mention).iri for mention in mentions})
        growth = (
            f"   {seconds / before:5.1f} times the time for 10 times the names" if before else ""
        )
        yield f"  {size:7,} names, {entities:7,} entities  {seconds:7.2f} s{growth}"
        before = seconds


def _make_facts(size: int, chance: random.Random) -> Iterator[RelationMention]:
    """Make a fact for every two names, told in two articles."""
    companies = [_company(chance) for _ in range(size // 2)]
    people = [f"{_word(chance)} {_word(chance)}" for _ in range(size - len(companies))]
    for number, (company, person) in enumerate(zip(companies, people, strict=True)):
        yield _fact(f"a{number}", person, company)
        yield _fact(f"b{number}", _vary(person, chance), _vary(company, chance))


def _vary(name: str, chance: random.Random) -> str:
    """Write a name as another article may: whole, short, or with a slip."""
    way = chance.random()
    if way < 0.7 or " " not in name:
        return name
    if way < 0.85:
        return name.rpartition(" ")[2] if name[-1].islower() else name.partition(" ")[0]
    at = chance.randrange(2, len(name) - 1)
    return name[:at] + name[at + 1 :]


def _company(chance: random.Random) -> str:
    words = " ".join(_word(chance) for _ in range(chance.choice((1, 1, 2, 3))))
    return words + chance.choice(ENDINGS)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3, 4)))).title()


def _fact(article: str, person: str, company: str) -> RelationMention:
    quote = f"{person} joined {company}."
    subject, object_ = (
        Mention(article=article, span=Span(0, len(n)), text=n, name=n, types=((kind, 1.0),))
        for n, kind in ((person, "Person"), (company, "Company"))
    )
    evidence = Evidence(article=article, span=Span(0, len(quote)), quote=quote)
    return RelationMention(subject=subject, relation="joins", object=object_, evidence=evidence)
