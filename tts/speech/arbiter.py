"""Which reading a character has where no word decides: what a network learnt from 79,000 sentences.

The network is that of g2pM (Park and Lee, Interspeech 2020, arXiv 2004.03136), trained on the Chinese
Polyphones with Pinyin of Wikipedia: 64 numbers for a character, 32 for what stands before it and 32
for what follows. Only its weights are used: its program reads a whole sentence for each answer, a
sign at a time, and its files may hold any object; here they may hold arrays alone, and only what
stands near a character is read.
"""

import io
import math
import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_NEAR = 10
"""Signs on either side that are read: with 6, 10 and all of them 9,634, 9,632 and 9,632 of 9,893 right."""
_SURE = math.log(3)
"""By so much another reading must be likelier than the usual one: the sentences it was trained with hold
each of a character's readings far oftener than news does."""
_STEPS = np.arange(-_NEAR, 1)
_NOTHING, _UNKNOWN, _START, _END = range(4)
_HIDDEN = 32
_INPUT, _FORGET, _CELL, _OUTPUT = (slice(_HIDDEN * gate, _HIDDEN * (gate + 1)) for gate in range(4))


@dataclass(frozen=True, slots=True)
class Network:
    """The weights, the numbers of signs and readings, and `choices`, the readings of the characters it knows.

    `signs` holds for each direction what each sign adds to the gates (2, signs, 128), `memory` what
    the state before adds (2, 32, 128); `first` and `second` are the two layers that choose.
    """

    numbers: dict[str, int]
    readings: dict[str, int]
    choices: dict[str, list[str]]
    signs: Array
    memory: Array
    first: tuple[Array, Array]
    second: tuple[Array, Array]

    def likeliest(self, text: str, usual: Mapping[int, str]) -> dict[int, str]:
        """Return the likeliest reading at each position of a Simplified text that has a usual one.

        The usual one stays unless another is three times as likely. All are of characters in `choices`.
        """
        scores = self._scores(self._around(text, list(usual)))
        return {
            place: self._chosen(text[place], usual[place], row)
            for place, row in zip(usual, scores, strict=True)
        }

    def _chosen(self, character: str, usual: str, scores: Array) -> str:
        likely = {reading: scores[self.readings[reading]] for reading in self.choices[character]}
        best = max(likely, key=likely.__getitem__)
        return usual if likely.get(usual, -np.inf) > likely[best] - _SURE else best

    def _around(self, text: str, positions: Sequence[int]) -> NDArray[np.intp]:
        """Return the numbers of the signs that lead to each position from both sides: 2, positions, steps."""
        inside = [self.numbers.get(sign, _UNKNOWN) for sign in text]
        outside = [_NOTHING] * _NEAR
        row = np.array([*outside, _START, *inside, _END, *outside])
        centres = np.array(positions)[:, np.newaxis] + _NEAR + 1
        return np.stack([row[centres + _STEPS], row[centres - _STEPS]])

    def _scores(self, around: NDArray[np.intp]) -> Array:
        """Return the score of every reading at each position (positions, readings)."""
        directions = np.arange(2)[:, np.newaxis]
        state = cell = np.zeros((*around.shape[:2], _HIDDEN), np.float32)
        for step in range(around.shape[2]):
            signs = around[..., step]
            gates = self.signs[directions, signs] + state @ self.memory
            opened = 1 / (1 + np.exp(-gates))
            cell = opened[..., _FORGET] * cell + opened[..., _INPUT] * np.tanh(gates[..., _CELL])
            cell *= (signs != _NOTHING)[..., np.newaxis]
            state = opened[..., _OUTPUT] * np.tanh(cell)
        hidden = np.maximum(np.concatenate(state, axis=1) @ self.first[0] + self.first[1], 0)
        scores: Array = hidden @ self.second[0] + self.second[1]
        return scores


@cache
def network() -> Network:
    """Return the network; the first call takes the time of reading 1.7 MB."""
    weights = _file("np_ckpt.pkl")
    readings = {_with_v(reading): number for reading, number in _file("class2idx.pkl").items()}
    ways = ("", "_reverse")
    return Network(
        _file("char2idx.pkl"),
        readings,
        _choices(readings),
        np.stack([_added_by_signs(weights, way) for way in ways]),
        np.stack([weights[f"lstm.weight_hh_l0{way}"].T for way in ways]),
        *(
            (weights[f"{layer}.weight"].T, weights[f"{layer}.bias"])
            for layer in ("logit_layer.0", "logit_layer.2")
        ),
    )


def _choices(learnt: Collection[str]) -> dict[str, list[str]]:
    known = _file("digest_cedict.pkl").items()
    choices = {sign: [one for one in map(_with_v, found) if one in learnt] for sign, found in known}
    return {sign: found for sign, found in choices.items() if len(found) > 1}


def _with_v(reading: str) -> str:
    return reading.replace("u:", "v")


def _added_by_signs(weights: dict[str, Array], way: str) -> Array:
    bias = weights[f"lstm.bias_ih_l0{way}"] + weights[f"lstm.bias_hh_l0{way}"]
    added: Array = weights["embedding.weight"] @ weights[f"lstm.weight_ih_l0{way}"].T + bias
    return added


_MAKERS = {"_reconstruct": np.empty(0).__reduce__()[0], "ndarray": np.ndarray, "dtype": np.dtype}
"""What the pickle of an array is made with."""


class _Arrays(pickle.Unpickler):
    """Reads a pickle of plain values and arrays; what names anything else is refused."""

    def find_class(self, _module: str, name: str) -> object:
        """Return one of numpy's three; its module had another name when g2pM was packed."""
        if name not in _MAKERS:
            raise pickle.UnpicklingError(name)
        return _MAKERS[name]


def _file(name: str) -> dict[str, Any]:
    spec = find_spec("g2pM")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="g2pM")
    found: dict[str, Any] = _Arrays(io.BytesIO(Path(spec.origin).with_name(name).read_bytes())).load()
    return found
