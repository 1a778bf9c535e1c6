"""Where names stand."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.annotate.name_spans import (
    add_listed,
    complete_known,
    drop_spelled,
    drop_symbols,
    part_titles,
    split_lists,
    split_pairs,
    spread_names,
    whole_names,
)


def test_spread_names_finds_a_name_whatever_stands_between_its_words():
    words = ["Yahoo", "!", "grew", ",", "so", "Yahoo", "!", "left"]
    spaces = [False, True, False, True, True, True, True, False]
    doc = Doc(Vocab(), words=words, spaces=spaces, sent_starts=[True] + [False] * 7)
    found = spread_names(doc, [Span(doc, 0, 2, label="ORG")], [])
    assert [(span.text, span.label_) for span in found] == [("Yahoo!", "ORG"), ("Yahoo !", "ORG")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "the/DET/4/det research/NOUN/3/compound/TITLE group/NOUN/4/compound head/NOUN/0/root",
            "research group head",
            id="nouns that it belongs to",
        ),
        pytest.param(
            "a/DET/3/det technical/ADJ/3/amod/TITLE lead/NOUN/0/root", "technical lead", id="noun"
        ),
        pytest.param(
            "chief/NOUN/2/compound/TITLE Roe/PROPN/0/root", "chief", id="a name is not of it"
        ),
        pytest.param("the/DET/2/det boss/NOUN/0/root/TITLE left/VERB/2/acl", "boss", id="whole"),
        pytest.param(
            "head/NOUN/0/root/TITLE of/ADP/4/case/+ the/DET/4/det/+ family/NOUN/1/nmod",
            "head",
            id="small words at its end",
        ),
        pytest.param("news/NOUN/1/compound/TITLE", "news", id="end of the text"),
        pytest.param(
            "the/DET/3/det interim/ADJ/3/amod CEO/NOUN/0/root/TITLE", "interim CEO", id="limited"
        ),
        pytest.param("good/ADJ/2/amod CEO/NOUN/0/root/TITLE", "CEO", id="praised"),
        pytest.param(
            "head/NOUN/0/root/TITLE of/ADP/5/case its/PRON/5/nmod:poss water/NOUN/5/compound"
            " business/NOUN/1/nmod",
            "head of its water business",
            id="for a part of the company",
        ),
        pytest.param(
            "head/NOUN/0/root/TITLE of/ADP/4/case its/PRON/4/nmod:poss rival/NOUN/1/nmod",
            "head",
            id="of another",
        ),
    ],
)
def test_whole_names_mends_the_ends_of_titles(make_doc, lexicon, rows, expected):
    (title,) = whole_names(make_doc(rows), lexicon)
    assert (title.text, title.label_) == (expected, "TITLE")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "won/VERB/0/root best/ADJ/4/amod/EVENT actor/NOUN/4/compound award/NOUN/1/obj",
            ["best actor award"],
            id="goes on to its noun",
        ),
        pytest.param(
            "the/DET/4/det Best/ADJ/4/amod/EVENT Feature/PROPN/4/compound/EVENT"
            " Prize/PROPN/0/root/EVENT",
            ["Best Feature Prize"],
            id="takes in the next name",
        ),
        pytest.param("won/VERB/0/root best/ADJ/1/xcomp/EVENT", [], id="has no noun"),
        pytest.param(
            "the/DET/3/det Roe/PROPN/3/compound/EVENT jury/NOUN/0/root", ["Roe"], id="a name"
        ),
    ],
)
def test_whole_names_gives_a_prize_its_noun(make_doc, lexicon, rows, expected):
    assert [span.text for span in whole_names(make_doc(rows), lexicon)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "S/PROPN/4/nsubj/ORG and/CCONJ/3/cc N/PROPN/1/conj/ORG grew/VERB/0/root",
            ["S and N"],
            id="letters",
        ),
        pytest.param(
            "Q/PROPN/4/nsubj/ORG and/CCONJ/3/cc Acme/PROPN/1/conj/ORG grew/VERB/0/root",
            ["Q", "Acme"],
            id="a letter and a word",
        ),
        pytest.param(
            "Acme/PROPN/6/nsubj/ORG ,/PUNCT/3/punct L.L.C./PROPN/1/conj/ORG and/CCONJ/5/cc"
            " Globex/PROPN/1/conj/ORG grew/VERB/0/root",
            ["Acme, L.L.C.", "Globex"],
            id="a legal form",
        ),
        pytest.param(
            "Acme/PROPN/5/nsubj/ORG ,/PUNCT/3/punct Globex/PROPN/1/conj/ORG both/DET/1/det"
            " grew/VERB/0/root",
            ["Acme", "Globex"],
            id="a list",
        ),
        pytest.param(
            "won/VERB/0/root by/ADP/3/case War/PROPN/1/obl/WORK For/ADP/6/case the/DET/6/det"
            " Apes/PROPN/3/nmod/WORK",
            ["War For the Apes"],
            id="a title with a small word that has a capital",
        ),
        pytest.param(
            "won/VERB/0/root by/ADP/3/case War/PROPN/1/obl/WORK for/ADP/6/case the/DET/6/det"
            " Apes/PROPN/3/nmod/WORK",
            ["War", "Apes"],
            id="two works",
        ),
        pytest.param(
            "Critics/NOUN/2/nsubj Liked/VERB/0/root War/PROPN/2/obj/WORK For/ADP/6/case"
            " the/DET/6/det Apes/PROPN/3/nmod/WORK Most/ADV/2/advmod",
            ["War", "Apes"],
            id="a heading in capitals",
        ),
        pytest.param(
            "saw/VERB/0/root Schindler/PROPN/4/nmod:poss/WORK 's/PART/2/case List/PROPN/1/obj/WORK",
            ["Schindler's List"],
            id="a title with a genitive",
        ),
        pytest.param(
            "saw/VERB/0/root Jaws/PROPN/4/nmod:poss/WORK 's/PART/2/case Hex/PROPN/1/obj/WORK"
            " after/ADP/6/case Jaws/PROPN/1/obl/WORK",
            ["Jaws", "Hex", "Jaws"],
            id="a work that is named again",
        ),
        pytest.param(
            "saw/VERB/0/root Acme/PROPN/4/nmod:poss/ORG 's/PART/2/case Globex/PROPN/1/obj/ORG",
            ["Acme", "Globex"],
            id="an owner and what it owns",
        ),
        pytest.param(
            "Judge/PROPN/2/compound/PERSON Jane/PROPN/4/nsubj/PERSON Roe/PROPN/2/flat/+"
            " left/VERB/0/root",
            ["Judge Jane Roe"],
            id="how a person is addressed",
        ),
        pytest.param(
            "Jane/PROPN/4/nsubj/PERSON Ann/PROPN/1/flat/PERSON Roe/PROPN/1/flat/+ left/VERB/0/root",
            ["Jane Ann Roe"],
            id="a first name and the rest",
        ),
        pytest.param(
            "Jane/PROPN/6/nsubj/PERSON (/PUNCT/3/punct JR/NOUN/1/appos/TITLE )/PUNCT/3/punct"
            " Roe/PROPN/1/flat/PERSON left/VERB/0/root",
            ["Jane (JR) Roe"],
            id="what she is called, in brackets",
        ),
        pytest.param(
            "Jane/PROPN/7/nsubj/PERSON A./PROPN/1/flat/+ (/PUNCT/4/punct Janie/PROPN/1/flat/PERSON"
            " )/PUNCT/4/punct/+ Roe/PROPN/1/flat/+ left/VERB/0/root",
            ["Jane A. (Janie) Roe"],
            id="what she is called, with an initial",
        ),
        pytest.param(
            "Jane/PROPN/7/nsubj/PERSON Doe/PROPN/1/flat/+ (/PUNCT/4/punct Acme/PROPN/1/appos/ORG"
            " )/PUNCT/4/punct Roe/PROPN/1/dep/PERSON left/VERB/0/root",
            ["Jane Doe", "Acme", "Roe"],
            id="whom she works for, in brackets",
        ),
        pytest.param(
            "Jane/PROPN/3/nsubj/PERSON John/PROPN/1/dep/PERSON left/VERB/0/root",
            ["Jane", "John"],
            id="two persons side by side",
        ),
        pytest.param(
            "Acme/PROPN/3/obl/ORG -/PUNCT/3/punct Backed/VERB/4/amod Globex/PROPN/5/nsubj/ORG"
            " Grows/VERB/0/root",
            ["Acme", "Globex"],
            id="what a hyphen says of it",
        ),
        pytest.param(
            "Acme/PROPN/4/compound/ORG -/PUNCT/4/punct/+ Backed/VERB/4/amod/+"
            " Globex/PROPN/5/nsubj/ORG Grows/VERB/0/root",
            ["Acme", "Globex"],
            id="what a hyphen says of it, taken for a part",
        ),
        pytest.param(
            "it/PRON/2/nsubj liked/VERB/0/root the/DET/4/det show/NOUN/2/obj",
            [],
            id="no name",
        ),
    ],
)
def test_whole_names_joins_what_is_one_name(make_doc, lexicon, rows, expected):
    assert [span.text for span in whole_names(make_doc(rows), lexicon)] == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("WORK", ["Kong: Skull Island"], id="a work"),
        pytest.param("ORG", ["Kong", "Skull Island"], id="something else"),
    ],
)
def test_whole_names_joins_a_title_over_a_colon(label, expected, lexicon):
    words = ["Kong", ":", "Skull", "Island", "won"]
    spaces = [False, True, True, True, False]
    doc = Doc(Vocab(), words=words, spaces=spaces, sent_starts=[True] + [False] * 4)
    doc.ents = [Span(doc, 0, 1, label="WORK"), Span(doc, 2, 4, label=label)]
    assert [span.text for span in whole_names(doc, lexicon)] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["Acme", "Corp.", "'s"], "Acme Corp.", id="behind an abbreviation"),
        pytest.param(["Mc", "Donald", "'s"], "Mc Donald 's", id="the end of a name"),
    ],
)
def test_whole_names_leaves_a_genitive_out(words, expected, lexicon):
    doc = Doc(Vocab(), words=[*words, "(", "ACM", ")", "unit"], deps=["dep"] * 7, heads=[6] * 7)
    doc.ents = [Span(doc, 0, 3, label="ORG")]
    (name,) = whole_names(doc, lexicon)
    assert name.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Acme ( OTCQX : ACM ) grew", ["Acme"], id="market and symbol"),
        pytest.param("Acme ( TSX Venture : ACM ; OTC : ACMF ) grew", ["Acme"], id="two of them"),
        pytest.param("Acme ( with Globex : ACM ) grew", ["Acme", "Globex", "ACM"], id="words"),
        pytest.param("Acme ( ULVR.L ) grew", ["Acme"], id="symbol alone"),
        pytest.param("Acme ( AWL ) grew", ["Acme", "AWL"], id="short for a name"),
    ],
)
def test_drop_symbols_drops_where_shares_are_traded(text, expected):
    words = text.split()
    doc = Doc(Vocab(), words=words, spaces=[word != "(" for word in words])
    names = [Span(doc, n, n + 1, label="ORG") for n, word in enumerate(words) if word[0].isupper()]
    assert [span.text for span in drop_symbols(doc, names)] == expected


ACME_AND_GLOBEX = "Acme/PROPN/4/nsubj/ORG and/CCONJ/3/cc/+ Globex/PROPN/1/conj/+ grew/VERB/0/root"


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        pytest.param(
            "Globex/PROPN/4/obj/ORG and/CCONJ/7/cc Acme/PROPN/5/conj/ORG",
            ["Acme", "Globex", "Globex", "Acme"],
            id="both by themselves",
        ),
        pytest.param("Acme/PROPN/4/obj/ORG", ["Acme and Globex", "Acme"], id="one by itself"),
        pytest.param(
            "Globex/PROPN/4/obj/ORG and/CCONJ/7/cc Acme/PROPN/5/conj/PERSON",
            ["Acme and Globex", "Globex", "Acme"],
            id="one of another kind",
        ),
    ],
)
def test_split_pairs_takes_apart_two_names(make_doc, behind, expected):
    doc = make_doc(f"{ACME_AND_GLOBEX} {behind}")
    assert [span.text for span in split_pairs(doc.ents)] == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("ORG", ["Acme", "Globex", "Acme", "Globex"], id="companies"),
        pytest.param("PERSON", ["Acme-Globex", "Acme", "Globex"], id="a surname"),
    ],
)
def test_split_pairs_takes_apart_what_a_hyphen_joins(make_doc, label, expected):
    doc = make_doc(
        f"Acme/PROPN/3/compound/{label} -/PUNCT/3/punct/+ Globex/PROPN/4/nsubj/+ grew/VERB/0/root\n"
        f"Acme/PROPN/2/nsubj/{label} sued/VERB/0/root Globex/PROPN/2/obj/{label}"
    )
    assert [span.text for span in split_pairs(doc.ents)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "federal/ADJ/3/amod/ORG Export/PROPN/3/compound/+ Acme/PROPN/0/root/+",
            "Export Acme",
            id="an adjective written small",
        ),
        pytest.param(
            "order/NOUN/0/root/ORG to/ADP/3/case/+ Acme/PROPN/1/nmod/+",
            "Acme",
            id="what leads to it",
        ),
        pytest.param(
            "Acme/PROPN/0/root/ORG ACM.N/PROPN/1/flat/+", "Acme", id="the symbol of its share"
        ),
        pytest.param("Acme/PROPN/0/root/ORG E.ON/PROPN/1/flat/+", "Acme E.ON", id="no symbol"),
        pytest.param(
            "adidas/NOUN/2/compound/ORG Running/PROPN/0/root/+",
            "adidas Running",
            id="written small",
        ),
        pytest.param("de/ADP/2/case/ORG Acme/PROPN/0/root/+", "de Acme", id="another small word"),
        pytest.param("Old/ADJ/2/amod/ORG Acme/PROPN/0/root/+", "Old Acme", id="with a capital"),
        pytest.param("21st/ADJ/2/amod/ORG Acme/PROPN/0/root/+", "21st Acme", id="a number"),
        pytest.param("Oslo/PROPN/0/root/LOC ,/PUNCT/1/punct/+", "Oslo", id="a comma"),
        pytest.param(
            "Pad/PROPN/0/root/PRODUCT (/PUNCT/3/punct/+ 4a/NOUN/1/appos/+ )/PUNCT/3/punct",
            "Pad (4a)",
            id="a bracket within",
        ),
        pytest.param("Hex/PROPN/0/root/WORK :/PUNCT/1/punct/+", "Hex", id="a colon"),
        pytest.param(
            "ECX/PROPN/0/root/ORG )/PUNCT/1/punct/+ GmbH/PROPN/1/flat/+", "ECX", id="in brackets"
        ),
        pytest.param(
            "(/PUNCT/2/punct/WORK 500/NUM/3/nummod/+ )/PUNCT/2/punct/+ Days/NOUN/0/root/+",
            "(500) Days",
            id="brackets of its own",
        ),
        pytest.param(
            "Jane/PROPN/3/nsubj/PERSON Roe/PROPN/1/flat/+ bristles=bristle/VERB/0/root/+",
            "Jane Roe",
            id="what a person does",
        ),
        pytest.param(
            "bell/PROPN/0/root/PERSON hooks/PROPN/1/flat/+", "bell hooks", id="all written small"
        ),
        pytest.param(
            "Pad/PROPN/0/root/PRODUCT 2/NUM/1/flat/+ system/NOUN/1/flat/+",
            "Pad 2",
            id="a noun behind a number",
        ),
        pytest.param(
            "Acme/PROPN/0/root/ORG fresh/ADV/1/advmod/+", "Acme", id="an adverb behind it"
        ),
        pytest.param(
            "We/PRON/2/nsubj/WORK Do/AUX/0/root/+ n't/PART/2/advmod/+", "We Don't", id="a negation"
        ),
        pytest.param(
            "Detroit/PROPN/0/root/WORK 1/NUM/1/nummod/+ -/PUNCT/4/punct 8/NUM/2/dep -/PUNCT/6/punct"
            " 7/NUM/2/dep",
            "Detroit 1-8-7",
            id="numbers with hyphens",
        ),
    ],
)
def test_whole_names_mends_the_ends_of_names(make_doc, lexicon, rows, expected):
    (name,) = whole_names(make_doc(rows), lexicon)
    assert name.text == expected


def test_whole_names_leaves_an_adjective_before_a_name_that_stands_elsewhere(make_doc, lexicon):
    doc = make_doc(
        "Early/ADJ/2/amod/ORG Acme/PROPN/3/nsubj/+ grew/VERB/0/root\nAcme/PROPN/0/root/ORG\n"
        "Old/ADJ/2/amod/ORG Globex/PROPN/3/nsubj/+ grew/VERB/0/root"
    )
    names = [name.text for name in whole_names(doc, lexicon)]
    assert names == ["Acme", "Acme", "Old Globex"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("gene/NOUN/2/compound sequencing/NOUN/4/nmod", [], id="common words"),
        pytest.param(
            "gene/NOUN/2/compound testing/NOUN/4/nmod", ["GS", "GS"], id="with other letters"
        ),
        pytest.param("Gene/NOUN/2/compound Sequencing/NOUN/4/nmod", ["GS", "GS"], id="capitals"),
    ],
)
def test_drop_spelled_drops_what_brackets_put_short(make_doc, before, expected):
    rows = f"{before} (/PUNCT/4/punct GS/PROPN/0/root/ORG )/PUNCT/4/punct so/ADV/7/advmod"
    doc = make_doc(f"{rows} GS/PROPN/4/parataxis/ORG")
    assert [span.text for span in drop_spelled(doc, doc.ents)] == expected


@pytest.mark.parametrize(
    ("words", "end", "expected"),
    [
        (["Sestri", "/", "Sisters", "won"], 3, ["Sestri", "Sisters"]),
        (["Sestri", "/", "Sisters", "won"], 2, ["Sestri"]),
        (["Sestri", ",", "Sisters", "won"], 3, ["Sestri , Sisters"]),
    ],
)
def test_split_lists_takes_titles_apart(lexicon, words, end, expected):
    doc = Doc(Vocab(), words=words, pos=["PROPN"] * 4, heads=[3] * 4, deps=["dep"] * 3 + ["ROOT"])
    doc.set_ents([Span(doc, 0, end, label="WORK")])
    assert [span.text for span in split_lists(doc, whole_names(doc, lexicon))] == expected


JANE_ROE = "Jane/PROPN/0/root/PERSON Roe/PROPN/1/flat/+"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            f"{JANE_ROE} (/PUNCT/4/punct Hex/PROPN/1/appos/WORK ,/PUNCT/4/punct/+"
            " Blue/PROPN/4/conj/+ River/PROPN/6/flat/+ )/PUNCT/4/punct",
            ["Jane Roe", "Hex", "Blue River"],
            id="behind a person",
        ),
        pytest.param(
            f"{JANE_ROE} (/PUNCT/4/punct Hex/PROPN/1/appos/WORK ,/PUNCT/4/punct/+"
            " the/DET/7/det/+ Fox/PROPN/4/conj/+ )/PUNCT/4/punct",
            ["Jane Roe", "Hex, the Fox"],
            id="no capital behind the comma",
        ),
        pytest.param(
            f"{JANE_ROE} wrote/VERB/1/acl Hex/PROPN/3/obj/WORK ,/PUNCT/4/punct/+"
            " Alone/PROPN/4/conj/+",
            ["Jane Roe", "Hex, Alone"],
            id="without brackets",
        ),
    ],
)
def test_split_lists_takes_works_apart(make_doc, rows, expected):
    doc = make_doc(rows)
    assert [span.text for span in split_lists(doc, doc.ents)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "BIO/PROPN/2/compound/TITLE board/NOUN/3/compound/+ member/NOUN/0/root/+",
            ["BIO/ORG", "board member/TITLE"],
            id="a name that begins a title",
        ),
        pytest.param(
            "AI/PROPN/2/compound/TITLE chief/NOUN/0/root/+", ["AI chief/TITLE"], id="no name"
        ),
        pytest.param(
            "BIO/PROPN/3/compound/ORG R&D/PROPN/3/compound/+ chief/NOUN/0/root/TITLE",
            ["BIO/ORG", "R&D chief/TITLE"],
            id="a field that ends a name",
        ),
        pytest.param(
            "Sky/PROPN/3/compound/ORG TV/PROPN/3/compound/+ chief/NOUN/0/root/TITLE",
            ["Sky TV/ORG", "chief/TITLE"],
            id="a name of its own",
        ),
    ],
)
def test_part_titles_parts_them_from_names(make_doc, lexicon, rows, expected):
    doc = make_doc(f"{rows}\nBIO/PROPN/2/nsubj/ORG grew/VERB/0/root")
    spans = part_titles(doc.ents, lexicon.words("commonAbbreviation"))
    assert [f"{span.text}/{span.label_}" for span in spans] == [*expected, "BIO/ORG"]


@pytest.mark.parametrize(
    ("words", "tagged", "expected"),
    [
        ("says The Globe and Mail here", [(2, 3), (4, 5)], ["The Globe and Mail"]),
        ("the Federal Cartel Office cleared", [(1, 3)], ["Federal Cartel Office"]),
        ("the Globe and the Mail", [(1, 2), (4, 5)], ["Globe", "Mail"]),
        ("New Zealand Acme grew", [(0, 3)], ["New Zealand Acme"]),
    ],
)
def test_complete_known_takes_the_known_name_around(words, tagged, expected, gazetteer):
    words = words.split()
    doc = Doc(Vocab(), words=words, sent_starts=[True] + [False] * (len(words) - 1))
    spans = [Span(doc, start, end, label="ORG") for start, end in tagged]
    assert [span.text for span in complete_known(spans, gazetteer)] == expected


@pytest.mark.parametrize(
    ("label", "genitive", "expected"),
    [
        pytest.param("ORG", "'s", "Macy's", id="a company"),
        pytest.param("ORG", "’s", "Macy’s", id="with another sign"),
        pytest.param("PERSON", "'s", "Macy", id="a person"),
    ],
)
def test_complete_known_takes_in_the_end_of_a_company(label, genitive, expected, gazetteer):
    words, starts = ["Macy", genitive, "chief"], [True, False, False]
    doc = Doc(Vocab(), words=words, spaces=[False, True, False], sent_starts=starts)
    (name,) = complete_known([Span(doc, 0, 1, label=label)], gazetteer)
    assert name.text == expected


def test_whole_names_goes_on_behind_an_ampersand(make_doc, lexicon):
    doc = make_doc(
        "Seven/PROPN/5/nsubj/ORG &/CCONJ/3/cc/+ i/PROPN/1/conj rose=rise/VERB/0/root 5/NUM/4/obj"
    )
    assert [span.text for span in whole_names(doc, lexicon)] == ["Seven & i"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "he/PRON/2/nsubj saw=see/VERB/0/root Call/VERB/2/xcomp Me/PRON/3/obj by/ADP/7/case"
            " Your/PRON/7/nmod:poss Name/NOUN/3/obl",
            ["Call Me by Your Name/WORK"],
            id="what the tagger does not see",
        ),
        pytest.param(
            "he/PRON/2/nsubj uses=use/VERB/0/root WordPresses/NOUN/2/obj", [], id="within a word"
        ),
        pytest.param(
            "Paul/PROPN/2/nsubj/PERSON saw=see/VERB/0/root Peaky/PROPN/2/obj/PERSON"
            " Blinders/PROPN/3/flat",
            ["Paul/PERSON", "Peaky/PERSON"],
            id="where it sees another name",
        ),
        pytest.param(
            "Firms/NOUN/2/nsubj Want/VERB/0/root Poor/ADJ/4/amod Things/NOUN/2/obj"
            " From/ADP/6/case Banks/NOUN/2/obl",
            [],
            id="a heading in capitals",
        ),
    ],
)
def test_add_listed_finds_the_names_of_lists(make_doc, gazetteer, rows, expected):
    doc = make_doc(rows)
    found = add_listed(doc, doc.ents, gazetteer, set())
    assert [f"{span.text}/{span.label_}" for span in found] == expected


def test_add_listed_leaves_what_is_taken(make_doc, gazetteer):
    doc = make_doc("he/PRON/2/nsubj saw=see/VERB/0/root Peaky/ADJ/4/amod Blinders/NOUN/2/obj")
    assert add_listed(doc, [], gazetteer, {3}) == []
    assert len(add_listed(doc, [], gazetteer, set())) == 1
