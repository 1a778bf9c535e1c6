"""Who says so inside the article: an outlet or a person named as the source."""

from kg.datamodel import Argument, Mention
from kg.extract.clauses import Clauses
from kg.lexicon.frames import Lexicon

# What one who is quoted can be.
_SPEAKERS = frozenset({"PERSON", "ORG", "REF"})


def find_source(clauses: Clauses, lexicon: Lexicon, *, besides: frozenset[int]) -> Mention | None:
    """Find the one who the sentence says reported what it states.

    Args:
        besides: Numbers of the things that the relation holds between: one who announces
            a deal of its own is its party, not its source.
    """
    for node in sorted(clauses.arguments):
        argument = clauses.arguments[node]
        if argument.mention is None or argument.entity in besides:
            continue
        if argument.label in _SPEAKERS and _is_source(clauses, node, argument, lexicon):
            return argument.mention
    return None


def _is_source(clauses: Clauses, node: int, argument: Argument, lexicon: Lexicon) -> bool:
    for label, head in clauses.parents.get(node, ()):
        saying = clauses.lemma(head) in lexicon.words("saying")
        if saying and label == "subj":
            return True
    before = clauses.sentence.doc[max(argument.start - 5, clauses.sentence.start) : argument.start]
    text = before.text.lower().removesuffix(" the")
    return any(text.endswith(phrase) for phrase in lexicon.classes["saying"].phrases)
