"""What is chosen is exact on the processor that runs this; `tests/other-processors` runs it on others.

Not one needs Kokoro itself: that it sounds as published is a test of the model's.
"""

import platform

import numpy as np
import numpy.typing as npt
import pytest
from onnx import GraphProto, helper

pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

import onnxruntime  # type: ignore[import-untyped]

from tts.engines.kokoro_graph import (
    FITS_16_BITS,
    Trial,
    convolution,
    highest_weight,
    is_better,
    loudest,
    measure,
    sign,
    signed_is_better,
)

SUMS = np.array([1, -2], np.int32)
X86 = ("x86_64", "AMD64")
RELEASE = tuple(map(int, onnxruntime.__version__.split(".")[:2]))


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


@pytest.mark.parametrize("highest", [1, 127, FITS_16_BITS, FITS_16_BITS + 1, 255])
def test_what_is_chosen_comes_to_the_right_sums(highest: int) -> None:
    weights = _extremes(highest)
    chosen = _signed(weights) if signed_is_better(highest) else convolution(weights)
    assert np.array_equal(_sums(chosen), _expected(weights))


def test_unsigned_sound_comes_to_the_right_sums_whatever_the_weights() -> None:
    assert np.array_equal(_sums(convolution(_extremes(255))), _expected(_extremes(255)))


@pytest.mark.skipif(platform.machine() not in X86, reason="another kind of processor: the choice alone tells")
@pytest.mark.parametrize("highest", [127, FITS_16_BITS])
def test_signed_sound_comes_to_the_right_sums_while_two_products_fit_16_bits(highest: int) -> None:
    weights = _extremes(highest)
    assert np.array_equal(_sums(_signed(weights)), _expected(weights))


@pytest.mark.parametrize("highest", [FITS_16_BITS + 1, 255])
def test_signed_sound_whose_sums_are_cut_off_is_not_chosen(highest: int) -> None:
    weights = _extremes(highest)
    exact = np.array_equal(_sums(_signed(weights)), _expected(weights))
    assert exact or not signed_is_better(highest)


def test_a_processor_that_cuts_off_the_largest_sums_cuts_off_the_smallest_that_do_not_fit() -> None:
    exact = [
        np.array_equal(_sums(_signed(weights)), _expected(weights))
        for weights in map(_extremes, (FITS_16_BITS + 1, 255))
    ]
    assert exact in ([True, True], [False, False])


def test_the_highest_weight_is_that_of_all_convolutions() -> None:
    graph = convolution(np.array([[[3, 200, 7]]], np.uint8))
    assert highest_weight(graph) == 200


def test_sound_that_several_convolutions_hear_is_signed_once() -> None:
    graph = convolution(np.zeros((4, 8, 3), np.uint8))
    (heard,) = (node.input for node in graph.node if node.op_type == "ConvInteger")
    graph.node.append(helper.make_node("ConvInteger", heard, ["others"]))
    sign(graph)
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("BitwiseXor") == 2  # of the sound, and of its zero point
    assert kinds.count("ConvInteger") == 2


def _extremes(highest: int) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(2).choice((0, highest), (16, 32, 3)).astype(np.uint8)


def _signed(weights: npt.NDArray[np.uint8]) -> GraphProto:
    if RELEASE < (1, 24):
        pytest.skip("ONNX Runtime before 1.24 convolves unsigned numbers alone")
    graph = convolution(weights)
    sign(graph)
    return graph


def _sums(graph: GraphProto) -> npt.NDArray[np.int32]:
    (trial,) = measure(graph)
    return trial.sums


def _expected(weights: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return the sums of weights around 128 and of sound from -128 to 127, as school teaches it."""
    sound = loudest(weights.shape[1]).astype(np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(sound, weights.shape[2], axis=2)
    sums: npt.NDArray[np.int64] = np.einsum("mck,bctk->bmt", weights.astype(np.int64) - 128, windows)
    return sums
