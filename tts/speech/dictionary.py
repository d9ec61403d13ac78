"""pypinyin's dictionaries, without its program, which would hold them as lists of lists: 50 MB of them."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
"""The marks of the four tones, by themselves; a syllable without is neutral, the fifth."""


@cache
def phrases() -> dict[str, msgspec.Raw]:
    """Return the dictionary's phrases, most of them in Simplified characters; see `phrase`."""
    return msgspec.json.decode(_file("phrases_dict.json"), type=dict[str, msgspec.Raw])


@cache
def phrase(word: str) -> tuple[str, ...]:
    """Return the first reading of each character of a phrase; nothing if the dictionary has it not."""
    known = phrases().get(word)
    readings = msgspec.json.decode(known, type=list[list[str]]) if known else []
    return tuple(numbered(first) for first, *_others in readings) if len(readings) == len(word) else ()


@cache
def readings_of(character: str) -> tuple[str, ...]:
    """Return the dictionary's readings of a character, the usual one first."""
    known = _characters().get(ord(character), "")
    return tuple(numbered(reading) for reading in known.split(",")) if known else ()


@cache
def numbered(syllable: str) -> str:
    """Return a syllable with its tone as a number, ü as v."""
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((TONES[mark] for mark in letters if mark in TONES), "5")
    toneless = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", toneless).replace("ü", "v") + tone


@cache
def _characters() -> dict[int, str]:
    return msgspec.json.decode(_file("pinyin_dict.json"), type=dict[int, str])


def _file(name: str) -> bytes:
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="pypinyin")
    return Path(spec.origin).with_name(name).read_bytes()
