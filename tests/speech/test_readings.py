"""The tables of readings are sound, and the longest word around a character decides."""

from importlib.resources import files

import pytest

from tts.speech.ipa import ipa
from tts.speech.readings import EVERYWHERE, curated

LINES = [
    line
    for table in ("readings.txt", "readings_tw.txt")
    for line in files("tts.speech").joinpath(table).read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "{"))
]


def test_every_line_has_a_character_a_syllable_and_words_that_hold_the_character() -> None:
    for line in LINES:
        head, _, words = line.partition(":")
        character, syllable = head.split()
        assert len(character) == 1, line
        assert ipa(syllable), line
        for word in words.split():
            assert word == EVERYWHERE or character in word, line


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("|成為|", "wei2"),
        ("|因為|", "wei4"),
        ("|为了|", "wei4"),
        ("|她為學生們提供|", "wei4"),
        ("|她為學生|提供|", ""),
    ],
)
def test_words_around_decide_in_either_script_and_within_a_clause(text: str, reading: str) -> None:
    position = next(index for index, character in enumerate(text) if character in "為为")
    assert curated().in_context(text[position], text, position) == reading
