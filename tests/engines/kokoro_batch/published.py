"""The published graph as it was before it was made small: what batches are held against.

Only what is quantized is put back, node by node; all else is the exporter's. So it knows nothing of the
graphs that the program writes.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from tts.engines import kokoro_weights
from tts.engines.kokoro_graph import DURATIONS


def in_floats() -> ModelProto:
    """Return the published model with floats for all its 8-bit numbers; it tells its durations, too."""
    with kokoro_weights.joined() as path:
        model = onnx.load(path)
    graph = model.graph
    numbers = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    nodes = [own for node in graph.node for own in _in_floats(node, numbers, graph)]
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.output.append(helper.make_empty_tensor_value_info(DURATIONS))
    return model


def _in_floats(
    node: NodeProto, numbers: dict[str, npt.NDArray[np.generic]], graph: GraphProto
) -> Iterator[NodeProto]:
    def kept(name: str, array: npt.NDArray[np.generic]) -> str:
        """Give the graph a constant of this node's own."""
        name = f"{node.name}_{name}"
        graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    match node.op_type:
        case "DynamicQuantizeLinear":
            sound, scale, _zero = node.output
            yield helper.make_node("Identity", node.input, [sound])
            yield helper.make_node("Identity", [kept("one", np.ones(()))], [scale])
        case "ConvInteger" | "MatMulInteger":
            weights = numbers[node.input[1]].astype(np.float32) - numbers[node.input[3]].astype(np.float32)
            inputs = [node.input[0], kept("weights", weights)]
            yield _like(node, node.op_type.removesuffix("Integer"), inputs)
        case "DynamicQuantizeLSTM":
            sound, own, before, bias, lengths, hidden, cell, _peep, *scales = node.input
            inputs = [sound]
            for name, scale, zero in ((own, *scales[:2]), (before, *scales[2:])):
                distances = numbers[name].astype(np.float32) - _per_direction(numbers[zero])
                weights = distances * _per_direction(numbers[scale])
                inputs.append(kept(name, weights.transpose(0, 2, 1)))
            yield _like(node, "LSTM", [*inputs, bias, lengths, hidden, cell])
        case "STFT":
            yield from _by_sums(node, kept)
        case "Floor" | "Cast" if _rounds_a_bias(node):
            yield helper.make_node("Identity", node.input, node.output)
        case _:
            yield node


def _by_sums(node: NodeProto, kept: Callable[[str, npt.NDArray[np.generic]], str]) -> Iterator[NodeProto]:
    """Yield a Fourier transform of 20 samples, every 5, by its definition.

    Where a voice hisses, the spectrum of its source is nearly nothing, and the last bit of a sum turns a
    phase by half a circle. So only what adds in the same order can be compared.
    """
    angles = 2j * np.pi * np.outer(np.arange(11), np.arange(20)) / 20
    waves = np.exp(-angles) * np.hanning(21)[:20]
    parts = np.concatenate([waves.real, waves.imag])[:, None]
    parts[[11, 21]] = 0
    rows, sums, halves = f"{node.name}_rows", f"{node.name}_sums", f"{node.name}_halves"
    yield helper.make_node("Unsqueeze", [node.input[0], "/encoder/bert/Unsqueeze_output_0"], [rows])
    yield helper.make_node("Conv", [rows, kept("waves", parts)], [sums], strides=[5])
    yield helper.make_node("Split", [sums], [f"{halves}_0", f"{halves}_1"], axis=1, num_outputs=2)
    for part in range(2):
        turned = [f"{halves}_{part}", f"{halves}_{part}_turned", f"{halves}_{part}_deep"]
        yield helper.make_node("Transpose", turned[:1], turned[1:2], perm=[0, 2, 1])
        yield helper.make_node(
            "Unsqueeze", [turned[1], "/encoder/predictor/text_encoder/Constant_4_output_0"], turned[2:]
        )
    deep = [f"{halves}_{part}_deep" for part in range(2)]
    yield helper.make_node("Concat", deep, node.output, axis=-1)


def _per_direction(numbers: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    return numbers.reshape(2, 1, -1).astype(np.float32)


def _rounds_a_bias(node: NodeProto) -> bool:
    to = [helper.get_attribute_value(one) for one in node.attribute if one.name == "to"]
    return "bias_quant" in node.output[0] and to in ([], [TensorProto.INT32])


def _like(node: NodeProto, kind: str, inputs: list[str]) -> NodeProto:
    new = helper.make_node(kind, inputs, node.output, node.name)
    new.attribute.extend(node.attribute)
    return new
