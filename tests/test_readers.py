"""What the relation head's scores become."""

import pytest


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        pytest.param([("role", "chair", 0.6), ("role", "boss", 0.9)], {"role": "boss"}, id="best"),
        pytest.param([("role", "boss", 0.9), ("role", "chair", 0.6)], {"role": "boss"}, id="order"),
        pytest.param([("role", "boss", 0.4)], {}, id="too low"),
        pytest.param([("date", "2019", 0.6)], {}, id="too low for a date"),
        pytest.param([("date", "2019", 0.8)], {"date": "2019"}, id="date"),
        pytest.param([("date", "2019", 0.99), ("date", "2024", 0.9)], {}, id="which date"),
    ],
)
def test_read_with_head_binds_the_surest_values(read_pair, qualifiers, expected):
    rows = (
        "Roe/PROPN/2/nsubj/PERSON founded/VERB/0/root Acme/PROPN/2/obj/ORG in/ADP/5/case"
        " 2019/NUM/2/obl/DATE was/AUX/7/cop boss/NOUN/2/conj/TITLE then/ADV/9/advmod"
        " chair/NOUN/2/conj/TITLE left=leave/VERB/2/conj in/ADP/12/case 2024/NUM/10/obl/DATE"
    )
    dates = {"2019": "2019", "2024": "2024"}
    candidate = read_pair(rows, "joins", qualifiers=qualifiers, values=dates)
    found = {k: candidate.sentence.doc[a.start].text for k, a in candidate.values.items()}
    assert found == expected
