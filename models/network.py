"""The joint encoder: the first layers of MiniLM with heads for tags, parse, names, references."""

from dataclasses import asdict, dataclass
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from models.vocabulary import BASE

WIDTH, HEADS, INNER, POSITIONS, SHAPES = 384, 12, 1536, 256, 5
HIDDEN = -1e4  # score of what attention and arcs may not choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes of the encoder and its heads."""

    pieces: int
    relations: int
    upos: int
    names: int
    references: int = 3
    layers: int = 4
    arc: int = 192
    label: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Output of the encoder; words count from 0, the root of the parse is word 0."""

    states: Tensor  # batch, words + 1, width
    upos: Tensor  # batch, words + 1, tags
    names: Tensor  # batch, words + 1, tags
    references: Tensor  # batch, words + 1, tags
    arcs: Tensor  # batch, dependent, head
    dependents: Tensor  # batch, words + 1, label width + 1
    heads: Tensor  # batch, words + 1, label width + 1


class Layer(nn.Module):
    """A transformer layer as in BERT: normalised after each half.

    With `first_apart` the second half transforms the first state of each row by itself. The result
    is the same; but [CLS] has values three times as large as any other piece, and int8 has one
    scale for all that is multiplied at a time.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.first_apart = False
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Transform states (batch, time, width); `bias` (batch, 1, 1, time) hides padding."""
        batch, time, _ = x.shape
        parts = self.qkv(x).view(batch, time, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: for short sentences twice as fast to train as the fused kernel.
        scores = parts[0] @ parts[1].transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias
        mixed = scores.softmax(-1).to(parts.dtype) @ parts[2]
        mixed = mixed.transpose(1, 2).reshape(batch, time, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        if self.first_apart:
            fed = torch.cat([self.feed(x[:, :1]), self.feed(x[:, 1:])], 1)
        else:
            fed = self.feed(x)
        return self.norm2(x + self.drop(fed))

    def feed(self, x: Tensor) -> Tensor:
        """Transform each state by itself."""
        fed: Tensor = self.down(functional.gelu(self.up(x)))
        return fed


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.pieces = nn.Embedding(sizes.pieces, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(sizes.layers))
        self.drop = nn.Dropout(0.1)
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.names = nn.Linear(WIDTH, sizes.names)
        self.references = nn.Linear(WIDTH, sizes.references)
        self.arc_dependent = nn.Linear(WIDTH, sizes.arc)
        self.arc_head = nn.Linear(WIDTH, sizes.arc)
        self.label_dependent = nn.Linear(WIDTH, sizes.label)
        self.label_head = nn.Linear(WIDTH, sizes.label)
        self.arc_product = nn.Parameter(torch.randn(sizes.arc + 1, sizes.arc) * 0.02)
        side = sizes.label + 1
        self.label_product = nn.Parameter(torch.randn(side, sizes.relations, side) * 0.02)
        nn.init.zeros_(self.shapes.weight)

    def encode(self, pieces: Tensor, mask: Tensor, shapes: Tensor) -> Tensor:
        """Encode pieces (batch, time) to states (batch, time, width)."""
        places = torch.arange(pieces.shape[1])
        x = self.pieces(pieces) + self.shapes(shapes) + self.positions(places)
        x = self.drop(self.norm(x))
        bias = ((1.0 - mask.float()) * HIDDEN)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return self.drop(x)

    def forward(
        self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor, words: Tensor
    ) -> Scores:
        """Score a batch.

        Args:
            pieces: Piece numbers, batch by time, with [CLS] first.
            mask: 1 where there is a piece.
            shapes: Shape of the word of each piece.
            first: Place of the first piece of each word, batch by words + 1; 0 is [CLS].
            words: Number of the sentence of each word, from 1, and 1 for the root; 0 pads.
                A head is the root or in the same sentence.
        """
        states = self.encode(pieces, mask, shapes)
        x = states.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
        dependent = with_one(self.drop(functional.relu(self.arc_dependent(x))))
        head = self.drop(functional.relu(self.arc_head(x)))
        arcs = dependent @ self.arc_product @ head.transpose(1, 2)
        possible = (words[:, :, None] == words[:, None, :]) | (torch.arange(words.shape[1]) == 0)
        arcs = arcs + (1.0 - possible.float()) * HIDDEN
        return Scores(
            states=x,
            upos=self.upos(x),
            names=self.names(x),
            references=self.references(x),
            arcs=arcs,
            dependents=with_one(self.drop(functional.relu(self.label_dependent(x)))),
            heads=with_one(self.drop(functional.relu(self.label_head(x)))),
        )

    def relations(self, scores: Scores, chosen: Tensor) -> Tensor:
        """Score the relation of each word to its chosen head (batch, words + 1)."""
        width = scores.heads.shape[-1]
        heads = scores.heads.gather(1, chosen.unsqueeze(-1).expand(-1, -1, width))
        product = scores.dependents @ self.label_product.reshape(width, -1)
        product = product.view(*chosen.shape, -1, width)
        return (product * heads.unsqueeze(2)).sum(-1)


def with_one(x: Tensor) -> Tensor:
    """Append a column of ones: the bias of a biaffine product."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def start_network(sizes: Sizes, kept: tuple[int, ...]) -> Network:
    """Make a network from the published weights; `kept` are the old numbers of the pieces."""
    network = Network(sizes)
    weights = load_file(BASE / "model.safetensors")
    embeddings = "embeddings."
    state = network.state_dict()
    state["pieces.weight"] = weights[embeddings + "word_embeddings.weight"][list(kept)]
    kind = weights[embeddings + "token_type_embeddings.weight"][0]
    state["positions.weight"] = (
        weights[embeddings + "position_embeddings.weight"][:POSITIONS] + kind
    )
    state["norm.weight"] = weights[embeddings + "LayerNorm.weight"]
    state["norm.bias"] = weights[embeddings + "LayerNorm.bias"]
    for number in range(sizes.layers):
        for name, value in layer_weights(weights, number).items():
            state[f"layers.{number}.{name}"] = value
    network.load_state_dict(state)
    return network


def layer_weights(weights: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    """Rename the published weights of a layer to those of `Layer`."""
    prefix = f"encoder.layer.{number}."
    result: dict[str, Tensor] = {}
    for kind in ("weight", "bias"):
        attention = (
            weights[f"{prefix}attention.self.{part}.{kind}"] for part in ("query", "key", "value")
        )
        result[f"qkv.{kind}"] = torch.cat(list(attention))
        for ours, theirs in (
            ("out", "attention.output.dense"),
            ("norm1", "attention.output.LayerNorm"),
            ("up", "intermediate.dense"),
            ("down", "output.dense"),
            ("norm2", "output.LayerNorm"),
        ):
            result[f"{ours}.{kind}"] = weights[f"{prefix}{theirs}.{kind}"]
    return result


def checkpoint(network: Network, relations: tuple[str, ...], tokenizer: str) -> dict[str, Any]:
    """Everything that export needs."""
    return {
        "sizes": asdict(network.sizes),
        "relations": relations,
        "tokenizer": tokenizer,
        "state": network.state_dict(),
    }


def reduced_precision() -> torch.autocast:
    """Compute in bfloat16 where the processor has it: emulated, it is six times slower."""
    found = torch.cpu.get_capabilities()
    able = found.get("avx512_bf16") or found.get("amx_bf16")
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(able))


def load_network(found: dict[str, Any]) -> Network:
    """Make the network of a checkpoint."""
    network = Network(Sizes(**found["sizes"]))
    network.load_state_dict(found["state"])
    return network
