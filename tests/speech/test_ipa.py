"""Syllables sound as misaki transcribes them, in symbols that Kokoro has."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest
from pypinyin.pinyin_dict import pinyin_dict

from tts.speech.dictionary import readings_of
from tts.speech.ipa import VOCABULARY, ipa

SYLLABLES = sorted({reading for code in pinyin_dict for reading in readings_of(chr(code))})
MISAKI_ERRS = ("yo", "wong")
"""misaki reads 喲 as wo, and has no wong."""


def test_every_syllable_of_the_dictionary_has_a_sound() -> None:
    assert [syllable for syllable in SYLLABLES if not ipa(syllable)] == []
    assert frozenset("".join(map(ipa, SYLLABLES))) <= VOCABULARY


@pytest.mark.skipif(
    not ("CI" in os.environ or (find_spec("misaki") and find_spec("ordered_set"))),
    reason="misaki's Chinese is not installed",
)
@pytest.mark.skipif(sys.version_info >= (3, 13), reason="misaki is for Python before 3.13")
def test_syllables_are_transcribed_as_misaki_does() -> None:
    misaki = import_module("misaki.transcription")
    tones = {
        "˧˩˧": "↓",
        "˧˥": "↗",
        "˥˩": "↘",
        "˥": "→",
        "\u027b\u0329": "ɨ",
        "\u0279\u0329": "ɨ",
        "\u032f": "",
    }
    for syllable in SYLLABLES:
        if syllable.startswith(MISAKI_ERRS):
            continue
        expected = "".join(misaki.pinyin_to_ipa(syllable.replace("v", "ü"))[0])
        for mark, symbol in tones.items():
            expected = expected.replace(mark, symbol)
        assert ipa(syllable) == expected


def test_what_is_no_syllable_has_no_sound() -> None:
    assert ipa("") == ""
    assert ipa("blorp1") == ""
