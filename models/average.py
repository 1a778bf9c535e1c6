"""Average checkpoints of runs that began alike: `python -m models.average TO FROM FROM...`.

TO gets `encoder.pt` and `relations.pt` whose weights are the means of those in the folders FROM.
Runs that go on from one checkpoint with other seeds end in one valley, and the mean of their
weights is as a rule better than each (Wortsman et al. 2022, "Model soups").
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

FILES = ("encoder.pt", "relations.pt")


def main() -> None:
    """Average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("to", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        found = [torch.load(run / name, weights_only=False) for run in options.runs]
        torch.save(average(found), options.to / name)


def average(checkpoints: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the first checkpoint with the mean weights of all.

    Raises:
        ValueError: They are of different networks.
    """
    first, *others = checkpoints
    if any(one["sizes"] != first["sizes"] for one in others):
        raise ValueError("the checkpoints are of different networks")
    state = {
        name: torch.stack([one["state"][name].float() for one in checkpoints]).mean(0).to(own.dtype)
        for name, own in first["state"].items()
    }
    return {**first, "state": state}


if __name__ == "__main__":
    main()
