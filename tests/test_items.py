"""Items of lists: what they are, and that they do not speak of each other."""

import pytest
import spacy
from scored import score_pair
from spacy.tokens import Span as SpacySpan

from kg.annotate.coreference import ReferenceResolver
from kg.annotate.items import number_items
from kg.annotate.names import NameMention, link_names
from kg.annotate.relations import RELATION_SCORES
from kg.datamodel import Argument, Mention, Span
from kg.extract.readers import read_with_head
from kg.lexicon.class_words import ClassWords

LIST = "This week :\n* Acme grew . Jane led it .\n* Globex fell . It rose .\nRain ."


@pytest.fixture
def doc():
    doc = spacy.blank("en")(LIST)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in (".", "\n")
    return doc


def place(doc, word):
    return next(token.i for token in doc if token.text == word)


def test_number_items_counts_the_lines_with_a_bullet(doc):
    items = number_items(doc).numbers
    words = ("week", "Acme", "it", "Globex", "It", "Rain")
    assert [items[place(doc, word)] for word in words] == [0, 1, 1, 2, 2, 0]


@pytest.mark.parametrize("mark", ["*", "•", "-", "–", "1.", "12)"])
def test_number_items_knows_the_marks(mark):
    doc = spacy.blank("en")(f"Rain\n {mark} Acme grew\nRain")
    assert max(number_items(doc).numbers) == 1


def test_items_go_on_from_what_stands_above_their_list():
    doc = spacy.blank("en")(
        "Rain\nSnow\nWe met :\n* Acme\n* Globex\nit grew\n* Hooli\nSun\n- Umbra"
    )
    items = number_items(doc)
    starts = [0, *(token.i + 1 for token in doc if token.text == "\n")]
    before = [list(items.sentences_before(number, starts, 2)) for number in range(len(starts))]
    assert before == [[], [0], [0, 1], [1, 2], [1, 2], [3, 4], [4, 5], [5, 6], [6, 7]]


def test_an_item_goes_on_from_its_own_sentences(doc):
    items = number_items(doc)
    starts = [token.i for token in doc if token.is_sent_start]
    here = starts.index(place(doc, "It"))
    assert list(items.sentences_before(here, starts, 4)) == [0, here - 1]


@pytest.mark.parametrize("line", ["-5 degrees", "2026 Acme", "*Acme* grew", "Acme - grew"])
def test_number_items_leaves_other_lines(line):
    assert not any(number_items(spacy.blank("en")(line)).numbers)


HEADED = "News\nACME – JANE ROE\nIt grew .\nIt rose .\nGlobex\nIt fell .\n"


def _headed(*names):
    """Return the Doc of `HEADED`, where words bear labels."""
    doc = spacy.blank("en")(HEADED)
    doc.ents = [SpacySpan(doc, place(doc, w), place(doc, w) + 1, label) for w, label in names]
    return doc


def test_number_items_counts_what_stands_under_names():
    doc = _headed(("ACME", "ORG"), ("JANE", "PERSON"), ("ROE", "PERSON"), ("Globex", "ORG"))
    items = number_items(doc).numbers
    assert [items[place(doc, word)] for word in ("News", "ACME", "grew", "rose")] == [0, 1, 1, 1]
    assert [items[place(doc, word)] for word in ("Globex", "fell")] == [2, 2]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([("ACME", "ORG"), ("Globex", "ORG")], id="a line has other words"),
        pytest.param([("Globex", "ORG")], id="one name is a title"),
        pytest.param(
            [("ACME", "PERSON"), ("JANE", "PERSON"), ("ROE", "PERSON"), ("Globex", "ORG")],
            id="a person's name is a byline",
        ),
        pytest.param(
            [("News", "WORK"), ("ACME", "ORG"), ("JANE", "ORG"), ("ROE", "ORG"), ("Globex", "ORG")],
            id="names below each other are a table",
        ),
    ],
)
def test_number_items_knows_heads_by_their_names(names):
    assert not any(number_items(_headed(*names)).numbers)


def test_number_items_ends_a_section_far_below_its_head():
    doc = spacy.blank("en")("Acme\nIt grew .\nGlobex\n" + "It fell .\n" * 20)
    names = [token for token in doc if token.text in ("Acme", "Globex")]
    doc.ents = [SpacySpan(doc, token.i, token.i + 1, label="ORG") for token in names]
    items = number_items(doc).numbers
    last = [items[token.i] for token in doc if token.text == "fell"]
    assert last == [2] * 12 + [0] * 8


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        pytest.param("Acme | Roe left .\nGlobex | Poe left .", "ORG", [1, 2], id="stroke"),
        pytest.param("Acme : Roe left .\nGlobex : Poe left .", "ORG", [1, 2], id="colon"),
        pytest.param("Acme : Roe left .\nRain .", "ORG", [0, 0], id="one is a heading"),
        pytest.param("Acme grew : Roe left .\nGlobex : Poe left .", "ORG", [0, 0], id="words"),
        pytest.param("Acme :\nGlobex :", "ORG", [0, 0], id="nothing behind it"),
        pytest.param("Acme : so .\nGlobex : so .", "PERSON", [0, 0], id="who speaks in turn"),
    ],
)
def test_number_items_counts_what_stands_behind_names(text, label, expected):
    doc = spacy.blank("en")(text)
    names = [token for token in doc if token.text in ("Acme", "Globex")]
    doc.ents = [SpacySpan(doc, token.i, token.i + 1, label=label) for token in names]
    lines = text.split("\n")
    ends = [len(lines[0]) - 1, len(text) - 1]
    items = number_items(doc).numbers
    tokens = [next(t.i for t in doc if t.idx <= end < t.idx + len(t)) for end in ends]
    assert [items[token] for token in tokens] == expected


def test_a_reference_stays_in_its_item(doc, schema, lexicon, gazetteer):
    """The model would rather take "It" for Acme; the item has named Globex."""
    acme, globex, it = (place(doc, word) for word in ("Acme", "Globex", "It"))
    doc.user_data["coreference_scores"] = tuple(
        ((it, it + 1), (name, name + 1), score) for name, score in ((acme, 0.9), (globex, 0.5))
    )
    mentions = [
        NameMention(start=n, end=n + 1, text=doc[n].text, label="ORG", sentence=0)
        for n in (acme, globex)
    ]
    types = {n: (("Organization", 1.0),) for n in (0, 1)}
    (found,) = ReferenceResolver(schema, lexicon, ClassWords(schema)).resolve(
        doc,
        [doc[it : it + 1]],
        link_names(mentions, lexicon, gazetteer),
        types,
        [0] * len(doc),
        number_items(doc),
    )
    assert found.step.startswith('"It" taken for Globex')


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param("Globex", "asserted", id="of the item"),
        pytest.param("Acme", None, id="of another item, though this one has a company"),
        pytest.param("week", "asserted", id="from before the list"),
    ],
)
def test_read_with_head_keeps_to_an_item(doc, schema, lexicon, subject, expected):
    places = [place(doc, word) for word in ("week", "Acme", "Globex", "It")]
    kinds = ("Organization", "Organization", "Organization", "Product")
    doc.user_data["arguments"] = tuple(
        _argument(doc, at, number, kind)
        for number, (at, kind) in enumerate(zip(places, kinds, strict=True))
    )
    doc.user_data["items"] = number_items(doc)
    at, it = place(doc, subject), place(doc, "It")
    scored = score_pair("develops", at, it, 0.9, sentence=(it, it + 3))
    doc.user_data[RELATION_SCORES] = (scored,)
    (candidate,) = read_with_head(doc, schema, lexicon)
    assert candidate.status == expected


def _argument(doc, at, entity, kind):
    token = doc[at]
    span = Span(token.idx, token.idx + len(token))
    mention = Mention(
        article="a", span=span, text=token.text, name=token.text, types=((kind, 1.0),)
    )
    return Argument(start=at, end=at + 1, label="ORG", entity=entity, mention=mention)
