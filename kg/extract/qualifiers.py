"""When, how much and as what: which values of a sentence belong to a relation mention."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from spacy.tokens import Doc, Token

from kg.datamodel import Argument, Date, Money, Qualifiers
from kg.extract.candidates import without
from kg.extract.clauses import Clauses
from kg.extract.frames import SLOT_LABELS
from kg.extract.paths import find_root
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import TITLE
from kg.lexicon.naming import GENITIVE

# By these a sum hangs on the noun that it is of.
_OF_NOUN = frozenset({"compound", "nmod", "nmod:desc", "nummod", "amod", "appos", "pobj", "dep"})
# A value further than this many edges from the trigger belongs to something else.
MAX_DISTANCE = 3
# A date says when its own verb or noun was; further down it dates something else.
MAX_DATE_DISTANCE = 1


def find_values(
    clauses: Clauses,
    triggers: tuple[int, ...],
    given: Mapping[str, Argument],
    takes: frozenset[str],
    lexicon: Lexicon,
) -> Mapping[str, Argument]:
    """Find the values near the trigger that the relation takes and no slot has given.

    Those that are given are not found again.

    Two values equally near are left out rather than guessed between.
    """
    found: dict[str, Argument] = {}
    taken = list(given.values())
    distances = _distances(clauses, triggers)
    for key, label in SLOT_LABELS.items():
        if key not in takes or key in given:
            continue
        limit = MAX_DATE_DISTANCE if label == "DATE" else MAX_DISTANCE
        near = [
            (distances[node], node)
            for node, argument in clauses.arguments.items()
            if argument.label == label
            and node in distances
            and distances[node] <= limit
            and argument not in taken
            and (label != "MONEY" or _is_valuation(clauses, node, lexicon) == (key == "valuation"))
        ]
        near.sort()
        if near and (len(near) == 1 or near[0][0] < near[1][0]):
            found[key] = clauses.arguments[near[0][1]]
            taken.append(found[key])
    return found


def keep_own_share(
    doc: Doc, values: Mapping[str, Argument], ends: tuple[Argument, Argument]
) -> Mapping[str, Argument]:
    """Leave out a share that is said to be of something else: "owns Acme and 80% of Globex"."""
    share = values.get("stake")
    if share is None or doc[share.end : share.end + 1].text.lower() != "of":
        return values
    whole = _find_whole(doc, share.end + 1)
    if whole is None or whole.entity in {end.entity for end in ends}:
        return values
    return without(values, "stake")


def _find_whole(doc: Doc, start: int) -> Argument | None:
    """Return what begins at a token, behind articles and who owns it, None if nothing does."""
    arguments: tuple[Argument, ...] = doc.user_data["arguments"]
    at = {a.start: a for a in arguments if a.entity >= 0}
    while start < len(doc):
        found = at.get(start)
        if found and doc[found.end : found.end + 1].text not in GENITIVE:
            return found
        if not found and doc[start].pos_ not in ("DET", "ADJ", "PART"):
            return None
        start = found.end if found else start + 1
    return None


def settle_price(
    doc: Doc, values: Mapping[str, Argument], deals: Collection[str], lexicon: Lexicon
) -> Mapping[str, Argument]:
    """Tell what is paid from what a company is worth.

    "Bought it in a deal worth $3bn" values no company, "in a deal that values it at $3bn" does.

    The sum of a loan, a fine or a loss is neither.

    Args:
        deals: What may have a price, as lemmas: "deal", "stake".
    """
    amount, valuation = values.get("amount"), values.get("valuation")
    if valuation and _find_worth(doc, valuation.start, lexicon) in deals:
        rest = without(values, "valuation")
        return {"amount": valuation, **rest}
    if amount and _find_other_sum(doc, amount, lexicon):
        return without(values, "amount")
    if amount and (valued := _find_valued(doc, amount, lexicon)) and valued not in deals:
        rest = without(values, "amount")
        return {"valuation": amount, **rest}
    return values


def _find_other_sum(doc: Doc, amount: Argument, lexicon: Lexicon) -> str:
    """Return what else an amount is of: "a $30m loan", "a fine of $30m"."""
    root = find_root(doc, amount)
    noun = root.head.head if root.dep_ == "pobj" else root.head
    is_its = root.dep_ in _OF_NOUN and noun.lemma_.lower() in lexicon.words("otherSum")
    return noun.text if is_its else ""


def _find_valued(doc: Doc, amount: Argument, lexicon: Lexicon) -> str:
    """Return the lemma of what a verb values at an amount."""
    verb = find_root(doc, amount).head
    if verb.pos_ != "VERB" or not _is_worth(verb, lexicon):
        return ""
    valued = (child for child in verb.children if child.dep_ in ("obj", "dobj"))
    return next((child.lemma_.lower() for child in valued if child.i < amount.start), "")


def _find_worth(doc: Doc, start: int, lexicon: Lexicon) -> str:
    """Return the lemma of what is "worth" or "valued at" the sum that begins at a token."""

    def step_back(place: int, passing: Collection[str]) -> int:
        while place >= 0 and doc[place].pos_ in passing and not _is_worth(doc[place], lexicon):
            place -= 1
        return place

    place = step_back(start - 1, ("ADP", "ADV", "ADJ"))
    if place < 0 or not _is_worth(doc[place], lexicon):
        return ""
    place = step_back(place - 1, ("AUX", "PUNCT", "ADV"))
    return doc[place].lemma_.lower() if place >= 0 else ""


def _is_worth(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word says of the one before it what it is worth."""
    return token.pos_ != "NOUN" and token.lemma_.lower() in lexicon.words("valuation")


def make_qualifiers(
    values: Mapping[str, Argument],
    text_of: Callable[[Argument], str],
    normalise_role: Callable[[str], str],
    *,
    lead: bool = False,
) -> Qualifiers:
    """Turn arguments into qualifiers; those whose value cannot be told are left out."""

    def value(key: str) -> Money | Date | Decimal | str | None:
        argument = values.get(key)
        return argument.value if argument else None

    amount, valuation, date, stake = (value(k) for k in ("amount", "valuation", "date", "stake"))
    role, round_ = values.get("role"), values.get("round")
    wording = text_of(role) if role else None
    # A part that somebody plays has a name, which is no title.
    named = role is not None and role.label != TITLE
    return Qualifiers(
        amount=amount if isinstance(amount, Money) else None,
        valuation=valuation if isinstance(valuation, Money) else None,
        date=date if isinstance(date, Date) else None,
        stake=stake if isinstance(stake, Decimal) else None,
        role=wording if named or wording is None else normalise_role(wording),
        role_wording=wording,
        round=str(round_.value) if round_ and round_.value else None,
        lead=lead,
    )


def _distances(clauses: Clauses, triggers: tuple[int, ...]) -> dict[int, int]:
    """Count edges from the trigger downwards, and one level up through an object."""
    distances = {node: 0 for node in triggers}
    queue = list(triggers)
    for node in triggers:
        for label, head in clauses.parents.get(node, ()):
            if label in ("obj", ":in", ":into", "acl", "comp") and head not in distances:
                distances[head] = 1
                queue.append(head)
    while queue:
        node = queue.pop(0)
        if distances[node] >= MAX_DISTANCE or clauses.is_name(node):
            continue
        for label, child in clauses.children.get(node, ()):
            if child not in distances and label not in ("conj", "advcl", "parataxis", "ccomp"):
                distances[child] = distances[node] + 1
                queue.append(child)
    return distances


def _is_valuation(clauses: Clauses, node: int, lexicon: Lexicon) -> bool:
    around = [head for _, head in clauses.parents.get(node, ())]
    around += [child for _, child in clauses.children.get(node, ())]
    return any(
        clauses.lemma(other) in lexicon.words("valuation")
        for other in around
        if other not in clauses.arguments
    )
