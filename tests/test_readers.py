"""What the relation head's scores become."""

from dataclasses import replace

import pytest
import spacy
from scored import score_pair

from kg.annotate.items import OUTSIDE, Items
from kg.annotate.relations import RELATION_SCORES
from kg.datamodel import Argument, Mention, Span
from kg.extract.readers import read_with_head


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        pytest.param([("role", "chair", 0.6), ("role", "boss", 0.9)], {"role": "boss"}, id="best"),
        pytest.param([("role", "boss", 0.9), ("role", "chair", 0.6)], {"role": "boss"}, id="order"),
        pytest.param([("role", "boss", 0.4)], {}, id="too low"),
        pytest.param([("date", "2019", 0.6)], {}, id="too low for a date"),
        pytest.param([("date", "2019", 0.8)], {"date": "2019"}, id="date"),
        pytest.param([("date", "2019", 0.99), ("date", "2024", 0.9)], {}, id="which date"),
    ],
)
def test_read_with_head_binds_the_surest_values(schema, lexicon, qualifiers, expected):
    doc = spacy.blank("en")("Roe founded Acme in 2019 , was boss , then chair , left in 2024 .")
    doc[0].is_sent_start = True
    labels = {"Roe": "PERSON", "Acme": "ORG", "2019": "DATE", "2024": "DATE"}
    labels |= {"boss": "TITLE", "chair": "TITLE"}
    arguments = {t.text: _argument(t, labels[t.text]) for t in doc if t.text in labels}
    doc.user_data["arguments"] = tuple(arguments.values())
    doc.user_data["items"] = Items([OUTSIDE] * len(doc))
    scored = score_pair("joins", 0, 2, 0.9, sentence=(0, len(doc)))
    found = tuple((key, (arguments[w].start, arguments[w].end), s) for key, w, s in qualifiers)
    doc.user_data[RELATION_SCORES] = (replace(scored, qualifiers=found),)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert candidate.values == {key: arguments[word] for key, word in expected.items()}


def _argument(token, label):
    kind = {"PERSON": "Person", "ORG": "Organization"}.get(label)
    mention = kind and Mention(
        article="a",
        span=Span(token.idx, token.idx + len(token)),
        text=token.text,
        name=token.text,
        types=((kind, 1.0),),
    )
    return Argument(
        start=token.i,
        end=token.i + 1,
        label=label,
        entity=token.i,
        mention=mention or None,
        value=token.text if label == "DATE" else None,
    )


@pytest.mark.parametrize(
    ("rows", "condition"),
    [
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG grows=grow/VERB/0/root if/SCONJ/5/mark it/PRON/5/nsubj"
            " buys=buy/VERB/2/advcl Globex/PROPN/5/obj/ORG",
            "if",
            id="on the way",
        ),
        pytest.param(
            "If/SCONJ/3/mark Acme/PROPN/3/nsubj/ORG buys=buy/VERB/6/advcl Globex/PROPN/3/obj/ORG"
            " it/PRON/6/nsubj grows=grow/VERB/0/root",
            "If",
            id="where the ways meet",
        ),
        pytest.param(
            "If/SCONJ/3/mark it/PRON/3/nsubj rains=rain/VERB/5/advcl Acme/PROPN/5/nsubj/ORG"
            " buys=buy/VERB/0/root Globex/PROPN/5/obj/ORG",
            None,
            id="beside it",
        ),
        pytest.param(
            "Acme/PROPN/2/nsubj/ORG says=say/VERB/0/root that/SCONJ/5/mark it/PRON/5/nsubj"
            " buys=buy/VERB/2/ccomp Globex/PROPN/5/obj/ORG",
            None,
            id="another mark",
        ),
    ],
)
def test_read_with_head_states_no_condition(make_doc, schema, lexicon, rows, condition):
    doc = make_doc(rows)
    subject, object_ = doc.user_data["arguments"]
    scored = score_pair("acquires", subject.start, object_.start, 0.9, sentence=(0, len(doc)))
    doc.user_data[RELATION_SCORES] = (scored,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert (candidate.status is None) is (condition is not None)
    assert [r for r in candidate.reasons if "condition" in r] == (
        [f'"{condition}" states a condition'] if condition else []
    )


BOUGHT = "bought=buy/VERB/0/root Hooli/PROPN/6/obj/ORG"
SUED = "sued=sue/VERB/0/root"


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case Globex/PROPN/5/compound/ORG"
            f" gaming/NOUN/5/compound unit/NOUN/6/nsubj {BOUGHT}",
            "Globex gaming unit",
            id="its unit has a name",
        ),
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case big/ADJ/5/amod gaming/NOUN/5/compound"
            f" unit/NOUN/6/nsubj {BOUGHT}",
            None,
            id="it has none",
        ),
        pytest.param(
            "Acme/PROPN/5/nmod:poss/ORG 's/PART/1/case Globex/PROPN/5/compound/ORG"
            f" share/NOUN/5/compound price/NOUN/6/nsubj {BOUGHT}",
            None,
            id="no unit",
        ),
    ],
)
def test_read_with_head_takes_no_owner_for_a_unit(make_doc, schema, lexicon, rows, unit):
    doc = make_doc(rows)
    scored = score_pair("acquires", 0, 6, 0.9, sentence=(0, len(doc)))
    doc.user_data[RELATION_SCORES] = (scored,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert [r for r in candidate.reasons if "another" in r] == (
        [f'"{unit}" is another'] if unit else []
    )


@pytest.mark.parametrize(
    ("rows", "noun"),
    [
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/4/compound/ORG rival/NOUN/2/obj",
            "Acme rival",
            id="what the name tells whose it is",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/5/nmod:poss/ORG 's/PART/3/case"
            " owner/NOUN/2/obj",
            "Acme's owner",
            id="with a genitive",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/4/compound/ORG offices/NOUN/2/obj",
            None,
            id="a part of it",
        ),
        pytest.param(
            f"Hooli/PROPN/2/nsubj/ORG {SUED} Acme/PROPN/2/obj/ORG rival/NOUN/3/appos",
            None,
            id="what it is itself",
        ),
        pytest.param(
            "Hooli/PROPN/4/nsubj/ORG is=be/AUX/4/cop Acme/PROPN/4/compound/ORG owner/NOUN/0/root",
            None,
            id="the other is said to be it",
        ),
        pytest.param(
            "Hooli/PROPN/2/nsubj/ORG said/VERB/0/root as/ADP/5/case Acme/PROPN/5/compound/ORG"
            " owner/NOUN/2/obl",
            None,
            id="the other acts as it",
        ),
    ],
)
def test_read_with_head_takes_no_name_for_its_counterpart(make_doc, schema, lexicon, rows, noun):
    doc = make_doc(rows)
    ends = doc.ents[0].start, doc.ents[1].start
    doc.user_data[RELATION_SCORES] = (score_pair("sues", *ends, 0.9, sentence=(0, len(doc))),)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert [r for r in candidate.reasons if "another" in r] == (
        [f'"{noun}" is another'] if noun else []
    )


def test_read_with_head_takes_a_name_beside_its_counterpart(make_doc, schema, lexicon):
    doc = make_doc(
        f"He/PRON/2/nsubj {SUED} Acme/PROPN/4/compound/ORG rival/NOUN/2/obj Hooli/PROPN/2/obj/ORG"
    )
    scored = score_pair("competesWith", 2, 4, 0.9, sentence=(0, len(doc)))
    doc.user_data[RELATION_SCORES] = (scored,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert candidate.status == "asserted"


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(
            "Jane/PROPN/4/nsubj/PERSON of/ADP/3/case Acme/PROPN/1/nmod/ORG"
            " joins=join/VERB/0/root the/DET/6/det board/NOUN/4/obj",
            False,
            id="a seat on a board",
        ),
        pytest.param(
            "Jane/PROPN/4/nsubj/PERSON of/ADP/3/case Acme/PROPN/1/nmod/ORG"
            " joins=join/VERB/0/root the/DET/6/det firm/NOUN/4/obj",
            True,
            id="another post",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leaves=leave/VERB/0/root Acme/PROPN/2/obj/ORG"
            " with/ADP/6/case its/PRON/6/nmod:poss board/NOUN/2/obl",
            True,
            id="what is left for it",
        ),
    ],
)
def test_read_with_head_lets_a_seat_on_a_board_end_no_post(make_doc, schema, lexicon, rows, states):
    doc = make_doc(rows)
    scored = score_pair("leaves", 0, 2, 0.9, sentence=(0, len(doc)))
    doc.user_data[RELATION_SCORES] = (scored,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert (candidate.status is not None) is states


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root the/DET/4/det search/NOUN/2/obj"
            " for/ADP/8/case Acme/PROPN/8/nmod:poss/ORG 's/PART/6/case chief/NOUN/4/nmod/TITLE",
            False,
            id="who looks for one",
        ),
        pytest.param(
            "Jane/PROPN/2/nsubj/PERSON leads=lead/VERB/0/root the/DET/4/det group/NOUN/2/obj"
            " as/ADP/8/case Acme/PROPN/8/nmod:poss/ORG 's/PART/6/case chief/NOUN/2/obl/TITLE",
            True,
            id="who is one",
        ),
        pytest.param(
            "a/DET/2/det search/NOUN/3/nsubj led=lead/VERB/0/root to/ADP/8/case"
            " Acme/PROPN/7/nmod:poss/ORG 's/PART/5/case chief/NOUN/8/compound/TITLE"
            " Jane/PROPN/3/obl/PERSON",
            True,
            id="a search for something else",
        ),
    ],
)
def test_read_with_head_takes_no_title_that_is_looked_for(make_doc, schema, lexicon, rows, states):
    doc = make_doc(rows)
    by_label = {ent.label_: ent.start for ent in doc.ents}
    ends = by_label["PERSON"], by_label["ORG"]
    scored = score_pair("hasRole", *ends, 0.9, sentence=(0, len(doc)))
    title = by_label["TITLE"]
    found = replace(scored, qualifiers=(("role", (title, title + 1), 0.9),))
    doc.user_data[RELATION_SCORES] = (found,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert (candidate.status is not None) is states


@pytest.mark.parametrize(
    ("relation", "day", "dated"),
    [
        pytest.param("hasRole", "2010/NUM/4/obl:unmarked/DATE", False, id="another clause"),
        pytest.param("hasRole", "2010/NUM/9/obl:unmarked/DATE", True, id="its own clause"),
        pytest.param("acquires", "2010/NUM/4/obl:unmarked/DATE", True, id="what happens once"),
    ],
)
def test_read_with_head_dates_what_lasts_by_its_clause(
    make_doc, schema, lexicon, relation, day, dated
):
    doc = make_doc(
        "Roe/PROPN/9/nsubj/ORG ,/PUNCT/1/punct which/PRON/4/nsubj grew/VERB/1/acl:relcl"
        f" {day} ,/PUNCT/1/punct is/AUX/9/cop the/DET/9/det chief/NOUN/0/root of/ADP/11/case"
        " Acme/PROPN/9/nmod/ORG"
    )
    scored = score_pair(relation, 0, 10, 0.9, sentence=(0, len(doc)))
    found = replace(scored, qualifiers=(("date", (4, 5), 0.9),))
    doc.user_data[RELATION_SCORES] = (found,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert ("date" in candidate.values) is dated


@pytest.mark.parametrize(
    ("rows", "dated"),
    [
        pytest.param(
            "Acme/PROPN/3/compound/ORG chief/NOUN/3/compound Roe/PROPN/4/nsubj/PERSON"
            " flew=fly/VERB/0/root in/ADP/6/case 2010/NUM/4/obl/DATE",
            False,
            id="what else the one who holds it does",
        ),
        pytest.param(
            "Acme/PROPN/3/compound/ORG chief/NOUN/3/compound Roe/PROPN/0/root/PERSON"
            " since/ADP/5/case 2010/NUM/3/nmod/DATE",
            True,
            id="in the phrase of both",
        ),
        pytest.param(
            "Roe/PROPN/2/nsubj/PERSON joined=join/VERB/0/root Acme/PROPN/2/obj/ORG"
            " in/ADP/5/case 2010/NUM/2/obl/DATE",
            True,
            id="a verb joins both",
        ),
        pytest.param(
            "Roe/PROPN/0/root/PERSON who/PRON/3/nsubj flew=fly/VERB/1/acl:relcl in/ADP/5/case"
            " 2010/NUM/3/obl/DATE and/CCONJ/9/cc is/AUX/9/cop Acme/PROPN/9/compound/ORG"
            " chief/NOUN/3/conj",
            False,
            id="a clause joined to that of what lasts",
        ),
    ],
)
def test_read_with_head_dates_what_lasts_in_its_phrase(make_doc, schema, lexicon, rows, dated):
    doc = make_doc(rows)
    places = {ent.label_: ent.start for ent in doc.ents}
    (date,) = (a for a in doc.user_data["arguments"] if a.label == "DATE")
    scored = score_pair("hasRole", places["PERSON"], places["ORG"], 0.9, sentence=(0, len(doc)))
    found = replace(scored, qualifiers=(("date", (date.start, date.end), 0.9),))
    doc.user_data[RELATION_SCORES] = (found,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert ("date" in candidate.values) is dated
