"""A convolution by tiles against the same one of the whole sound."""

import numpy as np
import numpy.typing as npt
import pytest
from onnx import GraphProto, TensorProto, helper, numpy_helper

pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

from tts.engines.kokoro_graph import IR, OPSET, open_session
from tts.engines.kokoro_tiles import LONG, TILE, tile

CHANNELS, MADE = 5, 3


@pytest.mark.parametrize("length", [1, 7, TILE - 1, TILE, TILE + 1, 3 * TILE + 500])
@pytest.mark.parametrize(("kernel", "dilation"), [(3, 1), (7, 3), (11, 5)])
def test_tiles_come_to_the_same_numbers(length: int, kernel: int, dilation: int) -> None:
    whole, tiled = _graph(kernel, dilation), _graph(kernel, dilation)
    tile(tiled)
    sound = np.random.default_rng(length).standard_normal((1, CHANNELS, length)).astype(np.float32)
    expected = _heard(whole, sound)
    assert expected.shape == (1, MADE, length)
    assert np.array_equal(_heard(tiled, sound), expected)


def test_the_convolution_hears_no_more_than_a_tile_and_its_surroundings() -> None:
    graph = _graph(11, 5)
    tile(graph)
    (heard,) = (node.input[0] for node in graph.node if node.op_type == "ConvInteger")
    graph.output.append(helper.make_empty_tensor_value_info(heard))
    assert _heard(graph, np.ones((1, CHANNELS, 2 * TILE + 1), np.float32), heard).shape == (
        3,
        CHANNELS,
        TILE + 50,
    )


@pytest.mark.parametrize(
    ("name", "kernel", "stride"),
    [("/encoder/cnn", 3, 1), (f"{LONG}noise_convs.1", 1, 1), (f"{LONG}noise_convs.0", 3, 2)],
)
def test_short_sounds_single_samples_and_strides_are_left_alone(name: str, kernel: int, stride: int) -> None:
    graph = _graph(kernel, 1, name, stride)
    before = graph.SerializeToString(deterministic=True)
    tile(graph)
    assert graph.SerializeToString(deterministic=True) == before


def _graph(kernel: int, dilation: int, name: str = f"{LONG}convs", stride: int = 1) -> GraphProto:
    """Return a convolution with what the model has around it: quantization, bias and scale."""
    pad = dilation * (kernel - 1) // 2
    choice = np.random.default_rng(kernel)
    return helper.make_graph(
        [
            helper.make_node("DynamicQuantizeLinear", ["sound"], ["quantized", "scale", "zero"]),
            helper.make_node(
                "ConvInteger",
                ["quantized", "weights", "zero", "middle"],
                ["sums"],
                name=name,
                kernel_shape=[kernel],
                dilations=[dilation],
                pads=[pad, pad],
                strides=[stride],
            ),
            helper.make_node("Add", ["sums", "bias"], ["biased"]),
            helper.make_node("Cast", ["biased"], ["cast"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["cast", "scale"], ["numbers"]),
            helper.make_node("Abs", ["numbers"], ["heard"]),
        ],
        "convolution",
        [helper.make_tensor_value_info("sound", TensorProto.FLOAT, [1, CHANNELS, "length"])],
        [helper.make_tensor_value_info("heard", TensorProto.FLOAT, None)],
        [
            numpy_helper.from_array(
                choice.integers(0, 128, (MADE, CHANNELS, kernel)).astype(np.uint8), "weights"
            ),
            numpy_helper.from_array(np.array(60, np.uint8), "middle"),
            numpy_helper.from_array(choice.integers(-99, 99, (1, MADE, 1)).astype(np.int32), "bias"),
        ],
    )


def _heard(graph: GraphProto, sound: npt.NDArray[np.float32], name: str = "heard") -> npt.NDArray[np.float32]:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    (heard,) = open_session(model.SerializeToString()).run([name], {"sound": sound})
    return np.asarray(heard)
