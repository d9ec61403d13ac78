"""Louder and softer without decoding: the global gain of every frame, in steps of 1.5 dB.

Fields: ISO/IEC 11172-3 2.4.1.7 and 13818-3 2.4.1.7 (side information of Layer III). Only the gain
and, where a frame has one, its checksum change, so that the same steps back give the same bytes.
"""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tts.audio.mp3 import HEADER_BYTES, MPEG_1, Header, parse
from tts.errors import SynthesisError

STEP_DB = 20 * math.log10(2) / 4
"""A step of the global gain multiplies every sample by the fourth root of two."""

LENGTH_BITS, BIG_VALUES_BITS, GAIN_BITS = 12, 9, 8
REST_BITS = {True: 30, False: 34}
"""What follows the gain in a granule's side information, in MPEG-1 and in later versions."""

HIGHEST_GAIN = 255

CRC_POLYNOMIAL = 0x8005
CRC_START = 0xFFFF

Rows = npt.NDArray[np.uint8]
"""Frames of one length, one below the other."""

Numbers = npt.NDArray[np.int32]
"""One of each frame."""


def raised(frames: bytes, steps: int) -> bytes:
    """Return the frames, all of one format, so many steps louder, or softer where they are negative.

    What is silent stays as it is. Raises SynthesisError when a frame's gain can go no further.
    """
    header, rows = _rows(frames)
    rows = rows.copy()
    for position, gain, sounds in _gains(header, rows):
        changed = np.where(sounds, gain + steps, gain)
        if changed.min() < 0 or changed.max() > HIGHEST_GAIN:
            message = f"The sound cannot be made {steps * STEP_DB:+.1f} dB louder without loss."
            raise SynthesisError(message)
        _put(rows, position, changed)
    if header.has_crc:
        rows[:, HEADER_BYTES : HEADER_BYTES + 2] = _checksums(header, rows)
    return rows.tobytes()


def room(frames: bytes) -> tuple[int, int]:
    """Return how many steps softer and louder the frames, all of one format, can become."""
    lowest, highest = HIGHEST_GAIN, 0
    for _position, gain, sounds in _gains(*_rows(frames)):
        lowest = min(lowest, int(gain[sounds].min(initial=lowest)))
        highest = max(highest, int(gain[sounds].max(initial=highest)))
    return lowest, HIGHEST_GAIN - highest


def _rows(frames: bytes) -> tuple[Header, Rows]:
    header = parse(frames)
    return header, np.frombuffer(frames, np.uint8).reshape(-1, header.frame_bytes)


def _gains(header: Header, rows: Rows) -> Iterator[tuple[int, Numbers, npt.NDArray[np.bool_]]]:
    """Yield at which bit each of a frame's gains stands, its values, and whether it is one of sound."""
    mpeg_1 = header.version == MPEG_1
    position = 8 * (HEADER_BYTES + 2 * header.has_crc)
    position += (18 if header.channels == 1 else 20) if mpeg_1 else 8 + header.channels
    for _part in range(header.channels * (2 if mpeg_1 else 1)):
        sounds = _taken(rows, position, LENGTH_BITS) > 0
        position += LENGTH_BITS + BIG_VALUES_BITS
        yield position, _taken(rows, position, GAIN_BITS), sounds
        position += GAIN_BITS + REST_BITS[mpeg_1]


def _taken(rows: Rows, position: int, bits: int) -> Numbers:
    """Return the number of so many bits, 16 at most, that begins at this bit of each frame."""
    first, second, third = rows[:, position // 8 :][:, :3].T.astype(np.int32)
    together: Numbers = first << 16 | second << 8 | third
    return together >> (24 - position % 8 - bits) & ((1 << bits) - 1)


def _put(rows: Rows, position: int, gain: Numbers) -> None:
    """Write a gain over the one that begins at this bit of each frame."""
    at, shift = position // 8, 8 - position % 8
    before = rows[:, at].astype(np.int32) << 8 | rows[:, at + 1]
    after = before & ~(HIGHEST_GAIN << shift) | gain << shift
    rows[:, at], rows[:, at + 1] = after >> 8, after & 0xFF


def _checksums(header: Header, rows: Rows) -> Rows:
    """Return the two bytes of each frame's CRC-16, the highest bit first."""
    side_info = rows[:, HEADER_BYTES + 2 : header.side_info_end]
    crc = np.full(len(rows), CRC_START, np.int32)
    for column in np.hstack((rows[:, 2:HEADER_BYTES], side_info)).T:
        crc ^= column.astype(np.int32) << 8
        for _bit in range(8):
            crc = crc << 1 ^ np.where(crc & 0x8000, CRC_POLYNOMIAL, 0)
        crc &= 0xFFFF
    return np.stack((crc >> 8, crc & 0xFF), axis=1).astype(np.uint8)
