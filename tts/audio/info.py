"""The header frame of an MP3 file: how long it is, and what a player should skip at its ends.

Form: the Xing/Info frame with LAME's extension (http://gabriel.mp3-tech.org/mp3infotag.html).
"""

import struct

from tts.audio.crc import crc16
from tts.audio.mp3 import MPEG_1, Format, parse

DECODER_DELAY = 528 + 1
"""Samples by which every Layer III decoder lags; players skip them besides the declared delay."""

ENCODER_DELAY = 576
"""Samples by which LAME lags."""

PADDING = 576
"""Samples to skip at the end. More than DECODER_DELAY, and with the delay a whole number of frames."""

HAS_ALL_FIELDS = 0x0F  # frame count, byte count, table of contents, quality
TOC_ENTRIES = 100
CONSTANT_BITRATE = 1
LOW_BITRATE_HEADER = bytes.fromhex("fff384c4")
"""MPEG-2, 24 kHz, 64 kbit/s: the frames of 48 kbit/s are too short for the fields (LAME does the same)."""


def frame_length(fmt: Format) -> int:
    """Return how many bytes the header frame takes."""
    return parse(_header(fmt)).frame_bytes


def header_frame(fmt: Format, frames: int, music_crc: int) -> bytes:
    """Return the header frame of a file with this many frames after it; it decodes to silence.

    `music_crc` is the checksum of all those frames.
    """
    header = parse(_header(fmt))
    total_bytes = header.frame_bytes + frames * fmt.parsed.frame_bytes
    fields = b"".join(
        (
            struct.pack(">4sIII", b"Info", HAS_ALL_FIELDS, frames, total_bytes),
            _table_of_contents(header.frame_bytes, total_bytes),
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
    checked = _header(fmt).ljust(header.side_info_end, b"\0") + fields
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


def _header(fmt: Format) -> bytes:
    return fmt.header if fmt.parsed.version == MPEG_1 else LOW_BITRATE_HEADER


def _table_of_contents(first: int, total: int) -> bytes:
    """Return, for each percent of the time, how far in the file that is, in 256ths."""
    return bytes(
        int((first + (total - first) * percent / TOC_ENTRIES) * 256 / total) for percent in range(TOC_ENTRIES)
    )
