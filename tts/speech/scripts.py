"""Traditional and Simplified characters: which a text is written in, and the one as the other."""

import re
from functools import cache

import opencc

_SURROGATE = re.compile("[\ud800-\udfff]")
_ZHU = re.compile("(?<=[原土論编編遺專卓譯新所顯名昭巨拙合])著|著(?=[有名作述者書稱])")
"""著 that means writing or fame: it stays, where the aspect marker becomes 着."""


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _convert(text: str, config: str) -> str:
    safe = _SURROGATE.sub("\ufffd", text)
    converted: str = _converter(config).convert(safe)
    return converted


def to_simplified(text: str) -> str:
    """Return the text in Simplified characters, of the same length, for looking words up in.

    Configuration `tw2s`: no word is replaced by the mainland's, and the Taiwanese 著 of 看著 becomes
    着, but not that of 原著. (`t2s` leaves every 著, `tw2sp` changes words.)
    """
    converted = _convert(text, "tw2s")
    if len(converted) != len(text):
        converted = "".join(_one_for_one(character) for character in text)
    if "著" not in text:
        return converted
    characters = list(converted)
    for match in _ZHU.finditer(text):
        characters[match.start()] = "著"
    return "".join(characters)


@cache
def _one_for_one(character: str) -> str:
    converted = _convert(character, "tw2s")
    return converted if len(converted) == 1 else character


def is_simplified(text: str) -> bool:
    """Tell whether more of the characters are Simplified only than Traditional only."""
    if text.isascii():
        return False
    traditional = _differences(text, _convert(text, "tw2s"))
    return _differences(text, _convert(text, "s2tw")) > traditional


def _differences(text: str, converted: str) -> int:
    return sum(before != after for before, after in zip(text, converted, strict=False))
