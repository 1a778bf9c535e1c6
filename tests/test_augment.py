"""The copies of annotated passages that training reads: other names, the same facts."""

import random

import pytest

from models.augment import HARD_SHARE, Pools, name_pools, read_hard_names, swap_names
from models.corpus import parse_passages
from models.examples import even_out_names

TEXT = """# id: people-t1
[Acme|O1] named [Jane Roe|P2] as its [finance chief|T3]. >> hasRole(2,1; role=3) planned
[Roe|P2] replaces [Abe Yu|P4], a [co-founder|T5] of [Acme|O1]. >> hasRole(4,1; role=5) former
"""


@pytest.fixture
def passage():
    ((found, faults),) = parse_passages(TEXT)
    assert not faults
    return found


def pools_of(**names):
    return Pools(names={"O": [], "P": [], "T": []} | names, hard={})


def surfaces(passage):
    return [[line.text[m.start : m.end] for m in line.mentions] for line in passage.lines]


def test_swap_names_renames_a_thing_throughout(passage):
    pools = pools_of(O=["Globex"], P=["Ann Lee"], T=["treasurer"])
    found = swap_names(passage, pools, 1.0, random.Random(0))
    assert surfaces(found)[1] == ["Lee", "Ann Lee", "co-founder", "Globex"]
    assert [line.facts for line in found.lines] == [line.facts for line in passage.lines]


def test_swap_names_gives_some_roles_another_title(passage):
    pools = pools_of(O=["Acme"], P=["Ann Lee"], T=["treasurer"])
    copies = [swap_names(passage, pools, 0.0, random.Random(n)) for n in range(20)]
    assert {surfaces(copy)[0][2] for copy in copies} == {"finance chief", "treasurer"}
    assert {surfaces(copy)[1][2] for copy in copies} == {"co-founder"}


def test_name_pools_hold_full_names_and_no_founders(passage):
    pools = name_pools([passage], {"O": ["Hooli"]}, {})
    assert pools.names == {
        "O": ["Acme", "Hooli"],
        "P": ["Abe Yu", "Jane Roe"],
        "T": ["finance chief"],
    }


def test_pools_choose_a_hard_name_now_and_then():
    pools = Pools(names={"W": ["Dune"]}, hard={"W": ["Alice in Wonderland"]})
    rng = random.Random(0)
    found = [pools.choose("W", rng) for _ in range(1000)]
    assert found.count("Alice in Wonderland") == pytest.approx(1000 * HARD_SHARE, rel=0.3)


def test_read_hard_names_skips_comments(tmp_path):
    (tmp_path / "names.tsv").write_text("# names\nO\tBank of Oslo\nW\tUp\n", encoding="utf-8")
    assert read_hard_names([tmp_path, tmp_path / "none"]) == {"O": ["Bank of Oslo"], "W": ["Up"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Staff at [the BBC|O1] left.", ["BBC"], id="small"),
        pytest.param("[The BBC|O1] left.", ["BBC"], id="at the beginning"),
        pytest.param(
            "[The Match Shop|O1] left.\nStaff of [The Match Shop|O1] left.",
            ["The Match Shop", "The Match Shop"],
            id="at the beginning, and within elsewhere",
        ),
        pytest.param(
            "[The Crown|W1] ended in [The Hague|L2].", ["The Crown", "The Hague"], id="work"
        ),
        pytest.param("[AUSTIN, Texas|L1] - Rain.", ["AUSTIN", "Texas"], id="place in a place"),
        pytest.param('"[The board|R2] of [Theranos|O1]".', ["The board", "Theranos"], id="no name"),
    ],
)
def test_even_out_names(text, expected):
    ((found, _),) = parse_passages(f"# id: general-t1\n{text}\n")
    assert [one for line in surfaces(even_out_names(found)) for one in line] == expected
