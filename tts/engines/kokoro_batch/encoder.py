"""The first half of Kokoro: from phonemes to how long each sounds, and to what is heard of it.

A BERT reads the phonemes (ALBERT: https://arxiv.org/abs/1909.11942), and so does a smaller network of
convolutions; the style of the voice decides what becomes of it.
"""

from onnx import ModelProto

from tts.engines.kokoro_batch.layers import SLOPE, Layers, Span
from tts.engines.kokoro_batch.weights import Weights
from tts.engines.kokoro_batch.writer import Tensor, Writer

BERT = "/encoder/bert"
ALBERT = f"{BERT}/encoder/albert_layer_groups.0/albert_layers.0"
LAYERS, HEADS, HEAD = 12, 12, 64
BERT_EPSILON = 1e-12

FAR = -1e9
"""Added to the attention to what is no phoneme, of which after the softmax nothing is left."""


def encoder(weights: Weights) -> ModelProto:
    """Return the graph of the first half, for batches of any size.

    Takes `tokens` (batch, tokens), padded with 0, their `counts` (batch), `style` (batch, 128) and `speed`
    (batch). Gives `durations` in frames (batch, tokens), of what is padding 0; `prosody` and `content`
    (batch, tokens, features).
    """
    write = Writer()
    layers = Layers(write, weights)
    tokens = write.input("tokens", "int", "batch", "tokens")
    counts = write.input("counts", "int", "batch")
    style = write.input("style", "float", "batch", 128)
    speed = write.input("speed", "float", "batch")
    span = layers.span(counts, layers.length(tokens, 1))
    prosody = _prosody(layers, _bert(layers, tokens, span), style, counts)
    write.output("durations", _durations(layers, prosody, speed, counts, span), "batch", "tokens")
    write.output("prosody", prosody, "batch", "tokens", 640)
    write.output("content", _content(layers, tokens, counts, span), "batch", "tokens", 512)
    return write.model()


def _bert(layers: Layers, tokens: Tensor, span: Span) -> Tensor:
    """Return what BERT makes of the tokens (batch, tokens, features)."""
    write, weights = layers.write, layers.weights
    table = "encoder.bert.embeddings"
    words = write("Gather", write.floats(weights.array(f"{table}.word_embeddings.weight")), tokens)
    positions = write.floats(weights.array(f"{table}.position_embeddings.weight"))
    length = write("Shape", tokens, start=1, end=2)
    placed = write("Slice", positions, write.ints(0), length, write.ints(0))
    kind = write.floats(weights.array(f"{table}.token_type_embeddings.weight")[0])
    both = write("Add", write("Add", words, kind), placed)
    heard = layers.norm(f"{table}.LayerNorm", both, BERT_EPSILON)
    heard = layers.linear(f"{BERT}/encoder/embedding_hidden_mapping_in", heard)
    unheard = write("Mul", write("Sub", write.floats(1), span.mask), write.floats(FAR))
    unheard = write("Unsqueeze", unheard, write.ints(1))
    name = ALBERT.strip("/").replace("/", ".")
    for _ in range(LAYERS):
        attended = write("Add", heard, _attention(layers, heard, unheard))
        attended = layers.norm(f"{name}.attention.LayerNorm", attended, BERT_EPSILON)
        wide = write("Gelu", layers.linear(f"{ALBERT}/ffn", attended), approximate="tanh")
        narrow = layers.linear(f"{ALBERT}/ffn_output", wide)
        heard = layers.norm(f"{name}.full_layer_layer_norm", write("Add", narrow, attended), BERT_EPSILON)
    return layers.linear("/encoder/bert_encoder", heard)


def _attention(layers: Layers, heard: Tensor, unheard: Tensor) -> Tensor:
    write = layers.write

    def split(which: str, *order: int) -> Tensor:
        values = layers.linear(f"{ALBERT}/attention/{which}", heard)
        return write("Transpose", write("Reshape", values, write.ints(0, 0, HEADS, HEAD)), perm=order)

    alike = write("MatMul", split("query", 0, 2, 1, 3), split("key", 0, 2, 3, 1))
    alike = write("Add", write("Mul", alike, write.floats(HEAD**-0.5)), unheard)
    values = write("MatMul", write("Softmax", alike, axis=-1), split("value", 0, 2, 1, 3))
    joined = write("Reshape", write("Transpose", values, perm=[0, 2, 1, 3]), write.ints(0, 0, HEADS * HEAD))
    return layers.linear(f"{ALBERT}/attention/dense", joined)


def _prosody(layers: Layers, heard: Tensor, style: Tensor, counts: Tensor) -> Tensor:
    """Return what is said of how the tokens are to be spoken, with the style at every one."""
    write = layers.write
    places = write("Concat", write("Shape", heard, start=0, end=2), write.ints(128), axis=0)
    styles = write("Expand", write("Unsqueeze", style, write.ints(1)), places)
    for layer in (0, 2, 4):
        heard = write("Concat", heard, styles, axis=2)
        heard = layers.lstm(f"/encoder/predictor/text_encoder/lstms.{layer}", heard, counts)
        normal = layers.plain_norm(heard, 512)
        gain, shift = layers.gain_and_shift(f"/encoder/predictor/text_encoder/lstms.{layer + 1}", style, 1)
        heard = write("Add", write("Mul", gain, normal), shift)
    return write("Concat", heard, styles, axis=2)


def _durations(layers: Layers, prosody: Tensor, speed: Tensor, counts: Tensor, span: Span) -> Tensor:
    """Return the frames of each token, at least one, and none of what is padding."""
    write = layers.write
    heard = layers.lstm("/encoder/predictor/lstm", prosody, counts)
    chances = write("Sigmoid", layers.linear("/encoder/predictor/duration_proj/linear_layer", heard))
    frames = write("ReduceSum", chances, write.ints(2), keepdims=0)
    frames = write("Round", write("Div", frames, write("Unsqueeze", speed, write.ints(1))))
    frames = write("Max", frames, write.floats(1))
    return write("Mul", frames, write("Squeeze", span.mask, write.ints(1)))


def _content(layers: Layers, tokens: Tensor, counts: Tensor, span: Span) -> Tensor:
    """Return what is said of which sounds the tokens are (batch, tokens, features)."""
    write, weights = layers.write, layers.weights
    place = "/encoder/text_encoder"
    table = weights.array("encoder.text_encoder.embedding.weight")
    heard = write("Transpose", write("Gather", write.floats(table), tokens), perm=[0, 2, 1])
    for layer in range(3):
        heard = layers.conv(f"{place}/cnn.{layer}/cnn.{layer}.0", layers.masked(heard, span))
        turned = write("Transpose", heard, perm=[0, 2, 1])
        turned = layers.norm(f"encoder.text_encoder.cnn.{layer}.1", turned, 1e-5, ("gamma", "beta"))
        heard = write("LeakyRelu", write("Transpose", turned, perm=[0, 2, 1]), alpha=SLOPE)
    turned = write("Transpose", heard, perm=[0, 2, 1])
    return layers.lstm(f"{place}/lstm", turned, counts)
