"""How a word is read, as people write it down: pinyin with numbers or marks, apart or joined, and zhuyin."""

import re
from functools import lru_cache

from tts.speech.dictionary import numbered
from tts.speech.ipa import ipa
from tts.speech.zhuyin import is_zhuyin, pinyin_of

_SYLLABLE = re.compile(r"([a-zü]+)([0-5])")
_TONED = re.compile("[0-5āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_VOWELS = "aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_JOINED = re.compile(
    f"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[{_VOWELS}]{{1,4}}(?:ng(?![{_VOWELS}])|[nr](?![{_VOWELS}]))?[0-5]?"
)
"""A syllable among others in a word: zeng1guo2fan1, Guófān."""
_BETWEEN = re.compile(r"[\s'’·-]+")


def syllables_of(value: str) -> tuple[str, ...]:
    """Return the syllables with tone numbers, ü as v; none if it is neither zhuyin nor pinyin with tones."""
    if is_zhuyin(value):
        return pinyin_of(value)
    if not _TONED.search(value):
        return ()
    words = _BETWEEN.split(value.lower().replace("u:", "ü").replace("v", "ü").strip())
    found = tuple(map(_syllables, words))
    return tuple(syllable for each in found for syllable in each) if all(found) else ()


@lru_cache(maxsize=10_000)
def _syllables(token: str) -> tuple[str, ...]:
    """Return the syllables of a word in pinyin; of several each must have its tone."""
    whole = _syllable(token)
    if not whole or not ipa(whole):
        each = _JOINED.findall(token)
        if len(each) > 1 and "".join(each) == token and all(map(_TONED.search, each)):
            found = tuple(map(_syllable, each))
            return found if all(map(ipa, found)) else (whole,) if whole else ()
    return (whole,) if whole else ()


def _syllable(token: str) -> str:
    match = _SYLLABLE.fullmatch(token if token[-1] in "012345" else numbered(token)) if token else None
    return match[1].replace("ü", "v") + match[2].replace("0", "5") if match else ""
