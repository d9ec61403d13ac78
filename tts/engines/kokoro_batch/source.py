"""The source of a voice: harmonics of its pitch, as the spectrum that the generator shapes.

It is the neural source-filter's (https://arxiv.org/abs/1904.12088), without its noise, which the published
graph has not. Its phases are sums of thousands of turns, so nothing before them is a product of matrices: a
graphics card may cut those short.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from tts.engines.kokoro_batch.layers import END, Layers
from tts.engines.kokoro_batch.weights import Floats
from tts.engines.kokoro_batch.writer import Tensor, Writer
from tts.engines.kokoro_model import SAMPLES_PER_FRAME

GENERATOR = "/decoder/decoder/generator"

SAMPLE_RATE = 24_000
PERIOD = SAMPLES_PER_FRAME // 2
"""Samples of half a frame, for which a pitch is told."""

WINDOW, HOP = 20, 5
"""Samples of the short-time Fourier transform."""

BINS = WINDOW // 2 + 1

VOICED_HZ = 10.0
"""A lower pitch is none: the frame hisses."""

LOUDNESS = 0.1
"""Of each harmonic."""

_TINY = 1e-30


def spectrum(layers: Layers, pitch: Tensor, frames: Tensor, most: Tensor) -> Tensor:
    """Return magnitudes and phases (batch, 22, steps) of the harmonics of a pitch (batch, 1, half frames).

    Rows have so many `frames` (batch), the longest `most`; behind a row's end is what nobody should hear.
    """
    return _polar(layers, _mirrored(layers.write, _hum(layers, pitch), frames, most))


def _hum(layers: Layers, pitch: Tensor) -> Tensor:
    """Return the harmonics, as loud as the model weighs them (batch, 1, samples)."""
    write = layers.write
    harmonics = write.floats(layers.weights.array(f"{GENERATOR}/m_source/l_sin_gen/Constant_output_0"))
    turns = write("Div", write("Mul", pitch, harmonics), write.floats(SAMPLE_RATE))
    turns = write("CumSum", write("Sub", turns, write("Floor", turns)), write.int(2))
    phases = write("Mul", _between(write, turns), write.floats(2 * np.pi * PERIOD))
    sines = write("Mul", write("Sin", phases), write.floats(LOUDNESS))
    voiced = write("Cast", write("Greater", pitch, write.floats(VOICED_HZ)), to=TensorProto.FLOAT)
    sines = write("Mul", sines, _shared(write, [voiced], [np.ones(PERIOD)]))
    turned = write("Transpose", sines, perm=[0, 2, 1])
    hum = write("Tanh", layers.linear(f"{GENERATOR}/m_source/l_linear", turned))
    return write("Transpose", hum, perm=[0, 2, 1])


def _between(write: Writer, steps: Tensor) -> Tensor:
    """Return, for steps a period apart, the samples on the lines between them, each step in its middle."""
    first = write("Slice", steps, write.ints(0), write.ints(1), write.ints(2))
    last = write("Slice", steps, write.ints(-1), write.ints(END), write.ints(2))
    without_last = write("Slice", steps, write.ints(0), write.ints(-1), write.ints(2))
    without_first = write("Slice", steps, write.ints(1), write.ints(END), write.ints(2))
    before = write("Concat", first, without_last, axis=2)
    after = write("Concat", without_first, last, axis=2)
    offsets = (np.arange(PERIOD) + 0.5) / PERIOD - 0.5
    shares = [np.maximum(-offsets, 0), 1 - np.abs(offsets), np.maximum(offsets, 0)]
    return _shared(write, [before, steps, after], shares)


def _shared(write: Writer, steps: Sequence[Tensor], shares: Sequence[npt.NDArray[np.float64]]) -> Tensor:
    """Return the sum of steps, each held for a period with its share at every sample of it."""
    held = [
        write("Mul", write("Unsqueeze", one, write.ints(3)), write.floats(share))
        for one, share in zip(steps, shares, strict=True)
    ]
    return write("Reshape", write("Sum", *held), write.ints(0, 0, -1))


def _mirrored(write: Writer, hum: Tensor, frames: Tensor, most: Tensor) -> Tensor:
    """Return a sound with half a window more before and after each row, where it is mirrored."""
    frames = write("Unsqueeze", frames, write.ints(1, 2))
    last = write("Sub", write("Mul", frames, write.int(SAMPLES_PER_FRAME)), write.int(1))
    end = write("Add", write("Mul", most, write.int(SAMPLES_PER_FRAME)), write.int(WINDOW // 2))
    steps = write("Abs", write("Range", write.int(-WINDOW // 2), end, write.int(1)))
    back = write("Sub", write("Mul", last, write.int(2)), steps)
    return write("GatherElements", hum, write("Max", write("Min", steps, back), write.int(0)), axis=2)


def _polar(layers: Layers, sound: Tensor) -> Tensor:
    """Return magnitudes and phases of a sound."""
    write = layers.write
    window = layers.weights.array(f"{GENERATOR}/Constant_17_output_0")
    parts = write("Conv", sound, write.floats(_waves(window)), strides=[HOP])
    real, imaginary = layers.halves(parts, BINS)
    nothing = write.floats(0)
    magnitude = write("Sqrt", write("Add", write("Mul", real, real), write("Mul", imaginary, imaginary)))
    some = write("Where", write("Equal", real, nothing), write.floats(_TINY), real)
    is_above = write("Greater", imaginary, nothing)
    turn = write("Where", is_above, write.floats(np.pi), write.floats(-np.pi))
    turn = write("Where", write("Less", real, nothing), turn, nothing)
    angle = write("Add", write("Atan", write("Div", imaginary, some)), turn)
    return write("Concat", magnitude, angle, axis=1)


def _waves(window: Floats) -> Floats:
    """Return what a windowed sound is multiplied with: the cosines of all bins, and the sines."""
    turns = 2 * np.pi * np.outer(np.arange(BINS), np.arange(WINDOW)) / WINDOW
    sines = -np.sin(turns)
    sines[[0, -1]] = 0  # but for rounding
    parts = np.concatenate([np.cos(turns), sines]) * window
    return parts[:, None].astype(np.float32)
