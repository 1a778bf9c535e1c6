"""Add a layer to an encoder: `python -m models.deepen --work DIR --start FILE`.

Writes `encoder.pt` to the work folder. The new layer is the next one of the published weights; the
last matrix of each half is nought, so that at first the layer passes on what it gets, and learns
what to add (Wu et al. 2024, "LLaMA Pro: Progressive LLaMA with Block Expansion").
"""

from dataclasses import replace

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.annotate.pieces import PieceCutter
from models.batches import collate, encode
from models.network import Layer, Network, checkpoint, layer_weights, load_network
from models.options import read_options
from models.prepared import read_prepared
from models.vocabulary import BASE

_SAMPLE = 64  # sentences, of which the spread of the states is taken


def main() -> None:
    """Add the layer."""
    options = read_options(__doc__)
    found = torch.load(options.start, weights_only=False)
    network = load_network(found)
    prepared = read_prepared(options.work)
    cutter = PieceCutter(Tokenizer.from_str(found["tokenizer"]))
    chosen = (encode(e, cutter, found["relations"]) for e in prepared.examples["treebank"])
    batch = collate([one for one, _ in zip(filter(None, chosen), range(_SAMPLE), strict=False)])
    network.eval()
    with torch.no_grad():
        states = network.encode(batch.pieces, batch.mask, batch.shapes)[batch.mask.bool()]
    weights = layer_weights(load_file(BASE / "model.safetensors"), network.sizes.layers)
    deeper = deepen(network, weights, states)
    saved = checkpoint(deeper, found["relations"], found["tokenizer"])
    torch.save(saved, options.work / "encoder.pt")


def deepen(network: Network, weights: dict[str, Tensor], states: Tensor) -> Network:
    """Return the network with one layer more on top.

    Args:
        network: The network.
        weights: Of the new layer, as `Layer` names them.
        states: What the network gives for some text, pieces by width; the layer's two
            normalisations start with their mean and their spread, and so change them little.
    """
    layer = Layer()
    layer.load_state_dict(weights)
    for matrix in (layer.out, layer.down):
        nn.init.zeros_(matrix.weight)
        nn.init.zeros_(matrix.bias)
    for norm in (layer.norm1, layer.norm2):
        nn.init.constant_(norm.weight, float(states.std(-1, correction=0).median()))
        nn.init.constant_(norm.bias, float(states.mean(-1).median()))
    deeper = Network(replace(network.sizes, layers=network.sizes.layers + 1))
    state = {f"layers.{network.sizes.layers}.{name}": v for name, v in layer.state_dict().items()}
    deeper.load_state_dict(network.state_dict() | state)
    return deeper


if __name__ == "__main__":
    main()
