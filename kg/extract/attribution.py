"""Who says so inside the article: an outlet or a person named as the source.

A source is named in the sentence itself ("Acme bought Globex, Reuters reported"), as the words
around it or the model's head tell; in a later one that takes up what was told ("According to
Bloomberg, the deal ..."); or in a line of its own ("Source: Acme blog").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kg.datamodel import Argument, ArticleHeader, Mention, Span
from kg.extract.clauses import Clauses
from kg.lexicon.frames import Lexicon
from kg.lexicon.labels import ORGANIZATION, PLACE, TITLE


def find_source(
    clauses: Clauses, lexicon: Lexicon, *, besides: frozenset[int], ends: Sequence[Argument] = ()
) -> Mention | None:
    """Find the one who the sentence says reported what it states.

    Args:
        besides: Numbers of the things that the relation holds between: one who announces
            a deal of its own is its party, not its source.
        ends: What the relation holds between: what only says who is speaking is not what is said.
    """
    scored = dict(clauses.sentence.doc.user_data.get("source_scores", ()))
    others = [
        argument
        for _, argument in sorted(clauses.arguments.items())
        if argument.mention and argument.entity not in besides and argument.label not in _NO_SOURCES
    ]
    led = [argument for argument in others if _follows_phrase(clauses, argument, lexicon)]
    for outlet in led:  # "Roe told Reuters": who was told has told us
        if outlet.label == ORGANIZATION and not _is_described(clauses, outlet, ends):
            return outlet.mention
    said = {clauses.arguments[node].start for node in _speakers(clauses, lexicon)}
    return next(
        (
            argument.mention
            for argument in others
            if (
                argument in led
                or argument.start in said
                or scored.get((argument.start, argument.end), 0.0) >= SOURCE_SCORE
            )
            and not _is_described(clauses, argument, ends)
        ),
        None,
    )


def carry_sources(
    sentences: Sequence[Clauses],
    told: Mapping[int, frozenset[str]],
    parties: frozenset[int],
    lexicon: Lexicon,
) -> Mapping[tuple[int, str], Mention]:
    """Find sources that a later sentence names for what an earlier one told.

    Args:
        sentences: In order of the text.
        told: Start of a sentence -> the relations that are believed there.
        parties: Things that take part in what is told.

    Returns:
        (start of a sentence, relation) -> its source. What the nearest earlier sentence
        tells of the relation taken up carries the rest of that sentence along.
    """
    carried: dict[tuple[int, str], Mention] = {}
    for place, clauses in enumerate(sentences):
        source = find_source(clauses, lexicon, besides=parties)
        if source is None:
            continue
        taken_up = _relations_taken_up(clauses, lexicon)
        for earlier in reversed(sentences[:place]):
            relations = told.get(earlier.sentence.start, frozenset())
            if relations & taken_up:
                for relation in sorted(relations):
                    carried.setdefault((earlier.sentence.start, relation), source)
                break
    return carried


def find_source_line(doc: Doc, furniture: Iterable[tuple[int, str]]) -> Mention | None:
    """Return who a line names as the article's source: "Source: Acme blog".

    Args:
        furniture: (start token, kind) of the sentences that are no article text.
    """
    starts = {start for start, kind in furniture if kind == ATTRIBUTION}
    for sentence in doc.sents:
        if sentence.start not in starts or ":" not in sentence.text:
            continue
        name = sentence.text.partition(":")[2].strip(" \n.")
        if not 0 < len(name.split()) <= LONGEST_SOURCE:
            continue
        start = sentence.start_char + sentence.text.index(name)
        place = Span(start, start + len(name))
        arguments: tuple[Argument, ...] = doc.user_data["arguments"]
        for argument in arguments:
            if argument.mention and argument.mention.span == place:
                return argument.mention
        header: ArticleHeader = doc.user_data["article"]
        return Mention(article=header.id, span=place, text=name, name=name, types=SOURCE_TYPES)
    return None


# "founders Jane Roe and John Smith"
_OF_ONE_NOUN = frozenset({"conj", "appos", "flat", "compound"})
# Places and posts say nothing.
_NO_SOURCES = frozenset({PLACE, TITLE})
# From this score on, the model's head for sources is believed.
SOURCE_SCORE = 0.5
# More words than this after "Source:" are no name.
LONGEST_SOURCE = 6
# What is known of a source that the article names nowhere else.
SOURCE_TYPES = (("Organization", 1.0),)
# The kind of furniture that names a source; see furniture.ttl.
ATTRIBUTION = "attribution"


def _is_described(clauses: Clauses, source: Argument, ends: Sequence[Argument]) -> bool:
    """Tell whether ends only say who a source is: "said Jane Roe of Acme, which owns Globex"."""
    sentence = clauses.sentence
    roots = [sentence.doc[one.start : one.end].root for one in (source, *ends)]
    top, *own = [root for root in roots if sentence.start <= root.i < sentence.end]
    while top.dep_ in _OF_ONE_NOUN and top.head != top:
        top = top.head
    is_clause = top == sentence.root
    return bool(own) and not is_clause and all(top in (root, *root.ancestors) for root in own)


def _relations_taken_up(clauses: Clauses, lexicon: Lexicon) -> frozenset[str]:
    """Return the relations whose noun the sentence takes up: "the deal", "this funding"."""
    found = set()
    for token in clauses.sentence:
        definite = any(child.lower_ in lexicon.words("definite") for child in token.children)
        if definite and token.pos_ == "NOUN":  # not "that Acme offered"
            lemma = (token.lemma_ or token.text).lower()
            found |= {relation for relation, nouns in lexicon.nouns.items() if lemma in nouns}
    return frozenset(found)


def _says_a_clause(clauses: Clauses, verb: int) -> bool:
    """Tell whether what is said is a clause: "Acme announced a deal" reports nobody's words."""
    token = clauses.token(verb)
    below = {child.dep_ for child in token.children}
    if token.dep_ == "advcl":  # "as Reuters reported", not "he joins, reporting to Jane Roe"
        return not below.isdisjoint(("nsubj", "ccomp"))
    return token.dep_ == "parataxis" or not below.isdisjoint(("ccomp", "parataxis"))


def _speakers(clauses: Clauses, lexicon: Lexicon) -> Iterator[int]:
    """Yield the names that are the first subject of what they say."""
    saying = lexicon.words("saying")
    for node in sorted(clauses.arguments):
        for label, head in clauses.parents.get(node, ()):
            if label == "subj" and clauses.lemma(head) in saying:
                if _says_a_clause(clauses, head):
                    yield node
                break


def _follows_phrase(clauses: Clauses, argument: Argument, lexicon: Lexicon) -> bool:
    """Tell whether a phrase leads to a name: "according to the Journal"."""
    before = clauses.sentence.doc[max(argument.start - 5, clauses.sentence.start) : argument.start]
    words = before.text.lower().removesuffix(" the")
    phrase = lexicon.phrase("saying")
    return phrase is not None and any(m.end() == len(words) for m in phrase.finditer(words))
