"""Writes a graph of ONNX's operators, a node at a time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from onnx import GraphProto, ModelProto, TensorProto, helper, numpy_helper

from tts.engines.kokoro_graph import IR, OPSET

Tensor = str
"""The name of a tensor of the graph."""

Attribute = int | float | str | bytes | Sequence[int]
"""Of an operator."""

_KINDS = {"float": TensorProto.FLOAT, "int": TensorProto.INT64}


class Writer:
    """Holds what was written so far."""

    def __init__(self) -> None:
        self._graph = GraphProto(name="kokoro")
        self._constants: dict[tuple[str, tuple[int, ...], bytes], Tensor] = {}

    def __call__(self, kind: str, *inputs: Tensor, **attributes: Attribute) -> Tensor:
        """Write a node of this operator, and return the tensor that it comes to."""
        name = f"{kind}_{len(self._graph.node)}"
        node = helper.make_node(kind, inputs, [name], name)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self._graph.node.append(node)
        return name

    def input(self, name: str, kind: str, *shape: int | str) -> Tensor:
        """Let the graph take a tensor of `float` or `int`; dimensions of the same name are alike."""
        self._graph.input.append(helper.make_tensor_value_info(name, _KINDS[kind], shape))
        return name

    def output(self, name: str, tensor: Tensor, *shape: int | str) -> None:
        """Let the graph give a tensor, of floats, under a name."""
        self._graph.node.append(helper.make_node("Identity", [tensor], [name]))
        self._graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def floats(self, numbers: npt.ArrayLike) -> Tensor:
        """Return a constant."""
        return self._constant(np.asarray(numbers, np.float32))

    def ints(self, *numbers: int) -> Tensor:
        """Return a constant of one dimension."""
        return self._constant(np.array(numbers, np.int64))

    def int(self, number: int) -> Tensor:
        """Return a constant without dimensions."""
        return self._constant(np.array(number, np.int64))

    def model(self) -> ModelProto:
        """Return the graph as a model."""
        return helper.make_model(self._graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)

    def _constant(self, numbers: npt.NDArray[np.generic]) -> Tensor:
        key = numbers.dtype.str, numbers.shape, numbers.tobytes()
        if key not in self._constants:
            self._constants[key] = f"constant_{len(self._constants)}"
            tensor = numpy_helper.from_array(np.ascontiguousarray(numbers), self._constants[key])
            self._graph.initializer.append(tensor)
        return self._constants[key]
