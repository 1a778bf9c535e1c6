"""Annotation of open texts: marks without the text, and back."""

import json
from itertools import product
from pathlib import Path

import pytest

from models.corpus import part_of
from models.open_texts import CROSSNER_DOMAINS, join_words
from models.standoff import put_in_marks, read_open_passages, take_out_marks

TEXTS = {"doc_a": ["Ada Roe leads Orrin.", "She said so.", "It is in Bath ."]}
INLINE = [
    "[Ada Roe|P1] leads [Orrin|O2]. >> hasRole(1,2)",
    "She said so.",
    "[It|R2] is in [Bath|L3] . >> locatedIn(2,3)",
]


def test_marks_hold_no_text_and_give_the_inline_lines_back() -> None:
    marks = take_out_marks("doc_a#1", INLINE, TEXTS)
    assert marks[1:] == [
        "0 0-7|P1 14-19|O2 >> hasRole(1,2)",
        "2 0-2|R2 9-13|L3 >> locatedIn(2,3)",
    ]
    assert put_in_marks("doc_a#1", marks, TEXTS) == INLINE


def test_a_passage_may_begin_inside_its_document() -> None:
    marks = take_out_marks("doc_a#3", ["It is in [Bath|L1] ."], TEXTS)
    assert put_in_marks("doc_a#3", marks, TEXTS) == ["It is in [Bath|L1] ."]


@pytest.mark.parametrize(
    ("name", "inline", "fault"),
    [
        ("doc_a#1", ["[Ada Roe|P1] led Orrin."], "not the text"),
        ("doc_a#3", ["It is in [Bath|L1] .", "More."], "fewer sentences"),
        ("doc_b#1", ["It."], "no such document"),
        ("doc_a", ["It."], "no such document"),
        ("doc_a#2", ["[She|R1] said so. >> leads(1,1)"], "relation leads"),
    ],
)
def test_unsound_passages_are_named(name: str, inline: list[str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        take_out_marks(name, inline, TEXTS)


def test_another_text_is_refused() -> None:
    marks = take_out_marks("doc_a#1", INLINE, TEXTS)
    other = {"doc_a": ["Ada Roe leads Orrim.", *TEXTS["doc_a"][1:]]}
    with pytest.raises(ValueError, match="another text"):
        put_in_marks("doc_a#1", marks, other)


def test_passages_are_read_with_the_texts_of_their_corpora(tmp_path: Path) -> None:
    for name in ("gum", "ewt", "redocred"):
        (tmp_path / name).mkdir()
    (tmp_path / "gum" / "train.conllu").write_text("")
    (tmp_path / "ewt" / "train.conllu").write_text(
        "# newdoc id = doc_a\n# text = Go.\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n"
        "# text = Ada left.\n1\tAda\tAda\tPROPN\tNNP\t_\t0\troot\t_\t_\n\n"
    )
    (tmp_path / "redocred" / "dev_revised.json").write_text(
        '[{"sents": [["Orrin", "\'s", "well", "-", "made", "\\"", "Q", "\\"", "."]]}]'
    )
    (tmp_path / "text2kg-tekgen" / "train").mkdir(parents=True)
    triple = {"id": "ont_1_movie_train_7", "sub_label": "Ürlau", "rel_label": "director"}
    row = {**triple, "obj_label": "Bo", "sent": "Ürlau is by Bo.".encode().decode("latin-1")}
    (tmp_path / "text2kg-tekgen" / "train" / "a.jsonl").write_text(json.dumps(row))
    for domain, part in product(CROSSNER_DOMAINS, ("train", "dev")):
        (tmp_path / "crossner" / domain).mkdir(parents=True, exist_ok=True)
        (tmp_path / "crossner" / domain / f"{part}.txt").write_text("")
    (tmp_path / "crossner" / "ai" / "dev.txt").write_text(
        "No\tO\none\tO\n.\tO\n\nBo\tB-person\n's\tO\nBee\tB-product\n.\tO\n\n"
    )
    inline = {"doc_a#2": "[Ada|P1] left.", "redocred_0#1": '[Orrin|O1]\'s well-made "[Q|D2]".'}
    inline["tekgen_1_movie_train_7#1"] = "[Ürlau|W1] is by [Bo|P2]. >> directs(2,1)"
    inline["crossner_ai_dev_1#1"] = "[Bo|P1]'s [Bee|D2]."
    texts = {
        "crossner_ai_dev_1": ["Bo's Bee."],
        "tekgen_1_movie_train_7": ["Ürlau is by Bo."],
        "doc_a": ["Go.", "Ada left."],
        "redocred_0": ['Orrin\'s well-made "Q".'],
    }
    blocks = (
        "\n".join((f"# id: {name}", *take_out_marks(name, [row], texts)))
        for name, row in inline.items()
    )
    (tmp_path / "open.marks").write_text("\n\n".join(blocks) + "\n")
    passages = read_open_passages([tmp_path], tmp_path)
    assert [passage.lines[0].text for passage in passages] == [
        "Ada left.",
        'Orrin\'s well-made "Q".',
        "Ürlau is by Bo.",
        "Bo's Bee.",
    ]
    assert [(m.start, m.end, m.letter) for m in passages[1].lines[0].mentions] == [
        (0, 5, "O"),
        (19, 20, "D"),
    ]


def test_passages_of_a_document_are_in_one_part() -> None:
    parts = {part_of(f"GUM_bio_byron#{first}") for first in range(1, 200, 20)}
    assert parts == {part_of("GUM_bio_byron")}


def test_words_are_joined_as_they_are_written() -> None:
    words = ["He", "said", '"', "no", '"', "(", "twice", ")", ",", "did", "n't", "he", "?"]
    assert join_words(words) == 'He said "no" (twice), didn\'t he?'


def test_citations_of_a_text_are_no_broken_marks() -> None:
    texts = {"doc_c": ["Roe (see [1, 2]) is in Bath [1986]."]}
    inline = ["[Roe|P1] (see [1, 2]) is in [Bath|L2] [1986]."]
    marks = take_out_marks("doc_c#1", inline, texts)
    assert put_in_marks("doc_c#1", marks, texts) == inline
    with pytest.raises(ValueError, match="broken bracket"):
        take_out_marks("doc_c#1", ["[Roe] (see [1, 2]) is in [Bath|L2] [1986]."], texts)
