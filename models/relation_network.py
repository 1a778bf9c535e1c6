"""The relation head: one more transformer layer over a window, and a scorer of pairs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.annotate.windows import GAPS, MATCHES, REACH, TAGS
from models.labels import PAIR_OUTPUTS, RELATIONS, STATUSES
from models.network import HIDDEN, WIDTH, Layer, layer_weights
from models.vocabulary import BASE

_FIRST_LAYER = 3  # of MiniLM: the one after those of the encoder


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationSizes:
    """Sizes of the relation head."""

    layers: int = 1
    mention: int = 256
    pair: int = 192
    product: int = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScores:
    """Logits of a batch of windows."""

    outputs: Tensor  # pairs, outputs
    statuses: Tensor  # pairs, relations, statuses
    sources: Tensor  # mentions


class RelationNetwork(nn.Module):
    """Score the pairs of mentions of windows."""

    def __init__(self, sizes: RelationSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.tags = nn.Embedding(TAGS, WIDTH)
        self.distances = nn.Embedding(REACH + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer(0.15) for _ in range(sizes.layers))
        self.drop = nn.Dropout(0.2)
        self.mention = nn.Linear(3 * WIDTH, sizes.mention)
        self.left = nn.Linear(sizes.mention, sizes.pair)
        self.right = nn.Linear(sizes.mention, sizes.pair)
        self.left_factor = nn.Linear(sizes.mention, sizes.product)
        self.right_factor = nn.Linear(sizes.mention, sizes.product)
        self.product = nn.Linear(sizes.product, sizes.pair)
        self.gaps = nn.Embedding(GAPS, sizes.pair)
        self.matches = nn.Embedding(MATCHES, sizes.pair)
        self.outputs = nn.Linear(sizes.pair, len(PAIR_OUTPUTS))
        self.status = nn.Linear(sizes.pair, len(STATUSES))
        self.relation_status = nn.Linear(sizes.pair, len(RELATIONS) * len(STATUSES))
        self.source = nn.Linear(sizes.mention, 1)
        for embedding in (self.tags, self.distances, self.gaps, self.matches):
            nn.init.normal_(embedding.weight, std=0.02)
        nn.init.constant_(self.outputs.bias, -4.0)
        nn.init.zeros_(self.relation_status.weight)
        weights = load_file(BASE / "model.safetensors")
        for number, layer in enumerate(self.layers):
            layer.load_state_dict(layer_weights(weights, _FIRST_LAYER + number))

    def forward(
        self,
        vectors: Tensor,
        tags: Tensor,
        distances: Tensor,
        mask: Tensor,
        spans: Tensor,
        pairs: Tensor,
        gaps: Tensor,
        matches: Tensor,
    ) -> PairScores:
        """Score windows laid out by `kg.annotate.windows.lay_out_windows`."""
        x = self.norm(vectors + tags @ self.tags.weight + self.distances(distances))
        bias = ((1.0 - mask.float()) * HIDDEN)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        mentions = self.drop(functional.gelu(self.mention(_span_vectors(x, spans))))
        left, right = pairs[:, 0], pairs[:, 1]
        factors = self.left_factor(mentions)[left] * self.right_factor(mentions)[right]
        pair = self.left(mentions)[left] + self.right(mentions)[right] + self.product(factors)
        pair = self.drop(functional.gelu(pair + self.gaps(gaps) + self.matches(matches)))
        specific = self.relation_status(pair).view(-1, len(RELATIONS), len(STATUSES))
        return PairScores(
            outputs=self.outputs(pair),
            statuses=self.status(pair).unsqueeze(1) + specific,
            sources=self.source(mentions).squeeze(-1),
        )


def _span_vectors(x: Tensor, spans: Tensor) -> Tensor:
    """Return first, last and mean state of each span; spans count over all rows."""
    flat = x.reshape(-1, WIDTH)
    first, last = spans[:, 0], spans[:, 1]
    sums = functional.pad(flat.float().cumsum(0), (0, 0, 1, 0))
    mean = (sums[last + 1] - sums[first]) / (last - first + 1).unsqueeze(-1)
    return torch.cat([flat[first], flat[last], mean.to(flat.dtype)], -1)


def relation_checkpoint(network: RelationNetwork) -> dict[str, Any]:
    """Everything that export needs."""
    return {"sizes": asdict(network.sizes), "state": network.state_dict()}


def load_relation_network(found: Mapping[str, Any]) -> RelationNetwork:
    """Make the network of a checkpoint."""
    network = RelationNetwork(RelationSizes(**found["sizes"]))
    network.load_state_dict(found["state"])
    return network
