"""The mean of two checkpoints."""

import pytest

torch = pytest.importorskip("torch")


def test_average_takes_the_mean_of_weights():
    from models.average import average

    one = {"weight": torch.tensor([1.0, 3.0]), "steps": torch.tensor(7)}
    other = {"weight": torch.tensor([3.0, 3.0]), "steps": torch.tensor(9)}
    mean = average(one, other, 0.75)
    assert mean["weight"].tolist() == [1.5, 3.0]
    assert mean["steps"].item() == 7
