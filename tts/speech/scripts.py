"""Traditional and Simplified characters: which a text is written in, and the one as the other."""

import re
from functools import cache

import opencc

_SURROGATE = re.compile("[\ud800-\udfff]")
_ZHU = re.compile(
    "(?<=[原土論论編编遺遗專专卓譯译新所顯显名昭巨鉅拙合較])著|(?<![看讀读拿抱捧翻帶带])著(?=[有名作述者書书稱称])"
)
"""著 that means writing or fame: it stays, where the aspect marker becomes 着."""


_UNIFIED = range(0x4E00, 0xA000)
"""The Chinese characters in common use, as Unicode has them."""
_BIG5_RARE = b"\xc9"
"""Where in Big5 the second half begins, of characters that are rarely used."""


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def _to_mainlands(text: str) -> str:
    safe = _SURROGATE.sub("\ufffd", text)
    converted: str = _converter().convert(safe)
    return converted


def to_simplified(text: str) -> str:
    """Return the text in Simplified characters, of the same length, for looking words up in.

    Configuration `tw2s`: no word is replaced by the mainland's, and the Taiwanese 著 of 看著 becomes
    着, but not that of 原著. (`t2s` leaves every 著, `tw2sp` changes words.)
    """
    converted = _to_mainlands(text)
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
    converted = _to_mainlands(character)
    return converted if len(converted) == 1 else character


def is_simplified(text: str) -> bool:
    """Tell whether more of the characters are Simplified only than Traditional only."""
    if text.isascii():
        return False
    traditional = sum(before != after for before, after in zip(text, _to_mainlands(text), strict=False))
    return sum(character in _simplified_only() for character in text) > traditional


@cache
def _simplified_only() -> frozenset[str]:
    """Return the characters that stand for Traditional ones and are not in use in Taiwan by themselves.

    Those in use are the first half of Big5. OpenCC's own way back (s2tw) would load 44 MB of phrases.
    """
    characters = list(map(chr, _UNIFIED))
    pairs = zip(characters, _to_mainlands("\n".join(characters)).split("\n"), strict=True)
    return frozenset(simple for character, simple in pairs if simple != character and not _in_taiwan(simple))


def _in_taiwan(character: str) -> bool:
    return b"" < character.encode("big5", "ignore") < _BIG5_RARE
