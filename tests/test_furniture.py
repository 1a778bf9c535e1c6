import time
from pathlib import Path

import pytest
import spacy

from kg.annotate.furniture import find_furniture
from kg.errors import OntologyError
from kg.lexicon.furniture import load_furniture

PATH = Path(__file__).parents[1] / "ontology" / "furniture.ttl"
PATTERNS = load_furniture(PATH)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this story: Facebook, X, LinkedIn, Email", "share"),
        ("  • Repost", "share"),
        ("Read more Umbrella Corp and Initech Sign a Deal →", "teaser"),
        ("Continue reading at the Springfield Shopper.", "teaser"),
        ("(Background recap: Initech fails to sell its files)", "teaser"),
        ("You might also like: how to split a bill", "teaser"),
        ("Risk Warning and DisclaimerThe market has risks, and care is due.", "disclaimer"),
        ("This page may contain content of third parties.", "disclaimer"),
        ("This article is not investment advice.", "disclaimer"),
        ("Add a comment", "comments"),
        ("💬 Comments (0)", "comments"),
        ("🔒 Log in or register to comment.", "comments"),
        ("ETH-1.31%", "ticker"),
        ("BTC $67,000 +2.3%", "ticker"),
        ("We use cookies to make the site better.", "cookies"),
        ("Sign up for our weekly newsletter", "subscribe"),
        ("Tags: video, creators", "tags"),
        ("#ai #film", "tags"),
        ("Photo: Jane Doe/Reuters", "credit"),
        ("By Jane Doe and Jon Roe", "byline"),
        ("(Reporting by Jane Doe in Oslo; editing by Jon Roe)", "byline"),
        ("Source: Initech Blog", "attribution"),
        ("FOR IMMEDIATE RELEASE", "release"),
        ("Media contact: press@initech.example", "contact"),
        ("5 min read", "navigation"),
    ],
)
def test_find_furniture_knows_the_kind(line, kind):
    assert find_furniture([line], PATTERNS) == (kind,)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Initech buys Umbrella Corp for $5m", id="headline"),
        pytest.param("- Initech (Oslo): $5m Series A led by Umbrella", id="list item"),
        pytest.param("Shares in Initech rose 5%.", id="shares"),
        pytest.param("Share sale raises $5m for Initech", id="share sale"),
        pytest.param("Facebook buys Instagram", id="network as a name"),
        pytest.param("Read more than one filing and Initech looks ill.", id="more than"),
        pytest.param("By Jane Doe, chief executive of Initech", id="byline with a post"),
        pytest.param("By Monday Initech had sold Umbrella.", id="by a day"),
        pytest.param("Jane Doe, who founded Initech, at its plant. Photo: J. Roe", id="caption"),
        pytest.param("Source: Initech is in talks to buy Umbrella", id="anonymous source"),
        pytest.param("Sources close to Initech say it will sell.", id="sources"),
        pytest.param("Reporting by the Shopper led Initech to sue.", id="reporting"),
        pytest.param("A24 owns 25% of Initech", id="name and share"),
        pytest.param("Comments by the chairman lifted Initech.", id="comments by"),
        pytest.param("Copyright suit against Initech goes on", id="copyright suit"),
        pytest.param("Press contact: Jane Doe, head of PR, Initech", id="contact with a post"),
        pytest.param("", id="blank"),
    ],
)
def test_find_furniture_keeps_the_article(line):
    assert find_furniture([line], PATTERNS) == (None,)


def test_find_furniture_takes_bare_headlines_below_a_heading_along():
    lines = ["RELATED STORIES", "Initech to buy Umbrella", "Is Globex next?", "Initech grew."]
    assert find_furniture(lines, PATTERNS) == ("teaser", "teaser", "teaser", None)


def test_find_furniture_takes_the_list_below_a_heading_along():
    lines = ["Most Popular", "- Initech buys Umbrella", "", "2. Globex sues", "Initech grew."]
    assert find_furniture(lines, PATTERNS) == ("teaser", "teaser", None, "teaser", None)


def test_find_furniture_takes_the_paragraph_below_a_disclaimer_along():
    lines = ["Disclaimer", "Views may change at any time without notice.", "Initech grew."]
    assert find_furniture(lines, PATTERNS) == ("disclaimer", "disclaimer", None)


@pytest.mark.parametrize("piece", ["A", "a ", "#a", "(", "1", "share ", "By A, B ", " ", "A."])
def test_find_furniture_is_quick_on_odd_lines(piece):
    started = time.process_time()
    find_furniture([piece * 100_000], PATTERNS)
    assert time.process_time() - started < 2


def test_furniture_marker_marks_sentences():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("kg_furniture", config={"path": str(PATH.parent)})
    doc = nlp("Initech grew. It sold Umbrella. (Reporting by Jane Doe; editing by Jon Roe).")
    starts = [sentence.start for sentence in doc.sents]
    assert doc.user_data["furniture"] == ((starts[2], "byline"),)


def test_furniture_marker_marks_whole_lines():
    nlp = spacy.blank("en")
    doc = nlp("Initech grew.\nShare\nSource: Initech Blog\n")
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "\n"
    nlp.add_pipe("kg_furniture", config={"path": str(PATH.parent)})
    nlp.get_pipe("kg_furniture")(doc)
    marked = {doc[start].text: kind for start, kind in doc.user_data["furniture"]}
    assert marked == {"Share": "share", "Source": "attribution"}


HEADER = "@prefix kg: <https://newskg.example/ontology#> . @prefix fur: <https://x.example/f#> .\n"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ('kg:pattern "(a" ; kg:example "a"', "broken pattern"),
        ('kg:pattern "a" ; kg:example "b"', "does not match its example 'b'"),
        ('kg:pattern "a" ; kg:example "a" ; kg:counterExample "ab"', "matches its counter-example"),
        ('kg:pattern "a"', "has no kg:example"),
        ('kg:example "a"', "neither kg:pattern nor kg:within"),
    ],
)
def test_load_furniture_names_the_fault(tmp_path, item, reason):
    path = tmp_path / "furniture.ttl"
    text = f'{HEADER}fur:odd a kg:FurniturePattern ; kg:kind "share" ; {item} .'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=reason) as fault:
        load_furniture(path)
    assert str(path) in str(fault.value)
    assert "#odd" in str(fault.value)


def test_load_furniture_refuses_a_file_without_patterns(tmp_path):
    path = tmp_path / "furniture.ttl"
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(OntologyError, match="has no"):
        load_furniture(path)
