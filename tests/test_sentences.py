import pytest

from kg.annotate.sentences import SentenceStarter
from kg.annotate.tokenize import make_blank, read_words
from kg.embedded import EMBEDDED


@pytest.fixture(scope="module")
def split():
    words = read_words(EMBEDDED / "words.json")
    nlp, starter = make_blank(words), SentenceStarter(words)
    return lambda text: [sentence.text.strip() for sentence in starter(nlp(text)).sents]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("It grew. It fell.", ["It grew.", "It fell."], id="full stop"),
        pytest.param("Why? Nobody knows!", ["Why?", "Nobody knows!"], id="question mark"),
        pytest.param("Acme buys Globex\nShares rise", ["Acme buys Globex", "Shares rise"],
                     id="line break"),
        pytest.param("Acme buys Globex; Roe leaves\nIt grew; it fell.",
                     ["Acme buys Globex;", "Roe leaves", "It grew; it fell."],
                     id="semicolon of a headline"),
        pytest.param("Flow (Lv), dir. Jane Roe", ["Flow (Lv), dir. Jane Roe"],
                     id="abbreviation before a name"),
        pytest.param("Jane Roe ..... Hamlet", ["Jane Roe ..... Hamlet"], id="dot leaders"),
        pytest.param("- one\n- two", ["- one", "- two"], id="list"),
        pytest.param("Wait \u2026 and see", ["Wait \u2026 and see"], id="ellipsis in a sentence"),
        pytest.param("It grew . . . and fell.", ["It grew . . . and fell."], id="spaced dots"),
        pytest.param("It grew. . . . Roe left.", ["It grew. . . .", "Roe left."],
                     id="spaced dots at the end"),
        pytest.param("Mr. Roe met Dr. Doe.", ["Mr. Roe met Dr. Doe."], id="title"),
        pytest.param("On Jan. 5 it left.", ["On Jan. 5 it left."], id="month"),
        pytest.param("It raised a Series B. Acme led.", ["It raised a Series B.", "Acme led."],
                     id="letter of a series"),
        pytest.param("J. R. Roe left.", ["J. R. Roe left."], id="initials"),
        pytest.param("Jos. A. Bank met Geo. Roe.", ["Jos. A. Bank met Geo. Roe."],
                     id="first name cut short"),
        pytest.param("Acme Inc. Chairman Roe left.", ["Acme Inc. Chairman Roe left."],
                     id="company form before a name"),
        pytest.param("He runs Acme Inc. The firm grew.", ["He runs Acme Inc.", "The firm grew."],
                     id="company form that closes"),
        pytest.param("It left the U.S. In 2020 it came back.",
                     ["It left the U.S.", "In 2020 it came back."], id="U.S. that closes"),
        pytest.param("The U.S. Senate sat.", ["The U.S. Senate sat."], id="U.S. before a name"),
        pytest.param('"It works." Roe nodded.', ['"It works."', "Roe nodded."], id="quotation"),
        pytest.param('"It works!" said Roe.', ['"It works!" said Roe.'], id="quotation goes on"),
        pytest.param("It grew. \"Fine,\" she said.", ["It grew.", '"Fine," she said.'],
                     id="opening quotation mark belongs to what follows"),
        pytest.param("It grew (a lot.) It fell.", ["It grew (a lot.)", "It fell."], id="bracket"),
        pytest.param("OSLO - Acme grew.", ["OSLO - Acme grew."], id="hyphen ends none"),
        pytest.param("Yahoo! bought it.", ["Yahoo! bought it."], id="sign in a name"),
        pytest.param("1. Acme grew.", ["1. Acme grew."], id="number of a list item"),
        pytest.param("It has No. 5 in stock.", ["It has No. 5 in stock."], id="numbered"),
        pytest.param("It raised $2.5m. Good.", ["It raised $2.5m.", "Good."], id="decimal"),
        pytest.param("we left. it was late", ["we left.", "it was late"], id="lower case"),
        pytest.param("is it late? we left", ["is it late?", "we left"], id="question, lower case"),
        pytest.param("It cost approx. the same.", ["It cost approx. the same."],
                     id="abbreviation before lower case"),
        pytest.param("Ferry? by Tuck opened.", ["Ferry? by Tuck opened."], id="title goes on"),
        pytest.param("It grew.[20] It fell.[3][4] Fine.",
                     ["It grew.[20]", "It fell.[3][4]", "Fine."], id="citations"),
        pytest.param("It grew. [20] It fell.", ["It grew. [20]", "It fell."], id="spaced citation"),
        pytest.param("Papers (e.g. The Times) grew.", ["Papers (e.g. The Times) grew."],
                     id="abbreviation after a bracket"),
        pytest.param("Norton (c. 1818) left.", ["Norton (c. 1818) left."], id="about a year"),
        pytest.param("Q. What is it?", ["Q. What is it?"], id="single initial"),
    ],
)  # fmt: skip
def test_sentence_starter_splits(split, text, starts):
    assert split(text) == starts


def test_sentence_starter_keeps_every_token(split):
    assert split("\n\n One.\n\n\n Two. \n") == ["One.", "Two."]
