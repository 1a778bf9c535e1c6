"""What is read off a query's text before it is answered, and off the parser's faults after."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

# SPARQL's lexical rules, as far as they decide what is a keyword: strings, IRIs,
# comments, variables, prefixed names with their escapes, then words.
TOKEN = re.compile(
    r"""
      \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
    | \"(?:\\.|[^\"\\\n\r])*\" | '(?:\\.|[^'\\\n\r])*'
    | <(?P<iri>[^<>\"{}|^`\\\x00-\x20]*)>
    | \#[^\n\r]*
    | [?$]\w+
    | (?P<prefix>[\w.-]*):(?P<local>(?:[\w.:%-]|\\.)*)
    | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_REASON = 200
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
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


def names_graphs(query: str) -> bool:
    """Tell whether a query may look into a named graph (GRAPH, FROM, FROM NAMED)."""
    return any("GRAPH" in word or "FROM" in word for word in read_keywords(query))


@dataclass(frozen=True, slots=True)
class Name:
    """A prefixed name of a query, or an IRI in full (`prefix` is None), and where it begins."""

    prefix: str | None
    local: str
    start: int


def read_names(query: str) -> tuple[list[Name], dict[str, str]]:
    """Read the names that a query uses, and the prefixes that it declares with their IRIs."""
    used: list[Name] = []
    declared: dict[str, str] = {}
    before: list[re.Match[str]] = []
    for token in TOKEN.finditer(query):
        if token[0].startswith("#"):
            continue
        if token["prefix"] is not None:
            # A full stop at the end is that of the triple.
            used.append(Name(token["prefix"], token["local"].rstrip("."), token.start()))
        elif token["iri"] is not None:
            words = [(one["word"] or "").upper() for one in before[-2:]]
            if words == ["PREFIX", ""] and before[-1]["prefix"] is not None:
                declared[used.pop().prefix or ""] = token["iri"]
            elif words[-1:] != ["BASE"]:
                used.append(Name(None, token["iri"], token.start()))
        before = [*before[-1:], token]
    return used, declared


def explain_fault(message: str, query: str, prefixes: Container[str]) -> str:
    """Say why a query is malformed: what a person mistypes first, then what the parser says.

    Args:
        message: The parser's.
        prefixes: Those that a query need not declare.
    """
    if not message.startswith("error at"):
        return word_fault(message)
    form = _find_form(query)
    if form is None:
        return f"{_place(query, len(query))}: expected {_either(FORMS)}"
    if form[0].upper() not in FORMS:
        place = _place(query, form.start())
        return _shorten(f"{place}: {form[0]} begins no SPARQL query; expected {_either(FORMS)}")
    used, declared = read_names(query)
    for name in used:
        if not (name.prefix in (None, "_") or name.prefix in declared or name.prefix in prefixes):
            place = _place(query, name.start)
            return _shorten(f"{place}: the prefix {name.prefix}: is not declared")
    return word_fault(message)


def _find_form(query: str) -> re.Match[str] | None:
    """Find the first word after the prologue; it should say what the query asks for."""
    words = (token for token in TOKEN.finditer(query) if token["word"])
    return next((word for word in words if word[0].upper() not in ("PREFIX", "BASE")), None)


def _place(query: str, start: int) -> str:
    line = query.count("\n", 0, start) + 1
    column = start - query.rfind("\n", 0, start)
    return f"error at {line}:{column}"


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def word_fault(message: str) -> str:
    """Shorten the parser's list of all that it would have taken."""
    line = " ".join(message.split())
    place, _, expected = line.partition(": expected ")
    if "one of" in expected and "[" in expected:
        words = [word.strip() for word in expected.removeprefix("one of").split(", ")]
        named = [word for word in words if re.fullmatch(r"\"?[\w\s(){}.]+\"?", word)]
        line = f"{place}: expected {' or '.join(named)}" if named else place
    return _shorten(line)


def _shorten(line: str) -> str:
    return line if len(line) <= LONGEST_REASON else line[:LONGEST_REASON] + "…"
