"""Ways up the parse: from a word to its clause, from two ends to where they meet."""

from spacy.tokens import Doc, Token

from kg.datamodel import Argument

# By these a clause hangs on another, or on a noun.
RELATIVE = frozenset({"acl:relcl", "relcl"})
CLAUSES = RELATIVE | frozenset({"acl", "advcl", "ccomp", "xcomp", "csubj", "parataxis"})


def find_root(doc: Doc, argument: Argument) -> Token:
    """Return the word of an argument that the others hang on."""
    return doc[argument.start : argument.end].root


def find_clause(token: Token) -> Token:
    """Return the head of the clause that a word stands in; of "became chief" the verb."""
    while token.head.i != token.i:
        verbal = token.pos_ in ("VERB", "AUX")
        if token.dep_ in CLAUSES and (verbal or token.dep_ != "xcomp"):
            break
        if token.dep_ == "conj" and (verbal or any(c.dep_ == "cop" for c in token.children)):
            break
        token = token.head
    return token


def trace_ends(doc: Doc, ends: tuple[Argument, Argument]) -> tuple[list[list[Token]], Token | None]:
    """Return the ways from two ends up the parse to where they meet, and the word there."""
    ways = []
    for end in ends:
        root = find_root(doc, end)
        ways.append([root, *root.ancestors])
    met = next((token for token in ways[0] if token in ways[1]), None)
    if met is not None:
        ways = [way[: way.index(met) + 1] for way in ways]
    return ways, met
