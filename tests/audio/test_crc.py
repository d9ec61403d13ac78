from hypothesis import given
from hypothesis import strategies as st

from tts.audio.crc import BLOCK_BYTES, crc16


def test_the_checksum_is_crc16_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


def test_the_checksum_of_nothing_is_nothing() -> None:
    assert crc16(b"") == 0


@given(st.binary(max_size=3 * BLOCK_BYTES), st.binary(min_size=BLOCK_BYTES, max_size=BLOCK_BYTES))
def test_a_checksum_can_be_continued(first: bytes, second: bytes) -> None:
    assert crc16(second, crc16(first)) == crc16(first + second)
