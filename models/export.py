"""Export the encoder to the model folder: `python -m models.export --work DIR [--start FILE]`.

ONNX with int8 weights and 4-bit embeddings, the pruned tokenizer, lemma tables and the manifest.
"""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from models.lemma_tables import make_lemmas, write_lemmas
from models.manifest import write_encoder_manifest
from models.network import Network, load_network
from models.options import read_options
from models.packing import pack_embeddings
from models.treebank import read_treebank

OPSET = 17
_INPUTS = ("pieces", "mask", "shapes", "first", "words")
_OUTPUTS = ("states", "upos", "names", "references", "arcs", "labels", "dependents", "heads")


class Exported(nn.Module):
    """The network with the relation of each word to its greedily chosen head.

    It holds the product of the relations as the matrix that it is used as, so that `quantize`
    finds it, and multiplies with one head for each word, without a sum over a table of them all.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.product = nn.Parameter(network.label_product.detach().flatten(1).clone())

    def forward(
        self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor, words: Tensor
    ) -> tuple[Tensor, ...]:
        """Return the outputs in the order of `_OUTPUTS`."""
        scores = self.network(pieces, mask, shapes, first, words)
        width = scores.heads.shape[-1]
        chosen = scores.arcs.argmax(-1).unsqueeze(-1).expand(-1, -1, width)
        product = (scores.dependents @ self.product).unflatten(-1, (-1, width))
        labels = (product @ scores.heads.gather(1, chosen).unsqueeze(-1)).squeeze(-1)
        return (
            scores.states,
            scores.upos,
            scores.names,
            scores.references,
            scores.arcs,
            labels,
            scores.dependents,
            scores.heads,
        )


def main() -> None:
    """Export the checkpoint."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    found = torch.load(options.start or options.work / "encoder.pt", weights_only=False)
    network = load_network(found).eval()
    output = options.output
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "encoder.onnx"
        export_network(network, full)
        quantize(full, output / "encoder.onnx")
    (output / "tokenizer.json").write_text(found["tokenizer"], encoding="utf-8")
    product = network.label_product.detach().numpy().astype(np.float16)
    np.save(output / "labels.npy", product)
    trees = [options.data / name / "train.conllu" for name in ("ewt", "gum")]
    write_lemmas(
        make_lemmas(sentence for path in trees for sentence in read_treebank(path)),
        output / "lemmas.json.gz",
    )
    write_encoder_manifest(output, tuple(found["relations"]), network.sizes.layers)


def export_network(network: Network, path: Path) -> None:
    """Write the network in full precision."""
    for layer in network.layers:
        layer.first_apart = True
    ones = torch.ones(2, 7, dtype=torch.long)
    words = torch.ones(2, 5, dtype=torch.long)
    axes = {
        **{name: {0: "batch", 1: "time"} for name in ("pieces", "mask", "shapes")},
        **{name: {0: "batch", 1: "width"} for name in ("first", "words", *_OUTPUTS)},
    }
    axes["arcs"][2] = "width"
    torch.onnx.export(
        Exported(network),
        (ones, ones, ones, words, words),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(_OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Write the network with weights of eight bits, each with scales of its own for its parts.

    Matrices have a scale for each output; small embeddings and products of two activations stay in
    full precision, large embeddings are packed to four bits. Weights are unsigned: the products of
    signed ones overflow on processors that have AVX2 and no VNNI, which would give other results
    there.
    """
    model = onnx.load(source)
    _share_constants(model.graph)
    pack_embeddings(model.graph)
    quantize_dynamic(
        model,
        target,
        weight_type=QuantType.QUInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )


def _share_constants(graph: onnx.GraphProto) -> None:
    """Let all users of a constant name it; the exporter hides some behind Identity nodes."""
    constants = {constant.name for constant in graph.initializer}
    shared: dict[str, str] = {}
    kept: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in constants:
            shared[node.output[0]] = node.input[0]
            continue
        for number, name in enumerate(node.input):
            node.input[number] = shared.get(name, name)
        kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)


if __name__ == "__main__":
    main()
