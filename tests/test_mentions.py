"""Names are mended by what the whole article shows."""

import pytest

from kg.annotate.encoder import LABEL_SHARES
from kg.annotate.mentions import NameMender


@pytest.fixture(scope="module")
def mend(make_doc, ontology):
    mender = NameMender(ontology.schema, ontology.lexicon, ontology.gazetteer)
    return lambda rows: mender(make_doc(rows))


BOUGHT = "bought=buy/VERB/0/root"
CASES = [
    pytest.param(
        "the/DET/7/det Cold/PROPN/7/compound/ORG Oaks/PROPN/2/flat/+ ,/PUNCT/5/punct"
        " California/PROPN/2/appos/LOC ,/PUNCT/5/punct company/NOUN/0/root",
        ["Cold Oaks/LOC", "California/LOC"],
        id="a place by its region",
    ),
    pytest.param(
        "ALDER/PROPN/2/compound/ORG CREEK/PROPN/0/root/+ ,/PUNCT/2/punct Mich./PROPN/2/appos/LOC"
        " —/PUNCT/2/punct It/PRON/7/nsubj waits=wait/VERB/2/parataxis\n"
        "Alder/PROPN/2/compound/ORG Creek/PROPN/3/nsubj/+ waits=wait/VERB/0/root",
        ["ALDER CREEK/LOC", "Mich./LOC", "Alder Creek/LOC"],
        id="the place of a dateline",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} AI/PROPN/4/compound/ORG tools=tool/NOUN/2/obj",
        ["Acme/ORG"],
        id="an abbreviation that names nothing",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} state/NOUN/4/compound/ORG museum/NOUN/2/obj of/ADP/7/case"
        " car/NOUN/7/compound/ORG technology/NOUN/4/nmod/+ from/ADP/9/case abrdn/PROPN/2/obl/ORG",
        ["Acme/ORG", "abrdn/ORG"],
        id="common words written small",
    ),
    pytest.param(
        "acme/NOUN/2/nsubj/ORG bought=buy/VERB/0/root globex/NOUN/2/obj/ORG",
        ["acme/ORG", "globex/ORG"],
        id="a sentence written small",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} Hollywood/PROPN/6/compound/ORG AI/PROPN/6/compound/+"
        " film/NOUN/6/compound studio/NOUN/2/obj in/ADP/9/case London/PROPN/9/compound/ORG"
        " TV/PROPN/2/obl/+",
        ["Acme/ORG", "Hollywood/LOC", "London TV/ORG"],
        id="a place, and what it is busy with",
    ),
    pytest.param(
        f"Acme/PROPN/6/nmod:poss/ORG 's/PART/1/case Board/NOUN/6/nsubj/ORG of/ADP/5/case/+"
        f" Directors/NOUN/3/nmod/+ {BOUGHT} Globex/PROPN/6/obj/ORG",
        ["Acme/ORG", "Globex/ORG"],
        id="a part of any organisation",
    ),
    pytest.param(
        f"Global/ADJ/3/amod/ORG car/NOUN/3/compound maker/NOUN/4/nsubj {BOUGHT}"
        " Globex/PROPN/4/obj/ORG",
        ["Globex/ORG"],
        id="an adjective at the start of a sentence",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} a/DET/6/det South/ADJ/6/amod/LOC Korean/ADJ/6/amod"
        " rival/NOUN/2/obj",
        ["Acme/ORG"],
        id="half a nationality",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} jane@acme.example/X/2/obj/ORG",
        ["Acme/ORG"],
        id="where to write to",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} FTSE/PROPN/5/compound/PRODUCT 100/NUM/3/flat/+"
        " firms=firm/NOUN/2/obj",
        ["Acme/ORG"],
        id="the index of a market",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} No./PROPN/5/compound/PRODUCT 3/NUM/3/flat/+"
        " carrier/NOUN/2/obj Chanel/PROPN/5/appos/PRODUCT No./PROPN/6/flat/+ 5/NUM/6/flat/+",
        ["Acme/ORG", "Chanel No. 5/PRODUCT"],
        id="a rank that names nothing",
    ),
    pytest.param(
        f"Acme/PROPN/5/nsubj/ORG (/PUNCT/3/punct ACM.L/PROPN/1/appos/ORG )/PUNCT/3/punct {BOUGHT}"
        " Globex/PROPN/5/obj/ORG (/PUNCT/8/punct NYSE/PROPN/6/appos :/PUNCT/8/punct"
        " GBX/PROPN/8/appos/ORG )/PUNCT/8/punct",
        ["Acme/ORG", "Globex/ORG"],
        id="the symbol of a share is no name",
    ),
    pytest.param(
        f"Acme/PROPN/5/nsubj/ORG (/PUNCT/3/punct AWL/PROPN/1/appos/ORG )/PUNCT/3/punct {BOUGHT}"
        " Globex/PROPN/5/obj/ORG",
        ["Acme/ORG", "AWL/ORG", "Globex/ORG"],
        id="capitals in brackets may be a short name",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} Globex/PROPN/2/obj/ORG\n"
        "Analysts=analyst/NOUN/2/nsubj like=like/VERB/0/root Globex/PROPN/2/obj",
        ["Acme/ORG", "Globex/ORG", "Globex/ORG"],
        id="a name found once is found again",
    ),
    pytest.param(
        f"Acme/PROPN/3/nsubj/ORG Labs/PROPN/1/flat/+ {BOUGHT} Globex/PROPN/3/obj/ORG\n"
        f"Acme/PROPN/3/nsubj/ORG Labs/PROPN/1/flat {BOUGHT} more/ADJ/3/obj",
        ["Acme Labs/ORG", "Globex/ORG", "Acme Labs/ORG"],
        id="the longest form wins",
    ),
    pytest.param(
        "the/DET/2/det studio/NOUN/4/nsubj A24/PROPN/2/appos/PRODUCT grew=grow/VERB/0/root",
        ["A24/PRODUCT"],
        id="the words beside a name do not outvote the tagger",
    ),
    pytest.param(
        "Serbian/ADJ/3/amod/PERSON Ana/PROPN/3/compound/+ Popa/PROPN/4/nsubj/+ left/VERB/0/root\n"
        "German/PROPN/2/compound/PERSON Gref/PROPN/3/nsubj/+ left/VERB/0/root",
        ["Ana Popa/PERSON", "German Gref/PERSON"],
        id="a nationality is no part of a name, but for a first name",
    ),
    pytest.param(
        f"The/DET/2/nsubj/ORG {BOUGHT} Globex/PROPN/2/obj/ORG",
        ["Globex/ORG"],
        id="an article is no name",
    ),
    pytest.param(
        "Acme/PROPN/2/nsubj/ORG makes=make/VERB/0/root “/PUNCT/5/punct Blue/ADJ/5/amod/PERSON"
        " River/PROPN/2/obj ”/PUNCT/5/punct",
        ["Acme/ORG", "Blue River/WORK"],
        id="a name in quotation marks is whole, and a work's",
    ),
    pytest.param(
        "Acme/PROPN/2/nsubj/ORG makes=make/VERB/0/root “/PUNCT/5/punct Blue/ADJ/5/amod/ORG"
        " River/PROPN/2/obj/+ ”/PUNCT/5/punct\n"
        "Blue/ADJ/2/amod/ORG River/PROPN/3/nsubj/+ runs=run/VERB/0/root",
        ["Acme/ORG", "Blue River/WORK", "Blue River/WORK"],
        id="quotation marks outvote the tagger",
    ),
    pytest.param(
        "Roe/PROPN/2/nsubj/PERSON joined=join/VERB/0/root University/PROPN/2/obj/ORG"
        " of/ADP/5/case/+ Oslo/PROPN/3/nmod/LOC",
        ["Roe/PERSON", "University of Oslo/ORG"],
        id="a small word joins two names",
    ),
    pytest.param(
        "Roe/PROPN/2/nsubj/PERSON joined=join/VERB/0/root Banca/PROPN/2/obj/ORG"
        " di/X/5/case/+ Siena/PROPN/3/nmod/LOC",
        ["Roe/PERSON", "Banca di Siena/ORG"],
        id="so does one of another language",
    ),
    pytest.param(
        "Acme/PROPN/2/nsubj/ORG Launches=launch/VERB/0/root Groundbreaking/PROPN/5/compound/ORG"
        " AI/PROPN/5/compound/+ Partnership/NOUN/2/obj\n"
        "Acme/PROPN/2/nsubj/ORG likes=like/VERB/0/root AI/PROPN/2/obj",
        ["Acme/ORG", "Acme/ORG"],
        id="words of a heading are no name that the text does not know",
    ),
    pytest.param(
        "Acme/PROPN/2/nsubj/ORG Launches=launch/VERB/0/root Blue/PROPN/5/compound/ORG"
        " River/PROPN/5/compound/+ Partnership/NOUN/2/obj\n"
        "Acme/PROPN/2/nsubj/ORG likes=like/VERB/0/root Blue/PROPN/2/obj",
        ["Acme/ORG", "Blue River/ORG", "Acme/ORG"],
        id="a name of a heading that the text knows by its first word",
    ),
    pytest.param(
        "Ex/ADJ/3/amod -/PUNCT/1/punct Acme/PROPN/4/compound/ORG boss/NOUN/0/root",
        ["Acme/ORG"],
        id="what is past is no part of a name",
    ),
    pytest.param(
        f"Acme/PROPN/3/nsubj/ORG of/ADP/1/case/+ {BOUGHT} Globex/PROPN/3/obj/ORG",
        ["Acme/ORG", "Globex/ORG"],
        id="no name ends with a small word",
    ),
    pytest.param(
        "Ana/PROPN/6/nsubj/PERSON Dal/PROPN/1/flat/+ Pozzo/PROPN/1/flat/+ -/PUNCT/1/punct/+"
        " Grieco/PROPN/1/flat/ORG left=leave/VERB/0/root Acme/PROPN/6/obj/ORG",
        ["Ana Dal Pozzo-Grieco/PERSON", "Acme/ORG"],
        id="no name ends with a hyphen",
    ),
    pytest.param(
        f"Wendy/PROPN/3/nsubj/ORG 's/PART/1/case/+ {BOUGHT} Globex/PROPN/6/nmod:poss/ORG"
        " 's/PART/4/case/+ Initech/PROPN/3/obj/ORG",
        ["Wendy's/ORG", "Globex/ORG", "Initech/ORG"],
        id="the end of a name, and that of a genitive",
    ),
    pytest.param(
        f"British/ADJ/2/amod/LOC Acme/PROPN/3/nsubj/ORG {BOUGHT} it=it/PRON/3/obj",
        ["Acme/ORG"],
        id="a nationality is no place",
    ),
    pytest.param(
        "the/DET/3/det Roe/PROPN/3/compound/PERSON family/NOUN/4/nsubj left=leave/VERB/0/root\n"
        "the/DET/4/det Poe/PROPN/4/compound/PERSON family/NOUN/4/compound office/NOUN/5/nsubj"
        " left=leave/VERB/0/root\n"
        "Doe/PROPN/2/compound/PERSON family/NOUN/3/nsubj left=leave/VERB/0/root",
        ["Roe family/ORG", "Poe/PERSON", "Doe/PERSON"],
        id="a family",
    ),
    pytest.param(
        "Roe/PROPN/6/nsubj/ORG ,/PUNCT/3/punct Poe/PROPN/1/conj/LOC ,/PUNCT/5/punct"
        " Doe/PROPN/1/conj/ORG &/CCONJ/7/cc/+ Sons/PROPN/5/conj/+ left=leave/VERB/0/root",
        ["Roe, Poe, Doe & Sons/ORG"],
        id="partners are one firm",
    ),
    pytest.param(
        "Roe/PROPN/6/nsubj/ORG ,/PUNCT/3/punct Doe/PROPN/1/conj/ORG &/CCONJ/5/cc/+"
        " Sons/PROPN/3/conj/+ left=leave/VERB/0/root\n"
        "then/ADV/3/advmod Roe/PROPN/3/nsubj/ORG left=leave/VERB/0/root",
        ["Roe/ORG", "Doe & Sons/ORG", "Roe/ORG"],
        id="no partner is named elsewhere",
    ),
    pytest.param(
        "Roe/PROPN/9/nsubj/ORG ,/PUNCT/3/punct Doe/PROPN/1/conj/ORG &/CCONJ/5/cc/+"
        " Sons/PROPN/3/conj/+ and/CCONJ/7/cc Acme/PROPN/1/conj/ORG then/ADV/9/advmod"
        " left=leave/VERB/0/root",
        ["Roe/ORG", "Doe & Sons/ORG", "Acme/ORG"],
        id="a list is no firm",
    ),
    pytest.param(
        "Jane/PROPN/9/nsubj/PERSON of/ADP/3/case Roe/PROPN/1/nmod/ORG ,/PUNCT/5/punct"
        " Doe/PROPN/3/conj/ORG &/CCONJ/7/cc/+ Sons/PROPN/5/conj/+ ,/PUNCT/3/punct"
        " left=leave/VERB/0/root",
        ["Jane/PERSON", "Roe, Doe & Sons/ORG"],
        id="a comma behind a firm",
    ),
    pytest.param(
        "Acme/PROPN/2/compound/ORG securities/NOUN/3/nsubj/+ fell=fall/VERB/0/root\n"
        "Scottish/ADJ/2/amod/ORG government/NOUN/3/nsubj/+ fell=fall/VERB/0/root",
        ["Acme/ORG", "Scottish government/ORG"],
        id="no small noun ends the name of a firm",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} Jane/PROPN/6/nmod:poss/WORK Roe/PROPN/3/flat/+"
        " 's/PART/3/case/+ Dock/PROPN/2/obj/+",
        ["Acme/ORG", "Jane Roe/PERSON", "Dock/WORK"],
        id="a work and whose it is",
    ),
    pytest.param(
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} “/PUNCT/7/punct Jane/PROPN/7/nmod:poss/WORK"
        " Roe/PROPN/4/flat/+ 's/PART/4/case/+ Dock/PROPN/2/obj/+ ”/PUNCT/7/punct\n"
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} Mother/PROPN/6/nmod:poss/WORK Superior/PROPN/3/flat/+"
        " 's/PART/3/case/+ Dock/PROPN/2/obj/+\n"
        f"Acme/PROPN/2/nsubj/ORG {BOUGHT} Mrs./PROPN/6/nmod:poss/WORK Roe/PROPN/3/flat/+"
        " 's/PART/3/case/+ Dock/PROPN/2/obj/+",
        [
            "Acme/ORG",
            "Jane Roe's Dock/WORK",
            "Acme/ORG",
            "Mother Superior's Dock/WORK",
            "Acme/ORG",
            "Mrs. Roe's Dock/WORK",
        ],
        id="a title with an owner in it",
    ),
]


@pytest.mark.parametrize(("rows", "expected"), CASES)
def test_mend_names(rows, expected, mend):
    doc = mend(rows)
    assert [f"{ent.text}/{ent.label_}" for ent in doc.ents] == expected


def test_mend_names_drops_a_word_that_is_seldom_a_name(mend):
    used = f"Acme/PROPN/2/nsubj/ORG {BOUGHT} AI/NOUN/2/obj"
    doc = mend("\n".join([used.replace("AI/NOUN/2/obj", "AI/PROPN/2/obj/PRODUCT"), *[used] * 4]))
    assert {ent.text for ent in doc.ents} == {"Acme"}


def test_mend_names_keeps_what_a_hyphen_joins(mend):
    rows = (
        "Jane/PROPN/5/nsubj/PERSON Roe/PROPN/1/flat/+ -/PUNCT/1/punct Poe/PROPN/1/flat "
        "left=leave/VERB/0/root"
    )
    doc = mend(rows)
    assert len(doc.ents) == 1


def test_mend_names_shares_the_labels_of_a_thing_among_its_names(make_doc, ontology):
    doc = make_doc(
        "Globex/PROPN/2/nsubj/ORG grew=grow/VERB/0/root\n"
        "then/ADV/3/advmod Globex/PROPN/3/nsubj/ORG grew=grow/VERB/0/root"
    )
    first, second = ((ent.start, ent.end) for ent in doc.ents)
    doc.user_data[LABEL_SHARES] = {
        first: (("ORG", 0.9), ("PERSON", 0.1)),
        second: (("PERSON", 0.3), ("ORG", 0.7)),
    }
    NameMender(ontology.schema, ontology.lexicon, ontology.gazetteer)(doc)
    shares = {place: dict(found) for place, found in doc.user_data[LABEL_SHARES].items()}
    assert shares == {place: {"ORG": 0.8, "PERSON": 0.2} for place in (first, second)}
