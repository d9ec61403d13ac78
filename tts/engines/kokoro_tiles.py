"""Kokoro's long convolutions, made a tile of the sound at a time, which stays in the processor's cache.

ONNX Runtime writes each sample down once for every place of the kernel before it multiplies: 88 MB for
thirteen seconds of 128 channels and a kernel of 11, and then waits for memory. For a tile it is 1.4 MB.
No sum changes, so the speech is the same, bit for bit.
"""

from collections import defaultdict

import numpy as np
from onnx import GraphProto, NodeProto, helper, numpy_helper

TILE = 1000
"""Samples. Between 500 and 3,000 it is as fast; smaller ones overlap more, larger ones leave the cache."""

LONG = "/decoder/decoder/generator/"
"""Begins the names of those whose sound has 20 or 120 samples a frame. The others hear one or two."""

_END = int(np.iinfo(np.int64).max)


def tile(graph: GraphProto) -> None:
    """Let each long convolution of 8-bit numbers hear tiles, as a batch, instead of the whole sound.

    They are joined when their sums have been scaled: until then, they are in the cache.
    """
    writer = _Writer(graph)
    users = _users(graph)
    lengths: dict[str, str] = {}
    for node in list(graph.node):
        if _is_long(node):
            scaled = _scaled(node, users).output[0]
            lengths[scaled] = writer.cut(node)
        writer.nodes.append(node)
        if node.output[0] in lengths:
            writer.join(node, lengths[node.output[0]])
    del graph.node[:]
    graph.node.extend(writer.nodes)


def _users(graph: GraphProto) -> dict[str, list[NodeProto]]:
    """Return which nodes take each tensor."""
    users: dict[str, list[NodeProto]] = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            users[name].append(node)
    return users


def _is_long(node: NodeProto) -> bool:
    """Tell whether a node is a long convolution that takes every sample, and its neighbours."""
    return (
        node.op_type == "ConvInteger"
        and node.name.startswith(LONG)
        and helper.get_node_attr_value(node, "strides") == [1]
        and _overlap(node) > 0
    )


def _overlap(node: NodeProto) -> int:
    """Return how many samples besides its own a tile hears, one half before them and one after."""
    (kernel,) = helper.get_node_attr_value(node, "kernel_shape")
    (dilation,) = helper.get_node_attr_value(node, "dilations")
    overlap: int = dilation * (kernel - 1)
    return overlap


def _scaled(node: NodeProto, users: dict[str, list[NodeProto]]) -> NodeProto:
    """Return the node that scales a convolution's sums, after the bias and the cast."""
    while node.op_type != "Mul":
        (node,) = users[node.output[0]]
    return node


class _Writer:
    """Writes a graph's nodes anew."""

    def __init__(self, graph: GraphProto) -> None:
        self.nodes: list[NodeProto] = []
        self._graph = graph
        self._weights = {weights.name: tuple(weights.dims) for weights in graph.initializer}
        self._numbers: set[str] = set()

    def cut(self, convolution: NodeProto) -> str:
        """Let a convolution that is to be written hear tiles, and return the name of the sound's length.

        There is silence around the sound, to the end of one tile more than it fills. Each tile is a row of
        samples, and the beginning of the next row.
        """
        sound, weights, silence, _ = convolution.input
        overlap = _overlap(convolution)
        _, channels, _ = self._weights[weights]
        length = self._write("Shape", sound, start=2, end=3)
        lacking = self._write("Mod", self._write("Neg", length), self._ints(TILE))
        behind = self._write("Add", lacking, self._ints(TILE - overlap // 2))
        around = self._write("Concat", self._ints(0, 0, overlap // 2, 0, 0), behind, axis=0)
        padded = self._write("Pad", sound, around, silence)
        rows = self._write("Reshape", padded, self._ints(channels, -1, TILE))
        own = self._write("Slice", rows, self._ints(0), self._ints(-1), self._ints(1))
        next_ = self._write("Slice", rows, self._ints(1, 0), self._ints(_END, overlap), self._ints(1, 2))
        tiles = self._write("Concat", own, next_, axis=2)
        convolution.input[0] = self._write("Transpose", tiles, perm=[1, 0, 2])
        (pads,) = (one for one in convolution.attribute if one.name == "pads")
        pads.ints[:] = [0, 0]
        return length

    def join(self, scaled: NodeProto, length: str) -> None:
        """Join what the node that was just written scales, and leave out what is behind the length."""
        joined, scaled.output[0] = scaled.output[0], f"{scaled.output[0]}_tiles"
        channels = self._write("Shape", scaled.output[0], start=1, end=2)
        shape = self._write("Concat", self._ints(1), channels, self._ints(-1), axis=0)
        rows = self._write("Transpose", scaled.output[0], perm=[1, 0, 2])
        sound = self._write("Reshape", rows, shape)
        slice_ = [sound, self._ints(0), length, self._ints(2)]
        self.nodes.append(helper.make_node("Slice", slice_, [joined]))

    def _write(self, kind: str, *inputs: str, **attributes: int | list[int]) -> str:
        """Write a node, and return the name of what it comes to."""
        name = f"tiles_{len(self.nodes)}"
        node = helper.make_node(kind, inputs, [name])
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return name

    def _ints(self, *numbers: int) -> str:
        """Return the name of a constant."""
        name = "_".join(("tiles", "ints", *map(str, numbers)))
        if name not in self._numbers:
            self._numbers.add(name)
            self._graph.initializer.append(numpy_helper.from_array(np.array(numbers, np.int64), name))
        return name
