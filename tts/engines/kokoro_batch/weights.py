"""The weights of the published model, as the floats that its 8-bit numbers stand for."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import NodeProto, helper, numpy_helper

from tts.engines.kokoro_batch.writer import Attribute

Floats = npt.NDArray[np.float32]

_WEIGHED = frozenset(
    {"ConvInteger", "MatMulInteger", "DynamicQuantizeLSTM", "Conv", "ConvTranspose", "MatMul"}
)

_NAMED_OTHERWISE = (
    (re.compile(r"^encoder\.(F0|N)(?=[._])"), r"encoder.predictor.\1"),
    (re.compile(r"\.(cnn\.\d|asr_res)\.\1\."), r".\1."),
)
"""Where the exporter names a module's node in another way than its bias."""


class Weights:
    """Gives the weights of each module by its place in the published graph, as `/encoder/shared`.

    Raises KeyError for what is not there: then it is another model.
    """

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self._numbers = {one.name: one for one in graph.initializer}
        self._nodes: dict[str, NodeProto] = {}
        self._zeros: dict[str, str] = {}
        tables: dict[str, str] = {}
        for node in graph.node:
            if node.op_type in _WEIGHED:
                self._nodes.setdefault(node.name.rpartition("/")[0], node)
            elif node.op_type == "Gather":
                tables[node.output[0]] = node.input[0]
            elif node.op_type == "DequantizeLinear":
                table, _, zero = node.input
                self._zeros[tables.get(table, table)] = zero

    def array(self, name: str) -> Floats:
        """Return the constant, or the table of embeddings, of this name."""
        if name in self._numbers:
            return self._array(name)
        quantized = f"{name}_quantized"
        return self._dequantized(quantized, self._zeros[quantized], _as_it_is)

    def kind(self, place: str) -> str:
        """Return which operator a module is, of floats."""
        return self._nodes[place].op_type.removesuffix("Integer")

    def attributes(self, place: str) -> dict[str, Attribute]:
        """Return how a module convolves."""
        return {one.name: helper.get_attribute_value(one) for one in self._nodes[place].attribute}

    def has(self, place: str) -> bool:
        """Tell whether there is such a module."""
        return place in self._nodes

    def hidden(self, place: str) -> int:
        """Return how many numbers an LSTM remembers."""
        return int(self._array(self._nodes[place].input[2]).shape[1])

    def weight(self, place: str) -> Floats:
        """Return the weights of a convolution or of a product, as ONNX lays them out."""
        node = self._nodes[place]
        name = node.input[1]
        if not node.op_type.endswith("Integer"):
            return self._array(name)
        return self._dequantized(name, node.input[3], _as_it_is)

    def bias(self, place: str) -> Floats | None:
        """Return a module's bias, or None when it has none."""
        name = place.strip("/").replace("/", ".")
        for pattern, own in _NAMED_OTHERWISE:
            name = pattern.sub(own, name)
        return self._array(f"{name}.bias") if f"{name}.bias" in self._numbers else None

    def lstm(self, place: str) -> tuple[Floats, Floats, Floats]:
        """Return the input weights, the recurrent ones and the biases of an LSTM in two directions."""
        node = self._nodes[place]
        _, inputs, recurrent, bias, *_ = node.input
        zeros = node.input[9], node.input[11]  # of com.microsoft.DynamicQuantizeLSTM
        pair = zip((inputs, recurrent), zeros, strict=True)
        own, before = (self._dequantized(name, zero, _per_direction) for name, zero in pair)
        return own.transpose(0, 2, 1), before.transpose(0, 2, 1), self._array(bias)

    def _array(self, name: str) -> Floats:
        return np.asarray(numpy_helper.to_array(self._numbers[name]), np.float32)

    def _dequantized(self, name: str, zero: str, shaped: Callable[[Floats], Floats]) -> Floats:
        scale = self._array(f"{name.removesuffix('_quantized')}_scale")
        numbers: Floats = (self._array(name) - shaped(self._array(zero))) * shaped(scale)
        return numbers


def _as_it_is(numbers: Floats) -> Floats:
    return numbers


def _per_direction(numbers: Floats) -> Floats:
    return numbers.reshape(-1, 1, 1)
