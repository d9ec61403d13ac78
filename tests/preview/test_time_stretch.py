"""Another speed, the same pitch, and no click where it changes."""

from dataclasses import dataclass

import numpy as np
import pytest

from tts.preview.time_stretch import Samples, Stretcher

RATE = 24_000
HERTZ = 150.0


@dataclass(frozen=True, slots=True)
class Tone:
    """A voice's vowel: some harmonics of one pitch."""

    length: int
    sample_rate: int = RATE

    def read(self, start: int, count: int) -> Samples:
        at = np.arange(max(0, start), min(start + count, self.length))
        wave = sum(np.sin(2 * np.pi * HERTZ * number * at / RATE) / number for number in (1, 2, 3))
        return np.asarray(6000 * wave).astype(np.int16)


def pitch(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def steepest(samples: Samples) -> int:
    return int(np.abs(np.diff(samples.astype(np.int32))).max())


def all_of(stretcher: Stretcher, block: int = 960) -> Samples:
    parts = []
    while len(part := stretcher.read(block)):
        parts.append(part)
    return np.concatenate(parts)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0, 3.0])
def test_it_takes_as_long_as_the_speed_says_and_keeps_the_pitch(speed: float) -> None:
    tone = Tone(RATE * 6)
    stretcher = Stretcher(tone)
    stretcher.speed = speed
    sound = all_of(stretcher)
    assert len(sound) == pytest.approx(tone.length / speed, rel=0.02)
    assert pitch(sound[: RATE * 2]) == pytest.approx(HERTZ, abs=1)
    assert steepest(sound) <= steepest(tone.read(0, RATE)) * 1.2


def test_at_its_own_speed_not_a_sample_changes() -> None:
    tone = Tone(RATE * 3 + 77)
    assert np.array_equal(all_of(Stretcher(tone), 1000), tone.read(0, tone.length))


def test_neither_a_new_speed_nor_a_jump_makes_a_click() -> None:
    tone = Tone(RATE * 60)
    stretcher = Stretcher(tone)
    parts = []
    for number, speed in enumerate((1.0, 1.5, 1.0, 0.5, 3.0, 1.0, 2.0)):
        stretcher.speed = speed
        if number % 2:
            stretcher.jump(RATE * 5 * number + 31)
        parts.append(stretcher.read(7777))
    assert steepest(np.concatenate(parts)) <= steepest(tone.read(0, RATE)) * 1.2


def test_it_tells_where_it_is() -> None:
    stretcher = Stretcher(Tone(RATE * 60))
    stretcher.speed = 2.0
    stretcher.read(RATE * 3)
    assert stretcher.at == pytest.approx(RATE * 6, abs=RATE // 10)
    stretcher.jump(RATE * 30)
    assert stretcher.at == RATE * 30
    stretcher.jump(RATE * 60)
    assert len(stretcher.read(100)) == 0
    assert stretcher.at == RATE * 60
