"""The second half of Kokoro: from what each frame is to sound like to its samples.

Pitch and strength of every frame are told first; they make the hum and the hiss of a voice, which the
generator shapes (iSTFTNet: https://arxiv.org/abs/2203.02395, with the source of https://arxiv.org/abs/1904.12088).
"""

import numpy as np
from onnx import ModelProto

from tts.engines.kokoro_batch.layers import Layers, Span
from tts.engines.kokoro_batch.weights import Floats, Weights
from tts.engines.kokoro_batch.writer import Tensor, Writer
from tts.engines.kokoro_model import SAMPLES_PER_FRAME

DECODER = "/decoder/decoder"
GENERATOR = f"{DECODER}/generator"

SAMPLE_RATE = 24_000
FRAME, PERIOD = SAMPLES_PER_FRAME, SAMPLES_PER_FRAME // 2
"""Samples of a frame, and of half a one, for which pitch and strength are told."""

WINDOW, HOP = 20, 5
"""Samples of the short-time Fourier transform; of its bins there are 11."""

BINS = WINDOW // 2 + 1

VOICED_HZ = 10.0
"""A lower pitch is none: the frame hisses."""

LOUDNESS = 0.1
"""Of each harmonic."""


def vocoder(weights: Weights) -> ModelProto:
    """Return the graph of the second half, for batches of any size.

    Takes `prosody` and `content` (batch, tokens, features), `places`, the token of each frame (batch,
    frames), how many `frames` (batch) there are, and the styles `prosody_style` and `sound_style` (batch,
    128). Gives `sound` (batch, samples): of each row the first 600 samples a frame are its own.
    """
    write = Writer()
    layers = Layers(write, weights)
    prosody = write.input("prosody", "float", "batch", "tokens", 640)
    content = write.input("content", "float", "batch", "tokens", 512)
    places = write.input("places", "int", "batch", "frames")
    frames = write.input("frames", "int", "batch")
    prosody_style = write.input("prosody_style", "float", "batch", 128)
    style = write.input("sound_style", "float", "batch", 128)
    graph = _Vocoder(layers, frames, layers.length(places, 1))
    places = write("Unsqueeze", places, write.ints(2))
    pitch, strength = graph.melody(write("GatherND", prosody, places, batch_dims=1), prosody_style)
    heard = write("Transpose", write("GatherND", content, places, batch_dims=1), perm=[0, 2, 1])
    write.output("sound", graph.sound(heard, pitch, strength, style), "batch", "samples")
    return write.model()


class _Vocoder:
    """Writes the second half for rows of so many `frames` (batch), the longest with `most`."""

    def __init__(self, layers: Layers, frames: Tensor, most: Tensor) -> None:
        self._layers = layers
        self._write = layers.write
        self._weights = layers.weights
        self._frames = frames
        self._most = most
        self._spans: dict[tuple[int, int], Span] = {}

    def melody(self, prosody: Tensor, style: Tensor) -> tuple[Tensor, Tensor]:
        """Return pitch and strength of every half frame (batch, 1, half frames)."""
        heard = self._layers.lstm("/encoder/shared", prosody, self._frames)
        heard = self._write("Transpose", heard, perm=[0, 2, 1])
        return self._curve("F0", heard, style), self._curve("N", heard, style)

    def _curve(self, name: str, heard: Tensor, style: Tensor) -> Tensor:
        layers, once, twice = self._layers, self._span(1), self._span(2)
        heard = layers.style_block(f"/encoder/{name}.0", heard, style, (once, once))
        heard = layers.style_block(f"/encoder/{name}.1", heard, style, (once, twice))
        heard = layers.style_block(f"/encoder/{name}.2", heard, style, (twice, twice))
        return layers.masked(layers.conv(f"/encoder/{name}_proj", heard), twice)

    def sound(self, content: Tensor, pitch: Tensor, strength: Tensor, style: Tensor) -> Tensor:
        """Return the samples."""
        write, layers = self._write, self._layers
        once = self._span(1)
        content = layers.masked(content, once)
        curves = [layers.conv(f"{DECODER}/F0_conv", pitch), layers.conv(f"{DECODER}/N_conv", strength)]
        curves = [layers.masked(curve, once) for curve in curves]
        heard = write("Concat", content, *curves, axis=1)
        heard = layers.style_block(f"{DECODER}/encode", heard, style, (once, once))
        beside = layers.masked(layers.conv(f"{DECODER}/asr_res/asr_res.0", content), once)
        twice = self._span(2)
        for layer in range(4):
            spans = (once, twice if layer == 3 else once)  # noqa: PLR2004 - the last one
            heard = write("Concat", heard, beside, *curves, axis=1)
            heard = layers.style_block(f"{DECODER}/decode.{layer}", heard, style, spans)
        return self._generated(layers.masked(heard, twice), self._source(pitch), style)

    def _generated(self, heard: Tensor, source: Tensor, style: Tensor) -> Tensor:
        """Return the samples that the generator makes of what it hears, and of the source's spectrum."""
        write, layers = self._write, self._layers
        for stage in range(2):
            heard = write("LeakyRelu", heard, alpha=0.1)
            heard = layers.conv(f"{GENERATOR}/ups.{stage}", heard)
            if stage == 1:
                heard = write("Pad", heard, write.ints(0, 0, 1, 0, 0, 0), mode="reflect")
            span = self._span(20) if stage == 0 else self._span(120, 1)
            noise = layers.masked(layers.conv(f"{GENERATOR}/noise_convs.{stage}", source), span)
            noise = layers.snake_block(f"{GENERATOR}/noise_res.{stage}", noise, style, span)
            heard = layers.masked(write("Add", heard, noise), span)
            blocks = range(3 * stage, 3 * stage + 3)
            shaped = [layers.snake_block(f"{GENERATOR}/resblocks.{at}", heard, style, span) for at in blocks]
            heard = layers.masked(write("Div", write("Sum", *shaped), write.floats(3)), span)
        spectrum = layers.conv(f"{GENERATOR}/conv_post", write("LeakyRelu", heard, alpha=0.01))
        return self._samples(spectrum, span)

    def _source(self, pitch: Tensor) -> Tensor:
        """Return magnitudes and phases (batch, 22, steps) of the harmonics of a pitch."""
        write = self._write
        harmonics = write.floats(self._weights.array(f"{GENERATOR}/m_source/l_sin_gen/Constant_output_0"))
        turns = write("Div", write("Mul", pitch, harmonics), write.floats(SAMPLE_RATE))
        turns = write("CumSum", write("Sub", turns, write("Floor", turns)), write.int(2))
        phases = write("Mul", self._between(turns), write.floats(2 * np.pi * PERIOD))
        sines = write("Mul", write("Sin", phases), write.floats(LOUDNESS))
        voiced = write("Cast", write("Greater", pitch, write.floats(VOICED_HZ)), to=1)
        sines = write("Mul", sines, self._stretched(voiced, write.floats(np.ones((1, PERIOD)))))
        turned = write("Transpose", sines, perm=[0, 2, 1])
        hum = write("Tanh", self._layers.linear(f"{GENERATOR}/m_source/l_linear", turned))
        return self._spectrum(write("Transpose", hum, perm=[0, 2, 1]))

    def _between(self, steps: Tensor) -> Tensor:
        """Return, for steps a period apart, the samples on the lines between them (half-pixel centres)."""
        write = self._write
        first = write("Slice", steps, write.ints(0), write.ints(1), write.ints(2))
        last = write("Slice", steps, write.ints(-1), write.ints(_END), write.ints(2))
        without_last = write("Slice", steps, write.ints(0), write.ints(-1), write.ints(2))
        without_first = write("Slice", steps, write.ints(1), write.ints(_END), write.ints(2))
        before = write("Concat", first, without_last, axis=2)
        after = write("Concat", without_first, last, axis=2)
        offsets = (np.arange(PERIOD) + 0.5) / PERIOD - 0.5
        shares = [np.maximum(-offsets, 0), 1 - np.abs(offsets), np.maximum(offsets, 0)]
        three = [write("Unsqueeze", one, write.ints(3)) for one in (before, steps, after)]
        lines = write("MatMul", write("Concat", *three, axis=3), write.floats(shares))
        return write("Reshape", lines, write.ints(0, 0, -1))

    def _stretched(self, steps: Tensor, row: Tensor) -> Tensor:
        write = self._write
        return write(
            "Reshape", write("MatMul", write("Unsqueeze", steps, write.ints(3)), row), write.ints(0, 0, -1)
        )

    def _spectrum(self, hum: Tensor) -> Tensor:
        """Return magnitudes and phases of a sound that is mirrored at both ends of each row."""
        write = self._write
        frames = write("Unsqueeze", self._frames, write.ints(1, 2))
        last = write("Sub", write("Mul", frames, write.int(FRAME)), write.int(1))
        end = write("Add", write("Mul", self._most, write.int(FRAME)), write.int(WINDOW // 2))
        steps = write("Abs", write("Range", write.int(-WINDOW // 2), end, write.int(1)))
        mirrored = write("Sub", write("Mul", last, write.int(2)), steps)
        places = write("Max", write("Min", steps, mirrored), write.int(0))
        sound = write("GatherElements", hum, places, axis=2)
        parts = write("Conv", sound, write.floats(_fourier(self._window)), strides=[HOP])
        real = write("Slice", parts, write.ints(0), write.ints(BINS), write.ints(1))
        imaginary = write("Slice", parts, write.ints(BINS), write.ints(2 * BINS), write.ints(1))
        return self._polar(real, imaginary)

    @property
    def _window(self) -> Floats:
        return self._weights.array(f"{GENERATOR}/Constant_17_output_0")

    def _polar(self, real: Tensor, imaginary: Tensor) -> Tensor:
        """Return magnitudes and phases, and nothing of what is behind a row's end."""
        write = self._write
        nothing = write.floats(0)
        squares = [write("Mul", part, part) for part in (real, imaginary)]
        magnitude = write("Sqrt", write("Add", *squares))
        is_level = write("Equal", real, nothing)
        angle = write("Atan", write("Div", imaginary, write("Where", is_level, write.floats(_TINY), real)))
        opposite = write(
            "Where", write("Greater", imaginary, nothing), write.floats(np.pi), write.floats(-np.pi)
        )
        turn = write("Where", write("Less", real, nothing), opposite, nothing)
        both = write("Concat", magnitude, write("Add", angle, turn), axis=1)
        return self._layers.masked(both, self._span(120, 1))

    def _samples(self, spectrum: Tensor, span: Span) -> Tensor:
        """Return the samples (batch, samples) of the spectrum that the generator tells."""
        write = self._write
        strength = write("Exp", write("Slice", spectrum, write.ints(0), write.ints(BINS), write.ints(1)))
        angle = write("Sin", write("Slice", spectrum, write.ints(BINS), write.ints(2 * BINS), write.ints(1)))
        parts = [write("Mul", strength, write(turn, angle)) for turn in ("Cos", "Sin")]
        parts = [self._layers.masked(part, span) for part in parts]
        inverse = self._weights.array("decoder.decoder.generator.stft.istft.stft.inverse_basis")
        sound = write("ConvTranspose", write("Concat", *parts, axis=1), write.floats(inverse), strides=[HOP])
        edge = WINDOW // 2
        own = write("Slice", sound, write.ints(edge), write.ints(-edge), write.ints(2))
        own = write("Mul", write("Squeeze", own, write.ints(1)), write.floats(WINDOW / HOP))
        faded = self._weights.array("decoder.decoder.generator.stft.istft.stft.window_sum")[edge:]
        first = write("Slice", own, write.ints(0), write.ints(edge), write.ints(1))
        others = write("Slice", own, write.ints(edge), write.ints(_END), write.ints(1))
        return write("Concat", write("Div", first, write.floats(faded)), others, axis=1)

    def _span(self, rate: int, more: int = 0) -> Span:
        """Return the span of so many steps a frame, and more."""
        if (rate, more) not in self._spans:
            times, plus = self._write.int(rate), self._write.int(more)
            counts, length = (
                self._write("Add", self._write("Mul", frames, times), plus)
                for frames in (self._frames, self._most)
            )
            self._spans[rate, more] = self._layers.span(counts, length)
        return self._spans[rate, more]


def _fourier(window: Floats) -> Floats:
    """Return what a windowed sound is multiplied with: the cosines of all bins, and the sines."""
    turns = 2 * np.pi * np.outer(np.arange(BINS), np.arange(WINDOW)) / WINDOW
    sines = -np.sin(turns)
    sines[[0, -1]] = 0  # but for rounding
    parts = np.concatenate([np.cos(turns), sines]) * window
    return parts[:, None].astype(np.float32)


_END = int(np.iinfo(np.int64).max)

_TINY = 1e-30
