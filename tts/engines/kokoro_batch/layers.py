"""The layers of Kokoro's networks, for rows of unlike lengths: what is behind a row's end counts for nothing.

A row's sound is the same whatever stands beside it. So all that looks at neighbours, a convolution, hears
silence there; all that looks at the whole, a norm, leaves it out. The networks are those of StyleTTS 2
(https://arxiv.org/abs/2306.07691) and of iSTFTNet (https://arxiv.org/abs/2203.02395).
"""

from dataclasses import dataclass

import numpy as np
from onnx import TensorProto

from tts.engines.kokoro_batch.weights import Weights
from tts.engines.kokoro_batch.writer import Tensor, Writer

EPSILON = 1e-5
"""Of every norm but BERT's."""

SLOPE = 0.2
"""Of the leaky units outside the generator."""


END = int(np.iinfo(np.int64).max)
"""Of an axis, however long."""


@dataclass(frozen=True, slots=True)
class Span:
    """How much of each row is its own, at one rate: `count` steps, where `mask` (batch, 1, length) is 1."""

    mask: Tensor
    count: Tensor


class Layers:
    """Writes layers with the published weights. Sounds are (batch, channels, length), styles (batch, 128)."""

    def __init__(self, write: Writer, weights: Weights) -> None:
        self.write = write
        self.weights = weights

    def span(self, counts: Tensor, length: Tensor) -> Span:
        """Return the span of rows that have so many steps (batch) of a length."""
        write = self.write
        steps = write("Range", write.int(0), length, write.int(1))
        counts = write("Unsqueeze", counts, write.ints(1, 2))
        mask = write("Cast", write("Less", steps, counts), to=TensorProto.FLOAT)
        return Span(mask, write("Cast", counts, to=TensorProto.FLOAT))

    def length(self, tensor: Tensor, axis: int) -> Tensor:
        """Return how long a tensor is along an axis."""
        return self.write("Squeeze", self.write("Shape", tensor, start=axis, end=axis + 1))

    def masked(self, sound: Tensor, span: Span) -> Tensor:
        """Return the sound with silence behind each row's end."""
        return self.write("Mul", sound, span.mask)

    def halves(self, sound: Tensor, channels: int) -> tuple[Tensor, Tensor]:
        """Return the first so many channels, and the others."""
        write = self.write
        first = write("Slice", sound, write.ints(0), write.ints(channels), write.ints(1))
        return first, write("Slice", sound, write.ints(channels), write.ints(END), write.ints(1))

    def conv(self, place: str, sound: Tensor) -> Tensor:
        """Return a convolution, or a transposed one, of what is silent behind its end."""
        inputs = [sound, self.write.floats(self.weights.weight(place))]
        bias = self.weights.bias(place)
        if bias is not None:
            inputs.append(self.write.floats(bias))
        kind, attributes = self.weights.kind(place), self.weights.attributes(place)
        return self.write(kind, *inputs, **attributes)

    def linear(self, place: str, values: Tensor) -> Tensor:
        """Return a product with the weights, and the bias added."""
        product = self.write("MatMul", values, self.write.floats(self.weights.weight(place)))
        bias = self.weights.bias(place)
        assert bias is not None  # noqa: S101 - every product of the model has one
        return self.write("Add", product, self.write.floats(bias))

    def lstm(self, place: str, steps: Tensor, counts: Tensor) -> Tensor:
        """Return what an LSTM hears in both directions of rows (batch, steps, features) of so many steps."""
        write = self.write
        own, before, bias = map(write.floats, self.weights.lstm(place))
        lengths = write("Cast", counts, to=TensorProto.INT32)
        steps_first = write("Transpose", steps, perm=[1, 0, 2])
        inputs = [steps_first, own, before, bias, lengths]
        heard = write("LSTM", *inputs, direction="bidirectional", hidden_size=self.weights.hidden(place))
        rows = write("Transpose", heard, perm=[2, 0, 1, 3])
        return write("Reshape", rows, write.ints(0, 0, -1))

    def norm(
        self, name: str, values: Tensor, epsilon: float, parts: tuple[str, str] = ("weight", "bias")
    ) -> Tensor:
        """Return the values with the features at each place normalized, scaled and shifted."""
        scale, shift = (self.write.floats(self.weights.array(f"{name}.{part}")) for part in parts)
        return self.write("LayerNormalization", values, scale, shift, axis=-1, epsilon=epsilon)

    def plain_norm(self, values: Tensor, features: int) -> Tensor:
        """Return the values with the features at each place normalized."""
        ones = self.write.floats(np.ones(features))
        return self.write("LayerNormalization", values, ones, axis=-1, epsilon=EPSILON)

    def styled_norm(self, place: str, sound: Tensor, style: Tensor, span: Span) -> Tensor:
        """Return the sound with every channel of a row brought to the mean and the spread of its style."""
        write = self.write
        sums = write.ints(2)
        mean = write("Div", write("ReduceSum", self.masked(sound, span), sums, keepdims=1), span.count)
        distance = self.masked(write("Sub", sound, mean), span)
        variance = write("Div", write("ReduceSumSquare", distance, sums, keepdims=1), span.count)
        gain, shift = self.gain_and_shift(place, style, axis=2)
        gain = write("Div", gain, write("Sqrt", write("Add", variance, write.floats(EPSILON))))
        return write("Add", write("Mul", distance, gain), shift)

    def gain_and_shift(self, place: str, style: Tensor, axis: int) -> tuple[Tensor, Tensor]:
        """Return what a style does to each channel, with one more axis, along which it is the same."""
        write = self.write
        both = write("Unsqueeze", self.linear(f"{place}/fc", style), write.ints(axis))
        half = self.weights.weight(f"{place}/fc").shape[1] // 2
        channels = write.ints(3 - axis)
        gain = write("Slice", both, write.ints(0), write.ints(half), channels)
        shift = write("Slice", both, write.ints(half), write.ints(2 * half), channels)
        return write("Add", gain, write.floats(1)), shift

    def style_block(self, place: str, sound: Tensor, style: Tensor, spans: tuple[Span, Span]) -> Tensor:
        """Return the sound after a residual block; with twice as many steps when the second span has them."""
        write, (before, after) = self.write, spans
        heard = self._leaky(self.styled_norm(f"{place}/norm1", sound, style, before), before)
        shortcut = sound
        if before != after:
            heard = self.masked(self.conv(f"{place}/pool", heard), after)
            shortcut = write("Resize", sound, "", write.floats([1, 1, 2]), **_NEAREST)
        heard = self.conv(f"{place}/conv1", heard)
        heard = self._leaky(self.styled_norm(f"{place}/norm2", heard, style, after), after)
        heard = self.conv(f"{place}/conv2", heard)
        if self.weights.has(f"{place}/conv1x1"):
            shortcut = self.conv(f"{place}/conv1x1", shortcut)
        return write("Div", write("Add", heard, shortcut), write.floats(np.sqrt(2)))

    def snake_block(self, place: str, sound: Tensor, style: Tensor, span: Span) -> Tensor:
        """Return the sound after a residual block of the generator."""
        for layer in range(3):
            heard = sound
            for half in (1, 2):
                heard = self.styled_norm(f"{place}/adain{half}.{layer}", heard, style, span)
                heard = self.masked(self._snake(f"{place}.alpha{half}.{layer}", heard), span)
                heard = self.conv(f"{place}/convs{half}.{layer}", heard)
            sound = self.write("Add", heard, sound)
        return sound

    def _snake(self, name: str, sound: Tensor) -> Tensor:
        """Return x + sin²(αx) / α (https://arxiv.org/abs/2006.08195)."""
        write = self.write
        alpha = self.weights.array(name.strip("/").replace("/", "."))
        sine = write("Sin", write("Mul", write.floats(alpha), sound))
        return write("Add", sound, write("Mul", write.floats(1 / alpha), write("Mul", sine, sine)))

    def _leaky(self, sound: Tensor, span: Span) -> Tensor:
        return self.masked(self.write("LeakyRelu", sound, alpha=SLOPE), span)


_NEAREST = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
