import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.lexicon.frames import SLOTS, expand_choices, load_lexicon, parse_example
from kg.lexicon.naming import clean_name, name_key, without_possessive
from kg.lexicon.ontology import FILES, load_ontology

PREFIXES = """\
@prefix kg: <https://newskg.example/ontology#> .
@prefix lex: <https://newskg.example/lexicon#> .
"""
FRAME = 'lex:buy a lex:Frame ; lex:expresses kg:acquires ; lex:example "{}" .'


@pytest.fixture
def load(tmp_path, schema):
    def run(text):
        path = tmp_path / "lexicon.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return load_lexicon(path, schema)

    return run


def parse(wording):
    return parse_example(wording, frame="buy", relation="acquires")


# --- parse_example -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "text", "slots"),
    [
        pytest.param(
            "[Acme]{subject} bought [Globex]{object}.",
            "Acme bought Globex.",
            {"subject": "Acme", "object": "Globex"},
            id="subject and object",
        ),
        pytest.param(
            "[Globex]{object} raised [$5 million]{amount} from [Acme]{subject}.",
            "Globex raised $5 million from Acme.",
            {"object": "Globex", "amount": "$5 million", "subject": "Acme"},
            id="slot of several words",
        ),
        pytest.param(
            "[Acme]{subject}'s [Globex]{object}",
            "Acme's Globex",
            {"subject": "Acme", "object": "Globex"},
            id="slot before a possessive",
        ),
        pytest.param(
            "[Acme]{subject} bought the [maker] [Globex]{object}.",
            "Acme bought the maker Globex.",
            {"subject": "Acme", "object": "Globex"},
            id="brackets without a slot",
        ),
    ],
)
def test_parse_example_finds_the_slots(wording, text, slots):
    example = parse(wording)
    found = {slot: example.text[at.start : at.end] for slot, at in example.slots.items()}
    assert (example.text, found) == (text, slots)


def test_parse_example_finds_words_that_must_be_there():
    example = parse("[Globex]{object} counts [Acme]{subject} among its *investors*.")
    assert [example.text[at.start : at.end] for at in example.required] == ["investors"]


@pytest.mark.parametrize(
    ("wording", "reason"),
    [
        pytest.param("[Acme]{subject} grew.", "object", id="no object"),
        pytest.param("[Acme]{object} grew.", "subject", id="no subject"),
        pytest.param("Acme bought Globex.", "subject", id="no slot at all"),
        pytest.param(
            "[A]{subject} [B]{object} [C]{price}", "{price} is unknown", id="unknown slot"
        ),
        pytest.param("[A]{subject} [B]{object} [C]{object}", "given twice", id="slot twice"),
        pytest.param("[A]{subject} bought [B]{object", "object", id="bracket left open"),
    ],
)
def test_parse_example_refuses(wording, reason):
    with pytest.raises(ValueError, match=reason):
        parse(wording)


words = st.text(
    st.characters(exclude_characters="[]{}*()|", categories=("L", "N", "Zs")), min_size=1
)


@given(st.lists(st.tuples(words, words), max_size=5), words, words)
def test_parse_example_keeps_each_slot_in_place(others, subject, object_):
    slots = dict(zip(sorted(SLOTS - {"subject", "object"}), others, strict=False))
    wording = f"[{subject}]{{subject}} x [{object_}]{{object}}"
    wording += "".join(f"{before}[{inside}]{{{slot}}}" for slot, (before, inside) in slots.items())
    example = parse(wording)
    wanted = {"subject": subject, "object": object_}
    wanted |= {slot: inside for slot, (_, inside) in slots.items()}
    assert {s: example.text[at.start : at.end] for s, at in example.slots.items()} == wanted


# --- expand_choices ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        pytest.param("A bought B.", ["A bought B."], id="none"),
        pytest.param("A (bought|buys) B.", ["A bought B.", "A buys B."], id="one"),
        pytest.param(
            "A (bought|buys) (B|C).",
            ["A bought B.", "A bought C.", "A buys B.", "A buys C."],
            id="two",
        ),
        pytest.param("A (also|) bought B.", ["A also bought B.", "A bought B."], id="left out"),
        pytest.param("(|Then) A grew.", ["A grew.", "Then A grew."], id="left out at the start"),
        pytest.param("A (the maker) grew.", ["A (the maker) grew."], id="plain brackets stay"),
        pytest.param(
            "A (an|a [$5]{amount}) deal", ["A an deal", "A a [$5]{amount} deal"], id="around a slot"
        ),
    ],
)
def test_expand_choices_gives_each_wording(wording, expected):
    assert list(expand_choices(wording)) == expected


@given(st.lists(st.lists(words.map(str.strip).filter(bool), min_size=2, max_size=3), max_size=3))
def test_expand_choices_multiplies(choices):
    wording = " ".join(f"({'|'.join(options)})" for options in choices)
    expected = 1
    for options in choices:
        expected *= len(options)
    assert len(list(expand_choices(wording))) == expected


# --- load_lexicon ----------------------------------------------------------------------


def test_load_lexicon_reads_each_wording(load):
    lexicon = load(FRAME.format("[A]{subject} (bought|buys) [B]{object}."))
    assert [e.text for e in lexicon.examples] == ["A bought B.", "A buys B."]


def test_load_lexicon_marks_counter_examples(load):
    text = FRAME.format("[A]{subject} bought [B]{object}.")
    lexicon = load(f'{text}\nlex:buy lex:counterExample "[A]{{subject}} fought [B]{{object}}." .')
    assert [(e.text, e.counter) for e in lexicon.examples if e.counter] == [("A fought B.", True)]


def test_load_lexicon_reads_cues(load):
    lexicon = load('lex:soon a lex:StatusCue ; lex:says kg:planned ; lex:auxiliary "will" .')
    assert [(c.name, c.status, c.auxiliaries) for c in lexicon.cues] == [
        ("soon", "planned", frozenset({"will"}))
    ]


def test_load_lexicon_reads_a_cue_that_states_nothing(load):
    assert (
        load('lex:if a lex:StatusCue ; lex:says lex:nothing ; lex:mark "if" .').cues[0].status
        is None
    )


def test_words_of_a_class_that_is_not_there_are_none(load):
    assert load("").words("light") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FRAME.format("[A]{subject} grew."), "lex:buy, example", id="example"),
        pytest.param(FRAME.format("[A]{subject} grew."), "{object}", id="what the example lacks"),
        pytest.param(
            "lex:buy a lex:Frame ; lex:expresses kg:swallows .",
            "expresses no relation",
            id="relation",
        ),
        pytest.param("lex:buy a lex:Frame .", "expresses no relation", id="no relation"),
        pytest.param("lex:buy a lex:Frame", "lexicon.ttl:3: is not Turtle", id="full stop"),
        pytest.param("\n\nlex:buy a a a .", "lexicon.ttl:5: is not Turtle", id="line"),
        pytest.param(
            'lex:soon a lex:StatusCue ; lex:says kg:planed ; lex:auxiliary "will" .',
            "soon",
            id="unknown status",
        ),
        pytest.param("lex:buy a lex:Frame ; lex:expresses kg:acquires .", "buy", id="no example"),
    ],
)
def test_load_lexicon_names_the_fault_in_one_line(load, text, expected):
    with pytest.raises(OntologyError) as caught:
        load(text)
    message = str(caught.value)
    assert expected in message
    assert "lexicon.ttl" in message
    assert "\n" not in message


# --- load_ontology -------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_load_ontology_names_the_missing_file(tmp_path, ontology, name):
    for other in FILES:
        if other != name:
            (tmp_path / other).write_bytes((ontology.folder / other).read_bytes())
    with pytest.raises(OntologyError, match=rf"{name}: cannot be read: No such file"):
        load_ontology(tmp_path)


def test_load_ontology_has_another_digest_for_another_file(tmp_path, ontology):
    for name in FILES:
        (tmp_path / name).write_bytes((ontology.folder / name).read_bytes())
    with (tmp_path / "lexicon.ttl").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert load_ontology(tmp_path).digest != ontology.digest


def test_load_ontology_reads_files_again_only_when_they_change(tmp_path, ontology):
    for name in FILES:
        (tmp_path / name).write_bytes((ontology.folder / name).read_bytes())
    first = load_ontology(tmp_path)
    assert load_ontology(tmp_path) is first
    schema = tmp_path / "schema.ttl"
    schema.write_text(
        schema.read_text("utf-8").replace('rdfs:label "company"', 'rdfs:label "firm"'), "utf-8"
    )
    assert first.schema.classes["Company"].label == "company"
    assert load_ontology(tmp_path).schema.classes["Company"].label == "firm"


# --- naming ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Acme", "Acme", id="plain"),
        pytest.param("Wendy's", "Wendy's", id="end of a name"),
        pytest.param("“Backrooms,”", "Backrooms", id="quotes and comma"),
        pytest.param("Jane\n  Roe", "Jane Roe", id="line break"),
        pytest.param("Yahoo!", "Yahoo!", id="sign that belongs to it"),
        pytest.param("Inc.", "Inc.", id="full stop of a short form"),
        pytest.param("''", "''", id="nothing but quotes"),
    ],
)
def test_clean_name_strips_what_is_no_name(text, expected):
    assert clean_name(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Acme's", "Acme"), ("Acme’s", "Acme"), ("Waters’", "Waters"), ("Acme", "Acme"), ("'s", "'s")],
)
def test_without_possessive(name, expected):
    assert without_possessive(name) == expected


@given(st.text(min_size=1).filter(str.strip))
def test_clean_name_leaves_something(text):
    assert clean_name(text).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme Inc.", "Acme", id="legal form"),
        pytest.param("Acme, Inc.", "Acme", id="legal form behind a comma"),
        pytest.param("Acme Holdings Ltd", "Acme", id="two legal forms"),
        pytest.param("The Guardian", "Guardian", id="the"),
        pytest.param("ACME", "Acme", id="capitals"),
        pytest.param("Dr. Jane Roe", "Jane Roe", id="honorific"),
        pytest.param("Acme’s", "Acme", id="possessive"),
        pytest.param("L’Oréal", "L'Oréal", id="apostrophe"),
    ],
)
def test_name_key_agrees(lexicon, one, other):
    assert name_key(one, lexicon) == name_key(other, lexicon)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Google", "Google DeepMind", id="longer name"),
        pytest.param("Acme Capital", "Acme", id="generic part"),
        pytest.param("Inc.", "The", id="nothing but generic words"),
        pytest.param("Jane Roe", "John Roe", id="first name"),
    ],
)
def test_name_key_differs(lexicon, one, other):
    assert name_key(one, lexicon) != name_key(other, lexicon)


@given(st.text(min_size=1).filter(str.strip))
def test_name_key_is_never_empty(lexicon, text):
    assert name_key(text, lexicon)
