"""Latin names are said as a word or by letters, never half and half, and without a pause inside."""

from pathlib import Path

import pytest

from tts.speech.acronyms import LETTERS, RESPELLED, WORDS
from tts.speech.latin import is_spelled, word_phonemes
from tts.speech.lexicon import lexicon
from tts.speech.normalizer import normalize

ACRONYMS = [
    line.split("\t")
    for line in Path(__file__).with_name("acronyms.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("written", "way"), ACRONYMS, ids=[written for written, _ in ACRONYMS])
def test_an_acronym_is_said_by_letters_or_as_a_word(written: str, way: str) -> None:
    assert is_spelled(written) == (way == "letters")


def test_no_acronym_is_on_both_lists() -> None:
    assert not LETTERS & (WORDS | RESPELLED.keys())


def test_the_plural_of_letters_ends_in_a_voiced_s() -> None:
    assert word_phonemes("CEOs") == word_phonemes("CEO") + "z"


def test_the_lexicon_makes_a_word_of_letters_and_letters_of_a_word() -> None:
    own = lexicon({"FEMA": "F E M A", "GOP": "gop"})
    assert normalize("FEMA與GOP及GOPAC", own).text == "F E M A與gop及GOPAC"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("據U.S. News排名", "據U S News排名"),
        ("J.K.羅琳與J. R. R. Tolkien", "J K羅琳與J R R Tolkien"),
        ("Washington D.C.報導", "Washington D C報導"),
        ("St. John's大學的Dr. Wu", "St John's大學的Dr Wu"),
        ("用C#、F#與.NET開發", "用C Sharp、F Sharp與點NET開發"),
        ("C++與Node.js", "C加加與Node點js"),
        ("ASP.NET平台", "ASP點NET平台"),
        ("Yahoo!新聞", "Yahoo新聞"),
        ("見p.25", "見第二十五頁"),
        ("It rained. We stayed.", "It rained. We stayed."),
    ],
)
def test_a_name_with_points_or_signs_has_no_pause_inside(written: str, said: str) -> None:
    assert normalize(written).text == said
