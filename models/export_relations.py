"""Export the relation head to the model folder: `python -m models.export_relations --work DIR`."""

import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.annotate.windows import TAGS
from models.export import OPSET, quantize
from models.manifest import add_relations
from models.network import WIDTH
from models.options import read_options
from models.relation_network import RelationNetwork, load_relation_network

_INPUTS = ("vectors", "tags", "distances", "mask", "spans", "pairs", "gaps", "matches")
_OUTPUTS = ("outputs", "statuses", "sources")


class Exported(nn.Module):
    """The network with probabilities instead of logits."""

    def __init__(self, network: RelationNetwork) -> None:
        super().__init__()
        self.network = network

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
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the outputs in the order of `_OUTPUTS`."""
        scores = self.network(vectors, tags, distances, mask, spans, pairs, gaps, matches)
        return scores.outputs.sigmoid(), scores.statuses.softmax(-1), scores.sources.sigmoid()


def main() -> None:
    """Export the checkpoint."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    found = torch.load(options.start or options.work / "relations.pt", weights_only=False)
    network = load_relation_network(found).eval()
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "relations.onnx"
        export_network(network, full)
        quantize(full, options.output / "relations.onnx")
    add_relations(options.output)


def export_network(network: RelationNetwork, path: Path) -> None:
    """Write the network in full precision."""
    row = torch.ones(2, 7, dtype=torch.long)
    tags = torch.ones(2, 7, TAGS)
    spans = torch.tensor([[1, 2], [3, 3], [8, 9]])
    pairs = torch.tensor([[0, 1], [1, 0], [2, 0], [0, 2]])
    ones = torch.ones(len(pairs), dtype=torch.long)
    axes = {
        **{name: {0: "batch", 1: "time"} for name in _INPUTS[:4]},
        **{name: {0: "mentions"} for name in ("spans", "sources")},
        **{name: {0: "pairs"} for name in ("pairs", "gaps", "matches", "outputs", "statuses")},
    }
    torch.onnx.export(
        Exported(network),
        (torch.ones(2, 7, WIDTH), tags, row, row, spans, pairs, ones, ones),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(_OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
