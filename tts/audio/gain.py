"""Louder and softer without decoding: the global gain of every frame, in steps of 1.5 dB.

Fields: ISO/IEC 11172-3 2.4.1.7 and 13818-3 2.4.1.7 (side information of Layer III). Only the gain
and, where a frame has one, its checksum change, so that the same steps back give the same bytes.
"""

import math
from collections.abc import Iterator

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


def raised(frame: bytes, steps: int) -> bytes:
    """Return the frame so many steps louder, or softer where they are negative.

    What is silent stays as it is. Raises SynthesisError when the frame's gain can go no further.
    """
    header = parse(frame)
    start = HEADER_BYTES + 2 * header.has_crc
    side_info = frame[start : header.side_info_end]
    bits = int.from_bytes(side_info, "big")
    for shift, gain in _gains(bits, len(side_info) * 8, header):
        if not 0 <= gain + steps <= HIGHEST_GAIN:
            message = f"The sound cannot be made {steps * STEP_DB:+.1f} dB louder without loss."
            raise SynthesisError(message)
        bits += steps << shift
    changed = bits.to_bytes(len(side_info), "big")
    checksum = _crc(frame[2:HEADER_BYTES] + changed) if header.has_crc else b""
    return frame[:HEADER_BYTES] + checksum + changed + frame[header.side_info_end :]


def room(frame: bytes) -> tuple[int, int]:
    """Return how many steps softer and louder the frame can become."""
    header = parse(frame)
    side_info = frame[HEADER_BYTES + 2 * header.has_crc : header.side_info_end]
    gains = [gain for _shift, gain in _gains(int.from_bytes(side_info, "big"), len(side_info) * 8, header)]
    return min(gains, default=HIGHEST_GAIN), HIGHEST_GAIN - max(gains, default=0)


def _gains(bits: int, length: int, header: Header) -> Iterator[tuple[int, int]]:
    """Yield how far each gain in the side information is to be shifted, and its value; not of silence."""
    mpeg_1 = header.version == MPEG_1
    position = (18 if header.channels == 1 else 20) if mpeg_1 else 8 + header.channels
    for _part in range(header.channels * (2 if mpeg_1 else 1)):
        data_bits = bits >> (length - position - LENGTH_BITS) & ((1 << LENGTH_BITS) - 1)
        position += LENGTH_BITS + BIG_VALUES_BITS + GAIN_BITS
        shift = length - position
        if data_bits:
            yield shift, bits >> shift & HIGHEST_GAIN
        position += REST_BITS[mpeg_1]


def _crc(data: bytes) -> bytes:
    """Return the checksum of a frame: CRC-16, the highest bit first."""
    crc = CRC_START
    for byte in data:
        crc ^= byte << 8
        for _bit in range(8):
            crc = crc << 1 ^ (CRC_POLYNOMIAL if crc & 0x8000 else 0)
        crc &= 0xFFFF
    return crc.to_bytes(2, "big")
