"""MP3 frames to PCM, by miniaudio."""

from collections.abc import Sequence

import miniaudio  # type: ignore[import-untyped]
import numpy as np

from tts.audio.info import DECODER_DELAY, ENCODER_DELAY
from tts.audio.pcm import Samples
from tts.errors import SynthesisError


def decode(frames: Sequence[bytes]) -> tuple[Samples, int]:
    """Return the sound before it was encoded, in mono, and its sample rate.

    The delay of an encoder like LAME and of the decoder is taken off. The frames come without tags
    and header frame. Raises SynthesisError when nothing can be decoded.
    """
    try:
        sound = miniaudio.mp3_read_f32(b"".join(frames))
    except miniaudio.DecodeError as error:
        message = "The speech cannot be decoded."
        raise SynthesisError(message) from error
    samples = np.frombuffer(sound.samples, np.float32).reshape(-1, sound.nchannels).mean(axis=1)
    return samples[ENCODER_DELAY + DECODER_DELAY :], sound.sample_rate
