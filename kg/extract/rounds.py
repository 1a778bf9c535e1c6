"""Which funding round "the round" is, where another sentence has named it."""

from collections.abc import Collection, Sequence

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from kg.datamodel import Argument
from kg.lexicon.labels import ROUND


def find_told_round(
    sentence: SpacySpan, thing: int, *, nouns: Collection[str], definite: Collection[str]
) -> Argument | None:
    """Return the round that a sentence takes up as "the round", or None.

    It is the one round that the article has named before in a sentence on who has raised it; of
    two, neither is taken.

    Args:
        sentence: Of a Doc with `user_data` "arguments".
        thing: The entity that has raised it, by its number.
        nouns: What a funding, once told, is called: "round", "financing".
        definite: What a definite description begins with.
    """
    if not any(_takes_up(token, nouns, definite) for token in sentence):
        return None
    told: dict[object, Argument] = {}
    arguments: Sequence[Argument] = sentence.doc.user_data["arguments"]
    own = {_sentence_of(sentence, a) for a in arguments if a.entity == thing}
    for argument in arguments:
        is_named = argument.label == ROUND and argument.value and argument.start < sentence.end
        if is_named and _sentence_of(sentence, argument) in own:
            told.setdefault(argument.value, argument)
    return next(iter(told.values())) if len(told) == 1 else None


def _sentence_of(sentence: SpacySpan, argument: Argument) -> int:
    """Return where the sentence of an argument begins."""
    return sentence.doc[argument.start].sent.start


def _takes_up(token: Token, nouns: Collection[str], definite: Collection[str]) -> bool:
    """Tell whether a noun has an article and nothing else that would tell it from others."""
    if token.pos_ != "NOUN" or token.lemma_ not in nouns:
        return False
    before = [child for child in token.children if child.i < token.i]
    return len(before) == 1 and before[0].lower_ in definite
