from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.audio import gain
from tts.audio.decode import decode
from tts.audio.encode import encode
from tts.audio.mp3 import FORMATS, parse, split
from tts.engines.base import Pcm
from tts.errors import SynthesisError
from tts.model.episode import Profile

PROFILES: tuple[Profile, ...] = ("podcast", "source")

HEADERS = ("fffb74c4", "fff364c4", "fff264c4", "fffb9064", "fffa9064", "fff38064", "ffe364c4")
"""MPEG-1, 2 and 2.5, mono and stereo, with a checksum and without."""


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """Any frame of those kinds, its side information in disorder; without a checksum, or a right one."""
    header = bytes.fromhex(draw(st.sampled_from(HEADERS)))
    parsed = parse(header)
    body = draw(st.binary(min_size=36, max_size=36)) * (parsed.frame_bytes // 36 + 1)
    return gain.raised((header + body)[: parsed.frame_bytes], 0)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_step_is_a_decibel_and_a_half_and_leaves_all_else(
    speak: Callable[..., Pcm], profile: Profile
) -> None:
    own = split(encode(speak(1.0), FORMATS[profile]))
    before, _rate = decode(own)
    after, _rate = decode([gain.raised(frame, -4) for frame in own])
    assert np.allclose(after * 2, before, atol=2e-4)


@given(frames(), st.integers(-20, 20))
def test_as_many_steps_back_give_the_same_bytes(frame: bytes, steps: int) -> None:
    softer, louder = gain.room(frame)
    if not -softer <= steps <= louder:
        with pytest.raises(SynthesisError, match="without loss"):
            gain.raised(frame, steps)
        return
    assert gain.raised(gain.raised(frame, steps), -steps) == frame
    assert gain.room(gain.raised(frame, steps)) in {(softer + steps, louder - steps), (255, 255)}


def test_frames_together_are_raised_as_each_by_itself(speak: Callable[..., Pcm]) -> None:
    own = split(encode(speak(1.0, tail_ms=200), FORMATS["podcast"]))
    alone = [gain.raised(frame, 3) for frame in own]
    assert gain.raised(b"".join(own), 3) == b"".join(alone)
    softer, louder = zip(*map(gain.room, own), strict=True)
    assert gain.room(b"".join(own)) == (min(softer), min(louder))


def test_silence_stays_as_it_is() -> None:
    silent = FORMATS["podcast"].silent_frame
    assert gain.raised(silent, 200) == silent


def test_a_frame_with_a_checksum_gets_a_new_one(
    tmp_path: Path, speak: Callable[..., Pcm], judge: Callable[..., str]
) -> None:
    sound, protected = tmp_path / "sound.raw", tmp_path / "protected.mp3"
    sound.write_bytes(speak(2.0).samples)
    judge("lame", "--quiet", "-r", "-s", "24", "-m", "m", "-b", "48", "-p", "-t", sound, protected)
    own = split(protected.read_bytes())
    assert all(parse(frame).has_crc for frame in own)
    assert tuple(gain.raised(frame, 0) for frame in own) == own  # our checksums are LAME's
    protected.write_bytes(b"".join(gain.raised(frame, 2) for frame in own))
    assert "Wrong CRC" not in judge("mp3val", protected)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("steps", [-3, 2])
def test_mp3gain_makes_the_same_sound_of_the_same_frames(
    tmp_path: Path, speak: Callable[..., Pcm], judge: Callable[..., str], profile: Profile, steps: int
) -> None:
    own = split(encode(speak(2.0, tail_ms=300), FORMATS[profile]))
    path = tmp_path / "sound.mp3"
    path.write_bytes(b"".join(own))
    judge("mp3gain", "-q", "-s", "s", "-g", str(steps), path)
    theirs, ours = split(path.read_bytes()), tuple(gain.raised(frame, steps) for frame in own)
    assert np.array_equal(decode(theirs)[0], decode(ours)[0])
    assert sum(map(bytes.__eq__, theirs, ours)) > 0.8 * len(own)  # it changes silence too
