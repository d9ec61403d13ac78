"""Every Chinese character gets the reading it has in its word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.speech.pinyin import HAN, homophone, syllables

POLYPHONES = [
    line.split("\t")
    for line in Path(__file__).with_name("polyphones.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def readings(text: str) -> list[str]:
    return [syllable.pinyin for syllable in syllables(text)]


@pytest.mark.parametrize(("sentence", "expected"), POLYPHONES, ids=[sentence for sentence, _ in POLYPHONES])
def test_a_polyphone_is_read_by_its_word(sentence: str, expected: str) -> None:
    """In the table the character in question follows a *."""
    before, _, after = sentence.partition("*")
    assert readings(before + after)[len(HAN.findall(before))] == expected


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_there_is_one_syllable_for_every_chinese_character(text: str) -> None:
    assert [syllable.character for syllable in syllables(text)] == HAN.findall(text)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("隨著氣溫下降", "随着气温下降"), ("頭髮乾了", "头发干了"), ("原著作者", "原著作者")],
)
def test_both_scripts_are_read_alike(traditional: str, simplified: str) -> None:
    assert readings(traditional) == readings(simplified)


def test_readings_are_citation_readings() -> None:
    assert readings("一個不是") == ["yi1", "ge4", "bu4", "shi4"]


def test_u_umlaut_is_written_v() -> None:
    assert readings("綠女略") == ["lv4", "nv3", "lve4"]


def test_words_are_known_by_their_first_character() -> None:
    assert [syllable.starts_word for syllable in syllables("重要的銀行")] == [True, False, True, True, False]


@pytest.mark.parametrize("syllable", ["zeng1", "zha1", "ren2", "xie4", "nv3"])
def test_a_homophone_sounds_as_asked(syllable: str) -> None:
    assert readings(homophone("曾", syllable)) == [syllable]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("星期", "xing1 qi2"),
        ("垃圾和企業", "le4 se4 han4 qi4 ye4"),
        ("人質", "ren2 zhi4"),
        ("和平", "he2 ping2"),
        ("口角", "kou3 jiao3"),
    ],
)
def test_taiwan_readings_are_given_when_asked_for(text: str, expected: str) -> None:
    assert [syllable.pinyin for syllable in syllables(text, taiwan=True)] == expected.split()
    assert readings("星期") == ["xing1", "qi1"]
