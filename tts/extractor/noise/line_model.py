"""Line model: how much a line reads like those that papers set around their stories, in new words too.

A rule knows the wordings that somebody thought of. This is a logistic regression on a line's characters, by
ones, twos and threes, learnt by `bench/line_model.py` from invented lines of all kinds and from real prose.
"""

import re
import zlib
from functools import cache, lru_cache
from importlib.resources import files
from math import sqrt

from tts.extractor.noise.fold import fold
from tts.extractor.prose import HAN

BUCKETS = 1 << 15
WEIGHTS = "line_weights.bin"
_GRAMS = (1, 2, 3)
_DIGITS = re.compile(r"\d+")
_HAN = re.compile(rf"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z]+")
_OPENS_QUOTATION = re.compile(r"^[「“『]")
_FINISHED = re.compile(r"[。！？!?…][」』”）)]*$")
_SCALE = 127  # a weight is a signed byte; the file's first eight bytes say what the largest and the bias are
_UNIT = 1_000
_MIN_CHARS, _MAX_CHARS = 4, 100
_LEADS_ON = ("，", "、", "：", "；", ",", ":", ";")
# Real prose scored less, save captions and what is written as stock lines are, when its page was left out of
# what was learnt (`python bench/line_model.py --verbose`).
_LEAST_FINISHED, _LEAST_UNFINISHED = 0.0, 0.5
_LONG, _LEAST_LONG = 30, 1.2  # a whole statement: to lose one is worse than to hear a stock line
_SHORT, _LEAST_BY_MISSING = 8, 0.3


def reads_like_furniture(line: str) -> bool:
    """Tell whether a line reads like none of a story, by its characters alone; what leads on is of one."""
    return not line.endswith(_LEADS_ON) and furniture_score(line) > least_score(line)


def least_score(line: str) -> float:
    """Return what a line must score to be left out: more where it may be a sub-heading or an item."""
    if _FINISHED.search(line):
        return _LEAST_FINISHED if len(line) <= _LONG else _LEAST_LONG
    return _LEAST_UNFINISHED + _LEAST_BY_MISSING * max(0, _SHORT - len(line))


@lru_cache(maxsize=4096)
def furniture_score(line: str) -> float:
    """Return the logarithm of the odds that a line is none of a story; 0 is even.

    It is minus infinity for other languages, and for what is too short or too long to be told by them.
    """
    if not _MIN_CHARS <= len(line) <= _MAX_CHARS or not _is_chinese(line):
        return float("-inf")
    bias, unit, weights = _learnt()
    found = features(line)
    return bias + unit * sum(weights[one] for one in found) / sqrt(len(found))


def _is_chinese(line: str) -> bool:
    return len(_HAN.findall(line)) > max(1, len(_LATIN.findall(line)))


def features(line: str) -> frozenset[int]:
    """Return the buckets of what is looked at in a line; its numbers count by being there alone."""
    folded = _DIGITS.sub(lambda number: "00"[: len(number[0])], fold(line))
    return frozenset(zlib.crc32(one.encode()) % BUCKETS for one in _seen(folded))


def _seen(folded: str) -> set[str]:
    text = f"^{_LATIN.sub('A', folded)}$"
    seen = {text[at : at + size] for size in _GRAMS for at in range(len(text) - size + 1)}
    seen.update(map(str.lower, _LATIN.findall(folded)))
    seen.update((f"LENGTH{len(folded).bit_length()}", f"FINISHED{bool(_FINISHED.search(folded))}"))
    if _OPENS_QUOTATION.match(folded):
        seen.add("QUOTED")
    return seen


def packed(weights: list[float], bias: float) -> bytes:
    """Return the weights as a file holds them."""
    largest = max(map(abs, weights))
    head = b"".join(round(one * _UNIT).to_bytes(4, "big", signed=True) for one in (bias, largest))
    return head + bytes(round(one / largest * _SCALE) % 256 for one in weights)


@cache
def _learnt() -> tuple[float, float, memoryview]:
    """Return the bias, what one step of a weight is worth, and the weights."""
    stored = files(__package__).joinpath(WEIGHTS).read_bytes()
    bias, largest = (int.from_bytes(stored[at : at + 4], "big", signed=True) / _UNIT for at in (0, 4))
    return bias, largest / _SCALE, memoryview(stored)[8:].cast("b")
