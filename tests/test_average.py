"""The mean of checkpoints; needs models/requirements.txt."""

import pytest

torch = pytest.importorskip("torch", reason="training framework")

from models.average import average  # noqa: E402


def make(value, sizes=(1,)):
    return {"sizes": sizes, "tokenizer": "t", "state": {"weight": torch.full((2,), value)}}


def test_average_takes_the_mean_of_each_weight():
    found = average([make(1.0), make(2.0), make(6.0)])
    assert found["state"]["weight"].tolist() == [3.0, 3.0]
    assert found["tokenizer"] == "t"


def test_average_refuses_different_networks():
    with pytest.raises(ValueError, match="different networks"):
        average([make(1.0), make(1.0, sizes=(2,))])
