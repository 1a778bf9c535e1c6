"""Train the relation head on a finished encoder: `python -m models.train_relations --work DIR`.

Needs `windows.pkl`, the states of the exported int8 encoder; writes `relations.pt` to the work
folder. With `--start-relations` it goes on from the head that was trained with the encoder.
"""

import pickle
import random
import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from kg.annotate.windows import lay_out_windows
from models.labels import RELATIONS
from models.network import reduced_precision
from models.options import Options, read_options
from models.relation_data import Task
from models.relation_loss import relation_loss
from models.relation_network import (
    PairScores,
    RelationNetwork,
    RelationSizes,
    load_relation_network,
    relation_checkpoint,
)

SEED = 11
BODY_RATE, HEAD_RATE = 4e-4, 1.5e-3
WARM_UP = 100
AGAIN = 0.7  # of the rates, when training goes on from a checkpoint
LOWEST = 0.02
CLIP = 1.0
WINDOWS = 24  # of a batch
PLAIN_SHARE = 0.12  # of the windows
BODY = "layers."


def main() -> None:
    """Train, print the scores on the development part, and save."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    with (options.work / "windows.pkl").open("rb") as file:
        windows = pickle.load(file)
    network = RelationNetwork(RelationSizes(layers=options.layers))
    if options.start_relations:
        network = load_relation_network(torch.load(options.start_relations))
        print(measure(network, windows["dev"]), flush=True)
    train(network, windows, options)
    torch.save(relation_checkpoint(network), options.work / "relations.pt")


def train(network: RelationNetwork, windows: dict[str, list[Task]], options: Options) -> None:
    """Train for the given time."""
    named = list(network.named_parameters())
    groups = [
        {"params": [p for n, p in named if n.startswith(BODY)], "base": BODY_RATE, "lr": 0.0},
        {"params": [p for n, p in named if not n.startswith(BODY)], "base": HEAD_RATE, "lr": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    budget, begin, step, seen = options.minutes * 60, time.monotonic(), 0, 0
    scale = AGAIN if options.start_relations else 1.0
    batches = _batches(windows)
    network.train()
    while (spent := time.monotonic() - begin) < budget:
        rate = scale * min(1.0, (step + 1) / WARM_UP) * max(LOWEST, 1 - spent / budget)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        tasks = next(batches)
        loss = relation_loss(_score(network, tasks), tasks)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        step, seen = step + 1, seen + len(tasks)
        if step % 100 == 0:
            print(f"{step} {spent:.0f} s {seen} windows: {loss.item():.3f}", flush=True)
        if step % 1000 == 0:
            print(measure(network, windows["dev"]), flush=True)
    print(step, "steps", measure(network, windows["dev"]))


def _batches(windows: dict[str, list[Task]]) -> Iterator[list[Task]]:
    rng = random.Random(SEED)
    turn = 0
    while True:
        own: list[Task] = list(windows["variants"][turn % len(windows["variants"])])
        plain = rng.sample(
            windows["plain"], min(len(windows["plain"]), int(PLAIN_SHARE * len(own)))
        )
        tasks = own + plain
        rng.shuffle(tasks)
        pools = [tasks[i : i + 20 * WINDOWS] for i in range(0, len(tasks), 20 * WINDOWS)]
        batches: list[list[Task]] = []
        for pool in pools:
            pool.sort(key=lambda task: len(task.window.distances))
            batches += [pool[i : i + WINDOWS] for i in range(0, len(pool), WINDOWS)]
        rng.shuffle(batches)
        yield from batches
        turn += 1


def _score(network: RelationNetwork, tasks: Sequence[Task]) -> PairScores:
    arrays = lay_out_windows([task.window for task in tasks])
    with reduced_precision():
        scores: PairScores = network(**{k: torch.from_numpy(v) for k, v in arrays.items()})
    return scores


def measure(network: RelationNetwork, tasks: Sequence[Task]) -> str:
    """Score pairs with gold mentions at some thresholds, and the statuses."""
    network.eval()
    parts: list[tuple[Tensor, Tensor, Tensor]] = []
    hits = total = 0
    with torch.no_grad():
        for start in range(0, len(tasks), 64):
            some = tasks[start : start + 64]
            scores = _score(network, some)
            right = torch.from_numpy(np.concatenate([task.targets.right for task in some]))
            known = torch.from_numpy(np.concatenate([task.targets.known for task in some]))
            parts.append((scores.outputs.float().sigmoid(), right, known))
            row = 0
            for task in some:
                for pair, relation, status in task.targets.statuses.tolist():
                    best = int(scores.statuses[row + pair, relation].argmax())
                    hits, total = hits + (best == status), total + 1
                row += len(task.targets.right)
    network.train()
    found, right, known = (torch.cat([part[k] for part in parts]) for k in range(3))
    size = len(RELATIONS)
    said = [f"status {hits / max(1, total):.3f}"]
    for name, columns in (
        ("relations", slice(0, size)),
        ("same", slice(size, size + 1)),
        ("qualifiers", slice(size + 1, None)),
    ):
        for threshold in (0.3, 0.5, 0.7):
            chosen = (found[:, columns] >= threshold) & known[:, columns]
            both = int((chosen & right[:, columns]).sum())
            all_found = max(1, int(chosen.sum()))
            all_right = max(1, int((right[:, columns] & known[:, columns]).sum()))
            said.append(
                f"{name}@{threshold} {both / all_found:.3f}/{both / all_right:.3f}"
                f"/{2 * both / (all_found + all_right):.3f}"
            )
    return "  ".join(said)


if __name__ == "__main__":
    main()
