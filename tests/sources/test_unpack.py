import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.sources.unpack import BrokenError, TooLargeError, Unpacker

ROOM = 100_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def two_members(data: bytes) -> bytes:
    middle = len(data) // 2
    return gzip.compress(data[:middle]) + gzip.compress(data[middle:])


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-Gzip": two_members,
    "deflate": zlib.compress,
    " deflate ": bare_deflate,
}


def unpack(coding: str, packed: bytes, piece: int = 7, room: int = ROOM) -> bytes:
    unpacker = Unpacker(coding, room)
    for start in range(0, len(packed), piece):
        unpacker.feed(packed[start : start + piece])
    return unpacker.finish()


@given(st.sampled_from(sorted(PACKINGS)), st.binary(max_size=500), st.integers(1, 600))
def test_content_is_whole_however_it_was_packed_and_cut(coding: str, data: bytes, piece: int) -> None:
    assert unpack(coding, PACKINGS[coding](data), piece) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_answer_without_content_is_empty_in_every_coding(coding: str) -> None:
    assert unpack(coding, b"") == b""


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_content_as_large_as_its_bound_is_taken_and_one_byte_more_is_not(coding: str) -> None:
    assert len(unpack(coding, PACKINGS[coding](bytes(ROOM)))) == ROOM
    with pytest.raises(TooLargeError):
        unpack(coding, PACKINGS[coding](bytes(ROOM + 1)))


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpack("gzip", bomb, piece=len(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_content_is_bounded_as_sent_too() -> None:
    with pytest.raises(TooLargeError):
        unpack("gzip", gzip.compress(b"a") * 100, room=1_000)


def test_padding_after_compressed_content_is_left() -> None:
    assert unpack("gzip", gzip.compress(b"a") + bytes(20), piece=100) == b"a"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed_content_whose_end_is_missing_is_broken(coding: str) -> None:
    with pytest.raises(BrokenError, match="ends too early"):
        unpack(coding, PACKINGS[coding](b"a page" * 100)[:-6])


def test_compressed_content_that_is_damaged_is_broken() -> None:
    with pytest.raises(BrokenError, match="damaged"):
        unpack("gzip", b"<html>not packed at all</html>")


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "compress"])
def test_a_coding_that_was_not_asked_for_is_broken(coding: str) -> None:
    with pytest.raises(BrokenError, match="not asked for"):
        Unpacker(coding, ROOM)
