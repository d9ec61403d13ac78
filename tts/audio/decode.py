"""MP3 frames to PCM, by miniaudio."""

from collections.abc import Iterator, Sequence

import miniaudio  # type: ignore[import-untyped]
import numpy as np

from tts.audio import mp3
from tts.audio.info_header import DECODER_DELAY, ENCODER_DELAY
from tts.audio.pcm import BLOCK_SAMPLES, Samples, whole
from tts.errors import SynthesisError


def decode(frames: Sequence[bytes]) -> tuple[Samples, int]:
    """Return the sound before it was encoded, in mono, and its sample rate; like `decoded`, all at once."""
    sample_rate, sound = decoded(b"".join(frames))
    return whole(sound), sample_rate


def decoded(frames: bytes) -> tuple[int, Iterator[Samples]]:
    """Return the sample rate, and in blocks the sound before it was encoded, in mono.

    The delay of an encoder like LAME and of the decoder is taken off. The frames come without tags
    and header frame. Raises SynthesisError when nothing can be decoded.
    """
    sample_rate, sound = played(frames)
    return sample_rate, _without_delay(sound)


def played(frames: bytes) -> tuple[int, Iterator[Samples]]:
    """Return what a player makes of the frames, delay and all, as `decoded` does otherwise."""
    try:
        sample_rate = mp3.parse(frames).sample_rate
        form = miniaudio.SampleFormat.FLOAT32, 1, sample_rate
        stream = miniaudio.stream_memory(frames, *form, frames_to_read=BLOCK_SAMPLES)
    except (miniaudio.DecodeError, SynthesisError) as error:
        message = "The speech cannot be decoded."
        raise SynthesisError(message) from error
    return sample_rate, (np.frombuffer(block, np.float32) for block in stream)


def _without_delay(sound: Iterator[Samples]) -> Iterator[Samples]:
    late = ENCODER_DELAY + DECODER_DELAY
    for block in sound:
        yield block[late:]
        late = max(0, late - len(block))
