"""Take the mean of two runs: `python -m models.average --work DIR --start FILE ...`.

The weights of the checkpoints in the work folder become the mean of theirs and those of the files
that are given, for the encoder, the relation head or both: of the run that they went on from, say
(Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). `--share` is what counts of the
work folder's own. Both must be of the same sizes and vocabulary.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from models.options import read_options


def main() -> None:
    """Average the networks that there is another checkpoint of."""
    options = read_options(__doc__)
    others = {"encoder.pt": options.start, "relations.pt": options.start_relations}
    if not any(others.values()):
        raise SystemExit("--start or --start-relations is needed: the checkpoints of another run")
    for name, other in others.items():
        if other is not None:
            _average_files(options.work / name, other, options.share)


def _average_files(path: Path, other: Path, share: float) -> None:
    own, given = (torch.load(one, weights_only=False) for one in (path, other))
    for key in own.keys() - {"state"}:
        if own[key] != given[key]:
            raise SystemExit(f"{path}, {other}: their {key} differ")
    torch.save({**own, "state": average(own["state"], given["state"], share)}, path)


def average(
    one: Mapping[str, Tensor], other: Mapping[str, Tensor], share: float
) -> dict[str, Tensor]:
    """Return the mean of each weight; what is no number with a point is that of the first.

    Args:
        share: How much of the mean is the first's, from 0 to 1.
    """
    return {
        name: share * value + (1 - share) * other[name] if value.is_floating_point() else value
        for name, value in one.items()
    }


if __name__ == "__main__":
    main()
