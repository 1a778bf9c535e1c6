"""Who has died: what lasted as long as they lived is past."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.datamodel import Argument
from kg.extract.candidates import Judged
from kg.extract.clauses import PASSIVE_LABELS
from kg.extract.paths import RELATIVE, find_root
from kg.lexicon.frames import Lexicon
from kg.lexicon.naming import GENITIVE
from kg.schema import Schema

_SUBJECTS = PASSIVE_LABELS | {"nsubj"}
_BESIDE = frozenset({"appos", "compound", "flat", "nmod:desc"})
_OF = frozenset({"nmod", "nmod:poss", "poss"})


def end_with_life(
    doc: Doc, judged: Iterable[Judged], schema: Schema, lexicon: Lexicon
) -> Iterator[Judged]:
    """Let what lasts be past of those who have died: no dead man is chairman."""
    dead = dict(_find_dead(doc, lexicon))
    for one in judged:
        best = one.best
        word = dead.get(best.subject.entity)
        if word and best.status == "asserted" and _lasts(best.relation, schema, lexicon):
            best = replace(best, status="former", reasons=(*best.reasons, f'"{word}" ends it'))
            one = replace(one, best=best)
        yield one


def _lasts(relation: str, schema: Schema, lexicon: Lexicon) -> bool:
    return bool(lexicon.states.get(relation)) and not schema.relations[relation].ends


def _find_dead(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Yield who is said to have died, with the word that says so."""
    arguments: Iterable[Argument] = doc.user_data["arguments"]
    for argument in arguments:
        if argument.mention is not None:
            root = _phrase_of(find_root(doc, argument))
            for person, word in (_above(root), *_relative_clauses(root, lexicon)):
                if _tells_death(person, word, lexicon):
                    yield argument.entity, word.text


def _phrase_of(name: Token) -> Token:
    """Return the noun that a name stands with: "magnate Jane Roe"."""
    while name.dep_ in _BESIDE and name.head.i != name.i:
        name = name.head
    return name


def _above(person: Token) -> tuple[Token, Token]:
    """Return a person and the word that says what they did."""
    return person, person.head.head if person.dep_ == "pobj" else person.head


def _relative_clauses(person: Token, lexicon: Lexicon) -> Iterator[tuple[Token, Token]]:
    """Yield who stands for a person in a relative clause, and its verb: "Jane Roe, who died"."""
    for verb in person.children:
        if verb.dep_ in RELATIVE:
            pronouns = (c for c in verb.children if c.lower_ in lexicon.words("relative"))
            yield from ((pronoun, verb) for pronoun in pronouns)


def _tells_death(person: Token, word: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word that a name hangs on says that its bearer has died."""
    forms = {word.lemma_.lower(), word.lower_}
    if word.pos_ == "NOUN":
        return not lexicon.words("death").isdisjoint(forms) and _owns(person)
    if person.dep_ not in _SUBJECTS or any(_is_doubt(child, lexicon) for child in word.children):
        return False
    if not lexicon.words("killing").isdisjoint(forms):
        return person.dep_ in PASSIVE_LABELS
    behind = word.doc[word.i + 1 : word.i + 2].text.lower()
    phrases = {f"{form} {behind}" for form in forms}
    return not lexicon.words("dying").isdisjoint(forms | phrases)


def _owns(person: Token) -> bool:
    """Tell whether a noun is somebody's: "the death of Jane Roe", "Jane Roe's death"."""
    if person.dep_ == "pobj":
        return person.head.lower_ == "of"
    marks = {child.lower_ for child in person.children if child.dep_ == "case"}
    return person.dep_ in _OF and marks <= {"of", *GENITIVE}


def _is_doubt(child: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word with a verb says that it has not happened, or may not."""
    auxiliaries = {word for cue in lexicon.cues for word in cue.auxiliaries}
    if child.pos_ == "PART" and child.dep_ in ("aux", "mark"):
        return True
    words = (lexicon.negators, lexicon.condition_marks, lexicon.words("almost"), auxiliaries)
    return any(child.lower_ in some for some in words)
