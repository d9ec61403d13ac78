"""A text as a listener hears it: syllable after syllable, each with its character and its tone."""

from dataclasses import dataclass

from tts.speech.accent import MAINLAND, Accent
from tts.speech.normalizer import normalize
from tts.speech.pinyin import HAN, syllables
from tts.speech.scripts import to_simplified
from tts.speech.spoken import Spoken

TONES = "12345"


@dataclass(frozen=True, slots=True)
class Syllable:
    """A Simplified character with its reading (pinyin without tone, ü as v), or a letter or digit.

    `at` is its place in the text that was said.
    """

    character: str
    reading: str
    tone: str
    at: int


def said(spoken: Spoken, accent: Accent = MAINLAND) -> tuple[Syllable, ...]:
    """Return the syllables of what a voice was asked to say."""
    return _syllables(spoken.text, accent)


def heard(transcript: str) -> tuple[Syllable, ...]:
    """Return the syllables of what a recogniser wrote down, its numbers read as ours are."""
    return _syllables(normalize(transcript).text, MAINLAND)


def _syllables(text: str, accent: Accent) -> tuple[Syllable, ...]:
    readings = (one.pinyin for one in syllables(text, taiwan=accent.taiwan))
    found = []
    for at, (character, simplified) in enumerate(zip(text, to_simplified(text), strict=True)):
        if HAN.match(character):
            pinyin = next(readings)
            found.append(Syllable(simplified, pinyin.rstrip(TONES), pinyin[-1:], at))
        elif character.isalnum():
            found.append(Syllable(character.lower(), character.lower(), "", at))
    return tuple(found)
