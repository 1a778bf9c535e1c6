"""How firmly a sentence states a relation: asserted, planned, rumoured, denied, former."""

import datetime
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.datamodel import Argument, Date, Status
from kg.extract.clauses import Clauses
from kg.extract.paths import RELATIVE
from kg.lexicon.frames import Lexicon, StatusCue

QUESTION = "a question"
# The strongest reading wins: a denied plan is denied.
PRECEDENCE: tuple[Status, ...] = ("denied", "rumoured", "planned", "former")
# A word governs what depends on it by these; what is said of it holds of them too.
_DIRECT = frozenset({"xcomp", "ccomp", "acl", "obj", "dobj", "csubj", "pcomp"})
# By these only where it is itself a cue: "talks about a purchase", not "price of a purchase".
_LOOSE = frozenset({"obl", "nmod", "pobj", "prep"})
# By these it describes a noun, and no phrase of the sentence reaches it.
_ASIDES = frozenset(
    {"appos", "acl", "acl:relcl", "relcl", "nmod:poss", "poss", "nmod:desc", "compound", "amod"}
)
_ROOTS = frozenset({"ROOT", "root"})
_MODIFIERS = frozenset({"advmod", "amod", "det", "neg", "compound", "cc:preconj", "cc", "case"})
_NOUN_MODIFIERS = frozenset({"amod", "compound", "det", "nmod:desc", "nmod", "advmod"})


def read_status(
    clauses: Clauses,
    triggers: tuple[int, ...],
    lexicon: Lexicon,
    states: frozenset[str],
    title: Argument | None = None,
) -> tuple[Status | None, str]:
    """Tell the status of what the triggers say, and the word that decided it.

    Args:
        states: Verbs by which the relation lasts, so that it is over in the past tense.
        title: The title of the role that is said, which may be a "former" one.

    Returns:
        None for a question or a condition, which state nothing.
    """
    if is_asked(clauses.sentence, max(clauses.token(node).i for node in triggers)):
        return None, QUESTION
    found: dict[Status | None, str] = {}
    own = [clauses.token(node) for node in triggers]
    if title:
        own.append(clauses.sentence.doc[title.start : title.end].root)
    above = [] if _is_before_name(own[0]) else list(_governors(own[0], clauses, lexicon))
    text = "" if _is_aside(own[0]) else clauses.sentence.text
    relative = _find_relative(own[0], lexicon)
    for cue in lexicon.cues:
        word = _cue_word(cue, text, own, above)
        if not word and cue.status == "denied" and relative:
            word = _undone(relative, cue)
        if word:
            found.setdefault(cue.status, word)
    if None in found:
        return None, f'"{found[None]}" states a condition'
    for status in PRECEDENCE:
        if status in found:
            return status, f'"{found[status]}"'
    return _read_form(own[0], states, lexicon)


def _read_form(
    trigger: Token, states: frozenset[str], lexicon: Lexicon
) -> tuple[Status | None, str]:
    """Tell the status by the form of the trigger alone, or of the verb that a noun leans on."""
    leans = trigger.pos_ == "NOUN" and trigger.dep_ == "obj"  # "to take control of"
    verb = trigger.head if leans else trigger
    if _is_infinitive(verb):
        if verb.dep_ in _ROOTS or _is_headline(verb):
            return "planned", "an infinitive without a verb above it"
        if verb.dep_ == "acl":
            return None, "an infinitive does not say whether it happens"
    if past := _past_state(trigger, states, lexicon):
        return "former", f'"{past}" is past'
    return "asserted", ""


def settle_by_date(status: Status, date: Date | None, published: datetime.date | None) -> Status:
    """Let the date of a fact overrule a status that it contradicts.

    What was to be in a year gone by is no plan of today ("its largest purchase since that of Slack
    in 2021", in a sentence on a plan), and what will be after the article has not happened. A day
    or month gone by is when the plan was made: "agreed on Wednesday to buy Globex".
    """
    if date is None or published is None:
        return status
    now = str(Date(day=published, precision=date.precision))
    if status == "planned" and date.precision == "year" and str(date) < now:
        return "asserted"
    if status == "asserted" and str(date) > now:
        return "planned"
    return status


def is_when_offered(doc: Doc, date: Argument | None, lexicon: Lexicon) -> bool:
    """Tell whether a date is of an offer, which says nothing of whether it was taken."""
    if date is None:
        return False
    verb = doc[date.start : date.end].root.head
    offers = (cue.own_nouns for cue in lexicon.cues if cue.status == "planned")
    return any(verb.lemma_.lower() in own for own in offers)


def denies_beside(clauses: Clauses, triggers: tuple[int, ...], lexicon: Lexicon) -> bool:
    """Tell whether only what comes next is denied: "will buy Acme but will not close it".

    Of "wanted to buy Acme but never did" it is the same that is denied.
    """
    trigger = clauses.token(triggers[0])
    above = {trigger, *trigger.ancestors}
    denied = [token.head for token in clauses.sentence if token.lower_ in lexicon.negators]
    return bool(denied) and all(
        verb not in above
        and verb.dep_ == "conj"
        and verb.head in above
        and verb.i > trigger.i
        and any(child.dep_ != "punct" for child in verb.rights)
        for verb in denied
    )


def has_denial(sentence: Span, lexicon: Lexicon) -> bool:
    """Tell whether any word or phrase of a sentence can deny something, whatever that is."""
    words = {form for token in sentence for form in (token.lower_, token.lemma_.lower())}
    return any(
        not words.isdisjoint(cue.words | cue.adverbs)
        or (cue.phrases is not None and cue.phrases.search(sentence.text) is not None)
        for cue in lexicon.cues
        if cue.status == "denied"
    )


def is_asked(sentence: Span, last: int) -> bool:
    """Tell whether a question mark ends what a token is the last of; a question states nothing.

    What is asked may be quoted: "Would Acme buy Globex?" he asked.
    """
    for token in sentence.doc[last + 1 : sentence.end]:
        if token.text.startswith("?"):
            return True
        if token.is_quote:
            return False
    return False


def _past_state(token: Token, states: frozenset[str], lexicon: Lexicon) -> str:
    """Return the verb that says in the past tense that something lasted: "ran", "was owned".

    What somebody said then may last: "He said that she ran Acme".
    """
    if token.dep_ == "ccomp" and token.head.lemma_.lower() in lexicon.words("saying"):
        return ""
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "auxpass", "cop")]
    past = [child.text for child in auxiliaries if child.lower_ in lexicon.words("past")]
    copula = any(c.dep_ == "cop" and c.lemma_.lower() in states for c in auxiliaries)
    if past:  # "had been"
        perfect = lexicon.words("perfect")
        auxiliaries = [child for child in auxiliaries if child.lower_ not in perfect]
    if token.pos_ != "VERB":
        return past[0] if copula and len(past) == len(auxiliaries) else ""
    if token.lemma_.lower() not in states or token.lower_.endswith("ing"):
        return ""
    if auxiliaries:
        return f"{past[0]} {token.text}" if len(past) == len(auxiliaries) else ""
    simple = token.dep_ != "acl" and any(c.dep_ == "nsubj" for c in token.children)
    inflected = token.lower_ not in (token.lemma_.lower(), f"{token.lemma_.lower()}s")
    return token.text if simple and inflected else ""


def _governors(token: Token, clauses: Clauses, lexicon: Lexicon) -> Iterator[tuple[Token, bool]]:
    """Yield the words above a trigger whose sense reaches down to it.

    Yields:
        (word, whether its own meaning counts); of a first conjunct only its auxiliaries do.
    """
    seen = {token.i}
    while token.head.i not in seen and token.head.i in range(
        clauses.sentence.start, clauses.sentence.end
    ):
        dep, head = token.dep_.lower(), token.head
        is_cue = head.lemma_.lower() in lexicon.cue_words
        passive_subject = dep in ("nsubj:pass", "nsubjpass") and len(seen) == 1
        infinitive = dep == "advcl" and _is_infinitive(token)
        shared = dep == "conj" and _is_base_form(token)
        reaches = dep in _DIRECT or passive_subject or infinitive or shared
        if not reaches and not (dep in _LOOSE and is_cue):
            return
        seen.add(head.i)
        yield head, not shared
        token = head


def _is_aside(token: Token) -> bool:
    """Tell whether a word only describes something that the sentence tells more of.

    "The start-up, founded by Roe, is in talks to sell, people familiar said": it was founded.
    """
    if _is_before_name(token):
        return True
    while token.dep_ not in _ROOTS and token.head.i != token.i:
        if token.dep_.lower() in _ASIDES and not _is_infinitive(token):
            return True
        token = token.head
    return False


def _is_before_name(token: Token) -> bool:
    """Tell whether a noun says what the name behind it is: "no bids for its subsidiary Globex"."""
    behind = token.doc[token.i + 1 : token.sent.end]
    return token.pos_ == "NOUN" and len(behind) > 0 and behind[0].pos_ == "PROPN"


def _cue_word(cue: StatusCue, text: str, own: list[Token], above: list[tuple[Token, bool]]) -> str:
    phrase = cue.phrases.search(text) if cue.phrases else None
    if phrase:
        return phrase[0]
    telling = ((token, _tells_itself(token, cue)) for token in own)
    for token, counts in (*telling, *above):
        words = cue.words | cue.said_nouns if token.pos_ == "NOUN" else cue.words
        if counts and token.lemma_.lower() in words and not _is_excepted(token, cue):
            return token.text
    for token, counts in ((token, True) for token in own):
        for child in token.children:
            if _modifies(child, token, cue, own=counts):
                return child.text
    for token, counts in above:
        for child in token.children:
            if _modifies(child, token, cue, own=counts):
                return child.text
    return ""


def _tells_itself(token: Token, cue: StatusCue) -> bool:
    """Tell whether the word of a frame counts as a cue.

    A verb denies ("rejected a bid from"), and a bid is no purchase; "agreed on a deal" is no
    mere plan.
    """
    if token.pos_ == "VERB":
        return cue.status == "denied"
    return token.lemma_.lower() in cue.own_nouns


def _find_relative(trigger: Token, lexicon: Lexicon) -> Token | None:
    """Return what a relative clause says was done to a noun: "a bid for Acme, which was rejected".

    No verb stands between the noun and the clause, which a parser gives to the words between.
    """
    behind = trigger.doc[trigger.i + 1 : trigger.sent.end] if trigger.pos_ == "NOUN" else ()
    verb = next((token for token in behind if token.pos_ == "VERB"), None)
    if verb is None or verb.dep_ not in RELATIVE:
        return None
    before = {child.lower_ for child in verb.children if child.i < verb.i}
    passive = before & (lexicon.words("past") | lexicon.words("perfect"))
    return verb if passive and before & lexicon.words("relative") else None


def _undone(verb: Token, cue: StatusCue) -> str:
    said = verb.doc[verb.i : verb.i + 2].text
    found = verb.lemma_.lower() in cue.words or (cue.phrases and cue.phrases.match(said))
    return verb.text if found else ""


def _modifies(child: Token, token: Token, cue: StatusCue, *, own: bool) -> bool:
    word, lemma = child.lower_, child.lemma_.lower()
    if child.dep_ in ("aux", "aux:pass", "auxpass"):
        return word in cue.auxiliaries or lemma in cue.auxiliaries
    if not own:
        return False
    if child.dep_ == "mark":
        return word in cue.marks
    is_noun = child.dep_ in _NOUN_MODIFIERS and token.pos_ in ("NOUN", "PROPN")
    if is_noun and {word, _with_hyphens(child)} & cue.adjectives:
        return True
    if child.dep_ not in _MODIFIERS or not {word, lemma, _with_last(child)} & cue.adverbs:
        return False
    return not _is_excepted(child, cue)


def _with_hyphens(token: Token) -> str:
    """Return a word with what a hyphen joins before it: "one-time"."""
    start = token.i
    while start > token.sent.start + 1 and token.doc[start - 1].text == "-":
        start -= 2
    return token.doc[start : token.i + 1].text.lower()


def _with_last(token: Token) -> str:
    """Return a word with the one before it: "no longer"."""
    return token.doc[max(token.i - 1, token.sent.start) : token.i + 1].text.lower()


def _is_excepted(token: Token, cue: StatusCue) -> bool:
    """Tell whether what begins like a cue is none: "not only", "declined to comment"."""
    rest = token.doc[token.i : token.i + 3].text.lower()
    return any(rest.startswith(phrase) for phrase in cue.exceptions)


def _is_infinitive(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX"):
        return False
    return any(c.dep_ in ("mark", "aux") and c.pos_ == "PART" for c in token.children)


def _is_headline(token: Token) -> bool:
    """Tell whether an infinitive says of a name what it is going to do: "Acme to buy Globex".

    A verb may follow that goes on with the subject: "Acme to buy Globex, names new chief".
    """
    if token.dep_ == "acl":
        return token.head.dep_ in _ROOTS and token.head.pos_ == "PROPN"
    if token.dep_ != "advcl" or token.head.dep_ not in _ROOTS or token.i > token.head.i:
        return False
    subjects = [c for c in token.head.children if c.dep_ == "nsubj" and c.i < token.i]
    return any(c.right_edge.i + 1 == token.left_edge.i for c in subjects)


def _is_base_form(token: Token) -> bool:
    """Tell whether a verb leans on the auxiliary of the one before: "will buy A and sell B"."""
    bare = not any(child.dep_ in ("aux", "aux:pass", "auxpass") for child in token.children)
    return bare and token.lower_ == token.lemma_.lower()
