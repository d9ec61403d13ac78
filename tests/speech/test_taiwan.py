"""Taiwan's own readings, word by word, where they are asked for."""

from pathlib import Path

import pytest

from tts.speech.pinyin import syllables

WORDS = [
    line.split("\t")
    for line in Path(__file__).with_name("taiwan.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]

FLOOR = 170
"""So many words there are; there may be more."""


def readings(text: str, *, taiwan: bool) -> str:
    return " ".join(syllable.pinyin for syllable in syllables(text, taiwan=taiwan))


@pytest.mark.parametrize(("word", "expected"), WORDS, ids=[word for word, _ in WORDS])
def test_a_word_is_read_as_in_taiwan(word: str, expected: str) -> None:
    assert readings(word, taiwan=True) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("质量", "zhi2 liang4"),
        ("头发", "tou2 fa3"),
        ("发展", "fa1 zhan3"),
        ("朴小姐", "piao2 xiao3 jie3"),
        ("歌曲", "ge1 qu3"),
        ("老师和学生", "lao3 shi1 han4 xue2 sheng1"),
    ],
)
def test_simplified_text_is_read_so_too(word: str, expected: str) -> None:
    assert readings(word, taiwan=True) == expected


def test_the_words_are_as_many_as_ever_and_most_of_them_are_read_otherwise_on_the_mainland() -> None:
    assert len(WORDS) >= FLOOR
    differing = [word for word, expected in WORDS if readings(word, taiwan=False) != expected]
    assert len(differing) > len(WORDS) / 2
