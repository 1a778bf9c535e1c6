"""The loss of the relation head."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.examples import UNKNOWN
from models.relation_data import Task
from models.relation_network import PairScores

STATUS_WEIGHT, SOURCE_WEIGHT = 2.5, 0.5


def relation_loss(scores: PairScores, tasks: Sequence[Task]) -> Tensor:
    """Sum over the pairs of a batch, for each window."""
    right = torch.from_numpy(np.concatenate([task.targets.right for task in tasks]))
    weight = torch.from_numpy(
        np.concatenate([task.targets.known * task.targets.weight for task in tasks])
    ).float()
    loss = functional.binary_cross_entropy_with_logits(
        scores.outputs.float(), right.float(), weight=weight, reduction="sum"
    )
    count, statuses = 0, []
    for task in tasks:
        shift = np.array([count, 0, 0])
        statuses.append(task.targets.statuses + shift)
        count += len(task.targets.right)
    chosen = torch.from_numpy(np.concatenate(statuses))
    if len(chosen):
        logits = scores.statuses[chosen[:, 0], chosen[:, 1]].float()
        loss = loss + STATUS_WEIGHT * functional.cross_entropy(
            logits, chosen[:, 2], reduction="sum"
        )
    sources = torch.from_numpy(np.concatenate([task.targets.sources for task in tasks]))
    known = sources != UNKNOWN
    loss = loss + SOURCE_WEIGHT * functional.binary_cross_entropy_with_logits(
        scores.sources.float()[known], sources[known].float(), reduction="sum"
    )
    return loss / len(tasks)
