import math
from collections.abc import Callable

import numpy as np
import pyebur128  # type: ignore[import-untyped]
import pytest

from tts.audio.loudness import TARGET_LUFS, levelled
from tts.audio.pcm import Samples
from tts.audio.powers import Powers

RATE = 24000


def integrated(sound: Samples) -> float:
    """Return the loudness as libebur128 itself sums it up."""
    state = pyebur128.R128State(1, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(sound, len(sound))
    return float(pyebur128.get_loudness_global(state))


@pytest.mark.parametrize("seconds", [1.0, 1.37, 9.99])
@pytest.mark.parametrize("level_db", [-50, -20])
def test_the_loudness_of_a_sound_is_the_integrated_one(
    voice: Callable[..., Samples], seconds: float, level_db: float
) -> None:
    sound = np.concatenate((voice(seconds, level_db=level_db), voice(seconds, level_db=level_db - 15)))
    assert Powers.of([sound], RATE).lufs == pytest.approx(integrated(sound), abs=1e-6)


@pytest.mark.parametrize("seconds", [0.24, 5.0])
def test_a_raised_sound_has_the_powers_that_are_measured_of_it(
    voice: Callable[..., Samples], seconds: float
) -> None:
    sound = voice(seconds, level_db=-69)  # so that some blocks are under the absolute gate before
    raised, measured = Powers.of([sound], RATE).raised(8), Powers.of([8 * sound], RATE)
    assert raised.lufs == pytest.approx(measured.lufs, abs=1e-4)
    assert raised.blocks == pytest.approx(measured.blocks, abs=1e-4)


@pytest.mark.parametrize(("loud_db", "peaky"), [(-40, False), (-14, False), (-20, True)])
def test_what_levels_a_sound_tells_its_powers_then(
    voice: Callable[..., Samples], loud_db: float, *, peaky: bool
) -> None:
    sound = [voice(4.0, level_db=loud_db, peaky=peaky)]
    gain, powers = levelled(sound, RATE, -1.7)
    measured = Powers.of(gain.on(sound), RATE)
    assert powers.blocks == pytest.approx(measured.blocks, abs=1e-3)
    assert powers.lufs == pytest.approx(TARGET_LUFS, abs=1.0)


def test_every_block_with_any_of_the_sound_is_told(voice: Callable[..., Samples]) -> None:
    assert len(Powers.of([voice(1.0)], RATE).blocks) == 10 + 3
    assert len(Powers.of([voice(1.01)], RATE).blocks) == 11 + 3


def test_nothing_and_silence_have_none() -> None:
    for silent in ([], [np.zeros(100, np.float32)], [np.zeros(2 * RATE, np.float32)]):
        powers = Powers.of(silent, RATE)
        assert (powers.lufs, powers.blocks) == (-math.inf, ())
