from hypothesis import given
from hypothesis import strategies as st

from tts.audio.crc import BLOCK_BYTES, crc16


def test_the_checksum_is_crc16_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


def test_the_checksum_of_nothing_is_nothing() -> None:
    assert crc16(b"") == 0


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_checksum_can_be_continued(first: bytes, second: bytes) -> None:
    assert crc16(second, crc16(first)) == crc16(first + second)


@given(st.binary(min_size=1, max_size=100))
def test_a_checksum_of_many_blocks_is_that_of_its_bytes(seed: bytes) -> None:
    data = seed * (BLOCK_BYTES // len(seed) + 2)
    at = len(data) // 3
    assert crc16(data[at:], crc16(data[:at])) == crc16(data)
