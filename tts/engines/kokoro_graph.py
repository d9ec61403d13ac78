"""Kokoro's graph as it is run: it tells its durations, and multiplies in the way this processor is best at.

The published model multiplies unsigned weights with unsigned sound, for which processors have no
instruction of their own; for unsigned with signed numbers x86 has one or, with VNNI, a better one. The sound
and its zero point move together, so no sum changes: the speech is the same, bit for bit.
"""

import time
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type hints
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.capi.onnxruntime_pybind11_state import (  # type: ignore[import-untyped]
    NotImplemented as NotSupported,
)

from tts.engines import kokoro_tiles

DURATIONS = "/encoder/Clip_output_0"
"""The tensor of the graph that holds for how many frames each token sounds."""

OPSET, IR = 20, 9
"""Of ONNX's operators and of its format, the versions of the published model."""

FITS_16_BITS = 128
"""The highest weight of which two products with -128 fit 16 bits. With AVX2, but without VNNI, an x86
processor adds such pairs in 16 bits, and cuts off what is more (PMADDUBSW in Intel's manual, volume 2B)."""

_SIGN_BIT = "sign_bit"
_LENGTH, _TRIALS = 512, 5
_ERRORS_ONLY = 3


def open_session(model: Path | bytes) -> onnxruntime.InferenceSession:
    """Return the model, loaded, each of whose runs takes one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two runs side by side are faster than one on two cores
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # hardly two texts have the same shape: patterns only take memory
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def rewrite(path: Path) -> None:
    """Put in place of the published model in a file the one that is run here."""
    model = onnx.load(path)
    model.graph.output.append(helper.make_empty_tensor_value_info(DURATIONS))
    if signed_is_better(highest_weight(model.graph)):
        sign(model.graph)
    kokoro_tiles.tile(model.graph)
    onnx.save(model, path)


def sign(graph: GraphProto) -> None:
    """Let every convolution of 8-bit numbers take its sound signed; weights stay as they are.

    Without its highest bit's old meaning a byte is 128 less. The unsigned sound is read here and nowhere
    else, so that ONNX Runtime frees it at once.
    """
    graph.initializer.append(numpy_helper.from_array(np.array(0x80, np.uint8), _SIGN_BIT))
    known: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "ConvInteger":
            for place in (0, 2):  # the sound and its zero point
                unsigned = node.input[place]
                flipped, signed = f"{unsigned}_flipped", f"{unsigned}_signed"
                if unsigned not in known:
                    nodes.append(helper.make_node("BitwiseXor", [unsigned, _SIGN_BIT], [flipped]))
                    nodes.append(helper.make_node("Cast", [flipped], [signed], to=TensorProto.INT8))
                    known.add(unsigned)
                node.input[place] = signed
        nodes.append(node)
    count = len(graph.node)
    graph.node.extend(nodes)
    del graph.node[:count]


def highest_weight(graph: GraphProto) -> int:
    """Return the highest weight of all convolutions of 8-bit numbers."""
    names = {node.input[1] for node in graph.node if node.op_type == "ConvInteger"}
    weights = (numpy_helper.to_array(one) for one in graph.initializer if one.name in names)
    return max((int(one.max()) for one in weights), default=0)


def signed_is_better(highest: int) -> bool:
    """Tell whether this processor is quicker with signed sound, and exact even where all is extreme.

    So the graph that is run is exact; which of two such it is, nobody hears. With x86 both are, while no
    weight is higher than `FITS_16_BITS`: the published model's highest is 127.
    """
    weights = np.random.default_rng(0).choice((0, highest), (128, 128, 11)).astype(np.uint8)
    unsigned, signed = convolution(weights), convolution(weights)
    sign(signed)
    try:
        return is_better(*measure(unsigned, signed))
    except NotSupported:  # before 1.24 ONNX Runtime convolves unsigned numbers alone
        return False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a convolution came to, and how long it took."""

    sums: npt.NDArray[np.int32]
    seconds: float


def is_better(unsigned: Trial, signed: Trial) -> bool:
    """Tell whether signed sound is multiplied faster, and as exactly."""
    return signed.seconds < unsigned.seconds and np.array_equal(signed.sums, unsigned.sums)


def convolution(weights: npt.NDArray[np.uint8]) -> GraphProto:
    """Return a graph with one convolution like the model's."""
    return helper.make_graph(
        [
            helper.make_node("DynamicQuantizeLinear", ["sound"], ["quantized", "scale", "zero"]),
            helper.make_node("ConvInteger", ["quantized", "weights", "zero", "middle"], ["sums"]),
        ],
        "convolution",
        [helper.make_tensor_value_info("sound", TensorProto.FLOAT, [1, weights.shape[1], "length"])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, None)],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array(128, np.uint8), "middle"),
        ],
    )


def loudest(channels: int) -> npt.NDArray[np.float32]:
    """Return sound that is quantized to the lowest and the highest number, and to nothing between."""
    return np.random.default_rng(1).choice((-128, 127), (1, channels, _LENGTH)).astype(np.float32)


def measure(*graphs: GraphProto) -> tuple[Trial, ...]:
    """Return how each `convolution` goes on the `loudest` sound.

    They take turns: what disturbs one disturbs all.
    """
    sessions = [_session(graph) for graph in graphs]
    rounds = [[_try(session) for session in sessions] for _ in range(_TRIALS)]
    return tuple(min(trials, key=attrgetter("seconds")) for trials in zip(*rounds, strict=True))


def _session(graph: GraphProto) -> onnxruntime.InferenceSession:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    return open_session(model.SerializeToString())


def _try(session: onnxruntime.InferenceSession) -> Trial:
    sound = loudest(session.get_inputs()[0].shape[1])
    started = time.perf_counter()
    (sums,) = session.run(["sums"], {"sound": sound})
    return Trial(sums, time.perf_counter() - started)
