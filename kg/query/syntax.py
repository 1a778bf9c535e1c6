"""What is read off a query's text before it is answered, and off the parser's faults after."""

import re
from collections.abc import Iterator

# SPARQL's lexical rules, as far as they decide what is a keyword: strings, IRIs,
# comments, variables, prefixed names with their escapes, then words.
TOKEN = re.compile(
    r"""
      \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
    | \"(?:\\.|[^\"\\\n\r])*\" | '(?:\\.|[^'\\\n\r])*'
    | <[^<>\"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$]\w+
    | (?P<prefix>[\w.-]*):(?:[\w.:%-]|\\.)*
    | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_REASON = 200
SERVICE_REFUSED = "SERVICE is not answered: a query never leaves this machine"


def read_keywords(query: str) -> Iterator[str]:
    """Yield the bare words of a query, and its prefixes, in upper case.

    `SERVICE:a` is the keyword and then a name with the empty prefix, so a prefix may
    hide a keyword.
    """
    for token in TOKEN.finditer(query):
        yield (token["word"] or token["prefix"] or "").upper()


def asks_elsewhere(query: str) -> bool:
    """Tell whether a query would ask another machine (SERVICE)."""
    return any("SERVICE" in word for word in read_keywords(query))


def word_fault(message: str) -> str:
    """Shorten the parser's list of all that it would have taken."""
    line = " ".join(message.split())
    if "Prefix not found" in line:
        return line.partition(":")[0] + ": a prefix is not declared"
    place, _, expected = line.partition(": expected ")
    if "one of" in expected and "[" in expected:
        words = [word.strip() for word in expected.removeprefix("one of").split(", ")]
        named = [word for word in words if re.fullmatch(r"\"?[\w\s(){}.]+\"?", word)]
        line = f"{place}: expected {' or '.join(named)}" if named else place
    return line if len(line) <= LONGEST_REASON else line[:LONGEST_REASON] + "…"
