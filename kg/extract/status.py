"""How firmly a sentence states a relation: asserted, planned, rumoured, denied, former."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.datamodel import Status
from kg.extract.clauses import Clauses
from kg.lexicon.frames import Lexicon, StatusCue

# Links by which what is said of the governor holds of the governed as well.
GOVERNING = frozenset(
    {"xcomp", "ccomp", "acl", "obj", "dobj", "csubj", "pcomp", "obl", "nmod", "advcl"}
)
# The strongest reading wins: a denied plan is denied.
PRECEDENCE: tuple[Status, ...] = ("denied", "rumoured", "planned", "former")


def read_status(
    clauses: Clauses, triggers: tuple[int, ...], lexicon: Lexicon
) -> tuple[Status | None, str]:
    """Tell the status of what the triggers say, and the word that decided it.

    Returns:
        None for a question or a condition, which state nothing.
    """
    text = clauses.sentence.text
    if text.rstrip("\"'”’ \n").endswith("?"):
        return None, "a question"
    found: dict[Status | None, str] = {}
    chain = list(_governors(clauses, triggers))
    for cue in lexicon.cues:
        word = _cue_word(cue, clauses, triggers, chain)
        if word:
            found.setdefault(cue.status, word)
    if None in found:
        return None, f'"{found[None]}" states a condition'
    for status in PRECEDENCE:
        if status in found:
            return status, f'"{found[status]}"'
    token = clauses.token(triggers[0])
    if _is_infinitive(token):
        if token.dep_ in ("ROOT", "root"):
            return "planned", "an infinitive without a verb above it"
        if token.dep_ == "acl":
            return None, "an infinitive does not say whether it happens"
    return "asserted", ""


def _governors(clauses: Clauses, triggers: tuple[int, ...]) -> Iterator[Token]:
    """Yield the words above the trigger whose sense reaches down to it."""
    token = clauses.token(triggers[0])
    seen = {token.i}
    while token.head.i != token.i and clauses.sentence.start <= token.head.i < clauses.sentence.end:
        dep = token.dep_.lower()
        if dep not in GOVERNING and dep != "conj" and (dep != "nsubj:pass" or len(seen) > 1):
            return
        crosses = dep in ("obl", "nmod") and token.head.pos_ == "VERB"
        if dep == "advcl" and any(c.dep_ == "mark" and c.pos_ == "SCONJ" for c in token.children):
            return
        token = token.head
        if token.i in seen:
            return
        seen.add(token.i)
        if not crosses:
            yield token


def _cue_word(
    cue: StatusCue, clauses: Clauses, triggers: tuple[int, ...], chain: list[Token]
) -> str:
    lowered = clauses.sentence.text.lower()
    for phrase in cue.phrases:
        if phrase in lowered:
            return phrase
    for token in chain:
        if token.lemma_.lower() in cue.words:
            return token.text
    own = [clauses.token(node) for node in triggers]
    for token in (*own, *chain):
        for child in token.children:
            if _modifies(child, cue):
                return child.text
    return ""


def _modifies(child: Token, cue: StatusCue) -> bool:
    word, lemma = child.lower_, child.lemma_.lower()
    if child.dep_ in ("aux", "aux:pass", "auxpass"):
        return word in cue.auxiliaries or lemma in cue.auxiliaries
    if child.dep_ == "mark":
        return word in cue.marks
    modifiers = ("advmod", "amod", "det", "neg", "compound", "cc:preconj", "cc", "case")
    return child.dep_ in modifiers and (word in cue.adverbs or lemma in cue.adverbs)


def _is_infinitive(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX"):
        return False
    return any(c.dep_ in ("mark", "aux") and c.pos_ == "PART" for c in token.children)
