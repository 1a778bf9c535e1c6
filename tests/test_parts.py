"""What is kept of a graph's files, and when it may be used again."""

import dataclasses
import datetime
from decimal import Decimal
from unittest.mock import Mock

import pytest

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

PARTS = {"one": b"1\n", "two": b"22\n", "three": b""}


@pytest.fixture
def load(tmp_path):
    """Open the parts of a folder, and tell what is wrong with them."""

    def load(engine="e", told=None):
        kept = PartStore(tmp_path, engine)
        kept.load(pytest.fail if told is None else told.append)
        return kept

    return load


def write(kept, parts, out=None):
    """Assemble a file, and return it with the keys of the parts that had to be made."""
    made = []

    def make(key):
        made.append(key)
        return parts[key]

    data = b"".join(kept.assemble("f", [(key, lambda key=key: make(key)) for key in parts]))
    if out:
        publish(out, {"f": data}, written=kept.save)
    return data, made


def test_parts_of_the_last_build_are_not_made_again(tmp_path, load):
    assert write(load(), PARTS, tmp_path) == (b"1\n22\n", ["one", "two", "three"])
    changed = {"three": b"", "new": b"4\n", "one": b"1\n"}
    assert write(load(), changed, tmp_path) == (b"4\n1\n", ["new"])
    assert write(load(), PARTS) == (b"1\n22\n", ["two"])


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
    assert write(load(), PARTS) == (b"1\n22\n", list(PARTS))


def test_parts_of_another_engine_are_made_again(tmp_path, load):
    write(load(), PARTS, tmp_path)
    assert write(load("other"), PARTS)[1] == list(PARTS)


@pytest.mark.parametrize("text", [b"", b"1", b"1\n[]", b"x\n{}", b"\n\n", b"\xff\n"])
def test_damage_is_told_and_parts_are_made_again(tmp_path, load, text):
    write(load(), PARTS, tmp_path)
    (tmp_path / PLACE).write_bytes(text)
    told = []
    assert write(load(told=told), PARTS, tmp_path)[1] == list(PARTS)
    assert told == [f"{tmp_path / PLACE}: is damaged; all is merged and written anew"]
    assert write(load(), PARTS)[1] == []


def test_one_changed_byte_is_damage(tmp_path, load):
    write(load(), PARTS, tmp_path)
    data = bytearray((tmp_path / PLACE).read_bytes())
    data[-20] ^= 1
    (tmp_path / PLACE).write_bytes(data)
    told = []
    assert write(load(told=told), PARTS)[1] == list(PARTS)
    assert len(told) == 1


def test_what_another_version_has_written_is_begun_anew(tmp_path, load):
    write(load(), PARTS, tmp_path)
    head, data = (tmp_path / PLACE).read_bytes().split(b"\n", 1)
    (tmp_path / PLACE).write_bytes(head + b"0\n" + data)
    assert write(load(), PARTS)[1] == list(PARTS)


def test_findings_are_kept_as_long_as_they_are_asked_for(tmp_path, load):
    kept = load()
    kept.keep("a", [("wrong", False)])
    kept.keep("b", [])
    kept.save()
    kept = load()
    assert kept.find("a") == [("wrong", False)]
    assert kept.find("c") is None
    kept.save()
    assert load().find("b") is None


def test_parts_that_cannot_be_written_say_so(tmp_path, load, monkeypatch):
    monkeypatch.setattr("pathlib.Path.open", Mock(side_effect=OSError(28, "No space")))
    with pytest.raises(OutputError, match="cannot be written to: No space"):
        write(load(), PARTS, tmp_path)


# --- statements --------------------------------------------------------------------------


def test_a_statement_comes_back_as_it_was():
    entities = {e.iri: e for e in (STATEMENT.subject, STATEMENT.object, REUTERS)}
    ledger = make_ledger([STATEMENT])
    written = {row.digest: ledger.encode(row) for row in ledger.rows}
    assert list(Ledger(ledger.rows, entities.get, {}, written.get)) == [STATEMENT]


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
