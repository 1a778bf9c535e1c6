"""Embeddings at four bits a value, inside ONNX by operators that every runtime has."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Values that share a step, and the steps that are tried, as shares of the largest.
GROUP = 32
_SHARES = (1.0, 0.95, 0.9, 0.85, 0.8)
# What the constants of a table are called after.
PACKED, SCALES = "_packed", "_steps"
_LARGE = 1_000_000  # values of an embedding that is worth it


def pack_embeddings(graph: onnx.GraphProto) -> None:
    """Pack large embeddings to four bits a value; what unpacks a row is plain arithmetic."""
    constants = {constant.name: constant for constant in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        table = constants.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or math.prod(table.dims) < _LARGE:
            nodes.append(node)
            continue
        graph.initializer.remove(table)
        packed, scales = pack(numpy_helper.to_array(table))
        kept = {table.name + PACKED: packed, table.name + SCALES: scales}
        numbers = {"sixteen": np.float32(16), "middle": np.float32(8)}
        shapes = {"groups": [0, 0, -1, GROUP], "whole": [0, 0, -1], "last": [-1]}
        kept |= {f"{table.name}_{name}": np.array(v) for name, v in {**numbers, **shapes}.items()}
        graph.initializer.extend(numpy_helper.from_array(v, name) for name, v in kept.items())
        nodes += _unpack(table.name, node.input[1], node.output[0])
    del graph.node[:]
    graph.node.extend(nodes)


def pack(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round to 16 steps, of a size for each 32 values of a row; two values to a byte.

    A byte holds a value of the first half of the row in its low bits, and the one as far into
    the second half in its high bits. Of some sizes of step the one that errs least is taken.

    Args:
        weights: Rows by width, which 64 divides.

    Returns:
        The bytes, rows by half the width, and the steps, rows by groups, in half precision.
    """
    grouped = weights.reshape(len(weights), -1, GROUP)
    largest = np.abs(grouped).argmax(-1, keepdims=True)
    extreme = np.take_along_axis(grouped, largest, -1)
    best, scales = np.full(extreme.shape, np.inf), np.zeros(extreme.shape, np.float16)
    for share in _SHARES:
        # -8 steps reach the value that is farthest out.
        step = np.where(extreme == 0, 1, extreme * (share / -8)).astype(np.float16)
        fault = ((_round(grouped, step) * step.astype(np.float32) - grouped) ** 2).sum(-1)
        better = fault[..., None] < best
        best, scales = np.where(better, fault[..., None], best), np.where(better, step, scales)
    values = (_round(grouped, scales) + 8).astype(np.uint8).reshape(weights.shape)
    low, high = np.split(values, 2, axis=1)
    return low | (high << 4), scales[..., 0]


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Return what was packed, in full precision."""
    values = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    grouped = values.reshape(len(values), -1, GROUP) * scales.astype(np.float32)[..., None]
    return grouped.reshape(values.shape)


def _round(values: np.ndarray, step: np.ndarray) -> np.ndarray:
    return np.clip(np.round(values / step.astype(np.float32)), -8, 7)


def _unpack(table: str, rows: str, out: str) -> Iterator[onnx.NodeProto]:
    """Yield what `unpack` does, for some rows."""

    def of(*names: str) -> list[str]:
        return [f"{out}_unpacked_{name}" for name in names]

    def node(kind: str, inputs: Sequence[str], name: str, **more: int) -> onnx.NodeProto:
        return helper.make_node(kind, inputs, [of(name)[0] if name else out], **more)

    full = TensorProto.FLOAT
    yield node("Gather", [table + PACKED, rows], "bytes")
    yield node("Cast", of("bytes"), "both", to=full)
    yield node("Div", [*of("both"), f"{table}_sixteen"], "share")
    yield node("Floor", of("share"), "high")
    yield node("Mul", [*of("high"), f"{table}_sixteen"], "upper")
    yield node("Sub", of("both", "upper"), "low")
    yield node("Concat", of("low", "high"), "halves", axis=-1)
    yield node("Sub", [*of("halves"), f"{table}_middle"], "steps")
    yield node("Reshape", [*of("steps"), f"{table}_groups"], "grouped")
    yield node("Gather", [table + SCALES, rows], "small_scale")
    yield node("Cast", of("small_scale"), "scale", to=full)
    yield node("Unsqueeze", [*of("scale"), f"{table}_last"], "scales")
    yield node("Mul", of("grouped", "scales"), "values")
    yield node("Reshape", [*of("values"), f"{table}_whole"], "")
