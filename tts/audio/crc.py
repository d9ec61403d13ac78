"""The checksum of MP3 header frames: CRC-16/ARC, all bytes at once."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.uint16]

BLOCK_BYTES = 1 << 16
"""Taken at a time, so that memory does not grow with the data."""

POLYNOMIAL = 0xA001


def crc16(data: bytes, crc: int = 0) -> int:
    """Return the checksum of data that follows what `crc` is the checksum of."""
    for start in range(0, len(data), BLOCK_BYTES):
        crc = _of_block(data[start : start + BLOCK_BYTES], crc)
    return crc


def _of_block(data: bytes, crc: int) -> int:
    """Return the checksum: the exclusive or of what each byte makes of it, passed over all bytes behind.

    It is linear, so neighbours are joined to pairs, these to fours, and so on, by numpy for all at once (a
    loop in Python would take seconds an episode).
    """
    import numpy as np  # noqa: PLC0415 - heavy: only when there is sound

    bytes_alone = _passed(0)[np.frombuffer(data, np.uint8)]
    parts = np.concatenate((np.array([crc], np.uint16), bytes_alone))
    doubled = 0
    while len(parts) > 1:
        if len(parts) % 2:
            parts = np.concatenate((np.zeros(1, np.uint16), parts))
        parts = _passed(doubled)[parts[::2]] ^ parts[1::2]
        doubled += 1
    return int(parts[0])


@cache
def _passed(doubled: int) -> "Numbers":
    """Return what each checksum comes to when 1, 2, 4 … bytes of nothing follow."""
    import numpy as np  # noqa: PLC0415 - as above

    if doubled:
        half = _passed(doubled - 1)
        return half[half]
    sums = np.arange(1 << 16, dtype=np.uint16)
    for _bit in range(8):
        sums = np.where(sums & 1, sums >> 1 ^ POLYNOMIAL, sums >> 1).astype(np.uint16)
    return sums
