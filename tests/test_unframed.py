import json
import sys

import pytest

from models import unframed
from models.unframed import describe_shape


@pytest.mark.parametrize(
    ("rows", "names", "expected"),
    [
        (
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            (0, 2),
            "ORG <subj buy obj> ORG",
        ),
        (
            "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG",
            (2, 0),
            "ORG <obj buy subj> ORG",
        ),
        (
            "Jane/PROPN/3/nsubj/PERSON of/ADP/3/case Acme/PROPN/1/nmod/ORG"
            " left=leave/VERB/0/root London/PROPN/4/obj/LOC",
            (0, 4),
            None,
        ),
    ],
    ids=["verb", "the other way round", "past another name"],
)
def test_describe_shape_tells_the_path(clauses_of, rows, names, expected):
    assert describe_shape(clauses_of(rows), *names) == expected


def test_unframed_lists_what_no_frame_finds(tmp_path, monkeypatch, capsys):
    text = "Acme Corp adores London. Acme Corp bought Globex Inc."
    ends = [("locatedIn", "London", "Place"), ("acquires", "Globex Inc", "Organization")]
    facts = [
        {
            "subject": {"label": "Acme Corp", "type": "Organization"},
            "relation": relation,
            "object": {"label": label, "type": kind},
            "qualifiers": {},
            "status": "asserted",
            "need": "must",
            "evidence": [text.partition(". ")[0] + "."],
        }
        for relation, label, kind in ends
    ]
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    gold.write_text(json.dumps({"article": "a", "facts": facts}) + "\n", encoding="utf-8")
    articles.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["unframed", str(gold), str(articles), "--least", "1"])
    unframed.main()
    assert capsys.readouterr().out.splitlines() == [
        "    1 1.00 locatedIn: ORG <subj adore obj> LOC",
        "      Acme Corp adores London.",
    ]
