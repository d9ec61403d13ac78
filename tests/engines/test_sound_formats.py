"""Sound in whatever form a server sends it comes out as the same samples."""

import io
import struct
import wave

import numpy as np
import numpy.typing as npt
import pytest

from tts.engines.failures import Incomplete
from tts.engines.sound_formats import Sound, sound_of
from tts.errors import SynthesisError

RATE = 16_000
WAVES = 0.5 * np.sin(np.arange(4_000) / 7)
OTHER = 0.25 * np.cos(np.arange(4_000) / 5)
BITS_24 = 0x7F_FFFF


def header(code: int, channels: int, bits: int, rate: int = RATE, extra: bytes = b"") -> bytes:
    frame = channels * bits // 8
    return struct.pack("<HHIIHH", code, channels, rate, rate * frame, frame, bits) + extra


def chunk(name: bytes, data: bytes, size: int | None = None) -> bytes:
    return name + struct.pack("<I", len(data) if size is None else size) + data + b"\0" * (len(data) % 2)


def riff(*chunks: bytes, magic: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return magic + struct.pack("<I", len(body)) + body


def bytes_24(samples: npt.NDArray[np.float64]) -> bytes:
    return b"".join(struct.pack("<i", round(one * BITS_24))[:3] for one in samples)


def is_waves(sound: Sound, tolerance: float = 1e-4) -> bool:
    return sound.sample_rate == RATE and np.allclose(sound.samples, WAVES, atol=tolerance)


PCM_16 = (WAVES * 32767).astype("<i2").tobytes()
FMT = chunk(b"fmt ", header(1, 1, 16))
EXTENSIBLE = chunk(b"fmt ", header(0xFFFE, 1, 16, extra=struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)))


@pytest.mark.parametrize(
    ("code", "bits", "data", "tolerance"),
    [
        (1, 8, (WAVES * 127 + 128).round().astype(np.uint8).tobytes(), 0.01),
        (1, 16, PCM_16, 1e-4),
        (1, 24, bytes_24(WAVES), 1e-6),
        (1, 32, (WAVES * 0x7FFF_FFFF).astype("<i4").tobytes(), 1e-6),
        (3, 32, WAVES.astype("<f4").tobytes(), 1e-6),
        (3, 64, WAVES.astype("<f8").tobytes(), 1e-6),
    ],
)
def test_wav_of_each_width_is_read(code: int, bits: int, data: bytes, tolerance: float) -> None:
    assert is_waves(
        sound_of(riff(chunk(b"fmt ", header(code, 1, bits)), chunk(b"data", data)), "wav"), tolerance
    )


def test_the_standard_librarys_wav_is_read_and_two_channels_become_one() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        pairs = np.stack([WAVES + OTHER, WAVES - OTHER], axis=1)
        writer.writeframes((pairs * 32767).astype("<i2").tobytes())
    assert is_waves(sound_of(file.getvalue(), "wav"))


@pytest.mark.parametrize(
    "data",
    [
        riff(
            chunk(b"LIST", b"INFOodd"),
            FMT,
            chunk(b"fact", b"1234"),
            chunk(b"data", PCM_16),
            chunk(b"LIST", b"x" * 9),
        ),
        riff(FMT, chunk(b"data", PCM_16, 0)),
        riff(FMT, chunk(b"data", PCM_16, 0xFFFF_FFFF)),
        riff(FMT, chunk(b"data", PCM_16, 0x7FFF_F000)),
        riff(FMT, chunk(b"data", PCM_16, 0xFFFF_FFFF), magic=b"RF64"),
        riff(EXTENSIBLE, chunk(b"data", PCM_16)),
        riff(FMT, chunk(b"data", PCM_16[:2_000])) + riff(FMT, chunk(b"data", PCM_16[2_000:])),
        riff(FMT, chunk(b"data", PCM_16, 0xFFFF_FFFF)) + b"\x7f",
    ],
)
def test_wav_as_programs_write_it_is_read(data: bytes) -> None:
    assert is_waves(sound_of(data, "wav"))


@pytest.mark.parametrize("size", [4, 11, 12, 20, 30, 43, 1_000])
def test_wav_that_breaks_off_is_not_whole(size: int) -> None:
    with pytest.raises(Incomplete, match="breaks off"):
        sound_of(riff(FMT, chunk(b"data", PCM_16))[:size], "wav")


@pytest.mark.parametrize(
    "data", [riff(FMT), riff(chunk(b"data", PCM_16)), riff(chunk(b"junk", b"", 0xFFFF_FFFF))]
)
def test_wav_without_form_or_sound_is_not_whole(data: bytes) -> None:
    with pytest.raises(Incomplete):
        sound_of(data, "wav")


@pytest.mark.parametrize(
    ("code", "channels", "bits"), [(1, 1, 12), (1, 0, 16), (7, 1, 8), (3, 1, 16), (85, 1, 0)]
)
def test_wav_of_another_kind_is_told_with_its_remedy(code: int, channels: int, bits: int) -> None:
    with pytest.raises(SynthesisError, match="kind that cannot be read") as caught:
        sound_of(riff(chunk(b"fmt ", header(code, channels, bits)), chunk(b"data", PCM_16)), "wav")
    assert "response_format" in caught.value.hint


@pytest.mark.parametrize("rate", [0, 100, 1_000_000])
def test_a_rate_of_no_speech_is_told(rate: int) -> None:
    with pytest.raises(SynthesisError, match="no rate of speech"):
        sound_of(riff(chunk(b"fmt ", header(1, 1, 16, rate)), chunk(b"data", PCM_16)), "wav")


def test_sound_that_is_no_number_is_broken() -> None:
    broken = np.array([0.1, np.nan], "<f4").tobytes()
    with pytest.raises(SynthesisError, match="broken sound"):
        sound_of(riff(chunk(b"fmt ", header(3, 1, 32)), chunk(b"data", broken)), "wav")


@pytest.mark.parametrize(
    ("asked", "content_type"),
    [
        ("pcm", ""),
        ("pcm", "application/octet-stream"),
        ("wav", "audio/pcm; rate=16000"),
        ("pcm", "audio/l16;rate=16000;channels=1"),
        ("pcm", 'audio/x-raw; rate="16000"'),
    ],
)
def test_pcm_has_the_rate_that_is_said_or_set(asked: str, content_type: str) -> None:
    assert is_waves(sound_of(PCM_16, asked, content_type, RATE))


def test_pcm_of_two_channels_becomes_one() -> None:
    pairs = np.stack([WAVES + OTHER, WAVES - OTHER], axis=1)
    data = (pairs * 32767).astype("<i2").tobytes()
    assert is_waves(sound_of(data, "pcm", "audio/pcm;rate=16000;channels=2"))


@pytest.mark.parametrize("loudness", [0.01, 1, 6])
def test_pcm_of_floats_is_known_by_its_levels(loudness: float) -> None:
    pairs = np.stack([WAVES + OTHER, WAVES - OTHER], axis=1) * loudness
    sound = sound_of(pairs.astype("<f4").tobytes(), "pcm", "audio/pcm;rate=16000;channels=2")
    assert np.allclose(sound.samples, WAVES * loudness, atol=1e-4)


@pytest.mark.parametrize("loudness", [0, 0.0001, 0.01, 1.9])
def test_no_samples_of_16_bits_are_taken_for_floats(loudness: float) -> None:
    samples = (WAVES * loudness * 32767).astype("<i2")
    sound = sound_of(samples.tobytes(), "pcm", "audio/pcm;rate=16000")
    assert np.array_equal(sound.samples * 32768, samples)


def test_several_wavs_of_untold_lengths_are_joined_without_their_headers() -> None:
    halves = [riff(FMT, chunk(b"data", half, 0xFFFF_FFFF)) for half in (PCM_16[:3_000], PCM_16[3_000:])]
    assert is_waves(sound_of(b"".join(halves), "wav"))


def test_l16_is_heard_in_either_order_of_bytes() -> None:
    for order in ("<i2", ">i2"):
        data = (WAVES * 32767).astype(order).tobytes()
        assert is_waves(sound_of(data, "pcm", "audio/l16; rate=16000"))


def test_pcm_that_ends_within_a_sample_is_not_whole() -> None:
    with pytest.raises(Incomplete):
        sound_of(PCM_16[:-1], "pcm")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"OggS" + bytes(90), "Ogg"),
        (b"fLaC" + bytes(90), "FLAC"),
        (b"RIFX" + bytes(90), "big-endian"),
        (b"????", "else"),
    ],
)
def test_another_form_is_told_by_its_name(data: bytes, named: str) -> None:
    with pytest.raises(SynthesisError, match=named) as caught:
        sound_of(data, "wav", "audio/ogg")
    assert "response_format" in caught.value.hint


def frames(header: bytes, size: int, count: int = 3) -> bytes:
    return (header + bytes(size - len(header))) * count


AAC = frames(bytes([0xFF, 0xF1, 0x58, 0x80, 200 >> 3, (200 & 7) << 5]), 200)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"OggS" + bytes(90), "Ogg"),
        (b"fLaC" + bytes(90), "FLAC"),
        (bytes(4) + b"ftypM4A ", "AAC"),
        (b"FORM" + bytes(90), "AIFF"),
        (b".snd" + bytes(90), "AU"),
        (b"caff" + bytes(90), "CAF"),
        (b"#!AMR-WB" + bytes(90), "AMR"),
        (AAC, "AAC"),
    ],
)
def test_another_form_is_no_samples_even_where_nothing_is_said_of_it(data: bytes, named: str) -> None:
    with pytest.raises(SynthesisError, match=f"{named} where PCM"):
        sound_of(data, "pcm", "application/octet-stream")


def test_wav_whose_size_is_that_of_its_first_piece_is_taken_to_its_end() -> None:
    assert is_waves(sound_of(riff(FMT, chunk(b"data", PCM_16, size=1_000)), "wav"))


@pytest.mark.parametrize(
    ("header", "size", "rate"),
    [
        (bytes.fromhex("fffbe444"), 960, 48_000),
        (bytes.fromhex("fff364c4"), 144, 24_000),
        (bytes.fromhex("ffe348c4"), 288, 8_000),
    ],
)
def test_mp3_where_pcm_was_asked_for_is_known_by_its_second_frame(
    header: bytes, size: int, rate: int
) -> None:
    assert sound_of(frames(header, size), "pcm", "application/octet-stream").sample_rate == rate
    assert sound_of(frames(header, size, 1), "pcm", "application/octet-stream").sample_rate == 24_000


@pytest.mark.parametrize("data", [b"ID3\x03\0\0\0\0\0\0", b"\xff\xfb" + bytes(20), b"\xff" * 500])
def test_what_is_no_mp3_is_told(data: bytes) -> None:
    with pytest.raises(SynthesisError, match="no MP3"):
        sound_of(data, "mp3")
