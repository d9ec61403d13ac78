from collections.abc import Callable

import numpy as np
import pytest

from tts.audio.decode import decode
from tts.audio.encode import GAIN, encode
from tts.audio.mp3 import FORMATS, is_format, split
from tts.audio.pcm import resample, to_samples
from tts.engines.base import Pcm
from tts.errors import SynthesisError
from tts.model.episode import Profile


@pytest.mark.parametrize("profile", ["podcast", "source"])
@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
def test_what_is_decoded_is_what_was_encoded_neither_earlier_nor_later(
    speak: Callable[..., Pcm], profile: Profile, rate: int
) -> None:
    spoken = speak(1.0, rate=rate)
    fmt = FORMATS[profile]
    samples, decoded_rate = decode([encode(spoken, fmt)])
    expected = resample(to_samples(spoken), rate, decoded_rate) * GAIN
    assert decoded_rate == fmt.parsed.sample_rate
    assert len(samples) >= len(expected)
    difference = samples[: len(expected)] - expected
    assert np.sqrt(np.mean(difference**2)) < 0.1 * np.sqrt(np.mean(expected**2))


@pytest.mark.parametrize("profile", ["podcast", "source"])
def test_encoded_sound_is_whole_frames_of_one_format(speak: Callable[..., Pcm], profile: Profile) -> None:
    frames = encode(speak(0.7), FORMATS[profile])
    assert is_format(split(frames), FORMATS[profile])


def test_encoding_twice_gives_the_same_bytes(speak: Callable[..., Pcm]) -> None:
    spoken = speak(1.0)
    assert encode(spoken, FORMATS["podcast"]) == encode(spoken, FORMATS["podcast"])


def test_what_cannot_be_decoded_is_refused() -> None:
    with pytest.raises(SynthesisError, match="decoded"):
        decode([b"nothing"])


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(SynthesisError, match="inside a sample"):
        to_samples(Pcm(b"\0\0\0", 24000))
