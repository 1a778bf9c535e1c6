import os
from decimal import Decimal

import pytest
from scored import score_pair

from kg.datamodel import Money
from kg.extract import RelationExtractor, check_lexicon
from kg.extract.cache import KEPT, read_frames, write_frames

NINE = Money(amount=Decimal(9000000), currency="USD")
BOUGHT = "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG ./PUNCT/2/punct"
INVESTED = (
    "Acme/PROPN/2/nsubj/ORG invested=invest/VERB/0/root $5m/NOUN/2/obj/MONEY in/ADP/5/case"
    " Globex/PROPN/2/obl/ORG ./PUNCT/2/punct"
)
INVESTMENT = (
    "Acme/PROPN/4/nmod:poss/ORG 's/PART/1/case $5m/NOUN/4/compound/MONEY investment/NOUN/8/nsubj"
    " in/ADP/6/case"
    " Globex/PROPN/4/nmod/ORG is=be/AUX/8/cop big/ADJ/0/root ./PUNCT/8/punct"
)
MADE = (
    "Acme/PROPN/2/nsubj/ORG made=make/VERB/0/root a/DET/5/det $5m/NOUN/5/compound/MONEY"
    " investment/NOUN/2/obj"
    " in/ADP/7/case Globex/PROPN/5/nmod/ORG ./PUNCT/2/punct"
)
TOOK_OVER = (
    "Acme/PROPN/2/nsubj/ORG took=take/VERB/0/root over/ADP/2/compound:prt Globex/PROPN/2/obj/ORG"
    " ./PUNCT/2/punct"
)
CHIEF = (
    "Acme/PROPN/2/compound/ORG CEO/NOUN/3/compound/TITLE Jane/PROPN/4/nsubj/PERSON"
    " said=say/VERB/0/root"
    " so/ADV/4/advmod ./PUNCT/4/punct"
)
WORDINGS = {
    "acquires": [
        ("[Acme]{subject} bought [Globex]{object}.", BOUGHT),
        ("[Acme]{subject} took over [Globex]{object}.", TOOK_OVER),
    ],
    "investsIn": [
        ("[Acme]{subject} invested [$5m]{amount} in [Globex]{object}.", INVESTED),
        ("[Acme]{subject}'s [$5m]{amount} investment in [Globex]{object} is big.", INVESTMENT),
        ("[Acme]{subject} made a [$5m]{amount} investment in [Globex]{object}.", MADE),
    ],
    "hasRole": [("[Acme]{object} [CEO]{role} [Jane]{subject} said so.", CHIEF)],
}


@pytest.fixture(scope="module")
def compiled(compile_frames):
    return compile_frames(WORDINGS)


@pytest.fixture(scope="module")
def extract(compiled, make_doc, lexicon, gazetteer, schema):
    """Extract relation mentions, believed or not, from sentences annotated by hand."""
    extractor = RelationExtractor(schema, lexicon, gazetteer, compiled[0])

    def run(rows):
        reading = extractor.extract_relations(make_doc(rows, values={"$9m": NINE}))
        return [*reading.found, *(rejected.found for rejected in reading.rejected)]

    return run


@pytest.fixture(scope="module")
def read(extract):
    """Read sentences: {subject relation object: its amount or role}."""
    return lambda rows: {
        f"{one.subject.name} {one.relation} {one.object.name}": one.qualifiers.amount
        or one.qualifiers.role_wording
        for one in extract(rows)
    }


# --- compile_lexicon, check_lexicon --------------------------------------------------


def test_compile_lexicon_compiles_each_example(compiled):
    frames, faults, _, _ = compiled
    assert not faults
    assert {frame.relation for frame in frames.frames} == {"acquires", "investsIn", "hasRole"}


def test_compile_lexicon_keeps_one_frame_of_one_shape(compile_frames):
    other = BOUGHT.replace("Acme", "Hooli")
    once, _, _, _ = compile_frames({"acquires": WORDINGS["acquires"][:1]})
    twice, _, _, _ = compile_frames(
        {
            "acquires": [
                *WORDINGS["acquires"][:1],
                ("[Hooli]{subject} bought [Globex]{object}.", other),
            ]
        }
    )
    assert [f.edges for f in twice.frames] == [f.edges for f in once.frames]


def test_compile_lexicon_names_an_example_that_the_parse_does_not_join(compile_frames):
    loose = "Acme/PROPN/0/root ,/PUNCT/1/punct Globex/PROPN/1/dep/ORG"
    wording = "[Acme]{subject}, [Globex]{object}"
    _, faults, _, _ = compile_frames({"acquires": [(wording, loose.replace("root ", "root/ORG "))]})
    assert len(faults) <= 1
    assert all(wording in fault for fault in faults)


def test_check_lexicon_finds_nothing_wrong_with_examples_that_match(compiled, schema):
    frames, _, own, parser = compiled
    assert list(check_lexicon(own, frames, parser, schema)) == []


def test_check_lexicon_names_an_example_that_no_frame_matches(compiled, compile_frames, schema):
    frames, _, _, _ = compile_frames({"investsIn": WORDINGS["investsIn"]})
    _, _, own, parser = compiled
    faults = list(check_lexicon(own, frames, parser, schema))
    assert [fault for fault in faults if "bought" in fault and "kg:acquires" in fault]


# --- frames on sentences -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(BOUGHT, {"Acme acquires Globex": None}, id="the example itself"),
        pytest.param(
            "Hooli/PROPN/3/nsubj:pass/ORG was=be/AUX/3/aux:pass bought=buy/VERB/0/root"
            " by/ADP/5/case"
            " Initech/PROPN/3/obl:agent/ORG",
            {"Initech acquires Hooli": None},
            id="passive",
        ),
        pytest.param(
            "Hooli/PROPN/6/nsubj/ORG ,/PUNCT/1/punct bought=buy/VERB/1/acl by/ADP/5/case"
            " Initech/PROPN/3/obl:agent/ORG"
            " grew=grow/VERB/0/root",
            {"Initech acquires Hooli": None},
            id="participle",
        ),
        pytest.param(
            "Initech/PROPN/6/nsubj/ORG ,/PUNCT/1/punct which/PRON/4/nsubj"
            " bought=buy/VERB/1/acl:relcl Hooli/PROPN/4/obj/ORG"
            " grew=grow/VERB/0/root",
            {"Initech acquires Hooli": None},
            id="relative clause",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG plans=plan/VERB/0/root to/PART/4/mark buy/VERB/2/xcomp"
            " Hooli/PROPN/4/obj/ORG",
            {"Initech acquires Hooli": None},
            id="control",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Hooli/PROPN/2/obj/ORG"
            " and/CCONJ/5/cc Globex/PROPN/3/conj/ORG",
            {"Initech acquires Hooli": None, "Initech acquires Globex": None},
            id="two objects",
        ),
        pytest.param(
            "Initech/PROPN/4/nsubj/ORG and/CCONJ/3/cc Acme/PROPN/1/conj/ORG"
            " bought=buy/VERB/0/root Hooli/PROPN/4/obj/ORG",
            {"Initech acquires Hooli": None, "Acme acquires Hooli": None},
            id="two subjects",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG announced=announce/VERB/0/root a/DET/5/det"
            " $9m/NOUN/5/compound/MONEY investment/NOUN/2/obj"
            " in/ADP/7/case Hooli/PROPN/5/nmod/ORG",
            {"Initech investsIn Hooli": NINE},
            id="another light verb",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG took=take/VERB/0/root over/ADP/2/compound:prt"
            " Hooli/PROPN/2/obj/ORG",
            {"Initech acquires Hooli": None},
            id="particle",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG took=take/VERB/0/root Hooli/PROPN/2/obj/ORG",
            {},
            id="particle missing",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG bought=buy/VERB/0/root milk/NOUN/2/obj from/ADP/5/case"
            " Hooli/PROPN/2/obl/ORG",
            {},
            id="object is no name",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG praised=praise/VERB/0/root Hooli/PROPN/2/obj/ORG",
            {},
            id="another verb",
        ),
        pytest.param(
            "Initech/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Initech/PROPN/2/obj/ORG",
            {},
            id="one thing twice",
        ),
        pytest.param(
            "The/DET/2/det FTC/PROPN/3/nsubj/ORG blocked=block/VERB/0/root the/DET/5/det"
            " investment/NOUN/3/obj"
            " of/ADP/7/case $5m/NOUN/5/nmod/MONEY in/ADP/9/case Hooli/PROPN/5/nmod/ORG",
            {},
            id="who blocks an investment does not make it",
        ),
        pytest.param(
            "Hooli/PROPN/2/compound/ORG CEO/NOUN/3/compound/TITLE Ann/PROPN/4/nsubj/PERSON"
            " left=leave/VERB/0/root",
            {"Ann hasRole Hooli": "CEO"},
            id="title before a name",
        ),
    ],
)
def test_frames_read_what_grammar_says_in_other_ways(read, rows, expected):
    assert read(rows) == expected


def test_frames_tell_the_status(extract):
    (found,) = extract(
        "Acme/PROPN/3/nsubj/ORG will/AUX/3/aux buy/VERB/0/root Globex/PROPN/3/obj/ORG"
    )
    assert found.status == "planned"


def test_frames_name_the_example_they_rest_on(extract):
    (found,) = extract(BOUGHT)
    assert 'frame "[Acme]{subject} bought [Globex]{object}."' in found.reasons


def test_extract_relations_quotes_the_sentence(extract):
    first = "Rain/NOUN/2/nsubj fell=fall/VERB/0/root ./PUNCT/2/punct"
    (found,) = extract(f"{first}\n{BOUGHT}\n{first}")
    evidence = found.evidence
    assert (evidence.span.start, evidence.span.end) == (11, 30)
    assert (evidence.prefix, evidence.quote, evidence.suffix) == (
        "Rain fell. ",
        "Acme bought Globex.",
        " Rain fell.",
    )


def test_extract_relations_reads_no_page_furniture(compiled, make_doc, lexicon, gazetteer, schema):
    doc = make_doc(BOUGHT)
    doc.user_data["furniture"] = ((0, "share"),)
    extractor = RelationExtractor(schema, lexicon, gazetteer, compiled[0])
    reading = extractor.extract_relations(doc)
    assert (reading.found, reading.rejected, reading.furniture) == ((), (), 1)


def test_extract_relations_mixes_no_two_facts(compiled, make_doc, lexicon, gazetteer, schema):
    doc = make_doc(
        "Acme/PROPN/2/nsubj/ORG bought=buy/VERB/0/root Globex/PROPN/2/obj/ORG and/CCONJ/6/cc"
        " Initech/PROPN/6/nsubj/ORG got=get/VERB/2/conj Umbra/PROPN/6/obj/ORG"
    )
    doc.user_data["relation_scores"] = tuple(
        score_pair("acquires", *pair, sentence=(0, 7))
        for pair in ((0, 2, 0.99), (0, 6, 0.999), (4, 6, 0.99))
    )
    reading = RelationExtractor(schema, lexicon, gazetteer, compiled[0]).extract_relations(doc)
    found = {(one.subject.name, one.object.name) for one in reading.found}
    assert found == {("Acme", "Globex"), ("Initech", "Umbra")}


def test_extract_relations_keeps_the_surer_direction(
    compiled, make_doc, lexicon, gazetteer, schema
):
    doc = make_doc("Acme/PROPN/0/root/ORG Globex/PROPN/1/dep/ORG Jane/PROPN/1/dep/PERSON")
    places = {"investsIn": ((0, 1, 0.99), (1, 0, 0.999)), "sues": ((0, 1, 0.99), (1, 0, 0.999))}
    doc.user_data["relation_scores"] = tuple(
        score_pair(relation, *pair, sentence=(0, 3))
        for relation, pairs in places.items()
        for pair in pairs
    )
    reading = RelationExtractor(schema, lexicon, gazetteer, compiled[0]).extract_relations(doc)
    found = {(one.relation, one.subject.name) for one in reading.found}
    assert found == {("investsIn", "Globex"), ("sues", "Acme"), ("sues", "Globex")}
    assert [one.reason for one in reading.rejected] == ["the other way round is surer"]


# --- cache ---------------------------------------------------------------------------


def test_read_frames_gives_back_what_was_written(compiled, tmp_path):
    path = tmp_path / "deep" / "frames.json"
    write_frames(compiled[0], path)
    assert read_frames(path).frames == compiled[0].frames


@pytest.mark.parametrize(
    "text", ["", "nonsense", "null", '{"a": 1}', '["x"]', "[{}]", '[{"edges": [], "words": []}]']
)
def test_read_frames_takes_no_broken_file(tmp_path, text):
    path = tmp_path / "frames.json"
    path.write_text(text, encoding="utf-8")
    assert read_frames(path) is None


def test_write_frames_keeps_the_newest_few(compiled, tmp_path):
    for number in range(KEPT + 2):
        path = tmp_path / f"frames-{number}.json"
        write_frames(compiled[0], path)
        os.utime(path, (number, number))
    assert len(list(tmp_path.iterdir())) == KEPT
    assert path.exists()


def test_write_frames_passes_over_a_folder_that_takes_none(compiled, tmp_path):
    (tmp_path / "file").touch()
    write_frames(compiled[0], tmp_path / "file" / "frames.json")
    assert read_frames(tmp_path / "file" / "frames.json") is None


def test_read_frames_takes_no_missing_file(tmp_path):
    assert read_frames(tmp_path / "frames.json") is None
