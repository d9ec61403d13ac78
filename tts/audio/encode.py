"""PCM to MP3 frames, by LAME."""

import lameenc  # type: ignore[import-not-found]

from tts.audio.mp3 import Format
from tts.audio.pcm import Blocks, Sound, in_16_bits, resampled
from tts.engines.base import Pcm

QUALITY = 5
"""Of speech at 96 kbit/s all bands keep the distance from noise that 2 gives them, within 0.4 dB and
in the quietest twentieth of all moments too, in 60 % of the time; 7 saves more, but in some moments
noise comes within 10 dB of the voice's lowest octaves (bench/encoding.py)."""

GAIN = 0.95
"""What LAME multiplies every sample with before encoding, to keep clear of full scale."""


def encode(pcm: Pcm, fmt: Format) -> bytes:
    """Return the sound as frames, like `encoded`."""
    return encoded(Blocks(pcm), pcm.sample_rate, fmt)


def encoded(sound: Sound, sample_rate: int, fmt: Format) -> bytes:
    """Return the sound as whole frames that stand alone: the first draws on none before it.

    Decoded they lag by the encoder's and the decoder's delay, and end in silence.
    """
    encoder = lameenc.Encoder()
    encoder.silence()  # else LAME reports to standard error
    encoder.set_bit_rate(fmt.parsed.bits_per_second // 1000)
    encoder.set_in_sample_rate(fmt.parsed.sample_rate)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    blocks = in_16_bits(resampled(sound, sample_rate, fmt.parsed.sample_rate))
    return b"".join((*(bytes(encoder.encode(block)) for block in blocks), bytes(encoder.flush())))
