"""Words in other scripts inside Chinese, in Kokoro's phonemes."""

import re
import unicodedata
from functools import lru_cache

from tts.errors import EngineUnavailable
from tts.speech import espeak_library
from tts.speech.acronyms import RESPELLED, is_by_letters, is_plural
from tts.speech.ipa import VOCABULARY

_LETTERS = {
    "a": "ˈei", "b": "bˈiː", "c": "sˈiː", "d": "dˈiː", "e": "ˈiː", "f": "ˈɛf", "g": "ʤˈiː", "h": "ˈeiʧ",
    "i": "ˈai",
    "j": "ʤˈei", "k": "kˈei", "l": "ˈɛl", "m": "ˈɛm", "n": "ˈɛn", "o": "ˈou", "p": "pˈiː", "q": "kjˈuː",
    "r": "ˈɑɹ",
    "s": "ˈɛs", "t": "tˈiː", "u": "jˈuː", "v": "vˈiː", "w": "dˈʌbəljuː", "x": "ˈɛks", "y": "wˈai",
    "z": "zˈiː",
}  # fmt: skip
"""The names of the letters, in the phonemes that Kokoro's Chinese knows (ei, ai and ou as in 北, 愛, 歐)."""

_VOICES = (
    ("ja", re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("ru", re.compile("[\u0400-\u052f]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
"""espeak-ng's voices by the script they read; any other word is read as English."""

# The symbols of espeak-ng's IPA that Kokoro lacks, or knows better in its Chinese.
_IPA = {
    "aɪ": "ai", "eɪ": "ei", "oʊ": "ou", "aʊ": "au", "ɔɪ": "ɔi", "əʊ": "ou", "tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ",
    "dz": "ʣ",
    "tɕ": "ʨ", "dʑ": "ʥ", "ɚ": "əɹ", "ɝ": "ɜɹ", "r": "ɹ", "ɐ": "ə", "g": "ɡ", "ʑ": "ʒ", "ħ": "h", "ʕ": "a",
    "ɫ": "l",
    "ɵ": "o", "ʉ": "u", "ɘ": "ə", "ɭ": "l", "ʀ": "ʁ", "ɱ": "m", "ʙ": "b", "ɢ": "ɡ",
}  # fmt: skip
_IPA_PARTS = re.compile("|".join(sorted(_IPA, key=len, reverse=True)))
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]+\)")


def spelled(letters: str) -> str:
    """Return the names of the Latin letters of a text in phonemes."""
    return " ".join(_LETTERS[letter] for letter in letters.lower() if letter in _LETTERS)


@lru_cache(maxsize=4096)
def word_phonemes(word: str) -> str:
    """Return how a word in a script other than Chinese is said, in Kokoro's phonemes.

    Acronyms are spelled; a word that the library cannot say is spelled, as far as it has letters.
    """
    if is_spelled(word):
        return f"{spelled(word[:-1])}z" if is_plural(word) else spelled(word)
    english = RESPELLED.get(word.upper()) or (word.lower() if word.isupper() else word)
    try:
        said = espeak_library.phonemes(english, _voice(word))
    except EngineUnavailable:
        return spelled(word)
    return _in_vocabulary(said) or spelled(word)


def is_spelled(word: str) -> bool:
    """Tell whether a word is said letter by letter, as `tts.speech.acronyms` has it."""
    letters = word.replace(".", "")
    if len(letters) == 1:
        return letters.isascii()
    if not (letters.isascii() and letters.isalpha()):
        return False
    return is_by_letters(letters) if letters.isupper() else is_plural(letters)


def _voice(word: str) -> str:
    return next((voice for voice, script in _VOICES if script.search(word)), "en-us")


def _in_vocabulary(said: str) -> str:
    said = _LANGUAGE_SWITCH.sub("", said)
    decomposed = unicodedata.normalize("NFD", said)
    plain = "".join(symbol for symbol in decomposed if not unicodedata.combining(symbol))
    mapped = _IPA_PARTS.sub(lambda part: _IPA[part[0]], plain)
    return "".join(symbol for symbol in mapped if symbol in VOCABULARY).strip()
