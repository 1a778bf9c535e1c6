"""Restore checkpoints from the model folder: `python -m models.restore --data DIR --work DIR`.

Writes `encoder.pt` and `relations.pt`, with which `prepare` and `train` go on, to the work folder.
Weights come back as their rounded values times their scales, so within half a step of what was
trained. What the two networks are called inside ONNX follows from the code that exports them: a
network of the same sizes is exported again, and each of its constants is looked up by its value.
"""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from models import export, export_relations
from models.network import Network, Sizes, checkpoint
from models.options import read_options
from models.packing import PACKED, SCALES, unpack
from models.relation_network import RelationNetwork, RelationSizes, relation_checkpoint

Weights = Mapping[str, np.ndarray]

Exportable = TypeVar("Exportable", bound=nn.Module)

_INT8 = "_quantized"


def main() -> None:
    """Restore both."""
    options = read_options(__doc__)
    torch.set_num_threads(1)
    folder = options.output
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    sizes = Sizes(
        pieces=len(json.loads(tokenizer)["model"]["vocab"]),
        relations=len(manifest["relations"]),
        upos=len(manifest["upos"]),
        names=len(manifest["names"]),
        layers=manifest["layers"],
    )
    network = Network(sizes)
    left = restore(network, folder / "encoder.onnx", export.export_network)
    product = np.load(folder / "labels.npy").astype(np.float32)
    network.label_product.data = torch.from_numpy(product)
    print("encoder: not found", sorted(set(left) - {"label_product"}))
    relations = RelationNetwork(RelationSizes(layers=options.layers))
    left = restore(relations, folder / "relations.onnx", export_relations.export_network)
    print("relation head: not found", left)
    options.work.mkdir(parents=True, exist_ok=True)
    saved = checkpoint(network, tuple(manifest["relations"]), tokenizer)
    torch.save(saved, options.work / "encoder.pt")
    torch.save(relation_checkpoint(relations), options.work / "relations.pt")


def restore(
    network: Exportable, path: Path, export_network: Callable[[Exportable, Path], None]
) -> list[str]:
    """Set the parameters of a network to those of an exported one.

    Returns:
        The names of the parameters that the file does not hold.
    """
    network.eval()
    for parameter in network.parameters():  # no two alike, so that values tell them apart
        nn.init.normal_(parameter.data)
    with tempfile.TemporaryDirectory() as folder:
        same = Path(folder) / "same.onnx"
        export_network(network, same)
        names = _constants(same)
    found = _constants(path)
    left = []
    for name, parameter in network.named_parameters():
        value = _stored(parameter, names, found)
        if value is None:
            left.append(name)
        else:
            parameter.data = value
    return left


def _constants(path: Path) -> Weights:
    graph = onnx.load(path).graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].HasField("t"):
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return constants


def _stored(parameter: Tensor, names: Weights, found: Weights) -> Tensor | None:
    ours = parameter.detach().numpy()
    for name, theirs in names.items():
        turned = theirs.shape != ours.shape or not np.array_equal(theirs, ours)
        if turned and not np.array_equal(theirs.T, ours):
            continue
        stored = _full(name, found)
        if stored is None:
            continue
        if stored.shape != theirs.shape:  # quantizing turns the weights of a Gemm
            stored = stored.T
        return torch.from_numpy(np.ascontiguousarray(stored.T if turned else stored))
    return None


def _full(name: str, found: Weights) -> np.ndarray | None:
    """Return a constant in full precision; scales are of the last axis, or of all."""
    if name in found:
        return found[name].astype(np.float32)
    if name + PACKED in found:
        return unpack(found[name + PACKED], found[name + SCALES])
    if name + _INT8 not in found:
        return None
    values = found[name + _INT8].astype(np.float32) - found[name + "_zero_point"]
    return values * found[name + "_scale"]


if __name__ == "__main__":
    main()
