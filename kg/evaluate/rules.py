"""By which rules facts are compared: triples, and what a statement says beyond its triple."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.datamodel import Qualifiers
from kg.evaluate.facts import Fact, GoldFact, Name, StatedFact
from kg.evaluate.names import Surroundings, agree
from kg.schema import Schema

# What a statement says beyond its triple, in the order of the report.
ASPECTS = ("status", "amount", "role", "date", "stake", "round", "lead", "attribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What comparing needs to know.

    `split_roles` parts a wording such as "president and CEO" into the roles that it names.
    """

    schema: Schema
    around: Surroundings
    normalise_role: Callable[[str], str]
    split_roles: Callable[[str], Sequence[str]] = lambda wording: (wording,)

    def same_name(self, one: Name, other: Name) -> bool:
        """Tell whether two names agree."""
        return agree(one, other, self.around)

    def same_triple(self, one: Fact, other: Fact) -> bool:
        """Tell whether relation, subject and object agree; a symmetric relation either way."""
        if one.relation != other.relation:
            return False
        if self.same_name(one.subject, other.subject) and self.same_name(one.object, other.object):
            return True
        known = self.schema.relations.get(one.relation)
        return bool(
            known
            and known.symmetric
            and self.same_name(one.subject, other.object)
            and self.same_name(one.object, other.subject)
        )

    def identity(self, fact: Fact) -> tuple[str | None, ...]:
        """Return the qualifiers that tell two facts of one triple apart: the role of a post."""
        known = self.schema.relations.get(fact.relation)
        names = sorted(known.identified_by) if known else ()
        return tuple(self.compared(name, fact) for name in names)

    def part(self, gold: GoldFact) -> Iterator[GoldFact]:
        """Yield one fact for each role where a role tells facts apart, else the fact itself."""
        fact, role = gold.fact, gold.fact.qualifiers.role
        known = self.schema.relations.get(fact.relation)
        if role is None or known is None or "role" not in known.identified_by:
            yield gold
            return
        for one in self.split_roles(role):
            qualifiers = replace(fact.qualifiers, role=one)
            yield replace(gold, fact=replace(fact, qualifiers=qualifiers))

    def compared(self, aspect: str, fact: Fact) -> str | None:
        """Return an aspect as it is compared; None where the fact does not speak of it."""
        shown = show_aspect(aspect, fact)
        if shown is None:
            return None
        return self.normalise_role(shown) if aspect == "role" else shown.casefold()


def show_aspect(aspect: str, fact: Fact) -> str | None:
    """Write an aspect for people; attribution is not one of the fact but of its evidence."""
    told = fact.qualifiers
    match aspect:
        case "status":
            return fact.status
        case "amount":
            return show_amount(told)
        case "date":
            return str(told.date) if told.date else None
        case "stake":
            return f"{told.stake}%" if told.stake is not None else None
        case "lead":
            return "lead" if told.lead else None
        case "role":
            return told.role
        case "round":
            return told.round
    return None


def show_amount(told: Qualifiers) -> str | None:
    """Write an amount and its currency."""
    return f"{told.amount.amount:,} {told.amount.currency}".strip() if told.amount else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one aspect of a found fact differs; None is "says nothing of it"."""

    aspect: str
    wanted: str | None
    stated: str | None

    def __str__(self) -> str:
        """Write it for people."""
        if self.stated is None:
            return f"no {self.aspect}, wanted {self.wanted}"
        if self.wanted is None:
            return f"{self.aspect} {self.stated} is not in the article's gold"
        return f"{self.aspect} {self.stated}, wanted {self.wanted}"


def compare_aspects(
    wanted: Sequence[GoldFact], stated: StatedFact, rules: Rules
) -> Iterator[tuple[str, Difference | None]]:
    """Compare what the statement says beyond its triple with the mentions of one gold fact.

    An aspect counts where the gold speaks of it, and where the statement does although the
    gold does not; but a statement that rests on other articles too may know it from there.

    Yields:
        Each aspect that counts, with how it differs; None where it is right.
    """
    article = wanted[0].article
    alone = all(quote.article == article for quote in stated.quotes)
    for aspect in ASPECTS[:-1]:
        right = {value for gold in wanted if (value := rules.compared(aspect, gold.fact))}
        said = rules.compared(aspect, stated.fact)
        shown = next((s for gold in wanted if (s := show_aspect(aspect, gold.fact))), None)
        if said in right:
            yield aspect, None
        elif right or (said and alone):
            yield (
                aspect,
                Difference(aspect=aspect, wanted=shown, stated=show_aspect(aspect, stated.fact)),
            )
    yield from _compare_attribution(wanted, stated, rules)


def _compare_attribution(
    wanted: Sequence[GoldFact], stated: StatedFact, rules: Rules
) -> Iterator[tuple[str, Difference | None]]:
    """Compare who is named as the source; the gold need not name every one."""
    right = [gold.attributed_to for gold in wanted if gold.attributed_to]
    said = [q.attributed_to for q in stated.quotes if q.article == wanted[0].article]
    named = [name for name in said if name]
    if not right:
        return
    if any(rules.same_name(one, other) for one in right for other in named):
        yield ASPECTS[-1], None
    else:
        stated_label = named[0].label if named else None
        yield (
            ASPECTS[-1],
            Difference(aspect=ASPECTS[-1], wanted=right[0].label, stated=stated_label),
        )
