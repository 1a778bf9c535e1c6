"""What the gate at the end of a build costs, beside writing the same statements as Turtle.

The statements are made up: four an article, of all relations, with qualifiers as news has them.
"""

import datetime
import random
import time
from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from kg.build.changes import Basis, Renewal
from kg.build.serialize import write_turtle
from kg.datamodel import (
    ArticleHeader,
    Date,
    Entity,
    Evidence,
    Mention,
    Money,
    Qualifiers,
    RelationMention,
    Run,
    Span,
    Statement,
)
from kg.lexicon.ontology import find_ontology
from kg.merge import (
    GraphContents,
    GraphNodes,
    describe_statement,
    make_ledger,
    merge_statements,
)
from kg.schema import Schema, SchemaRelation, load_schema
from kg.state import PartStore
from kg.validate import check_statements, load_shapes
from kg.vocab import ID, slug

SIZES = (1000, 10_000)
FACTS = 4


def measure_validation() -> Iterable[str]:
    """Yield the lines of the report; times are of the processor, for the machine may be shared."""
    schema, shapes = (
        load_schema(find_ontology() / "schema.ttl"),
        load_shapes(find_ontology() / "shapes.ttl"),
    )
    run = Run(version="0", model="0" * 64, ontology="0" * 64)
    seconds = []
    for size in SIZES:
        headers = {f"a{n}": _make_header(n) for n in range(size)}
        statements = make_statements(size, schema)
        start = time.process_time()
        ledger = make_ledger(statements)
        contents = GraphContents(statements=ledger, disagreements=[], headers=headers, run=run)
        now = Basis(table=ledger.table, headers=dict.fromkeys(headers, b""))
        renewal = Renewal(Basis(), now, ledger, PartStore())
        b"".join(write_turtle(GraphNodes(contents), renewal))
        middle = time.process_time()
        found = check_statements(
            statements, schema, shapes, partial(describe_statement, headers=headers)
        )
        end = time.process_time()
        seconds.append(end - middle)
        yield (
            f"gate, {size:6,} articles, {len(statements):6,} statements  {end - middle:7.1f} s"
            f"   ({(end - middle) / (middle - start):.2f} of writing them as Turtle;"
            f" {len(found)} findings)"
        )
    yield f"growth of the gate                            {seconds[-1] / seconds[0]:7.1f}"


def make_statements(articles: int, schema: Schema) -> list[Statement]:
    """Make statements of so many articles, the same each time."""
    chance = random.Random(0)
    relations = [relation for _, relation in sorted(schema.relations.items())]
    found = [
        _make_found(chance, chance.choice(relations), number, place, articles)
        for number in range(articles)
        for place in range(FACTS)
    ]
    return merge_statements(found, _entity_of, schema)


def _make_header(number: int) -> ArticleHeader:
    return ArticleHeader(
        id=f"a{number}", path="", digest=f"{number:064x}", title=f"News {number}", publisher="Daily"
    )


def _entity_of(mention: Mention) -> Entity:
    iri = str(ID[f"entity/{slug(mention.name)}"])
    return Entity(iri=iri, label=mention.name, type=mention.types[0][0])


def _make_found(
    chance: random.Random, relation: SchemaRelation, article: int, place: int, articles: int
) -> RelationMention:
    ends = [
        _make_mention(f"{kind} {int(articles / 4 * chance.random() ** 2)}", kind, article)
        for kind in (chance.choice(relation.domain), chance.choice(relation.range))
    ]
    quote = f"{ends[0].name} {relation.label} {ends[1].name}, as was told at some length ({place})."
    paid = "amount" in relation.takes and chance.random() < 0.6
    return RelationMention(
        subject=ends[0],
        relation=relation.name,
        object=ends[1],
        evidence=Evidence(
            article=f"a{article}",
            span=Span(200 * place, 200 * place + len(quote)),
            quote=quote,
            attributed_to=_make_mention("Daily", "Organization", article) if place == 0 else None,
        ),
        confidence=round(chance.uniform(0.6, 0.99), 2),
        qualifiers=Qualifiers(
            amount=Money(amount=Decimal(chance.randint(1, 900) * 10**5), currency="USD")
            if paid
            else None,
            date=Date(day=datetime.date(2026, 1, 1 + place), precision="day") if place else None,
        ),
    )


def _make_mention(name: str, kind: str, article: int) -> Mention:
    return Mention(
        article=f"a{article}", span=Span(0, len(name)), text=name, name=name, types=((kind, 1.0),)
    )
