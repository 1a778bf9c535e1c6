"""What a page of the whole graph shows at first, and what it tells of the rest."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from kg.serve.search import Binding, Names
from kg.view.choice import choose_overview
from kg.view.whole import DISPUTED, Whole
from kg.vocab import KG

LINKS = """
SELECT ?statement ?subject ?object WHERE {
  ?statement a kg:Statement ; rdf:subject ?subject ; rdf:object ?object .
}
"""
# Where sources disagree is told at first, whatever is drawn.
DISAGREEMENTS = """
SELECT ?statement WHERE { ?statement kg:disagreesWith ?other . ?other kg:disagreesWith ?statement }
ORDER BY ?statement LIMIT 40
"""
STATEMENTS = """
SELECT ?relation ?status ?disputed (COUNT(*) AS ?n) WHERE {
  ?statement a kg:Statement ; rdf:predicate ?relation .
  OPTIONAL { ?statement kg:status ?status }
  BIND(EXISTS { ?statement kg:disagreesWith ?other } AS ?disputed)
}
GROUP BY ?relation ?status ?disputed
"""
_CITED = "?statement a kg:Statement ; prov:wasDerivedFrom/oa:hasSource ?article ."
OUTLETS = f"""
SELECT ?name (COUNT(DISTINCT ?statement) AS ?n) WHERE {{
  {_CITED} OPTIONAL {{ ?article dcterms:publisher ?name }}
}}
GROUP BY ?name
"""
SAID = f"""
SELECT ?name (COUNT(DISTINCT ?statement) AS ?n) WHERE {{
  {_CITED} ?article dcterms:issued ?name .
}}
GROUP BY ?name
"""
ARTICLES = """
SELECT ?n ?dated ?first ?last WHERE {
  { SELECT (COUNT(*) AS ?n) WHERE { ?article a kg:Article } }
  { SELECT (COUNT(DISTINCT ?article) AS ?dated) (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {
    ?article a kg:Article ; dcterms:issued ?day
  } }
}
"""
# All that tells of the whole, in the order in which `read_whole` takes the answers.
WHOLE = (STATEMENTS, OUTLETS, SAID, ARTICLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The entities that are drawn at first, and the statements that come with the page."""

    drawn: tuple[str, ...]
    statements: tuple[str, ...]

    @classmethod
    def choose(cls, links: Sequence[Binding], disputed: Iterable[Binding]) -> Self:
        """Take the bindings of `LINKS` and of `DISAGREEMENTS`."""
        drawn = choose_overview([_ends(link) for link in links])
        between = [link for link in links if drawn.issuperset(_ends(link))]
        chosen = {found["statement"]["value"] for found in (*between, *disputed)}
        return cls(drawn=tuple(sorted(drawn)), statements=tuple(sorted(chosen)))


def count_statements(links: Iterable[Binding]) -> Counter[str]:
    """Count the statements about each entity from the bindings of `LINKS`."""
    return Counter(iri for link in links for iri in set(_ends(link)))


def read_whole(answers: Sequence[Sequence[Binding]], names: Names) -> dict[str, object]:
    """Write a `Whole` from the answers to `WHOLE`; kinds are those of entities in statements."""
    statements, outlets, said, (articles,) = answers
    counts = names.counts
    kinds = Counter(names.entities[iri].kind for iri in counts if iri in names.entities)
    relations: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for row in statements:
        number = int(row["n"]["value"])
        relations[_local_name(row["relation"]["value"])] += number
        status = _local_name(row["status"]["value"]) if "status" in row else "asserted"
        statuses[DISPUTED if row["disputed"]["value"] == "true" else status] += number
    whole = Whole(
        entities=len(counts),
        statements=relations.total(),
        articles=int(articles["n"]["value"]),
        dated=int(articles["dated"]["value"]),
        days=(_value(articles, "first"), _value(articles, "last")),
        kinds=dict(kinds),
        relations=dict(relations),
        statuses=dict(statuses),
        outlets=_named(outlets),
        said=_named(said),
    )
    return asdict(whole)


def _named(rows: Iterable[Binding]) -> dict[str, int]:
    return {_value(row, "name"): int(row["n"]["value"]) for row in rows if int(row["n"]["value"])}


def _value(row: Binding, name: str) -> str:
    return row[name]["value"] if name in row else ""


def _ends(link: Binding) -> tuple[str, str]:
    return link["subject"]["value"], link["object"]["value"]


def _local_name(iri: str) -> str:
    return iri.removeprefix(str(KG))
