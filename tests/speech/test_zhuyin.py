"""Zhuyin is read as the same syllables as pinyin."""

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from tts.speech.ipa import ipa
from tts.speech.zhuyin import pinyin_of


def test_every_syllable_of_the_dictionary_is_the_same_in_zhuyin() -> None:
    said = set()
    for code in list(pinyin_dict)[::3]:
        zhuyin, numbered = (
            lazy_pinyin(chr(code), style=style, neutral_tone_with_five=True)[0]
            for style in (Style.BOPOMOFO, Style.TONE3)
        )
        syllable = numbered.replace("ü", "v")
        if ipa(syllable) and set("aeiouv") & set(syllable):
            said.add((zhuyin, syllable))
    assert len(said) > 1000
    assert [(zhuyin, syllable) for zhuyin, syllable in sorted(said) if pinyin_of(zhuyin) != (syllable,)] == []


def test_a_neutral_tone_stands_before_or_behind_and_spaces_are_free() -> None:
    assert pinyin_of("˙ㄇㄚ ㄇㄚ˙ㄇㄚ˙") == ("ma5", "ma5", "ma5")
    assert pinyin_of("ㄧˋㄩㄥˇ一ㄢ") == ("yi4", "yong3", "yan1")


@pytest.mark.parametrize("odd", ["ㄅ", "ㄗㄥ?", "ㄩㄤ", "˙", "ㄗㄥ guo2"])
def test_what_is_no_syllable_is_none(odd: str) -> None:
    assert pinyin_of(odd) == ()
