"""What is kept of a graph's files, and when it may be used again."""

import dataclasses
import datetime
from decimal import Decimal
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.datamodel import (
    ArticleHeader,
    Date,
    Entity,
    Evidence,
    Money,
    NameMerge,
    Qualifiers,
    Span,
    Statement,
    StatementEvidence,
)
from kg.errors import OutputError
from kg.merge import Digests, Ledger, make_ledger
from kg.outputs import publish
from kg.state import PartStore
from kg.state.parts import PLACE

PARTS = {"one": b"1\n", "three": b"", "two": b"22\n"}
WHOLE = b"1\n22\n"


@pytest.fixture
def load(tmp_path):
    """Open the parts of a folder, and tell what is wrong with them."""

    def load(engine="e", told=None):
        kept = PartStore(tmp_path, engine)
        kept.load(pytest.fail if told is None else told.append)
        return kept

    return load


def write(kept, parts, out=None):
    """Assemble a file of one section, and return it."""
    changes = {
        name: None if part is None else lambda part=part: part for name, part in parts.items()
    }
    data = b"".join(kept.assemble("f", [changes]))
    if out:
        publish(out, {"f": data}, written=kept.save)
    return data


def test_parts_of_the_last_build_are_not_made_again(tmp_path, load):
    assert write(load(), PARTS, tmp_path) == WHOLE
    assert write(load(), {}, tmp_path) == WHOLE
    assert write(load(), {"two": None, "p": b"4\n", "three": b"3\n"}, tmp_path) == b"1\n4\n3\n"
    assert write(load(), {"a": b"a\n", "none": None, "z": b"z\n"}) == b"a\n1\n4\n3\nz\n"


NAMES = st.sampled_from("abcdefgh")
CHANGES = st.dictionaries(NAMES, st.none() | st.sampled_from([b"", b"1", b"22", b"333"]))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=CHANGES, second=CHANGES, steps=st.lists(st.tuples(CHANGES, CHANGES), max_size=3))
def test_a_file_is_that_of_its_parts_whatever_has_changed(tmp_path_factory, first, second, steps):
    out = tmp_path_factory.mktemp("out")
    held = {}, {}
    for step in ((first, second), *steps):
        kept = PartStore(out, "e")
        kept.load(pytest.fail)
        made = [
            {n: None if v is None else (lambda v=v: v) for n, v in changes.items()}
            for changes in step
        ]
        publish(out, {"f": kept.assemble("f", made)}, written=kept.save)
        for section, changes in zip(held, step, strict=True):
            section |= changes
        parts = [v for section in held for _, v in sorted(section.items()) if v]
        assert (out / "f").read_bytes() == b"".join(parts)
    lengths = [[(n, len(v)) for n, v in sorted(s.items()) if v is not None] for s in held]
    kept = PartStore(out, "e")
    kept.load(pytest.fail)
    assert [list(zip(s.names, s.lengths, strict=True)) for s in kept.sections("f")] == lengths


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda out: (out / "f").write_bytes(b"2\n22\n"), id="another file"),
        pytest.param(lambda out: (out / "f").resolve().unlink(), id="no file"),
        pytest.param(lambda out: (out / PLACE).unlink(), id="no state"),
    ],
)
def test_parts_of_another_file_are_made_again(tmp_path, load, damage):
    write(load(), PARTS, tmp_path)
    damage(tmp_path)
    assert load().sections("f") is load().open("f") is None
    assert write(load(), PARTS) == WHOLE


def test_parts_of_another_engine_are_made_again(tmp_path, load):
    write(load(), PARTS, tmp_path)
    assert load("other").sections("f") is None


@pytest.mark.parametrize("text", [b"", b"1", b"1\n[]", b"x\n{}", b"\n\n", b"\xff\n"])
def test_damage_is_told_and_parts_are_made_again(tmp_path, load, text):
    write(load(), PARTS, tmp_path)
    (tmp_path / PLACE).write_bytes(text)
    told = []
    assert write(load(told=told), PARTS, tmp_path) == WHOLE
    assert told == [f"{tmp_path / PLACE}: is damaged; all is merged and written anew"]
    assert write(load(), {}) == WHOLE


def test_one_changed_byte_is_damage(tmp_path, load):
    write(load(), PARTS, tmp_path)
    data = bytearray((tmp_path / PLACE).read_bytes())
    data[-20] ^= 1
    (tmp_path / PLACE).write_bytes(data)
    told = []
    assert load(told=told).sections("f") is None
    assert len(told) == 1


def test_what_another_version_has_written_is_begun_anew(tmp_path, load):
    write(load(), PARTS, tmp_path)
    head, data = (tmp_path / PLACE).read_bytes().split(b"\n", 1)
    (tmp_path / PLACE).write_bytes(head + b"0\n" + data)
    assert load().sections("f") is None


def test_open_returns_the_parts_of_a_file(tmp_path, load):
    write(load(), PARTS, tmp_path)
    fetch = load().open("f")
    assert {name: fetch(name) for name in PARTS} == PARTS


def test_open_returns_a_file_that_has_no_parts(tmp_path, load):
    write(load(), {}, tmp_path)
    assert load().open("f") is not None


def test_findings_are_kept_as_long_as_they_are_asked_for(tmp_path, load):
    kept = load()
    kept.keep(b"a", [("wrong", False)])
    kept.keep(b"b", [])
    kept.save(tmp_path)
    kept = load()
    assert kept.find(b"a") == [("wrong", False)]
    assert kept.find(b"c") is None
    kept.save(tmp_path)
    assert load().find(b"b") is None


def test_parts_that_cannot_be_written_say_so(tmp_path, load, monkeypatch):
    monkeypatch.setattr("pathlib.Path.open", Mock(side_effect=OSError(28, "No space")))
    with pytest.raises(OutputError, match="cannot be written to: No space"):
        write(load(), PARTS, tmp_path)


# --- statements --------------------------------------------------------------------------


def test_a_statement_comes_back_as_it_was():
    entities = {e.iri: e for e in (STATEMENT.subject, STATEMENT.object, REUTERS)}
    ledger = make_ledger([STATEMENT])
    written = {order: ledger.encode(order) for order in ledger.rows}
    assert list(Ledger(ledger.table, entities.get, {}, written.get)) == [STATEMENT]


def test_firmest_have_most_sources_then_confidence():
    ranked = [(3, 0.1), (2, 0.9), (2, 0.5), (1, 1.0)]
    statements = [
        dataclasses.replace(STATEMENT, iri=f"https://x.example/{n}", sources=many, confidence=sure)
        for n, (many, sure) in enumerate(ranked)
    ]
    found = make_ledger(statements[::-1]).firmest(3)
    assert found == statements[:3]


# --- digests -----------------------------------------------------------------------------

CHANGED = {
    str: lambda v: v + "x",
    int: lambda v: v + 1,
    float: lambda v: v / 2,
    bool: lambda v: not v,
}
REUTERS = Entity(iri="https://x.example/r", label="R", type="NewsOutlet", aliases=("RTR",))
VALUES = Qualifiers(
    amount=Money(amount=Decimal(5), currency="USD", upper=Decimal(6)),
    valuation=Money(amount=Decimal(9), currency="EUR"),
    date=Date(day=datetime.date(2026, 1, 1), precision="year"),
    role="chair", role_wording="Chairman", stake=Decimal("1.5"), round="Seed",
)  # fmt: skip
STATEMENT = Statement(
    iri="https://x.example/s",
    subject=Entity(
        iri="https://x.example/a", label="A", type="Company", aliases=("B",),
        merges=(NameMerge(name="A", into="B", reason="why", score=0.5, article="n"),),
    ),
    relation="acquires",
    object=Entity(iri="https://x.example/o", label="O", type="Company"),
    status="asserted",
    qualifiers=VALUES,
    evidence=(
        StatementEvidence(
            evidence=Evidence(article="n", span=Span(1, 2), quote="q", prefix="p", suffix="s"),
            attributed_to=REUTERS, mentions=(Span(1, 2),), reasons=("r",),
        ),
    ),
    confidence=0.9,
    sources=1,
    by_article=(("n", VALUES, 0.9),),
)  # fmt: skip
HEADER = ArticleHeader(
    id="n", path="p", digest="0", title="t", url="u", date=datetime.date(2026, 1, 1),
    publisher="p", author="a",
)  # fmt: skip


def changes(value):
    """Yield a value with one thing in it changed, each in turn."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            for other in changes(getattr(value, field.name)):
                yield dataclasses.replace(value, **{field.name: other})
    elif isinstance(value, tuple):
        if len(set(map(type, value))) == 1:
            yield value * 2
        for number, one in enumerate(value):
            yield from ((*value[:number], other, *value[number + 1 :]) for other in changes(one))
    elif isinstance(value, Decimal):
        yield value + 1
    elif isinstance(value, datetime.date):
        yield value.replace(year=value.year + 1)
    elif value is not None:
        yield CHANGED[type(value)](value)


def test_digest_of_a_statement_tells_all_that_is_in_it():
    found = Digests().of_statement(STATEMENT)
    assert Digests().of_statement(dataclasses.replace(STATEMENT)) == found
    different = [other for other in changes(STATEMENT) if other != STATEMENT]
    assert len(different) > 60
    assert len({Digests().of_statement(other) for other in different} - {found}) == len(different)


def test_digest_of_a_header_tells_all_but_its_path():
    found = Digests().of_header(HEADER)
    for other in changes(HEADER):
        assert (Digests().of_header(other) == found) is (other.path != HEADER.path)
