"""Spoken text in the phonemes of Kokoro's Chinese voices."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tts.speech.ipa import ipa
from tts.speech.latin import word_phonemes
from tts.speech.numerals import digits
from tts.speech.pinyin import HAN, Syllable, syllables

_TOKEN = re.compile(
    rf"(?P<han>{HAN.pattern}+)|(?P<digits>[0-9]+)|(?P<space>\s+)"
    rf"|(?P<word>(?:(?!{HAN.pattern})[^\W\d_])+(?:['’](?!{HAN.pattern})[^\W\d_]+)*)|(?P<mark>—+|…+|[～~]+|.)",
    re.DOTALL,
)
_PAUSES = {
    "、": ", ", "，": ", ", ",": ", ", "。": ". ", "．": ". ", ".": ". ", "！": "! ", "!": "! ", "？": "? ",
    "?": "? ",
    "：": ": ", ":": ": ", "；": "; ", ";": "; ", "…": "… ", "—": "— ", "–": "— ", "～": "— ", "~": "— ",
    "／": ", ", "/": ", ",
    "（": " (", "(": " (", "）": ") ", ")": ") ", "［": " (", "[": " (", "］": ") ", "]": ") ", "〔": " (",
    "〕": ") ",
    "&": " ˈænd ", "＆": " ˈænd ",
    **dict.fromkeys("「『《〈【“«", " “"), **dict.fromkeys("」』》〉】”»", "” "),
}  # fmt: skip
_SPACES = re.compile(r" +")
_SPACE_AT_MARK = re.compile(r" (?=[,.!?:;…”)])|(?<=[(“]) ")
_NUMERALS = "零〇一二三四五六七八九十點点兩两"
_KEEPS_YI_BEFORE = "第初週周期統统唯專专單单逐劃划萬万天之"
_MULTIPLES = "百千萬万億亿兆"
_CALENDAR = "月日號号樓楼"
_FALLING, _THIRD = "4", "3"


def phonemize(text: str, *, third_tone: bool = False, taiwan: bool = False) -> str:
    """Return a spoken text in phonemes; every symbol of the result is in `ipa.VOCABULARY`.

    Words are separated by spaces, and the tones of 一 and 不 follow the next syllable, as the voices
    expect. `third_tone` turns the first of two third tones into a second one; the voices were trained
    without. `taiwan` asks for Taiwan's readings. Words in other scripts are spelled or said
    (`tts.speech.latin`); a character without a sound is skipped. Never raises.
    """
    readings = iter(syllables(text, taiwan=taiwan))
    said = "".join(_said(token, readings, third_tone=third_tone) for token in _TOKEN.finditer(text))
    return _SPACE_AT_MARK.sub("", _SPACES.sub(" ", said)).strip()


def _said(token: re.Match[str], readings: Iterator[Syllable], *, third_tone: bool) -> str:
    match token.lastgroup:
        case "han":
            return _run([next(readings) for _ in token[0]], third_tone=third_tone)
        case "digits":
            return _run(list(syllables(digits(token[0]))), third_tone=False)
        case "word":
            return f" {word_phonemes(token[0])} "
        case "space":
            return _space(token)
        case _:
            return _PAUSES.get(token[0][0], " ")


def _space(token: re.Match[str]) -> str:
    """Return a pause for a space between two Chinese clauses, as headlines have them, and line ends."""
    if "\n" in token[0]:
        return ". "
    around = token.string[token.start() - 1 : token.start()] + token.string[token.end() : token.end() + 1]
    return ", " if len(HAN.findall(around)) == len("前後") else " "


def _run(run: Sequence[Syllable], *, third_tone: bool) -> str:
    """Return a stretch of Chinese characters, a space before each word."""
    tones = _in_sentence(run, third_tone=third_tone)
    sounds = (" " * syllable.starts_word + ipa(tone) for syllable, tone in zip(run, tones, strict=True))
    return "".join(sounds) + " "


def _in_sentence(run: Sequence[Syllable], *, third_tone: bool) -> list[str]:
    """Return the readings with the tones they take on before the next syllable."""
    said = [syllable.pinyin for syllable in run]
    for index, (syllable, following) in enumerate(pairwise(run)):
        before = run[index - 1].character if index else ""
        falling = following.pinyin.endswith((_FALLING, "5"))
        if syllable.character == "不" and following.pinyin.endswith(_FALLING):
            said[index] = "bu2"
        elif syllable.character == "一" and _yi_changes(before, following.character):
            said[index] = "yi2" if falling else "yi4"
        elif third_tone and syllable.pinyin.endswith(_THIRD) and following.pinyin.endswith(_THIRD):
            said[index] = syllable.pinyin[:-1] + "2"
    return said


def _yi_changes(before: str, following: str) -> bool:
    """Tell whether 一 is said with another tone: not as an ordinal or a digit, nor at a word's end."""
    if before and before in _KEEPS_YI_BEFORE + _NUMERALS:
        return before in "零〇" and following in _MULTIPLES
    return following in _MULTIPLES or following not in _NUMERALS + _CALENDAR + "、"
