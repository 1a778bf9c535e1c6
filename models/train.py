"""Train the joint encoder: `python -m models.train --work DIR [--minutes N] [--start FILE]`.

Writes `encoder.pt` to the work folder, and `encoder-early.pt` after the first six minutes.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from kg.annotate.pieces import PieceCutter
from models.batches import (
    Batch,
    Encoded,
    collate,
    encode,
    make_batches,
    name_targets,
    vary_case,
)
from models.examples import UNKNOWN, Example, from_line
from models.labels import NAME_TAGS, UPOS
from models.network import Network, Sizes, checkpoint, load_network, start_network
from models.options import Options, read_options
from models.prepared import Prepared, read_prepared

SEED = 1
BODY_RATE, HEAD_RATE = 2e-4, 1.5e-3
WARM_UP = 100  # steps
AGAIN = 0.6  # of the rates, when training goes on from a checkpoint
LOWEST = 0.02  # of the rate, at the end
CLIP = 2.0
PIECES = 1100  # of a batch
SHARES = {"treebank": 0.45, "own": 0.34, "other": 0.21}  # of the batches
EARLY = 6 * 60  # seconds until the early checkpoint
HEADS = ("upos", "names", "references", "arc_", "label_", "shapes")


def main() -> None:
    """Train and save."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    train(read_prepared(options.work), options)


def train(prepared: Prepared, options: Options) -> None:
    """Train for the given time; the rate falls with it."""
    network, relations = _start(prepared, options.start)
    tokenizer = prepared.vocabulary.tokenizer
    batches = _batches(prepared, relations)
    optimizer = _optimizer(network)
    budget, begin = options.minutes * 60, time.monotonic()
    scale = AGAIN if options.start else 1.0
    step = pieces = 0
    early = False
    network.train()
    while (spent := time.monotonic() - begin) < budget:
        rate = scale * min(1.0, (step + 1) / WARM_UP) * max(LOWEST, 1 - spent / budget)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        source, batch = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            losses = _losses(network, batch)
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        step, pieces = step + 1, pieces + int(batch.mask.sum())
        if step % 50 == 0:
            said = " ".join(f"{name} {loss.item():.3f}" for name, loss in losses.items())
            print(f"{step} {spent:.0f} s {pieces} pieces {source}: {said}", flush=True)
        if not early and spent > EARLY:
            early = True
            torch.save(checkpoint(network, relations, tokenizer), options.work / "encoder-early.pt")
    torch.save(checkpoint(network, relations, tokenizer), options.work / "encoder.pt")
    print(f"{step} steps, {pieces} pieces")


def _start(prepared: Prepared, start: Path | None) -> tuple[Network, tuple[str, ...]]:
    if start:
        found = torch.load(start, weights_only=False)
        if found["tokenizer"] != prepared.vocabulary.tokenizer:
            raise ValueError("the checkpoint has another vocabulary")
        return load_network(found), found["relations"]
    found_relations = {r for e in prepared.examples["treebank"] for r in e.relations}
    relations = tuple(sorted(found_relations))
    sizes = Sizes(
        pieces=len(prepared.vocabulary.kept),
        relations=len(relations),
        upos=len(UPOS),
        names=len(NAME_TAGS),
    )
    return start_network(sizes, prepared.vocabulary.kept), relations


def _optimizer(network: Network) -> torch.optim.AdamW:
    named = list(network.named_parameters())
    groups = [
        {"params": [p for n, p in named if n.startswith(HEADS)], "base": HEAD_RATE, "lr": 0.0},
        {"params": [p for n, p in named if not n.startswith(HEADS)], "base": BODY_RATE, "lr": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _batches(prepared: Prepared, relations: Sequence[str]) -> Iterator[tuple[str, Batch]]:
    """Yield batches for ever, each from one source, by the sources' shares."""
    rng = random.Random(SEED)
    cutter = PieceCutter(Tokenizer.from_str(prepared.vocabulary.tokenizer))

    def encoded(examples: Sequence[Example]) -> list[Encoded]:
        found = (encode(example, cutter, relations) for example in examples)
        return [example for example in found if example]

    fixed = {name: encoded(prepared.examples[name]) for name in ("treebank", "other")}
    variants = [
        encoded([from_line(line) for copies in prepared.own for line in copies[number]])
        for number in range(len(prepared.own[0]))
    ]
    queues: dict[str, list[list[Encoded]]] = {name: [] for name in SHARES}
    rounds = dict.fromkeys(SHARES, 0)
    while True:
        source = rng.choices(list(SHARES), list(SHARES.values()))[0]
        if not queues[source]:
            own = variants[rounds[source] % len(variants)]
            chosen = own if source == "own" else fixed[source]
            queues[source] = make_batches(chosen, PIECES, rng)
            rounds[source] += 1
        yield source, collate([vary_case(example, rng) for example in queues[source].pop()])


def _losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    scores = network(batch.pieces, batch.mask, batch.shapes, batch.first, batch.words)
    losses: dict[str, Tensor] = {}
    if (batch.heads != UNKNOWN).any():
        labels = network.relations(scores, batch.heads.clamp(min=0))
        losses["arcs"] = _cross_entropy(scores.arcs, batch.heads)
        losses["labels"] = _cross_entropy(labels, batch.relations)
        losses["upos"] = 0.5 * _cross_entropy(scores.upos, batch.upos)
    known = name_targets(batch.names)
    if not known.all():
        losses["names"] = _partial_loss(scores.names.float(), known)
    if (batch.references != UNKNOWN).any():
        losses["references"] = 0.5 * _cross_entropy(scores.references, batch.references)
    return losses


def _cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.float().flatten(0, 1), targets.flatten(), ignore_index=UNKNOWN
    )


def _partial_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Negative log of the probability that the allowed tags have together."""
    whole = scores.logsumexp(-1)
    part = scores.masked_fill(~allowed, -1e4).logsumexp(-1)
    said = ~allowed.all(-1)
    return (whole - part)[said].mean()


if __name__ == "__main__":
    main()
