"""Examples as sequences of words and slots, for which no parse is needed."""

from collections.abc import Mapping

from kg.extract.clauses import Clauses
from kg.extract.frames import MAX_SEQUENCE_GAP, NAME_SLOTS, sequence_units
from kg.extract.trees import Tree
from kg.lexicon.frames import Lexicon


def loses_trigger(
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: Tree,
) -> bool:
    """Tell whether slots hang on each other although the example has words to say why.

    "[Acme]-backed [Globex]" parsed without its "backed" would match any "Acme Globex";
    only names side by side ("[Acme]'s [Glowbox]") need no word.
    """
    if any(not clauses.is_name(node) for node in tree.nodes):
        return False
    inside = {i for a in clauses.arguments.values() for i in range(a.start, a.end)}
    between = [n for n in range(min(slots), max(slots)) if n not in inside]
    return any(
        clauses.token(n).text == "," or clauses.token(n).pos_ not in ("DET", "PART", "PUNCT")
        for n in between
    )


def _is_clausal(clauses: Clauses, node: int) -> bool:
    """Tell whether a word is a verb, unless a hyphen makes it part of a compound."""
    token = clauses.token(node)
    hyphened = token.i > clauses.sentence.start and token.nbor(-1).text in ("-", "–")
    return token.pos_ in ("VERB", "AUX") and not hyphened


def holds_trigger(
    sequence: tuple[str, ...],
    clauses: Clauses,
    slots: Mapping[int, str],
    tree: Tree | None,
    lexicon: Lexicon,
) -> bool:
    """Tell whether the sequence has all the words that make the example mean its relation.

    Those are the tree's; without a tree, all content words before the carrying verb.
    """
    if tree is not None:
        nodes = tree.nodes - set(slots)
        return all(clauses.lemma(node) in sequence for node in nodes)
    inside = {i for a in clauses.arguments.values() for i in range(a.start, a.end)}
    for token in clauses.sentence:
        if clauses.lemma(token.i) in lexicon.words("carrier"):
            break
        content = token.pos_ in ("NOUN", "VERB", "ADJ", "PROPN") and token.i not in inside
        if content and clauses.lemma(token.i) not in sequence:
            return False
    return any(any(map(str.isalpha, part)) and part not in NAME_SLOTS for part in sequence)


def find_sequence(clauses: Clauses, slots: Mapping[int, str]) -> tuple[str, ...]:
    """Return the words and "{slot}"s from the first slot to the last; nothing if too far."""
    units = sequence_units(clauses)
    places = [n for n, node in enumerate(units) if node in slots]
    if not places:
        return ()
    between = units[places[0] : places[-1] + 1]
    words = [node for node in between if node not in slots]
    if len(words) > MAX_SEQUENCE_GAP or any(node in clauses.arguments for node in words):
        return ()
    if any(_is_clausal(clauses, node) for node in words):
        return ()
    return tuple(f"{{{slots[n]}}}" if n in slots else clauses.lemma(n) for n in between)
