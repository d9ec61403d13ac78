"""Zhuyin, the phonetic signs of Taiwan's dictionaries, as pinyin."""

import re

from tts.speech.ipa import WITH_GLIDE

_INITIALS = dict(zip("ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄖㄗㄘㄙ", "bpmfdtnlgkhjqxrzcs", strict=True)) | {
    "ㄓ": "zh",
    "ㄔ": "ch",
    "ㄕ": "sh",
}
_FINALS = {
    "ㄚ": "a", "ㄛ": "o", "ㄜ": "e", "ㄝ": "ê", "ㄞ": "ai", "ㄟ": "ei", "ㄠ": "ao", "ㄡ": "ou", "ㄢ": "an",
    "ㄣ": "en", "ㄤ": "ang", "ㄥ": "eng", "ㄦ": "er", "ㄧ": "i", "ㄧㄚ": "ia", "ㄧㄛ": "io", "ㄧㄝ": "ie",
    "ㄧㄞ": "iai", "ㄧㄠ": "iao", "ㄧㄡ": "iu", "ㄧㄢ": "ian", "ㄧㄣ": "in", "ㄧㄤ": "iang", "ㄧㄥ": "ing",
    "ㄨ": "u", "ㄨㄚ": "ua", "ㄨㄛ": "uo", "ㄨㄞ": "uai", "ㄨㄟ": "ui", "ㄨㄢ": "uan", "ㄨㄣ": "un",
    "ㄨㄤ": "uang", "ㄨㄥ": "ong", "ㄩ": "v", "ㄩㄝ": "ve", "ㄩㄢ": "van", "ㄩㄣ": "vn", "ㄩㄥ": "iong",
}  # fmt: skip
_ALONE = {final: written for written, final in WITH_GLIDE.items()} | {"ong": "weng", "io": "yo"}
_TONES = {"": "1", "ˉ": "1", "ˊ": "2", "ˇ": "3", "ˋ": "4", "˙": "5"}
_BUZZED = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})

_SIGN = re.compile("[ㄅ-ㄦㄧㄨㄩ]")
_SYLLABLE = re.compile("(˙?)([ㄅ-ㄙ]?)([ㄧㄨㄩ一]?[ㄚ-ㄦ]?)([ˉˊˇˋ˙]?)")


def is_zhuyin(text: str) -> bool:
    """Tell whether a text has such signs."""
    return bool(_SIGN.search(text))


def pinyin_of(zhuyin: str) -> tuple[str, ...]:
    """Return the syllables with the numbers of their tones, ü as v; none where a part is no syllable.

    A tone stands behind its syllable, the neutral one before it, too, and none is the first. ㄧ may be 一.
    """
    syllables: list[str] = []
    for part in zhuyin.split():
        end = 0
        while end < len(part):
            found = _SYLLABLE.match(part, end)
            syllable = _syllable(*found.groups()) if found and found.end() > end else ""
            if not found or not syllable:
                return ()
            syllables.append(syllable)
            end = found.end()
    return tuple(syllables)


def _syllable(neutral: str, initial: str, final: str, tone: str) -> str:
    first = _INITIALS.get(initial, "")
    rest = _FINALS.get(final.replace("一", "ㄧ"), "")
    if first in {"j", "q", "x"} and rest.startswith("v"):
        rest = f"u{rest[1:]}"
    if first in _BUZZED and not rest:
        rest = "i"
    written = first + rest if first else _ALONE.get(rest, rest)
    return written + _TONES[neutral or tone] if rest else ""
