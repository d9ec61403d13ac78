"""Melodies are told apart as the four tones are, and each syllable is given its time and tone."""

import numpy as np
import pytest

from bench.pitch import fits, toned
from tts.model.episode import Cue, Word

MELODIES = {
    1: np.full(12, 2.0),
    2: np.linspace(-2, 2, 12),
    3: np.linspace(-3, -4, 12),
    4: np.linspace(3, -3, 12),
}


@pytest.mark.parametrize("melody", MELODIES)
@pytest.mark.parametrize("tone", MELODIES)
def test_a_melody_fits_its_own_tone_alone(tone: int, melody: int) -> None:
    assert fits(tone, MELODIES[melody]) == (tone == melody)


def test_syllables_share_the_time_of_their_word_and_have_the_tones_that_are_said() -> None:
    words = (Word(0, 400, "不要"), Word(400, 500, "的"), Word(500, 900, "很好，"), Word(900, 1500, "3萬"))
    cue = Cue(0, 1500, "".join(word.text for word in words), words=words)
    found = list(toned(cue, "不要的很好，三萬"))
    assert found == [(0, 200, 2), (200, 400, 4), (700, 900, 3), (900, 1500, 4)]
