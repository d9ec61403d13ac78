"""The header frame of an MP3 file: how long it is, and what a player should skip at its ends.

Form: the Xing/Info frame with LAME's extension (http://gabriel.mp3-tech.org/mp3infotag.html).
"""

import struct

from tts.audio.crc import crc16
from tts.audio.mp3 import Format

DECODER_DELAY = 528 + 1
"""Samples by which every Layer III decoder lags; players skip them besides the declared delay."""

ENCODER_DELAY = 576
"""Samples by which LAME lags."""

PADDING = 576
"""Samples to skip at the end. More than DECODER_DELAY, and with the delay a whole number of frames."""

HAS_FRAMES, HAS_BYTES, HAS_TOC, HAS_QUALITY = 1, 2, 4, 8
TOC_ENTRIES = 100
ALL_FIELDS_BYTES = 156
CONSTANT_BITRATE = 1


def frame_length(fmt: Format) -> int:
    """Return how many bytes the header frame takes."""
    return fmt.parsed.frame_bytes


def header_frame(fmt: Format, frames: int, music_crc: int) -> bytes:
    """Return the header frame of a file with this many frames after it; it decodes to silence.

    `music_crc` is the checksum of all those frames. A frame too short for the table of contents leaves
    it out, as a constant bit rate may: a longer one of another bit rate makes getID3 and eyeD3 tell
    that rate, and a wrong duration.
    """
    header = fmt.parsed
    toc = _table_of_contents(frames)
    if header.side_info_end + ALL_FIELDS_BYTES > header.frame_bytes:
        toc = b""
    flags = HAS_FRAMES | HAS_BYTES | HAS_QUALITY | (HAS_TOC if toc else 0)
    total_bytes = (frames + 1) * header.frame_bytes
    fields = b"".join(
        (
            struct.pack(">4sIII", b"Info", flags, frames, total_bytes),
            toc,
            struct.pack(">I", 0),  # quality: not known
            b"LAME3.100",
            bytes((CONSTANT_BITRATE, 0)),  # no low pass known
            bytes(8),  # no peak, no ReplayGain: those are tags
            bytes((0, fmt.parsed.bits_per_second // 1000)),
            (fmt.delay << 12 | PADDING).to_bytes(3, "big"),
            bytes(4),  # no presets
            struct.pack(">IH", total_bytes, music_crc),
        )
    )
    checked = fmt.header.ljust(header.side_info_end, b"\0") + fields
    return (checked + struct.pack(">H", crc16(checked))).ljust(header.frame_bytes, b"\0")


def duration_ms(fmt: Format, frames: int) -> int:
    """Return how long a player plays a file with this many frames after the header frame."""
    samples = frames * fmt.parsed.samples - fmt.delay - PADDING
    return round(samples * 1000 / fmt.parsed.sample_rate)


def lag_ms(fmt: Format) -> float:
    """Return how much later than its own start an encoded sound is heard in a player's time.

    Nothing when the declared delay is the encoder's.
    """
    return (ENCODER_DELAY - fmt.delay) * 1000 / fmt.parsed.sample_rate


def _table_of_contents(frames: int) -> bytes:
    """Return, for each percent of the time, how far in the file that is, in 256ths."""
    return bytes(
        int((1 + frames * percent / TOC_ENTRIES) * 256 / (frames + 1)) if frames else 0
        for percent in range(TOC_ENTRIES)
    )
