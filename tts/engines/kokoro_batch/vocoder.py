"""The second half of Kokoro: from what each frame is to sound like to its samples.

Pitch and strength of every frame are told first; of them comes the voice's source, which the generator shapes
(iSTFTNet: https://arxiv.org/abs/2203.02395).
"""

from onnx import ModelProto

from tts.engines.kokoro_batch.layers import END, Layers, Span
from tts.engines.kokoro_batch.source import BINS, GENERATOR, HOP, WINDOW, spectrum
from tts.engines.kokoro_batch.weights import Weights
from tts.engines.kokoro_batch.writer import Tensor, Writer

DECODER = "/decoder/decoder"


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
        source = spectrum(layers, pitch, self._frames, self._most)
        source = layers.masked(source, self._span(120, 1))
        return self._generated(layers.masked(heard, twice), source, style)

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
        shape = layers.conv(f"{GENERATOR}/conv_post", write("LeakyRelu", heard, alpha=0.01))
        return self._samples(shape, span)

    def _samples(self, shape: Tensor, span: Span) -> Tensor:
        """Return the samples (batch, samples) of the spectrum that the generator tells."""
        write = self._write
        strength, angle = self._layers.halves(shape, BINS)
        strength, angle = write("Exp", strength), write("Sin", angle)
        parts = [write("Mul", strength, write(turn, angle)) for turn in ("Cos", "Sin")]
        parts = [self._layers.masked(part, span) for part in parts]
        inverse = self._weights.array("decoder.decoder.generator.stft.istft.stft.inverse_basis")
        sound = write("ConvTranspose", write("Concat", *parts, axis=1), write.floats(inverse), strides=[HOP])
        edge = WINDOW // 2
        own = write("Slice", sound, write.ints(edge), write.ints(-edge), write.ints(2))
        own = write("Mul", write("Squeeze", own, write.ints(1)), write.floats(WINDOW / HOP))
        faded = self._weights.array("decoder.decoder.generator.stft.istft.stft.window_sum")[edge:]
        first = write("Slice", own, write.ints(0), write.ints(edge), write.ints(1))
        others = write("Slice", own, write.ints(edge), write.ints(END), write.ints(1))
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
