"""Train both networks together: `python -m models.train --work DIR [--minutes N] [--start FILE]`.

Writes `encoder.pt` and `relations.pt` to the work folder. The mentions of ordinary text, on which
the relation head learns that most pairs state nothing, are those that the model folder's encoder
finds.
"""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from kg.annotate.model import load_model
from kg.annotate.pieces import PieceCutter
from models.batches import (
    Batch,
    Encoded,
    collate,
    encode,
    make_batches,
    make_chunks,
    name_targets,
)
from models.examples import UNKNOWN, Example
from models.labels import NAME_TAGS, UPOS
from models.network import (
    Network,
    Scores,
    Sizes,
    checkpoint,
    load_network,
    reduced_precision,
    start_network,
)
from models.options import Options, read_options
from models.passages import (
    PassageInput,
    annotated_input,
    passage_batches,
    plain_input,
    score_passages,
)
from models.prepare_relations import ordinary_passages
from models.prepared import Prepared, read_prepared
from models.relation_loss import relation_loss
from models.relation_network import (
    RelationNetwork,
    RelationSizes,
    load_relation_network,
    relation_checkpoint,
)

SEED = 1
BODY_RATE, HEAD_RATE = 2e-4, 1.5e-3
WARM_UP = 100  # steps
AGAIN = 0.6  # of the rates, when training goes on from a checkpoint
LOWEST = 0.02  # of the rate, at the end
CLIP = 2.0
PIECES = 1100  # of a batch
# Shares of the batches: from nothing the parser needs more; going on, the relation head does.
FIRST_SHARES = {"treebank": 0.4, "passages": 0.42, "other": 0.18}
SHARES = {"treebank": 0.14, "passages": 0.78, "other": 0.08}
RELATION_WEIGHT = 0.2
PLAIN_SHARE = 0.1  # ordinary passages for each annotated one
HEADS = ("upos", "names", "references", "arc_", "label_", "shapes")


def main() -> None:
    """Train and save."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    prepared = read_prepared(options.work)
    network, labels = _start(prepared, options.start)
    relations = RelationNetwork(RelationSizes())
    if options.start_relations:
        relations = load_relation_network(torch.load(options.start_relations))
    train(network, relations, _sources(prepared, labels, options), options)
    saved = checkpoint(network, labels, prepared.vocabulary.tokenizer)
    torch.save(saved, options.work / "encoder.pt")
    torch.save(relation_checkpoint(relations), options.work / "relations.pt")


def train(
    network: Network,
    relations: RelationNetwork,
    sources: "dict[str, Iterator[list[Encoded]] | Iterator[list[PassageInput]]]",
    options: Options,
) -> None:
    """Train for the given time; the rate falls with it."""
    rng = random.Random(SEED)
    optimizer = _optimizer(network, relations)
    parameters = [*network.parameters(), *relations.parameters()]
    budget, begin = options.minutes * 60, time.monotonic()
    scale = AGAIN if options.start else 1.0
    shares = SHARES if options.start else FIRST_SHARES
    step = 0
    network.train()
    relations.train()
    while (spent := time.monotonic() - begin) < budget:
        rate = scale * min(1.0, (step + 1) / WARM_UP) * max(LOWEST, 1 - spent / budget)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        source = rng.choices(list(shares), list(shares.values()))[0]
        chosen = next(sources[source])
        with reduced_precision():
            losses = _losses(network, relations, chosen, rng)
        if not losses:  # sentences that annotate nothing
            continue
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        step += 1
        if step % 50 == 0:
            said = " ".join(f"{name} {loss.item():.3f}" for name, loss in losses.items())
            print(f"{step} {spent:.0f} s {source}: {said}", flush=True)


def _start(prepared: Prepared, start: Path | None) -> tuple[Network, tuple[str, ...]]:
    if start:
        found = torch.load(start, weights_only=False)
        if found["tokenizer"] != prepared.vocabulary.tokenizer:
            raise ValueError("the checkpoint has another vocabulary")
        return load_network(found), found["relations"]
    labels = tuple(sorted({r for e in prepared.examples["treebank"] for r in e.relations}))
    sizes = Sizes(
        pieces=len(prepared.vocabulary.kept),
        relations=len(labels),
        upos=len(UPOS),
        names=len(NAME_TAGS),
    )
    return start_network(sizes, prepared.vocabulary.kept), labels


def _optimizer(network: Network, relations: RelationNetwork) -> torch.optim.AdamW:
    fast: list[nn.Parameter] = []
    slow: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        (fast if name.startswith(HEADS) else slow).append(parameter)
    for name, parameter in relations.named_parameters():
        (slow if name.startswith("layers.") else fast).append(parameter)
    groups = [
        {"params": fast, "base": HEAD_RATE, "lr": 0.0},
        {"params": slow, "base": BODY_RATE, "lr": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _sources(
    prepared: Prepared, labels: Sequence[str], options: Options
) -> "dict[str, Iterator[list[Encoded]] | Iterator[list[PassageInput]]]":
    cutter = PieceCutter(Tokenizer.from_str(prepared.vocabulary.tokenizer))
    fixed: dict[str, list[list[Encoded]]] = {}
    for name in ("treebank", "other"):
        fixed[name] = []
        for _, together in itertools.groupby(enumerate(prepared.examples[name]), _document):
            found = (encode(example, cutter, labels) for _, example in together)
            fixed[name].append([example for example in found if example])
    return {
        "treebank": _repeat(fixed["treebank"]),
        "other": _repeat(fixed["other"]),
        "passages": _passages(prepared, cutter, options),
    }


def _document(numbered: tuple[int, Example]) -> str | int:
    """Name what is read together; an example without a document is read alone."""
    number, example = numbered
    return example.document or number


def _repeat(documents: Sequence[Sequence[Encoded]]) -> Iterator[list[Encoded]]:
    rng = random.Random(SEED)
    while True:
        chunks = [chunk for sentences in documents for chunk in make_chunks(sentences, rng)]
        yield from make_batches(chunks, PIECES, rng)


def _passages(
    prepared: Prepared, cutter: PieceCutter, options: Options
) -> Iterator[list[PassageInput]]:
    """Yield batches of passages; each round takes other copies of them."""
    rng = random.Random(SEED)
    nlp = load_model(str(options.output))
    count = round(PLAIN_SHARE * len(prepared.own))
    texts = list(ordinary_passages(options.data))
    rng.shuffle(texts)
    plain = [plain_input(lines, cutter, nlp) for lines in texts[: 2 * count]]
    for turn in itertools.count():
        copies = (
            annotated_input(variants[turn % len(variants)], cutter, rng)
            for variants in prepared.own
        )
        chosen = [*copies, *rng.sample(plain, min(count, len(plain)))]
        yield from passage_batches([passage for passage in chosen if passage], rng)


def _losses(
    network: Network,
    relations: RelationNetwork,
    chosen: list[Encoded] | list[PassageInput],
    rng: random.Random,
) -> dict[str, Tensor]:
    passages = [one for one in chosen if isinstance(one, PassageInput)]
    if not passages:
        batch = collate([one for one in chosen if isinstance(one, Encoded)])
        scores = network(batch.pieces, batch.mask, batch.shapes, batch.first, batch.words)
        return _word_losses(network, batch, scores)
    scored, pairs, tasks = score_passages(network, relations, passages, rng)
    losses: dict[str, Tensor] = {}
    for batch, scores in scored:
        for name, loss in _word_losses(network, batch, scores).items():
            losses[name] = losses.get(name, torch.zeros(())) + loss / len(scored)
    if pairs:
        losses["relations"] = RELATION_WEIGHT * relation_loss(pairs, tasks)
    return losses


def _word_losses(network: Network, batch: Batch, scores: Scores) -> dict[str, Tensor]:
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
