"""Matrices in int8, on whatever processor runs the test."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from assistant.runtime import quantising

SIZE = 64


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A float32 model of one matrix product, whose weights are 1 and -1."""
    weights = np.ones((SIZE, SIZE), dtype=np.float32)
    weights[SIZE // 2 :: 2] = -1
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["inputs", "weights"], ["sums"])],
        "product",
        [helper.make_tensor_value_info("inputs", TensorProto.FLOAT, [1, SIZE])],
        [helper.make_tensor_value_info("sums", TensorProto.FLOAT, [1, SIZE])],
        [numpy_helper.from_array(weights, "weights")],
    )
    path = tmp_path / "full.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


def run(path: Path, inputs: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"inputs": inputs})[0])


def int8_tensors(path: Path) -> dict[str, np.ndarray]:
    """The weights and zero points, as wider integers."""
    kinds = (TensorProto.INT8, TensorProto.UINT8)
    tensors = [t for t in onnx.load(str(path)).graph.initializer if t.data_type in kinds]
    return {t.name: numpy_helper.to_array(t).astype(np.int64) for t in tensors}


def test_the_largest_sums_are_not_cut_off(full: Path, tmp_path: Path) -> None:
    quantising.quantise(full, tmp_path / "int8.onnx")
    inputs = np.ones((1, SIZE), dtype=np.float32)
    assert run(tmp_path / "int8.onnx", inputs) == pytest.approx(run(full, inputs), abs=0.5)
    assert int8_tensors(tmp_path / "int8.onnx")


def test_unsigned_weights_are_the_signed_ones_moved(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zero points are moved with them, so that the product is the same."""
    path = tmp_path / "int8.onnx"
    monkeypatch.setattr(quantising, "saturates", lambda: False)
    quantising.quantise(full, path)
    signed = int8_tensors(path)
    quantising.as_unsigned(path)
    unsigned = int8_tensors(path)
    assert len(signed) >= 2
    assert all((unsigned[name] == tensor + 128).all() for name, tensor in signed.items())
    few = np.linspace(-1, 1, SIZE, dtype=np.float32)[None]
    assert run(path, few) == pytest.approx(run(full, few), abs=0.1)
