"""Not one needs Kokoro itself: that it sounds as published is a test of the model's."""

import numpy as np
import pytest
from onnx import helper

from tts.engines.kokoro_graph import Trial, convolution, is_better, measure, sign

SUMS = np.array([1, -2], np.int32)


@pytest.mark.parametrize(
    ("signed", "better"),
    [
        (Trial(SUMS, 1.0), True),
        (Trial(SUMS, 2.0), False),
        (Trial(SUMS + 1, 1.0), False),  # a processor that cuts sums off
    ],
)
def test_signed_sound_is_taken_where_it_is_faster_and_exact(signed: Trial, *, better: bool) -> None:
    assert is_better(Trial(SUMS, 2.0), signed) is better


def test_a_signed_graph_comes_to_the_same_sums() -> None:
    weights = np.random.default_rng(2).integers(120, 136, (4, 8, 3)).astype(np.uint8)  # which none cuts off
    published, signed = convolution(weights), convolution(weights)
    sign(signed)
    sums = measure(published).sums
    assert np.ptp(sums) > 1000
    assert np.array_equal(measure(signed).sums, sums)


def test_sound_that_several_convolutions_hear_is_signed_once() -> None:
    graph = convolution(np.zeros((4, 8, 3), np.uint8))
    (heard,) = (node.input for node in graph.node if node.op_type == "ConvInteger")
    graph.node.append(helper.make_node("ConvInteger", heard, ["others"]))
    sign(graph)
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("BitwiseXor") == 2  # of the sound, and of its zero point
    assert kinds.count("ConvInteger") == 2
