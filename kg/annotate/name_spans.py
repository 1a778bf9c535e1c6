"""The ends of names: what belongs to one, where else it stands, and what is none."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan
from spacy.util import filter_spans

from kg.lexicon.frames import Lexicon
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.labels import EVENT, ORGANIZATION, PERSON, PRODUCT, TITLE, WORK
from kg.lexicon.naming import GENITIVE

# A word that the tagger takes for a name in fewer of its places than this share is none.
LEAST_TAGGED = 0.25
# Words that a known name has at most before, or behind, what the tagger takes for a name.
_MOST_AROUND = 3
_SEPARATING = ("/", ",", ":", ";")
_NEGATION = ("n't", "n’t")
_LETTER = re.compile(r"[A-Z]\.?")
# How news agencies write the symbol of a share: AAPL.O, 7203.T.
_SYMBOL = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}")
# Where a share is traded, and its symbol there, within brackets: (NYSE: BK; TSX Venture: BKX).
_BRACKETS = re.compile(r"(?<=\()[^()\n]{3,60}(?=\))")
_LISTED = re.compile(r"[A-Z]\w*(?:[ -][A-Z]\w*){0,2} ?: ?[A-Z0-9.]{1,8}")


def whole_names(doc: Doc, lexicon: Lexicon) -> list[SpacySpan]:
    """Return the names, each with what belongs to it.

    A hyphen joins ("Morrow-Adeleke", not "Adeleke"), but for "Ex-Intel", "Acme-Backed"; a title
    goes on to the noun that it ends before ("finance" chief), and begins with what limits it
    ("interim"); and no name ends with a small word, an ampersand or a hyphen: it goes on with the
    name behind ("University of" and "Oslo"), or ends before. Single letters are one name ("S and
    N"), and so are first names with a surname ("Jane" and "Ann Roe", "Michael (Mike)" and "Roe"),
    the parts of a title ("Kong: Skull Island", "War For the Apes", "Schindler's List"), a company
    with its legal form ("Acme Capital, L.L.C."), partners ("Roe, Poe & Doe"), a family ("the Roe
    family") and how a person is addressed ("Judge" and "Jane Roe").
    """
    small = lexicon.words("smallWord").difference(GENITIVE)
    apart, participles = lexicon.words("pastPrefix"), lexicon.words("joinedParticiple")
    kin, definite, forms, honorific, limits, units = (
        lexicon.words(name)
        for name in ("kin", "definite", "legalForm", "honorific", "titleLimit", "unit")
    )
    whole: list[SpacySpan] = []
    for joined in _join_nicknames(_join_hyphens(doc, apart | participles)):
        found = _mend_start(_mend_end(_without_participle(joined, participles)))
        span = _with_family(_with_legal_form(found, forms), kin, definite)
        span = _with_field(_whole_prize(_with_limit(span, limits)), units)
        while whole and _are_partners(whole[-1], span):
            span = SpacySpan(doc, whole.pop().start, span.end, label=span.label)
        last = whole[-1] if whole else None
        if (last and span.end <= last.end) or _is_bare(span):
            continue
        if last and (
            _goes_on(last, span, small, honorific)
            or _are_letters(last, span)
            or _are_of_one_title(last, span, small)
        ):
            whole[-1] = SpacySpan(doc, last.start, span.end, label=last.label)
        else:
            whole.append(span)
    return [_closed(one, small) for one in whole]


def _with_legal_form(span: SpacySpan, forms: Collection[str]) -> SpacySpan:
    """Take in what stands behind a comma and says how a company is registered."""
    comma, form = (span.doc[i : i + 1].text for i in (span.end, span.end + 1))
    is_form = form in forms and (form.isupper() or form.endswith("."))
    if span.label_ != ORGANIZATION or comma != "," or not is_form:
        return span
    return SpacySpan(span.doc, span.start, span.end + 2, label=span.label)


def _with_family(span: SpacySpan, kin: Collection[str], definite: Collection[str]) -> SpacySpan:
    """Take in what makes a family of a surname: "the Roe family", no office of it."""
    doc, end = span.doc, span.end
    before, noun, behind = doc[: span.start], doc[end : end + 1], doc[end + 1 : end + 2]
    if span.label_ not in (PERSON, ORGANIZATION) or noun.text not in kin:
        return span
    if before[-1:].text.lower() not in definite or (behind and behind[0].pos_ in ("NOUN", "PROPN")):
        return span
    return SpacySpan(doc, span.start, end + 1, label=ORGANIZATION)


def _with_limit(span: SpacySpan, limits: Collection[str]) -> SpacySpan:
    """Take in what limits a post, right before its title: "interim" and "chief executive"."""
    start = span.start
    while span.label_ == TITLE and start > 0 and span.doc[start - 1].lower_ in limits:
        start -= 1
    return SpacySpan(span.doc, start, span.end, label=span.label)


def _with_field(span: SpacySpan, units: Collection[str]) -> SpacySpan:
    """Take in what part of a company a title is for: "head" of its water business."""
    doc, end = span.doc, span.end - span.text.endswith(" of")
    owner = doc[end + 1 : end + 2]
    if span.label_ != TITLE or doc[end : end + 1].text != "of" or not len(owner):
        return span
    part = owner[0].head
    owned = owner[0].pos_ == "PRON" and owner[0].dep_ in ("nmod:poss", "poss") and part.i > end
    within = doc[end : part.i + 1] if owned else ()
    if (
        part.lemma_.lower() not in units
        or not within
        or any(t.ent_type_ not in ("", TITLE) for t in within)
    ):
        return span
    return SpacySpan(doc, span.start, part.i + 1, label=TITLE)


def _are_partners(one: SpacySpan, other: SpacySpan) -> bool:
    """Tell whether two names are one of partners: "Roe, Poe & Doe".

    A name that stands elsewhere too is one by itself, and a list goes on behind its "&".
    """
    doc, behind = one.doc, one.doc[other.end : other.end + 2]
    if other.label_ != ORGANIZATION or "&" not in {token.text for token in other[1:-1]}:
        return False
    if doc[one.end : other.start].text != "," or len(one) > 2 or not _has_capitals(one):
        return False
    if behind[:1].text == ",":
        behind = behind[1:]
        if behind and behind[0].ent_type_:
            return False
    if behind and behind[0].pos_ == "CCONJ":
        return False
    return _stands_once(one)


def _stands_once(span: SpacySpan) -> bool:
    """Tell whether the tagger takes what a span holds for a name nowhere else."""
    return sum(ent.text == span.text for ent in span.doc.ents) < 2


def _has_capitals(span: SpacySpan) -> bool:
    return all(token.text[0].isupper() for token in span)


def _are_of_one_title(one: SpacySpan, other: SpacySpan, small: Collection[str]) -> bool:
    """Tell whether a title goes on behind a genitive, a colon, or a small word with a capital."""
    between = one.doc[one.end : other.start]
    if not len(between) or one.label_ != WORK or other.label_ != WORK or one.sent != other.sent:
        return False
    if between.text in GENITIVE:
        return _has_capitals(other[:1]) and _stands_once(one)
    if between.text == ":":
        return not one[-1].whitespace_ and bool(between[-1].whitespace_)
    joining = between[0].text.istitle() and all(token.lower_ in small for token in between)
    return joining and not _is_title_case(one.sent)


def _goes_on(
    one: SpacySpan, other: SpacySpan, small: Collection[str], honorific: Collection[str]
) -> bool:
    """Tell whether a name goes on with the one right behind it."""
    if one.end != other.start:
        return False
    persons = one.label_ == PERSON == other.label_
    first = len(one) == 1 < len(other) and bool(one[-1].whitespace_) and one.sent == other.sent
    return _is_open(one, small) or (persons and (first or one.text in honorific))


def _are_letters(one: SpacySpan, other: SpacySpan) -> bool:
    """Tell whether two names are single letters with "and" between them."""
    between = one.doc[one.end : other.start]
    letters = all(len(s) == 1 and _LETTER.fullmatch(s.text) for s in (one, other))
    return letters and len(between) == 1 and between[0].pos_ == "CCONJ"


def split_lists(doc: Doc, spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Take apart the works that brackets list behind a person: "Jane Roe (Hex, Blue River)".

    And the titles of one work in two languages: "Sestri / Sisters".
    """
    persons = {span.end for span in spans if span.label_ == PERSON}
    parts: list[SpacySpan] = []
    for span in spans:
        ends = [span.start - 1]
        if span.label_ == WORK and _opening(span) in persons:
            ends += (t.i for t in span[1:-1] if t.text == "," and t.nbor().text[0].isupper())
        elif span.label_ == WORK:
            ends += (t.i for t in span[1:-1] if t.text == "/" and t.nbor(-1).whitespace_)
        for before, end in pairwise([*ends, span.end]):
            parts.append(SpacySpan(doc, before + 1, end, label=span.label))
    return parts


def _opening(span: SpacySpan) -> int:
    """Return where the brackets open that a span stands in; -1 if it stands in none."""
    before = range(span.start - 1, span.sent.start - 1, -1)
    brackets = (i for i in before if span.doc[i].text in ("(", ")"))
    opening = next(brackets, -1)
    return opening if opening >= 0 and span.doc[opening].text == "(" else -1


def split_pairs(spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Take apart "Acme and Globex", "Acme-Globex", where both are names of the text by themselves.

    But Roe-Poe is a surname.
    """
    alone = {(span.text, span.label) for span in spans}
    parts: list[SpacySpan] = []
    for span in spans:
        pairs = (
            (
                SpacySpan(span.doc, span.start, word.i, label=span.label),
                SpacySpan(span.doc, word.i + 1, span.end, label=span.label),
            )
            for word in span[1:-1]
            if word.pos_ == "CCONJ" or (word.text == "-" and span.label_ != PERSON)
        )
        apart = (pair for pair in pairs if alone.issuperset((p.text, p.label) for p in pair))
        parts += next(apart, (span,))
    return parts


def complete_known(spans: Sequence[SpacySpan], gazetteer: Gazetteer) -> list[SpacySpan]:
    """Let a name that is part of a known one where it stands be the known one.

    "The Globe and Mail" is not two names, and "Federal Cartel" ends with "Office".
    """
    return filter_spans(
        span if span.label_ == TITLE else _known_around(span, gazetteer) for span in spans
    )


def _known_around(span: SpacySpan, gazetteer: Gazetteer) -> SpacySpan:
    doc, sentence = span.doc, span.sent
    starts = range(max(sentence.start, span.start - _MOST_AROUND), span.start + 1)
    ends = range(min(sentence.end, span.end + _MOST_AROUND), span.end - 1, -1)
    capitals = {token.i for token in doc[starts[0] : ends[0]] if token.text[0].isupper()}
    for start in sorted(capitals.intersection(starts)):
        for end in ends:
            owner = doc[end - 1].text in GENITIVE  # of "Macy's", but not of Jane Macy's firm
            if end - 1 not in capitals and not owner:
                continue
            known = gazetteer.find_written(doc[start:end].text.replace("’", "'"))
            if known and end - start > len(span) and (not owner or span.label_ == known.label):
                return SpacySpan(doc, start, end, label=known.label)
    return span


def add_listed(
    doc: Doc, spans: Sequence[SpacySpan], gazetteer: Gazetteer, taken: Collection[int]
) -> list[SpacySpan]:
    """Add the names of the gazetteer's lists that the tagger takes for no part of a name.

    "Get Out" is none in a heading that capitalises every word.

    Args:
        taken: Tokens that belong to something else.
    """
    text = doc.text
    taken = {*taken, *(i for span in spans for i in range(span.start, span.end))}
    found: list[SpacySpan] = []
    for token in doc:
        if token.i in taken or token.is_lower or not token.text[0].isalnum():
            continue
        name = gazetteer.lists.find_at(text, token.idx)
        label = gazetteer.label_of(name) if name else None
        if not name or not label or _is_title_case(token.sent):
            continue
        span = doc.char_span(token.idx, token.idx + len(name), label=label)
        if span and taken.isdisjoint(range(span.start, span.end)):
            found.append(span)
            taken.update(range(span.start, span.end))
    return sorted([*spans, *found], key=lambda span: span.start)


def part_titles(spans: Sequence[SpacySpan], fields: Collection[str]) -> list[SpacySpan]:
    """Give names and titles side by side what is theirs, by names that stand elsewhere.

    "BIO board member" is a name and a title where the text names BIO; of "Acme R&D chief" the
    field belongs to the title where it names Acme.
    """
    named = {span.text for span in spans if span.label_ == ORGANIZATION}
    parts: list[SpacySpan] = []
    for span in spans:
        doc, start = span.doc, span.start
        last = parts[-1] if parts and parts[-1].end == start else None
        if span.label_ != TITLE:
            parts.append(span)
        elif len(span) > 1 and span[0].is_upper and span[0].text in named:
            parts.append(SpacySpan(doc, start, start + 1, label=ORGANIZATION))
            parts.append(SpacySpan(doc, start + 1, span.end, label=TITLE))
        elif last and last[-1].text in fields and last[:-1].text in named:
            parts[-1] = SpacySpan(doc, last.start, start - 1, label=last.label)
            parts.append(SpacySpan(doc, start - 1, span.end, label=TITLE))
        else:
            parts.append(span)
    return parts


def part_credits(spans: Sequence[SpacySpan], first_names: Collection[str]) -> list[SpacySpan]:
    """Take apart whose a work is said to be and the work: "Jane Roe's Dry Dock".

    "Mother Superior's Getaway" is all a title: who owns it has a first name and a surname.
    """
    parts: list[SpacySpan] = []
    for span in spans:
        doc, start = span.doc, span.start
        ends = (i for i in range(start + 2, span.end - 1) if doc[i].text in GENITIVE)
        end = next(ends, start)
        named = end > start and doc[start].text in first_names and _has_capitals(doc[start:end])
        if span.label_ == WORK and named and doc[end + 1].text[0].isupper():
            parts.append(SpacySpan(doc, start, end, label=PERSON))
            parts.append(SpacySpan(doc, end + 1, span.end, label=WORK))
        else:
            parts.append(span)
    return parts


def _mend_start(span: SpacySpan) -> SpacySpan:
    """Leave out words that lead to it: "federal Export Canada", "order to Away".

    An adjective that opens the sentence is left out as well where the rest stands elsewhere:
    "Early Acme".
    """
    start = span.start
    if span.label_ == TITLE:
        return span
    if span[0].is_sent_start and span[0].pos_ == "ADJ" and _stands_without(span):
        start += 1
    while start + 1 < span.end and _is_adjective(span.doc[start]):
        start += 1
    if span.doc[start].pos_ in ("NOUN", "VERB") and span.doc[start].is_lower:
        capital = next((t.i for t in span[start - span.start :] if t.text[0].isupper()), start)
        if any(t.pos_ in ("ADP", "PART") for t in span.doc[start:capital]):
            start = capital
    return SpacySpan(span.doc, start, span.end, label=span.label)


def _stands_without(span: SpacySpan) -> bool:
    """Tell whether the tagger takes what follows the first word for a name elsewhere."""
    return len(span) > 1 and any(ent.text == span[1:].text for ent in span.doc.ents)


def _is_adjective(token: Token) -> bool:
    """Tell whether a small word is an adjective before a name; "21st" Century Fox is a part."""
    small = token.is_lower and token.text[0].isalpha()
    capital = token.nbor(1).text[:1].isupper()
    return token.pos_ == "ADJ" and small and bool(token.whitespace_) and capital


def _mend_end(span: SpacySpan) -> SpacySpan:
    span = _closing_brackets(_within_brackets(span))
    while len(span) > 1 and span[-1].text in _SEPARATING:
        span = SpacySpan(span.doc, span.start, span.end - 1, label=span.label)
    if span[-1].text == "&" and span.end < span.sent.end and span.doc[span.end].is_alpha:
        span = SpacySpan(span.doc, span.start, span.end + 1, label=span.label)  # Seven & i
    return _without_small(_whole_title(_without_symbol(_without_genitive(span))))


def _within_brackets(span: SpacySpan) -> SpacySpan:
    """Let a name that begins inside brackets end there: "European Chips (ECX) GmbH"."""
    depth = 0
    for token in span:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0 and token.i > span.start:
            return SpacySpan(span.doc, span.start, token.i, label=span.label)
    return span


def _closing_brackets(span: SpacySpan) -> SpacySpan:
    """Take in the bracket that closes one within a name: "Pad (4a" and ")"."""
    opened = span.text.count("(") - span.text.count(")")
    behind = span.doc[span.end : span.end + 1].text
    end = span.end + (opened == 1 and behind == ")" and span[0].text != "(")
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _without_small(span: SpacySpan) -> SpacySpan:
    """Leave out words written small behind a name: "Pad 2 system", "Founder Jane Roe bristles".

    These are nouns and adverbs behind the names of firms and products, and whatever is behind a
    person's. Of 24 names of the development passages that end with such a noun, 20 end before it;
    "Scottish government" is whole.
    """
    end = span.end
    while end - span.start > 1 and _trails(span, span.doc[end - 1]):
        end -= 1
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _trails(span: SpacySpan, last: Token) -> bool:
    """Tell whether a word written small is none of the name that it stands behind."""
    before = last.nbor(-1)
    if not last.is_lower or not last.is_alpha:
        return False
    if span.label_ == PERSON:
        return span[0].text[0].isupper() and before.text != "-"  # but bell hooks, Kwok Siu-ping
    firm = span.label_ in (ORGANIZATION, PRODUCT)
    return firm and last.pos_ in ("NOUN", "ADV") and before.pos_ in ("PROPN", "NUM")


def _without_participle(span: SpacySpan, participles: Collection[str]) -> SpacySpan:
    """Leave out what a hyphen joins to a name and only says what it does: "Acme-Backed"."""
    joined = len(span) > 2 and span[-2].text == "-" and span[-1].lower_ in participles
    end = span.end - 2 if joined and span.label_ != WORK else span.end
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _without_symbol(span: SpacySpan) -> SpacySpan:
    """Leave out the symbol of a share, which news agencies write behind a name: "Acme ACM.N"."""
    is_symbol = _SYMBOL.fullmatch(span[-1].text) and span[-1].text[1] != "."  # E.ON is a name
    if len(span) < 2 or span.label_ == TITLE or not is_symbol:
        return span
    return SpacySpan(span.doc, span.start, span.end - 1, label=span.label)


def _whole_title(span: SpacySpan) -> SpacySpan:
    """Let a title take in the nouns that its last word belongs to: "research" group leader."""
    end = span.end
    while span.label_ == TITLE and end < len(span.doc):
        noun = span.doc[end]
        if not _modifies_behind(span.doc[end - 1]) or noun.pos_ != "NOUN" or noun.ent_type_:
            break
        end += 1
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _whole_prize(span: SpacySpan) -> SpacySpan:
    """Let a prize that is but an adjective take in what it belongs to: "best" actor award."""
    end = span.end
    if _is_bare(span):
        while end < span.sent.end and _modifies_behind(span.doc[end - 1]):
            end += 1
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _is_bare(span: SpacySpan) -> bool:
    """Tell whether what is taken for an event or a prize has no noun."""
    return span.label_ == EVENT and all(token.pos_ in ("ADJ", "ADV", "VERB") for token in span)


def _modifies_behind(token: Token) -> bool:
    """Tell whether a word belongs to a noun further on."""
    return token.dep_ in ("compound", "amod") and token.head.i > token.i


def _closed(span: SpacySpan, small: Collection[str]) -> SpacySpan:
    """Return a name without what no name ends with; "Wish You Weren't" is whole."""
    end = span.end
    while _is_open(span.doc[span.start : end], small) and span.doc[end - 1].text not in _NEGATION:
        end -= 1
    return SpacySpan(span.doc, span.start, end, label=span.label)


def _without_genitive(span: SpacySpan) -> SpacySpan:
    """Leave out what makes a name the owner of what follows, not the end of "McDonald's"."""
    if len(span) < 2 or span[-1].text not in GENITIVE:
        return span
    if span.root.dep_ not in ("nmod:poss", "poss") and not span[-2].text.endswith("."):
        return span
    return SpacySpan(span.doc, span.start, span.end - 1, label=span.label)


def _is_open(span: SpacySpan, small: Collection[str]) -> bool:
    """Tell whether a name ends with what no name ends with."""
    return len(span) > 1 and (span[-1].text == "-" or span[-1].text in small)


def _join_hyphens(doc: Doc, apart: Collection[str]) -> list[SpacySpan]:
    """Return the names with what a hyphen joins to them; the words `apart` join nothing."""
    taken = {i for ent in doc.ents for i in range(ent.start, ent.end)}
    whole = []
    for ent in doc.ents:
        start, end = ent.start, ent.end
        while start >= 2 and _joins(doc, start - 1, apart) and start - 2 not in taken:
            start -= 2
        while end + 1 < len(doc) and _joins(doc, end, apart) and end + 1 not in taken:
            end += 2
        whole.append(SpacySpan(doc, start, end, label=ent.label))
    return whole


def _join_nicknames(spans: Iterable[SpacySpan]) -> list[SpacySpan]:
    """Join first names to the surname that stands behind a short form: "Michael (Mike) Roe"."""
    whole: list[SpacySpan] = []
    for span in spans:
        before = [one for one in whole[-2:] if _is_shortened(one, span)]
        if before:
            first = before[0]
            whole[whole.index(first) :] = [
                SpacySpan(span.doc, first.start, span.end, label=span.label)
            ]
        else:
            whole.append(span)
    return whole


def _is_shortened(one: SpacySpan, other: SpacySpan) -> bool:
    """Tell whether one word in brackets, and no more, stands between first names and a surname."""
    doc, end = one.doc, one.end
    brackets = doc[end : end + 1].text, doc[end + 2 : end + 3].text
    first = len(one) == 1 or _LETTER.fullmatch(one[-1].text) is not None
    return (
        first
        and one.label_ == PERSON == other.label_
        and brackets == ("(", ")")
        and other.start in (end + 1, end + 3)
        and other.end > end + 3
    )


def _joins(doc: Doc, hyphen: int, apart: Collection[str]) -> bool:
    """Tell whether a hyphen joins two capitalised words or two numbers, without a blank."""
    before, sign, after = doc[hyphen - 1 : hyphen + 2]
    joined = sign.text == "-" and not before.whitespace_ and not sign.whitespace_
    return (
        joined
        and before.lower_ not in apart
        and after.lower_ not in apart
        and (
            (before.text[:1].isupper() and after.text[:1].isupper())
            or (before.text[-1:].isdigit() and after.text[:1].isdigit())
        )
    )


def outside_capitals(doc: Doc, spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop what looks like a name only because a heading capitalises every word.

    It stands between other capitalised words that are no names, and nowhere else; of several
    words, which may end the heading, the first stands with a capital nowhere in the text below.
    """
    named = {i for span in spans for i in range(span.start, span.end)}
    headings = {sentence.start for sentence in doc.sents if _is_title_case(sentence)}
    written = {t.text for s in doc.sents if s.start not in headings for t in s}
    doubtful = {
        span.start
        for span in spans
        if span.sent.start in headings
        and (len(span) == 1 or (span.label_ != PERSON and _is_new(span[0].text, written)))
        and _among_capitals(doc, span, named)
    }
    sure = {span.text for span in spans if span.start not in doubtful}
    return [span for span in spans if span.start not in doubtful or span.text in sure]


def _is_new(word: str, written: Collection[str]) -> bool:
    """Tell whether there is a text, and it does not write the word so."""
    return bool(written) and word not in written


def _is_title_case(sentence: SpacySpan) -> bool:
    words = [t for t in sentence if t.is_alpha and t.pos_ in ("NOUN", "VERB", "ADJ", "PROPN")]
    return len(words) > 3 and all(word.text[0].isupper() for word in words)


def _among_capitals(doc: Doc, span: SpacySpan, named: set[int]) -> bool:
    beside = [i for i in (span.start - 1, span.end) if 0 <= i < len(doc)]
    return all(doc[i].text[:1].isupper() and i not in named for i in beside)


def drop_symbols(doc: Doc, spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop symbols of shares, which stand in brackets: "(ULVR.L)", "(NYSE: JOBY)"."""
    listed = [
        range(*found.span())
        for found in _BRACKETS.finditer(doc.text)
        if all(_LISTED.fullmatch(part.strip()) for part in re.split("[;,]", found.group()))
    ]
    return [
        span
        for span in spans
        if not _is_symbol(doc, span) and not any(span.start_char in place for place in listed)
    ]


def _is_symbol(doc: Doc, span: SpacySpan) -> bool:
    """Tell whether what brackets hold is written like a symbol."""
    beside = [doc[i : i + 1].text for i in (span.start - 1, span.end)]
    return beside == ["(", ")"] and _SYMBOL.fullmatch(span.text) is not None


def drop_spelled(doc: Doc, spans: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop capitals that stand in brackets for common words: "gene sequencing (GS)"."""
    spelled = {span.text for span in spans if _is_spelled(doc, span)}
    return [span for span in spans if span.text not in spelled]


def _is_spelled(doc: Doc, span: SpacySpan) -> bool:
    """Tell whether the words before the brackets, all written small, begin with its letters."""
    opening = span.start - 1
    if not span.text.isupper() or opening < 0 or doc[opening].text != "(":
        return False
    words = [token.text for token in doc[max(opening - 2 * len(span.text), 0) : opening]]
    words = [word for word in words if word[0].isalpha()][-len(span.text) :]
    return "".join(word[0] for word in words) == span.text.lower()


def drop_rare(doc: Doc, names: Sequence[SpacySpan]) -> list[SpacySpan]:
    """Drop words that the tagger takes for names in few of the places where they stand."""
    tagged = Counter(name.text for name in names)
    inside = {i for name in names for i in range(name.start, name.end)}
    bare = Counter(token.text for token in doc if token.i not in inside)

    def is_often(name: SpacySpan) -> bool:
        count = tagged[name.text]
        return len(name) > 1 or count >= LEAST_TAGGED * (count + bare[name.text])

    return [name for name in names if is_often(name)]


def spread_names(doc: Doc, names: Sequence[SpacySpan], taken: Collection[int]) -> list[SpacySpan]:
    """Find each name wherever it is written just so, a longer one before its parts.

    At the start of a sentence a capital says nothing, so that no new name is found there.

    Args:
        taken: Tokens that belong to something else.
    """
    starts = {name.start for name in names}
    counts = Counter((_words(name), name.label) for name in names)
    labels = {words: label for (words, label), _ in reversed(counts.most_common())}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in labels:
        by_first.setdefault(words[0], []).append(words)
    found: list[SpacySpan] = []
    end = 0
    for token in doc:
        known = token.i in starts or (token.text[0].isupper() and not token.is_sent_start)
        if token.i < end or not known:
            continue
        for words in sorted(by_first.get(token.text, ()), key=len, reverse=True):
            span = doc[token.i : token.i + len(words)]
            inside = range(span.start, span.end)
            if _words(span) == words and not any(i in taken for i in inside):
                found.append(SpacySpan(doc, span.start, span.end, label=labels[words]))
                end = span.end
                break
    return found


def _words(span: SpacySpan) -> tuple[str, ...]:
    """Return the words of a span; what stands between them may differ: "Yahoo!", "Yahoo !"."""
    return tuple(token.text for token in span)
