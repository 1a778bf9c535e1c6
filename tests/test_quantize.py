"""What the export does to a network's constants; needs models/requirements.txt."""

import pytest

pytest.importorskip("torch", reason="training framework")
onnx = pytest.importorskip("onnx", reason="training framework")

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
from onnx import helper, numpy_helper  # noqa: E402

from models.export import quantize  # noqa: E402
from models.packing import GROUP, pack, unpack  # noqa: E402

ROWS, WIDTH = 5000, 256


@pytest.fixture
def weights():
    rng = np.random.default_rng(1)
    table = rng.standard_normal((ROWS, WIDTH)).astype(np.float32)
    table[7] *= 1000  # would make the steps of all rows coarse
    table[8] = 0
    return table, rng.standard_normal((WIDTH, WIDTH)).astype(np.float32)


@pytest.fixture
def path(tmp_path, weights):
    """Write an embedding, and one matrix used twice, the second time by another name."""
    table, matrix = weights
    nodes = [
        helper.make_node("Gather", ["table", "pieces"], ["row"]),
        helper.make_node("Identity", ["matrix"], ["same"]),
        helper.make_node("MatMul", ["row", "matrix"], ["one"]),
        helper.make_node("MatMul", ["row", "same"], ["two"]),
    ]
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("pieces", onnx.TensorProto.INT64, ["b", "n"])],
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["b", "n", WIDTH])
            for name in ("row", "one", "two")
        ],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(matrix, "matrix")],
    )
    opset = helper.make_opsetid("", 17)
    path = tmp_path / "full.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=8), str(path))
    return path


def test_quantize_keeps_each_row_of_an_embedding(path, weights):
    small = path.with_name("small.onnx")
    quantize(path, small)
    session = onnxruntime.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    pieces = np.array([[0, 1], [7, 8]])
    row, one, two = session.run(["row", "one", "two"], {"pieces": pieces})
    assert np.array_equal(row, unpack(*pack(weights[0]))[pieces])
    assert np.array_equal(one, two)


def test_quantize_gives_sums_that_do_not_overflow(tmp_path):
    # On processors without VNNI, two products of unsigned and signed bytes share 16 bits.
    matrix = np.full((WIDTH, WIDTH), 1.0, np.float32)
    matrix[0, 0] = -1.0
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["rows", "matrix"], ["product"])],
        "test",
        [helper.make_tensor_value_info("rows", onnx.TensorProto.FLOAT, ["n", WIDTH])],
        [helper.make_tensor_value_info("product", onnx.TensorProto.FLOAT, ["n", WIDTH])],
        [numpy_helper.from_array(matrix, "matrix")],
    )
    full, small = tmp_path / "full.onnx", tmp_path / "small.onnx"
    opset = helper.make_opsetid("", 17)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=8), str(full))
    quantize(full, small)
    rows = np.ones((3, WIDTH), np.float32)
    session = onnxruntime.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    assert np.allclose(session.run(["product"], {"rows": rows})[0], rows @ matrix, rtol=0.02)


def test_pack_rounds_to_16_steps_of_each_group(weights):
    table, _ = weights
    found = unpack(*pack(table)).reshape(ROWS, -1, GROUP)
    wanted = table.reshape(found.shape)
    largest = np.abs(wanted).max(-1, keepdims=True)
    # Half a step, or what lies beyond the outermost one.
    assert (np.abs(found - wanted) <= 0.21 * largest).all()
    assert np.square(found - wanted).mean(-1).max() <= 0.004 * np.square(largest).max()
    assert not found[8].any()
    assert all(len(set(group.tolist())) <= 16 for group in found[:3].reshape(-1, GROUP))


def test_quantize_stores_what_is_shared_once_and_embeddings_in_half_bytes(path):
    small = path.with_name("small.onnx")
    quantize(path, small)
    assert small.stat().st_size < 0.6 * ROWS * WIDTH + 1.2 * WIDTH * WIDTH
