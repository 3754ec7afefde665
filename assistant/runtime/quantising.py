"""Float32 to int8: matrices rounded to 8 bits, a scale for each output channel.

Processors that add two products of signed weights in 16 bits (x86 without VNNI) cut off large sums. On them
the same weights are kept as unsigned, 128 more with 128 as the zero point, whose sums are exact: the model
computes the same everywhere, there more slowly. docs/decisions/0007-speed.md has figures.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


def quantise(full: Path, path: Path) -> None:
    """Writes the int8 form of an exported float32 model, such as this processor adds up exactly."""
    with _unlogged():
        quantize_dynamic(
            str(full),
            str(path),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )
    if saturates():
        as_unsigned(path)


@cache
def saturates() -> bool:
    """Whether this processor cuts off sums of products with signed weights; it is tried."""
    size = 64
    largest = np.full((size, size), 127, dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["inputs", "weights"], ["sums"])],
        "largest sums",
        [helper.make_tensor_value_info("inputs", TensorProto.UINT8, [size, size])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [size, size])],
        [numpy_helper.from_array(largest, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    sums = np.asarray(session.run(None, {"inputs": np.full((size, size), 255, dtype=np.uint8)})[0])
    return bool((sums != 255 * 127 * size).any())


def as_unsigned(path: Path) -> None:
    """Rewrites a quantised model: each signed weight and zero point w as the unsigned w + 128."""
    model = onnx.load(str(path))
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.INT8:
            unsigned = numpy_helper.to_array(tensor).astype(np.int16) + 128
            tensor.CopyFrom(numpy_helper.from_array(unsigned.astype(np.uint8), tensor.name))
    onnx.save(model, str(path))


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keeps advice to the root logger from being printed, and from setting that logger up for everyone."""
    root, nowhere = logging.getLogger(), logging.NullHandler()
    level = root.level
    root.addHandler(nowhere)
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(nowhere)
