import math
from collections.abc import Callable

import numpy as np
import pytest

from tts.audio.level import Level
from tts.audio.loudness import level_of, loudness
from tts.audio.pcm import Samples

RATE = 48000
QUIET = np.zeros(RATE // 2, np.float32)


@pytest.mark.parametrize("seconds", [1.0, 3.3, 20.0])
@pytest.mark.parametrize("level_db", [-60, -20])
def test_its_loudness_is_the_one_that_is_measured(
    voice: Callable[..., Samples], seconds: float, level_db: float
) -> None:
    sound = voice(seconds, rate=RATE, level_db=level_db)
    within = [QUIET, sound, QUIET]
    assert level_of([sound], RATE).lufs == pytest.approx(loudness(within, RATE), abs=0.02)


def test_sounds_one_after_the_other_are_as_loud_as_they_say_together(voice: Callable[..., Samples]) -> None:
    sounds = [voice(seconds, rate=RATE, level_db=db) for seconds, db in ((2.05, -20), (4.0, -26), (0.3, -23))]
    joined = Level.joined(level_of([sound], RATE) for sound in sounds)
    track = [block for sound in sounds for block in (sound, QUIET)]
    assert joined.lufs == pytest.approx(loudness(track, RATE), abs=0.05)
    assert joined.peak == pytest.approx(max(float(np.abs(sound).max()) for sound in sounds), rel=0.1)


def test_it_is_the_same_in_blocks_of_any_length(voice: Callable[..., Samples]) -> None:
    sound = voice(3.0, rate=RATE)
    pieces = np.split(sound, [1, 999, 70_000])
    assert level_of(pieces, RATE) == level_of([sound], RATE)


def test_silence_has_none() -> None:
    for silent in (Level(), Level.joined([]), level_of([], RATE), level_of([QUIET], RATE)):
        assert (silent.lufs, silent.peak_dbtp) == (-math.inf, -math.inf)
