"""Export the encoder to the model folder: `python -m models.export --work DIR [--start FILE]`.

ONNX with int8 weights, the pruned tokenizer, the lemma tables and the manifest.
"""

import math
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from models.lemma_tables import make_lemmas, write_lemmas
from models.manifest import write_encoder_manifest
from models.network import Network, load_network
from models.options import read_options
from models.treebank import read_treebank

OPSET = 17
_LARGE = 1_000_000  # values of an embedding that is worth quantizing
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
    """Write the network with int8 weights, each with scales of its own for its parts.

    Matrices have a scale for each output, large embeddings for each row; small embeddings and
    products of two activations stay in full precision.
    """
    model = onnx.load(source)
    _share_constants(model.graph)
    _quantize_embeddings(model.graph)
    quantize_dynamic(
        model,
        target,
        weight_type=QuantType.QInt8,
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


def _quantize_embeddings(graph: onnx.GraphProto) -> None:
    """Turn large embeddings into int8 rows with a scale each; quantize_dynamic has one for all."""
    constants = {constant.name: constant for constant in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        table = constants.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or math.prod(table.dims) < _LARGE:
            nodes.append(node)
            continue
        rows, scales, out = f"{table.name}_quantized", f"{table.name}_scale", node.output[0]
        weights = numpy_helper.to_array(table)
        scale = np.maximum(np.abs(weights).max(1, keepdims=True), np.finfo(np.float32).tiny) / 127
        graph.initializer.remove(table)
        graph.initializer.append(
            numpy_helper.from_array(np.round(weights / scale).astype(np.int8), rows)
        )
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), scales))
        nodes += [
            helper.make_node("Gather", [rows, node.input[1]], [f"{out}_row"]),
            helper.make_node("Cast", [f"{out}_row"], [f"{out}_row_full"], to=TensorProto.FLOAT),
            helper.make_node("Gather", [scales, node.input[1]], [f"{out}_row_step"]),
            helper.make_node("Mul", [f"{out}_row_full", f"{out}_row_step"], [out]),
        ]
    del graph.node[:]
    graph.node.extend(nodes)


if __name__ == "__main__":
    main()
