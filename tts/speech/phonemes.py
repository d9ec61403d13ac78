"""Spoken text in the phonemes of Kokoro's Chinese voices."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tts.speech.ipa import ipa
from tts.speech.latin import word_phonemes
from tts.speech.numerals import digits
from tts.speech.pinyin import HAN, Syllable, syllables

_TOKEN = re.compile(
    rf"(?P<han>{HAN.pattern}+)|(?P<digits>[0-9]+)|(?P<space>\s+)"
    rf"|(?P<word>(?:(?!{HAN.pattern})[^\W\d_])+(?:['’](?:(?!{HAN.pattern})[^\W\d_])+)*)|(?P<mark>—+|…+|[～~]+|.)",
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
_NEEDLESS_SPACES = re.compile(r"\A +| +(?=[,.!?:;…”)]|\Z)|(?<=[(“]) +|(?<= ) +")
_NUMERALS = "零〇一二三四五六七八九十點点兩两"
_KEEPS_YI_BEFORE = "第初週周期統统唯專专單单逐劃划萬万天之"
_MULTIPLES = "百千萬万億亿兆"
_CALENDAR = "月日號号樓楼"
_FALLING, _THIRD = "4", "3"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is said as one (a Chinese character, a word, a number, a mark), and its phonemes."""

    text: str
    phonemes: str


def phonemize(text: str, *, third_tone: bool = False, taiwan: bool = False) -> str:
    """Return a spoken text in phonemes; every symbol of the result is in `ipa.VOCABULARY`.

    Words are separated by spaces, and the tones of 一 and 不 follow the next syllable, as the voices
    expect. `third_tone` turns the first of two third tones into a second one; the voices were trained
    without. `taiwan` asks for Taiwan's readings. Words in other scripts are spelled or said
    (`tts.speech.latin`); a character without a sound is skipped. Never raises.
    """
    return "".join(one.phonemes for one in stretches(text, third_tone=third_tone, taiwan=taiwan))


def stretches(text: str, *, third_tone: bool = False, taiwan: bool = False) -> tuple[Stretch, ...]:
    """Return the text in stretches, in order, with the phonemes that `phonemize` has for each.

    Joined, they are the text, and their phonemes its phonemes. A space between phonemes is of no text.
    """
    readings = iter(syllables(text, taiwan=taiwan))
    tokens = _TOKEN.finditer(text)
    said = [one for token in tokens for one in _said(token, readings, third_tone=third_tone)]
    whole = "".join(one.phonemes for one in said)
    needless = {at for spaces in _NEEDLESS_SPACES.finditer(whole) for at in range(*spaces.span())}
    starts = accumulate((len(one.phonemes) for one in said), initial=0)
    return tuple(_without(one, start, needless) for one, start in zip(said, starts, strict=False))


def _without(stretch: Stretch, start: int, needless: set[int]) -> Stretch:
    """Return the stretch, whose phonemes begin at `start`, without the needless ones."""
    kept = (symbol for at, symbol in enumerate(stretch.phonemes, start) if at not in needless)
    return Stretch(stretch.text, "".join(kept))


def _said(token: re.Match[str], readings: Iterator[Syllable], *, third_tone: bool) -> Iterator[Stretch]:
    match token.lastgroup:
        case "han":
            yield from _run([next(readings) for _ in token[0]], third_tone=third_tone)
        case "digits":
            run = _run(list(syllables(digits(token[0]))), third_tone=False)
            yield Stretch(token[0], "".join(one.phonemes for one in run))
        case "word":
            yield Stretch(token[0], f" {word_phonemes(token[0])} ")
        case "space":
            yield Stretch(token[0], _space(token))
        case _:
            yield Stretch(token[0], _PAUSES.get(token[0][0], " "))


def _space(token: re.Match[str]) -> str:
    """Return a pause for a space between two Chinese clauses, as headlines have them, and line ends."""
    if "\n" in token[0]:
        return ". "
    around = token.string[token.start() - 1 : token.start()] + token.string[token.end() : token.end() + 1]
    return ", " if len(HAN.findall(around)) == len("前後") else " "


def _run(run: Sequence[Syllable], *, third_tone: bool) -> Iterator[Stretch]:
    """Yield the characters of a stretch of Chinese, a space before each word and at the end."""
    for syllable, tone in zip(run, _in_sentence(run, third_tone=third_tone), strict=True):
        yield Stretch(syllable.character, " " * syllable.starts_word + ipa(tone))
    yield Stretch("", " ")


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
