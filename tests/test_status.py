import datetime

import pytest

from kg.datamodel import Date
from kg.extract.status import (
    denies_beside,
    has_denial,
    is_when_offered,
    read_status,
    settle_by_date,
)


@pytest.fixture(scope="module")
def status_of(clauses_of, lexicon):
    """Read the status of what the word marked with "!" says."""

    def read(rows):
        tokens = rows.split()
        at = next(n for n, token in enumerate(tokens) if token.startswith("!"))
        return read_status(clauses_of(rows.replace("!", "", 1)), (at,), lexicon, STATES)

    return read


STATES = frozenset({"be", "run", "own"})


def row(status, rows, label):
    return pytest.param(rows, status, id=label)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # --- asserted
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            "past",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !buys=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            "present",
        ),
        row(
            "asserted",
            "Acme/PROPN/3/nsubj/ORG has=have/AUX/3/aux !bought=buy/VERB/0/root"
            " Globex/PROPN/3/obj/ORG",
            "perfect",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG said=say/VERB/0/root it/PRON/4/nsubj !bought=buy/VERB/2/ccomp"
            " Globex/PROPN/4/obj/ORG",
            "said",
        ),
        row(
            "asserted",
            "Acme/PROPN/3/nsubj/ORG not/PART/3/advmod received=receive/VERB/0/root"
            " bids=bid/NOUN/3/obj for/ADP/7/case its/PRON/7/nmod:poss !subsidiary/NOUN/4/nmod"
            " Globex/PROPN/4/nmod/ORG",
            "what a name is, in a sentence that denies something else of it",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root a/DET/4/det !bid/NOUN/2/obj"
            " for/ADP/6/case Globex/PROPN/4/nmod/ORG",
            "a noun that says so of itself",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG struck=strike/VERB/0/root a/DET/4/det !deal/NOUN/2/obj"
            " with/ADP/6/case Globex/PROPN/4/nmod/ORG",
            "a noun that says so of others only",
        ),
        row(
            "former",
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root its/PRON/5/nmod:poss former/ADJ/5/amod"
            " !subsidiary/NOUN/2/obj Globex/PROPN/5/flat/ORG",
            "what a name was",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG completed=complete/VERB/0/root the/DET/4/det"
            " !purchase/NOUN/2/obj"
            " of/ADP/6/case Globex/PROPN/4/nmod/ORG",
            "completed",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG closed=close/VERB/0/root its/PRON/4/nmod:poss"
            " !purchase/NOUN/2/obj"
            " of/ADP/6/case Globex/PROPN/4/nmod/ORG",
            "closed",
        ),
        row(
            "asserted",
            "Acme/PROPN/4/nsubj/ORG not/PART/3/advmod only/ADV/4/advmod !bought=buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG but/CCONJ/8/cc also/ADV/8/advmod sold=sell/VERB/4/conj"
            " Initech/PROPN/8/obj/ORG",
            "not only",
        ),
        row(
            "asserted",
            "Acme/PROPN/4/nsubj/ORG not/CCONJ/4/cc:preconj only/ADV/2/fixed !bought=buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG but/CCONJ/7/cc sold=sell/VERB/4/conj Initech/PROPN/7/obj/ORG",
            "not only as a conjunction",
        ),
        row(
            "asserted",
            "Acme/PROPN/3/nsubj/ORG then/ADV/3/advmod !bought=buy/VERB/0/root"
            " Globex/PROPN/3/obj/ORG",
            "then",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " late/ADV/5/advmod"
            " Monday/PROPN/2/obl:tmod",
            "late on a day",
        ),
        row(
            "asserted",
            "Acme/PROPN/4/nsubj/ORG did/AUX/4/aux not/PART/4/advmod disclose/VERB/0/root"
            " the/DET/6/det"
            " price/NOUN/4/obj of/ADP/9/case its/PRON/9/nmod:poss !purchase/NOUN/6/nmod"
            " of/ADP/11/case"
            " Globex/PROPN/9/nmod/ORG",
            "not disclosed is its price",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG declined=decline/VERB/0/root to/PART/4/mark"
            " comment/VERB/2/xcomp"
            " on/ADP/7/case its/PRON/7/nmod:poss !purchase/NOUN/4/obl of/ADP/9/case"
            " Globex/PROPN/7/nmod/ORG",
            "declined is a comment",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG denied=deny/VERB/0/root wrongdoing/NOUN/2/obj and/CCONJ/5/cc"
            " !bought=buy/VERB/2/conj Globex/PROPN/5/obj/ORG",
            "denied is something else",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG plans=plan/VERB/0/root layoffs/NOUN/2/obj and/CCONJ/5/cc"
            " !bought=buy/VERB/2/conj Globex/PROPN/5/obj/ORG",
            "planned is something else",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG and/CCONJ/6/cc"
            " will/AUX/6/aux expand/VERB/2/conj",
            "will is said of what comes after",
        ),
        row(
            "asserted",
            "Having=have/AUX/2/aux !bought=buy/VERB/5/advcl Globex/PROPN/2/obj/ORG"
            " Acme/PROPN/5/nsubj/ORG"
            " plans=plan/VERB/0/root to/PART/7/mark expand/VERB/5/xcomp",
            "plan follows from it",
        ),
        row(
            "asserted",
            "After/SCONJ/3/mark Acme/PROPN/3/nsubj/ORG !bought=buy/VERB/7/advcl"
            " Globex/PROPN/3/obj/ORG"
            " it/PRON/7/nsubj will/AUX/7/aux expand/VERB/0/root",
            "will is said of the main clause",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " after/ADP/6/case certain/ADJ/6/amod"
            " talks=talk/NOUN/2/obl",
            "phrase inside other words",
        ),
        row(
            "rumoured",
            "Acme/PROPN/2/nsubj/ORG !buys=buy/VERB/0/root Globex/PROPN/2/obj/ORG :/PUNCT/5/punct"
            " report/NOUN/2/parataxis",
            "report of a headline",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG !buys=buy/VERB/0/root Globex/PROPN/2/obj/ORG :/PUNCT/5/punct"
            " reporters=reporter/NOUN/2/parataxis",
            "phrase with more of a word",
        ),
        row(
            "denied",
            "Acme/PROPN/3/nsubj/ORG unsuccessfully/ADV/3/advmod attempted=attempt/VERB/0/root"
            " to/PART/5/mark !acquire/VERB/3/xcomp Globex/PROPN/5/obj/ORG",
            "in vain",
        ),
        row(
            "former",
            "Jane/PROPN/4/nsubj/PERSON had=have/AUX/4/aux been=be/AUX/4/cop !boss/NOUN/0/root"
            " of/ADP/6/case Acme/PROPN/4/nmod/ORG",
            "had been",
        ),
        row(
            "asserted",
            "Jane/PROPN/4/nsubj/PERSON has=have/AUX/4/aux been=be/AUX/4/cop !boss/NOUN/0/root"
            " of/ADP/6/case Acme/PROPN/4/nmod/ORG",
            "has been",
        ),
        row(
            "asserted",
            "Acme/PROPN/6/nsubj/ORG ,/PUNCT/3/punct !founded=found/VERB/1/acl by/ADP/5/case"
            " Roe/PROPN/3/obl/PERSON grew=grow/VERB/0/root people/NOUN/9/nsubj"
            " familiar/ADJ/7/amod said=say/VERB/6/parataxis",
            "an aside to what people familiar say",
        ),
        row(
            "rumoured",
            "Acme/PROPN/2/nsubj/ORG !buys=buy/VERB/0/root Globex/PROPN/2/obj/ORG"
            " people/NOUN/6/nsubj familiar/ADJ/4/amod said=say/VERB/2/parataxis",
            "what people familiar say",
        ),
        # --- planned
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG will/AUX/3/aux !buy/VERB/0/root Globex/PROPN/3/obj/ORG",
            "will",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG would/AUX/3/aux !buy/VERB/0/root Globex/PROPN/3/obj/ORG",
            "would",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG plans=plan/VERB/0/root to/PART/4/mark !buy/VERB/2/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "plans to",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG agreed=agree/VERB/0/root to/PART/4/mark !buy/VERB/2/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "agreed to",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj:pass/ORG is=be/AUX/3/aux:pass expected=expect/VERB/0/root"
            " to/PART/5/mark"
            " !buy/VERB/3/xcomp Globex/PROPN/5/obj/ORG",
            "is expected to",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG signed=sign/VERB/0/root a/DET/4/det deal/NOUN/2/obj"
            " to/PART/6/mark"
            " !buy/VERB/4/acl Globex/PROPN/6/obj/ORG",
            "deal to",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG announced=announce/VERB/0/root its/PRON/5/nmod:poss"
            " planned/ADJ/5/amod"
            " !purchase/NOUN/2/obj of/ADP/7/case Globex/PROPN/5/nmod/ORG",
            "planned purchase",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG to/PART/3/mark !buy/VERB/0/root Globex/PROPN/3/obj/ORG",
            "infinitive of a headline",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG to/PART/3/aux !buy/VERB/0/ROOT Globex/PROPN/3/dobj/ORG",
            "infinitive of a headline, ClearNLP",
        ),
        row(
            "planned",
            "Acme/PROPN/0/root/ORG to/PART/3/mark !buy/VERB/1/acl Globex/PROPN/3/obj/ORG",
            "infinitive of a headline, hung from the name",
        ),
        row(
            "planned",
            "Acme/PROPN/7/nsubj/ORG to/PART/3/mark !buy=buy/VERB/7/advcl Globex/PROPN/3/obj/ORG"
            " ,/PUNCT/3/punct soon/ADV/7/advmod names=name/VERB/0/root chief/NOUN/7/obj",
            "infinitive of a headline that goes on",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG to/PART/3/mark take/VERB/0/root !control/NOUN/3/obj"
            " of/ADP/6/case Globex/PROPN/4/nmod/ORG",
            "infinitive of a headline, said by its noun",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG sued=sue/VERB/0/root to/PART/4/mark !protect/VERB/2/advcl"
            " Globex/PROPN/4/obj/ORG",
            "infinitive of a purpose",
        ),
        row(
            "planned",
            "Acme/PROPN/3/nsubj/ORG will/AUX/3/aux buy/VERB/0/root Globex/PROPN/3/obj/ORG"
            " and/CCONJ/6/cc"
            " !sell/VERB/3/conj Initech/PROPN/6/obj/ORG",
            "will holds of both verbs",
        ),
        # --- rumoured
        row(
            "rumoured",
            "Acme/PROPN/3/nsubj/ORG may/AUX/3/aux !buy/VERB/0/root Globex/PROPN/3/obj/ORG",
            "may",
        ),
        row(
            "rumoured",
            "Acme/PROPN/3/nsubj/ORG reportedly/ADV/3/advmod !bought=buy/VERB/0/root"
            " Globex/PROPN/3/obj/ORG",
            "reportedly",
        ),
        row(
            "rumoured",
            "Acme/PROPN/3/nsubj/ORG is=be/AUX/3/aux considering=consider/VERB/0/root"
            " !buying=buy/VERB/3/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "considering",
        ),
        row(
            "rumoured",
            "Acme/PROPN/4/nsubj/ORG is=be/AUX/4/cop in/ADP/4/case talks=talk/NOUN/0/root"
            " to/PART/6/mark"
            " !buy/VERB/4/acl Globex/PROPN/6/obj/ORG",
            "in talks",
        ),
        row(
            "rumoured",
            "Acme/PROPN/4/nsubj/ORG reportedly/ADV/4/advmod will/AUX/4/aux !buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG",
            "a rumour of a plan",
        ),
        row(
            "rumoured",
            "Acme/PROPN/3/nsubj:pass/ORG is=be/AUX/3/aux:pass said=say/VERB/0/root to/PART/6/mark"
            " have/AUX/6/aux !bought=buy/VERB/3/xcomp Globex/PROPN/6/obj/ORG",
            "is said to",
        ),
        row(
            "rumoured",
            "Hooli/PROPN/2/nsubj/ORG heard=hear/VERB/0/root claims=claim/NOUN/2/obj"
            " that/SCONJ/6/mark Acme/PROPN/6/nsubj/ORG !bought=buy/VERB/3/acl"
            " Globex/PROPN/6/obj/ORG",
            "claims",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG claims=claim/VERB/0/root that/SCONJ/5/mark it/PRON/5/nsubj"
            " !bought=buy/VERB/2/ccomp Globex/PROPN/5/obj/ORG",
            "claims of its own",
        ),
        # --- denied
        row(
            "denied",
            "Acme/PROPN/4/nsubj/ORG did=do/AUX/4/aux not/PART/4/advmod !buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG",
            "not",
        ),
        row(
            "denied",
            "Acme/PROPN/4/nsubj/ORG did=do/AUX/4/aux n't=not/PART/4/neg !buy/VERB/0/ROOT"
            " Globex/PROPN/4/dobj/ORG",
            "n't, ClearNLP",
        ),
        row(
            "denied",
            "Acme/PROPN/3/nsubj/ORG never/ADV/3/advmod !bought=buy/VERB/0/root"
            " Globex/PROPN/3/obj/ORG",
            "never",
        ),
        row(
            "denied",
            "Acme/PROPN/2/nsubj/ORG denied=deny/VERB/0/root it/PRON/5/nsubj had=have/AUX/5/aux"
            " !bought=buy/VERB/2/ccomp Globex/PROPN/5/obj/ORG",
            "denied that",
        ),
        row(
            "denied",
            "Acme/PROPN/2/nsubj/ORG abandoned=abandon/VERB/0/root its/PRON/4/nmod:poss"
            " plan/NOUN/2/obj"
            " to/PART/6/mark !buy/VERB/4/acl Globex/PROPN/6/obj/ORG",
            "abandoned plan",
        ),
        row(
            "denied",
            "Acme/PROPN/4/nsubj/ORG will/AUX/4/aux not/PART/4/advmod !buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG",
            "a plan denied",
        ),
        row(
            "denied",
            "Acme/PROPN/2/nsubj/ORG failed=fail/VERB/0/root to/PART/4/mark !buy/VERB/2/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "failed to",
        ),
        row(
            "asserted",
            "Acme/PROPN/2/nsubj/ORG declined=decline/VERB/0/root to/PART/4/mark"
            " comment/VERB/2/xcomp that/SCONJ/7/mark it/PRON/7/nsubj"
            " !bought=buy/VERB/4/ccomp Globex/PROPN/7/obj/ORG",
            "no comment",
        ),
        row(
            "denied",
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root a/DET/4/det !bid/NOUN/2/obj"
            " for/ADP/6/case Globex/PROPN/4/nmod/ORG that/PRON/9/nsubj:pass was=be/AUX/9/aux:pass"
            " rejected=reject/VERB/6/acl:relcl",
            "what was done to the bid",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root a/DET/4/det !bid/NOUN/2/obj"
            " for/ADP/6/case Globex/PROPN/4/nmod/ORG that/PRON/9/nsubj:pass was=be/AUX/9/aux:pass"
            " founded=found/VERB/6/acl:relcl here/ADV/9/advmod",
            "something else was done",
        ),
        row(
            "planned",
            "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root a/DET/4/det !bid/NOUN/2/obj"
            " for/ADP/6/case Globex/PROPN/4/nmod/ORG that/PRON/8/nsubj"
            " rejected=reject/VERB/6/acl:relcl Hooli/PROPN/8/obj/ORG",
            "what somebody else did",
        ),
        # --- former
        row(
            "former",
            "former/ADJ/3/amod Acme/PROPN/3/compound/ORG !chief/NOUN/4/compound"
            " Roe/PROPN/5/nsubj/PERSON"
            " left=leave/VERB/0/root",
            "former",
        ),
        row(
            "former",
            "Roe/PROPN/4/nsubj/PERSON was=be/AUX/4/cop formerly/ADV/4/advmod !chief/NOUN/0/root"
            " of/ADP/6/case"
            " Acme/PROPN/4/nmod/ORG",
            "formerly",
        ),
        # --- nothing is stated
        row(
            None,
            "Will/AUX/3/aux Acme/PROPN/3/nsubj/ORG !buy/VERB/0/root Globex/PROPN/3/obj/ORG"
            " ?/PUNCT/3/punct",
            "question",
        ),
        row(
            None,
            "If/SCONJ/3/mark Acme/PROPN/3/nsubj/ORG !buys=buy/VERB/5/advcl Globex/PROPN/3/obj/ORG"
            " grows=grow/VERB/0/root",
            "condition",
        ),
        row(
            None,
            "It/PRON/3/nsubj is=be/AUX/3/cop unclear/ADJ/0/root whether/SCONJ/7/mark"
            " Acme/PROPN/7/nsubj/ORG"
            " has=have/AUX/7/aux !bought=buy/VERB/3/ccomp Globex/PROPN/7/obj/ORG",
            "whether",
        ),
        row(
            None,
            "Acme/PROPN/3/nsubj/ORG should/AUX/3/aux !buy/VERB/0/root Globex/PROPN/3/obj/ORG",
            "advice",
        ),
        row(
            None,
            "Acme/PROPN/2/nsubj/ORG ought/VERB/0/root to/PART/4/mark !buy/VERB/2/xcomp"
            " Globex/PROPN/4/obj/ORG",
            "opinion",
        ),
    ],
)
def test_read_status_reads_how_firmly_it_is_said(status_of, rows, expected):
    assert status_of(rows)[0] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        row("former", "Roe/PROPN/2/nsubj !ran=run/VERB/0/root Acme/PROPN/2/obj", "ran"),
        row("asserted", "Roe/PROPN/2/nsubj !runs=run/VERB/0/root Acme/PROPN/2/obj", "runs"),
        row(
            "asserted",
            "Roe/PROPN/3/nsubj has=have/AUX/3/aux !run/VERB/0/root Acme/PROPN/3/obj",
            "has run",
        ),
        row(
            "former",
            "Roe/PROPN/3/nsubj had=have/AUX/3/aux !run/VERB/0/root Acme/PROPN/3/obj",
            "had run",
        ),
        row(
            "former",
            "Acme/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass !owned=own/VERB/0/root by/ADP/5/case"
            " Hooli/PROPN/3/obl:agent",
            "was owned by",
        ),
        row(
            "asserted",
            "Acme/PROPN/0/root !owned=own/VERB/1/acl by/ADP/4/case Hooli/PROPN/2/obl:agent",
            "owned by",
        ),
        row(
            "former",
            "Roe/PROPN/3/nsubj was=be/AUX/3/cop !chief/NOUN/0/root of/ADP/5/case Acme/PROPN/3/nmod",
            "was chief of",
        ),
        row(
            "asserted",
            "Roe/PROPN/3/nsubj is=be/AUX/3/cop !chief/NOUN/0/root of/ADP/5/case Acme/PROPN/3/nmod",
            "is chief of",
        ),
        row(
            "asserted",
            "he/PRON/2/nsubj said=say/VERB/0/root Roe/PROPN/4/nsubj !ran=run/VERB/2/ccomp"
            " Acme/PROPN/4/obj",
            "said that she ran",
        ),
        row("asserted", "Roe/PROPN/2/nsubj !bought=buy/VERB/0/root Acme/PROPN/2/obj", "no state"),
    ],
)
def test_read_status_of_a_state_that_is_past(status_of, rows, expected):
    assert status_of(rows)[0] == expected


def test_read_status_looks_at_the_title(clauses_of, lexicon):
    clauses = clauses_of(
        "Former/ADJ/3/amod Acme/PROPN/3/compound/ORG boss/NOUN/5/nsubj/TITLE Roe/PROPN/3/appos"
        " left=leave/VERB/0/root"
    )
    title = next(a for a in clauses.arguments.values() if a.label == "TITLE")
    assert read_status(clauses, (1,), lexicon, STATES)[0] == "asserted"
    assert read_status(clauses, (1,), lexicon, STATES, title)[0] == "former"


def test_read_status_names_the_word_that_decided(status_of):
    rows = (
        "Acme/PROPN/3/nsubj/ORG reportedly/ADV/3/advmod !bought=buy/VERB/0/root"
        " Globex/PROPN/3/obj/ORG"
    )
    assert status_of(rows) == ("rumoured", '"reportedly"')


def test_read_status_of_one_clause_leaves_the_other_alone(status_of):
    rows = (
        "Acme/PROPN/2/nsubj/ORG !bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG but/CCONJ/8/cc"
        " Hooli/PROPN/8/nsubj/ORG did=do/AUX/8/aux not/PART/8/advmod sell/VERB/2/conj"
    )
    assert status_of(rows)[0] == "asserted"


@pytest.mark.parametrize(
    ("status", "date", "expected"),
    [
        pytest.param("planned", (2021, "year"), "asserted", id="planned long ago"),
        pytest.param("planned", (2025, "year"), "planned", id="planned this year"),
        pytest.param("planned", (2025, "month"), "planned", id="agreed in a month gone by"),
        pytest.param("asserted", (2027, "year"), "planned", id="to come"),
        pytest.param("asserted", (2025, "month"), "asserted", id="in a month gone by"),
        pytest.param("rumoured", (2021, "year"), "rumoured", id="rumour of long ago"),
        pytest.param("planned", None, "planned", id="no date"),
    ],
)
def test_settle_by_date(status, date, expected):
    said = Date(day=datetime.date(date[0], 1, 1), precision=date[1]) if date else None
    assert settle_by_date(status, said, datetime.date(2025, 5, 27)) == expected
    assert settle_by_date(status, said, None) == status


WILL_BUY = (
    "Acme/PROPN/3/nsubj/ORG will/AUX/3/aux !buy/VERB/0/root Globex/PROPN/3/obj/ORG but/CCONJ/8/cc"
)


@pytest.mark.parametrize(
    ("rows", "beside"),
    [
        pytest.param(
            f"{WILL_BUY} will/AUX/8/aux not/PART/8/advmod close/VERB/3/conj it/PRON/8/obj",
            True,
            id="what comes next",
        ),
        pytest.param(
            "Acme/PROPN/4/nsubj/ORG will/AUX/4/aux not/PART/4/advmod !buy/VERB/0/root"
            " Globex/PROPN/4/obj/ORG",
            False,
            id="itself",
        ),
        pytest.param(
            f"{WILL_BUY} will/AUX/8/aux soon/ADV/8/advmod close/VERB/3/conj", False, id="nothing"
        ),
        pytest.param(
            "Acme/PROPN/4/nsubj/ORG did/AUX/4/aux not/PART/4/advmod agree/VERB/0/root"
            " to/PART/6/mark !buy/VERB/4/xcomp Globex/PROPN/6/obj/ORG",
            False,
            id="what it hangs on",
        ),
    ],
)
def test_denies_beside_tells_a_denial_of_what_comes_next(clauses_of, lexicon, rows, beside):
    at = next(n for n, token in enumerate(rows.split()) if token.startswith("!"))
    assert denies_beside(clauses_of(rows.replace("!", "")), (at,), lexicon) is beside


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        row("denied", "Acme/PROPN/2/nsubj/ORG denies=deny/VERB/0/root it/PRON/2/obj", "a verb"),
        row("denied", "it/PRON/3/nsubj never/ADV/3/advmod grew=grow/VERB/0/root", "an adverb"),
        row("denied", "talks=talk/NOUN/2/nsubj fell=fall/VERB/0/root through/ADV/2/advmod", "both"),
        row("", "Acme/PROPN/2/nsubj/ORG grew=grow/VERB/0/root", "none"),
    ],
)
def test_has_denial_looks_for_words_that_deny(clauses_of, lexicon, rows, expected):
    assert has_denial(clauses_of(rows).sentence, lexicon) is bool(expected)


@pytest.mark.parametrize(("verb", "offered"), [("offered=offer", True), ("paid=pay", False)])
def test_is_when_offered_tells_the_date_of_an_offer(make_doc, lexicon, verb, offered):
    doc = make_doc(
        f"Acme/PROPN/2/nsubj/ORG {verb}/VERB/0/root much/ADJ/2/obj for/ADP/5/case"
        " Globex/PROPN/2/obl/ORG in/ADP/7/case 2023/NUM/2/obl/DATE"
    )
    *_, date = doc.user_data["arguments"]
    assert is_when_offered(doc, date, lexicon) is offered
    assert not is_when_offered(doc, None, lexicon)
