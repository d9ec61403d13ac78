"""The dictionaries are pypinyin's, whoever reads them."""

import re
import subprocess
import sys

import pytest
from pypinyin import lazy_pinyin
from pypinyin.contrib.tone_convert import to_tone3
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from tts.speech.dictionary import phrase, phrases, readings_of
from tts.speech.pinyin import romanized


def numbered(reading: str) -> str:
    return str(to_tone3(reading, neutral_tone_with_five=True)).replace("ü", "v")


def test_every_phrase_is_there_with_its_first_readings() -> None:
    assert phrases().keys() == phrases_dict.keys()
    for word, readings in phrases_dict.items():
        if len(readings) == len(word):
            assert phrase(word) == tuple(numbered(first) for first, *_others in readings)


def test_every_character_is_there_with_all_its_readings() -> None:
    for code, readings in pinyin_dict.items():
        assert readings_of(chr(code)) == tuple(map(numbered, readings.split(",")))


@pytest.mark.parametrize("word", ["", "無此詞也", "A"])
def test_what_is_not_in_the_dictionary_has_no_reading(word: str) -> None:
    assert phrase(word) == ()


@pytest.mark.parametrize(
    "title",
    [
        "中再祭稀土牌？ 停審查銷日許可",
        "重慶銀行行長：30%綠能ETF",
        "呂氏春秋 vs. 女媧",
        "重庆银行行长说",
        "〇二年的𠮷野家",
    ],
)
def test_a_title_in_latin_letters_is_as_pypinyin_has_it(title: str) -> None:
    assert re.findall("[^-]+", romanized(title)) == [
        part for syllable in lazy_pinyin(title) for part in re.findall("[^-]+", syllable)
    ]


def test_a_title_in_latin_letters_is_spared_what_would_take_fifty_megabytes() -> None:
    program = "import sys\nfrom tts.speech.pinyin import romanized\nromanized('重慶')\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pypinyin" not in done.stdout.split()
