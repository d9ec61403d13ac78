"""The checksum of MP3 header frames: CRC-16/ARC, a block at a time."""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BLOCK_BYTES = 144
"""A divisor of the frame length of both our formats."""

POLYNOMIAL = 0xA001
BYTE_VALUES = 256


def crc16(data: bytes, crc: int = 0) -> int:
    """Return the checksum of data that follows what `crc` is the checksum of.

    Data of a fresh checksum may have any length; data that continues one comes in whole blocks.
    A checksum is linear: each block's is the exclusive or of what its bytes contribute, which numpy
    looks up for all blocks at once (a frame-long loop in Python would take seconds an episode).
    """
    import numpy as np  # noqa: PLC0415 - heavy: only when there is sound

    padded = data if crc else data.rjust(-(-len(data) // BLOCK_BYTES) * BLOCK_BYTES, b"\0")
    blocks = np.frombuffer(padded, np.uint8).reshape(-1, BLOCK_BYTES)
    tables = _tables()
    for block in np.bitwise_xor.reduce(tables[np.arange(BLOCK_BYTES), blocks], axis=1).tolist():
        crc = int(tables[0, crc & 0xFF]) ^ int(tables[1, crc >> 8]) ^ block
    return crc


@cache
def _tables() -> "npt.NDArray[np.uint16]":
    """Return what each byte value contributes at each position of a block."""
    import numpy as np  # noqa: PLC0415 - as above

    single = np.arange(BYTE_VALUES, dtype=np.uint16)
    for _bit in range(8):
        single = np.where(single & 1, single >> 1 ^ POLYNOMIAL, single >> 1).astype(np.uint16)
    tables = np.empty((BLOCK_BYTES, BYTE_VALUES), np.uint16)
    tables[-1] = single
    for later, earlier in pairwise(reversed(range(BLOCK_BYTES))):
        tables[earlier] = single[tables[later] & 0xFF] ^ tables[later] >> 8
    return tables
