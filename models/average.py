"""Take the mean of two runs: `python -m models.average --work DIR --start FILE ...`.

The weights of the checkpoints in the work folder become the mean of theirs and those of the files
that are given: of the run that they went on from, say (Wortsman et al. 2022, "Robust fine-tuning
of zero-shot models"). Both must be of the same sizes and vocabulary.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from models.options import read_options


def main() -> None:
    """Average both networks."""
    options = read_options(__doc__)
    if options.start is None or options.start_relations is None:
        raise SystemExit(
            "--start and --start-relations are needed: the checkpoints of the other run"
        )
    for name, other in (("encoder.pt", options.start), ("relations.pt", options.start_relations)):
        _average_files(options.work / name, other)


def _average_files(path: Path, other: Path) -> None:
    own, given = (torch.load(one, weights_only=False) for one in (path, other))
    for key in own.keys() - {"state"}:
        if own[key] != given[key]:
            raise SystemExit(f"{path}, {other}: their {key} differ")
    torch.save({**own, "state": average(own["state"], given["state"])}, path)


def average(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the mean of each weight; what is no number with a point is that of the first."""
    return {
        name: (value + other[name]) / 2 if value.is_floating_point() else value
        for name, value in one.items()
    }


if __name__ == "__main__":
    main()
